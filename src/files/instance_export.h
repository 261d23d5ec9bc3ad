/* Instance export: everything that an instance holds in one archive (docs/backup.md), and back into
   an empty one, on whichever engine and wherever the files are. */
#ifndef FILES_INSTANCE_EXPORT_H
#define FILES_INSTANCE_EXPORT_H

#include "call/instance.h"

struct export_totals {
    int64_t rows, files, file_bytes;
};

enum { EXPORT_FORMAT = 1 };

/* Writes the file `path`, which is not there yet; plain when that is said, otherwise only the
   master key opens it. Rows are of one moment. On failure nothing is left, and *ret_reason is a
   sentence for the operator. */
enum status MUST_CHECK instance_export(const struct instance *instance, const char *path,
                                       bool is_plain, struct arena *arena,
                                       struct export_totals *ret_totals, struct text *ret_reason);

struct importing;

/* Reads the whole archive and checks everything about it; the instance needs keys, and no store.
   *ret_importing lives in the arena. INVALID: it is none, or a newer program made it; UNAVAILABLE:
   another master key; FAILED: damaged. */
enum status MUST_CHECK instance_import_check(const struct instance *instance, const char *path,
                                             struct arena *arena, struct importing **ret_importing,
                                             struct text *ret_reason);
/* Puts the files in place, and all rows in one transaction: killed before its end, the instance is
   as empty as before, and it can be done again. The instance has a store and files now. CONFLICT:
   there are rows already. */
enum status MUST_CHECK instance_import(struct importing *importing,
                                       struct export_totals *ret_totals, struct text *ret_reason);

#endif
