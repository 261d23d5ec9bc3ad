/* Copy: a database is made, encrypted, decrypted and given a new key in the same way: a whole new
   file is written beside it, synced, and renamed. Only the renamed file is ever opened by others.
 */
#include "store/sqlite_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 2000 };

/* The new file, and how it is written. */
struct copying {
    struct sqlite_place *place;
    const char *fresh;
    struct sqlite_vfs *vfs; /* of the new file; NULL: plain */
    struct arena *arena;
    struct text *ret_reason;
};

static enum status fail(const struct copying *copying, sqlite3 *db, const char *what)
{
    *copying->ret_reason = arena_print(copying->arena, "%s cannot be %s: %s. Nothing was changed.",
                                       copying->place->path, what,
                                       db ? sqlite3_errmsg(db) : "no memory");
    return FAILED;
}

static void remove_beside(struct arena *arena, const char *path, const char *suffix)
{
    (void)unlink(arena_print(arena, "%s%s", path, suffix).at);
}

static const char *fresh_of(const struct sqlite_place *place, struct arena *arena)
{
    return arena_print(arena, "%s.new", place->path).at;
}

void sqlite_copy_clear(struct sqlite_place *place, struct arena *arena)
{
    static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        remove_beside(arena, fresh_of(place, arena), suffixes[i]);
}

bool sqlite_copy_is_left(const struct sqlite_place *place, struct arena *arena)
{
    return access(fresh_of(place, arena), F_OK) == 0;
}

static enum status start(struct copying *copying, const struct store_keys *keys)
{
    struct secret *key;
    enum status status;

    copying->fresh = fresh_of(copying->place, copying->arena);
    sqlite_copy_clear(copying->place, copying->arena);
    if (!keys)
        return OK;
    status = key_block_create(copying->fresh, keys, KEY_FOR_PAGES, &key);
    if (status != OK) {
        *copying->ret_reason = arena_print(copying->arena, "%s cannot be written: %s.",
                                           copying->fresh, strerror(errno));
        return FAILED;
    }
    copying->vfs = sqlite_vfs_new(key);
    secret_free(key);
    return copying->vfs ? OK : fail(copying, NULL, "made");
}

/* Leaves the room that the encrypting VFS needs at the end of each page. */
static void reserve(sqlite3 *db, bool is_encrypted)
{
    int size = is_encrypted ? VFS_PAGE_RESERVED : 0;

    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &size);
}

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* A name in a URI: everything but the plainest is spelled out. */
static struct text uri_of(const struct copying *copying)
{
    struct buffer uri = buffer_in(copying->arena, 4 * sizeof copying->place->path);

    buffer_append(&uri, T("file:"));
    for (const char *c = copying->fresh; *c; c++) {
        bool is_plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
                        (*c >= 'a' && *c <= 'z') || *c == '/' || *c == '.' || *c == '_';

        if (is_plain)
            buffer_append_byte(&uri, *c);
        else
            buffer_print(&uri, "%%%02X", (unsigned char)*c);
    }
    /* Said in any case: without it the new file would be written as the old one is. */
    buffer_print(&uri, "?vfs=%s",
                 copying->vfs ? sqlite_vfs_name(copying->vfs) : sqlite3_vfs_find(NULL)->zName);
    return buffer_text(&uri);
}

/* Nobody else may have the old file open, older programs included, which know no lock of a
   directory. */
static enum status copy_content(const struct copying *copying, const struct sqlite_vfs *source)
{
    static const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    sqlite3 *db = NULL;
    struct text uri = uri_of(copying);
    enum status status = OK;

