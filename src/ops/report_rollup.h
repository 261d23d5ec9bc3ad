/* Reports from the rollup. Private to report*.c. */
#ifndef OPS_REPORT_ROLLUP_H
#define OPS_REPORT_ROLLUP_H

#include "ops/report_gather.h"
#include "ops/rollup_read.h"

/* Gathers the report from packs and, where those have gaps, from sales. *ret_done false: it has to
   be run from the rows alone, and nothing was gathered. */
enum status MUST_CHECK report_run_of_rollup(struct tx *tx, const struct report_query *query,
                                            struct gathering *gathering, bool *ret_done);

/* ---- report_shows.c */

struct report_show {
    struct id id;
    struct text day, platform, host, title, currency;
    bool is_planned, has_gmv, has_items, has_buyers;
    int64_t gmv, items, cost, buyers;
};

struct report_shows {
    struct report_show *at;
    size_t count;
    struct map numbers; /* id as bytes -> position, from 1 */
};

enum status MUST_CHECK report_shows_read(struct tx *tx, const struct report_query *query,
                                         bool is_in_period, struct report_shows *ret_shows);
const struct report_show *report_shows_find(const struct report_shows *shows, struct id id);
/* Shows with their own figures and those of their sales, and sales without a show. */
enum status MUST_CHECK report_run_of_shows(struct tx *tx, const struct report_query *query,
                                           struct gathering *gathering, bool *ret_done);

#endif
