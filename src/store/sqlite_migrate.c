/* Migration of an embedded store: one transaction that changes what tables are and looks whether
   their rows keep to it, and then the pieces: rows that move, columns that follow from others,
   indexes. Only then is the store open to anybody. */
#include "store/sqlite.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIMIT_MIGRATION_SQL = 4 << 20, LIMIT_REASON = 512, ROWS_AT_ONCE = 50000 };

struct migration {
    struct pieces pieces;
    struct sqlite_connection *connection;
    const struct schema *schema;
    struct arena *arena;
    struct buffer sql, checks, indexes;
    struct fill *fills;
    size_t fill_count;
    char reason[LIMIT_REASON]; /* of a check */
    struct text counted;       /* the table whose rows were counted last */
    int64_t rows_counted;
    sqlite3_stmt *find_index;
};

static bool run(struct migration *migration, const char *sql)
{
    return sqlite_connection_run(migration->connection, sql) == SQLITE_OK;
}

static struct text column_text(sqlite3_stmt *statement, int column, struct arena *arena)
{
    const char *at = (const char *)sqlite3_column_text(statement, column);

    return arena_copy(arena, text_from(at ? at : ""));
}

static enum status columns_found(struct sqlite_connection *connection, struct arena *arena,
                                 struct found_column **ret_columns, size_t *ret_count)
{
    static const char sql[] = "SELECT m.name, c.name, m.sql, c.type, c.dflt_value "
                              "FROM main.sqlite_master m, pragma_table_info(m.name) c "
                              "WHERE m.type = 'table' ORDER BY m.name, c.cid";
    sqlite3_stmt *statement;
    size_t count = 0, room = 64;
    struct found_column *columns = ARENA_NEW_ARRAY(arena, struct found_column, room);
    int code;

