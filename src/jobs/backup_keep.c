/* Backup keep: which are too old, and destroying them. */
#include "jobs/backup_keep.h"

#include "base/log.h"
#include "base/time.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "jobs/backup_log.h"
#include "store/store_backup.h"

enum { NAME_SIZE = 16 };

const char *backup_key_path(const char *backup, struct arena *arena)
{
    struct text path = text_from(backup);
    size_t end = path.size, start;

    while (end > 1 && backup[end - 1] == '/')
        end--;
    for (start = end; start > 0 && backup[start - 1] != '/';)
        start--;
    path = text_slice(path, 0, start);
    return arena_print(arena, "%.*skeys/%.*s.key", TEXT_ARG(path),
                       TEXT_ARG(text_slice(text_from(backup + start), 0,
                                           end - start < NAME_SIZE ? end - start : NAME_SIZE)))
        .at;
}

struct destroying {
    const char *path; /* of all */
    const struct backup_record *records;
    size_t count;
    int64_t now_ms;
    struct arena *arena;
};

/* One that an earlier version has made is not in the log yet. */
static struct backup_record record_of(const struct destroying *destroying, int64_t made_ms,
                                      const char *file)
{
    struct text name = backup_name(destroying->arena, made_ms);
    const struct backup_record *known =
        backup_log_find(destroying->records, destroying->count, name);
    struct backup_record record = { .name = name, .made_ms = made_ms };

    if (known)
        return *known;
    if (backup_hash(file, destroying->arena, &record.hash) != OK)
        LOG(LOG_ERROR, "an old backup cannot be read");
    return record;
}

static void destroy(const struct destroying *destroying, int64_t made_ms)
{
    struct arena *arena = destroying->arena;
    const char *backup =
        arena_print(arena, "%s/%.*s", destroying->path, TEXT_ARG(backup_name(arena, made_ms))).at;
    const char *file = arena_print(arena, "%s/steward.backup", backup).at;
    struct backup_record record = record_of(destroying, made_ms, file);
    bool is_known = record.state == BACKUP_DESTROYED;
    enum status status = store_backup_destroy_key(file, backup_key_path(backup, arena));

    record.state = BACKUP_DESTROYED;
    record.destroyed_ms = destroying->now_ms;
    if (status == OK && !is_known)
        status = backup_log_write(destroying->path, &record, arena);
    if (status == OK)
        status = folder_remove(backup);
    if (status != OK)
        LOG(LOG_ERROR, "an old backup cannot be destroyed", LOG_TEXT("name", record.name));
}

void backup_keep(const char *path, int64_t days, int64_t now_ms, struct arena *arena)
{
    struct destroying destroying = { .path = path, .now_ms = now_ms, .arena = arena };
    struct backup_record *records = NULL;
    struct text reason;
    int64_t *made;
    size_t count;

    if (days == 0 || backup_folder_list(path, arena, &made, &count) != OK)
        return;
    /* A log that cannot be read keeps nothing alive. */
    if (backup_log_read(path, arena, &records, &destroying.count, &reason) != OK)
        LOG(LOG_ERROR, "log of the backups", LOG_TEXT("reason", reason));
    destroying.records = records;
    for (size_t i = 0; i + 1 < count; i++)
        if (made[i] < now_ms - days * MS_PER_DAY)
            destroy(&destroying, made[i]);
}
