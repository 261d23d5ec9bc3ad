/* Undoing runs as the server's own code after the caller's right was checked: the list of made
   rows is the server's. The rows of the file go first, then what was made besides them. */
#include "rest/import_undo.h"

#include "auth/activity.h"
#include "rest/import_held.h"
#include "rest/lock.h"
#include "store/daily.h"
#include "store/feed.h"
#include "store/row.h"

enum { UNDO_ROWS = 2000, LIMIT_UNDO_SQL = 16 * 1024 };

#define UNDO_LIST "FROM main.import_row WHERE workspace_id = $1 AND run_id = $2 AND entity = $3"

struct undoing {
    struct call *call;
    struct import_run *run;
    const struct entity *entity; /* of the rows under way */
    bool force, is_last;
    int64_t edited, changed, kept, parts;
    struct id row_id; /* of a linked row that is tried */
};

static size_t run_values(const struct undoing *undoing, struct value *values)
{
    return import_made_rows(undoing->run, undoing->entity, values).count;
}

/* ---- what was changed since ---- */

static enum status count_edited(struct tx *tx, void *context)
{
    struct undoing *undoing = context;
    struct value values[3];
    struct cursor *cursor;
    bool is_found;
    struct text sql = arena_print(
        tx_arena(tx),
        "SELECT COUNT(*) FROM main.import_row m JOIN main.%s e ON e.workspace_id = m.workspace_id "
        "AND e.id = m.row_id WHERE m.workspace_id = $1 AND m.run_id = $2 AND m.entity = $3 AND "
        "e.version <> m.row_version",
        undoing->entity->name);
    enum status status = tx_query(tx, sql, values, run_values(undoing, values), &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found)
        undoing->edited = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return status;
}

static enum status refuse_edited(struct call *call, const struct entity *entity, int64_t edited)
{
    return REFUSE(
        call, CONFLICT, .code = "55000", .entity = entity, .limit = edited,
        .say = L("{limit} of the imported records were changed since. Nothing was undone.",
                 "有 {limit} 条导入的记录在之后被修改，未执行撤销。"),
        .hint =
            L("Undo with \"force\" to delete them too.", "如需一并删除，请使用 “force” 撤销。"));
}

/* ---- what is held fast ---- */

/* Whether a row of `list` ("FROM main.import_row WHERE ...") may not be deleted. */
static enum status check_lock(struct tx *tx, const struct undoing *undoing, const char *list,
                              const struct value *values, size_t count)
{
    const char *name = undoing->entity->name;
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_UNDO_SQL);
    struct cursor *cursor;
    bool is_found;
    enum status status;

    if (!undoing->entity->lock)
        return OK;
    buffer_print(&sql,
                 "SELECT 1 FROM main.%s AS %s WHERE %s.workspace_id = $1 AND %s.id IN "
                 "(SELECT row_id %s) AND (",
                 name, name, name, name, list);
    lock_print(&sql, undoing->entity->lock, "main.");
    buffer_append(&sql, T(") LIMIT 1"));
    status = buffer_status(&sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql), values, count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    cursor_close(cursor);
    return status == OK && is_found ? lock_refuse(undoing->call, undoing->entity) : status;
}

/* All of the run before anything is undone. */
static enum status check_locks(struct tx *tx, void *context)
{
    struct undoing undoing = *(struct undoing *)context;
    const struct entity *entity = undoing.entity;
    struct value values[3];
    size_t count = run_values(&undoing, values);
    enum status status = check_lock(tx, &undoing, UNDO_LIST, values, count);

    for (size_t i = 0; i < entity->fields.count && status == OK; i++) {
        undoing.entity = entity->fields.at[i].to;
        if (!undoing.entity)
            continue;
        count = run_values(&undoing, values);
        status = check_lock(tx, &undoing, UNDO_LIST, values, count);
    }
    return status;
}

/* ---- deleting ---- */

/* The list is in the order of its ids: a piece ends with the UNDO_ROWS-th, or with the list. */
static enum status find_end(struct tx *tx, struct undoing *undoing, struct id *ret_last,
                            bool *ret_is_last)
{
    struct value values[3];
    size_t count = run_values(undoing, values);
    struct cursor *cursor;
    bool is_found = false;
    struct text sql = arena_print(tx_arena(tx),
                                  "SELECT id FROM main.import_row WHERE workspace_id = $1 AND "
                                  "run_id = $2 AND entity = $3 ORDER BY id LIMIT 1 OFFSET %d",
                                  UNDO_ROWS - 1);
    enum status status = tx_query(tx, sql, values, count, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found)
        *ret_last = cursor_value(cursor, 0).id;
    cursor_close(cursor);
    *ret_is_last = !is_found;
    return status;
}