    if (sqlite3_prepare_v2(connection->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return FAILED;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (count == room) {
            struct found_column *larger = ARENA_NEW_ARRAY(arena, struct found_column, room * 2);

            memcpy(larger, columns, count * sizeof *columns);
            columns = larger;
            room *= 2;
        }
        columns[count++] = (struct found_column){
            .table = column_text(statement, 0, arena),
            .name = column_text(statement, 1, arena),
            .definition = column_text(statement, 2, arena),
            .type = column_text(statement, 3, arena),
            .fallback = column_text(statement, 4, arena),
        };
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE)
        return FAILED;
    *ret_columns = columns;
    *ret_count = count;
    return OK;
}

/* ---- what tables are ---- */

/* A check answers "ok" or what is wrong. */
static int on_answer(void *context, int count, char **values, char **names)
{
    struct migration *migration = context;

    (void)names;
    if (count > 0 && values[0] && strcmp(values[0], "ok") != 0)
        snprintf(migration->reason, sizeof migration->reason, "%s", values[0]);
    return migration->reason[0] != '\0';
}

static bool keeps_rules(struct migration *migration)
{
    return migration->checks.size == 0 ||
           (sqlite3_exec(migration->connection->db, migration->checks.at, on_answer, migration,
                         NULL) == SQLITE_OK);
}

/* Whoever else has the database open reads its schema again. */
static bool write_schema(struct migration *migration)
{
    static const int write_back = SQLITE_DBCONFIG_DEFENSIVE;
    sqlite3 *db = migration->connection->db;
    sqlite3_stmt *statement = NULL;
    char version[64] = "";
    bool is_done;

    if (migration->sql.size <= 1)
        return true;
    sqlite3_db_config(db, write_back, 0, NULL);
    if (sqlite3_prepare_v2(db, "PRAGMA main.schema_version", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        snprintf(version, sizeof version, "PRAGMA main.schema_version = %d",
                 sqlite3_column_int(statement, 0) + 1);
    sqlite3_finalize(statement);
    is_done = version[0] && run(migration, "PRAGMA writable_schema = ON") &&
              run(migration, migration->sql.at) && run(migration, version);
    if (!is_done)
        snprintf(migration->reason, sizeof migration->reason, "%s", sqlite3_errmsg(db));
    is_done = run(migration, "PRAGMA writable_schema = RESET") && is_done;
    sqlite3_db_config(db, write_back, 1, NULL);
    return is_done;
}

static bool tries_moves(struct migration *migration)
{
    for (size_t i = 0; i < migration->schema->count; i++)
        if (pieces_is_moving(&migration->pieces, migration->schema->entities[i]) &&
            pieces_try_move(&migration->pieces, migration->schema->entities[i]) != OK)
            return false;
    return true;
}

/* One line of SQL for each index; "main." stands before its name. */
static struct text index_name(struct text line)
{
    struct text name = text_from_offset(line, text_find(line, T("main.")) + sizeof "main." - 1);

    return text_slice(name, 0,
                      text_find_byte(name, ' ') < text_find_byte(name, ';')
                          ? text_find_byte(name, ' ')
                          : text_find_byte(name, ';'));
}

/* Hundreds are asked for at every start: the schema in memory is asked, not its table. */
static bool has_index(struct migration *migration, struct text name)
{
    static const char sql[] = "SELECT 1 FROM pragma_index_xinfo(?1, 'main')";
    sqlite3 *db = migration->connection->db;
    bool has = false;

    if (!migration->find_index &&
        sqlite3_prepare_v2(db, sql, -1, &migration->find_index, NULL) != SQLITE_OK)
        return false;
    if (sqlite3_bind_text(migration->find_index, 1, name.at, (int)name.size, SQLITE_STATIC) ==
        SQLITE_OK)
        has = sqlite3_step(migration->find_index) == SQLITE_ROW;
    sqlite3_reset(migration->find_index);
    return has;
}

/* Is there anything to do: an index to make or to drop. */
static bool is_due(struct migration *migration, struct text line)
{
    return has_index(migration, index_name(line)) == text_starts_with(line, T("DROP"));
}

/* What may be refused is made before the first piece; a column that only the table has into which
   rows will move is an SQLITE_ERROR, and its index waits. */
static bool makes_unique_indexes(struct migration *migration)
{
    struct text rest = buffer_text(&migration->indexes);

    while (rest.size > 0) {
        struct text line = text_cut(&rest, '\n');

        int code;

        if (!text_starts_with(line, T("CREATE UNIQUE")))
            continue;
        code = sqlite_connection_run(migration->connection, arena_c_string(migration->arena, line));
        if (code != SQLITE_OK && code != SQLITE_ERROR)
            return false;
    }
    return true;
}

/* All or nothing. */
static enum status change_tables(struct migration *migration, struct text *ret_reason)
{
    sqlite3 *db = migration->connection->db;

    if (run(migration, "BEGIN IMMEDIATE") && write_schema(migration) && keeps_rules(migration) &&
        makes_unique_indexes(migration) && tries_moves(migration) &&
        pieces_remember(&migration->pieces, migration->fills, migration->fill_count) == OK &&
        run(migration, "COMMIT"))
        return OK;
    *ret_reason = arena_print(migration->arena,
                              "The database cannot be brought to this version: %s",
                              migration->reason[0] ? migration->reason : sqlite3_errmsg(db));
    run(migration, "ROLLBACK");
    return FAILED;
}

/* ---- the pieces ---- */

/* "... main.<entity>_<columns>_index ON <entity> (...": the table of an index to be made. */
static int64_t rows_behind(struct migration *migration, struct text line)
{
    struct text table = text_from_offset(line, text_find(line, T(" ON ")));

    if (text_is_empty(table))
        return 0;
    table = text_from_offset(table, sizeof " ON " - 1);
    table = text_slice(table, 0, text_find_byte(table, ' '));
    if (!text_equal(table, migration->counted))
        migration->rows_counted =
            pieces_rows_of(&migration->pieces, arena_c_string(migration->arena, table));
    migration->counted = table;
    return migration->rows_counted;
}

/* What a large table needs is committed by itself: the log holds one index at a time. */
static enum status make_indexes(struct migration *migration)
{
    struct text rest = buffer_text(&migration->indexes);
    int64_t rows_open = 0;

    if (!run(migration, "BEGIN IMMEDIATE"))
        return FAILED;
    while (rest.size > 0) {
        struct text line = text_cut(&rest, '\n');
        int64_t rows;

        if (line.size == 0 || !is_due(migration, line))
            continue;
        rows = rows_behind(migration, line);
        if (rows_open + rows > ROWS_AT_ONCE && !run(migration, "COMMIT; BEGIN IMMEDIATE"))
            return FAILED;
        rows_open = rows_open + rows > ROWS_AT_ONCE ? rows : rows_open + rows;
        if (!run(migration, arena_c_string(migration->arena, line)))
            return FAILED;
        pieces_tell(&migration->pieces, rows);
    }
    return run(migration, "COMMIT") ? OK : FAILED;
}

static void count_rows(struct migration *migration)
{
    struct pieces *pieces = &migration->pieces;
    struct text rest = buffer_text(&migration->indexes);

    pieces->rows_all = pieces->rows_done + pieces_rows_to_fill(pieces);
    for (size_t i = 0; i < migration->schema->count; i++)
        if (pieces_is_moving(pieces, migration->schema->entities[i]))
            pieces->rows_all += pieces_rows_of(pieces, migration->schema->entities[i]->name);
    while (rest.size > 0) {
        struct text line = text_cut(&rest, '\n');

        if (line.size > 0 && is_due(migration, line))
            pieces->rows_all += rows_behind(migration, line);
    }
}

static enum status move_all(struct migration *migration)
{
    enum status status = OK;

    for (size_t i = 0; status == OK && i < migration->schema->count; i++)
        if (pieces_is_moving(&migration->pieces, migration->schema->entities[i]))
            status = pieces_move(&migration->pieces, migration->schema->entities[i]);
    return status;
}

static enum status run_pieces(struct migration *migration, struct text *ret_reason)
{
    enum status status;

    count_rows(migration);
    status = move_all(migration);
    if (status == OK)
        status = pieces_fill(&migration->pieces);
    if (status == OK)
        status = make_indexes(migration);
    if (status == OK)
        return OK;
    *ret_reason = arena_print(migration->arena,
                              "The database is only in part brought to this version: %s. The next "
                              "start goes on from here.",
                              sqlite3_errmsg(migration->connection->db));
    run(migration, "ROLLBACK");
    return status;
}

static enum status plan(struct migration *migration, struct text *ret_reason)
{
    struct found_column *columns;
    size_t count;
    enum status status = columns_found(migration->connection, migration->arena, &columns, &count);

    if (status == OK)
        status = migrate_plan(migration->schema, ENGINE_SQLITE, columns, count, &migration->sql,
                              &migration->checks, migration->arena, ret_reason);
    if (status != OK)
        return status;
    migration->fill_count =
        migrate_fills(migration->schema, columns, count, migration->arena, &migration->fills);
    buffer_append_byte(&migration->sql, '\0');
    if (migration->checks.size > 0)
        buffer_append_byte(&migration->checks, '\0');
    return buffer_status(&migration->sql);
}

/* What is sorted for an index goes to a file and not into memory; whoever points to a table that
   is made anew is left alone meanwhile. */
static enum status prepare(struct migration *migration)
{
    return run(migration, "PRAGMA foreign_keys = OFF; PRAGMA temp_store = FILE") ? OK : FAILED;
}

static enum status finish(struct migration *migration)
{
    return run(migration, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY") ? OK : FAILED;
}

enum status sqlite_migrate(struct sqlite_connection *connection, const struct schema *schema,
                           const struct store_progress *progress, struct arena *arena,
                           struct text *ret_reason)
{
    struct migration migration = {
        .pieces = { .connection = connection,
                    .schema = schema,
                    .progress = progress,
                    .arena = arena },
        .connection = connection,
        .schema = schema,
        .arena = arena,
        .sql = buffer_in(arena, LIMIT_MIGRATION_SQL),
        .checks = buffer_in(arena, LIMIT_MIGRATION_SQL),
        .indexes = buffer_in(arena, LIMIT_MIGRATION_SQL),
    };
    enum status status = prepare(&migration);

    migrate_print_indexes(&migration.indexes, schema, ENGINE_SQLITE);
    if (status == OK)
        status = buffer_status(&migration.indexes);
    /* What an earlier process began to move is whole first. */
    if (status == OK) {
        count_rows(&migration);
        status = move_all(&migration);
    }
    if (status == OK)
        status = plan(&migration, ret_reason);
    if (status == OK)
        status = change_tables(&migration, ret_reason);
    if (status == OK)
        status = run_pieces(&migration, ret_reason);
    sqlite3_finalize(migration.find_index);
    if (finish(&migration) != OK && status == OK)
        status = FAILED;
    if (status == OK && migration.pieces.rows_all > ROWS_AT_ONCE)
        run(&migration, "PRAGMA wal_checkpoint(TRUNCATE)");
    return status;
}
