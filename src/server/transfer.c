/* Transfer: a workspace's records out as CSV files, and a seller's file in, from the command
   line; by the same code as the data API. */
#include "server/transfer.h"

#include "auth/account.h"
#include "auth/workspace.h"
#include "base/limits.h"
#include "base/zone.h"
#include "rest/import.h"
#include "rest/import_run.h"
#include "rest/rest.h"
#include "server/operator.h"
#include "store/row.h"

#include <stdio.h>
#include <sys/stat.h>

struct transfer_options {
    int64_t workspace_id;
    struct text login; /* whose rights count on import */
    struct text entity, file, out;
};

static bool take_workspace(struct arguments *arguments, struct transfer_options *options)
{
    struct text number = operator_option(arguments, "workspace");

    options->workspace_id = 1;
    return number.size == 0 || text_to_int64(number, &options->workspace_id);
}

/* --- export */

struct export_file {
    struct call *call;
    struct rest_query query;
    int64_t count;
};

static enum status export_work(struct tx *tx, void *context)
{
    struct export_file *file = context;

    return rest_select(file->call, tx, &file->query, FORM_CSV, -1, &file->count);
}

static enum status write_export(struct call *call, const struct transfer_options *options,
                                const struct entity *entity)
{
    struct export_file export = { .call = call };
    const char *path =
        arena_print(call->arena, "%.*s/%s.csv", TEXT_ARG(options->out), entity->name).at;
    FILE *file;
    bool is_written;
    enum status status;

    export.query.root = selection_new(call, entity, NULL);
    status = selection_parse(call, &export.query, export.query.root, T("*"));
    if (status == OK)
        status = call_read(call, export_work, &export);
    if (status != OK)
        return status;
    file = fopen(path, "we");
    if (!file)
        return REFUSE(call, FAILED, .say = L("{value} cannot be written.", "无法写入 {value}。"),
                      .value = text_from(path));
    is_written = fwrite(call->body.at, 1, call->body.size, file) == call->body.size;
    is_written = fclose(file) == 0 && is_written;
    printf("%s: %lld rows\n", path, (long long)export.count);
    return is_written ? OK : FAILED;
}

static enum status export_all(struct call *call, struct arguments *arguments, const void *options)
{
    const struct transfer_options *wanted = options;
    const struct schema *schema = &call->instance->schema;

    if (!operator_is_complete(arguments))
        return INVALID;
    mkdir(arena_c_string(call->arena, wanted->out), 0700);
    call->identity.workspace_id = wanted->workspace_id;
    for (enum module module = MODULE_CORE; module < MODULE_COUNT; module++)
        call->identity.level[module] = LEVEL_VIEW;
    for (size_t i = 0; i < schema->count; i++) {
        enum status status = OK;

        if (entity_is_on_the_wire(schema->entities[i]))
            status = write_export(call, wanted, schema->entities[i]);
        if (status != OK)
            return status;
    }
    return OK;
}

int export_command(struct arguments *arguments)
{
    struct transfer_options options = { .out = operator_option(arguments, "out") };

    if (!take_workspace(arguments, &options) || options.out.size == 0)
        return argument_refuse("export needs --out DIRECTORY and a number for --workspace");
    return operator_run(arguments, export_all, &options);
}

/* --- import */

struct becoming {
    struct call *call;
    const struct transfer_options *options;
    struct import_run run; /* afterwards */
    struct id run_id;
};

/* The rows belong to the account of --login, and times are read in the workspace's zone. */
static enum status become(struct tx *tx, void *context)
{
    struct becoming *becoming = context;
    struct call *call = becoming->call;
    struct account account;
    struct workspace workspace;
    enum status status = account_find_by_login(tx, becoming->options->login, &account);

    if (status == OK)
        status = workspace_find(tx, becoming->options->workspace_id, &workspace);
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND,
                      .say = L("There is no such account or workspace.", "没有这个账户或工作区。"));
    if (status != OK)
        return status;
    call->caller.account_id = call->identity.account_id = account.row.id;
    call->caller.role = ROLE_ADMIN;
    call->identity.workspace_id = becoming->options->workspace_id;
    for (enum module module = MODULE_CORE; module < MODULE_COUNT; module++)
        call->identity.level[module] = LEVEL_EDIT_EVERY;
    call->zone = zone_find(workspace.time_zone);
    call->currency = workspace.currency;
    return call->zone ? OK : INVALID;
}

static enum status read_file(struct call *call, struct text path, struct text *ret_bytes)
{
    struct buffer bytes = buffer_in(call->arena, LIMIT_IMPORT_FILE);
    FILE *file = fopen(arena_c_string(call->arena, path), "re");
    size_t size = 1;

    if (!file)
        return REFUSE(call, NOT_FOUND, .say = L("{value} cannot be read.", "无法读取 {value}。"),
                      .value = path);
    while (size > 0) {
        char piece[65536];

        size = fread(piece, 1, sizeof piece, file);
        buffer_append(&bytes, (struct text){ piece, size });
    }
    fclose(file);
    *ret_bytes = buffer_text(&bytes);
    if (buffer_status(&bytes) == OK)
        return OK;
    return REFUSE(call, TOO_LARGE, .limit = LIMIT_IMPORT_FILE,
                  .say = L("The file has more than {limit} bytes.", "文件超过 {limit} 字节。"));
}

static enum status read_run(struct tx *tx, void *context)
{
    struct becoming *becoming = context;

    return row_find(tx, &import_run_entity, becoming->options->workspace_id, becoming->run_id,
                    &becoming->run);
}

/* There is no worker in a command: the run is over when import_file_run returns. */
static enum status import_all(struct call *call, struct arguments *arguments, const void *options)
{
    struct becoming becoming = { .call = call, .options = options };
    const struct entity *entity = schema_find(&call->instance->schema, becoming.options->entity);
    struct text bytes;
    enum status status;

    if (!operator_is_complete(arguments))
        return INVALID;
    if (!entity || !entity_is_on_the_wire(entity))
        return REFUSE(
            call, INVALID,
            .say = L("There is no kind of record \"{value}\".", "没有“{value}”这种记录。"),
            .value = becoming.options->entity);
    status = call_read_as_system(call, become, &becoming);
    if (status == OK)
        status = read_file(call, becoming.options->file, &bytes);
    if (status == OK)
        status = import_file_run(call, entity, becoming.options->file, bytes, (struct text){ 0 },
                                 (struct text){ 0 }, &becoming.run_id);
    if (status == OK)
        status = call_read_as_system(call, read_run, &becoming);
    if (status != OK)
        return status;
    printf("%lld rows: %lld written, %lld refused, %lld passed over\n",
           (long long)becoming.run.rows_total, (long long)becoming.run.rows_done,
           (long long)becoming.run.rows_failed, (long long)becoming.run.rows_skipped);
    return OK;
}

int import_command(struct arguments *arguments)
{
    struct transfer_options options = { .login = operator_option(arguments, "login"),
                                        .entity = operator_option(arguments, "entity") };

    if (!take_workspace(arguments, &options) || arguments->word_count != 1 ||
        options.login.size == 0 || options.entity.size == 0)
        return argument_refuse("import needs FILE, --entity and --login; see --help");
    options.file = text_from(arguments->words[0]);
    arguments->word_count = 0;
    return operator_run(arguments, import_all, &options);
}
