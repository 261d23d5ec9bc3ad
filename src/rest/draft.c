/* Draft: one row on its way in. What the client says is checked field by field; what the server
   knows is filled in; what follows from other columns is computed. */
#include "base/limits.h"
#include "codec/utf8.h"
#include "rest/follow_up.h"
#include "rest/lock.h"
#include "rest/write.h"
#include "schema/column.h"
#include "store/daily.h"
#include "store/feed.h"
#include "store/row.h"

enum { LIMIT_INSERT_SQL = 64 * 1024 };

static struct value fallback_of(struct call *call, const struct field *field)
{
    struct value value = VALUE_OF_NULL;

    if (field->fallback &&
        value_from_text(field, text_from(field->fallback), call->arena, &value) != PARSE_FINE)
        return VALUE_OF_NULL;
    if (field->type == FIELD_CURRENCY && !field->fallback && !field->optional)
        return VALUE_OF_TEXT(call->currency);
    return value;
}

struct row_draft draft_empty(struct call *call, const struct entity *entity)
{
    size_t count = column_count(entity);

    return (struct row_draft){ .values = ARENA_NEW_ARRAY(call->arena, struct value, count),
                               .is_given = ARENA_NEW_ARRAY(call->arena, bool, count) };
}

struct row_draft draft_new(struct call *call, const struct entity *entity)
{
    struct row_draft draft = draft_empty(call, entity);
    struct row row = call_new_row(call);

    draft.values[COLUMN_WORKSPACE_ID] = VALUE_OF_INTEGER(row.workspace_id);
    draft.values[COLUMN_ID] = VALUE_OF_ID(row.id);
    draft.values[COLUMN_CREATED_AT] = VALUE_OF_INTEGER(row.created_at);
    draft.values[COLUMN_UPDATED_AT] = VALUE_OF_INTEGER(row.updated_at);
    draft.values[COLUMN_CREATED_BY] = VALUE_OF_ID(row.created_by);
    draft.values[COLUMN_VERSION] = VALUE_OF_INTEGER(row.version);
    for (size_t i = 0; i < entity->fields.count; i++)
        draft.values[ROW_COLUMNS + i] = fallback_of(call, &entity->fields.at[i]);
    return draft;
}

static enum status refuse_row(struct call *call, const struct row_draft *draft, enum status status)
{
    call->refusal.row = draft->number;
    return status;
}

static enum status set_row_column(struct call *call, const struct entity *entity,
                                  struct row_draft *draft, const struct field *field,
                                  struct value value)
{
    if (field == &row_fields[COLUMN_WORKSPACE_ID] &&
        (value.type != VALUE_INTEGER || value.integer != call->identity.workspace_id))
        return REFUSE(call, FORBIDDEN, .code = "42501", .entity = entity, .field = field,
                      .say = L("This workspace is not the one you are signed in to.",
                               "这不是您当前登录的工作区。"));
    if (field == &row_fields[COLUMN_ID])
        draft_set(entity, draft, field, value);
    return OK; /* times, author and version are the server's: passed over */
}

static enum status find_field(struct call *call, const struct entity *entity, struct text name,
                              const struct field **ret_field)
{
    for (size_t i = 0; i < ROW_COLUMNS; i++) {
        if (text_equal(name, text_from(row_fields[i].name))) {
            *ret_field = &row_fields[i];
            return OK;
        }
    }
    *ret_field = entity_field(entity, name);
    if (*ret_field && !(*ret_field)->hidden)
        return call_require_field(call, entity, *ret_field, LEVEL_EDIT_OWN);
    return REFUSE(call, INVALID, .code = "PGRST204", .entity = entity,
                  .say = L("Could not find the column {value}", "找不到列 {value}"),
                  .value = arena_print(call->arena, "%s.%.*s", entity->name, TEXT_ARG(name)));
}

static bool is_row_column(const struct field *field)
{
    return field >= row_fields && field < row_fields + ROW_COLUMNS;
}

static enum status put(struct call *call, const struct entity *entity, struct row_draft *draft,
                       const struct field *field, enum parse_fault fault, struct value value,
                       struct text shown)
{
    enum status status = OK;

    if (fault != PARSE_FINE)
        status = call_refuse_field(call, entity, field, fault, shown);
    else if (is_row_column(field))
        status = set_row_column(call, entity, draft, field, value);
    else
        draft_set(entity, draft, field, value);
    return status == OK ? OK : refuse_row(call, draft, status);
}

