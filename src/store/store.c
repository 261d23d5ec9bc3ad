/* Store: what both engines share. */
#include "store/daily.h"
#include "store/engine.h"

#include "base/mutex.h"

#include <assert.h>
#include <stdlib.h>

static void discard(struct store *store)
{
    pthread_rwlock_destroy(&store->listening);
    pthread_mutex_destroy(&store->newest.lock);
    free(store);
}

enum status store_open(const struct store_settings *settings, const struct schema *schema,
                       struct arena *arena, struct store **ret_store, struct text *ret_reason)
{
    struct store *store = memory_alloc(sizeof *store);
    enum status status;

    store->ops = settings->database_url ? &postgresql_engine : &sqlite_engine;
    store->schema = schema;
    pthread_rwlock_init(&store->listening, NULL);
    mutex_init_brief(&store->newest.lock);
    status = store->ops->open(store, settings, arena, ret_reason);
    if (status != OK) {
        discard(store);
        return status;
    }
    *ret_store = store;
    return OK;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store->ops->close(store);
    discard(store);
}

enum engine store_engine(const struct store *store)
{
    return store->ops->engine;
}

const struct schema *store_schema(const struct store *store)
{
    return store->schema;
}

static enum status run(struct store *store, const struct identity *identity, struct arena *arena,
                       store_work work, void *context, struct store_error *error, bool is_write)
{
    struct tx tx = { .store = store,
                     .identity = identity,
                     .arena = arena,
                     .work = work,
                     .context = context,
                     .is_write = is_write };
    enum status status = store->ops->run(store, &tx);

    feed_publish(&tx, status);
    if (error)
        *error = tx.error;
    return status;
}

enum status store_read(struct store *store, const struct identity *identity, struct arena *arena,
                       store_work work, void *context, struct store_error *error)
{
    return run(store, identity, arena, work, context, error, false);
}

enum status store_write(struct store *store, const struct identity *identity, struct arena *arena,
                        store_work work, void *context, struct store_error *error)
{
    return run(store, identity, arena, work, context, error, true);
}

void store_write_later(struct store *store, const struct identity *identity, struct arena *arena,
                       store_work work, void *context, store_done done)
{
    struct later *later = ARENA_NEW(arena, struct later);

    later->tx = (struct tx){ .store = store,
                             .identity = identity,
                             .arena = arena,
                             .work = work,
                             .context = context,
                             .is_write = true };
    later->done = done;
    if (store->ops->run_later)
        store->ops->run_later(store, later);
    else
        later_conclude(later, store->ops->run(store, &later->tx));
}

void later_conclude(const struct later *later, enum status status)
{
    struct tx tx = later->tx;

    feed_publish(&tx, status);
    later->done(tx.context, status, &later->tx.error);
}

void store_settle(struct store *store)
{
    if (store->ops->settle)
        store->ops->settle(store);
}

enum engine tx_engine(const struct tx *tx)
{
    return tx->store->ops->engine;
}

const struct schema *tx_schema(const struct tx *tx)
{
    return tx->store->schema;
}

struct arena *tx_arena(const struct tx *tx)
{
    return tx->arena;
}

const struct identity *tx_identity(const struct tx *tx)
{
    return tx->identity;
}

const struct store_error *tx_error(const struct tx *tx)
{
    return &tx->error;
}

enum status tx_as_system(struct tx *tx, store_work work, void *context)
{
    const struct identity *caller = tx->identity;
    struct identity system = *caller;
    enum status status, back;

    system.is_system = true;
    tx->identity = &system;
    status = tx->store->ops->identify(tx);
    if (status == OK)
        status = work(tx, context);
    tx->identity = caller;
    back = tx->store->ops->identify(tx);
    return status != OK ? status : back;
}

static enum status check_room(struct tx *tx)
{
    if (!arena_is_full(tx->arena))
        return OK;
    return tx->arena->is_over_budget
               ? tx_fail(tx, STORE_CROWDED, "", "too much for all calls together")
               : tx_fail(tx, STORE_TOO_MUCH, "", "too much for one call");
}

enum status tx_work(struct tx *tx)
{
    enum status status;

    feed_begin(tx);
    daily_begin(tx);
    status = tx->work(tx, tx->context);
    if (status == OK)
        status = check_room(tx);
    return status == OK ? daily_settle(tx) : status;
}

/* ---- what a statement writes ---- */

static struct text next_word(struct text *rest)
{
    size_t size = 0;

    *rest = text_trim(*rest);
    while (size < rest->size && strchr(" \n(", rest->at[size]) == NULL)
        size++;
    struct text word = text_slice(*rest, 0, size);

    *rest = text_from_offset(*rest, size);
    return word;
}

/* The entity that an INSERT, UPDATE or DELETE writes. */
static const struct entity *target_of(const struct tx *tx, struct text sql)
{
    struct text rest = text_slice(sql, 0, 200), verb = next_word(&rest), name;

    if (text_equal(verb, T("INSERT")) || text_equal(verb, T("DELETE")))
        next_word(&rest); /* INTO, FROM */
    else if (!text_equal(verb, T("UPDATE")))
        return NULL;
    name = next_word(&rest);
    if (text_starts_with(name, T("main.")))
        name = text_from_offset(name, 5);
    return schema_find(tx->store->schema, name);
}

/* The server's own statements are about one workspace, too, and say so first; 0: about any. */
static int64_t workspace_of(const struct tx *tx, struct text sql, const struct value *values,
                            size_t count)
{
    bool is_said;

    if (tx->identity->workspace_id != 0)
        return tx->identity->workspace_id;
    is_said = text_find(sql, T("workspace_id = $1 ")) < sql.size ||
              text_ends_with(sql, T("workspace_id = $1"));
    return is_said && count > 0 && values[0].type == VALUE_INTEGER ? values[0].integer : 0;
}