static enum status read_followed(struct undoing *undoing, struct tx *tx, const char *piece,
                                 const struct value *values, size_t count,
                                 struct followed *ret_followed)
{
    const struct entity *entity = undoing->entity;
    struct follow_query query = { .values = values, .count = count };

    *ret_followed = (struct followed){ 0 };
    if (!entity->follow.run)
        return OK;
    query.sql = arena_print(tx_arena(tx),
                            "SELECT id FROM main.%s WHERE workspace_id = $1 AND %s IS NOT NULL AND "
                            "id IN (SELECT row_id %s)",
                            entity->name, entity->follow.column, piece);
    return follow_up_read(undoing->call, tx, entity, &query, ret_followed);
}

/* What hangs on the rows that are about to go. */
static enum status forget_piece(struct tx *tx, const struct undoing *undoing, const char *piece,
                                const struct value *values, size_t count)
{
    struct id *ids = ARENA_NEW_ARRAY(tx_arena(tx), struct id, UNDO_ROWS);
    struct cursor *cursor;
    size_t found = 0;
    bool is_found = true;
    enum status status =
        tx_query(tx, arena_print(tx_arena(tx), "SELECT row_id %s", piece), values, count, &cursor);

    while (status == OK && found < UNDO_ROWS) {
        status = cursor_next(cursor, &is_found);
        if (status != OK || !is_found)
            break;
        ids[found++] = cursor_value(cursor, 0).id;
    }
    if (status != OK)
        return status;
    cursor_close(cursor);
    return undoing->call->instance->forget_records(undoing->call, tx, undoing->entity,
                                                   undoing->run->row.workspace_id, ids, found);
}

/* Before the rows; what they moved in stock is booked back after the rows have given theirs back,
   so that nothing is short in between. */
static enum status remove_parts(const struct undoing *undoing, struct tx *tx, const char *piece,
                                const struct value *values, size_t count, struct parts *parts)
{
    const struct follow_query rows = { arena_print(tx_arena(tx), "SELECT row_id %s", piece), values,
                                       count };

    return parts_remove(undoing->call, tx, undoing->entity, &rows, PARTING_FORCED, parts);
}

/* A piece of the rows of the file, so that no transaction holds others up for long. */
static enum status delete_piece(struct tx *tx, void *context)
{
    struct undoing *undoing = context;
    struct value values[4];
    size_t count = run_values(undoing, values);
    struct parts parts = { 0 };
    struct followed before;
    struct id last;
    struct text rows;
    const char *piece;
    enum status status = find_end(tx, undoing, &last, &undoing->is_last);

    if (status != OK)
        return status;
    if (!undoing->is_last)
        values[count++] = VALUE_OF_ID(last);
    piece = arena_print(tx_arena(tx), UNDO_LIST "%s", undoing->is_last ? "" : " AND id <= $4").at;
    status = check_lock(tx, undoing, piece, values, count);
    if (status == OK && undoing->force)
        status = remove_parts(undoing, tx, piece, values, count, &parts);
    if (status == OK)
        status = read_followed(undoing, tx, piece, values, count, &before);
    if (status == OK && undoing->entity->photos > 0)
        status = forget_piece(tx, undoing, piece, values, count);
    rows = arena_print(tx_arena(tx), "main.%s WHERE workspace_id = $1 AND id IN (SELECT row_id %s)",
                       undoing->entity->name, piece);
    if (status == OK)
        status = tx_touch_days_of(tx, undoing->entity, undoing->run->row.workspace_id, rows, values,
                                  count);
    if (status == OK)
        status = tx_execute(tx, arena_print(tx_arena(tx), "DELETE FROM %s", rows.at), values, count,
                            &undoing->changed);
    if (status != OK)
        return status;
    tx_touched(tx, undoing->entity);
    tx_note_many(tx, undoing->entity, undoing->run->row.workspace_id);
    status = follow_up_gone(undoing->call, tx, undoing->entity, &before);
    if (status == OK)
        status = parts_gone(undoing->call, tx, &parts);
    if (status != OK)
        return status;
    undoing->parts = parts.count;
    return tx_execute(tx, arena_print(tx_arena(tx), "DELETE %s", piece), values, count, NULL);
}

static enum status delete_one(struct tx *tx, void *context)
{
    struct undoing *undoing = context;
    enum status status =
        row_delete(tx, undoing->entity, undoing->run->row.workspace_id, undoing->row_id);

    if (status == OK && undoing->entity->photos > 0)
        status = undoing->call->instance->forget_records(undoing->call, tx, undoing->entity,
                                                         undoing->run->row.workspace_id,
                                                         &undoing->row_id, 1);
    return status == NOT_FOUND ? OK : status;
}

