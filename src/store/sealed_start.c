/* What a store does with its keys when it is opened: the root of the keyed hashes, wrapping again
   after a rotation, and sealing what an earlier version wrote plain. Each batch is a transaction;
   a column that is done is noted, so a start that was broken off goes on where it stood, and a
   plain value that somebody puts there later is never taken for one of before. */
#include "base/encode.h"
#include "schema/column.h"
#include "store/row.h"
#include "store/sealed_private.h"

enum { BATCH_ROWS = 200, LIMIT_START_SQL = 16384 };

static const struct identity system_identity = { .is_system = true };

struct place {
    int64_t workspace_id;
    struct id id;
};

struct starting {
    struct store *store;
    struct arena *arena; /* of a batch */
    struct text *ret_reason;
    struct arena *kept;

    const struct entity *entity; /* of the column */
    const struct field *field;
    struct place from, to; /* of a batch, which may be run again: behind `from`, up to `to` */
    size_t count;
};

static enum status write(struct starting *starting, store_work work)
{
    struct store_error error = { 0 };
    enum status status =
        store_write(starting->store, &system_identity, starting->arena, work, starting, &error);

    if (status != OK && !starting->ret_reason->at)
        *starting->ret_reason =
            arena_print(starting->kept,
                        "What is sealed in the database cannot be brought to this version: %.*s",
                        TEXT_ARG(error.message));
    return status;
}

static enum status explain(struct starting *starting, enum status status)
{
    if (status != OK)
        *starting->ret_reason = arena_print(starting->kept,
                                            "The keys in this database cannot be opened. %.*s",
                                            TEXT_ARG(seal_sentence(status)));
    return status;
}

static enum status find_owner(struct tx *tx, struct text owner, struct data_key *ret_key)
{
    struct value value = VALUE_OF_TEXT(owner);

    return row_find_where(tx, &data_key_entity, T("workspace_id = 0 AND owner = $1"), &value, 1,
                          ret_key);
}

static enum status find_or_make(struct tx *tx, struct starting *starting, struct text owner,
                                struct data_key *ret_key)
{
    enum status status = find_owner(tx, owner, ret_key);

    if (status != NOT_FOUND)
        return status;
    status = data_key_make(starting->store->seals->master, tx->arena, owner, ret_key);
    return status == OK ? row_insert(tx, &data_key_entity, ret_key) : status;
}

/* ---- the root of keyed hashes ---- */

static enum status open_blind(struct tx *tx, void *context)
{
    struct starting *starting = context;
    struct store_seals *seals = starting->store->seals;
    struct data_key key;
    enum status status = find_or_make(tx, starting, T("blind"), &key);

    if (status != OK)
        return status;
    secret_free(seals->blind);
    seals->blind = NULL;
    return explain(starting, data_key_unwrap(seals->master, tx->arena, &key, &seals->blind));
}

/* ---- wrapping again ---- */

static enum status wrap_again(struct tx *tx, struct starting *starting, struct data_key *key)
{
    const struct key_ring *master = starting->store->seals->master;
    struct secret *secret;
    struct text sealed;
    enum status status;

    if (!base64_decode(tx->arena, key->wrapped, BASE64_BARE, &sealed) ||
        !seal_is_outdated(master, sealed))
        return OK;
    status = data_key_unwrap(master, tx->arena, key, &secret);
    if (status == UNAVAILABLE || status == FAILED)
        return OK; /* what it has sealed says so where it is read; all else goes on */
    if (status != OK)
        return status;
    status = seal_secret(master, secret, data_key_about(tx->arena, key), tx->arena, &sealed);
    secret_free(secret);
    if (status != OK)
        return status;
    key->wrapped = base64_encode(tx->arena, sealed, BASE64_BARE);
    return row_update(tx, &data_key_entity, key);
}

struct keys {
    struct data_key at[BATCH_ROWS];
    size_t count;
};

static enum status collect_key(struct tx *tx, void *row, void *context)
{
    struct keys *keys = context;

    (void)tx;
    keys->at[keys->count++] = *(const struct data_key *)row;
    return OK;
}

