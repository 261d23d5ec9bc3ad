/* What one show earned: each line of its profit and loss, in all, by minute, by slot and by
   product, so that the parts add up to the whole to the minor unit. Private to
   src/ops/show_*.c. */
#ifndef OPS_SHOW_RESULT_H
#define OPS_SHOW_RESULT_H

#include "base/map.h"
#include "ops/exchange.h"
#include "ops/finance_month.h"
#include "ops/live_session.h"

struct json;

enum show_line {
    LINE_GMV,
    LINE_REFUNDS,
    LINE_GOODS, /* without those that are in stock again */
    LINE_FEE,
    LINE_PAY,
    LINE_ADS,
    LINE_OTHER,
    LINE_OWN,    /* the cost that is typed on the show */
    LINE_SHARED, /* its part of costs that belong to no show */
    LINE_COUNT
};

/* Of one currency, or one part of the show's own. */
struct show_sums {
    int64_t lines[LINE_COUNT];
    int64_t units, returned, orders, uncosted;
};

struct show_part {
    struct show_sums sums;
    int64_t minute;        /* since the show began */
    struct id id, host_id; /* slot, or product */
    struct text name, detail;
    int64_t starts_at, ends_at;
};

/* The first part is what belongs to none: no minute of the show, no slot, nothing itemised. */
struct show_parts {
    struct show_part *at;
    size_t count, room;
    struct map by_key; /* number + 1 */
};

/* Where the fee and the pay come from; never two of them at once. */
enum cost_source { SOURCE_NONE, SOURCE_BOOKED, SOURCE_TYPED, SOURCE_RULE };

struct show_charge {
    struct text name;
    struct id host_id;
    int64_t ms, amount;
};

enum { LIMIT_SHOW_CHARGES = 64, LIMIT_SHOW_SALES = 200000, LIMIT_SHOW_SLOTS = 500 };

struct show_charges {
    enum cost_source source;
    struct show_charge at[LIMIT_SHOW_CHARGES];
    size_t count;
};

struct show_result {
    struct live_session show;
    bool is_closed;
    const struct json *held; /* what was kept at the closing; NULL: nothing, or it is open */
    struct {
        struct text currency;
        struct show_sums sums;
    } sums[LIMIT_FINANCE_CURRENCIES]; /* the first is the show's own currency */
    size_t count;
    int64_t itemised_gmv; /* of its own currency; what is typed on the show may be another */
    struct show_parts minutes, slots, products;
    int64_t sale_count;
    int64_t returned, gone; /* pieces, whatever the currency: came back; sold, not in stock again */
    struct show_charges fees, pay;
    struct exchange exchange; /* when it is read in another currency, too */
    struct show_sums converted;
    struct report month; /* of the shows that share costs with this one, if any */
};

int64_t show_profit(const struct show_sums *sums);

/* In a transaction of a caller who may see sales, shows and finance. NOT_FOUND when there is no
   such show. `result` comes with the currency to read in, or none. */
enum status MUST_CHECK show_result_run(struct tx *tx, struct id live_session_id,
                                       enum language language, struct show_result *result);
/* What a call says when that gave TOO_LARGE. */
enum status MUST_CHECK show_result_refuse(struct call *call);
/* Sums of a currency; NULL past LIMIT_FINANCE_CURRENCIES. */
struct show_sums *show_sums_of(struct show_result *result, struct text currency);

/* show_sales.c: sales into sums and parts. */
enum status MUST_CHECK show_sales_read(struct tx *tx, struct show_result *result);
/* show_rules.c: fee and pay by the rules that hold on the day of the show, unless they are booked
   or typed. Sales and costs are read by then. */
enum status MUST_CHECK show_rules_run(struct tx *tx, struct show_result *result);
/* show_held.c: what the rules said and what was shared, as a closing keeps it. A closing from
   before that was kept holds none: the rules speak, as for an open show. */
void show_held_write(struct json_writer *json, const struct show_result *result);
enum status MUST_CHECK show_held_find(struct tx *tx, struct show_result *result);
enum status MUST_CHECK show_held_shared(struct show_result *result);
void show_result_write(struct json_writer *json, const struct show_result *result);

/* a * b / c, rounded half away from zero; false when it does not fit. c is above 0. */
bool show_share(int64_t a, int64_t b, int64_t c, int64_t *ret_share);

#endif