static void note_statement(struct tx *tx, struct text sql, const struct value *values, size_t count)
{
    const struct entity *entity = target_of(tx, sql);
    int64_t workspace_id;

    if (!entity)
        return;
    workspace_id = workspace_of(tx, sql, values, count);
    feed_statement(tx, entity, workspace_id);
    daily_statement(tx, entity, workspace_id);
}

enum status tx_query(struct tx *tx, struct text sql, const struct value *values, size_t count,
                     struct cursor **ret_cursor)
{
    enum status status;

    tx->error = (struct store_error){ 0 };
    status = check_room(tx);
    if (status == OK)
        status = tx->store->ops->query(tx, sql, values, count, ret_cursor);
    if (status == OK && tx->is_write)
        note_statement(tx, sql, values, count);
    return status;
}

enum status tx_estimate(struct tx *tx, struct text sql, const struct value *values, size_t count,
                        int64_t *ret_rows)
{
    tx->error = (struct store_error){ 0 };
    if (!tx->store->ops->estimate)
        return NOT_FOUND;
    return tx->store->ops->estimate(tx, sql, values, count, ret_rows);
}

enum status tx_execute(struct tx *tx, struct text sql, const struct value *values, size_t count,
                       int64_t *ret_changed)
{
    int64_t changed = 0;
    enum status status;

    tx->error = (struct store_error){ 0 };
    status = check_room(tx);
    if (status == OK)
        status = tx->store->ops->execute(tx, sql, values, count, &changed);
    if (status != OK)
        return status;
    if (ret_changed)
        *ret_changed = changed;
    if (tx->is_write)
        note_statement(tx, sql, values, count);
    if (changed == 0) {
        feed_statement_changed_nothing(tx);
        daily_statement_changed_nothing(tx);
    }
    return OK;
}

enum status cursor_next(struct cursor *cursor, bool *ret_found)
{
    enum status status = check_room(cursor->tx);

    return status == OK ? cursor->tx->store->ops->next(cursor, ret_found) : status;
}

size_t cursor_width(const struct cursor *cursor)
{
    return cursor->width;
}

struct value cursor_value(const struct cursor *cursor, size_t column)
{
    assert(column < cursor->width);
    return cursor->tx->store->ops->value(cursor, column);
}

struct text cursor_column_name(const struct cursor *cursor, size_t column)
{
    return text_from(cursor->tx->store->ops->column_name(cursor, column));
}

struct value cursor_value_kept(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value(cursor, column);

    if (value.type == VALUE_TEXT)
        value.text = arena_copy(cursor->tx->arena, value.text);
    return value;
}

void cursor_close(struct cursor *cursor)
{
    if (cursor)
        cursor->tx->store->ops->close_cursor(cursor);
}

enum status tx_savepoint(struct tx *tx, store_work work, void *context)
{
    const struct identity *caller = tx->identity;
    struct store_error error;
    size_t place = feed_place(tx);
    enum status status, back;

    status = tx->store->ops->savepoint(tx, SAVEPOINT_SET);
    if (status != OK)
        return status;
    status = work(tx, context);
    error = tx->error;
    tx->identity = caller;
    if (status != OK) {
        feed_undo_to(tx, place);
        tx->keys = NULL; /* one may have been made in what is undone */
    }
    back = tx->store->ops->savepoint(tx, status == OK ? SAVEPOINT_RELEASE : SAVEPOINT_UNDO);
    if (back != OK)
        return back;
    tx->error = error;
    return status;
}

enum status tx_fail(struct tx *tx, enum store_fault fault, const char *constraint,
                    const char *message)
{
    static const enum status status_of[] = {
        [STORE_FINE] = FAILED,         [STORE_UNIQUE] = CONFLICT,
        [STORE_LINK] = CONFLICT,       [STORE_NOT_NULL] = INVALID,
        [STORE_CHECK] = INVALID,       [STORE_ROW_SECURITY] = FORBIDDEN,
        [STORE_TOO_BIG] = TOO_LARGE,   [STORE_BROKEN] = FAILED,
        [STORE_STATEMENT] = FAILED,    [STORE_TIMEOUT] = UNAVAILABLE,
        [STORE_FULL] = UNAVAILABLE,    [STORE_SEALED] = FAILED,
        [STORE_NO_KEY] = FAILED,       [STORE_TOO_MUCH] = TOO_LARGE,
        [STORE_AWAY] = UNAVAILABLE,    [STORE_CROWDED] = UNAVAILABLE,
        [STORE_UNKNOWN] = UNAVAILABLE,
    };

    tx->error = (struct store_error){
        .fault = fault,
        .constraint = arena_copy(tx->arena, text_from(constraint)),
        .message = arena_copy(tx->arena, text_from(message)),
    };
    return status_of[fault];
}

static enum status ping(struct tx *tx, void *context)
{
    struct cursor *cursor;
    bool found = false;
    enum status status;

    (void)context;
    status = tx_query(tx, T("SELECT 1"), NULL, 0, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    cursor_close(cursor);
    return status != OK ? status : found ? OK : FAILED;
}

enum status store_ping(struct store *store)
{
    static const struct identity system = { .is_system = true };
    struct arena arena = { 0 };
    enum status status = store_read(store, &system, &arena, ping, NULL, NULL);

    arena_release(&arena);
    return status;
}

enum status store_verify(struct store *store, struct arena *arena, struct text *ret_report)
{
    return store->ops->verify(store, arena, ret_report);
}
