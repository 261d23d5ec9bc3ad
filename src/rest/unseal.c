/* Unseal: from what the database gives to what the client sees. */
#include "rest/unseal.h"

#include "base/limits.h"
#include "crypto/random.h"
#include "rest/operand.h"
#include "schema/parse.h"

enum { MARK_BYTES = 16 };

enum status refuse_sealed(struct call *call, const struct field *field)
{
    return REFUSE(
        call, INVALID, .code = "0A000", .field = field,
        .say = L("{field} is sealed: it cannot be filtered, ordered, grouped or taken apart.",
                 "{field}已加密，不能筛选、排序、分组或拆分。"),
        .hint = field->blind ? (struct label)L("It can be compared with eq, neq, in and is.null.",
                                               "可使用 eq、neq、in 和 is.null。")
                             : (struct label)L("Only is.null and not.is.null can be asked.",
                                               "只能使用 is.null 和 not.is.null。"));
}

bool column_is_sealed(const struct select_column *column)
{
    return column->operand.field && column->operand.field->sealed && !column->embed &&
           !column->array && column->aggregate == AGGREGATE_NONE;
}

bool column_needs_unsealing(const struct rest_query *query, const struct select_column *column)
{
    return column_is_sealed(column) ||
           (query->seal_mark.size > 0 && (column->embed || column->array));
}

/* ---- before ---- */

static bool selects_sealed(const struct selection *selection)
{
    for (const struct select_column *column = selection->columns; column; column = column->next)
        if (column->operand.field && column->operand.field->sealed &&
            (selection->parent || column->array))
            return true;
    for (const struct selection *embed = selection->embeds; embed; embed = embed->next)
        if (selects_sealed(embed))
            return true;
    return false;
}

static const struct field *grouped_by_sealed(const struct selection *selection)
{
    const struct field *field = NULL;

    for (const struct select_column *column = selection->columns; column; column = column->next)
        if (selection->has_aggregate && column_is_sealed(column))
            return column->operand.field;
    for (const struct selection *embed = selection->embeds; embed && !field; embed = embed->next)
        field = grouped_by_sealed(embed);
    return field;
}

enum status unseal_prepare(struct call *call, struct rest_query *query)
{
    const struct field *field = grouped_by_sealed(query->root);

    if (field)
        return refuse_sealed(call, field);
    if (selects_sealed(query->root))
        query->seal_mark = random_token(call->arena, MARK_BYTES);
    return OK;
}

static enum status fetch_keys_of(struct tx *tx, const struct operand *operand)
{
    struct text sql = arena_print(
        tx_arena(tx), "SELECT DISTINCT substr(%s, 1, %d) FROM %s WHERE %s IS NOT NULL",
        operand->field->name, SEALED_HEAD_SIZE, operand->entity->name, operand->field->name);
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx, sql, NULL, 0, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        status = sealed_fetch_key(tx, cursor_value_kept(cursor, 0).text);
        if (status != OK)
            break;
    }
    cursor_close(cursor);
    return status;
}

enum status unseal_fetch_keys(struct tx *tx, const struct selection *selection)
{
    enum status status = OK;

    if (tx_engine(tx) != ENGINE_POSTGRESQL)
        return OK;
    for (const struct select_column *column = selection->columns; column && status == OK;
         column = column->next)
        if (column->operand.field && column->operand.field->sealed)
            status = fetch_keys_of(tx, &column->operand);
    for (const struct selection *embed = selection->embeds; embed && status == OK;
         embed = embed->next)
        status = unseal_fetch_keys(tx, embed);
    return status;
}

/* ---- in SQL ---- */

void put_sealed(struct sql *sql, const struct operand *operand, const char *prefix)
{
    bool is_sqlite = sql->engine == ENGINE_SQLITE;

    buffer_print(&sql->text, is_sqlite ? "(wire_id(%sid)" : "(cast(%sid AS TEXT)", prefix);
    buffer_print(&sql->text, " || ' ' || %s%s)", prefix, operand->field->name);
}

void put_sealed_json(struct sql *sql, const struct operand *operand, const char *prefix)
{
    buffer_append(&sql->text, T("coalesce('\"' || "));
    sql_bind(sql, VALUE_OF_TEXT(arena_print(sql->arena, "%.*s %s %s ", TEXT_ARG(sql->seal_mark),
                                            operand->entity->name, operand->field->name)));
    buffer_append(&sql->text, T(" || "));
    put_sealed(sql, operand, prefix);
    buffer_append(&sql->text, T(" || '\"', 'null')"));
}

/* ---- after ---- */

/* "id cell" */
static enum status open_cell(struct call *call, struct tx *tx, const struct entity *entity,
                             const struct field *field, struct text text, struct value *ret_value)
{
    struct text id_text = text_cut(&text, ' ');
    struct id id;

    if (!id_from_text(id_text, &id))
        return FAILED;
    return sealed_open(tx, entity, field, call->identity.workspace_id, id, text, ret_value);
}

/* Behind the mark: "entity field id cell". */
static enum status open_marked(struct call *call, struct tx *tx, struct json_writer *json,
                               struct text inside)
{
    const struct entity *entity = schema_find(&call->instance->schema, text_cut(&inside, ' '));
    const struct field *field = entity ? entity_field(entity, text_cut(&inside, ' ')) : NULL;
    struct value value;
    enum status status;

    if (!field || !field->sealed)
        return FAILED;
    status = open_cell(call, tx, entity, field, inside, &value);
    if (status == OK)
        value_write_json(json, field, value);
    return status;
}

static enum status open_json(struct call *call, struct tx *tx, struct text mark, struct text text,
                             struct text *ret_text)
{
    struct buffer out = buffer_in(call->arena, LIMIT_REPLY);
    struct text opening = arena_print(call->arena, "\"%.*s ", TEXT_ARG(mark));
    enum status status = OK;

    while (status == OK && text.size > 0) {
        size_t at = text_find(text, opening);
        struct json_writer json = json_writer_to(&out);
        struct text inside;

        buffer_append(&out, text_slice(text, 0, at));
        text = text_from_offset(text, at);
        if (text.size == 0)
            break;
        text = text_from_offset(text, opening.size);
        inside = text_cut(&text, '"');
        status = open_marked(call, tx, &json, inside);
    }
    if (status == OK)
        status = buffer_status(&out);
    if (status == OK)
        *ret_text = buffer_text(&out);
    return status;
}

enum status unseal_value(struct call *call, const struct rest_query *query,
                         const struct select_column *column, const struct cursor *cursor, size_t at,
                         struct value *ret_value)
{
    struct value value = cursor_value(cursor, at);
    enum status status = OK;

    if (value.type == VALUE_TEXT && column_needs_unsealing(query, column)) {
        struct text text = arena_copy(call->arena, value.text);

        status = column_is_sealed(column)
                     ? open_cell(call, cursor_tx(cursor), column->operand.entity,
                                 column->operand.field, text, &value)
                     : open_json(call, cursor_tx(cursor), query->seal_mark, text, &value.text);
    }
    if (status == OK)
        *ret_value = value;
    return status;
}
