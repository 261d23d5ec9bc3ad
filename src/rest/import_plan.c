/* From mapping and options, as JSON, to a plan whose every name is resolved. */
#include "rest/import_plan.h"

#include "rest/import_cell.h"

#include "base/zone.h"

/* ---- options ---- */

#define ROW struct import_options

static const struct choice date_orders[] = {
    { "mdy", L("Month, day, year", "月/日/年") },
    { "dmy", L("Day, month, year", "日/月/年") },
};
static const struct choice decimals[] = {
    { "point", L("1,234.50", "1,234.50") },
    { "comma", L("1.234,50", "1.234,50") },
};

/* clang-format off */
static const struct field option_fields[] = {
    INTEGER(sheet, L("Sheet", "工作表"), NOT_PERSONAL, .max = XLSX_LIMIT_SHEETS, .fallback = "0"),
    TEXT(encoding, L("Encoding", "编码"), NOT_PERSONAL, .max = 32, .optional = true),
    TEXT(delimiter, L("Delimiter", "分隔符"), NOT_PERSONAL, .max = 1, .optional = true, .format = LONG),
    INTEGER(header_row, L("Row of the headers", "标题行"), NOT_PERSONAL, .max = XLSX_LIMIT_ROWS, .fallback = "0"),
    CHOICE(date_order, L("Dates", "日期格式"), NOT_PERSONAL, CHOICES(date_orders), .optional = true),
    CHOICE(decimal, L("Numbers", "数字格式"), NOT_PERSONAL, CHOICES(decimals), .fallback = "point"),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .optional = true),
    TEXT(time_zone, L("Time zone", "时区"), NOT_PERSONAL, .max = 64, .optional = true, .format = TIME_ZONE),
    BOOLEAN(skip_duplicates, L("Skip duplicates", "跳过重复"), NOT_PERSONAL, .fallback = "true"),
    BOOLEAN(match_links, L("Find what belongs together", "自动匹配关联"), NOT_PERSONAL, .fallback = "true"),
    BOOLEAN(create_links, L("Create what is missing", "自动创建缺失项"), NOT_PERSONAL, .fallback = "false"),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .max = 40, .optional = true),
    TEXT(preset, L("Preset", "预设"), NOT_PERSONAL, .max = 64, .optional = true),
    JSON(skip, L("Pass over", "跳过"), NOT_PERSONAL, .max = 4000, .optional = true),
};
/* clang-format on */

enum { OPTION_COUNT = sizeof option_fields / sizeof *option_fields };

enum status import_options_parse(struct call *call, struct text text,
                                 struct import_options *ret_options)
{
    const struct json *json = NULL;
    const struct field *field = NULL;
    struct text unknown = { 0 };
    enum parse_fault fault;

    if (json_parse(call->arena, text.size > 0 ? text : T("{}"), NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_OBJECT)
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("The options must be a JSON object.", "选项必须是 JSON 对象。"));
    fault = struct_from_json(option_fields, OPTION_COUNT, json, call->arena, ret_options,
                             sizeof *ret_options, &field, &unknown);
    if (fault == PARSE_FINE)
        return OK;
    if (field)
        return call_refuse_field(call, NULL, field, fault,
                                 json_text_member(json, text_from(field->name)));
    return REFUSE(call, INVALID, .code = "22023",
                  .say = L("There is no option {value}.", "没有选项 {value}。"), .value = unknown);
}

/* The value of a member, as the wire has it. */
static struct value option_value(const struct import_options *options, const struct field *field)
{
    const void *at = (const char *)options + field->at;

    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_CURRENCY:
    case FIELD_JSON:
        if (((const struct text *)at)->size == 0)
            return VALUE_OF_NULL;
        return VALUE_OF_TEXT(*(const struct text *)at);
    case FIELD_CHOICE:
        if (*(const int *)at == 0)
            return VALUE_OF_NULL;
        return VALUE_OF_TEXT(text_from(field->choices[*(const int *)at - 1].value));
    case FIELD_BOOLEAN:
        return VALUE_OF_INTEGER(*(const bool *)at);
    case FIELD_INTEGER:
        return VALUE_OF_INTEGER(*(const int64_t *)at);
    case FIELD_UNDECLARED:
    case FIELD_LINK:
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_INSTANT:
    case FIELD_MONEY:
    case FIELD_TYPE_COUNT:
        break;
    }
    return VALUE_OF_NULL;
}

void import_options_write(struct json_writer *writer, const struct import_options *options)
{
    json_begin_object(writer);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        json_write_key(writer, text_from(option_fields[i].name));
        value_write_json(writer, &option_fields[i], option_value(options, &option_fields[i]));
    }
    json_end_object(writer);
}

struct import_reading import_reading_of(const struct import_options *options)
{
    return (struct import_reading){ .sheet = options->sheet,
                                    .encoding = options->encoding,
                                    .delimiter = options->delimiter,
                                    .header_row = options->header_row };
}

/* ---- names ---- */

