/* Import on the wire: upload, describe, preview, run, cancel, undo (docs/import.md). */
#include "rest/import.h"

#include "rest/import_mapping.h"
#include "rest/import_open.h"
#include "rest/import_people.h"
#include "rest/import_undo.h"
#include "rest/import_worker.h"

#include "base/limits.h"

/* ---- inputs ---- */

struct upload_input {
    struct text entity, file_name;
    int64_t sheet;
};

struct describe_input {
    struct id id;
    struct text options;
};

struct run_input {
    struct id id;
    struct text mapping, options;
};

struct undo_input {
    struct id id;
    bool force;
};

/* clang-format off */
#define ROW struct upload_input
static const struct field upload_inputs[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .max = 64),
    TEXT(file_name, L("File", "文件"), FREE_TEXT, .max = 255, .fallback = "import.csv"),
    INTEGER(sheet, L("Sheet", "工作表"), NOT_PERSONAL, .max = XLSX_LIMIT_SHEETS, .fallback = "0"),
};
#undef ROW
#define ROW struct describe_input
static const struct field describe_inputs[] = {
    ID(id, L("Import", "导入"), NOT_PERSONAL),
    JSON(options, L("Options", "选项"), NOT_PERSONAL, .max = 4000, .optional = true),
};
#undef ROW
#define ROW struct run_input
static const struct field run_inputs[] = {
    ID(id, L("Import", "导入"), NOT_PERSONAL),
    JSON(mapping, L("Mapping", "字段映射"), NOT_PERSONAL, .max = LIMIT_TEXT_FIELD),
    JSON(options, L("Options", "选项"), NOT_PERSONAL, .max = 4000, .optional = true),
};
#undef ROW
#define ROW struct undo_input
static const struct field undo_inputs[] = {
    ID(id, L("Import", "导入"), NOT_PERSONAL),
    BOOLEAN(force, L("Delete what was changed or hangs on it, too", "同时删除已修改的记录及后续记录"), NOT_PERSONAL, .fallback = "false"),
};
/* clang-format on */

/* ---- outputs ---- */

struct file_output {
    struct id id;
    struct text entity, file_name, format, encoding, delimiter, sheets;
    int64_t sheet, header_row, rows;
    struct text columns, fields, mapping, options, imported_before, left_out, preset;
    bool remembered;
};

struct preview_output {
    int64_t total, ready, failed, duplicates, links_created, error_count;
    struct text rows, errors;
};

struct run_output {
    struct id id;
    struct text status;
};

struct undo_output {
    struct id id;
    struct text status;
    int64_t deleted, kept, parts;
};

/* clang-format off */
#undef ROW
#define ROW struct file_output
static const struct field file_outputs[] = {
    ID(id, L("Import", "导入"), NOT_PERSONAL),
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL),
    TEXT(file_name, L("File", "文件"), FREE_TEXT),
    TEXT(format, L("Format", "格式"), NOT_PERSONAL),
    TEXT(encoding, L("Encoding", "编码"), NOT_PERSONAL, .optional = true),
    TEXT(delimiter, L("Delimiter", "分隔符"), NOT_PERSONAL, .optional = true),
    JSON(sheets, L("Sheets", "工作表"), FREE_TEXT),
    INTEGER(sheet, L("Sheet", "所选工作表"), NOT_PERSONAL),
    INTEGER(header_row, L("Row of the headers", "表头所在行"), NOT_PERSONAL),
    INTEGER(rows, L("Rows", "行数"), NOT_PERSONAL),
    JSON(columns, L("Columns", "列"), FREE_TEXT),
    JSON(fields, L("Fields", "字段"), NOT_PERSONAL),
    JSON(mapping, L("Mapping", "字段映射"), FREE_TEXT),
    JSON(options, L("Options", "选项"), NOT_PERSONAL),
    BOOLEAN(remembered, L("Mapping of the last time", "沿用上次映射"), NOT_PERSONAL),
    JSON(preset, L("Preset", "预设"), NOT_PERSONAL, .optional = true),
    JSON(left_out, L("Left out", "未导入的个人信息"), NOT_PERSONAL),
    JSON(imported_before, L("Imported before", "此前导入"), FREE_TEXT, .optional = true),
};
#undef ROW
#define ROW struct preview_output
static const struct field preview_outputs[] = {
    INTEGER(total, L("Rows", "行数"), NOT_PERSONAL),
    INTEGER(ready, L("Ready", "可导入"), NOT_PERSONAL),
    INTEGER(failed, L("With errors", "有错误"), NOT_PERSONAL),
    INTEGER(duplicates, L("There already", "已存在"), NOT_PERSONAL),
    INTEGER(links_created, L("Linked records made", "新建关联记录"), NOT_PERSONAL),
    JSON(rows, L("First rows", "前几行"), FREE_TEXT),
    INTEGER(error_count, L("Errors", "错误数"), NOT_PERSONAL),
    JSON(errors, L("First errors", "前几个错误"), FREE_TEXT),
};
#undef ROW
#define ROW struct run_output
static const struct field run_outputs[] = {
    ID(id, L("Import", "导入"), NOT_PERSONAL),
    TEXT(status, L("Status", "状态"), NOT_PERSONAL),
};
#undef ROW
#define ROW struct undo_output
static const struct field undo_outputs[] = {
    ID(id, L("Import", "导入"), NOT_PERSONAL),
    TEXT(status, L("Status", "状态"), NOT_PERSONAL),
    INTEGER(deleted, L("Deleted", "已删除"), NOT_PERSONAL),
    INTEGER(kept, L("Kept", "已保留"), NOT_PERSONAL),
    INTEGER(parts, L("Deleted with them", "一并删除"), NOT_PERSONAL),
};
/* clang-format on */

