/* Answer: rows of a query in the form the client asked for: JSON, one object, CSV, or a sheet
   for people (CSV or XLSX with labels, decimals and local times). */
#ifndef REST_ANSWER_H
#define REST_ANSWER_H

#include "rest/query.h"

enum { LIMIT_EXPORT_ROWS = 500000 };

bool form_is_export(enum form form);

/* Writes every row of `cursor` into call->body and sets the content type. A single object is
   refused with PGRST116 when there is not exactly one row. *ret_count is the number of rows. */
enum status MUST_CHECK answer_rows(struct call *call, const struct rest_query *query,
                                   enum form form, struct cursor *cursor, int64_t *ret_count);

#endif