/* What the client said, for the sentence that refuses it. */
static struct text shown_json(struct call *call, const struct json *json)
{
    switch (json_kind(json)) {
    case JSON_KIND_INTEGER:
        return arena_print(call->arena, "%lld", (long long)json_as_integer(json));
    case JSON_KIND_REAL:
        return arena_print(call->arena, "%g", json_as_real(json));
    case JSON_KIND_BOOLEAN:
        return json_as_boolean(json) ? T("true") : T("false");
    case JSON_KIND_ARRAY:
        return T("[...]");
    case JSON_KIND_OBJECT:
        return T("{...}");
    case JSON_KIND_ABSENT:
    case JSON_KIND_NULL:
    case JSON_KIND_STRING:
        break;
    }
    return json_as_text(json);
}

enum status draft_set_json(struct call *call, const struct entity *entity, struct row_draft *draft,
                           struct text name, const struct json *json)
{
    const struct field *field;
    struct value value = VALUE_OF_NULL;
    enum parse_fault fault;
    enum status status = find_field(call, entity, name, &field);

    if (status != OK)
        return refuse_row(call, draft, status);
    if (field_is_set_by_server(field) && field != &row_fields[COLUMN_WORKSPACE_ID])
        return OK;
    fault = value_from_json(field, json, call->arena, &value);
    return put(call, entity, draft, field, fault, value, shown_json(call, json));
}

enum status draft_set_cell(struct call *call, const struct entity *entity, struct row_draft *draft,
                           struct text name, struct text cell)
{
    const struct field *field;
    struct value value = VALUE_OF_NULL;
    enum parse_fault fault = PARSE_FINE;
    enum status status = find_field(call, entity, name, &field);
    bool is_null;

    if (status != OK)
        return refuse_row(call, draft, status);
    if (field_is_set_by_server(field) && field != &row_fields[COLUMN_WORKSPACE_ID])
        return OK;
    is_null = text_equal(cell, T("NULL")) || (cell.size == 0 && field->type != FIELD_TEXT);
    if (is_null && !field->optional)
        fault = PARSE_REQUIRED;
    else if (!is_null)
        fault = value_from_text(field, cell, call->arena, &value);
    return put(call, entity, draft, field, fault, value, cell);
}

void draft_set(const struct entity *entity, struct row_draft *draft, const struct field *field,
               struct value value)
{
    size_t at = column_index(entity, field);

    draft->values[at] = value;
    draft->is_given[at] = true;
}

void draft_derive(struct call *call, const struct entity *entity, struct row_draft *draft)
{
    struct derive_context context = { .zone = call->zone, .arena = call->arena };
    size_t count = column_count(entity);

    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];
        size_t source;

        if (!field->derive)
            continue;
        source = column_index_named(entity, field->derived_from);
        draft->values[ROW_COLUMNS + i] = field->derive(&context, draft->values[source]);
        draft->is_given[ROW_COLUMNS + i] = draft->is_given[source];
    }
    for (size_t i = ROW_COLUMNS + entity->fields.count; i < count; i++) {
        size_t source = column_index(entity, column_at(entity, i).field);
        struct buffer fold = buffer_in(call->arena, 4 * LIMIT_TEXT_FIELD);

        draft->is_given[i] = draft->is_given[source];
        draft->values[i] = VALUE_OF_NULL;
        if (column_at(entity, i).is_blind || draft->values[source].type != VALUE_TEXT)
            continue;
        utf8_fold(&fold, draft->values[source].text);
        draft->values[i] = VALUE_OF_TEXT(fold.at ? buffer_text(&fold) : T(""));
    }
}

enum status draft_check_kind(struct call *call, const struct entity *entity,
                             const struct row_draft *draft)
{
    size_t at;

    if (!entity->module_of)
        return OK;
    at = column_index_named(entity, entity->module_of);
    return draft->is_given[at] && draft->values[at].type == VALUE_TEXT
               ? call_require_kind(call, draft->values[at].text)
               : OK;
}

enum status draft_finish(struct call *call, const struct entity *entity, struct row_draft *draft)
{
    enum status status = draft_check_kind(call, entity, draft);

    if (status != OK)
        return status;
    draft_derive(call, entity, draft);
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        if (draft->values[ROW_COLUMNS + i].type == VALUE_NULL && !field->optional)
            return refuse_row(
                call, draft,
                call_refuse_field(call, entity, field, PARSE_REQUIRED, (struct text){ 0 }));
    }
    return OK;
}

/* --- insert */