static enum status wrap_batch(struct tx *tx, void *context)
{
    struct starting *starting = context;
    struct value values[] = { VALUE_OF_ID(starting->from.id), VALUE_OF_INTEGER(BATCH_ROWS) };
    struct keys *keys = ARENA_NEW(tx->arena, struct keys);
    struct data_key scratch;
    enum status status = row_each(tx, &data_key_entity,
                                  T("workspace_id = 0 AND id > $1 ORDER BY id LIMIT $2"), values, 2,
                                  &scratch, collect_key, keys);

    for (size_t i = 0; status == OK && i < keys->count; i++)
        status = wrap_again(tx, starting, &keys->at[i]);
    starting->count = keys->count;
    if (status == OK && keys->count > 0)
        starting->to.id = keys->at[keys->count - 1].row.id;
    return status;
}

static enum status wrap_all(struct starting *starting)
{
    enum status status;

    do {
        status = write(starting, wrap_batch);
        starting->from = starting->to;
        arena_clear(starting->arena);
    } while (status == OK && starting->count == BATCH_ROWS);
    return status;
}

/* ---- sealing what is plain ---- */

struct plain_row {
    struct value *values; /* in column order */
    struct plain_row *next;
};

static struct text select_sql(struct arena *arena, const struct starting *starting)
{
    struct buffer sql = buffer_in(arena, LIMIT_START_SQL);
    const struct entity *entity = starting->entity;

    buffer_append(&sql, T("SELECT "));
    for (size_t i = 0; i < column_count(entity); i++) {
        buffer_append(&sql, i > 0 ? T(", ") : T(""));
        column_print_name(&sql, column_at(entity, i));
    }
    buffer_print(&sql,
                 " FROM main.%s WHERE (workspace_id, id) > ($1, $2) AND %s IS NOT NULL "
                 "ORDER BY workspace_id, id LIMIT %d",
                 entity->name, starting->field->name, BATCH_ROWS);
    return buffer_text(&sql);
}

static enum status read_rows(struct tx *tx, struct starting *starting, struct plain_row **ret_rows)
{
    struct value place[] = { VALUE_OF_INTEGER(starting->from.workspace_id),
                             VALUE_OF_ID(starting->from.id) };
    struct plain_row **end = ret_rows;
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx, select_sql(tx->arena, starting), place, 2, &cursor);

    *ret_rows = NULL;
    starting->count = 0;
    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        struct plain_row *row = ARENA_NEW(tx->arena, struct plain_row);

        row->values = ARENA_NEW_ARRAY(tx->arena, struct value, cursor_width(cursor));
        for (size_t i = 0; i < cursor_width(cursor); i++)
            row->values[i] = cursor_value_kept(cursor, i);
        *end = row;
        end = &row->next;
        starting->count++;
    }
    cursor_close(cursor);
    return status;
}

/* A text of before may begin as a cell does: it is one only if it opens. */
static bool is_plain(struct tx *tx, const struct starting *starting, const struct value *values,
                     struct text text)
{
    struct value value;

    return sealed_is_foreign(text) ||
           sealed_open(tx, starting->entity, starting->field, values[COLUMN_WORKSPACE_ID].integer,
                       values[COLUMN_ID].id, text, &value) != OK ||
           value.type == VALUE_NULL;
}

static size_t blind_column(const struct entity *entity, const struct field *field)
{
    for (size_t i = ROW_COLUMNS + entity->fields.count; i < column_count(entity); i++)
        if (column_at(entity, i).field == field)
            return i;
    return 0;
}

static enum status seal_row(struct tx *tx, const struct starting *starting, struct value *values)
{
    const struct entity *entity = starting->entity;
    const struct field *field = starting->field;
    size_t at = column_index(entity, field);
    size_t blind = field->blind ? blind_column(entity, field) : at;
    struct value set[4] = { values[COLUMN_WORKSPACE_ID], values[COLUMN_ID] };
    enum status status;

