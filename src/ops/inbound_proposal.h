/* What a box may hold, as somebody or something proposes it: a photo that was looked at, a packing
   list that was read. Nothing counts and nothing is booked before a person has said yes. */
#ifndef OPS_INBOUND_PROPOSAL_H
#define OPS_INBOUND_PROPOSAL_H

#include "schema/entity.h"

/* The order of the choices; 0 is none. */
enum proposal_state { PROPOSAL_PROPOSED = 1, PROPOSAL_ACCEPTED, PROPOSAL_REJECTED };

/* How sure a proposal is: thousandths, 1000 is certain. */
enum { CONFIDENCE_MAX = 1000 };

struct inbound_proposal {
    struct row row;
    struct id inbound_box_id;
    struct text source;
    int64_t confidence_permille;
    struct text description, size, code;
    struct id product_id, product_variant_id;
    int64_t quantity;
    int state; /* enum proposal_state */
    struct id inbound_line_id, decided_by;
    int64_t decided_at;
};

extern const struct entity inbound_proposal_entity;

#endif
