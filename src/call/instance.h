/* Instance: this running Steward. Made once at start; constant while calls are served, apart
   from what guards itself (store, sessions, metrics). */
#ifndef CALL_INSTANCE_H
#define CALL_INSTANCE_H

#include "call/settings.h"
#include "store/store.h"

struct call;
struct function;
struct http_server;
struct key_ring;
struct route;
struct session_table;
struct sign_ring;

struct instance {
    const struct settings *settings;
    struct arena *arena; /* as long as the process */
    struct schema schema;
    struct store *store;
    const struct route *const *routes;       /* NULL-ended lists, each ended by a NULL path */
    const struct function *const *functions; /* NULL-ended lists, each ended by a NULL name */
    /* Finds out who calls: fills call->caller and call->identity, or refuses. The auth layer's. */
    enum status (*authenticate)(struct call *call);
    /* Owned and used by src/auth. */
    struct session_table *sessions;
    const struct sign_ring *tokens; /* signs access tokens */
    const struct key_ring *seals;   /* seals personal fields and secrets */
    struct http_server *http;
    int64_t started_ms;
};

const char *steward_version(void);

#endif
