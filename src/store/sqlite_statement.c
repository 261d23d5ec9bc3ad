/* Statements of the SQLite engine: a cache per connection keyed by SQL text and by who asks,
   and cursors over them. A statement that is already open is prepared a second time. */
#include "store/sqlite.h"

#include <stdlib.h>

struct sqlite_cursor {
    struct cursor cursor;
    struct sqlite_connection *connection;
    struct statement *statement; /* NULL once closed */
};

void statement_free(struct statement *statement)
{
    sqlite3_finalize(statement->handle);
    free(statement->parameter);
    free(statement->sql);
    free(statement);
}

static struct statement **bucket_of(struct sqlite_connection *connection, struct text sql)
{
    return &connection->buckets[text_hash(sql) % STATEMENT_BUCKETS];
}

static struct statement *find(struct sqlite_connection *connection, struct text sql)
{
    for (struct statement *s = *bucket_of(connection, sql); s; s = s->next)
        if (!s->is_open && s->is_caller == connection->is_caller && s->sql_size == sql.size &&
            memcmp(s->sql, sql.at, sql.size) == 0)
            return s;
    return NULL;
}

static void forget_oldest(struct sqlite_connection *connection)
{
    struct statement **oldest = NULL;

    for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
        for (struct statement **at = &connection->buckets[i]; *at; at = &(*at)->next)
            if (!(*at)->is_open && (!oldest || (*at)->used < (*oldest)->used))
                oldest = at;
    if (oldest) {
        struct statement *statement = *oldest;

        *oldest = statement->next;
        statement_free(statement);
        connection->statement_count--;
    }
}

/* SQLite numbers $1, $2 ... by first appearance; the map says which value goes where. */
static bool map_parameters(struct statement *statement)
{
    int count = sqlite3_bind_parameter_count(statement->handle);

    statement->parameter = memory_alloc((size_t)(count + 1) * sizeof *statement->parameter);
    for (int i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(statement->handle, i);
        int64_t number;

        if (!name || name[0] != '$' || !text_to_int64(text_from(name + 1), &number) || number < 1 ||
            number > LIMIT_SQL_PARAMETERS)
            return false;
        statement->parameter[i] = (int)number;
    }
    return true;
}

static enum status prepare(struct tx *tx, struct text sql, struct statement **ret_statement)
{
    struct sqlite_connection *connection = tx->connection;
    struct gate gate = { .sql = sql };
    struct statement *statement;
    const char *tail = NULL;
    int code;

    if (connection->is_caller)
        gate = sqlite_gate(tx->arena, connection->schema, sql);
    if (gate.refusal)
        return tx_fail(tx, STORE_STATEMENT, "", gate.refusal);
    statement = memory_alloc(sizeof *statement);
    statement->target = connection->target = gate.target;
    code = sqlite3_prepare_v3(connection->db, gate.sql.at, (int)gate.sql.size,
                              SQLITE_PREPARE_PERSISTENT, &statement->handle, &tail);
    if (code != SQLITE_OK || !statement->handle || !map_parameters(statement)) {
        enum status status = code != SQLITE_OK
                                 ? sqlite_fail(tx, code)
                                 : tx_fail(tx, STORE_STATEMENT, "", "not one statement with $n");

        statement_free(statement);
        return status;
    }
    statement->sql = memory_alloc(sql.size);
    memcpy(statement->sql, sql.at, sql.size);
    statement->sql_size = sql.size;
    statement->is_caller = connection->is_caller;
    if (connection->statement_count >= LIMIT_STATEMENTS)
        forget_oldest(connection);
    statement->next = *bucket_of(connection, sql);
    *bucket_of(connection, sql) = statement;
    connection->statement_count++;
    *ret_statement = statement;
    return OK;
}

