/* Select: `id,brand,when:sold_at,live_session(title),price.sum()` into columns and embedded
   selections. */
#include "base/limits.h"
#include "rest/query.h"
#include "rest/scan.h"

struct selection *selection_new(struct call *call, const struct entity *entity,
                                struct selection *parent)
{
    struct selection *selection = ARENA_NEW(call->arena, struct selection);

    selection->entity = entity;
    selection->parent = parent;
    selection->limit = -1;
    selection->columns_end = &selection->columns;
    selection->filters_end = &selection->filters;
    selection->order_end = &selection->order;
    return selection;
}

const struct field *selection_field(const struct entity *entity, struct text name)
{
    const struct field *field;

    for (size_t i = 0; i < ROW_COLUMNS; i++)
        if (text_equal(name, text_from(row_fields[i].name)))
            return &row_fields[i];
    field = entity_field(entity, name);
    return field && !field->hidden ? field : NULL;
}

enum status refuse_unknown_column(struct call *call, const struct entity *entity, struct text name)
{
    return REFUSE(call, INVALID, .code = "42703", .entity = entity,
                  .say = L("column {value} does not exist", "列 {value} 不存在"),
                  .value = arena_print(call->arena, "%s.%.*s", entity->name, TEXT_ARG(name)));
}

enum status refuse_syntax(struct call *call, const char *parameter, struct text text)
{
    return REFUSE(
        call, INVALID, .code = "PGRST100", .say = L("failed to parse {value}", "无法解析 {value}"),
        .value = arena_print(call->arena, "%s (%.*s)", parameter,
                             (int)(text.size < 60 ? text.size : 60), text.at ? text.at : ""));
}

static struct select_column *column_add(struct call *call, struct selection *selection,
                                        struct text name)
{
    struct select_column *column = ARENA_NEW(call->arena, struct select_column);

    column->name = name;
    *selection->columns_end = column;
    selection->columns_end = &column->next;
    return column;
}

static void add_every_column(struct call *call, struct selection *selection)
{
    const struct entity *entity = selection->entity;

    for (size_t i = 0; i < ROW_COLUMNS; i++)
        column_add(call, selection, text_from(row_fields[i].name))->field = &row_fields[i];
    for (size_t i = 0; i < entity->fields.count; i++)
        if (!entity->fields.at[i].hidden)
            column_add(call, selection, text_from(entity->fields.at[i].name))->field =
                &entity->fields.at[i];
}

/* --- embedding */

struct relation {
    const struct entity *entity;
    const struct field *link;
    bool is_to_many;
};

static bool hint_matches(struct text hint, const struct field *link)
{
    return !hint.at || text_equal(hint, text_from(link->name));
}

/* All ways in which `name` can mean rows joined with `from`: by the other entity's name, or by
   the name of our own link. */
static int find_relations(const struct schema *schema, const struct entity *from, struct text name,
                          struct text hint, struct relation *ret_relation)
{
    const struct entity *to = schema_find(schema, name);
    int count = 0;

    for (size_t i = 0; i < from->fields.count; i++) {
        const struct field *field = &from->fields.at[i];
        bool is_meant = field->to && (field->to == to || text_equal(name, text_from(field->name)));

        if (!is_meant || !hint_matches(hint, field) || field->hidden)
            continue;
        *ret_relation = (struct relation){ field->to, field, false };
        count++;
    }
    for (size_t i = 0; to && entity_is_on_the_wire(to) && i < to->fields.count; i++) {
        const struct field *field = &to->fields.at[i];

        if (field->to != from || !hint_matches(hint, field) || field->hidden)
            continue;
        *ret_relation = (struct relation){ to, field, true };
        count++;
    }
    return count;
}

static enum status find_relation(struct call *call, const struct entity *from, struct text name,
                                 struct text hint, struct relation *ret_relation)
{
    int count = find_relations(&call->instance->schema, from, name, hint, ret_relation);

    if (count == 1)
        return OK;
    if (count > 1)
        return REFUSE(call, INVALID, .http = 300, .code = "PGRST201",
                      .say = L("More than one relationship to {value}: say which with !column.",
                               "与 {value} 有多个关联，请用 !列名 指明。"),
                      .value = name);
    return REFUSE(
        call, INVALID, .code = "PGRST200",
        .say = L("Could not find a relationship to {value}.", "找不到与 {value} 的关联。"),
        .value = arena_print(call->arena, "%s -> %.*s", from->name, TEXT_ARG(name)));
}

static int depth_of(const struct selection *selection)
{
    int depth = 0;

    for (; selection->parent; selection = selection->parent)
        depth++;
    return depth;
}

static enum status check_size(struct call *call, const struct rest_query *query,
                              const struct selection *selection)
{
    if (query->embed_count <= LIMIT_EMBEDS && depth_of(selection) <= LIMIT_EMBED_DEPTH)
        return OK;
    return REFUSE(call, INVALID, .code = "PGRST100",
                  .say = L("Too many embedded relations.", "嵌入的关联过多。"));
}

struct item {
    struct text alias; /* at == NULL: none */
    struct text name, hint;
    bool is_inner;
};

static enum status add_embed(struct call *call, struct rest_query *query, struct selection *parent,
                             const struct item *item, struct text inside)
{
    struct relation relation;
    struct selection *embed;
    enum status status = find_relation(call, parent->entity, item->name, item->hint, &relation);

    if (status == OK)
        status = call_require(call, relation.entity->module, LEVEL_VIEW);
    if (status != OK)
        return status;
    embed = selection_new(call, relation.entity, parent);
    embed->number = ++query->embed_count;
    embed->link = relation.link;
    embed->is_to_many = relation.is_to_many;
    embed->is_inner = item->is_inner;
    embed->name = item->alias.at ? item->alias : item->name;
    status = check_size(call, query, embed);
    if (status == OK)
        status = selection_parse(call, query, embed, inside);
    if (status != OK)
        return status;
    column_add(call, parent, embed->name)->embed = embed;
    return OK;
}

