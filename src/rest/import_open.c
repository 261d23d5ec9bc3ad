/* Opening files of imports, and telling a user why one cannot be opened. */
#include "rest/import_open.h"

#include "base/limits.h"

enum status import_entity_find(struct call *call, struct text name,
                               const struct entity **ret_entity)
{
    const struct entity *entity = schema_find(&call->instance->schema, name);

    if (!entity || !entity_may_create(entity, LEVEL_EDIT_EVERY))
        return REFUSE(
            call, NOT_FOUND, .code = "PGRST205", .value = name,
            .say = L("Nothing can be imported into \"{value}\".", "无法导入到“{value}”。"));
    *ret_entity = entity;
    return call_require(call, entity->module, LEVEL_EDIT_OWN);
}

enum status import_open_bytes(struct call *call, struct text bytes, struct import_opened *opened)
{
    struct import_reading reading = import_reading_of(&opened->options);
    struct label fault;
    enum status status = import_table_open(call->arena, bytes, &reading, &opened->table, &fault);

    if (status != OK)
        return REFUSE(call, status, .code = "22023", .say = fault);
    status = import_look_at(call, opened->entity, &opened->table, &opened->look);
    if (status == TOO_LARGE)
        return REFUSE(call, TOO_LARGE, .code = "54000", .limit = LIMIT_IMPORT_ROWS,
                      .say = L("A file may have at most {limit} rows.", "文件最多 {limit} 行。"));
    if (status == INVALID)
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("The file is broken.", "文件已损坏。"));
    return status;
}

void import_settle_source(struct call *call, struct import_options *options, struct text key)
{
    if (options->source.size == 0)
        options->source = arena_print(call->arena, "import %.*s", 8, key.at);
}

enum status import_open_create(struct call *call, const struct import_opened *opened,
                               struct text file_name, struct text bytes, struct text left_out,
                               struct import_run *ret_run)
{
    struct import_upload upload = { .entity = opened->entity,
                                    .file_name = file_name,
                                    .bytes = bytes,
                                    .header_key = opened->look.header_key,
                                    .left_out = left_out,
                                    .rows_total = opened->look.rows_total };

    return import_run_create(call, &upload, ret_run);
}

/* Not yet, or without a row left of it. */
static bool can_run(const struct import_run *run)
{
    return run->status == IMPORT_UPLOADED || run->status == IMPORT_READY ||
           run->status == IMPORT_UNDONE || (run->status == IMPORT_FAILED && run->rows_done == 0);
}

enum status import_open_run(struct call *call, struct id id, struct text options,
                            struct import_run *run, struct import_opened *opened)
{
    struct text bytes;
    enum status status = import_run_find(call, id, run, &opened->entity);

    if (status == OK && !can_run(run))
        return REFUSE(
            call, CONFLICT, .code = "55000",
            .say = L("This import was run already. Undo it first.", "该导入已执行，请先撤销。"));
    if (status == OK)
        status = import_options_parse(call, options, &opened->options);
    if (status == OK)
        status = import_file_load(call, id, &bytes);
    return status == OK ? import_open_bytes(call, bytes, opened) : status;
}

enum status import_open_again(struct call *call, struct id id, struct import_opened *opened)
{
    struct import_reading reading = import_reading_of(&opened->options);
    struct label fault;
    struct text bytes;
    enum status status = import_file_load(call, id, &bytes);

    if (status != OK)
        return status;
    status = import_table_open(call->arena, bytes, &reading, &opened->table, &fault);
    return status == OK ? OK : REFUSE(call, status, .code = "22023", .say = fault);
}
