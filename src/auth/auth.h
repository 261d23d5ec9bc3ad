/* Auth: accounts, sessions, workspaces, members and grants, and what the rest of the program
   needs to know of them: the lists it brings, and how it starts and stops. */
#ifndef AUTH_AUTH_H
#define AUTH_AUTH_H

#include "call/function.h"
#include "call/route.h"

extern const struct entity *const auth_entities[]; /* NULL-ended */
extern const struct route auth_routes[];           /* ended by a NULL path */
extern const struct function auth_functions[];     /* ended by a NULL name */

/* After the store is open: loads or makes the keys (master key: environment or
   <data>/master.key, mode 0600), fills instance->tokens, seals, sessions and authenticate.
   *ret_reason is a sentence for the operator. */
enum status MUST_CHECK auth_open(struct instance *instance, struct text *ret_reason);
/* Starts what runs beside the calls: mail delivery, lazy writes. Only `serve` does. */
enum status MUST_CHECK auth_start(struct instance *instance);
void auth_close(struct instance *instance);

/* A fresh one-time link for the set-up page, "/setup?token=...", when nobody has set this server
   up yet; empty otherwise. */
enum status MUST_CHECK auth_setup_path(struct instance *instance, struct arena *arena,
                                       struct text *ret_path);

#endif
