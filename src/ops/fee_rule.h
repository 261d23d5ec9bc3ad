/* Fee rule: what a platform keeps of a show's sales. */
#ifndef OPS_FEE_RULE_H
#define OPS_FEE_RULE_H

#include "schema/entity.h"

struct call;

/* What a percentage is taken of. The order of the choices; 0 is none. */
enum fee_base { FEE_OF_NET = 1, FEE_OF_GMV };

struct fee_rule {
    struct row row;
    struct text name;
    int platform; /* enum platform */
    struct text currency;
    struct text percent; /* an exact decimal, see percent_read */
    int of;              /* enum fee_base */
    int64_t per_sale, per_piece;
    struct date valid_from, valid_until;
};

extern const struct entity fee_rule_entity;
extern const struct choice fee_bases[FEE_OF_GMV];

/* "5.25" in ten-thousandths of a per cent; false unless 0 to 100. */
bool percent_read(struct text text, int64_t *ret_percent);
/* Refuses a percentage that is none, and an end before the beginning, by their fields. */
enum status rule_check(struct call *call, const struct entity *entity, struct text percent,
                       struct date valid_from, struct date valid_until);

#endif
