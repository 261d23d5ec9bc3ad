/* Cost: what a team spends besides the goods of a sale and the own cost of a show. */
#ifndef OPS_COST_H
#define OPS_COST_H

#include "schema/entity.h"

/* What a category is for the profit and loss (docs/finance.md). */
enum cost_kind {
    COST_GOODS = 1,
    COST_PLATFORM,
    COST_HOST,
    COST_ADS,
    COST_SHIPPING,
    COST_PREMISES,
    COST_OTHER
};

struct cost_category {
    struct row row;
    struct text name;
    int kind; /* enum cost_kind */
    bool is_active;
};

/* How a cost that belongs to no show is shared among the shows of its month. */
enum cost_share { SHARE_NONE = 1, SHARE_GMV, SHARE_UNITS, SHARE_HOURS };

struct cost_item {
    struct row row;
    struct date day;
    struct id cost_category_id;
    struct text name;
    struct text currency;
    int64_t amount;
    struct id live_session_id;
    int share_by; /* enum cost_share */
    struct text supplier, note;
    struct id recurring_cost_id; /* which made it, once a month */
    struct date recurring_month;
};

/* Rent, salaries, subscriptions: the same every month. */
struct recurring_cost {
    struct row row;
    struct text name;
    struct id cost_category_id;
    struct text currency;
    int64_t amount;
    int64_t day_of_month; /* 31 is the last day of a shorter month */
    struct date starts_on, ends_on;
    int share_by;          /* enum cost_share */
    struct date booked_to; /* first day of the last month that was booked */
};

struct cost_budget {
    struct row row;
    struct date month; /* its first day */
    struct id cost_category_id;
    struct text currency;
    int64_t amount;
    struct text note;
};

extern const struct entity cost_category_entity, cost_item_entity, recurring_cost_entity,
    cost_budget_entity;

#endif
