/* What has come to hang on the rows of a run since it brought them in: returns of its sales, sales
   of its shows. Undoing names it before anything is undone. */
#ifndef REST_IMPORT_HELD_H
#define REST_IMPORT_HELD_H

#include "rest/import_run.h"
#include "rest/parts.h"

/* The rows of `entity` that the run made, as parts_remove takes them; `values` has room for 3. */
struct follow_query import_made_rows(const struct import_run *run, const struct entity *entity,
                                     struct value *values);

/* CONFLICT when something holds rows of the run: 23503 where it has to go by itself first, 55000
   where `force` takes it along (and is not said). As the server's own code. */
enum status MUST_CHECK import_held_check(struct call *call, struct tx *tx,
                                         const struct import_run *run, const struct entity *entity,
                                         bool force);

#endif
