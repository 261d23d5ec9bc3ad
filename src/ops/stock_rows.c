/* Rows: the outputs of a function say how each column is written. */
#include "ops/stock_rows.h"

#include <stdlib.h>

struct stock_query stock_query_new(struct call *call, const struct field *outputs,
                                   size_t output_count)
{
    return (struct stock_query){ .sql = buffer_in(call->arena, LIMIT_STOCK_SQL),
                                 .outputs = outputs,
                                 .output_count = output_count };
}

void stock_query_bind(struct stock_query *query, const char *before, struct value value,
                      const char *after)
{
    if (query->count == LIMIT_STOCK_VALUES)
        return;
    query->values[query->count++] = value;
    buffer_print(&query->sql, "%s$%zu%s", before, query->count, after);
}

void stock_query_narrow(struct stock_query *query, const char *column, struct id id)
{
    if (id_is_zero(id))
        return;
    buffer_print(&query->sql, " AND %s = ", column);
    stock_query_bind(query, "", VALUE_OF_ID(id), "");
}

enum status stock_query_write(struct tx *tx, struct stock_query *query, struct json_writer *json)
{
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx, buffer_text(&query->sql), query->values, query->count, &cursor);

    if (status != OK)
        return status;
    json_begin_array(json);
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        json_begin_object(json);
        for (size_t i = 0; i < query->output_count; i++) {
            json_write_key(json, text_from(query->outputs[i].name));
            value_write_json(json, &query->outputs[i], cursor_value(cursor, i));
        }
        json_end_object(json);
    }
    json_end_array(json);
    cursor_close(cursor);
    return status;
}

void stock_row_write(struct json_writer *json, const struct field *outputs,
                     const struct value *values, size_t count)
{
    json_begin_object(json);
    for (size_t i = 0; i < count; i++) {
        json_write_key(json, text_from(outputs[i].name));
        value_write_json(json, &outputs[i], values[i]);
    }
    json_end_object(json);
}

struct answering {
    struct call *call;
    struct stock_query *query;
};

static enum status answer_work(struct tx *tx, void *context)
{
    struct answering *answering = context;
    struct json_writer json;

    buffer_clear(&answering->call->body);
    json = call_answer_json(answering->call);
    return stock_query_write(tx, answering->query, &json);
}

enum status stock_query_answer(struct call *call, struct stock_query *query)
{
    struct answering answering = { call, query };

    return call_read(call, answer_work, &answering);
}

/* ---- sums ---- */

static int compare_sums(const void *a, const void *b)
{
    const struct stock_sum *one = a, *other = b;

    return memcmp(one->variant_id.bytes, other->variant_id.bytes, sizeof one->variant_id.bytes);
}

static void add_sum(struct arena *arena, struct stock_sums *sums, const struct cursor *cursor)
{
    if (sums->count == sums->capacity) {
        size_t capacity = sums->capacity == 0 ? 256 : 2 * sums->capacity;
        struct stock_sum *at = ARENA_NEW_ARRAY(arena, struct stock_sum, capacity);

        if (sums->count > 0)
            memcpy(at, sums->at, sums->count * sizeof *at);
        sums->at = at;
        sums->capacity = capacity;
    }
    sums->at[sums->count++] = (struct stock_sum){
        .variant_id = cursor_value(cursor, 0).id,
        .sums = { cursor_value(cursor, 1).integer, cursor_value(cursor, 2).integer },
    };
}

enum status stock_sums_read(struct tx *tx, const struct stock_query *query, struct stock_sums *sums)
{
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx, buffer_text(&query->sql), query->values, query->count, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found)
        add_sum(tx_arena(tx), sums, cursor);
    cursor_close(cursor);
    if (sums->count > 0)
        qsort(sums->at, sums->count, sizeof *sums->at, compare_sums);
    return status;
}

const struct stock_sum *stock_sums_find(const struct stock_sums *sums, struct id variant_id)
{
    const struct stock_sum wanted = { .variant_id = variant_id };

    return sums->count == 0
               ? NULL
               : bsearch(&wanted, sums->at, sums->count, sizeof *sums->at, compare_sums);
}
