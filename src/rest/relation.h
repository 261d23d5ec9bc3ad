/* Relation: what an embedded name means, seen from an entity. */
#ifndef REST_RELATION_H
#define REST_RELATION_H

#include "rest/query.h"

struct relation {
    const struct entity *entity; /* of the embedded rows */
    const struct field *link;    /* the field that joins */
    bool is_to_many;             /* the link is theirs and points to us */
};

/* By the other entity's name or the name of our own link; `hint` (at == NULL: none) says which
   when there are several. PGRST200 when there is none, PGRST201 when it is not clear. */
enum status MUST_CHECK relation_find(struct call *call, const struct entity *from, struct text name,
                                     struct text hint, struct relation *ret_relation);

#endif
