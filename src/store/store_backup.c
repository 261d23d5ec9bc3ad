/* Backup: pages for an encrypted embedded store, rows for everything else; back by a copy under
   a fresh key. */
#include "store/store_backup.h"

#include "store/sqlite_backup.h"
#include "store/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_SIZE = 1 << 16 };

static bool sync_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is_synced = file >= 0 && fsync(file) == 0;

    if (file >= 0)
        close(file);
    return is_synced;
}

/* ---- writing ---- */

static enum status write_pages(struct store *store, const struct store_keys *keys, const char *path,
                               struct arena *arena, struct store_counts *counts,
                               struct text *ret_reason)
{
    struct secret *key;
    struct sqlite_vfs *vfs;
    enum status status = key_block_create(path, keys, KEY_FOR_BACKUP, &key);

    *ret_reason = arena_print(arena, "%s cannot be made.", path);
    if (status != OK)
        return status;
    vfs = sqlite_vfs_new(key);
    secret_free(key);
    status = vfs ? sqlite_backup(sqlite_store_place(store), store_schema(store), path, vfs, arena,
                                 counts, ret_reason)
                 : FAILED;
    sqlite_vfs_free(vfs);
    if (status != OK)
        (void)unlink(path);
    return status;
}

static void remove_store(struct arena *arena, const char *directory)
{
    static const char *const names[] = { "steward.db", "steward.db-wal", "steward.db-shm" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unlink(arena_print(arena, "%s/%s", directory, names[i]).at);
    (void)rmdir(directory);
}

/* Through an embedded store of its own beside the file, which then becomes the file. */
static enum status write_rows(struct store *store, const struct store_keys *keys, const char *path,
                              struct arena *arena, struct store_counts *counts,
                              struct text *ret_reason)
{
    const char *directory = arena_print(arena, "%s.rows", path).at;
    const char *file = arena_print(arena, "%s/steward.db", directory).at;
    struct store_settings settings = { .directory = directory, .readers = 1, .keys = keys };
    struct store *rows;
    enum status status = store_open(&settings, store_schema(store), arena, &rows, ret_reason);

    if (status != OK)
        return status;
    status = store_copy(store, rows, arena, counts, ret_reason);
    store_close(rows);
    if (status == OK)
        status = key_block_reseal(file, keys, KEY_FOR_PAGES, KEY_FOR_BACKUP);
    if (status == OK && rename(file, path) != 0)
        status = FAILED;
    remove_store(arena, directory);
    return status;
}

enum status store_backup_write(struct store *store, const struct store_keys *keys, const char *path,
                               const char *key_path, struct arena *arena,
                               struct store_counts *ret_counts, struct text *ret_reason)
{
    bool has_pages = store_engine(store) == ENGINE_SQLITE && sqlite_store_place(store)->vfs;
    struct store_counts counts = { .count = store_schema(store)->count };
    enum status status;

    counts.rows = ARENA_NEW_ARRAY(arena, int64_t, counts.count);
    if (access(path, F_OK) == 0 || access(key_path, F_OK) == 0) {
        *ret_reason = arena_print(arena, "%s is there already.", path);
        return CONFLICT;
    }
    status = has_pages ? write_pages(store, keys, path, arena, &counts, ret_reason)
                       : write_rows(store, keys, path, arena, &counts, ret_reason);
    if (status == OK && (key_block_take(path, key_path) != OK || !sync_file(path))) {
        *ret_reason = arena_print(arena, "%s cannot be written.", key_path);
        (void)unlink(path);
        (void)unlink(key_path);
        status = FAILED;
    }
    if (status == OK)
        *ret_counts = counts;
    return status;
}

enum status store_backup_destroy_key(const char *path, const char *key_path)
{
    enum status status = key_block_wipe(key_path);

    if (status == OK && unlink(key_path) != 0 && errno != ENOENT)
        status = FAILED;
    return status == OK ? key_block_wipe(path) : status;
}

/* ---- restoring ---- */

static bool copy_bytes(int from, int to)
{
    char piece[PIECE_SIZE];
    ssize_t size;

    while ((size = read(from, piece, sizeof piece)) > 0)
        if (write(to, piece, (size_t)size) != size)
            return false;
    return size == 0 && fsync(to) == 0;
}

static enum status copy_file(const char *path, const char *target, struct arena *arena,
                             struct text *ret_reason)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = from >= 0 ? open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    enum status status = OK;

    if (to < 0 && from >= 0 && errno == EEXIST) {
        *ret_reason = arena_print(arena,
                                  "%s is there already: a backup is restored into an empty "
                                  "directory only.",
                                  target);
        status = CONFLICT;
    } else if (to < 0 || !copy_bytes(from, to)) {
        *ret_reason =
            arena_print(arena, "%s cannot be copied to %s: %s.", path, target, strerror(errno));
        status = FAILED;
    }
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    return status;
}

enum status store_backup_restore(const char *path, const char *key_path,
                                 const struct store_keys *keys, const char *directory,
                                 struct arena *arena, struct text *ret_reason)
{
    const char *target = arena_print(arena, "%s/steward.db", directory).at;
    struct text reason = { 0 };
    struct secret *key;
    enum status status =
        key_block_open(key_path ? key_path : path, keys, KEY_FOR_BACKUP, arena, &key, ret_reason);

    if (status != OK)
        return status;
    secret_free(key);
    if (mkdir(directory, 0700) != 0 && errno != EEXIST) {
        *ret_reason = arena_print(arena, "%s cannot be made: %s.", directory, strerror(errno));
        return FAILED;
    }
    status = copy_file(path, target, arena, ret_reason);
    if (status == CONFLICT)
        return status;
    if (status == OK && key_path)
        status = key_block_give(target, key_path);
    if (status == OK)
        status = key_block_reseal(target, keys, KEY_FOR_BACKUP, KEY_FOR_PAGES);
    if (status == OK) {
        status = store_file_rekey(directory, keys, arena, &reason);
        if (status != OK)
            *ret_reason = arena_print(arena, "%s is damaged, or cannot be restored: %.*s", path,
                                      TEXT_ARG(reason));
    }
    if (status != OK)
        (void)unlink(target);
    return status;
}
