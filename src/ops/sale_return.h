/* A return: pieces of a sale that came back, money that was given back, or both. It belongs to the
   original sale, whose sums it writes (docs/decisions/2026-11-22-returns.md). */
#ifndef OPS_SALE_RETURN_H
#define OPS_SALE_RETURN_H

#include "schema/entity.h"

struct sale_return {
    struct row row;
    struct id sale_id;
    int64_t quantity; /* 0: only money */
    struct text currency;
    int64_t refund; /* in all */
    int64_t returned_at;
    struct date day;       /* of returned_at in the workspace's zone */
    int reason;            /* of the choices; 0: not said */
    struct id location_id; /* where the pieces are in stock again; zero: they are not */
    struct text source, external_ref, note;
};

extern const struct entity sale_return_entity;

#endif
