/* Ops: the product for a live-commerce team. */
#ifndef OPS_OPS_H
#define OPS_OPS_H

#include "schema/entity.h"

/* The largest amount of one row, in minor units, and the largest count: far beyond any real one,
   and small enough that sums stay exact. */
#define MONEY_MAX 1000000000000
enum { COUNT_MAX = 1000000 };

/* Every kind of record of this product. One more is its own file and one line here
   (docs/adding-an-entity.md). */
/* clang-format off */
#define OPS_ENTITIES(X) \
    X(live_session)     \
    X(host)             \
    X(show_slot)        \
    X(review_template)  \
    X(product)          \
    X(product_variant)  \
    X(product_barcode)  \
    X(barcode_counter)  \
    X(location)         \
    X(show_item)        \
    X(inbound_box)      \
    X(inbound_line)     \
    X(sale)             \
    X(sale_rollup)      \
    X(sale_return)      \
    X(record_lock)      \
    X(import_preset)    \
    X(cost_category)    \
    X(recurring_cost)   \
    X(cost_item)        \
    X(cost_budget)      \
    X(month_close)      \
    X(exchange_rate)    \
    X(fee_rule)         \
    X(host_pay_rule)    \
    X(payout_line)      \
    X(cash_receipt)     \
    X(show_explanation) \
    X(show_close)       \
    X(stock_movement)   \
    X(stock_level)      \
    X(stock_cost)       \
    X(stock_entry)      \
    X(inbound_cost)     \
    X(inbound_proposal) \
    X(stock_count)      \
    X(stock_count_line) \
    X(stock_count_scan) \
    /* the end */
/* clang-format on */

#define OPS_ENTITY(name) extern const struct entity name##_entity;
OPS_ENTITIES(OPS_ENTITY)
#undef OPS_ENTITY

extern const struct entity *const ops_entities[]; /* all of them; NULL-ended */

#endif
