/* Backup log: what became of each backup, from the ledger `snapshots.ledger` in the folder of the
   backups: made, failed, destroyed. The ledger outlives the backups and the store. */
#ifndef JOBS_BACKUP_LOG_H
#define JOBS_BACKUP_LOG_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

enum backup_state { BACKUP_KEPT = 1, BACKUP_FAILED, BACKUP_DESTROYED };

/* Everything that the ledger says of one; zero where it says nothing. */
struct backup_record {
    struct text name; /* "20261122T004129Z" */
    enum backup_state state;
    int64_t made_ms, verified_ms, rows, size_bytes, destroyed_ms;
    struct text hash;             /* SHA-256 of the file of the store, hex */
    struct text destruction_hash; /* of the ledger's line, which names the backup and its hash */
    struct text reason;           /* what failed */
};

/* Writes the line that says how `record` is now. */
enum status MUST_CHECK backup_log_write(const char *path, const struct backup_record *record,
                                        struct arena *arena);
/* One record for each name, oldest first; without a ledger none. FAILED as ledger_each says. */
enum status MUST_CHECK backup_log_read(const char *path, struct arena *arena,
                                       struct backup_record **ret_records, size_t *ret_count,
                                       struct text *ret_reason);
/* NULL when the log does not know it. */
const struct backup_record *backup_log_find(const struct backup_record *records, size_t count,
                                            struct text name);
const char *backup_state_name(enum backup_state state);

#endif
