/* Backup snapshot: the log of the backups as records, for the people who run this server: the
   administrators of its first workspace, in which these records lie. */
#ifndef JOBS_BACKUP_SNAPSHOT_H
#define JOBS_BACKUP_SNAPSHOT_H

#include "call/instance.h"
#include "jobs/backup_log.h"

enum { OPERATOR_WORKSPACE = 1 };

struct backup_snapshot {
    struct row row;
    struct text name;
    int64_t made_at;
    int state; /* enum backup_state */
    int64_t record_count, size_bytes;
    int64_t verified_at;
    struct text hash;
    int64_t destroyed_at;
    struct text destruction_hash;
    struct text reason;
};

extern const struct entity backup_snapshot_entity;
/* Its state as it stands on the wire. */
const char *backup_snapshot_state(const struct backup_snapshot *snapshot);

/* Makes the records say what the log in the folder of the backups says. Before the server is set up
   there is nobody to see them, and nothing is written. */
enum status MUST_CHECK backup_snapshot_follow(const struct instance *instance, const char *path,
                                              struct arena *arena, struct text *ret_reason);

#endif
