/* Auth: accounts, sessions, workspaces, members and grants, and what the rest of the program
   needs to know of them: the lists it brings, and how it starts and stops. */
#ifndef AUTH_AUTH_H
#define AUTH_AUTH_H

#include "auth/functions.h"
#include "call/route.h"

extern const struct entity *const auth_entities[]; /* NULL-ended */
extern const struct route auth_routes[];           /* ended by a NULL path */

/* Loads or makes the keys (master key: environment, or the file of the setting key_file, mode
   0600) and fills instance->keys and seals; the store needs them. A second time does nothing.
   *ret_reason is a sentence for the operator. */
enum status MUST_CHECK auth_open_keys(struct instance *instance, struct text *ret_reason);
/* Where the file of the master key is. */
const char *auth_key_path(const struct instance *instance, struct arena *arena);
/* After the store is open: the keys, if they are not there yet, token_keys, sessions, throttle
   and authenticate. */
enum status MUST_CHECK auth_open(struct instance *instance, struct text *ret_reason);
/* Starts what runs beside the calls: mail delivery, lazy writes, retention. Only `serve` does. */
enum status MUST_CHECK auth_start(struct instance *instance);
void auth_close(struct instance *instance);

/* A fresh one-time link for the set-up page, "/setup?token=...", when nobody has set this server
   up yet; empty otherwise. Links of earlier starts work no more. */
enum status MUST_CHECK auth_setup_path(struct instance *instance, struct arena *arena,
                                       struct text *ret_path);

/* New keys for tokens; those made with the old ones count for key_grace_hours more. A server
   that runs on the same store follows by itself. */
enum status MUST_CHECK auth_rotate_token_keys(struct instance *instance, struct arena *arena);

#endif
