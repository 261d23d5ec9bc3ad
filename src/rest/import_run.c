/* Runs, files and mappings in the store. */
#include "rest/import_run.h"

#include "base/encode.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "store/row.h"

enum { PIECE_BYTES = LIMIT_TEXT_FIELD / 4 * 3 };

struct storing {
    struct call *call;
    const struct import_upload *upload;
    struct import_run *run;
    struct import_mapping *mapping;
    struct id id;
    struct buffer bytes;
    bool is_found;
    int64_t stale_ms;
};

/* ---- the run and its file ---- */

static enum status insert_piece(struct tx *tx, struct storing *storing, int64_t number,
                                struct text piece)
{
    struct call *call = storing->call;
    struct arena scratch = { 0 };
    struct import_file file = { .row = call_new_row(call),
                                .run_id = storing->run->row.id,
                                .number = number,
                                .data = base64_encode(&scratch, piece, BASE64_PADDED),
                                .expires_at = call->now_ms +
                                              (int64_t)IMPORT_FILE_HOURS * MS_PER_HOUR };
    enum status status = row_insert(tx, &import_file_entity, &file);

    arena_release(&scratch);
    return status;
}

static enum status create(struct tx *tx, void *context)
{
    struct storing *storing = context;
    struct text rest = storing->upload->bytes;
    int64_t number = 0;
    enum status status = row_insert(tx, &import_run_entity, storing->run);

    while (status == OK && rest.size > 0) {
        status = insert_piece(tx, storing, number++, text_slice(rest, 0, PIECE_BYTES));
        rest = text_from_offset(rest, PIECE_BYTES);
    }
    return status;
}

enum status import_run_create(struct call *call, const struct import_upload *upload,
                              struct import_run *ret_run)
{
    struct import_run run = { .row = call_new_row(call),
                              .entity = text_from(upload->entity->name),
                              .file_name = upload->file_name,
                              .status = IMPORT_UPLOADED,
                              .header_key = upload->header_key,
                              .left_out = upload->left_out,
                              .rows_total = upload->rows_total };
    struct storing storing = { .call = call, .upload = upload, .run = &run };
    enum status status;

    run.content_key = digest_hex(call->arena, sha256(upload->bytes));
    status = call_write_as_system(call, create, &storing);
    if (status == OK)
        *ret_run = run;
    return status;
}

static enum status find(struct tx *tx, void *context)
{
    struct storing *storing = context;

    return row_find(tx, &import_run_entity, storing->call->identity.workspace_id, storing->id,
                    storing->run);
}

enum status import_run_find(struct call *call, struct id id, struct import_run *ret_run,
                            const struct entity **ret_entity)
{
    struct import_run run;
    struct storing storing = { .call = call, .run = &run, .id = id };
    const struct entity *entity;
    enum status status = call_read_as_system(call, find, &storing);

    if (status == OK && !id_equal(run.row.created_by, call->caller.account_id))
        status = NOT_FOUND;
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "PGRST116", .entity = &import_run_entity,
                      .say = L("There is no such import.", "没有这次导入。"));
    if (status != OK)
        return status;

    entity = schema_find(&call->instance->schema, run.entity);
    if (!entity)
        return REFUSE(call, NOT_FOUND, .code = "PGRST205",
                      .say = L("This kind of record no longer exists.", "该记录类型已不存在。"));
    status = call_require(call, entity->module, LEVEL_EDIT_OWN);
    if (status != OK)
        return status;
    *ret_run = run;
    *ret_entity = entity;
    return OK;
}

static enum status update(struct tx *tx, void *context)
{
    const struct storing *storing = context;
    struct import_run run = *storing->run; /* of the former version also when this is run again */

    return row_update(tx, &import_run_entity, &run);
}

enum status import_run_update(struct call *call, struct import_run *run)
{
    struct storing storing = { .call = call, .run = run };

    enum status status;

    run->row.updated_at = call->now_ms;
    status = call_write_as_system(call, update, &storing);
    if (status == OK)
        run->row.version++;
    return status;
}

static enum status cancel(struct tx *tx, void *context)
{
    struct storing *storing = context;
    struct import_run run;
    enum status status = row_find(tx, &import_run_entity, storing->call->identity.workspace_id,
                                  storing->run->row.id, &run);

    if (status != OK)
        return status;
    if (run.status == IMPORT_DONE || run.status == IMPORT_UNDONE)
        return CONFLICT;
    run.status = IMPORT_CANCELLED;
    run.finished_at = run.row.updated_at = storing->call->now_ms;
    status = row_update(tx, &import_run_entity, &run);
    if (status == OK)
        *storing->run = run;
    return status;
}

enum status import_run_cancel(struct call *call, struct import_run *run)
{
    struct storing storing = { .call = call, .run = run };
    enum status status = call_write_as_system(call, cancel, &storing);

    if (status != CONFLICT)
        return status;
    return REFUSE(
        call, CONFLICT, .code = "55000",
        .say = L("This import is finished. Undo it instead.", "该导入已完成，可改用撤销。"));
}

static enum status keep_piece(struct tx *tx, void *row, void *context)
{
    struct storing *storing = context;
    const struct import_file *file = row;
    struct text bytes;

    if (!base64_decode(tx_arena(tx), file->data, BASE64_PADDED, &bytes))
        return FAILED;
    buffer_append(&storing->bytes, bytes);
    return buffer_status(&storing->bytes);
}

static enum status load(struct tx *tx, void *context)
{
    struct storing *storing = context;
    struct import_file file;
    struct value values[] = { VALUE_OF_INTEGER(storing->call->identity.workspace_id),
                              VALUE_OF_ID(storing->id) };

    buffer_clear(&storing->bytes);
    return row_each(tx, &import_file_entity, T("workspace_id = $1 AND run_id = $2 ORDER BY number"),
                    values, 2, &file, keep_piece, storing);
}

