/* Undo: deletes exactly the rows that a run made. */
#ifndef REST_IMPORT_UNDO_H
#define REST_IMPORT_UNDO_H

#include "rest/import_run.h"

struct import_undoing {
    int64_t deleted;
    int64_t kept;  /* made besides: changed since, or in use by other rows */
    int64_t parts; /* that hung on them: deleted, too */
};

/* Refuses with CONFLICT when rows were changed since, or other rows have come to belong to them,
   and `force` is not said; and whatever is said when rows are in use. The run becomes undone, and
   the team is told. */
enum status MUST_CHECK import_undo(struct call *call, struct import_run *run,
                                   const struct entity *entity, bool force,
                                   struct import_undoing *ret_undoing);

#endif
