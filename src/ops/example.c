/* Shows first, then their sales: imports of one workspace run one after the other. */
#include "ops/example.h"

#include "base/zone.h"
#include "ops/bench_data.h"
#include "rest/import.h"
#include "rest/import_run.h"
#include "store/row.h"

enum { LIMIT_EXAMPLE = 4 * 1024 * 1024 };

#define EXAMPLE_SOURCE "Example"

struct example_input {
    int language;
};

#define ROW struct example_input

static const struct choice languages[] = {
    { "en", L("English", "英文") },
    { "zh", L("Chinese", "中文") },
};

static const struct field inputs[] = {
    CHOICE(language, L("Language", "语言"), NOT_PERSONAL, CHOICES(languages), .optional = true),
};

struct example_output {
    struct id shows, sales;
};

#undef ROW
#define ROW struct example_output
static const struct field outputs[] = {
    ID(shows, L("Import of the shows", "场次导入"), NOT_PERSONAL),
    ID(sales, L("Import of the sales", "销售导入"), NOT_PERSONAL),
};
#undef ROW
#define ROW struct example_input

static enum status find_loaded(struct tx *tx, void *context)
{
    const struct call *call = context;
    struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id) };
    struct import_run run;

    return row_find_where(tx, &import_run_entity,
                          T("workspace_id = $1 AND source = '" EXAMPLE_SOURCE "' AND "
                            "status IN ('running', 'done')"),
                          values, 1, &run);
}

static enum status check_not_loaded(struct call *call)
{
    enum status status = call_read_as_system(call, find_loaded, call);

    if (status == NOT_FOUND) {
        call->is_refused = false;
        return OK;
    }
    if (status != OK)
        return status;
    return REFUSE(call, CONFLICT, .code = "23505",
                  .say = L("The example is in this workspace already.", "示例数据已在此工作区中。"),
                  .hint = L("Undo its two imports to be rid of it.", "撤销两次导入即可清除。"));
}

static enum status load_file(struct call *call, const struct bench_settings *settings,
                             enum bench_file file, struct id *ret_run_id)
{
    const struct entity *entity = file == BENCH_FILE_SHOWS ? &live_session_entity : &sale_entity;
    struct buffer out = buffer_in(call->arena, LIMIT_EXAMPLE);
    struct text options =
        arena_print(call->arena, "{\"source\": \"" EXAMPLE_SOURCE "\", \"time_zone\": \"%.*s\"}",
                    TEXT_ARG(zone_name(call->zone)));
    enum status status = bench_data_write(settings, file, &out);

    if (status == OK)
        status = buffer_status(&out);
    if (status != OK)
        return status;
    return import_file_run(call, entity, text_from(bench_file_name(settings->language, file)),
                           buffer_text(&out), (struct text){ 0 }, options, ret_run_id);
}

static enum status load(struct call *call, const void *given)
{
    const struct example_input *input = given;
    enum language language = input->language != 0 ? (enum language)(input->language - 1)
                                                  : call->language;
    struct bench_settings settings = bench_settings_of_examples(language);
    struct id shows, sales;
    struct json_writer json;
    enum status status = call_require(call, MODULE_LIVE, LEVEL_EDIT_OWN);

    settings.first_day.days = zone_day(call->zone, call->now_ms).days - BENCH_DAYS;
    if (status == OK)
        status = check_not_loaded(call);
    if (status == OK)
        status = load_file(call, &settings, BENCH_FILE_SHOWS, &shows);
    if (status == OK)
        status = load_file(call, &settings, BENCH_FILE_SALES, &sales);
    if (status != OK)
        return status;

    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("shows"), text_from(id_to_text(shows).at));
    json_write_text_member(&json, T("sales"), text_from(id_to_text(sales).at));
    json_end_object(&json);
    return OK;
}

const struct function example_functions[] = {
    { .name = "example_load",
      .label = L("Load the example", "载入示例"),
      .who = WHO_MEMBER,
      .module = MODULE_SALES,
      .level = LEVEL_EDIT_OWN,
      .inputs = LIST(inputs),
      .input_size = sizeof(ROW),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(outputs),
      .run = load },
    { 0 },
};