/* ---- before it runs ---- */

/* Buyers' columns leave the file before anything of it is kept. Gives what was left out as JSON. */
static enum status leave_people_out(struct call *call, struct import_options *options,
                                    struct text *bytes, struct text *ret_left_out)
{
    struct import_reading reading = import_reading_of(options);
    struct buffer text = buffer_in(call->arena, LIMIT_TEXT_FIELD);
    struct json_writer json = json_writer_to(&text);
    struct people_cut cut = { 0 };
    enum status status = people_cut_out(call->arena, *bytes, &reading, &cut);

    if (status != OK)
        return status;
    if (cut.bytes.size > 0) {
        *bytes = cut.bytes;
        options->sheet = 0; /* the only one that is left */
    }
    people_write(&json, &cut);
    *ret_left_out = buffer_text(&text);
    return buffer_status(&text);
}

/* Not as it came: there may be buyers in it. What it is that cannot be read, opening says. */
static enum status refuse_uncut(struct call *call, struct text bytes, struct import_opened *opened)
{
    enum status status = import_open_bytes(call, bytes, opened);

    if (status != OK)
        return status;
    return REFUSE(
        call, TOO_LARGE, .code = "54000", .limit = LIMIT_IMPORT_FILE >> 20,
        .say =
            L("Without the buyers' columns the file has more than {limit} MiB as "
              "CSV. Split it, or take them out before.",
              "去除买家信息后，文件转为 CSV 超过 {limit} MiB。请拆分文件，或先删除买家信息列。"));
}

static enum status upload(struct call *call, const void *given)
{
    const struct upload_input *input = given;
    struct text bytes = http_body(call->exchange);
    struct import_opened opened = { 0 };
    struct import_run run;
    struct text left_out;
    enum status status = import_entity_find(call, input->entity, &opened.entity);

    if (status == OK)
        status = import_options_parse(call, (struct text){ 0 }, &opened.options);
    opened.options.sheet = input->sheet;
    if (status != OK)
        return status;
    if (leave_people_out(call, &opened.options, &bytes, &left_out) != OK)
        return refuse_uncut(call, bytes, &opened);
    status = import_open_bytes(call, bytes, &opened);
    if (status == OK)
        status = import_open_create(call, &opened, input->file_name, bytes, left_out, &run);
    return status == OK ? import_answer_file(call, &opened, &run) : status;
}

static enum status describe(struct call *call, const void *given)
{
    const struct describe_input *input = given;
    struct import_opened opened = { 0 };
    struct import_run run;
    enum status status = import_open_run(call, input->id, input->options, &run, &opened);

    return status == OK ? import_answer_file(call, &opened, &run) : status;
}

static enum status preview(struct call *call, const void *given)
{
    const struct run_input *input = given;
    struct import_opened opened = { 0 };
    struct import_plan plan;
    struct import_run run;
    enum status status = import_open_run(call, input->id, input->options, &run, &opened);

    if (status != OK)
        return status;
    import_settle_source(call, &opened.options, opened.look.header_key);
    status = import_open_again(call, input->id, &opened);
    if (status == OK)
        status = import_plan_make(call, opened.entity, &opened.table, input->mapping,
                                  &opened.options, &plan);
    if (status == OK)
        status = import_answer_preview(call, &plan, &opened.table);
    if (status != OK || run.status == IMPORT_READY)
        return status;
    run.status = IMPORT_READY;
    return import_run_update(call, &run);
}

/* ---- run, cancel, undo ---- */

static enum status answer_run(struct call *call, const struct import_run *run, const char *status)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(run->row.id).at));
    json_write_text_member(&json, T("status"), text_from(status));
    json_end_object(&json);
    return OK;
}

static enum status start_run(struct call *call, struct import_run *run,
                             struct import_opened *opened, struct text mapping)
{
    struct buffer options = buffer_in(call->arena, 8192);
    struct json_writer json = json_writer_to(&options);
    struct import_plan plan;
    enum status status =
        import_plan_make(call, opened->entity, &opened->table, mapping, &opened->options, &plan);

