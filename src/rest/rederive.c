/* Rederive: walks each entity with derived columns by id, a batch at a time. What is closed stays
   as it was reported: rows that are held fast keep their values, and none moves in among them. */
#include "rest/rederive.h"

#include "rest/lock.h"
#include "store/feed.h"

enum { LIMIT_REDERIVE_ROWS = 500, LIMIT_REDERIVE_SQL = 16384 };

struct rederiving {
    struct call *call;
    const struct entity *entity;
    struct derive_context context;
    struct text update;    /* of one row */
    struct id start, last; /* the batch is what comes behind start, up to last */
    size_t count;          /* rows of this batch */
};

/* One row that is to change: its id and the values of its derived columns. */
struct changed_row {
    struct id id;
    struct value *before, *after;
    bool is_held; /* stays as it is */
    struct changed_row *next;
};

static bool has_derived(const struct entity *entity)
{
    for (size_t i = 0; i < entity->fields.count; i++)
        if (entity->fields.at[i].derive)
            return true;
    return false;
}

/* SELECT id, then source and present value of each derived column. */
static struct text select_sql(const struct rederiving *work)
{
    struct buffer sql = buffer_in(work->call->arena, LIMIT_REDERIVE_SQL);

    buffer_append(&sql, T("SELECT id"));
    for (size_t i = 0; i < work->entity->fields.count; i++) {
        const struct field *field = &work->entity->fields.at[i];

        if (field->derive)
            buffer_print(&sql, ", %s, %s", field->derived_from, field->name);
    }
    buffer_print(&sql, " FROM main.%s WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT %d",
                 work->entity->name, LIMIT_REDERIVE_ROWS);
    return buffer_text(&sql);
}

static struct text update_sql(const struct rederiving *work)
{
    struct buffer sql = buffer_in(work->call->arena, LIMIT_REDERIVE_SQL);
    const char *joint = " SET ";
    size_t number = 2;

    buffer_print(&sql, "UPDATE main.%s", work->entity->name);
    for (size_t i = 0; i < work->entity->fields.count; i++) {
        if (!work->entity->fields.at[i].derive)
            continue;
        buffer_print(&sql, "%s%s = $%zu", joint, work->entity->fields.at[i].name, ++number);
        joint = ", ";
    }
    buffer_append(&sql, T(" WHERE workspace_id = $1 AND id = $2"));
    return buffer_text(&sql);
}

/* NULL when the row is right as it stands. */
static struct changed_row *compute(const struct rederiving *work, const struct cursor *cursor)
{
    struct value before[LIMIT_FIELDS], after[LIMIT_FIELDS];
    size_t column = 1, count = 0;
    bool is_changed = false;
    struct changed_row *row;

    for (size_t i = 0; i < work->entity->fields.count; i++) {
        const struct field *field = &work->entity->fields.at[i];

        if (!field->derive)
            continue;
        after[count] = field->derive(&work->context, cursor_value_kept(cursor, column));
        before[count] = cursor_value_kept(cursor, column + 1);
        is_changed = is_changed || !value_equal(after[count], before[count]);
        count++;
        column += 2;
    }
    if (!is_changed)
        return NULL;
    row = ARENA_NEW(work->call->arena, struct changed_row);
    row->id = cursor_value(cursor, 0).id;
    row->before = ARENA_NEW_ARRAY(work->call->arena, struct value, count);
    row->after = ARENA_NEW_ARRAY(work->call->arena, struct value, count);
    memcpy(row->before, before, count * sizeof *before);
    memcpy(row->after, after, count * sizeof *after);
    return row;
}

static enum status read_batch(struct tx *tx, struct rederiving *work,
                              struct changed_row **ret_changed)
{
    struct value values[] = { VALUE_OF_INTEGER(work->call->identity.workspace_id),
                              VALUE_OF_ID(work->last) };
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx, select_sql(work), values, 2, &cursor);

    *ret_changed = NULL;
    work->count = 0;
    if (status != OK)
        return status;
    for (;;) {
        struct changed_row *row;

        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            break;
        work->last = cursor_value(cursor, 0).id;
        work->count++;
        row = compute(work, cursor);
        if (!row)
            continue;
        row->next = *ret_changed;
        *ret_changed = row;
    }
    cursor_close(cursor);
    return status;
}

static enum status write_values(struct tx *tx, const struct rederiving *work, struct id id,
                                const struct value *derived)
{
    struct value values[LIMIT_FIELDS + 2] = { VALUE_OF_INTEGER(work->call->identity.workspace_id),
                                              VALUE_OF_ID(id) };
    size_t count = 2;

    for (size_t i = 0; i < work->entity->fields.count; i++)
        if (work->entity->fields.at[i].derive) {
            values[count] = derived[count - 2];
            count++;
        }
    return tx_execute(tx, work->update, values, count, NULL);
}

static void mark_held(struct changed_row *changed, struct id id)
{
    for (; changed; changed = changed->next)
        if (id_equal(changed->id, id))
            changed->is_held = true;
}

/* Marks those of the batch that are held fast as they stand now. */
static enum status find_held(struct tx *tx, const struct rederiving *work,
                             struct changed_row *changed)
{
    const char *name = work->entity->name;
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_REDERIVE_SQL);
    struct value values[] = { VALUE_OF_INTEGER(work->call->identity.workspace_id),
                              VALUE_OF_ID(work->start), VALUE_OF_ID(work->last) };
    struct cursor *cursor;
    bool found = true;
    enum status status;

    if (!work->entity->lock || !changed)
        return OK;
    buffer_print(&sql,
                 "SELECT %s.id FROM main.%s AS %s WHERE %s.workspace_id = $1 AND %s.id > $2 AND "
                 "%s.id <= $3 AND (",
                 name, name, name, name, name, name);
    lock_print(&sql, work->entity->lock, "main.");
    buffer_append_byte(&sql, ')');
    status = buffer_status(&sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql), values, 3, &cursor);
    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found)
        mark_held(changed, cursor_value(cursor, 0).id);
    cursor_close(cursor);
    return status;
}

static enum status write_batch(struct tx *tx, void *context)
{
    struct rederiving *work = context;
    struct changed_row *all, *row;
    enum status status;

    work->last = work->start; /* it may be run again */
    status = read_batch(tx, work, &all);
    if (status == OK)
        status = find_held(tx, work, all);
    for (struct changed_row **at = &all; status == OK && *at;) {
        if ((*at)->is_held) {
            *at = (*at)->next;
            continue;
        }
        status = write_values(tx, work, (*at)->id, (*at)->after);
        at = &(*at)->next;
    }
    if (status == OK)
        status = find_held(tx, work, all);
    for (row = all; status == OK && row; row = row->next)
        if (row->is_held)
            status = write_values(tx, work, row->id, row->before);
    if (all)
        tx_note_many(tx, work->entity, work->call->identity.workspace_id);
    return status;
}

enum status rederive_workspace(struct call *call, const struct zone *zone)
{
    const struct schema *schema = &call->instance->schema;

    for (size_t i = 0; i < schema->count; i++) {
        struct rederiving work = { .call = call,
                                   .entity = schema->entities[i],
                                   .context = { .zone = zone, .arena = call->arena } };
        enum status status = OK;

        if (!has_derived(work.entity))
            continue;
        work.update = update_sql(&work);
        do {
            work.start = work.last;
            status = call_write_as_system(call, write_batch, &work);
        } while (status == OK && work.count == LIMIT_REDERIVE_ROWS);
        if (status != OK)
            return status;
    }
    return OK;
}