enum status import_file_load(struct call *call, struct id run_id, struct text *ret_bytes)
{
    struct arena scratch = { 0 };
    struct call loader = *call;
    struct storing storing = { .call = &loader, .id = run_id };
    enum status status;

    /* The pieces as they are stored are several times the file: they are not kept for the call. */
    arena_join(&scratch, call->arena->budget);
    loader.arena = &scratch;
    storing.bytes = buffer_in(&scratch, LIMIT_IMPORT_FILE);
    status = call_read_as_system(&loader, load, &storing);
    if (status == OK)
        *ret_bytes = arena_copy(call->arena, buffer_text(&storing.bytes));
    arena_release(&scratch);
    if (status != OK)
        return status;
    if (ret_bytes->size == 0)
        return REFUSE(call, CONFLICT, .code = "55000",
                      .say = L("The uploaded file is no longer here. Upload it again.",
                               "上传的文件已清除，请重新上传。"));
    return OK;
}

static enum status forget(struct tx *tx, void *context)
{
    struct storing *storing = context;
    struct value values[] = { VALUE_OF_INTEGER(storing->call->identity.workspace_id),
                              VALUE_OF_ID(storing->id) };

    return tx_execute(tx, T("DELETE FROM main.import_file WHERE workspace_id = $1 AND run_id = $2"),
                      values, 2, NULL);
}

enum status import_file_forget(struct call *call, struct id run_id)
{
    struct storing storing = { .call = call, .id = run_id };

    return call_write_as_system(call, forget, &storing);
}

static enum status find_same(struct tx *tx, void *context)
{
    struct storing *storing = context;
    const struct import_run *run = storing->run;
    struct import_run same;
    struct value values[] = { VALUE_OF_INTEGER(run->row.workspace_id),
                              VALUE_OF_TEXT(run->content_key), VALUE_OF_TEXT(run->entity),
                              VALUE_OF_ID(run->row.id) };
    enum status status =
        row_find_where(tx, &import_run_entity,
                       T("workspace_id = $1 AND content_key = $2 AND entity = $3 AND id <> $4 "
                         "AND status IN ('done', 'running') ORDER BY created_at DESC"),
                       values, 4, &same);

    storing->is_found = status == OK;
    if (storing->is_found)
        *storing->run = same;
    return status == NOT_FOUND ? OK : status;
}

enum status import_run_find_same(struct call *call, const struct import_run *run,
                                 struct import_run *ret_same, bool *ret_found)
{
    struct import_run same = *run;
    struct storing storing = { .call = call, .run = &same };
    enum status status = call_read_as_system(call, find_same, &storing);

    if (status != OK)
        return status;
    *ret_found = storing.is_found;
    if (storing.is_found)
        *ret_same = same;
    return OK;
}

/* ---- mappings ---- */

static enum status find_mapping(struct tx *tx, void *context)
{
    struct storing *storing = context;
    struct value values[] = { VALUE_OF_INTEGER(storing->call->identity.workspace_id),
                              VALUE_OF_TEXT(storing->run->entity),
                              VALUE_OF_TEXT(storing->run->header_key) };
    enum status status = row_find_where(tx, &import_mapping_entity,
                                        T("workspace_id = $1 AND entity = $2 AND header_key = $3"),
                                        values, 3, storing->mapping);

    storing->is_found = status == OK;
    return status == NOT_FOUND ? OK : status;
}

enum status import_mapping_find(struct call *call, const struct entity *entity,
                                struct text header_key, struct import_mapping *ret_mapping,
                                bool *ret_found)
{
    struct import_run run = { .entity = text_from(entity->name), .header_key = header_key };
    struct storing storing = { .call = call, .run = &run, .mapping = ret_mapping };
    enum status status = call_read_as_system(call, find_mapping, &storing);

    if (status == OK)
        *ret_found = storing.is_found;
    return status;
}

static enum status keep_mapping(struct tx *tx, void *context)
{
    struct storing *storing = context;
    const struct import_run *run = storing->run;
    enum status status = find_mapping(tx, context);

    if (status != OK)
        return status;
    if (!storing->is_found)
        *storing->mapping = (struct import_mapping){ .row = call_new_row(storing->call),
                                                     .entity = run->entity,
                                                     .header_key = run->header_key };
    storing->mapping->mapping = run->mapping;
    storing->mapping->options = run->options;
    storing->mapping->row.updated_at = storing->call->now_ms;
    return storing->is_found ? row_update(tx, &import_mapping_entity, storing->mapping)
                             : row_insert(tx, &import_mapping_entity, storing->mapping);
}

enum status import_mapping_keep(struct call *call, const struct import_run *run,
                                struct text mapping)
{
    struct import_mapping kept;
    struct import_run copy = *run;
    struct storing storing = { .call = call, .run = &copy, .mapping = &kept };

    copy.mapping = mapping;

    return call_write_as_system(call, keep_mapping, &storing);
}

/* ---- what is left over ---- */

static enum status sweep(struct tx *tx, void *context)
{
    const struct storing *storing = context;
    struct value values[] = { VALUE_OF_INTEGER(storing->call->now_ms),
                              VALUE_OF_INTEGER(storing->call->now_ms - storing->stale_ms) };

    return tx_execute(tx,
                      T("UPDATE main.import_run SET status = 'failed', failure = 'stopped', "
                        "finished_at = $1, updated_at = $1, version = version + 1 "
                        "WHERE status = 'running' AND updated_at < $2"),
                      values, 2, NULL);
}

enum status import_sweep(struct call *call, int64_t stale_ms)
{
    struct storing storing = { .call = call, .stale_ms = stale_ms };

    return call_write_as_system(call, sweep, &storing);
}
