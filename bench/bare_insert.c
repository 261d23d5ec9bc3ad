/* The limit of an import: the very rows that it made, already in memory, inserted straight into
   SQLite by one prepared statement in one transaction, without row security. */
#include "bare.h"

#include "base/time.h"
#include "schema/column.h"
#include "store/sqlite_backup.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINE_MAX_BYTES = 1 << 16, US_PER_SECOND = 1000000 };

struct row_values {
    struct value values[COLUMNS_MAX];
};

struct row_list {
    struct row_values *at;
    size_t count, room;
};

bool bare_sqlite_open(const struct bare *bare, const char *setup, struct text sql, sqlite3 **ret_db,
                      sqlite3_stmt **ret_statement)
{
    if (sqlite3_open_v2(bare->database, ret_db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        sqlite_vfs_name(sqlite_store_place(bare->instance.store)->vfs)) ==
            SQLITE_OK &&
        sqlite3_exec(*ret_db,
                     "PRAGMA synchronous = FULL; PRAGMA mmap_size = 268435456;"
                     "PRAGMA cache_size = -16000; PRAGMA busy_timeout = 10000",
                     NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(*ret_db, setup, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v3(*ret_db, sql.at, (int)sql.size, SQLITE_PREPARE_PERSISTENT, ret_statement,
                           NULL) == SQLITE_OK)
        return true;
    fprintf(stderr, "bare: %s\n", sqlite3_errmsg(*ret_db));
    return false;
}

void bare_sqlite_bind(sqlite3_stmt *statement, int at, const struct value *value)
{
    if (value->type == VALUE_INTEGER)
        sqlite3_bind_int64(statement, at, value->integer);
    else if (value->type == VALUE_TEXT)
        sqlite3_bind_text64(statement, at, value->text.at, value->text.size, SQLITE_TRANSIENT,
                            SQLITE_UTF8);
    else if (value->type == VALUE_ID)
        sqlite3_bind_blob(statement, at, value->id.bytes, sizeof value->id.bytes, SQLITE_TRANSIENT);
    else
        sqlite3_bind_null(statement, at);
}

static struct value cell_value(struct arena *arena, const struct field *field, struct text cell)
{
    struct value value = VALUE_OF_NULL;

    bool is_id = field->type == FIELD_LINK || field->type == FIELD_ID;
    bool is_number = field->type == FIELD_INSTANT || field->type == FIELD_MONEY ||
                     field->type == FIELD_INTEGER || field->type == FIELD_BOOLEAN;

    if (text_equal(cell, T("\\N")))
        return VALUE_OF_NULL;
    if (!is_id && !is_number)
        return VALUE_OF_TEXT(arena_copy(arena, cell));
    value.type = is_id ? VALUE_ID : VALUE_INTEGER;
    if (is_id ? id_from_text(cell, &value.id) : text_to_int64(cell, &value.integer))
        return value;
    return VALUE_OF_NULL;
}

static void read_line(const struct bare *bare, struct arena *arena, struct text line,
                      struct row_values *ret_row)
{
    for (size_t i = 0; i < bare->insert_width; i++) {
        struct column column = column_at(&sale_entity, i);

        ret_row->values[i] = cell_value(arena, column.field, text_cut(&line, '\t'));
    }
}

static bool read_rows(const struct bare *bare, struct arena *arena, const char *path,
                      struct row_list *ret_rows)
{
    static char line[LINE_MAX_BYTES];
    struct row_list rows = { 0 };
    FILE *file = fopen(path, "r");

    if (!file)
        return false;
    while (fgets(line, sizeof line, file)) {
        if (rows.count == rows.room) {
            rows.room = rows.room ? rows.room * 2 : 1024;
            rows.at = memory_realloc(rows.at, rows.room * sizeof *rows.at);
        }
        read_line(bare, arena, text_trim(text_from(line)), &rows.at[rows.count++]);
    }
    fclose(file);
    *ret_rows = rows;
    return rows.count > 0;
}

static bool insert(sqlite3 *db, sqlite3_stmt *statement, const struct row_list *rows, size_t width)
{
    int code = SQLITE_DONE;

    if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return false;
    for (size_t row = 0; row < rows->count && code == SQLITE_DONE; row++) {
        for (size_t i = 0; i < width; i++)
            bare_sqlite_bind(statement, (int)i + 1, &rows->at[row].values[i]);
        code = sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    return code == SQLITE_DONE && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

enum status bare_insert_rows(const struct bare *bare, const char *path)
{
    struct arena arena = { 0 };
    struct row_list rows = { 0 };
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    bool is_done = read_rows(bare, &arena, path, &rows) &&
                   bare_sqlite_open(bare, "", bare->insert_sqlite, &db, &statement);
    int64_t from_us = clock_monotonic_us();

    is_done = is_done && insert(db, statement, &rows, bare->insert_width);
    if (is_done)
        printf("%zu %.6f\n", rows.count,
               (double)(clock_monotonic_us() - from_us) / (double)US_PER_SECOND);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    free(rows.at);
    arena_release(&arena);
    return is_done ? OK : FAILED;
}
