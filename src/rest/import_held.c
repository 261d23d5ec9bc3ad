/* The refusal says how many rows are held and by what; `details` names the first of them. */
#include "rest/import_held.h"

#include "codec/utf8.h"
#include "schema/schema.h"

enum {
    LIMIT_HELD_SQL = 16 * 1024,
    LIMIT_HELD_LIST = 2000,
    LIMIT_HELD_NAME = 60,
    HELD_NAMED = 10,
    HELD_COLUMNS = 4
};

#define MADE "FROM main.import_row WHERE workspace_id = $1 AND run_id = $2 AND entity = $3"

struct follow_query import_made_rows(const struct import_run *run, const struct entity *entity,
                                     struct value *values)
{
    values[0] = VALUE_OF_INTEGER(run->row.workspace_id);
    values[1] = VALUE_OF_ID(run->row.id);
    values[2] = VALUE_OF_TEXT(text_from(entity->name));
    return (struct follow_query){ T("SELECT row_id " MADE), values, 3 };
}

/* ---- the rows by name ---- */

struct naming {
    struct tx *tx;
    const struct entity *entity;
    const struct field *columns[HELD_COLUMNS]; /* of the entity, that say which row it is */
    size_t column_count;
    struct buffer list;
    int64_t rows; /* that are held */
};

static void add_column(struct naming *naming, struct text name)
{
    const struct field *field = entity_field(naming->entity, name);

    if (field && field->type == FIELD_TEXT && !field->sealed && !field->hidden &&
        field->needs == MODULE_UNDECLARED && naming->column_count < HELD_COLUMNS)
        naming->columns[naming->column_count++] = field;
}

/* An order number tells more than what was sold. */
static void choose_columns(struct naming *naming)
{
    struct text rest = text_from(naming->entity->title);

    add_column(naming, T("external_ref"));
    while (rest.size > 0)
        add_column(naming, text_cut(&rest, ' '));
}

static void put_row(struct naming *naming, const struct cursor *cursor)
{
    const char *joint = naming->list.size > 0 ? "; " : "";

    for (size_t i = 0; i < naming->column_count; i++) {
        struct value value = cursor_value(cursor, i + 2);

        if (value.type != VALUE_TEXT || value.text.size == 0)
            continue;
        buffer_append(&naming->list, text_from(joint));
        utf8_append_clean(&naming->list, utf8_first_characters(value.text, LIMIT_HELD_NAME));
        joint = " ";
    }
    buffer_print(&naming->list, " (%lld)", (long long)cursor_value(cursor, 1).integer);
}

static void print_query(const struct naming *naming, const struct entity *part, struct buffer *sql)
{
    buffer_append(sql, T("SELECT e.id, COUNT(*)"));
    for (size_t i = 0; i < naming->column_count; i++)
        buffer_print(sql, ", e.%s", naming->columns[i]->name);
    buffer_print(sql,
                 " FROM main.import_row m JOIN main.%s e ON e.workspace_id = m.workspace_id AND "
                 "e.id = m.row_id JOIN main.%s p ON p.workspace_id = m.workspace_id AND "
                 "p.%s = m.row_id WHERE m.workspace_id = $1 AND m.run_id = $2 AND m.entity = $3 "
                 "GROUP BY e.id",
                 naming->entity->name, part->name, part->part_of.link);
    for (size_t i = 0; i < naming->column_count; i++)
        buffer_print(sql, ", e.%s", naming->columns[i]->name);
    buffer_append(sql, T(" ORDER BY e.id"));
}

/* Counts the rows of the run that have parts of this kind, and names the first. */
static enum status name_rows(struct naming *naming, const struct entity *part,
                             const struct follow_query *rows)
{
    struct buffer sql = buffer_in(tx_arena(naming->tx), LIMIT_HELD_SQL);
    struct cursor *cursor;
    bool is_found;
    enum status status;

    print_query(naming, part, &sql);
    status = buffer_status(&sql);
    if (status == OK)
        status = tx_query(naming->tx, buffer_text(&sql), rows->values, rows->count, &cursor);
    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &is_found)) == OK && is_found)
        if (++naming->rows <= HELD_NAMED)
            put_row(naming, cursor);
        else if (naming->rows == HELD_NAMED + 1)
            buffer_append(&naming->list, T("; …"));
    cursor_close(cursor);
    return status;
}

static bool is_part_of(const struct entity *part, const struct entity *entity)
{
    const struct field *link =
        part->part_of.link ? entity_field(part, text_from(part->part_of.link)) : NULL;

    return link && link->to == entity;
}

/* ---- the refusals ---- */

static enum status refuse_used(struct call *call, const struct entity *entity,
                               const struct holders *holders)
{
    return REFUSE(
        call, CONFLICT, .code = "23503", .entity = entity, .value = holders->names,
        .say = L("Imported records are in use: {value}. Nothing was undone.",
                 "导入的记录已被使用：{value}。未执行撤销。"),
        .hint = L("Delete those first, or move them elsewhere.", "请先删除它们，或移到别处。"));
}

static enum status refuse_parts(struct call *call, const struct entity *entity,
                                const struct holders *holders, const struct naming *naming)
{
    return REFUSE(call, CONFLICT, .code = "55000", .entity = entity, .limit = naming->rows,
                  .value = holders->names, .details = buffer_text(&naming->list),
                  .say = L("Records hang on {limit} of the imported ones by now: {value}. Nothing "
                           "was undone.",
                           "有 {limit} 条导入的记录已产生后续记录：{value}。未执行撤销。"),
                  .hint = L("Undo with \"force\" to delete them too, together with what was "
                            "changed since; what they moved in stock is booked back.",
                            "如需连同后续记录及之后的修改一并删除，请使用 “force” "
                            "撤销；相关库存会自动冲回。"));
}

enum status import_held_check(struct call *call, struct tx *tx, const struct import_run *run,
                              const struct entity *entity, bool force)
{
    struct naming naming = { .tx = tx,
                             .entity = entity,
                             .list = buffer_in(call->arena, LIMIT_HELD_LIST) };
    const struct schema *schema = tx_schema(tx);
    struct value values[3];
    struct follow_query rows = import_made_rows(run, entity, values);
    struct holders holders;
    enum status status = holders_find(call, tx, entity, &rows, &holders);

    if (status == OK && holders.others > 0)
        return refuse_used(call, entity, &holders);
    if (status != OK || holders.parts == 0 || force)
        return status;
    choose_columns(&naming);
    for (size_t i = 0; status == OK && i < schema->count; i++)
        if (is_part_of(schema->entities[i], entity))
            status = name_rows(&naming, schema->entities[i], &rows);
    return status == OK ? refuse_parts(call, entity, &holders, &naming) : status;
}