static bool is_conflict_column(const struct insert_options *options, const char *name)
{
    if (strcmp(name, "workspace_id") == 0)
        return true;
    if (!options->conflict)
        return strcmp(name, "id") == 0;
    for (const char *const *at = options->conflict; *at; at++)
        if (strcmp(name, *at) == 0)
            return true;
    return false;
}

static void print_conflict(struct buffer *sql, const struct entity *entity,
                           const struct row_draft *draft, const struct insert_options *options)
{
    size_t count = column_count(entity);

    buffer_append(sql, T(" ON CONFLICT (workspace_id"));
    if (!options->conflict)
        buffer_append(sql, T(", id"));
    for (const char *const *at = options->conflict; at && *at; at++)
        buffer_print(sql, ", %s", *at);
    if (options->ignores) {
        buffer_append(sql, T(") DO NOTHING"));
        return;
    }
    buffer_print(sql, ") DO UPDATE SET updated_at = excluded.updated_at, version = %s.version + 1",
                 entity->name);
    for (size_t i = ROW_COLUMNS; i < count; i++) {
        struct column column = column_at(entity, i);

        if (!draft->is_given[i] ||
            (!column_is_extra(column) && is_conflict_column(options, column.field->name)))
            continue;
        buffer_append(sql, T(", "));
        column_print_name(sql, column);
        buffer_append(sql, T(" = excluded."));
        column_print_name(sql, column);
    }
}

/* The id is known unless a row with another one may be merged. RETURNING is avoided otherwise:
   it makes SQLite keep a statement journal, whose cost grows with every row of a bulk insert. */
static bool needs_id(const struct insert_options *options)
{
    return options && options->merges && options->conflict;
}

/* PostgreSQL says with the insert whether the row is held fast: a question more is a way more to
   the database and back. */
static bool tells_lock(const struct tx *tx, const struct entity *entity)
{
    return entity->lock && tx_engine(tx) == ENGINE_POSTGRESQL;
}

static void print_returning(struct buffer *sql, const struct entity *entity, bool with_lock)
{
    buffer_append(sql, T(" RETURNING id"));
    if (!with_lock)
        return;
    buffer_append(sql, T(", CASE WHEN "));
    lock_print(sql, entity->lock, "");
    buffer_append(sql, T(" THEN 1 ELSE 0 END"));
}

static struct text insert_sql(struct tx *tx, const struct entity *entity,
                              const struct row_draft *draft, const struct insert_options *options)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_INSERT_SQL);
    size_t count = column_count(entity);

    buffer_print(&sql, "INSERT INTO %s (", entity->name);
    for (size_t i = 0; i < count; i++) {
        buffer_append(&sql, i > 0 ? T(", ") : T(""));
        column_print_name(&sql, column_at(entity, i));
    }
    buffer_append(&sql, T(") VALUES ("));
    for (size_t i = 0; i < count; i++) {
        buffer_append(&sql, i > 0 ? T(", $") : T("$"));
        buffer_append_int(&sql, (int64_t)i + 1);
    }
    buffer_append_byte(&sql, ')');
    if (options && (options->merges || options->ignores))
        print_conflict(&sql, entity, draft, options);
    if (needs_id(options) || tells_lock(tx, entity))
        print_returning(&sql, entity, tells_lock(tx, entity));
    return buffer_text(&sql);
}

enum status draft_check(struct call *call, struct tx *tx, const struct entity *entity, struct id id)
{
    void *row;
    enum status status;

    if (!entity->check)
        return OK;
    row = arena_alloc(call->arena, entity->size);
    status = row_find(tx, entity, call->identity.workspace_id, id, row);
    return status != OK ? status : entity->check(call, row);
}

/* A new row as it was asked for, without another way to the database. */
static enum status check_new(struct call *call, const struct entity *entity,
                             const struct row_draft *draft)
{
    char *row = ARENA_NEW_ARRAY(call->arena, char, entity->size);

    for (size_t i = 0; i < entity->fields.count; i++)
        row_set_value(row, entity, i, draft->values[ROW_COLUMNS + i]);
    return refuse_row(call, draft, entity->check(call, row));
}

/* What an insert did. */
struct inserted {
    struct id id;
    int64_t count; /* 0: passed over */
    bool is_locked;
};

