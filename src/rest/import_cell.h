/* One cell of a spreadsheet into a checked value of a field: dates in any form, amounts with
   signs and separators, choices by their labels. Pure but for the plan it looks at. */
#ifndef REST_IMPORT_CELL_H
#define REST_IMPORT_CELL_H

#include "rest/import_plan.h"

/* NULL when the cell says nothing. `currency` is that of the row. Text lives in `arena`. */
enum parse_fault MUST_CHECK import_cell(const struct import_plan *plan, const struct field *field,
                                        struct text cell, const struct currency *currency,
                                        struct arena *arena, struct value *ret_value);

/* Folded, without spaces and dashes: how words are compared. */
struct text import_fold(struct arena *arena, struct text text);

#endif
