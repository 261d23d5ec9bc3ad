/* Cursors: rows come off the wire one by one, as they are asked for. When another statement has
   to use the wire, the rest is kept in memory, up to a ceiling. A short page comes as a whole. */
#include "store/postgresql.h"

#include <stdlib.h>

struct kept_row {
    PGresult *row;
    struct kept_row *next;
};

struct postgresql_cursor {
    struct cursor cursor;
    struct postgresql_connection *connection;
    struct postgresql_cursor *next_open;
    PGresult *shape; /* the first result: names; also the first row, or all of a page's */
    PGresult *row;   /* the current one; may be shape */
    int at;          /* the row of `row` */
    bool has_first;  /* shape is a row that was not handed out */
    bool is_open;
    struct kept_row *kept, **kept_end;
    size_t kept_bytes;
    enum status failure; /* what stands where the lost rows would */
    struct store_error error;
};

static void clear_row(struct postgresql_cursor *cursor)
{
    if (cursor->row != cursor->shape)
        PQclear(cursor->row);
    cursor->row = NULL;
    cursor->at = 0;
}

static void drop_kept(struct postgresql_cursor *cursor)
{
    while (cursor->kept) {
        struct kept_row *kept = cursor->kept;

        cursor->kept = kept->next;
        PQclear(kept->row);
        free(kept);
    }
    cursor->kept_end = &cursor->kept;
    cursor->connection->kept_bytes -= cursor->kept_bytes;
    cursor->kept_bytes = 0;
}

/* The statement is over: what follows its last result is the synchronisation. */
static enum status finish(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;

    connection->streaming = NULL;
    postgresql_read_to_sync(connection);
    if (connection->is_lost)
        return postgresql_fail(tx, NULL);
    if (connection->failure == OK && PQtransactionStatus(connection->link) != PQTRANS_INTRANS) {
        connection->is_lost = true;
        connection->failure = tx_fail(tx, STORE_BROKEN, "", "a statement ended the transaction");
        connection->error = tx->error;
    }
    return connection->failure;
}

/* The next row off the wire; NULL and OK at the end. */
static enum status read_row(struct tx *tx, PGresult **ret_row)
{
    struct postgresql_connection *connection = tx->connection;
    PGresult *result = PQgetResult(connection->link);
    ExecStatusType status = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;

    *ret_row = NULL;
    if (status == PGRES_SINGLE_TUPLE) {
        *ret_row = result;
        return OK;
    }
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        postgresql_fail(tx, result);
    PQclear(result);
    return finish(tx);
}

/* The rest stays unread. */
static enum status refuse_row(struct postgresql_cursor *cursor)
{
    struct tx *tx = cursor->cursor.tx;

    postgresql_settle(tx, false);
    cursor->failure = tx_fail(tx, STORE_TOO_BIG, "", "one row is too large");
    cursor->error = tx->error;
    return cursor->failure;
}

enum status postgresql_cursor_open(struct tx *tx, PGresult *first, struct cursor **ret_cursor)
{
    struct postgresql_connection *connection = tx->connection;
    struct postgresql_cursor *cursor = ARENA_NEW(tx->arena, struct postgresql_cursor);

    *cursor = (struct postgresql_cursor){
        .cursor = { .tx = tx, .width = (size_t)PQnfields(first) },
        .connection = connection,
        .next_open = connection->open,
        .shape = first,
        .has_first = PQntuples(first) > 0,
        .is_open = true,
    };
    cursor->kept_end = &cursor->kept;
    connection->open = cursor;
    *ret_cursor = &cursor->cursor;
    if (PQresultStatus(first) == PGRES_SINGLE_TUPLE) {
        connection->streaming = cursor;
        return PQresultMemorySize(first) > LIMIT_ROW_BYTES ? refuse_row(cursor) : OK;
    }
    return finish(tx);
}

static enum status keep_row(struct postgresql_cursor *cursor, PGresult *row)
{
    struct postgresql_connection *connection = cursor->connection;
    struct kept_row *kept = memory_alloc(sizeof *kept);
    size_t bytes = PQresultMemorySize(row) + sizeof *kept;

