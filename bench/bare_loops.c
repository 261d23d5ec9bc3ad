/* The loops: reading the newest sales and writing one, through the store as a caller and
   straight to SQLite. The straight ones know one workspace and no row security. */
#include "bare.h"

#include "schema/parse.h"

/* What 64 callers of the server can have waiting for one commit. */
enum { GROUP_ROWS = 64 };

/* --- through the store */

struct store_state {
    const struct bare *bare;
    struct arena arena;
    struct buffer *answer;
};

static void *store_open_loop(const struct bare *bare, struct arena *arena)
{
    struct store_state *state = ARENA_NEW(arena, struct store_state);

    state->bare = bare;
    return state;
}

static void store_close_loop(void *context)
{
    struct store_state *state = context;

    arena_release(&state->arena);
}

static enum status read_newest(struct tx *tx, void *context)
{
    struct store_state *state = context;
    const struct bare *bare = state->bare;
    struct json_writer json = json_writer_to(state->answer);
    struct value limit = VALUE_OF_INTEGER(NEWEST_ROWS);
    struct cursor *cursor;
    bool found;
    size_t bound = tx_engine(tx) == ENGINE_SQLITE ? 1 : 0;
    enum status status = tx_query(tx, bare->select_store, &limit, bound, &cursor);

    json_begin_array(&json);
    while (status == OK) {
        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            break;
        json_begin_object(&json);
        for (size_t i = 0; i < bare->width; i++) {
            json_write_prepared_key(&json, bare->keys[i]);
            value_write_json(&json, bare->fields[i], cursor_value(cursor, i));
        }
        json_end_object(&json);
    }
    json_end_array(&json);
    return status;
}

static bool store_get(void *context, struct buffer *answer)
{
    struct store_state *state = context;
    const struct bare *bare = state->bare;

    state->answer = answer;
    arena_clear(&state->arena);
    return store_read(bare->instance.store, &bare->identity, &state->arena, read_newest, state,
                      NULL) == OK;
}

static enum status insert_sale(struct tx *tx, void *context)
{
    const struct store_state *state = context;
    const struct bare *bare = state->bare;
    struct value values[COLUMNS_MAX];

    bare_sale_values(bare, values);
    return tx_execute(tx, bare->insert_store, values, bare->insert_width, NULL);
}

static bool store_post(void *context, struct buffer *answer)
{
    struct store_state *state = context;
    const struct bare *bare = state->bare;

    (void)answer;
    arena_clear(&state->arena);
    return store_write(bare->instance.store, &bare->identity, &state->arena, insert_sale, state,
                       NULL) == OK;
}

/* --- straight to SQLite */

struct sqlite_state {
    const struct bare *bare;
    sqlite3 *db;
    sqlite3_stmt *statement;
};

static void sqlite_close_loop(void *context)
{
    struct sqlite_state *state = context;

    sqlite3_finalize(state->statement);
    sqlite3_close(state->db);
}

static void *sqlite_open_loop(const struct bare *bare, struct arena *arena, struct text sql)
{
    struct sqlite_state *state = ARENA_NEW(arena, struct sqlite_state);

    state->bare = bare;
    if (bare_sqlite_open(bare, "", sql, &state->db, &state->statement))
        return state;
    sqlite_close_loop(state);
    return NULL;
}

static void *sqlite_open_get(const struct bare *bare, struct arena *arena)
{
    return sqlite_open_loop(bare, arena, bare->select_sqlite);
}

static void *sqlite_open_post(const struct bare *bare, struct arena *arena)
{
    return sqlite_open_loop(bare, arena, bare->insert_sqlite);
}

static struct value column_value(sqlite3_stmt *statement, int at)
{
    struct value value = VALUE_OF_NULL;

    switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
        return VALUE_OF_INTEGER(sqlite3_column_int64(statement, at));
    case SQLITE_TEXT:
        return VALUE_OF_TEXT(((struct text){ (const char *)sqlite3_column_text(statement, at),
                                             (size_t)sqlite3_column_bytes(statement, at) }));
    case SQLITE_BLOB:
        value.type = VALUE_ID;
        memcpy(value.id.bytes, sqlite3_column_blob(statement, at), sizeof value.id.bytes);
        return value;
    default:
        return value;
    }
}

static bool sqlite_get(void *context, struct buffer *answer)
{
    struct sqlite_state *state = context;
    const struct bare *bare = state->bare;
    struct json_writer json = json_writer_to(answer);
    int code;

    sqlite3_bind_int(state->statement, 1, NEWEST_ROWS);
    json_begin_array(&json);
    while ((code = sqlite3_step(state->statement)) == SQLITE_ROW) {
        json_begin_object(&json);
        for (size_t i = 0; i < bare->width; i++) {
            json_write_prepared_key(&json, bare->keys[i]);
            value_write_json(&json, bare->fields[i], column_value(state->statement, (int)i));
        }
        json_end_object(&json);
    }
    json_end_array(&json);
    sqlite3_reset(state->statement);
    return code == SQLITE_DONE;
}

/* The limit of group commit: one connection, as many rows a commit as callers wait. */
static bool sqlite_post(void *context, struct buffer *answer)
{
    struct sqlite_state *state = context;
    struct value values[COLUMNS_MAX];
    int code = SQLITE_DONE;

    (void)answer;
    if (sqlite3_exec(state->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return false;
    for (int row = 0; row < GROUP_ROWS && code == SQLITE_DONE; row++) {
        bare_sale_values(state->bare, values);
        for (size_t i = 0; i < state->bare->insert_width; i++)
            bare_sqlite_bind(state->statement, (int)i + 1, &values[i]);
        code = sqlite3_step(state->statement);
        sqlite3_reset(state->statement);
    }
    return code == SQLITE_DONE && sqlite3_exec(state->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

/* The report's own statement over views of one workspace. */
static void *month_open(const struct bare *bare, struct arena *arena)
{
    static const char views[] =
        "CREATE TEMP VIEW sale AS SELECT * FROM main.sale WHERE workspace_id = 1;"
        "CREATE TEMP VIEW live_session AS SELECT * FROM main.live_session WHERE workspace_id = 1";
    struct sqlite_state *state = ARENA_NEW(arena, struct sqlite_state);

    state->bare = bare;
    if (bare_sqlite_open(bare, views, bare->month, &state->db, &state->statement))
        return state;
    sqlite_close_loop(state);
    return NULL;
}

static bool month_get(void *context, struct buffer *answer)
{
    struct sqlite_state *state = context;
    int code;

    while ((code = sqlite3_step(state->statement)) == SQLITE_ROW) {
        buffer_append(answer, column_value(state->statement, 0).text);
        for (int i = 1; i < sqlite3_column_count(state->statement); i++)
            buffer_print(answer, " %lld", (long long)sqlite3_column_int64(state->statement, i));
        buffer_append_byte(answer, '\n');
    }
    sqlite3_reset(state->statement);
    return code == SQLITE_DONE && answer->size > 0;
}

const struct loop loops[] = {
    { .name = "get store",
      .open = store_open_loop,
      .once = store_get,
      .close = store_close_loop,
      .rows_each = 1 },
    { .name = "post store",
      .open = store_open_loop,
      .once = store_post,
      .close = store_close_loop,
      .rows_each = 1 },
    { .name = "get sqlite",
      .open = sqlite_open_get,
      .once = sqlite_get,
      .close = sqlite_close_loop,
      .rows_each = 1 },
    { .name = "post sqlite",
      .open = sqlite_open_post,
      .once = sqlite_post,
      .close = sqlite_close_loop,
      .rows_each = GROUP_ROWS,
      .is_one_thread = true },
    { .name = "month sqlite",
      .open = month_open,
      .once = month_get,
      .close = sqlite_close_loop,
      .rows_each = 1 },
    { 0 },
};
