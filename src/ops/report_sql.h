/* The SQL of a report. Private to report*.c. */
#ifndef OPS_REPORT_SQL_H
#define OPS_REPORT_SQL_H

#include "ops/report.h"

enum { LIMIT_REPORT_SQL = 16384, LIMIT_REPORT_VALUES = 32 };

/* What a key column of a group holds. */
enum report_column {
    COLUMN_NONE,
    COLUMN_SHOW_ID,
    COLUMN_SHOW_DAY,
    COLUMN_DAY,
    COLUMN_PLATFORM,
    COLUMN_HOST,
    COLUMN_TITLE,
    COLUMN_BRAND,
    COLUMN_SHOE_TYPE,
    COLUMN_SIZE_SYSTEM,
    COLUMN_SIZE_ORDER,
    COLUMN_SIZE,
    COLUMN_HOUR,
    COLUMN_COUNT
};

enum { REPORT_KEY_COLUMNS = 5 };

struct report_sql {
    struct buffer text;
    struct value values[LIMIT_REPORT_VALUES];
    size_t value_count;
    /* The first columns of the result; then currency and the sums in the order of
       enum report_sum. */
    const enum report_column *columns;
    size_t column_count;
};

enum report_sum {
    SUM_GMV,
    SUM_UNITS,
    SUM_ORDERS,
    SUM_COST,
    SUM_UNITS_WITHOUT_COST,
    SUM_RETURNED_UNITS,
    SUM_REFUNDS,
    SUM_COST_BACK,
    SUM_BUYERS,
    SUM_SHOWS
};

/* The key columns of a group; *ret_count of them. */
const enum report_column *report_columns(enum report_group group, size_t *ret_count);
/* Whether shows are restricted by what they are: then sales without a show cannot be meant. */
bool report_names_show_values(const struct report_query *query);
/* Whether a report of sales alone looks at their shows. */
bool report_names_show(const struct report_query *query);

/* Sales of query->within, added up by show and, without one, by day: id, day, currency, sums. */
void report_sql_totals(struct report_sql *sql, const struct report_query *query,
                       struct arena *arena);
/* Shows by name and, if that is said, of the period: the columns of enum show_column. */
void report_sql_shows(struct report_sql *sql, const struct report_query *query, bool is_in_period,
                      struct arena *arena);

/* When the first and the last sale of these shows was, whatever their currency: two instants. */
void report_sql_sold(struct report_sql *sql, const struct report_query *query, struct arena *arena);

enum show_column {
    SHOW_ID,
    SHOW_DAY,
    SHOW_PLATFORM,
    SHOW_HOST,
    SHOW_TITLE,
    SHOW_CURRENCY,
    SHOW_STATUS,
    SHOW_GMV,
    SHOW_ITEMS,
    SHOW_COST,
    SHOW_BUYERS
};

void report_sql_build(struct report_sql *sql, const struct report_query *query,
                      struct arena *arena);

#endif
