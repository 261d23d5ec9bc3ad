/* Parts are read before they are deleted: who follows them is told of what they were. */
#include "rest/parts.h"

#include "rest/lock.h"
#include "store/feed.h"
#include "store/store.h"

#include <assert.h>

enum { LIMIT_PARTS_SQL = 16 * 1024, PART_IDS = 100 };

struct removing {
    struct call *call;
    struct tx *tx;
    const struct entity *part;
    const struct follow_query *rows;
};

static bool is_part(const struct entity *part, const struct entity *entity, enum parting parting)
{
    const struct field *link =
        part->part_of.link ? entity_field(part, text_from(part->part_of.link)) : NULL;

    return link && link->to == entity && (parting == PARTING_FORCED || !part->part_of.by_force);
}

bool parts_exist(const struct schema *schema, const struct entity *entity, enum parting parting)
{
    for (size_t i = 0; i < schema->count; i++)
        if (is_part(schema->entities[i], entity, parting))
            return true;
    return false;
}

/* " WHERE show_slot.workspace_id = $1 AND show_slot.live_session_id IN (...)" behind `begin`. */
static struct text sql_of(const struct removing *removing, const char *begin)
{
    const char *name = removing->part->name;

    return arena_print(tx_arena(removing->tx),
                       "%s FROM main.%s AS %s WHERE %s.workspace_id = $1 AND %s.%s IN (%.*s)",
                       begin, name, name, name, name, removing->part->part_of.link,
                       (int)removing->rows->sql.size, removing->rows->sql.at);
}

static enum status check_lock(const struct removing *removing)
{
    struct buffer sql = buffer_in(tx_arena(removing->tx), LIMIT_PARTS_SQL);
    struct cursor *cursor;
    bool is_found;
    enum status status;

    if (!removing->part->lock)
        return OK;
    buffer_append(&sql, sql_of(removing, "SELECT 1"));
    buffer_append(&sql, T(" AND ("));
    lock_print(&sql, removing->part->lock, "main.");
    buffer_append(&sql, T(") LIMIT 1"));
    status = buffer_status(&sql);
    if (status == OK)
        status = tx_query(removing->tx, buffer_text(&sql), removing->rows->values,
                          removing->rows->count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    cursor_close(cursor);
    return status == OK && is_found ? lock_refuse(removing->call, removing->part) : status;
}

/* What goes always goes with the right to what it belongs to. */
static enum status check_author(const struct removing *removing, const struct followed *before)
{
    const struct entity *part = removing->part;
    struct call *call = removing->call;

    if (!part->part_of.by_force || call_level(call, part->module) >= LEVEL_EDIT_EVERY)
        return OK;
    for (size_t i = 0; i < before->count; i++)
        if (!id_equal(((const struct row *)before->rows[i])->created_by, call->caller.account_id))
            return REFUSE(call, FORBIDDEN, .code = "42501", .entity = part,
                          .say = L("You may delete only what you created yourself: {entity}.",
                                   "您只能删除自己创建的记录：{entity}。"),
                          .hint = L("Somebody who may change all of them can do this.",
                                    "请由可更改全部记录的成员操作。"));
    return OK;
}

static enum status delete_rows(const struct removing *removing, const struct followed *before)
{
    const struct entity *part = removing->part;
    struct id *ids = ARENA_NEW_ARRAY(tx_arena(removing->tx), struct id, before->count);
    int64_t workspace_id = removing->rows->values[0].integer;
    enum status status = tx_execute(
        removing->tx,
        arena_print(tx_arena(removing->tx),
                    "DELETE FROM main.%s WHERE workspace_id = $1 AND %s IN (%.*s)", part->name,
                    part->part_of.link, (int)removing->rows->sql.size, removing->rows->sql.at),
        removing->rows->values, removing->rows->count, NULL);

    if (status != OK)
        return status;
    for (size_t i = 0; i < before->count; i++)
        ids[i] = ((const struct row *)before->rows[i])->id;
    tx_note(removing->tx, part, CHANGE_DELETE, workspace_id, ids, before->count);
    return OK;
}

static enum status remove_kind(const struct removing *removing, struct parts *parts)
{
    struct follow_query query = *removing->rows;
    struct parted *parted = ARENA_NEW(tx_arena(removing->tx), struct parted);
    enum status status = check_lock(removing);

    *parted = (struct parted){ .entity = removing->part };
    query.sql = sql_of(
        removing, arena_print(tx_arena(removing->tx), "SELECT %s.id", removing->part->name).at);
    if (status == OK)
        status =
            follow_up_read(removing->call, removing->tx, removing->part, &query, &parted->before);
    if (status != OK || parted->before.count == 0)
        return status;
    status = check_author(removing, &parted->before);
    if (status == OK)
        status = delete_rows(removing, &parted->before);
    if (status != OK)
        return status;
    parted->next = parts->first;
    parts->first = parted;
    parts->count += (int64_t)parted->before.count;
    return OK;
}

enum status parts_remove(struct call *call, struct tx *tx, const struct entity *entity,
                         const struct follow_query *rows, enum parting parting, struct parts *parts)
{
    const struct schema *schema = tx_schema(tx);
    enum status status = OK;

    for (size_t i = 0; status == OK && i < schema->count; i++) {
        const struct removing removing = { call, tx, schema->entities[i], rows };

        if (is_part(removing.part, entity, parting))
            status = remove_kind(&removing, parts);
    }
    return status;
}

/* "$2, $3" of up to PART_IDS ids as a query. */
static struct follow_query query_of(struct call *call, struct tx *tx, const struct entity *entity,
                                    const struct id *ids, size_t count)
{
    struct value *values = ARENA_NEW_ARRAY(tx_arena(tx), struct value, PART_IDS + 1);
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_PARTS_SQL);

