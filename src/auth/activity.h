/* Activity: who did what in a workspace, one row a change, written in its transaction; ids and
   numbers, never content. Who has no grant in the module of what was changed does not see the row.
   The audit log says who changed rights, and cannot be changed unseen; what it says appears here,
   too. */
#ifndef AUTH_ACTIVITY_H
#define AUTH_ACTIVITY_H

#include "call/call.h"

struct activity_row {
    struct row row; /* created_by did it */
    int module;     /* enum module */
    struct text action, entity;
    struct id row_id; /* when it was one row */
    int64_t count;
    struct date day; /* in the workspace's time zone */
    int audience;    /* enum audience_kind */
    struct text members;
};

extern const struct entity activity_entity;

struct activity {
    const struct entity *entity; /* of what was changed */
    const char *action;          /* create, update, delete, import, or the name of a verb */
    struct id row_id;            /* zero: several rows */
    int64_t count;               /* of rows */
    enum module module;          /* MODULE_UNDECLARED: that of the entity */
    /* AUDIENCE_UNDECLARED: everybody with the module; of rows that not everybody sees, who did it
       and who may change every row of the module. */
    enum audience_kind audience;
    struct text members;
};

/* As the caller or as the server's own code. Nothing is written about rows that only their owner
   sees, about nothing at all, and outside of a workspace. */
enum status MUST_CHECK activity_write(struct tx *tx, const struct call *call,
                                      const struct activity *activity);

#endif
