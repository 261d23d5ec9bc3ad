/* Page by page backup of an embedded store that is encrypted. Private to src/store. */
#ifndef STORE_SQLITE_BACKUP_H
#define STORE_SQLITE_BACKUP_H

#include "store/sqlite_place.h"
#include "store/store_backup.h"

/* Into the file `path`, which holds its key block, through `vfs`. Rows are counted at the same
   moment. */
enum status MUST_CHECK sqlite_backup(const struct sqlite_place *place, const struct schema *schema,
                                     const char *path, const struct sqlite_vfs *vfs,
                                     struct arena *arena, struct store_counts *counts,
                                     struct text *ret_reason);
/* Where an open embedded store is. */
const struct sqlite_place *sqlite_store_place(const struct store *store);

#endif
