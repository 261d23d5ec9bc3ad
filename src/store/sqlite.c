/* SQLite engine: one directory, many readers, one writer. */
#include "store/sqlite_backup.h"

#include "base/mutex.h"

#include <stdlib.h>

enum { LIMIT_MIGRATION_SQL = 1 << 20, LIMIT_READERS = 64, READERS_DEFAULT = 8 };

struct sqlite_store {
    struct sqlite_place place;
    bool is_durable;
    struct sqlite_connection writing;
    struct sqlite_writer *writer;
    struct sqlite_connection *readers;
    int reader_count;
    pthread_mutex_t lock; /* guards idle */
    pthread_cond_t has_idle;
    struct sqlite_connection *idle;
};

/* --- migration */

static struct text column_text(sqlite3_stmt *statement, int column, struct arena *arena)
{
    return arena_copy(arena, text_from((const char *)sqlite3_column_text(statement, column)));
}

static enum status columns_found(struct sqlite_connection *connection, struct arena *arena,
                                 struct found_column **ret_columns, size_t *ret_count)
{
    static const char sql[] = "SELECT m.name, c.name, m.sql FROM main.sqlite_master m, "
                              "pragma_table_info(m.name) c WHERE m.type = 'table'";
    sqlite3_stmt *statement;
    size_t count = 0, room = 64;
    struct found_column *columns = ARENA_NEW_ARRAY(arena, struct found_column, room);

