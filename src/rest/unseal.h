/* Unseal: sealed columns in the answers of the data API. The database gives the cell and the id of
   its row; what is embedded as JSON carries both behind a mark of chance that no client knows. */
#ifndef REST_UNSEAL_H
#define REST_UNSEAL_H

#include "rest/compile.h"
#include "store/sealed.h"

/* Is the column's own value sealed: not one of embedded rows, and no aggregate. */
bool column_is_sealed(const struct select_column *column);
/* Can the column's value hold something sealed at all. */
bool column_needs_unsealing(const struct rest_query *query, const struct select_column *column);
/* What stands in the column of the cursor's row, opened; a text then lives in the call's arena. */
enum status MUST_CHECK unseal_value(struct call *call, const struct rest_query *query,
                                    const struct select_column *column, const struct cursor *cursor,
                                    size_t at, struct value *ret_value);
/* Chooses the query's mark when something embedded is sealed, and refuses to group by what is
   sealed. */
enum status MUST_CHECK unseal_prepare(struct call *call, struct rest_query *query);
/* Opens the keys that a long answer will need before its rows stream: another statement among them
   would have to hold them in memory. */
enum status MUST_CHECK unseal_fetch_keys(struct tx *tx, const struct selection *selection);
/* {field} is sealed, and `what` cannot be done with it. */
enum status MUST_CHECK refuse_sealed(struct call *call, const struct field *field);

/* ---- private to src/rest/compile*.c */

/* "id cell", or NULL. */
void put_sealed(struct sql *sql, const struct operand *operand, const char *prefix);
/* The same as a JSON text behind the mark, or 'null'. */
void put_sealed_json(struct sql *sql, const struct operand *operand, const char *prefix);

#endif
