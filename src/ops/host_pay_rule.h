/* Host pay rule: what a host gets for a show. */
#ifndef OPS_HOST_PAY_RULE_H
#define OPS_HOST_PAY_RULE_H

#include "schema/entity.h"

struct host_pay_rule {
    struct row row;
    struct id host_id;
    struct text currency;
    int64_t per_hour, per_show;
    struct text percent; /* of what stayed sold in the host's slots, see percent_read */
    struct date valid_from, valid_until;
    struct text note;
};

extern const struct entity host_pay_rule_entity;

#endif
