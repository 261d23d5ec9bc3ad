/* Instance: this running Steward. Made once at start; constant while calls are served, apart
   from what guards itself (store, sessions, metrics). */
#ifndef CALL_INSTANCE_H
#define CALL_INSTANCE_H

#include "call/settings.h"
#include "crypto/store_key.h"
#include "store/store.h"

#include <stdatomic.h>

struct call;
struct call_memory;
struct file_kind;
struct files;
struct function;
struct http_server;
struct import_layout;
struct import_preset;
struct import_worker;
struct issuer;
struct key_ring;
struct realtime;
struct rollups;
struct route;
struct session_table;
struct throttle;
struct ticker;
struct token_keys;

/* What `serve` tells of itself while its store is being opened: the port is open already. */
struct readiness {
    atomic_bool is_done;
    atomic_int migrated_percent;
};

struct instance {
    const struct settings *settings;
    struct arena *arena; /* as long as the process */
    struct schema schema;
    struct store *store;
    const struct route *const *routes;       /* NULL-ended lists, each ended by a NULL path */
    const struct function *const *functions; /* NULL-ended lists, each ended by a NULL name */
    const struct import_preset *const *import_presets; /* NULL-ended; NULL: none */
    /* The layouts of files that there are for the caller's workspace: rest/import_layout.h. */
    enum status (*import_layouts)(struct call *call, struct import_layout **ret_layouts,
                                  size_t *ret_count);
    const struct file_kind *file_kinds; /* for the data map; ended by a NULL name */
    struct import_worker *imports; /* owned by src/rest; NULL: nothing runs in the background */
    /* Finds out who calls: fills call->caller and call->identity, or refuses. The auth layer's. */
    enum status (*authenticate)(struct call *call);
    /* Owned and used by src/auth. */
    struct session_table *sessions;
    struct throttle *throttle;
    struct token_keys *token_keys; /* sign access and refresh tokens */
    struct issuer *issuer;         /* the provider behind sign-in with Google */
    const struct store_keys *keys; /* the master key and what is derived from it */
    enum store_key_origin key_origin;
    const struct key_ring *seals; /* seals personal fields and secrets */
    struct ticker *ticker;        /* work that comes back: mail, sweeping */
    struct ticker *backups;     /* apart: a backup takes its time, and mail does not wait for it */
    struct ticker *self_checks; /* looks at the server itself; NULL: nothing does */
    struct files *files;        /* uploaded files; owned by src/files */
    /* Takes along what hangs on records that are being deleted, in their transaction, as the
       server's own code. Of src/files. */
    enum status (*forget_records)(struct call *call, struct tx *tx, const struct entity *entity,
                                  int64_t workspace_id, const struct id *ids, size_t count);
    struct rollups *rollups;     /* sums for reports; owned by src/ops; NULL: none are made */
    struct readiness *readiness; /* NULL: nobody can ask before everything is open */
    struct call_memory *memory;  /* of the calls under way */
    struct http_server *http;
    struct realtime *realtime; /* owned by src/realtime; NULL: nobody is told of changes */
    int64_t started_ms;
};

static inline bool instance_is_open(const struct instance *instance)
{
    return !instance->readiness ||
           atomic_load_explicit(&instance->readiness->is_done, memory_order_acquire);
}

const char *steward_version(void);

#endif
