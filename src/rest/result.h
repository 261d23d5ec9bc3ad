/* Result: the list that a function has answered, as the URL and the headers ask for it: filters,
   select, order, limit, count, one object, CSV. What the database does for tables, done here over
   the answer's JSON. */
#ifndef REST_RESULT_H
#define REST_RESULT_H

#include "call/function.h"
#include "rest/query.h"

/* Is this parameter of the URL about the result, and not an argument. */
bool result_is_asked(const struct function *function, struct text name);
/* Reads `pairs`, those of them that are about the result, and the headers. Refuses what needs
   rows of a table: embedding and aggregates. */
enum status MUST_CHECK result_parse(struct call *call, const struct function *function,
                                    const struct query *pairs, struct rest_query *ret_query);
/* Takes out of call->body the members, of the object or of each of the list, that need a grant
   which the caller has not. */
enum status MUST_CHECK result_withhold(struct call *call, const struct function *function);
/* Puts what was asked for in the place of call->body, and the headers of a page. */
enum status MUST_CHECK result_apply(struct call *call, const struct rest_query *query);

#endif