const struct import_preset *import_preset_of(const struct instance *instance,
                                             const struct entity *entity)
{
    const struct import_preset *const *preset = instance->import_presets;

    for (; preset && *preset; preset++)
        if ((*preset)->entity == entity)
            return *preset;
    return NULL;
}

bool import_origin_is_said(const struct import_origin *origin)
{
    return origin->column_count > 0 || origin->constant.at;
}

bool import_field_is_open(const struct field *field)
{
    return !field->hidden && !field_is_set_by_server(field);
}

const struct field *import_path(const struct entity *entity, struct text path,
                                const struct field **ret_inner)
{
    struct text rest = path;
    const struct field *field = entity_field(entity, text_cut(&rest, '.'));

    *ret_inner = NULL;
    if (!field || !import_field_is_open(field))
        return NULL;
    if (!rest.at)
        return field;
    if (field->type != FIELD_LINK)
        return NULL;
    *ret_inner = entity_field(field->to, rest);
    return *ret_inner && import_field_is_open(*ret_inner) ? field : NULL;
}

static bool find_column(const struct import_table *table, struct text name, size_t *ret_column)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (text_equal(table->columns[i], text_trim(name))) {
            *ret_column = i;
            return true;
        }
    }
    return false;
}

/* ---- the mapping ---- */

static enum status refuse_column(struct call *call, struct text name)
{
    return REFUSE(call, INVALID, .code = "22023", .value = name,
                  .say = L("The file has no column \"{value}\".", "文件中没有“{value}”这一列。"));
}

static enum status add_column(struct call *call, const struct import_table *table,
                              const struct json *json, struct import_origin *origin)
{
    struct text name = json_as_text(json);

    if (origin->column_count == IMPORT_JOINED)
        return REFUSE(call, INVALID, .code = "22023", .value = name, .limit = IMPORT_JOINED,
                      .say = L("At most {limit} columns are joined: \"{value}\" is one more.",
                               "最多合并 {limit} 列：“{value}”超出了。"));
    if (!find_column(table, name, &origin->columns[origin->column_count]))
        return refuse_column(call, name);
    origin->column_count++;
    return OK;
}

/* {"column": "Variation", "take": "last_part"} */
static enum status read_taken(struct call *call, const struct import_table *table,
                              const struct json *json, struct import_origin *origin)
{
    static const char *const takes[] = { [TAKE_ALL] = "all",
                                         [TAKE_FIRST_WORD] = "first_word",
                                         [TAKE_REST] = "rest",
                                         [TAKE_LAST_PART] = "last_part" };
    struct text take = json_text_member(json, T("take"));

    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) {
        if (!text_equal(take, text_from(takes[i])))
            continue;
        origin->take = (enum import_take)i;
        return add_column(call, table, json_member(json, T("column")), origin);
    }
    return REFUSE(call, INVALID, .code = "22023", .value = take,
                  .say = L("A cell has no part \"{value}\".", "单元格没有“{value}”部分。"));
}

/* "Price", ["Date", "Time"], {"value": "USD"}, {"column": ..., "take": ...} or null. */
static enum status read_origin(struct call *call, const struct import_table *table,
                               const struct json *json, struct import_origin *origin)
{
    enum status status = OK;

    switch (json_kind(json)) {
    case JSON_KIND_STRING:
        return add_column(call, table, json, origin);
    case JSON_KIND_ARRAY:
        for (size_t i = 0; i < json_count(json) && status == OK; i++)
            status = add_column(call, table, json_at(json, i), origin);
        return status;
    case JSON_KIND_OBJECT:
        if (json_kind(json_member(json, T("value"))) == JSON_KIND_STRING) {
            origin->constant = json_text_member(json, T("value"));
            return OK;
        }
        if (json_kind(json_member(json, T("column"))) == JSON_KIND_STRING)
            return read_taken(call, table, json, origin);
        break;
    case JSON_KIND_NULL:
        return OK;
    case JSON_KIND_ABSENT:
    case JSON_KIND_BOOLEAN:
    case JSON_KIND_INTEGER:
    case JSON_KIND_REAL:
        break;
    }
    return REFUSE(call, INVALID, .code = "22023",
                  .say = L("A field is mapped to a column, to several, or to {\"value\": \"...\"}.",
                           "字段应对应一列、多列，或 {\"value\": \"...\"}。"));
}

static struct import_linking *linking_of(struct call *call, struct import_plan *plan,
                                         const struct field *field)
{
    struct import_linking *linking;

    for (size_t i = 0; i < plan->link_count; i++)
        if (plan->links[i].field == field)
            return &plan->links[i];
    if (plan->link_count == IMPORT_LINKS)
        return NULL;
    linking = &plan->links[plan->link_count++];
    linking->field = field;
    linking->origins = ARENA_NEW_ARRAY(call->arena, struct import_origin, field->to->fields.count);
    for (size_t i = 0; plan->preset && plan->preset->links && plan->preset->links[i].field; i++)
        if (strcmp(plan->preset->links[i].field, field->name) == 0)
            linking->link = &plan->preset->links[i];
    return linking;
}

