/* Row: typed row structs in and out of the store, for the server's own code. The struct begins
   with struct row and is described by its entity's table. */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include "store/store.h"

/* Inserts `row` (its id, workspace, times and version as they stand). */
enum status MUST_CHECK row_insert(struct tx *tx, const struct entity *entity, const void *row);
/* Writes all fields of `row` back; version counts up. NOT_FOUND when it is gone, CONFLICT when
   its version moved on. */
enum status MUST_CHECK row_update(struct tx *tx, const struct entity *entity, void *row);
enum status MUST_CHECK row_delete(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                                  struct id id);
enum status MUST_CHECK row_find(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                                struct id id, void *ret_row);
/* The first row for which `condition` holds, e.g. "email = $1 AND is_open = 1 ORDER BY id". */
enum status MUST_CHECK row_find_where(struct tx *tx, const struct entity *entity,
                                      struct text condition, const struct value *values,
                                      size_t count, void *ret_row);
/* Calls `each` for every such row, until it returns something but OK. */
enum status MUST_CHECK row_each(struct tx *tx, const struct entity *entity, struct text condition,
                                const struct value *values, size_t count, void *scratch_row,
                                enum status (*each)(struct tx *tx, void *row, void *context),
                                void *context);

/* Between a struct and values in field order. */
struct value row_value(const void *row, const struct entity *entity, size_t field);
void row_set_value(void *row, const struct entity *entity, size_t field, struct value value);
bool row_is_null(const void *row, const struct entity *entity, const char *field);
void row_set_null(void *row, const struct entity *entity, const char *field);

#endif
