/* Backup folder: where backups are, by the time they were made: "20261122T004129Z". What is not
   whole and verified yet has ".partial" behind its name. */
#ifndef JOBS_BACKUP_FOLDER_H
#define JOBS_BACKUP_FOLDER_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct backup_folder {
    const char *path;
    int lock; /* one backup at a time, over all processes */
};

/* Makes the folder, mode 0700, if it is not there. */
enum status MUST_CHECK backup_folder_make(const char *path);
/* Makes the folder, and in it that of the keys, and locks it. CONFLICT: another process is at it;
 * FAILED: it cannot be made. */
enum status MUST_CHECK backup_folder_open(struct backup_folder *folder, const char *path);
void backup_folder_close(struct backup_folder *folder);

struct text backup_name(struct arena *arena, int64_t made_ms);
/* False for any other name, partial ones included. */
bool backup_name_read(struct text name, int64_t *ret_made_ms);
/* Takes away what is not whole, and keys without their backup; the folder is locked. */
enum status MUST_CHECK backup_folder_clear(const char *path);
/* When each whole backup was made, oldest first. */
enum status MUST_CHECK backup_folder_list(const char *path, struct arena *arena,
                                          int64_t **ret_made_ms, size_t *ret_count);

/* Files as hard links, or as copies when the target is on another disk. What goes away meanwhile
   is passed over; `without` names a folder at the top that is not taken (NULL: none). OK also when
   there is nothing. */
enum status MUST_CHECK folder_copy(const char *from, const char *to, const char *without);
/* The folder with everything in it; OK also when it is not there. */
enum status MUST_CHECK folder_remove(const char *path);

#endif