static enum status insert_returning(struct tx *tx, struct text sql, const struct value *values,
                                    size_t count, bool with_lock, struct inserted *inserted)
{
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx, sql, values, count, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    inserted->count = status == OK && found;
    if (inserted->count > 0) {
        inserted->id = cursor_value(cursor, 0).id;
        inserted->is_locked = with_lock && cursor_value(cursor, 1).integer != 0;
    }
    while (status == OK && found) /* to the end, so that the statement is complete */
        status = cursor_next(cursor, &found);
    cursor_close(cursor);
    return status;
}

enum status draft_check_locks(struct call *call, struct tx *tx, const struct entity *entity,
                              const struct id *ids, size_t count)
{
    return tells_lock(tx, entity) ? OK : lock_check_rows(call, tx, entity, ids, count);
}

static enum status insert(struct call *call, struct tx *tx, const struct entity *entity,
                          const struct row_draft *draft, const struct insert_options *options,
                          struct inserted *inserted)
{
    struct text sql = insert_sql(tx, entity, draft, options);
    size_t count = column_count(entity);
    bool with_lock = tells_lock(tx, entity);
    struct value *values;
    enum status status = draft_sealed_values(tx, entity, draft, &values);

    if (status != OK)
        return status;
    if (needs_id(options) || with_lock)
        status = insert_returning(tx, sql, values, count, with_lock, inserted);
    else
        status = tx_execute(tx, sql, values, count, &inserted->count);
    if (status == OK && inserted->count > 0 && !id_equal(inserted->id, draft->values[COLUMN_ID].id))
        status = draft_seal_for(call, tx, entity, draft, inserted->id);
    if (status != OK || inserted->count == 0)
        return status;
    if (inserted->is_locked)
        return lock_refuse(call, entity);
    return options && options->locks_later ? OK
                                           : draft_check_locks(call, tx, entity, &inserted->id, 1);
}

/* A merged row may come from another day than the draft's. */
static enum status touch_merged(struct call *call, struct tx *tx, const struct entity *entity,
                                const struct row_draft *draft, const struct insert_options *options)
{
    static const char *const by_id[] = { "id", NULL };
    const char *const *columns = options->conflict ? options->conflict : by_id;
    struct buffer where = buffer_in(tx_arena(tx), LIMIT_INSERT_SQL);
    struct value values[LIMIT_FIELDS];
    size_t count = 0;

    buffer_append(&where, text_from(entity->name));
    for (; columns[count]; count++) {
        const struct field *field = columns == by_id
                                        ? &row_fields[COLUMN_ID]
                                        : entity_field(entity, text_from(columns[count]));

        buffer_print(&where, "%s%s = $%zu", count == 0 ? " WHERE " : " AND ", columns[count],
                     count + 1);
        values[count] = draft->values[column_index(entity, field)];
    }
    return tx_touch_days_of(tx, entity, call->identity.workspace_id, buffer_text(&where), values,
                            count);
}

static void touch_draft(struct call *call, struct tx *tx, const struct entity *entity,
                        const struct row_draft *draft)
{
    const struct field *day = entity_field(entity, T("day"));

    tx_touch_day(tx, entity, call->identity.workspace_id, draft->values[column_index(entity, day)]);
    tx_touched(tx, entity);
}

enum status draft_insert(struct call *call, struct tx *tx, const struct entity *entity,
                         const struct row_draft *draft, const struct insert_options *options,
                         struct id *ret_id, bool *ret_written)
{
    struct inserted inserted = { .id = draft->values[COLUMN_ID].id, .count = 1 };
    struct followed before = { 0 };
    enum status status = OK;

    if (options && options->merges)
        status = lock_check_merge(call, tx, entity, draft, options->conflict);
    if (status == OK && options && options->merges)
        status = follow_up_merged(call, tx, entity, draft, options, &before);
    if (status == OK && entity->daily && options && options->merges)
        status = touch_merged(call, tx, entity, draft, options);
    if (status == OK)
        status = insert(call, tx, entity, draft, options, &inserted);
    if (status != OK)
        return status;
    if (entity->daily)
        touch_draft(call, tx, entity, draft);
    *ret_written = inserted.count > 0;
    *ret_id = inserted.id;
    tx_note(tx, entity, options && options->merges ? CHANGE_MERGE : CHANGE_INSERT,
            call->identity.workspace_id, ret_id, inserted.count > 0 ? 1 : 0);
    if (inserted.count == 0)
        return OK;
    status = entity->checks_draft && !(options && options->merges)
                 ? check_new(call, entity, draft)
                 : draft_check(call, tx, entity, inserted.id);
    return status == OK ? follow_up_changed(call, tx, entity, &before, draft, ret_id, 1) : status;
}
