/* Prepared statements of one connection: found by SQL text, by who asks, and by the types of the
   values. A NULL takes whatever type the statement has there, so that one INSERT does not become
   a statement per combination of empty fields. The least recently used makes room. */
#include "store/postgresql.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t hash_of(struct text sql, bool is_caller)
{
    return text_hash(sql) ^ (is_caller ? 0x9e3779b97f4a7c15ull : 0);
}

static bool takes(const struct prepared *prepared, struct text sql, bool is_caller,
                  const struct value *values, size_t count)
{
    if (prepared->is_caller != is_caller || prepared->count != count ||
        !text_equal(sql, (struct text){ prepared->sql, prepared->sql_size }))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!value_fits_oid(values[i], prepared->types[i]))
            return false;
    return true;
}

struct prepared *postgresql_prepared_find(struct postgresql_connection *connection, struct text sql,
                                          bool is_caller, const struct value *values, size_t count)
{
    uint64_t hash = hash_of(sql, is_caller);

    for (size_t i = 0; i < connection->prepared_count; i++) {
        struct prepared *prepared = &connection->prepared[i];

        if (prepared->hash != hash || !takes(prepared, sql, is_caller, values, count))
            continue;
        prepared->used = ++connection->tick;
        return prepared;
    }
    return NULL;
}

void postgresql_prepared_name(const struct prepared *prepared, char name[16])
{
    snprintf(name, 16, "s%u", prepared->number);
}

/* "... LIMIT 50", without rows of others embedded. libpq copies the names of all columns for each
   row that it hands out alone. */
static bool is_page(struct text sql)
{
    size_t at = sql.size;
    int64_t rows;

    while (at > 0 && sql.at[at - 1] >= '0' && sql.at[at - 1] <= '9')
        at--;
    return text_starts_with(sql, T("SELECT ")) &&
           text_ends_with(text_slice(sql, 0, at), T(" LIMIT ")) &&
           text_to_int64(text_from_offset(sql, at), &rows) && rows <= LIMIT_PAGE_AT_ONCE &&
           text_find(sql, T("(SELECT ")) == sql.size;
}

static void forget(struct prepared *prepared)
{
    free(prepared->sql);
    free(prepared->types);
    *prepared = (struct prepared){ 0 };
}

static void remove_oldest(struct postgresql_connection *connection)
{
    struct prepared *oldest = &connection->prepared[0];
    char sql[32];

    for (size_t i = 1; i < connection->prepared_count; i++)
        if (connection->prepared[i].used < oldest->used)
            oldest = &connection->prepared[i];
    snprintf(sql, sizeof sql, "DEALLOCATE s%u", oldest->number);
    postgresql_queue(connection, sql);
    postgresql_prepared_remove(connection, oldest);
}

struct prepared *postgresql_prepared_add(struct postgresql_connection *connection, struct text sql,
                                         bool is_caller, const struct value *values, size_t count)
{
    struct prepared *prepared;

    if (connection->prepared_count == LIMIT_PREPARED)
        remove_oldest(connection);
    prepared = &connection->prepared[connection->prepared_count++];
    *prepared = (struct prepared){
        .hash = hash_of(sql, is_caller),
        .used = ++connection->tick,
        .sql = memory_alloc(sql.size + 1),
        .sql_size = sql.size,
        .types = memory_alloc((count + 1) * sizeof *prepared->types),
        .count = count,
        .number = ++connection->last_number,
        .is_caller = is_caller,
        .is_page = is_page(sql),
    };
    memcpy(prepared->sql, sql.at, sql.size);
    prepared->sql[sql.size] = '\0';
    for (size_t i = 0; i < count; i++)
        prepared->types[i] = value_type_oid(values[i].type);
    return prepared;
}

void postgresql_prepared_remove(struct postgresql_connection *connection, struct prepared *prepared)
{
    size_t last = --connection->prepared_count;

    forget(prepared);
    if (prepared == &connection->prepared[last])
        return;
    *prepared = connection->prepared[last];
    connection->prepared[last] = (struct prepared){ 0 };
}

void postgresql_prepared_clear(struct postgresql_connection *connection)
{
    while (connection->prepared_count > 0)
        postgresql_prepared_remove(connection,
                                   &connection->prepared[connection->prepared_count - 1]);
}