/* --- columns */

static const struct {
    const char *name;
    enum aggregate aggregate;
} aggregates[] = {
    { "count", AGGREGATE_COUNT }, { "sum", AGGREGATE_SUM }, { "avg", AGGREGATE_AVG },
    { "min", AGGREGATE_MIN },     { "max", AGGREGATE_MAX },
};

static enum aggregate aggregate_named(struct text name)
{
    for (size_t i = 0; i < sizeof aggregates / sizeof *aggregates; i++)
        if (text_equal(name, text_from(aggregates[i].name)))
            return aggregates[i].aggregate;
    return AGGREGATE_NONE;
}

static bool can_aggregate(const struct field *field, enum aggregate aggregate)
{
    bool is_number = field->type == FIELD_INTEGER || field->type == FIELD_MONEY;

    if (aggregate == AGGREGATE_SUM || aggregate == AGGREGATE_AVG)
        return is_number;
    if (aggregate == AGGREGATE_MIN || aggregate == AGGREGATE_MAX)
        return field->type != FIELD_LINK && field->type != FIELD_ID && field->type != FIELD_JSON;
    return true;
}

static enum status add_aggregate(struct call *call, struct selection *selection,
                                 const struct item *item, const struct field *field,
                                 struct text function)
{
    enum aggregate aggregate = aggregate_named(function);
    struct select_column *column;

    if (aggregate == AGGREGATE_NONE)
        return refuse_syntax(call, "select", function);
    if (field && !can_aggregate(field, aggregate))
        return REFUSE(
            call, INVALID, .code = "42883", .field = field,
            .say = L("{value} cannot be computed of {field}.", "{field}不能计算 {value}。"),
            .value = function);
    column = column_add(call, selection, item->alias.at ? item->alias : function);
    column->field = field;
    column->aggregate = aggregate;
    selection->has_aggregate = true;
    return OK;
}

static enum status add_column(struct call *call, struct selection *selection,
                              const struct item *item, struct scan *scan)
{
    const struct field *field = selection_field(selection->entity, item->name);

    if (!field && text_equal(item->name, T("count")) && !scan_take(scan, '.')) {
        if (scan_peek(scan) == '(' && !scan_take_word(scan, T("()")))
            return refuse_syntax(call, "select", scan->rest);
        return add_aggregate(call, selection, item, NULL, item->name);
    }
    if (!field)
        return refuse_unknown_column(call, selection->entity, item->name);
    if (scan_take(scan, '.')) {
        struct text function = scan_name(scan, call->arena);

        if (!scan_take_word(scan, T("()")))
            return refuse_syntax(call, "select", scan->rest);
        return add_aggregate(call, selection, item, field, function);
    }
    column_add(call, selection, item->alias.at ? item->alias : item->name)->field = field;
    return OK;
}

static enum status parse_item(struct call *call, struct rest_query *query,
                              struct selection *selection, struct scan *scan)
{
    struct item item = { 0 };
    struct text inside;

    if (scan_take(scan, '*')) {
        add_every_column(call, selection);
        return OK;
    }
    item.name = scan_name(scan, call->arena);
    if (scan_peek(scan) == ':' && !text_starts_with(scan->rest, T("::"))) {
        scan_take(scan, ':');
        item.alias = item.name;
        item.name = scan_name(scan, call->arena);
    }
    while (scan_take(scan, '!')) {
        struct text mark = scan_name(scan, call->arena);

        if (text_equal(mark, T("inner")))
            item.is_inner = true;
        else if (!text_equal(mark, T("left")))
            item.hint = mark;
    }
    if (item.name.size == 0)
        return refuse_syntax(call, "select", scan->rest);
    if (scan_peek(scan) == '(' && !text_starts_with(scan->rest, T("()"))) {
        if (!scan_parentheses(scan, &inside))
            return refuse_syntax(call, "select", scan->rest);
        return add_embed(call, query, selection, &item, inside);
    }
    if (scan_peek(scan) == '(' && !text_equal(item.name, T("count"))) {
        scan_parentheses(scan, &inside);
        return add_embed(call, query, selection, &item, T(""));
    }
    return add_column(call, selection, &item, scan);
}

static size_t count_columns(const struct selection *selection)
{
    size_t count = 0;

    for (const struct select_column *column = selection->columns; column; column = column->next)
        count++;
    return count;
}

static bool has_duplicate(const struct selection *selection)
{
    for (const struct select_column *a = selection->columns; a; a = a->next)
        for (const struct select_column *b = a->next; b; b = b->next)
            if (text_equal(a->name, b->name))
                return true;
    return false;
}

enum status selection_parse(struct call *call, struct rest_query *query,
                            struct selection *selection, struct text text)
{
    struct scan scan = { text };

    while (!scan_is_done(&scan)) {
        enum status status = parse_item(call, query, selection, &scan);

        if (status != OK)
            return status;
        if (!scan_is_done(&scan) && !scan_take(&scan, ','))
            return refuse_syntax(call, "select", scan.rest);
    }
    if (count_columns(selection) > LIMIT_SELECT_COLUMNS)
        return REFUSE(call, INVALID, .code = "PGRST100",
                      .say = L("Too many columns are asked for.", "请求的列过多。"));
    if (has_duplicate(selection))
        return REFUSE(call, INVALID, .code = "42712",
                      .say = L("A column is asked for twice; give one an alias.",
                               "同一列被请求两次，请使用别名。"));
    return OK;
}
