/* Does a row that is JSON match filters, and which of two rows comes first: as SQL has it, with
   NULL neither true nor false. Private to src/rest/result.c. */
#ifndef REST_RESULT_MATCH_H
#define REST_RESULT_MATCH_H

#include "rest/operand.h"

/* The operand's value in the row; NULL when it is not there or null. */
struct value result_value(struct arena *arena, const struct json *row,
                          const struct operand *operand);
bool result_matches(struct arena *arena, const struct json *row, const struct filter *filters);
/* Below 0: a comes first. */
int result_compare(struct arena *arena, const struct json *a, const struct json *b,
                   const struct order_term *order);

#endif
