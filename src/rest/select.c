/* Select: `id,brand,when:sold_at,data->a::int8,live_session(title),price.sum()` into columns and
   embedded selections. */
#include "base/limits.h"
#include "rest/operand.h"
#include "rest/relation.h"
#include "rest/unseal.h"

struct selection *selection_new(struct call *call, const struct entity *entity,
                                struct selection *parent)
{
    struct selection *selection = ARENA_NEW(call->arena, struct selection);

    selection->entity = entity;
    selection->parent = parent;
    selection->limit = -1;
    selection->columns_end = &selection->columns;
    selection->embeds_end = &selection->embeds;
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

struct selection *selection_embed(const struct selection *selection, struct text name)
{
    for (struct selection *embed = selection->embeds; embed; embed = embed->next)
        if (text_equal(embed->name, name))
            return embed;
    return NULL;
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
        column_add(call, selection, text_from(row_fields[i].name))->operand.field = &row_fields[i];
    for (size_t i = 0; i < entity->fields.count; i++)
        if (!entity->fields.at[i].hidden && call_sees(call, &entity->fields.at[i]))
            column_add(call, selection, text_from(entity->fields.at[i].name))->operand =
                (struct operand){ .field = &entity->fields.at[i], .entity = entity };
}

/* --- embedding */

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
    if (query->embed_count > LIMIT_EMBEDS)
        return REFUSE(call, INVALID, .code = "PGRST100", .limit = LIMIT_EMBEDS,
                      .say = L("Too many embedded relations: at most {limit}.",
                               "嵌入的关联过多：最多 {limit} 个。"));
    if (depth_of(selection) > LIMIT_EMBED_DEPTH)
        return REFUSE(call, INVALID, .code = "PGRST100", .limit = LIMIT_EMBED_DEPTH,
                      .say = L("Embedded relations are nested too deep: at most {limit} levels.",
                               "嵌入的关联层级过深：最多 {limit} 层。"));
    return OK;
}

struct item {
    struct text alias; /* at == NULL: none */
    struct text name, hint;
    bool is_inner, is_spread;
};

static enum status refuse_spread(struct call *call)
{
    return REFUSE(call, INVALID, .code = "PGRST127",
                  .say = L("Aggregates cannot stand in one-to-many or many-to-many spreads.",
                           "一对多的展开不支持聚合。"));
}

/* The columns of a spread selection become the parent's. */
static enum status hoist(struct call *call, struct selection *parent, struct selection *spread)
{
    if (spread->has_aggregate && spread->is_to_many)
        return refuse_spread(call);
    for (struct select_column *column = spread->columns; column; column = column->next) {
        if (spread->is_to_many && (column->array || column->embed))
            return REFUSE(
                call, INVALID, .code = "PGRST100",
                .say = L("Lists inside of lists cannot be spread.", "不能展开嵌套的列表。"));
        if (!column->source)
            column->source = spread;
        if (spread->is_to_many)
            column->array = spread;
    }
    parent->has_aggregate |= spread->has_aggregate;
    spread->has_aggregate = false;
    *parent->columns_end = spread->columns;
    if (spread->columns)
        parent->columns_end = spread->columns_end;
    return OK;
}

