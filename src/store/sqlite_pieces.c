/* Pieces of a migration. Rows are taken in the order of their key, so many at a time, and each
   piece is a transaction: the log stays small, and a process that is killed loses one piece. What
   moves says by itself how far it is, since a row is in one table or the other; what is filled is
   remembered in MIGRATION_TABLE. */
#include "store/sqlite.h"

#include <stdlib.h>

enum { LIMIT_PIECE_SQL = 65536, LIMIT_SCRATCH_FILLS = LIMIT_COLUMNS };

/* Of a row: workspace_id and id. */
struct place {
    int64_t workspace_id;
    unsigned char id[16];
    int id_size;
};

static const struct place before_all = { .workspace_id = INT64_MIN },
                          behind_all = { .workspace_id = INT64_MAX };

static bool run(const struct pieces *pieces, const char *sql)
{
    return sqlite_connection_run(pieces->connection, sql) == SQLITE_OK;
}

static sqlite3_stmt *prepare(const struct pieces *pieces, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    return sqlite3_prepare_v2(pieces->connection->db, sql, -1, &statement, NULL) == SQLITE_OK
               ? statement
               : NULL;
}

/* What is still to do is only estimated: it never goes back. */
void pieces_tell(struct pieces *pieces, int64_t rows)
{
    int64_t all, percent;

    pieces->rows_done += rows;
    all = pieces->rows_all > pieces->rows_done ? pieces->rows_all : pieces->rows_done + 1;
    percent = pieces->rows_done * 100 / all;
    if (percent > pieces->percent)
        pieces->percent = (int)percent;
    if (pieces->progress->tell && pieces->rows_all > LIMIT_PIECE_ROWS)
        pieces->progress->tell(pieces->progress->context, pieces->percent);
}

int64_t pieces_rows_of(const struct pieces *pieces, const char *table)
{
    const char *sql = arena_print(pieces->arena, "SELECT count(*) FROM main.%s", table).at;
    sqlite3_stmt *statement = prepare(pieces, sql);
    int64_t rows =
        statement && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;

    sqlite3_finalize(statement);
    return rows;
}

/* ---- places ---- */

static void bind_place(sqlite3_stmt *statement, int number, const struct place *place)
{
    sqlite3_bind_int64(statement, number, place->workspace_id);
    sqlite3_bind_blob(statement, number + 1, place->id, place->id_size, SQLITE_STATIC);
}

static struct place place_in(sqlite3_stmt *statement, int column)
{
    struct place place = { .workspace_id = sqlite3_column_int64(statement, column) };
    const void *id = sqlite3_column_blob(statement, column + 1);
    int size = sqlite3_column_bytes(statement, column + 1);

    if (id && size <= (int)sizeof place.id) {
        memcpy(place.id, id, (size_t)size);
        place.id_size = size;
    }
    return place;
}