    *kept = (struct kept_row){ .row = row };
    *cursor->kept_end = kept;
    cursor->kept_end = &kept->next;
    cursor->kept_bytes += bytes;
    connection->kept_bytes += bytes;
    return connection->kept_bytes > LIMIT_KEPT_ROWS_BYTES ? TOO_LARGE : OK;
}

enum status postgresql_settle(struct tx *tx, bool keep)
{
    struct postgresql_connection *connection = tx->connection;
    struct postgresql_cursor *cursor = connection->streaming;
    enum status status = OK;
    PGresult *row;

    while (connection->streaming) {
        status = read_row(tx, &row);
        if (!row)
            continue;
        if (!keep || cursor->failure != OK) {
            PQclear(row);
        } else if (keep_row(cursor, row) != OK) {
            cursor->failure = tx_fail(tx, STORE_TOO_BIG, "", "too many rows under another query");
            cursor->error = tx->error;
            drop_kept(cursor);
        }
    }
    if (cursor && status != OK && cursor->failure == OK) {
        cursor->failure = status;
        cursor->error = tx->error;
    }
    return cursor && keep ? cursor->failure : status;
}

static enum status next_off_the_wire(struct postgresql_cursor *cursor, bool *ret_found)
{
    struct tx *tx = cursor->cursor.tx;
    PGresult *row;
    enum status status = read_row(tx, &row);

    if (status != OK)
        return status;
    if (row && PQresultMemorySize(row) > LIMIT_ROW_BYTES) {
        PQclear(row);
        return refuse_row(cursor);
    }
    cursor->row = row;
    *ret_found = row != NULL;
    return OK;
}

enum status postgresql_next(struct cursor *base, bool *ret_found)
{
    struct postgresql_cursor *cursor = (struct postgresql_cursor *)base;

    if (cursor->row && cursor->at + 1 < PQntuples(cursor->row)) {
        cursor->at++;
        *ret_found = true;
        return OK;
    }
    clear_row(cursor);
    if (cursor->has_first) {
        cursor->has_first = false;
        cursor->row = cursor->shape;
        *ret_found = true;
        return OK;
    }
    if (cursor->kept) {
        struct kept_row *kept = cursor->kept;

        cursor->row = kept->row;
        cursor->kept = kept->next;
        if (!cursor->kept)
            cursor->kept_end = &cursor->kept;
        free(kept);
        *ret_found = true;
        return OK;
    }
    if (cursor->failure != OK) {
        base->tx->error = cursor->error;
        return cursor->failure;
    }
    if (cursor->is_open && cursor->connection->streaming == cursor)
        return next_off_the_wire(cursor, ret_found);
    *ret_found = false;
    return OK;
}

struct value postgresql_value(const struct cursor *base, size_t column)
{
    const struct postgresql_cursor *cursor = (const struct postgresql_cursor *)base;

    return value_from_result(cursor->row, cursor->at, (int)column);
}

const char *postgresql_name(const struct cursor *base, size_t column)
{
    return PQfname(((const struct postgresql_cursor *)base)->shape, (int)column);
}

void postgresql_close_cursor(struct cursor *base)
{
    struct postgresql_cursor *cursor = (struct postgresql_cursor *)base;
    struct postgresql_cursor **at;

    if (!cursor->is_open)
        return;
    if (cursor->connection->streaming == cursor)
        (void)!postgresql_settle(base->tx, false);
    clear_row(cursor);
    drop_kept(cursor);
    PQclear(cursor->shape);
    cursor->shape = NULL;
    cursor->has_first = cursor->is_open = false;
    for (at = &cursor->connection->open; *at != cursor; at = &(*at)->next_open)
        ;
    *at = cursor->next_open;
}

void postgresql_close_cursors(struct postgresql_connection *connection)
{
    while (connection->open)
        postgresql_close_cursor(&connection->open->cursor);
}
