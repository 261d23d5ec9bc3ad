/* Lock: rows that are held fast by their entity's declaration (struct row_lock). Every way to write
   a row asks here, inside the transaction of the write. */
#ifndef REST_LOCK_H
#define REST_LOCK_H

#include "rest/write.h"

/* CONFLICT (55006) when one of the rows is held fast. OK when the entity has no lock. */
enum status MUST_CHECK lock_check_rows(struct call *call, struct tx *tx,
                                       const struct entity *entity, const struct id *ids,
                                       size_t count);
/* The same for the row that a merging insert will meet. */
enum status MUST_CHECK lock_check_merge(struct call *call, struct tx *tx,
                                        const struct entity *entity, const struct row_draft *draft,
                                        const char *const *conflict);
/* Appends the condition; `tables` stands in front of other tables' names: "" as a caller, "main."
   as the server. */
void lock_print(struct buffer *sql, const struct row_lock *lock, const char *tables);
enum status lock_refuse(struct call *call, const struct entity *entity);

#endif
