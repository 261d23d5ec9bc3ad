/* Backup: one folder with the store as one encrypted file, the files people have uploaded (which
   are encrypted anyway), and a manifest. A backup gets its name when it has been restored into a
   scratch folder and found sound and complete; until then it is none. */
#ifndef JOBS_BACKUP_H
#define JOBS_BACKUP_H

#include "jobs/ticker.h"

struct backup {
    struct text path;
    int64_t made_ms, rows, size_bytes;
};

/* The setting, or beside the data. */
const char *backup_path(const struct instance *instance, struct arena *arena);
/* Makes one now, below `path`, destroys those that are older than the setting backup_days
   (never the last one), and writes all that into the log. *ret_reason is a sentence for the
   operator. */
enum status MUST_CHECK backup_make(const struct instance *instance, const char *path,
                                   struct arena *arena, struct backup *ret_backup,
                                   struct text *ret_reason);
/* Into the data directory (and, with the setting database, into that empty database); the
   instance has keys and no store. What was erased since the backup is erased again before anything
   is in its place; `without_erasures` says not to ask for their ledger. CONFLICT when there is
   something already; NOT_FOUND without the ledger. */
enum status MUST_CHECK backup_restore(const struct instance *instance, const char *backup,
                                      bool without_erasures, struct arena *arena, int64_t *ret_rows,
                                      struct text *ret_reason);

/* SHA-256 of a file, hex. */
enum status MUST_CHECK backup_hash(const char *path, struct arena *arena, struct text *ret_hash);

/* Every day, while backup_days is not 0. For a ticker of its own (instance->backups): it takes its
   time. */
extern const struct ticker_task backup_task;
/* One more when it is poked; hardly ever by itself. */
extern const struct ticker_task backup_now_task;

extern const struct entity *const jobs_entities[]; /* NULL-ended */

#endif