    if (status != OK)
        return status;
    import_options_write(&json, &opened->options);
    run->mapping = mapping;
    run->options = buffer_text(&options);
    run->source = opened->options.source;
    run->header_key = opened->look.header_key;
    run->rows_total = opened->look.rows_total;
    run->status = IMPORT_RUNNING;
    run->failure = 0;
    run->rows_done = run->rows_failed = run->rows_skipped = run->links_created = 0;
    run->started_at = call->now_ms;
    status = import_run_update(call, run);
    if (status == OK)
        status =
            import_mapping_keep(call, run, import_mapping_shared(call, opened->entity, mapping));
    if (status == OK)
        status = import_worker_add(call, run);
    if (status != TOO_MANY)
        return status;
    run->status = IMPORT_READY;
    status = import_run_update(call, run);
    if (status != OK)
        return status;
    return REFUSE(call, TOO_MANY, .code = "53400", .retry_after_s = 60,
                  .say = L("Too many imports are waiting. Try again in a minute.",
                           "等待中的导入过多，请稍后再试。"));
}

static enum status run(struct call *call, const void *given)
{
    const struct run_input *input = given;
    struct import_opened opened = { 0 };
    struct import_run run;
    enum status status = import_open_run(call, input->id, input->options, &run, &opened);

    if (status != OK)
        return status;
    import_settle_source(call, &opened.options, opened.look.header_key);
    status = start_run(call, &run, &opened, input->mapping);
    return status == OK ? answer_run(call, &run, "running") : status;
}

static enum status cancel(struct call *call, const void *given)
{
    const struct describe_input *input = given;
    const struct entity *entity;
    struct import_run run;
    enum status status = import_run_find(call, input->id, &run, &entity);

    if (status != OK)
        return status;
    status = import_run_cancel(call, &run);
    if (status == OK)
        status = import_file_forget(call, input->id);
    return status == OK ? answer_run(call, &run, "cancelled") : status;
}

static enum status undo(struct call *call, const void *given)
{
    const struct undo_input *input = given;
    struct import_undoing undoing = { 0 };
    const struct entity *entity;
    struct json_writer json;
    struct import_run run;
    enum status status = import_run_find(call, input->id, &run, &entity);

    if (status != OK)
        return status;
    if (run.status == IMPORT_RUNNING)
        return REFUSE(
            call, CONFLICT, .code = "55000",
            .say = L("This import is still running. Cancel it first.", "导入仍在进行，请先取消。"));
    status = import_undo(call, &run, entity, input->force, &undoing);
    if (status != OK)
        return status;

    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(run.row.id).at));
    json_write_text_member(&json, T("status"), T("undone"));
    json_write_integer_member(&json, T("deleted"), undoing.deleted);
    json_write_integer_member(&json, T("kept"), undoing.kept);
    json_write_integer_member(&json, T("parts"), undoing.parts);
    json_end_object(&json);
    return OK;
}

/* ---- the program's own files ---- */

enum status import_file_run(struct call *call, const struct entity *entity, struct text file_name,
                            struct text bytes, struct text mapping, struct text options,
                            struct id *ret_run_id)
{
    struct import_opened opened = { .entity = entity };
    struct import_run run;
    struct text suggested;
    enum status status = import_entity_find(call, text_from(entity->name), &entity);

    if (status == OK)
        status = import_options_parse(call, options, &opened.options);
    if (status == OK)
        status = import_open_bytes(call, bytes, &opened);
    if (status != OK)
        return status;
    suggested = import_suggest(call, opened.entity, &opened.look, &opened.options);
    import_settle_source(call, &opened.options, opened.look.header_key);
    status = import_open_create(call, &opened, file_name, bytes, T("[]"), &run);
    if (status == OK)
        status = start_run(call, &run, &opened, mapping.size > 0 ? mapping : suggested);
    if (status == OK)
        *ret_run_id = run.row.id;
    return status;
}

#define IMPORT(name_, english, chinese, inputs_, type, run_, outputs_, ...)                        \
    {                                                                                              \
        .name = (name_), .label = L(english, chinese), .who = WHO_MEMBER, .inputs = LIST(inputs_), \
        .input_size = sizeof(type), .returns = RETURNS_OBJECT, .outputs = LIST(outputs_),          \
        .run = (run_)__VA_OPT__(, ) __VA_ARGS__                                                    \
    }

static const struct field cancel_inputs[] = {
#undef ROW
#define ROW struct describe_input
    ID(id, L("Import", "导入"), NOT_PERSONAL),
};

const struct function import_functions[] = {
    IMPORT("import_upload", "Upload a file", "上传文件", upload_inputs, struct upload_input, upload,
           file_outputs, .takes_body = true, .body_limit = LIMIT_IMPORT_FILE),
    IMPORT("import_describe", "Look at a file again", "重新读取文件", describe_inputs,
           struct describe_input, describe, file_outputs),
    IMPORT("import_preview", "Preview", "预览", run_inputs, struct run_input, preview,
           preview_outputs),
    IMPORT("import_run", "Import", "导入", run_inputs, struct run_input, run, run_outputs),
    IMPORT("import_cancel", "Cancel", "取消", cancel_inputs, struct describe_input, cancel,
           run_outputs),
    IMPORT("import_undo", "Undo", "撤销", undo_inputs, struct undo_input, undo, undo_outputs),
    { 0 },
};