    if (sqlite3_prepare_v2(connection->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return FAILED;
    while (sqlite3_step(statement) == SQLITE_ROW) {
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
        };
    }
    sqlite3_finalize(statement);
    *ret_columns = columns;
    *ret_count = count;
    return OK;
}

static bool has_broken_links(struct sqlite_connection *connection)
{
    sqlite3_stmt *statement;
    int code;

    if (sqlite3_prepare_v2(connection->db, "PRAGMA foreign_key_check", -1, &statement, NULL) !=
        SQLITE_OK)
        return true;
    code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return code != SQLITE_DONE;
}

/* Tables that are made anew would pull the rows that point to them along: links are off
   meanwhile, and looked at before the commit. */
static bool run_plan(struct sqlite_connection *connection, struct text sql)
{
    bool is_rebuilt = text_find(sql, T("DROP TABLE")) < sql.size;

    if (sqlite_connection_run(connection, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE") !=
            SQLITE_OK ||
        sqlite_connection_run(connection, sql.at) != SQLITE_OK ||
        (is_rebuilt && has_broken_links(connection)))
        return false;
    return sqlite_connection_run(connection, "COMMIT; PRAGMA foreign_keys = ON") == SQLITE_OK;
}

/* ---- columns that follow from others ---- */

struct filling {
    const struct schema *schema;
    const struct fill *fills;
    size_t count;
};

/* steward_fill(NUMBER, SOURCE, ZONE) */
static void fill_row(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct filling *filling = sqlite3_user_data(context);
    const struct fill *fill = &filling->fills[sqlite3_value_int(values[0])];
    struct arena scratch = { 0 };
    struct value source = VALUE_OF_NULL, value;

    (void)count;
    if (sqlite3_value_type(values[1]) == SQLITE_INTEGER)
        source = VALUE_OF_INTEGER(sqlite3_value_int64(values[1]));
    else if (sqlite3_value_type(values[1]) == SQLITE_TEXT)
        source = VALUE_OF_TEXT(text_from((const char *)sqlite3_value_text(values[1])));
    value =
        fill_value(fill, source, text_from((const char *)sqlite3_value_text(values[2])), &scratch);
    if (value.type == VALUE_INTEGER)
        sqlite3_result_int64(context, value.integer);
    else if (value.type == VALUE_TEXT)
        sqlite3_result_text64(context, value.text.at, value.text.size, SQLITE_TRANSIENT,
                              SQLITE_UTF8);
    arena_release(&scratch);
}

static void print_fills(struct buffer *sql, const struct filling *filling)
{
    for (size_t i = 0; i < filling->count; i++) {
        const struct fill *fill = &filling->fills[i];

        buffer_print(sql, "UPDATE main.%s SET ", fill->entity->name);
        column_print_name(sql, fill->column);
        buffer_print(sql, " = steward_fill(%zu, %s, ", i, fill->source);
        fill_print_zone(sql, filling->schema, fill->entity);
        buffer_append(sql, T(");\n"));
    }
}

static enum status migrate(struct sqlite_connection *connection, const struct schema *schema,
                           struct arena *arena, struct text *ret_reason)
{
    struct buffer sql = buffer_in(arena, LIMIT_MIGRATION_SQL);
    struct filling filling = { .schema = schema };
    struct found_column *columns;
    struct fill *fills;
    size_t count;
    enum status status = columns_found(connection, arena, &columns, &count);

    if (status == OK)
        status = migrate_plan(schema, ENGINE_SQLITE, columns, count, &sql, arena, ret_reason);
    if (status != OK)
        return status;
    filling.count = migrate_fills(schema, columns, count, arena, &fills);
    filling.fills = fills;
    print_fills(&sql, &filling);
    sqlite3_create_function(connection->db, "steward_fill", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                            &filling, fill_row, NULL, NULL);
    buffer_append_byte(&sql, '\0');
    status = buffer_status(&sql);
    if (status != OK)
        return status;
    if (!run_plan(connection, buffer_text(&sql))) {
        *ret_reason = arena_print(arena, "The database cannot be brought to this version: %s",
                                  sqlite3_errmsg(connection->db));
        sqlite_connection_run(connection, "ROLLBACK; PRAGMA foreign_keys = ON");
        status = FAILED;
    }
    sqlite3_create_function(connection->db, "steward_fill", 3, SQLITE_UTF8, NULL, NULL, NULL, NULL);
    return status;
}

/* --- readers */

static struct sqlite_connection *reader_take(struct sqlite_store *state)
{
    struct sqlite_connection *connection;

    pthread_mutex_lock(&state->lock);
    while (!state->idle)
        pthread_cond_wait(&state->has_idle, &state->lock);
    connection = state->idle;
    state->idle = connection->next_idle;
    pthread_mutex_unlock(&state->lock);
    return connection;
}

static void reader_give(struct sqlite_store *state, struct sqlite_connection *connection)
{
    pthread_mutex_lock(&state->lock);
    connection->next_idle = state->idle;
    state->idle = connection;
    pthread_cond_signal(&state->has_idle);
    pthread_mutex_unlock(&state->lock);
}

static enum status run_read(struct sqlite_store *state, struct tx *tx)
{
    static const struct identity system = { .is_system = true };
    struct sqlite_connection *connection = reader_take(state);
    enum status status;

    tx->connection = connection;
    sqlite_connection_identify(connection, &system);
    connection->is_poisoned = false;
    status = sqlite_execute(tx, T("BEGIN"), NULL, 0, NULL);
    if (status == OK) {
        connection->deadline_us =
            tx->identity->is_system ? 0 : clock_monotonic_us() + CALLER_STATEMENT_MS * 1000;
        sqlite_connection_identify(connection, tx->identity);
        status = tx->work(tx, tx->context);
        connection->deadline_us = 0;
        sqlite_connection_settle(connection);
        sqlite_connection_identify(connection, &system);
        /* After an error of the disk SQLite has rolled back by itself. */
        if (!sqlite3_get_autocommit(connection->db) &&
            sqlite_execute(tx, T("ROLLBACK"), NULL, 0, NULL) != OK && status == OK)
            status = FAILED;
    }
    sqlite_connection_identify(connection, NULL);
    reader_give(state, connection);
    return status;
}

static enum status sqlite_run(struct store *store, struct tx *tx)
{
    struct sqlite_store *state = store->state;

    return tx->is_write ? sqlite_writer_run(state->writer, tx) : run_read(state, tx);
}

static void sqlite_run_later(struct store *store, struct later *later)
{
    struct sqlite_store *state = store->state;

    sqlite_writer_run_later(state->writer, later);
}

static void sqlite_settle(struct store *store)
{
    struct sqlite_store *state = store->state;

    sqlite_writer_settle(state->writer);
}

static enum status sqlite_identify(struct tx *tx)
{
    sqlite_connection_identify(tx->connection, tx->identity);
    return OK;
}

/* --- open and close */

static enum status open_readers(struct sqlite_store *state, const struct schema *schema, int count,
                                const char **ret_reason)
{
    state->readers = memory_alloc((size_t)count * sizeof *state->readers);
    for (int i = 0; i < count; i++) {
        struct sqlite_connection *reader = &state->readers[i];
        enum status status;

        reader->vfs = state->place.vfs;
        status = sqlite_connection_open(reader, state->place.path, schema, state->is_durable,
                                        ret_reason);
        state->reader_count = i + 1;
        if (status == OK)
            status = sqlite_connection_secure(reader, ret_reason);
        if (status == OK && sqlite_connection_run(reader, "PRAGMA query_only = ON") != SQLITE_OK)
            status = FAILED;
        if (status != OK)
            return status;
        reader_give(state, reader);
    }
    return OK;
}

static void sqlite_close_store(struct store *store)
{
    struct sqlite_store *state = store->state;

    if (state->writer)
        sqlite_writer_stop(state->writer);
    for (int i = 0; i < state->reader_count; i++)
        sqlite_connection_close(&state->readers[i]);
    if (state->writing.db)
        sqlite_connection_close(&state->writing);
    pthread_cond_destroy(&state->has_idle);
    pthread_mutex_destroy(&state->lock);
    sqlite_place_close(&state->place);
    free(state->readers);
    free(state);
    store->state = NULL;
}

static enum status open_all(struct sqlite_store *state, const struct store *store,
                            const struct store_settings *settings, struct arena *arena,
                            struct text *ret_reason)
{
    const char *reason = "the database cannot be opened";
    int readers = settings->readers > 0 ? settings->readers : READERS_DEFAULT;
    enum status status;

    if (readers > LIMIT_READERS)
        readers = LIMIT_READERS;
    state->writing.vfs = state->place.vfs;
    status = sqlite_connection_open(&state->writing, state->place.path, store->schema,
                                    state->is_durable, &reason);
    *ret_reason = text_from(reason);
    if (status == OK)
        status = migrate(&state->writing, store->schema, arena, ret_reason);
    if (status == OK)
        status = sqlite_plan(&state->writing);
    if (status != OK)
        return status;
    status = sqlite_connection_secure(&state->writing, &reason);
    if (status == OK)
        status = open_readers(state, store->schema, readers, &reason);
    if (status == OK && !(state->writer = sqlite_writer_start(&state->writing)))
        status = FAILED;
    if (status != OK)
        *ret_reason = arena_print(arena, "%s", reason);
    return status;
}

static enum status sqlite_open_store(struct store *store, const struct store_settings *settings,
                                     struct arena *arena, struct text *ret_reason)
{
    struct sqlite_store *state = memory_alloc(sizeof *state);
    enum status status;

    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    mutex_init_brief(&state->lock);
    pthread_cond_init(&state->has_idle, NULL);
    state->is_durable = settings->is_durable;
    store->state = state;
    status = sqlite_place_open(&state->place, settings, arena, ret_reason);
    if (status == OK)
        status = open_all(state, store, settings, arena, ret_reason);
    if (status != OK) {
        struct text damage = sqlite_vfs_damage(state->place.vfs, arena);

        if (damage.size > 0)
            *ret_reason = arena_print(arena, "%s: %.*s", state->place.path, TEXT_ARG(damage));
        sqlite_close_store(store);
    }
    return status;
}

static enum status sqlite_verify(struct store *store, struct arena *arena, struct text *ret_report)
{
    struct sqlite_store *state = store->state;
    struct sqlite_connection *connection = reader_take(state);
    struct buffer report = buffer_in(arena, LIMIT_MIGRATION_SQL);
    static const char *const checks[] = { "PRAGMA integrity_check", "PRAGMA foreign_key_check" };
    enum status status = OK;
    struct text damage;

    for (size_t i = 0; i < 2; i++) {
        sqlite3_stmt *statement;
        int code;

        if (sqlite3_prepare_v2(connection->db, checks[i], -1, &statement, NULL) != SQLITE_OK) {
            status = FAILED;
            break;
        }
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
            const char *line = (const char *)sqlite3_column_text(statement, 0);

            if (line && strcmp(line, "ok") != 0)
                buffer_print(&report, "%s: %s\n", checks[i], line);
        }
        if (code != SQLITE_DONE)
            buffer_print(&report, "%s: %s\n", checks[i], sqlite3_errmsg(connection->db));
        sqlite3_finalize(statement);
    }
    damage = sqlite_vfs_damage(state->place.vfs, arena);
    if (damage.size > 0)
        buffer_print(&report, "%.*s\n", TEXT_ARG(damage));
    reader_give(state, connection);
    *ret_report = buffer_text(&report);
    return status != OK ? status : report.size > 0 ? FAILED : OK;
}

const struct sqlite_place *sqlite_store_place(const struct store *store)
{
    return &((const struct sqlite_store *)store->state)->place;
}

const struct engine_ops sqlite_engine = {
    .engine = ENGINE_SQLITE,
    .open = sqlite_open_store,
    .close = sqlite_close_store,
    .run = sqlite_run,
    .run_later = sqlite_run_later,
    .settle = sqlite_settle,
    .identify = sqlite_identify,
    .savepoint = sqlite_savepoint,
    .query = sqlite_query,
    .next = sqlite_next,
    .value = sqlite_value,
    .column_name = sqlite_name,
    .close_cursor = sqlite_close_cursor,
    .execute = sqlite_execute,
    .verify = sqlite_verify,
};
