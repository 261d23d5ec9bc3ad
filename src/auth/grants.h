/* Grants: how far a member may go in each module, as {"live":2,"sales":3} in store and token. */
#ifndef AUTH_GRANTS_H
#define AUTH_GRANTS_H

#include "call/call.h"

struct grants {
    unsigned char level[MODULE_COUNT]; /* enum level of the modules that can be granted */
};

enum { LIMIT_GRANTS = 500 };

/* Unknown modules and levels in the store count as no grant. */
struct grants grants_read(struct arena *arena, struct text json);
/* The same from a client, who is told: false when it is not an object of modules and levels. */
bool grants_from_json(const struct json *json, struct grants *ret_grants);
struct text grants_to_text(struct arena *arena, const struct grants *grants);

bool module_is_off(const struct settings *settings, enum module module);
/* JSON array of the names of those that are; empty: none is. */
struct text modules_off_to_text(struct arena *arena, const struct settings *settings);
/* What the store and the menus go by: role, grants, and the modules that are switched off. An
   unknown role may nothing. */
void levels_of(const struct settings *settings, enum role role, const struct grants *grants,
               unsigned char ret_level[MODULE_COUNT]);

#endif
