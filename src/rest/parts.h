/* Parts: rows that belong to another one (struct entity, part_of) and go when it goes; and what
   else points at rows that are to go. All of it as the server's own code, in the transaction that
   deletes. */
#ifndef REST_PARTS_H
#define REST_PARTS_H

#include "rest/follow_up.h"

/* Parts that were deleted, for what follows once the rows they belonged to are gone. */
struct parts {
    struct parted {
        const struct entity *entity;
        struct followed before;
        struct parted *next;
    } * first;
    int64_t count; /* of rows */
};

enum parting {
    PARTING_ALWAYS, /* those that go with it without a word */
    PARTING_FORCED, /* and those that go only where somebody insists */
};

/* Which rows are meant: SQL that selects one column, the ids; $1 is the workspace. */

bool parts_exist(const struct schema *schema, const struct entity *entity, enum parting parting);
/* Deletes the parts of these rows and adds them to *parts. Refuses when one is held fast, and when
   one that goes by force is somebody else's and the caller may change only their own. */
enum status MUST_CHECK parts_remove(struct call *call, struct tx *tx, const struct entity *entity,
                                    const struct follow_query *rows, enum parting parting,
                                    struct parts *parts);
/* The same of these rows, where it goes without a word. */
enum status MUST_CHECK parts_remove_of(struct call *call, struct tx *tx,
                                       const struct entity *entity, const struct id *ids,
                                       size_t count, struct parts *parts);
/* What follows from it; after the rows themselves are gone. */
enum status MUST_CHECK parts_gone(struct call *call, struct tx *tx, const struct parts *parts);

struct holders {
    int64_t parts, others; /* rows that point at these ones: their parts, and anything else */
    struct text names;     /* "Returns 3, Costs 1", in the language of the call; what the caller has
                              no grant for is not named */
};

enum status MUST_CHECK holders_find(struct call *call, struct tx *tx, const struct entity *entity,
                                    const struct follow_query *rows, struct holders *ret_holders);
/* CONFLICT (23503) that names what points at these rows. */
enum status holders_refuse(struct call *call, struct tx *tx, const struct entity *entity,
                           const struct id *ids, size_t count);
/* Whether any kind of record can point at one of this entity. */
bool holders_exist(const struct schema *schema, const struct entity *entity);

#endif
