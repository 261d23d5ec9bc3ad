/* Backup keep: for how long. A backup that is too old is destroyed for good: first its key, which
   lies outside of it, so that every copy of it is closed; then a line of the log; then its files.
 */
#ifndef JOBS_BACKUP_KEEP_H
#define JOBS_BACKUP_KEEP_H

#include "base/arena.h"

#include <stdint.h>

/* "<backups>/keys/<name>.key" for "<backups>/<name>" or "<backups>/<name>.partial". */
const char *backup_key_path(const char *backup, struct arena *arena);
/* Destroys what is older than `days` (0: nothing) but the last one. The folder is locked. */
void backup_keep(const char *path, int64_t days, int64_t now_ms, struct arena *arena);

#endif
