/* Incoming: checks first, then bytes, then one transaction. */
#include "files/incoming.h"

#include "base/log.h"
#include "call/pool.h"
#include "files/files.h"
#include "files/photo.h"
#include "files/sniff.h"

enum { ETAG_BYTES = 16 };

enum status refuse_blob(struct call *call, enum status status)
{
    if (status == UNAVAILABLE)
        return REFUSE(
            call, UNAVAILABLE, .code = "SlowDown", .retry_after_s = 5,
            .say = L("The place where files are kept cannot be reached. Nothing was lost; "
                     "try again in a moment.",
                     "暂时无法连接文件存储，数据没有丢失，请稍后再试。"));
    if (status == CONFLICT)
        return REFUSE(
            call, CONFLICT, .code = "ResourceLocked", .http = 423,
            .say = L("Somebody else is writing this file right now.", "该文件正在被其他人写入。"));
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "NoSuchKey",
                      .say = L("Object not found", "没有此文件"));
    call->fault = STORE_BROKEN;
    call->fault_message = T("the bytes of a file cannot be written or read");
    return REFUSE(call, FAILED, .code = "InternalError",
                  .say = L("The file could not be saved or read.", "文件无法保存或读取。"));
}

static enum status refuse_size(struct call *call, int64_t limit)
{
    return REFUSE(call, TOO_LARGE, .code = "EntityTooLarge", .limit = limit,
                  .say = L("The object exceeded the maximum allowed size of {limit} bytes",
                           "文件超过上限（{limit} 字节）"));
}

static enum status refuse_type(struct call *call, struct text type)
{
    return REFUSE(call, INVALID, .code = "InvalidMimeType", .http = 415, .value = type,
                  .say = L("mime type {value} is not supported", "不支持的文件类型：{value}"));
}

static bool is_type(struct text type)
{
    size_t slash = text_find_byte(type, '/');

    if (type.size == 0 || type.size > LIMIT_CONTENT_TYPE || slash == 0 || slash >= type.size - 1)
        return false;
    for (size_t i = 0; i < type.size; i++)
        if (type.at[i] < ' ' || type.at[i] > '~')
            return false;
    return true;
}

static enum status check_work(struct tx *tx, void *context)
{
    struct incoming *incoming = context;
    enum status status = object_check_place(incoming->call, tx, &incoming->put);

    if (status == OK && incoming->put.photo)
        status = photo_check(incoming->call, tx, &incoming->put);
    if (status != OK || incoming->is_moved)
        return status;
    return object_check_quota(incoming->call, tx, &incoming->put);
}

const struct blob_store *incoming_store(const struct incoming *incoming)
{
    const struct files *files = incoming->call->instance->files;

    return incoming->bucket.takes_photos ? &files->passing : &files->blobs;
}

enum status incoming_aim(struct incoming *incoming)
{
    struct call *call = incoming->call;
    struct put *put = &incoming->put;

    put->bucket = &incoming->bucket;
    if (!incoming->bucket.takes_photos)
        return OK;
    put->photo = &incoming->photo;
    put->rule = PUT_NEW;
    put->metadata = (struct text){ 0 };
    return photo_target_read(call, &incoming->bucket, put->name, &incoming->photo.target);
}

enum status incoming_check(struct incoming *incoming, int64_t size)
{
    struct call *call = incoming->call;
    struct put *put = &incoming->put;
    enum status status = object_name_check(call, put->name);

    if (status == OK)
        status = incoming_aim(incoming);
    if (status != OK)
        return status;
    if (put->content_type.size == 0)
        put->content_type = T("application/octet-stream");
    if (!is_type(put->content_type) ||
        !bucket_takes_type(incoming->bucket.types, put->content_type))
        return refuse_type(call, put->content_type);
    if (size > incoming->bucket.size_limit)
        return refuse_size(call, incoming->bucket.size_limit);
    put->size = size > 0 ? size : 0;
    return call_read_as_system(call, check_work, incoming);
}

enum status incoming_begin(struct incoming *incoming, int64_t size)
{
    struct call *call = incoming->call;
    struct text wrapped;
    enum status status = incoming_check(incoming, size);

    if (status == OK)
        status = blob_row_new(call, incoming_store(incoming), incoming->put.actor.workspace_id,
                              &incoming->blob);
    if (status != OK)
        return status;
    incoming->put.blob_id = incoming->blob.row.id;
    status = blob_row_key(call->arena, &incoming->blob, &wrapped);
    if (status == OK)
        status = blob_writer_open(incoming_store(incoming), incoming->blob.row.id, wrapped,
                                  call->arena, &incoming->writer);
    return status == OK ? OK : refuse_blob(call, status);
}

enum status incoming_take(struct incoming *incoming, struct text bytes)
{
    struct call *call = incoming->call;
    int64_t size = blob_writer_size(incoming->writer);
    enum status status;

    if (!incoming->is_sniffed && size == 0 && !sniff_agrees(bytes, incoming->put.content_type))
        return REFUSE(call, INVALID, .code = "InvalidMimeType", .http = 415,
                      .value = incoming->put.content_type,
                      .say = L("The content is not {value}", "文件内容与类型 {value} 不符"));
    incoming->is_sniffed = true;
    if ((int64_t)bytes.size > incoming->bucket.size_limit - size)
        return refuse_size(call, incoming->bucket.size_limit);
    status = blob_write(incoming->writer, bytes);
    return status == OK ? OK : refuse_blob(call, status);
}

struct finishing {
    struct incoming *incoming;
    struct id id;
};

static enum status finish_work(struct tx *tx, void *context)
{
    struct finishing *finishing = context;
    struct incoming *incoming = finishing->incoming;

    return object_put(incoming->call, tx, &incoming->put, &finishing->id);
}

enum status incoming_seal(struct incoming *incoming)
{
    struct call *call = incoming->call;
    struct digest digest;
    enum status status = incoming->put.photo ? photo_develop(incoming) : OK;

    if (status != OK)
        return status;
    incoming->put.size = blob_writer_size(incoming->writer);
    pool_wait_begin();
    status = blob_writer_finish(incoming->writer, &digest);
    pool_wait_end();
    if (status != OK)
        return refuse_blob(call, status);
    incoming->put.etag = text_slice(digest_hex(call->arena, digest), 0, (size_t)2 * ETAG_BYTES);
    return OK;
}

enum status incoming_finish(struct incoming *incoming, struct id *ret_id)
{
    struct finishing finishing = { .incoming = incoming };
    enum status status = incoming_seal(incoming);

    if (status == OK)
        status = call_write_as_system(incoming->call, finish_work, &finishing);
    if (status == OK)
        *ret_id = finishing.id;
    return status;
}

static enum status drop_work(struct tx *tx, void *context)
{
    struct incoming *incoming = context;
    int64_t workspace_id = incoming->put.actor.workspace_id;
    enum status status = blob_row_doom(incoming->call, tx, workspace_id, incoming->blob.row.id);

    if (status == OK && !id_is_zero(incoming->staged.row.id))
        status = blob_row_doom(incoming->call, tx, workspace_id, incoming->staged.row.id);
    return status;
}

/* The refusal that led here is what the caller is told. */
void incoming_drop(struct incoming *incoming)
{
    struct call *call = incoming->call;
    struct refusal refusal = call->refusal;
    bool is_refused = call->is_refused;

    if (id_is_zero(incoming->blob.row.id))
        return;
    if (call_write_as_system(call, drop_work, incoming) != OK)
        LOG(LOG_ERROR, "upload not dropped"); /* its time will run out */
    call->refusal = refusal;
    call->is_refused = is_refused;
}