    assert(count <= PART_IDS);
    values[0] = VALUE_OF_INTEGER(call->identity.workspace_id);
    buffer_print(&sql, "SELECT id FROM main.%s WHERE workspace_id = $1 AND id IN (", entity->name);
    for (size_t i = 0; i < count; i++) {
        values[i + 1] = VALUE_OF_ID(ids[i]);
        buffer_print(&sql, "%s$%zu", i > 0 ? ", " : "", i + 2);
    }
    buffer_append_byte(&sql, ')');
    return (struct follow_query){ buffer_text(&sql), values, count + 1 };
}

enum status parts_remove_of(struct call *call, struct tx *tx, const struct entity *entity,
                            const struct id *ids, size_t count, struct parts *parts)
{
    enum status status = OK;

    for (size_t i = 0; status == OK && i < count; i += PART_IDS) {
        size_t some = count - i < PART_IDS ? count - i : (size_t)PART_IDS;
        struct follow_query rows = query_of(call, tx, entity, ids + i, some);

        status = parts_remove(call, tx, entity, &rows, PARTING_ALWAYS, parts);
    }
    return status;
}

enum status parts_gone(struct call *call, struct tx *tx, const struct parts *parts)
{
    enum status status = OK;

    for (const struct parted *parted = parts->first; parted && status == OK; parted = parted->next)
        if (parted->entity->follow.run)
            status = follow_up_gone(call, tx, parted->entity, &parted->before);
    return status;
}

/* ---- what else points there ---- */

enum { LIMIT_HOLDER_NAMES = 400, HOLDERS_NAMED = 4 };

static bool points_at(const struct entity *holder, const struct entity *entity)
{
    for (size_t i = 0; i < holder->fields.count; i++)
        if (holder->fields.at[i].to == entity)
            return true;
    return false;
}

bool holders_exist(const struct schema *schema, const struct entity *entity)
{
    for (size_t i = 0; i < schema->count; i++)
        if (points_at(schema->entities[i], entity))
            return true;
    return false;
}

static enum status count_holders(struct tx *tx, const struct entity *holder,
                                 const struct entity *entity, const struct follow_query *rows,
                                 int64_t *ret_count)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_PARTS_SQL);
    const char *joint = "";
    struct cursor *cursor;
    bool is_found;
    enum status status;

    *ret_count = 0;
    buffer_print(&sql, "SELECT COUNT(*) FROM main.%s WHERE workspace_id = $1 AND (", holder->name);
    for (size_t i = 0; i < holder->fields.count; i++) {
        if (holder->fields.at[i].to != entity)
            continue;
        buffer_print(&sql, "%s%s IN (%.*s)", joint, holder->fields.at[i].name, (int)rows->sql.size,
                     rows->sql.at);
        joint = " OR ";
    }
    buffer_append_byte(&sql, ')');
    status = buffer_status(&sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql), rows->values, rows->count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found)
        *ret_count = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return status;
}

static void put_name(struct buffer *names, const char *name, int64_t count)
{
    buffer_print(names, "%s%s %lld", names->size > 0 ? ", " : "", name, (long long)count);
}

enum status holders_find(struct call *call, struct tx *tx, const struct entity *entity,
                         const struct follow_query *rows, struct holders *ret_holders)
{
    static const struct label elsewhere = L("where you have no grant", "您无权查看的记录");
    static const struct label further = L("others", "其他记录");
    const struct schema *schema = tx_schema(tx);
    struct buffer names = buffer_in(call->arena, LIMIT_HOLDER_NAMES);
    struct holders holders = { 0 };
    int64_t unseen = 0, more = 0;
    int named = 0;
    enum status status = OK;

    for (size_t i = 0; status == OK && i < schema->count; i++) {
        const struct entity *holder = schema->entities[i];
        int64_t count = 0;

        if (!points_at(holder, entity))
            continue;
        status = count_holders(tx, holder, entity, rows, &count);
        *(is_part(holder, entity, PARTING_FORCED) ? &holders.parts : &holders.others) += count;
        if (!entity_is_on_the_wire(holder) || call_level(call, holder->module) < LEVEL_VIEW)
            unseen += count;
        else if (count > 0 && named++ < HOLDERS_NAMED)
            put_name(&names, label_in(holder->plural, call->language), count);
        else
            more += count;
    }
    if (status != OK)
        return status;
    if (more > 0)
        put_name(&names, label_in(further, call->language), more);
    if (unseen > 0)
        put_name(&names, label_in(elsewhere, call->language), unseen);
    holders.names = buffer_text(&names);
    *ret_holders = holders;
    return OK;
}

enum status holders_refuse(struct call *call, struct tx *tx, const struct entity *entity,
                           const struct id *ids, size_t count)
{
    struct follow_query rows =
        query_of(call, tx, entity, ids, count < PART_IDS ? count : (size_t)PART_IDS);
    struct holders holders;
    enum status status = holders_find(call, tx, entity, &rows, &holders);

    if (status != OK)
        return status;
    return REFUSE(
        call, CONFLICT, .code = "23503", .entity = entity, .value = holders.names,
        .say = L("Other records still belong to this one ({entity}): {value}.",
                 "仍有其他记录属于该{entity}：{value}。"),
        .hint = L("Delete them first, or move them elsewhere.", "请先删除它们，或移到别处。"));
}