static enum status add_embed(struct call *call, struct rest_query *query, struct selection *parent,
                             const struct item *item, struct text inside)
{
    struct relation relation;
    struct selection *embed;
    enum status status = relation_find(call, parent->entity, item->name, item->hint, &relation);

    if (status == OK)
        status = call_require(call, relation.entity->module, LEVEL_VIEW);
    if (status == OK)
        status = call_require_field(call, relation.is_to_many ? relation.entity : parent->entity,
                                    relation.link, LEVEL_VIEW);
    if (status != OK)
        return status;
    embed = selection_new(call, relation.entity, parent);
    embed->number = ++query->embed_count;
    embed->link = relation.link;
    embed->is_to_many = relation.is_to_many;
    embed->is_inner = item->is_inner;
    embed->is_spread = item->is_spread;
    embed->name = item->alias.at ? item->alias : item->name;
    *parent->embeds_end = embed;
    parent->embeds_end = &embed->next;
    status = check_size(call, query, embed);
    if (status == OK)
        status = selection_parse(call, query, embed, inside);
    if (status != OK)
        return status;
    if (embed->is_spread)
        return hoist(call, parent, embed);
    if (embed->columns) /* named only for !inner, its filters or an order: no key in the answer */
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

static bool can_aggregate(enum field_type type, enum aggregate aggregate)
{
    bool is_number = type == FIELD_INTEGER || type == FIELD_MONEY || type == FIELD_UNDECLARED;

    if (aggregate == AGGREGATE_SUM || aggregate == AGGREGATE_AVG)
        return is_number;
    if (aggregate == AGGREGATE_MIN || aggregate == AGGREGATE_MAX)
        return type != FIELD_LINK && type != FIELD_ID && type != FIELD_JSON;
    return true;
}

/* ".sum()" behind a column, or "count()" by itself; then perhaps a cast. */
static enum status add_aggregate(struct call *call, struct selection *selection, struct text alias,
                                 const struct operand *operand, struct scan *scan)
{
    struct text function = scan_name(scan, call->arena);
    enum aggregate aggregate = aggregate_named(function);
    bool is_called = scan_take_word(scan, T("()"));
    struct select_column *column;

    if (aggregate == AGGREGATE_NONE || scan_peek(scan) == '(' || (operand && !is_called))
        return refuse_syntax(call, "select", function);
    if (operand && operand->field->sealed && aggregate != AGGREGATE_COUNT)
        return refuse_sealed(call, operand->field);
    if (operand && !can_aggregate(operand_type(operand), aggregate))
        return REFUSE(
            call, INVALID, .code = "42883", .field = operand->field,
            .say = L("{value} cannot be computed of {field}.", "{field}不能计算 {value}。"),
            .value = function);
    column = column_add(call, selection, alias.at ? alias : function);
    if (operand)
        column->operand = *operand;
    column->aggregate = aggregate;
    selection->has_aggregate = true;
    return cast_parse(call, scan, column_type(column), &column->cast);
}

static enum status add_column(struct call *call, struct selection *selection, struct text alias,
                              struct scan *scan)
{
    struct operand operand;
    struct text name;
    enum status status = operand_parse(call, selection->entity, scan, &operand, &name);

    if (status == OK)
        status = cast_parse(call, scan, operand.field->type, &operand.cast);
    if (status == OK && operand.field->sealed && operand.cast != CAST_NONE &&
        operand.cast != CAST_TEXT)
        status = refuse_sealed(call, operand.field);
    if (status != OK)
        return status;
    if (scan_take(scan, '.'))
        return add_aggregate(call, selection, alias, &operand, scan);
    column_add(call, selection, alias.at ? alias : name)->operand = operand;
    return OK;
}

/* "name!hint!inner(" -> the item, with the scan before its parenthesis; false: no embed. */
static bool take_embed_name(struct call *call, struct scan *scan, struct item *item)
{
    struct scan ahead = *scan;

    item->name = scan_name(&ahead, call->arena);
    while (scan_take(&ahead, '!')) {
        struct text mark = scan_name(&ahead, call->arena);

        if (text_equal(mark, T("inner")))
            item->is_inner = true;
        else if (!text_equal(mark, T("left")))
            item->hint = mark;
    }
    if (item->name.size == 0 || scan_peek(&ahead) != '(')
        return false;
    *scan = ahead;
    return true;
}

static enum status parse_item(struct call *call, struct rest_query *query,
                              struct selection *selection, struct scan *scan)
{
    struct item item = { .is_spread = scan_take_word(scan, T("...")) };
    struct scan ahead = *scan;
    struct text inside, name;
    bool is_count;

    if (!item.is_spread && scan_take(scan, '*')) {
        add_every_column(call, selection);
        return OK;
    }
    name = scan_name(&ahead, call->arena);
    if (scan_peek(&ahead) == ':' && !text_starts_with(ahead.rest, T("::"))) {
        scan_take(&ahead, ':');
        item.alias = name;
        *scan = ahead;
        name = scan_name(&ahead, call->arena);
    }
    is_count = text_equal(name, T("count")) && !item.is_spread &&
               !selection_field(selection->entity, name) &&
               (scan_peek(&ahead) != '(' || text_starts_with(ahead.rest, T("()")));
    if (name.size == 0)
        return refuse_syntax(call, "select", scan->rest);
    if (is_count)
        return add_aggregate(call, selection, item.alias, NULL, scan);
    if (!take_embed_name(call, scan, &item))
        return item.is_spread || item.hint.at || item.is_inner
                   ? refuse_syntax(call, "select", scan->rest)
                   : add_column(call, selection, item.alias, scan);
    if (!scan_parentheses(scan, &inside))
        return refuse_syntax(call, "select", scan->rest);
    return add_embed(call, query, selection, &item, inside);
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
        return REFUSE(call, INVALID, .code = "PGRST100", .limit = LIMIT_SELECT_COLUMNS,
                      .say = L("Too many columns are asked for: at most {limit}.",
                               "请求的列过多：最多 {limit} 列。"));
    if (has_duplicate(selection))
        return REFUSE(call, INVALID, .code = "42712",
                      .say = L("A column is asked for twice; give one an alias.",
                               "同一列被请求两次，请使用别名。"));
    return OK;
}
