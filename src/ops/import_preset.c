/* Presets: the files of the program, with the workspace's rows in their place and beside them. */
#include "ops/import_preset.h"

#include "base/limits.h"
#include "ops/ops.h"
#include "rest/import_layout.h"
#include "store/row.h"

#define ROW struct import_preset_row

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 80, .list = true),
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .min = 1, .max = 64, .fallback = "sale", .list = true,
         .help = L("What the file is imported into: sale, live_session, product.", "导入到哪里：sale、live_session、product。")),
    TEXT(platform, L("Platform", "平台"), NOT_PERSONAL, .max = 40, .optional = true, .list = true),
    TEXT(built_in, L("Stands for", "替代的内置预设"), NOT_PERSONAL, .min = 1, .max = 40, .optional = true, .unique = true,
         .help = L("The preset of the program that this one replaces; delete it and that one is back.",
                   "所替代的内置预设；删除本条即恢复内置预设。")),
    BOOLEAN(is_off, L("Not offered", "不再推荐"), NOT_PERSONAL, .fallback = "false", .list = true),
    JSON(columns, L("Columns", "列对应"), NOT_PERSONAL, .max = LIMIT_TEXT_FIELD,
         .help = L("From field to the headers that mean it: {\"price\": [\"Sold price\", \"Price\"]}.",
                   "从字段到列名：{\"price\": [\"成交价\", \"单价\"]}。")),
    JSON(headers, L("Other headers", "其他列名"), NOT_PERSONAL, .max = LIMIT_TEXT_FIELD, .optional = true,
         .help = L("By which the file is recognized besides.", "用于识别文件的其他列名。")),
    JSON(options, L("Options", "选项"), NOT_PERSONAL, .max = LIMIT_TEXT_FIELD, .optional = true),
};
/* clang-format on */

const struct entity import_preset_entity = {
    .name = "import_preset",
    .label = L("Import preset", "导入预设"),
    .plural = L("Import presets", "导入预设"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose =
        L("to read the exports of each platform without asking", "以便直接读取各平台的导出文件"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .module_of = "entity",
};

/* --- what comes with the program --- */

static struct text name_of(const struct call *call, const struct json *json)
{
    const struct json *names = json_member(json, T("name"));

    return json_text_member(names, call->language == LANGUAGE_ZH ? T("zh") : T("en"));
}

static struct import_layout built_in(const struct call *call, const struct json *json)
{
    return (struct import_layout){ .key = json_text_member(json, T("key")),
                                   .name = name_of(call, json),
                                   .entity = json_text_member(json, T("entity")),
                                   .platform = json_text_member(json, T("platform")),
                                   .columns = json_member(json, T("columns")),
                                   .headers = json_member(json, T("headers")),
                                   .options = json_member(json, T("options")) };
}

/* --- with the workspace's --- */

struct loading {
    struct call *call;
    struct import_layout *layouts;
    size_t count, room, built_in_count;
};

static const struct json *parsed(struct arena *arena, struct text text)
{
    const struct json *json = NULL;

    return text.size > 0 && json_parse(arena, text, NULL, &json, NULL) == OK ? json : NULL;
}

static struct import_layout *next_place(struct loading *loading)
{
    loading->layouts = arena_room(loading->call->arena, loading->layouts, loading->count,
                                  &loading->room, sizeof *loading->layouts);
    return &loading->layouts[loading->count++];
}

static struct import_layout *place_of(struct loading *loading, struct text key)
{
    for (size_t i = 0; key.size > 0 && i < loading->built_in_count; i++)
        if (text_equal(loading->layouts[i].key, key))
            return &loading->layouts[i];
    return next_place(loading);
}

static enum status take_row(struct tx *tx, void *row, void *context)
{
    const struct import_preset_row *preset = row;
    struct loading *loading = context;
    struct arena *arena = loading->call->arena;
    struct import_layout *place = place_of(loading, preset->built_in);

    (void)tx;
    *place = (struct import_layout){ .id = preset->row.id,
                                     .key = arena_copy(arena, preset->built_in),
                                     .name = arena_copy(arena, preset->name),
                                     .entity = arena_copy(arena, preset->entity),
                                     .platform = arena_copy(arena, preset->platform),
                                     .columns = parsed(arena, preset->columns),
                                     .headers = parsed(arena, preset->headers),
                                     .options = parsed(arena, preset->options),
                                     .is_off = preset->is_off };
    return OK;
}

static enum status load_rows(struct tx *tx, void *context)
{
    struct loading *loading = context;
    struct value values[] = { VALUE_OF_INTEGER(loading->call->identity.workspace_id) };
    struct import_preset_row row;

    loading->count = loading->built_in_count;
    return row_each(tx, &import_preset_entity, T("workspace_id = $1 ORDER BY name, id"), values, 1,
                    &row, take_row, loading);
}

enum status import_preset_layouts(struct call *call, struct import_layout **ret_layouts,
                                  size_t *ret_count)
{
    struct loading loading = { .call = call };
    const struct json *files = parsed(call->arena, text_from(import_preset_files));
    enum status status;

    for (size_t i = 0; i < json_count(files); i++)
        *next_place(&loading) = built_in(call, json_at(files, i));
    loading.built_in_count = loading.count;
    status = call_read(call, load_rows, &loading);
    if (status != OK)
        return status;
    *ret_layouts = loading.layouts;
    *ret_count = loading.count;
    return OK;
}

/* --- the list --- */

struct list_output {
    struct id id;
    struct text key, name, entity, platform;
    bool is_off;
    struct text columns, headers, options;
};

#undef ROW
#define ROW struct list_output
/* clang-format off */
static const struct field list_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL, .optional = true),
    TEXT(key, L("Key", "键"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL),
    TEXT(platform, L("Platform", "平台"), NOT_PERSONAL),
    BOOLEAN(is_off, L("Not offered", "不再推荐"), NOT_PERSONAL),
    JSON(columns, L("Columns", "列对应"), NOT_PERSONAL),
    JSON(headers, L("Other headers", "其他列名"), NOT_PERSONAL, .optional = true),
    JSON(options, L("Options", "选项"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

static enum status list(struct call *call, const void *given)
{
    struct import_layout *layouts;
    size_t count;
    struct json_writer json;
    enum status status = import_preset_layouts(call, &layouts, &count);

    (void)given;
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t i = 0; i < count; i++)
        if (call_sees_kind(call, layouts[i].entity))
            import_layout_write(&json, &layouts[i], true);
    json_end_array(&json);
    return OK;
}

const struct function import_preset_functions[] = {
    { .name = "import_preset_list",
      .label = L("Import presets", "导入预设"),
      .who = WHO_MEMBER,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(list_outputs),
      .run = list },
    { 0 },
};
