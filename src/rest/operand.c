/* Operand: paths become one text that both engines take, casts are those that cannot fail. */
#include "rest/operand.h"

#include "rest/unseal.h"

enum { LIMIT_PATH = 4096 };

/* --- paths */

static bool ends_step(char c)
{
    return c != '\0' && strchr("(-:.,>)", c);
}

static struct text take_step(struct scan *scan, struct arena *arena)
{
    size_t size = 0;
    struct text step;

    if (scan_peek(scan) == '"')
        return scan_value(scan, arena, T(""));
    if (scan_peek(scan) == '-') /* ->-1: from the end */
        size++;
    while (size < scan->rest.size && !ends_step(scan->rest.at[size]))
        size++;
    step = text_slice(scan->rest, 0, size);
    scan->rest = text_from_offset(scan->rest, size);
    return step;
}

/* One element of an array literal of PostgreSQL: always in quotes. */
static void put_array_element(struct buffer *out, struct text element)
{
    buffer_append(out, out->size > 1 ? T(",\"") : T("\""));
    for (size_t i = 0; i < element.size; i++) {
        if (element.at[i] == '"' || element.at[i] == '\\')
            buffer_append_byte(out, '\\');
        buffer_append_byte(out, element.at[i]);
    }
    buffer_append_byte(out, '"');
}

static enum status refuse_path(struct call *call, const struct field *field)
{
    return REFUSE(
        call, INVALID, .code = "42883", .field = field,
        .say = L("{field} holds no JSON: it has no parts.", "{field}不是 JSON，没有下级内容。"));
}

enum status operand_parse_path(struct call *call, struct scan *scan, struct operand *operand)
{
    struct buffer steps = buffer_in(call->arena, LIMIT_PATH);
    struct buffer json = buffer_in(call->arena, LIMIT_PATH);
    struct json_writer writer = json_writer_to(&json);
    struct json_path *path = ARENA_NEW(call->arena, struct json_path);
    struct text before = scan->rest;
    int count = 0;

    if (!text_starts_with(scan->rest, T("->")))
        return OK;
    if (operand->field->type != FIELD_JSON)
        return refuse_path(call, operand->field);
    if (operand->field->sealed)
        return refuse_sealed(call, operand->field);
    buffer_append_byte(&steps, '{');
    json_begin_array(&writer);
    while (!path->is_text && scan_take_word(scan, T("->"))) {
        struct text step;
        int64_t index;

        path->is_text = scan_take(scan, '>');
        step = take_step(scan, call->arena);
        if (step.size == 0 || ++count > LIMIT_PATH_STEPS)
            return refuse_syntax(call, "JSON path", before);
        put_array_element(&steps, step);
        json_write_text(&writer, step);
        if (!text_to_int64(step, &index))
            path->name = step;
    }
    buffer_append_byte(&steps, '}');
    json_end_array(&writer);
    if (buffer_status(&steps) != OK || buffer_status(&json) != OK)
        return refuse_syntax(call, "JSON path", before);
    path->steps = buffer_text(&steps);
    path->json = buffer_text(&json);
    operand->path = path;
    return OK;
}

enum status operand_parse(struct call *call, const struct entity *entity, struct scan *scan,
                          struct operand *ret_operand, struct text *ret_name)
{
    struct operand operand = { 0 };
    struct text name = scan_name(scan, call->arena);
    enum status status;

    operand.field = selection_field(entity, name);
    operand.entity = entity;
    if (!operand.field)
        return refuse_unknown_column(call, entity, name);
    status = call_require_field(call, entity, operand.field, LEVEL_VIEW);
    if (status != OK)
        return status;
    status = operand_parse_path(call, scan, &operand);
    if (status != OK)
        return status;
    *ret_operand = operand;
    *ret_name = operand.path && operand.path->name.size > 0 ? operand.path->name : name;
    return OK;
}

/* --- types */

#define FROM(type)        (1u << (type))
#define FROM_EVERY        (~0u)
#define FROM_JSON         FROM(FIELD_JSON)
#define FROM_WHOLE_NUMBER (FROM(FIELD_INTEGER) | FROM(FIELD_MONEY))