    if (!is_plain(tx, starting, values, values[at].text))
        return OK;
    for (size_t i = ROW_COLUMNS; i < ROW_COLUMNS + entity->fields.count; i++)
        if (i != at && entity->fields.at[i - ROW_COLUMNS].sealed)
            values[i] = VALUE_OF_NULL; /* each column has its own turn */
    status = sealed_values(tx, entity, SEALING_INSERT, values);
    if (status != OK)
        return status;
    set[2] = values[at];
    set[3] = values[blind];
    return tx_execute(tx,
                      field->blind
                          ? arena_print(tx->arena,
                                        "UPDATE main.%s SET %s = $3, %s_blind = $4 WHERE "
                                        "workspace_id = $1 AND id = $2",
                                        entity->name, field->name, field->name)
                          : arena_print(tx->arena,
                                        "UPDATE main.%s SET %s = $3 WHERE workspace_id = $1 AND "
                                        "id = $2",
                                        entity->name, field->name),
                      set, field->blind ? 4 : 3, NULL);
}

static enum status seal_batch(struct tx *tx, void *context)
{
    struct starting *starting = context;
    struct plain_row *rows;
    enum status status = read_rows(tx, starting, &rows);

    for (; status == OK && rows; rows = rows->next) {
        starting->to =
            (struct place){ rows->values[COLUMN_WORKSPACE_ID].integer, rows->values[COLUMN_ID].id };
        status = seal_row(tx, starting, rows->values);
    }
    return status;
}

static struct text note_of(struct arena *arena, const struct starting *starting)
{
    return arena_print(arena, "column:%s.%s", starting->entity->name, starting->field->name);
}

static enum status look_whether_done(struct tx *tx, void *context)
{
    struct starting *starting = context;
    struct data_key key;
    enum status status = find_owner(tx, note_of(tx->arena, starting), &key);

    starting->count = status == OK ? 1 : 0;
    return status == NOT_FOUND ? OK : status;
}

static enum status note_done(struct tx *tx, void *context)
{
    struct starting *starting = context;
    struct data_key key;

    return find_or_make(tx, starting, note_of(tx->arena, starting), &key);
}

static enum status seal_column(struct starting *starting)
{
    enum status status = store_read(starting->store, &system_identity, starting->arena,
                                    look_whether_done, starting, NULL);

    if (status != OK || starting->count > 0)
        return status;
    starting->from = (struct place){ .workspace_id = -1 };
    do {
        status = write(starting, seal_batch);
        starting->from = starting->to;
        arena_clear(starting->arena);
    } while (status == OK && starting->count == BATCH_ROWS);
    return status == OK ? write(starting, note_done) : status;
}

static enum status seal_all(struct starting *starting)
{
    const struct schema *schema = starting->store->schema;
    enum status status = OK;

    for (size_t i = 0; i < schema->count; i++) {
        starting->entity = schema->entities[i];
        for (size_t f = 0; status == OK && f < starting->entity->fields.count; f++) {
            starting->field = &starting->entity->fields.at[f];
            if (starting->field->sealed)
                status = seal_column(starting);
            arena_clear(starting->arena);
        }
    }
    return status;
}

/* ---- all of it ---- */

static void forget_seals(void *subject)
{
    struct store_seals *seals = subject;

    secret_free(seals->blind);
    seals->blind = NULL;
}

enum status store_use_keys(struct store *store, const struct key_ring *master, struct arena *arena,
                           struct text *ret_reason)
{
    struct arena scratch = { 0 };
    struct starting starting = {
        .store = store, .arena = &scratch, .kept = arena, .ret_reason = ret_reason
    };
    enum status status;

    if (schema_find(store->schema, text_from(data_key_entity.name)) != &data_key_entity)
        return OK; /* nothing is sealed in this schema */
    *ret_reason = (struct text){ 0 };
    store->seals = ARENA_NEW(arena, struct store_seals);
    store->seals->master = master;
    arena_defer(arena, forget_seals, store->seals);
    status = write(&starting, open_blind);
    if (status == OK)
        status = wrap_all(&starting);
    if (status == OK)
        status = seal_all(&starting);
    arena_release(&scratch);
    if (status != OK)
        store->seals = NULL;
    return status;
}