    if (sqlite3_open_v2(copying->place->path, &db, flags, sqlite_vfs_name(source)) != SQLITE_OK)
        status = fail(copying, db, "opened");
    if (status == OK) {
        sqlite3_busy_timeout(db, BUSY_MS);
        reserve(db, copying->vfs != NULL);
        if (run(db, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY;"
                    "BEGIN EXCLUSIVE; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)") != SQLITE_OK ||
            run(db, arena_print(copying->arena, "VACUUM main INTO '%.*s'", TEXT_ARG(uri)).at) !=
                SQLITE_OK)
            status = fail(copying, db, "written anew");
    }
    if (sqlite3_close(db) != SQLITE_OK && status == OK)
        status = fail(copying, db, "closed");
    return status;
}

static bool is_sound(sqlite3 *db)
{
    sqlite3_stmt *statement;
    const char *answer;
    bool is_ok;

    if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL) != SQLITE_OK)
        return false;
    is_ok = sqlite3_step(statement) == SQLITE_ROW &&
            (answer = (const char *)sqlite3_column_text(statement, 0)) && strcmp(answer, "ok") == 0;
    sqlite3_finalize(statement);
    return is_ok;
}

/* Makes the new file one with a write-ahead log and reads it once. An empty one comes into being
   here. */
static enum status settle(const struct copying *copying)
{
    static const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    sqlite3 *db = NULL;
    enum status status = OK;

    if (sqlite3_open_v2(copying->fresh, &db, flags, sqlite_vfs_name(copying->vfs)) != SQLITE_OK)
        status = fail(copying, db, "made");
    if (status == OK) {
        reserve(db, copying->vfs != NULL);
        if (run(db, "PRAGMA page_size = 4096; PRAGMA temp_store = MEMORY;"
                    "PRAGMA journal_mode = MEMORY; PRAGMA journal_mode = WAL") != SQLITE_OK ||
            !is_sound(db))
            status = fail(copying, db, "made");
    }
    if (sqlite3_close(db) != SQLITE_OK && status == OK)
        status = fail(copying, db, "closed");
    return status;
}

static bool sync_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is_synced = file >= 0 && fsync(file) == 0;

    if (file >= 0)
        close(file);
    return is_synced;
}

/* What the old file had not yet taken from its log would be put into the new one. */
static bool has_log(const struct copying *copying)
{
    struct stat log;
    const char *path = arena_print(copying->arena, "%s-wal", copying->place->path).at;

    return stat(path, &log) == 0 && log.st_size > 0;
}

static enum status put_in_place(const struct copying *copying)
{
    if (!sync_file(copying->fresh) || has_log(copying))
        return fail(copying, NULL, "replaced");
    remove_beside(copying->arena, copying->place->path, "-wal");
    remove_beside(copying->arena, copying->place->path, "-shm");
    if (rename(copying->fresh, copying->place->path) != 0 ||
        fsync(copying->place->directory) != 0) {
        *copying->ret_reason = arena_print(copying->arena, "%s cannot be put in place: %s.",
                                           copying->fresh, strerror(errno));
        return FAILED;
    }
    return OK;
}

static enum status finish(struct copying *copying, enum status status)
{
    if (status == OK)
        status = settle(copying);
    if (status == OK)
        status = put_in_place(copying);
    if (status != OK)
        sqlite_copy_clear(copying->place, copying->arena);
    sqlite_vfs_free(copying->vfs);
    return status;
}

enum status sqlite_copy_empty(struct sqlite_place *place, const struct store_keys *keys,
                              struct arena *arena, struct text *ret_reason)
{
    struct copying copying = { .place = place, .arena = arena, .ret_reason = ret_reason };

    /* A log without its database is nobody's. */
    remove_beside(arena, place->path, "-wal");
    return finish(&copying, start(&copying, keys));
}

enum status sqlite_copy_over(struct sqlite_place *place, const struct sqlite_vfs *source,
                             const struct store_keys *keys, struct arena *arena,
                             struct text *ret_reason)
{
    struct copying copying = { .place = place, .arena = arena, .ret_reason = ret_reason };
    enum status status = start(&copying, keys);

    if (status == OK)
        status = copy_content(&copying, source);
    return finish(&copying, status);
}