/* The last row of the piece behind `from`. */
static enum status find_end(const struct pieces *pieces, const char *table,
                            const struct place *from, struct place *ret_end)
{
    const char *sql =
        arena_print(pieces->arena,
                    "SELECT workspace_id, id FROM main.%s WHERE (workspace_id, id) > (?1, ?2) "
                    "ORDER BY workspace_id, id LIMIT 1 OFFSET %d",
                    table, LIMIT_PIECE_ROWS - 1)
            .at;
    sqlite3_stmt *statement = prepare(pieces, sql);
    int code = SQLITE_ERROR;

    if (statement) {
        bind_place(statement, 1, from);
        code = sqlite3_step(statement);
        *ret_end = code == SQLITE_ROW ? place_in(statement, 0) : behind_all;
    }
    sqlite3_finalize(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? OK : FAILED;
}

/* Runs SQL whose ?1, ?2 is a place, and ?3, ?4 another. */
static enum status run_between(const struct pieces *pieces, const char *sql,
                               const struct place *from, const struct place *end)
{
    sqlite3_stmt *statement = prepare(pieces, sql);
    int code = SQLITE_ERROR;

    if (statement) {
        bind_place(statement, 1, from);
        bind_place(statement, 3, end);
        code = sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? OK : FAILED;
}

static bool is_end(const struct place *place)
{
    return place->workspace_id == INT64_MAX;
}

/* ---- rows that move ---- */

bool pieces_is_moving(const struct pieces *pieces, const struct entity *entity)
{
    sqlite3_stmt *statement = prepare(
        pieces, arena_print(pieces->arena, "SELECT 1 FROM pragma_table_xinfo('%s_new', 'main')",
                            entity->name)
                    .at);
    bool is_moving = statement && sqlite3_step(statement) == SQLITE_ROW;

    sqlite3_finalize(statement);
    return is_moving;
}

/* The columns that both tables have. */
static const char *columns_in_both(const struct pieces *pieces, const char *name)
{
    sqlite3_stmt *statement =
        prepare(pieces, arena_print(pieces->arena,
                                    "SELECT group_concat(a.name, ', ') FROM "
                                    "pragma_table_info('%s') a, pragma_table_info('%s_new') b "
                                    "WHERE a.name = b.name",
                                    name, name)
                            .at);
    const char *columns = NULL;

    if (statement && sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
        columns = arena_c_string(pieces->arena,
                                 text_from((const char *)sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    return columns;
}

static const char *copy_of(const struct pieces *pieces, const char *name)
{
    const char *columns = columns_in_both(pieces, name);

    return !columns ? NULL
                    : arena_print(pieces->arena,
                                  "INSERT INTO main.%s_new (%s) SELECT %s FROM main.%s WHERE "
                                  "(workspace_id, id) > (?1, ?2) AND (workspace_id, id) <= "
                                  "(?3, ?4)",
                                  name, columns, columns, name)
                          .at;
}

enum status pieces_try_move(struct pieces *pieces, const struct entity *entity)
{
    const char *copy = copy_of(pieces, entity->name);
    struct place from = before_all, end = before_all;
    enum status status = copy ? OK : FAILED;

    while (status == OK && !is_end(&end)) {
        status = run(pieces, "SAVEPOINT attempt") ? OK : FAILED;
        if (status == OK)
            status = find_end(pieces, entity->name, &from, &end);
        if (status == OK)
            status = run_between(pieces, copy, &from, &end);
        if (status == OK && !run(pieces, "ROLLBACK TO attempt; RELEASE attempt"))
            status = FAILED;
        from = end;
    }
    return status;
}

/* They would slow down the deletes, and go with the table in any case; each by itself. */
static enum status drop_indexes(const struct pieces *pieces, const char *name)
{
    const char *find = arena_print(pieces->arena,
                                   "SELECT name FROM main.sqlite_master WHERE type = 'index' AND "
                                   "tbl_name = '%s' AND sql IS NOT NULL LIMIT 1",
                                   name)
                           .at;

    for (;;) {
        sqlite3_stmt *statement = prepare(pieces, find);
        int code = statement ? sqlite3_step(statement) : SQLITE_ERROR;
        const char *drop = NULL;

        if (code == SQLITE_ROW)
            drop = arena_print(pieces->arena, "DROP INDEX main.\"%s\"",
                               (const char *)sqlite3_column_text(statement, 0))
                       .at;
        sqlite3_finalize(statement);
        if (code == SQLITE_DONE)
            return OK;
        if (!drop || !run(pieces, drop))
            return FAILED;
    }
}

static enum status move_piece(struct pieces *pieces, const char *name, const char *copy,
                              const char *take, struct place *ret_end)
{
    enum status status = run(pieces, "BEGIN IMMEDIATE") ? OK : FAILED;

    if (status == OK)
        status = find_end(pieces, name, &before_all, ret_end);
    if (status == OK)
        status = run_between(pieces, copy, &before_all, ret_end);
    if (status == OK)
        status = run_between(pieces, take, &before_all, ret_end);
    return status == OK && run(pieces, "COMMIT") ? OK : FAILED;
}

enum status pieces_move(struct pieces *pieces, const struct entity *entity)
{
    const char *name = entity->name;
    const char *copy = copy_of(pieces, name);
    const char *take = arena_print(pieces->arena,
                                   "DELETE FROM main.%s WHERE (workspace_id, id) > (?1, ?2) AND "
                                   "(workspace_id, id) <= (?3, ?4)",
                                   name)
                           .at;
    const char *swap = arena_print(pieces->arena,
                                   "BEGIN IMMEDIATE; DROP TABLE main.%s;"
                                   "ALTER TABLE main.%s_new RENAME TO %s; COMMIT",
                                   name, name, name)
                           .at;
    struct place end = before_all;
    enum status status = copy ? drop_indexes(pieces, name) : FAILED;

    while (status == OK && !is_end(&end)) {
        status = move_piece(pieces, name, copy, take, &end);
        if (status == OK && !is_end(&end))
            pieces_tell(pieces, LIMIT_PIECE_ROWS);
    }
    return status == OK && run(pieces, swap) ? OK : FAILED;
}

/* ---- columns that follow from others ---- */

static struct text name_of(const struct pieces *pieces, struct column column)
{
    struct buffer name = buffer_in(pieces->arena, LIMIT_PIECE_SQL);

    column_print_name(&name, column);
    return buffer_text(&name);
}

enum status pieces_remember(struct pieces *pieces, const struct fill *fills, size_t count)
{
    static const char table[] =
        "CREATE TABLE IF NOT EXISTS main." MIGRATION_TABLE " (entity TEXT NOT NULL, "
        "field TEXT NOT NULL, workspace_id INTEGER NOT NULL, id BLOB NOT NULL, "
        "PRIMARY KEY (entity, field)) STRICT, WITHOUT ROWID";

    if (count > 0 && !run(pieces, table))
        return FAILED;
    for (size_t i = 0; i < count; i++) {
        const char *sql = arena_print(pieces->arena,
                                      "INSERT OR REPLACE INTO main." MIGRATION_TABLE
                                      " VALUES ('%s', '%.*s', %lld - 1, x'')",
                                      fills[i].entity->name,
                                      TEXT_ARG(name_of(pieces, fills[i].column)),
                                      -(long long)INT64_MAX)
                              .at;

        if (!run(pieces, sql))
            return FAILED;
    }
    return OK;
}

static bool has_memory(const struct pieces *pieces)
{
    sqlite3_stmt *statement =
        prepare(pieces, "SELECT 1 FROM main.sqlite_master WHERE name = '" MIGRATION_TABLE "'");
    bool has = statement && sqlite3_step(statement) == SQLITE_ROW;

    sqlite3_finalize(statement);
    return has;
}

/* Columns of one entity that are filled alike far; their rows are written once for all. */
struct filling {
    const struct entity *entity;
    struct fill fills[LIMIT_SCRATCH_FILLS];
    size_t count;
    struct place from;
};

static void add_fill(struct filling *filling, struct text field)
{
    for (size_t c = 0; c < column_count(filling->entity); c++) {
        struct column column = column_at(filling->entity, c);
        const char *source = fill_source(column);

        if (source && column_has_name(column, field) && filling->count < LIMIT_SCRATCH_FILLS)
            filling->fills[filling->count++] = (struct fill){ filling->entity, column, source };
    }
}

/* What this version does not know any more has nothing to be filled. */
static enum status next_filling(const struct pieces *pieces, struct filling *ret_filling,
                                bool *ret_found)
{
    static const char sql[] =
        "SELECT m.entity, m.field, m.workspace_id, m.id FROM main." MIGRATION_TABLE " m, "
        "(SELECT entity, workspace_id, id FROM main." MIGRATION_TABLE " LIMIT 1) f "
        "WHERE m.entity = f.entity AND m.workspace_id = f.workspace_id AND m.id = f.id";
    sqlite3_stmt *statement = prepare(pieces, sql);
    int code = SQLITE_ERROR;

    *ret_filling = (struct filling){ 0 };
    *ret_found = false;
    while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *entity = (const char *)sqlite3_column_text(statement, 0);

        *ret_found = true;
        ret_filling->entity = schema_find(pieces->schema, text_from(entity));
        ret_filling->from = place_in(statement, 2);
        if (ret_filling->entity)
            add_fill(ret_filling, text_from((const char *)sqlite3_column_text(statement, 1)));
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? OK : FAILED;
}

/* steward_fill(NUMBER, SOURCE, ZONE) */
static void fill_row(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct filling *filling = sqlite3_user_data(context);
    const struct fill *fill = &filling->fills[sqlite3_value_int(values[0])];
    const char *zone = (const char *)sqlite3_value_text(values[2]);
    struct arena scratch = { 0 };
    struct value source = VALUE_OF_NULL, value;

    (void)count;
    if (sqlite3_value_type(values[1]) == SQLITE_INTEGER)
        source = VALUE_OF_INTEGER(sqlite3_value_int64(values[1]));
    else if (sqlite3_value_type(values[1]) == SQLITE_TEXT)
        source = VALUE_OF_TEXT(text_from((const char *)sqlite3_value_text(values[1])));
    value = fill_value(fill, source, text_from(zone ? zone : ""), &scratch);
    if (value.type == VALUE_INTEGER)
        sqlite3_result_int64(context, value.integer);
    else if (value.type == VALUE_TEXT)
        sqlite3_result_text64(context, value.text.at, value.text.size, SQLITE_TRANSIENT,
                              SQLITE_UTF8);
    arena_release(&scratch);
}

static const char *update_of(const struct pieces *pieces, const struct filling *filling)
{
    struct buffer sql = buffer_in(pieces->arena, LIMIT_PIECE_SQL);

    buffer_print(&sql, "UPDATE main.%s SET ", filling->entity->name);
    for (size_t i = 0; i < filling->count; i++) {
        if (i > 0)
            buffer_append(&sql, T(", "));
        column_print_name(&sql, filling->fills[i].column);
        buffer_print(&sql, " = steward_fill(%zu, %s, ", i, filling->fills[i].source);
        fill_print_zone(&sql, pieces->schema, filling->entity);
        buffer_append(&sql, T(")"));
    }
    buffer_append(&sql, T(" WHERE (workspace_id, id) > (?1, ?2) AND (workspace_id, id) <= "
                          "(?3, ?4)"));
    buffer_append_byte(&sql, '\0');
    return buffer_status(&sql) == OK ? sql.at : NULL;
}

/* How far it is, in the transaction of the piece. */
static enum status remember_place(const struct pieces *pieces, const struct filling *filling,
                                  const struct place *from, const struct place *end)
{
    const char *sql = arena_print(pieces->arena,
                                  "UPDATE main." MIGRATION_TABLE
                                  " SET workspace_id = ?3, id = ?4 WHERE entity = '%s' AND "
                                  "workspace_id = ?1 AND id = ?2",
                                  filling->entity->name)
                          .at;

    return run_between(pieces, sql, from, end);
}

static enum status fill_pieces(struct pieces *pieces, const struct filling *filling)
{
    const char *update = update_of(pieces, filling);
    struct place from = filling->from, end = filling->from;
    enum status status = update ? OK : FAILED;

    while (status == OK && !is_end(&end)) {
        status = run(pieces, "BEGIN IMMEDIATE") ? OK : FAILED;
        if (status == OK)
            status = find_end(pieces, filling->entity->name, &from, &end);
        if (status == OK)
            status = run_between(pieces, update, &from, &end);
        if (status == OK)
            status = remember_place(pieces, filling, &from, &end);
        if (status != OK || !run(pieces, "COMMIT"))
            return FAILED;
        if (!is_end(&end))
            pieces_tell(pieces, LIMIT_PIECE_ROWS);
        from = end;
    }
    return status;
}

/* What is at its end, or what nobody knows any more. */
static enum status forget(const struct pieces *pieces, const struct filling *filling)
{
    static const char unknown[] = "DELETE FROM main." MIGRATION_TABLE
                                  " WHERE (entity, workspace_id, id) = (SELECT entity, "
                                  "workspace_id, id FROM main." MIGRATION_TABLE " LIMIT 1)";
    const char *done = arena_print(pieces->arena,
                                   "DELETE FROM main." MIGRATION_TABLE
                                   " WHERE entity = '%s' AND workspace_id = %lld",
                                   filling->entity ? filling->entity->name : "",
                                   (long long)INT64_MAX)
                           .at;

    return run(pieces, filling->count > 0 ? done : unknown) ? OK : FAILED;
}

static enum status fill_all(struct pieces *pieces, struct filling *filling)
{
    bool found = true;
    enum status status = OK;

    while (status == OK && found) {
        status = next_filling(pieces, filling, &found);
        if (status == OK && found && filling->count > 0)
            status = fill_pieces(pieces, filling);
        if (status == OK && found)
            status = forget(pieces, filling);
    }
    return status == OK && run(pieces, "DROP TABLE main." MIGRATION_TABLE) ? OK : FAILED;
}

enum status pieces_fill(struct pieces *pieces)
{
    sqlite3 *db = pieces->connection->db;
    struct filling *filling = ARENA_NEW(pieces->arena, struct filling);
    enum status status;

    if (!has_memory(pieces))
        return OK;
    sqlite3_create_function(db, "steward_fill", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY, filling,
                            fill_row, NULL, NULL);
    status = fill_all(pieces, filling);
    sqlite3_create_function(db, "steward_fill", 3, SQLITE_UTF8, NULL, NULL, NULL, NULL);
    return status;
}

int64_t pieces_rows_to_fill(struct pieces *pieces)
{
    sqlite3_stmt *statement;
    int64_t rows = 0;

    if (!has_memory(pieces))
        return 0;
    statement = prepare(pieces, "SELECT DISTINCT entity FROM main." MIGRATION_TABLE);
    while (statement && sqlite3_step(statement) == SQLITE_ROW)
        rows += pieces_rows_of(
            pieces, arena_c_string(pieces->arena,
                                   text_from((const char *)sqlite3_column_text(statement, 0))));
    sqlite3_finalize(statement);
    return rows;
}