static int bind(sqlite3_stmt *handle, int at, const struct value *value)
{
    switch (value->type) {
    case VALUE_NULL:
        return sqlite3_bind_null(handle, at);
    case VALUE_INTEGER:
        return sqlite3_bind_int64(handle, at, value->integer);
    case VALUE_REAL:
        return sqlite3_bind_double(handle, at, value->real);
    case VALUE_TEXT:
        return sqlite3_bind_text64(handle, at, value->text.at ? value->text.at : "",
                                   value->text.size, SQLITE_STATIC, SQLITE_UTF8);
    case VALUE_ID:
        return sqlite3_bind_blob(handle, at, value->id.bytes, sizeof value->id.bytes,
                                 SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

/* A statement with its values, open and ready to step. */
static enum status start(struct tx *tx, struct text sql, const struct value *values, size_t count,
                         struct statement **ret_statement)
{
    struct sqlite_connection *connection = tx->connection;
    struct statement *statement = find(connection, sql);
    enum status status;
    int parameters;

    if (!statement) {
        status = prepare(tx, sql, &statement);
        if (status != OK)
            return status;
    }
    parameters = sqlite3_bind_parameter_count(statement->handle);
    for (int i = 1; i <= parameters; i++) {
        size_t number = (size_t)statement->parameter[i];
        int code = number <= count ? bind(statement->handle, i, &values[number - 1]) : SQLITE_RANGE;

        if (code != SQLITE_OK)
            return sqlite_fail(tx, code);
    }
    statement->is_open = true;
    statement->used = ++connection->tick;
    statement->newer_open = connection->open;
    connection->open = statement;
    *ret_statement = statement;
    return OK;
}

static void finish(struct sqlite_connection *connection, struct statement *statement)
{
    struct statement **at = &connection->open;

    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->is_open = false;
    while (*at && *at != statement)
        at = &(*at)->newer_open;
    if (*at)
        *at = statement->newer_open;
}

void sqlite_connection_settle(struct sqlite_connection *connection)
{
    while (connection->open)
        finish(connection, connection->open);
}

static int step(struct sqlite_connection *connection, struct statement *statement)
{
    connection->target = statement->target;
    return sqlite3_step(statement->handle);
}

enum status sqlite_query(struct tx *tx, struct text sql, const struct value *values, size_t count,
                         struct cursor **ret_cursor)
{
    struct sqlite_cursor *cursor;
    struct statement *statement;
    enum status status = start(tx, sql, values, count, &statement);

    if (status != OK)
        return status;
    cursor = ARENA_NEW(tx->arena, struct sqlite_cursor);
    cursor->cursor.tx = tx;
    cursor->cursor.width = (size_t)sqlite3_column_count(statement->handle);
    cursor->connection = tx->connection;
    cursor->statement = statement;
    *ret_cursor = &cursor->cursor;
    return OK;
}

/* The hook may have seen a forbidden row in the statement that just ran. */
static enum status check_poison(struct tx *tx)
{
    const struct sqlite_connection *connection = tx->connection;

    return connection->is_poisoned
               ? tx_fail(tx, STORE_ROW_SECURITY, "", "a row that this caller may not write")
               : OK;
}

enum status sqlite_next(struct cursor *base, bool *ret_found)
{
    struct sqlite_cursor *cursor = (struct sqlite_cursor *)base;
    int code;

    if (!cursor->statement) {
        *ret_found = false;
        return OK;
    }
    code = step(cursor->connection, cursor->statement);
    if (code == SQLITE_ROW) {
        *ret_found = true;
        return check_poison(base->tx);
    }
    if (code != SQLITE_DONE) {
        enum status status = sqlite_fail(base->tx, code);

        sqlite_close_cursor(base);
        return status;
    }
    sqlite_close_cursor(base);
    *ret_found = false;
    return check_poison(base->tx);
}

/* The column is looked up once: each sqlite3_column_... would do it again, under a mutex that a
   connection of one thread does not need. */
struct value sqlite_value(const struct cursor *base, size_t column)
{
    sqlite3_stmt *handle = ((const struct sqlite_cursor *)base)->statement->handle;
    sqlite3_value *found = sqlite3_column_value(handle, (int)column);
    struct value value = { 0 };

    switch (sqlite3_value_type(found)) {
    case SQLITE_INTEGER:
        return VALUE_OF_INTEGER(sqlite3_value_int64(found));
    case SQLITE_FLOAT:
        return VALUE_OF_REAL(sqlite3_value_double(found));
    case SQLITE_TEXT:
        value.type = VALUE_TEXT;
        value.text.at = (const char *)sqlite3_value_text(found);
        value.text.size = value.text.at ? (size_t)sqlite3_value_bytes(found) : 0;
        return value;
    case SQLITE_BLOB:
        if (sqlite3_value_bytes(found) != (int)sizeof value.id.bytes)
            return value;
        value.type = VALUE_ID;
        memcpy(value.id.bytes, sqlite3_value_blob(found), sizeof value.id.bytes);
        return value;
    default:
        return value;
    }
}

const char *sqlite_name(const struct cursor *base, size_t column)
{
    return sqlite3_column_name(((const struct sqlite_cursor *)base)->statement->handle,
                               (int)column);
}

void sqlite_close_cursor(struct cursor *base)
{
    struct sqlite_cursor *cursor = (struct sqlite_cursor *)base;

    if (!cursor->statement)
        return;
    finish(cursor->connection, cursor->statement);
    cursor->statement = NULL;
}

enum status sqlite_execute(struct tx *tx, struct text sql, const struct value *values, size_t count,
                           int64_t *ret_changed)
{
    struct sqlite_connection *connection = tx->connection;
    struct statement *statement;
    enum status status = start(tx, sql, values, count, &statement);
    int code;

    if (status != OK)
        return status;
    do
        code = step(connection, statement);
    while (code == SQLITE_ROW);
    status = code == SQLITE_DONE ? check_poison(tx) : sqlite_fail(tx, code);
    finish(connection, statement);
    if (status == OK && ret_changed)
        *ret_changed = sqlite3_changes64(connection->db);
    return status;
}
