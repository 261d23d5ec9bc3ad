/* Entities: names of modules, and small questions about a declaration. */
#include "schema/schema.h"

static const struct {
    const char *name;
    struct label label;
    bool is_grantable;
} modules[MODULE_COUNT] = {
    [MODULE_UNDECLARED] = { "", L("", ""), false },
    [MODULE_CORE] = { "core", L("Workspace", "工作区"), false },
    [MODULE_ADMIN] = { "admin", L("Administration", "管理"), false },
    [MODULE_LIVE] = { "live", L("Live shows", "直播"), true },
    [MODULE_SALES] = { "sales", L("Sales", "销售"), true },
    [MODULE_WAREHOUSE] = { "warehouse", L("Warehouse", "仓库"), true },
    [MODULE_FINANCE] = { "finance", L("Finance", "财务"), true },
    [MODULE_KNOWLEDGE] = { "knowledge", L("Training", "培训"), true },
    [MODULE_ASSISTANT] = { "assistant", L("Assistant", "助手"), true },
    [MODULE_STUDIO] = { "studio", L("Studio", "图片工坊"), true },
    [MODULE_CREATOR] = { "creator", L("Creator", "创作者"), true },
};

const struct choice audiences[AUDIENCE_COUNT] = {
    { "everybody", L("Everybody with the module", "有模块权限的所有人") },
    { "editors", L("Editors only", "仅编辑者") },
    { "chosen", L("Chosen members", "指定成员") },
};

const char *label_in(struct label label, enum language language)
{
    return language == LANGUAGE_ZH ? label.zh : label.en;
}

const char *module_name(enum module module)
{
    return modules[module].name;
}

struct label module_label(enum module module)
{
    return modules[module].label;
}

bool module_is_grantable(enum module module)
{
    return modules[module].is_grantable;
}

enum module module_from_name(struct text name)
{
    for (enum module module = 0; module < MODULE_COUNT; module++)
        if (modules[module].is_grantable && text_equal(name, text_from(modules[module].name)))
            return module;
    return MODULE_UNDECLARED;
}

const struct field *entity_field(const struct entity *entity, struct text name)
{
    for (size_t i = 0; i < entity->fields.count; i++)
        if (text_equal(name, text_from(entity->fields.at[i].name)))
            return &entity->fields.at[i];
    return NULL;
}

bool entity_is_on_the_wire(const struct entity *entity)
{
    return entity->rows != ROWS_OF_SERVER;
}

bool field_is_set_by_server(const struct field *field)
{
    return field->read_only || field->derive;
}

static bool is_among(const char *name, const char *const *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, columns[i]) == 0)
            return true;
    return false;
}

bool entity_is_unique(const struct entity *entity, const char *const *columns, size_t count)
{
    const struct field *only = count == 1 ? entity_field(entity, text_from(columns[0])) : NULL;
    size_t together = 0;

    if (only && only->sealed) /* it differs each time: no conflict can be seen by it */
        return false;
    if (only && only->unique)
        return true;
    for (const char *const *at = entity->unique_together; at && *at; at++, together++)
        if (!is_among(*at, columns, count))
            return false;
    return together > 0 && together == count;
}

bool value_equal(struct value a, struct value b)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case VALUE_NULL:
        return true;
    case VALUE_INTEGER:
        return a.integer == b.integer;
    case VALUE_REAL:
        return a.real >= b.real && a.real <= b.real;
    case VALUE_TEXT:
        return text_equal(a.text, b.text);
    case VALUE_ID:
        return id_equal(a.id, b.id);
    }
    return false;
}
