/* Backup of the embedded store: pages go over some at a time, with a pause between, inside one
   read transaction. So the copy is of one moment, is never begun again because of a write, and
   writers hardly notice (design 5.1). */
#include "store/sqlite_backup.h"

#include <stdio.h>
#include <time.h>

enum { PAGES_A_STEP = 200, PAUSE_US = 1000 };

static enum status count_rows(const struct sqlite_connection *source, struct store_counts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        char sql[128];
        sqlite3_stmt *statement;

        snprintf(sql, sizeof sql, "SELECT count(*) FROM main.%s",
                 source->schema->entities[i]->name);
        if (sqlite3_prepare_v2(source->db, sql, -1, &statement, NULL) != SQLITE_OK)
            return FAILED;
        if (sqlite3_step(statement) == SQLITE_ROW)
            counts->rows[i] = sqlite3_column_int64(statement, 0);
        if (sqlite3_finalize(statement) != SQLITE_OK)
            return FAILED;
    }
    return OK;
}

static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    static const struct timespec pause = { .tv_nsec = PAUSE_US * 1000L };
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int code;

    if (!backup)
        return sqlite3_errcode(to);
    while ((code = sqlite3_backup_step(backup, PAGES_A_STEP)) == SQLITE_OK || code == SQLITE_BUSY)
        nanosleep(&pause, NULL);
    sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* The target has no journal: until it is whole it is nothing, and is thrown away. */
static enum status write_target(const struct sqlite_connection *source, const char *path,
                                const struct sqlite_vfs *vfs, struct arena *arena,
                                struct text *ret_reason)
{
    static const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    int reserved = VFS_PAGE_RESERVED, code;
    sqlite3 *target = NULL;

    code = sqlite3_open_v2(path, &target, flags, sqlite_vfs_name(vfs));
    if (code == SQLITE_OK)
        sqlite3_file_control(target, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    if (code == SQLITE_OK)
        code = sqlite3_exec(target,
                            "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;"
                            "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY",
                            NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = copy_pages(source->db, target);
    if (code != SQLITE_OK)
        *ret_reason = arena_print(arena, "%s cannot be written: %s.", path, sqlite3_errstr(code));
    sqlite3_close(target);
    return code == SQLITE_OK ? OK : FAILED;
}

enum status sqlite_backup(const struct sqlite_place *place, const struct schema *schema,
                          const char *path, const struct sqlite_vfs *vfs, struct arena *arena,
                          struct store_counts *counts, struct text *ret_reason)
{
    struct sqlite_connection *source = ARENA_NEW(arena, struct sqlite_connection);
    const char *reason = "the database cannot be read";
    enum status status;

    source->vfs = place->vfs;
    status = sqlite_connection_open(source, place->path, schema, true, &reason);
    if (status == OK && sqlite_connection_run(source, "BEGIN") != SQLITE_OK)
        status = FAILED;
    if (status == OK)
        status = count_rows(source, counts);
    *ret_reason = arena_print(arena, "%s", reason);
    if (status == OK)
        status = write_target(source, path, vfs, arena, ret_reason);
    if (source->db)
        sqlite_connection_close(source);
    return status;
}
