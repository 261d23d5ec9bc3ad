/* Exchange rates that somebody stored: one unit of `from_currency` is `rate` of `to_currency` from
   this day on, until a later day has one. */
#ifndef OPS_EXCHANGE_RATE_H
#define OPS_EXCHANGE_RATE_H

#include "schema/entity.h"

struct exchange_rate {
    struct row row;
    struct date day;
    struct text from_currency, to_currency;
    struct text rate; /* an exact decimal, see rate_read */
    struct text source;
};

extern const struct entity exchange_rate_entity;

#endif