static enum status map_field(struct call *call, struct import_plan *plan, struct text path,
                             const struct json *json)
{
    const struct field *inner;
    const struct field *field = import_path(plan->entity, path, &inner);
    struct import_linking *linking;
    enum status status;

    if (!field)
        return REFUSE(call, INVALID, .code = "22023", .entity = plan->entity, .value = path,
                      .say = L("{entity} has no field \"{value}\" that can be imported.",
                               "{entity}没有可导入的字段“{value}”。"));
    status = call_require_field(call, inner ? field->to : plan->entity, inner ? inner : field,
                                LEVEL_EDIT_OWN);
    if (status != OK)
        return status;
    if (!inner)
        return read_origin(call, plan->table, json,
                           &plan->origins[field - plan->entity->fields.at]);
    linking = linking_of(call, plan, field);
    if (!linking)
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("Too many links are mapped.", "映射的关联过多。"));
    return read_origin(call, plan->table, json, &linking->origins[inner - field->to->fields.at]);
}

static enum status read_mapping(struct call *call, struct import_plan *plan, struct text text)
{
    const struct json *json = NULL;
    struct json_members members = { 0 };

    if (json_parse(call->arena, text.size > 0 ? text : T("{}"), NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_OBJECT)
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("The mapping must be a JSON object.", "映射必须是 JSON 对象。"));
    members.object = json;
    while (json_next_member(&members)) {
        enum status status = map_field(call, plan, members.name, members.value);

        if (status != OK)
            return status;
    }
    return OK;
}

static enum status read_skips(struct call *call, struct import_plan *plan)
{
    const struct json *json = NULL;
    struct json_members members = { 0 };

    if (plan->options.skip.size == 0)
        return OK;
    if (json_parse(call->arena, plan->options.skip, NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_OBJECT)
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("\"skip\" is an object from column to values.",
                               "“skip”应为从列到取值的对象。"));
    members.object = json;
    while (plan->skip_count < IMPORT_SKIPS && json_next_member(&members)) {
        struct import_skip *skip = &plan->skips[plan->skip_count];

        if (!find_column(plan->table, members.name, &skip->column))
            return refuse_column(call, members.name);
        skip->values = members.value;
        plan->skip_count++;
    }
    return OK;
}

bool import_plan_skips(struct call *call, const struct import_plan *plan,
                       const struct table_row *row)
{
    for (size_t s = 0; s < plan->skip_count; s++) {
        const struct json *values = plan->skips[s].values;
        struct text cell = text_trim(import_cell_at(row, plan->skips[s].column));

        if (cell.size == 0)
            continue;
        cell = import_fold(call->arena, cell);
        for (size_t i = 0; json_kind(values) == JSON_KIND_ARRAY && i < json_count(values); i++)
            if (text_equal(cell, import_fold(call->arena, json_as_text(json_at(values, i)))))
                return true;
    }
    return false;
}

/* What is said nowhere else: the currency of the options, the constants of the preset. */
static void fill_constants(struct import_plan *plan)
{
    const struct import_constant *constant = plan->preset ? plan->preset->constants : NULL;
    const struct field *currency = entity_field(plan->entity, T("currency"));

    if (currency && plan->options.currency.size > 0) {
        struct import_origin *origin = &plan->origins[currency - plan->entity->fields.at];

        if (!import_origin_is_said(origin))
            origin->constant = plan->options.currency;
    }
    for (; constant && constant->field; constant++) {
        const struct field *field = entity_field(plan->entity, text_from(constant->field));
        struct import_origin *origin = field ? &plan->origins[field - plan->entity->fields.at]
                                             : NULL;

        if (origin && !import_origin_is_said(origin))
            origin->constant = text_from(constant->value);
    }
}

/* Links that the preset finds by itself take part without being mapped. */
static void add_preset_links(struct call *call, struct import_plan *plan)
{
    const struct import_link *link = plan->preset ? plan->preset->links : NULL;

    for (; link && link->field; link++) {
        const struct field *field = entity_field(plan->entity, text_from(link->field));

        if (field)
            linking_of(call, plan, field);
    }
}

enum status import_plan_make(struct call *call, const struct entity *entity,
                             const struct import_table *table, struct text mapping,
                             const struct import_options *options, struct import_plan *ret_plan)
{
    struct import_plan plan = { .entity = entity,
                                .preset = import_preset_of(call->instance, entity),
                                .options = *options,
                                .table = table,
                                .zone = call->zone };
    enum status status;

    plan.origins = ARENA_NEW_ARRAY(call->arena, struct import_origin, entity->fields.count);
    if (options->time_zone.size > 0)
        plan.zone = zone_find(options->time_zone);
    plan.currency = currency_find(options->currency.size > 0 ? options->currency : call->currency);
    if (!plan.currency)
        plan.currency = currency_find(T("USD"));
    status = read_mapping(call, &plan, mapping);
    if (status == OK)
        status = read_skips(call, &plan);
    if (status != OK)
        return status;

    fill_constants(&plan);
    add_preset_links(call, &plan);
    *ret_plan = plan;
    return OK;
}
