/* What export and import of an instance share: the names of members, and the sum of all files.
   Private to src/files. */
#ifndef FILES_INSTANCE_ARCHIVE_H
#define FILES_INSTANCE_ARCHIVE_H

#include "files/instance_export.h"
#include "store/store_export.h"

#define EXPORT_HEAD     "steward-export.json"
#define EXPORT_MANIFEST "manifest.json"

enum { LIMIT_EXPORT_MANIFEST = 1 << 20, LIMIT_WRAPPED_KEY = 1000 };

/* Number, bytes, and a hash over "<id> <bytes>\n" and the content of each. */
struct file_sum {
    struct export_totals totals;
    struct digest_stream *digest;
};

struct file_sum file_sum_new(struct arena *arena);
void file_sum_begin(struct file_sum *sum, struct id id, int64_t size);

/* The manifest says how many rows and files there are, and their hashes; of equal instances it is
   equal, byte for byte. */
struct text export_manifest(const struct schema *schema, const struct row_sum *rows,
                            const struct file_sum *files, struct arena *arena);

#endif