/* Ids of linked rows; those that were changed since stay, unless forced. */
static enum status list_linked(struct tx *tx, struct undoing *undoing, struct id **ret_ids,
                               size_t *ret_count)
{
    struct value values[3];
    size_t count = run_values(undoing, values), room = 0;
    struct cursor *cursor = NULL;
    bool is_found = true;
    struct text sql = arena_print(
        tx_arena(tx),
        "SELECT e.id FROM main.import_row m JOIN main.%s e ON e.workspace_id = m.workspace_id AND "
        "e.id = m.row_id WHERE m.workspace_id = $1 AND m.run_id = $2 AND m.entity = $3%s",
        undoing->entity->name, undoing->force ? "" : " AND e.version = m.row_version");
    enum status status = tx_query(tx, sql, values, count, &cursor);

    *ret_count = 0;
    while (status == OK) {
        status = cursor_next(cursor, &is_found);
        if (status != OK || !is_found)
            break;
        if (*ret_count == room) {
            struct id *more =
                ARENA_NEW_ARRAY(tx_arena(tx), struct id, room = room == 0 ? 64 : 2 * room);

            if (*ret_count > 0)
                memcpy(more, *ret_ids, *ret_count * sizeof *more);
            *ret_ids = more;
        }
        (*ret_ids)[(*ret_count)++] = cursor_value(cursor, 0).id;
    }
    if (cursor)
        cursor_close(cursor);
    return status;
}

/* Rows of other kinds that the run made, one by one: somebody may use them by now. */
static enum status delete_linked(struct tx *tx, void *context)
{
    struct undoing *undoing = context;
    struct id *ids = NULL;
    struct value values[3];
    int64_t made = 0;
    size_t count = 0;
    enum status status = list_linked(tx, undoing, &ids, &count);

    undoing->changed = 0;
    for (size_t i = 0; i < count && status == OK; i++) {
        undoing->row_id = ids[i];
        status = tx_savepoint(tx, delete_one, undoing);
        if (status == OK)
            undoing->changed++;
        else if (tx_error(tx)->fault == STORE_LINK)
            status = OK;
    }
    if (status == OK)
        status = tx_execute(tx,
                            T("DELETE FROM main.import_row WHERE workspace_id = $1 AND "
                              "run_id = $2 AND entity = $3"),
                            values, run_values(undoing, values), &made);
    undoing->kept = made - undoing->changed;
    return status;
}

/* ---- all of it ---- */

static enum status delete_rows(struct undoing *undoing, struct import_undoing *result)
{
    do {
        enum status status = call_write_as_system(undoing->call, delete_piece, undoing);

        if (status != OK)
            return status;
        result->deleted += undoing->changed;
        result->parts += undoing->parts;
    } while (!undoing->is_last);
    return OK;
}

static enum status check_held(struct tx *tx, void *context)
{
    const struct undoing *undoing = context;

    return import_held_check(undoing->call, tx, undoing->run, undoing->entity, undoing->force);
}

static enum status check_edited(struct undoing *undoing)
{
    enum status status = call_read_as_system(undoing->call, count_edited, undoing);

    if (status == OK && undoing->edited > 0)
        status = refuse_edited(undoing->call, undoing->entity, undoing->edited);
    return status;
}

/* Work may run again: the run is written from a copy. */
static enum status write_end(struct tx *tx, void *context)
{
    const struct undoing *undoing = context;
    struct import_run run = *undoing->run;
    enum status status;

    run.status = IMPORT_UNDONE;
    run.finished_at = run.row.updated_at = undoing->call->now_ms;
    status = row_update(tx, &import_run_entity, &run);
    if (status != OK)
        return status;
    return activity_write(tx, undoing->call,
                          &(struct activity){ .entity = schema_find(tx_schema(tx), run.entity),
                                              .action = "import_undo",
                                              .count = undoing->changed });
}

enum status import_undo(struct call *call, struct import_run *run, const struct entity *entity,
                        bool force, struct import_undoing *ret_undoing)
{
    struct undoing undoing = { .call = call, .run = run, .entity = entity, .force = force };
    struct import_undoing result = { 0 };
    enum status status = call_read_as_system(call, check_locks, &undoing);

    if (status == OK)
        status = call_read_as_system(call, check_held, &undoing);
    if (status == OK && !force)
        status = check_edited(&undoing);
    if (status == OK)
        status = delete_rows(&undoing, &result);
    for (size_t i = 0; i < entity->fields.count && status == OK; i++) {
        undoing.entity = entity->fields.at[i].to;
        if (!undoing.entity)
            continue;
        status = call_write_as_system(call, delete_linked, &undoing);
        result.deleted += undoing.changed;
        result.kept += undoing.kept;
    }
    if (status != OK)
        return status;

    undoing.changed = result.deleted + result.parts;
    status = call_write_as_system(call, write_end, &undoing);
    if (status == OK)
        *ret_undoing = result;
    return status;
}
