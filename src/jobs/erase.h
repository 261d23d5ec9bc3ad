/* Erase: rows that go together, found by the declarations, so that a kind of record that is added
   later is erased too. Links point backwards: the entities declared last go first. */
#ifndef JOBS_ERASE_H
#define JOBS_ERASE_H

#include "store/store.h"

/* Every row of the workspace, of every kind. What is erased by these two is recorded, so that no
   backup brings it back (jobs/erasure.h). */
enum status MUST_CHECK erase_workspace(struct tx *tx, int64_t workspace_id);
/* The server's own rows that link to this row, and then the row. */
enum status MUST_CHECK erase_server_row(struct tx *tx, const struct entity *entity, struct id id);
/* The same once more, in a store that an old backup has brought back; not recorded again. Of an
   account also what was erased with it: what it alone could see, and its memberships. */
enum status MUST_CHECK erase_workspace_again(struct tx *tx, int64_t workspace_id);
enum status MUST_CHECK erase_server_row_again(struct tx *tx, const struct entity *entity,
                                              struct id id);
/* What only its owner could see, in any workspace; a row that others point to stays. */
enum status MUST_CHECK erase_owned(struct tx *tx, struct id account);

#endif
