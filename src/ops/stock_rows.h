/* Rows of a question about stock as JSON: one SQL column for each output of the function, in their
   order. Private to this folder. */
#ifndef OPS_STOCK_ROWS_H
#define OPS_STOCK_ROWS_H

#include "call/call.h"

enum { LIMIT_STOCK_SQL = 8192, LIMIT_STOCK_VALUES = 16 };

struct stock_query {
    struct buffer sql;
    struct value values[LIMIT_STOCK_VALUES];
    size_t count;
    const struct field *outputs;
    size_t output_count;
};

struct stock_query stock_query_new(struct call *call, const struct field *outputs,
                                   size_t output_count);
/* Appends `before`, the number of a new parameter, and `after`. */
void stock_query_bind(struct stock_query *query, const char *before, struct value value,
                      const char *after);
/* " AND <column> = $n" when the id is said. */
void stock_query_narrow(struct stock_query *query, const char *column, struct id id);
/* Writes a JSON array. Runs as whoever the transaction is: row security hides what they may not
   see, and a cost that is hidden is null. */
enum status MUST_CHECK stock_query_write(struct tx *tx, struct stock_query *query,
                                         struct json_writer *json);
/* One row of such an array, of values that are not a row of the database. */
void stock_row_write(struct json_writer *json, const struct field *outputs,
                     const struct value *values, size_t count);
/* The whole answer of a function, in one reading transaction. */
enum status MUST_CHECK stock_query_answer(struct call *call, struct stock_query *query);

/* Of each variant two sums. */
struct stock_sum {
    struct id variant_id;
    int64_t sums[2];
};

struct stock_sums {
    struct stock_sum *at;
    size_t count, capacity;
};

/* Adds the rows of a query: an id and two integers each, of each variant at most one. */
enum status MUST_CHECK stock_sums_read(struct tx *tx, const struct stock_query *query,
                                       struct stock_sums *sums);
/* NULL: there is none. */
const struct stock_sum *stock_sums_find(const struct stock_sums *sums, struct id variant_id);

#endif