/* Names of PostgreSQL; `from`: of which types it never fails. */
static const struct {
    const char *name;
    enum cast cast;
    unsigned from;
} casts[] = {
    { "text", CAST_TEXT, FROM_EVERY },
    { "varchar", CAST_TEXT, FROM_EVERY },
    { "int8", CAST_INTEGER, FROM_WHOLE_NUMBER | FROM_JSON },
    { "bigint", CAST_INTEGER, FROM_WHOLE_NUMBER | FROM_JSON },
    { "numeric", CAST_REAL, FROM_WHOLE_NUMBER | FROM_JSON | FROM(FIELD_UNDECLARED) },
    { "double precision", CAST_REAL, FROM_WHOLE_NUMBER | FROM_JSON | FROM(FIELD_UNDECLARED) },
    { "float8", CAST_REAL, FROM_WHOLE_NUMBER | FROM_JSON | FROM(FIELD_UNDECLARED) },
    { "bool", CAST_BOOLEAN, FROM(FIELD_BOOLEAN) | FROM_JSON },
    { "boolean", CAST_BOOLEAN, FROM(FIELD_BOOLEAN) | FROM_JSON },
    { "json", CAST_JSON, FROM_JSON },
    { "jsonb", CAST_JSON, FROM_JSON },
};

enum status cast_parse(struct call *call, struct scan *scan, enum field_type from,
                       enum cast *ret_cast)
{
    struct text name;

    *ret_cast = CAST_NONE;
    if (!scan_take_word(scan, T("::")))
        return OK;
    name = scan_name(scan, call->arena);
    for (size_t i = 0; i < sizeof casts / sizeof *casts; i++) {
        if (!text_equal(name, text_from(casts[i].name)) || !(casts[i].from & FROM(from)))
            continue;
        *ret_cast = casts[i].cast;
        return OK;
    }
    return REFUSE(
        call, INVALID, .code = "42846",
        .say = L("This cannot become {value} without fail.", "无法可靠地转换为 {value}。"),
        .hint = L("There are text, int8, numeric, float8, bool and json.",
                  "可用：text、int8、numeric、float8、bool、json。"),
        .value = name);
}

enum field_type cast_type(enum cast cast, enum field_type from)
{
    switch (cast) {
    case CAST_NONE:
        break;
    case CAST_TEXT:
        return FIELD_TEXT;
    case CAST_INTEGER:
        return FIELD_INTEGER;
    case CAST_REAL:
        return FIELD_UNDECLARED;
    case CAST_BOOLEAN:
        return FIELD_BOOLEAN;
    case CAST_JSON:
        return FIELD_JSON;
    }
    return from;
}

enum field_type operand_type(const struct operand *operand)
{
    enum field_type type = operand->field->type;

    if (operand->path && operand->path->is_text)
        type = FIELD_TEXT;
    return cast_type(operand->cast, type);
}

enum field_type column_type(const struct select_column *column)
{
    enum field_type type = column->operand.field ? operand_type(&column->operand) : FIELD_INTEGER;

    if (column->aggregate == AGGREGATE_COUNT)
        type = FIELD_INTEGER;
    else if (column->aggregate == AGGREGATE_AVG)
        type = FIELD_UNDECLARED;
    return cast_type(column->cast, type);
}

const struct field *type_as_field(enum field_type type)
{
    static const struct field fields[FIELD_TYPE_COUNT] = {
        [FIELD_TEXT] = { .type = FIELD_TEXT },       [FIELD_LINK] = { .type = FIELD_LINK },
        [FIELD_ID] = { .type = FIELD_ID },           [FIELD_CHOICE] = { .type = FIELD_CHOICE },
        [FIELD_DATE] = { .type = FIELD_DATE },       [FIELD_INSTANT] = { .type = FIELD_INSTANT },
        [FIELD_MONEY] = { .type = FIELD_MONEY },     [FIELD_CURRENCY] = { .type = FIELD_CURRENCY },
        [FIELD_INTEGER] = { .type = FIELD_INTEGER }, [FIELD_BOOLEAN] = { .type = FIELD_BOOLEAN },
        [FIELD_JSON] = { .type = FIELD_JSON },
    };

    return type == FIELD_UNDECLARED ? NULL : &fields[type];
}
