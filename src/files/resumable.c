/* Resumable uploads: a row says what, the staged blob how far. */
#include "files/resumable.h"

#include "base/log.h"
#include "call/pool.h"
#include "codec/tus.h"
#include "files/files.h"
#include "files/outgoing.h"
#include "files/upload.h"
#include "store/row.h"

#define TUS_VERSION "1.0.0"

struct resumable {
    struct incoming incoming; /* without a writer: no bytes are expected */
    struct storage_upload upload;
};

size_t resumable_body_limit(const struct instance *instance, struct text parameter)
{
    (void)parameter;
    return (size_t)files_largest(instance) + 1; /* one byte more is told as what it is */
}

/* --- what is refused */

static enum status check_version(struct call *call)
{
    if (text_equal(call_header(call, T("Tus-Resumable")), T(TUS_VERSION)))
        return OK;
    return REFUSE(call, INVALID, .code = "TusError", .http = 412,
                  .say = L("This server speaks TUS 1.0.0.", "此服务器仅支持 TUS 1.0.0。"));
}

static enum status refuse_header(struct call *call, const char *name)
{
    return REFUSE(
        call, INVALID, .code = "TusError", .value = text_from(name),
        .say = L("The header {value} is missing or not usable.", "请求头 {value} 缺失或无效。"));
}

static enum status refuse_length(struct call *call)
{
    return REFUSE(
        call, TOO_LARGE, .code = "EntityTooLarge",
        .say = L("More bytes than the upload was announced with.", "上传内容超过声明的大小。"));
}

static enum status refuse_given_up(struct call *call)
{
    return REFUSE(
        call, NOT_FOUND, .code = "NoSuchUpload", .http = 410,
        .say = L("This upload took too long and was given up.", "上传时间过长，已放弃。"));
}

static bool brings_bytes(const struct call *call)
{
    return text_equal(call_header(call, T("Content-Type")), T("application/offset+octet-stream"));
}

static int64_t header_number(const struct call *call, struct text name)
{
    int64_t number;

    return text_to_int64(call_header(call, name), &number) && number >= 0 ? number : -1;
}

/* --- answers */

static void add_headers(struct call *call, const struct storage_upload *upload, int64_t offset)
{
    call_add_header(call, T("Tus-Resumable"), T(TUS_VERSION));
    call_add_header(call, T("Upload-Offset"), arena_print(call->arena, "%lld", (long long)offset));
    if (!upload->is_finished)
        call_add_header(call, T("Upload-Expires"), http_date_text(call->arena, upload->expires_at));
}

enum status resumable_options(struct call *call)
{
    call_add_header(call, T("Tus-Resumable"), T(TUS_VERSION));
    call_add_header(call, T("Tus-Version"), T(TUS_VERSION));
    call_add_header(call, T("Tus-Extension"),
                    T("creation,creation-with-upload,expiration,termination"));
    call_add_header(call, T("Tus-Max-Size"),
                    arena_print(call->arena, "%lld", (long long)files_largest(call->instance)));
    return OK;
}

/* --- ending without a file */

struct ending {
    struct call *call;
    const struct storage_upload *upload;
};

static enum status end_work(struct tx *tx, void *context)
{
    const struct ending *ending = context;
    const struct storage_upload *upload = ending->upload;
    enum status status =
        row_delete(tx, &storage_upload_entity, upload->row.workspace_id, upload->row.id);

    if (status == OK && !upload->is_finished)
        status = blob_row_doom(ending->call, tx, upload->row.workspace_id, upload->blob_id);
    return status;
}

/* --- bytes, the same for creating and going on */

/* A photo's bytes are only for the process that began to take them. */
static enum status refuse_staged(const struct incoming *incoming, enum status status)
{
    bool is_lost = status == UNAVAILABLE && incoming->bucket.takes_photos;

    return is_lost ? refuse_given_up(incoming->call) : refuse_blob(incoming->call, status);
}

static enum status open_writer(struct resumable *resumable)
{
    struct incoming *incoming = &resumable->incoming;
    struct call *call = incoming->call;
    struct text wrapped;
    enum status status = blob_row_key(call->arena, &incoming->blob, &wrapped);

    incoming->put.blob_id = incoming->blob.row.id;
    if (status == OK)
        status = blob_writer_open(incoming_store(incoming), incoming->blob.row.id, wrapped,
                                  call->arena, &incoming->writer);
    return status == OK ? OK : refuse_staged(incoming, status);
}

static enum status take(struct call *call, struct text bytes)
{
    struct resumable *resumable = call->intake;
    struct incoming *incoming = &resumable->incoming;

    if (!incoming->writer)
        return refuse_header(call, "Content-Type");
    if ((int64_t)bytes.size > resumable->upload.size - blob_writer_size(incoming->writer))
        return refuse_length(call);
    return incoming_take(incoming, bytes);
}

struct finishing {
    struct resumable *resumable;
    struct id id;
};

static enum status finish_work(struct tx *tx, void *context)
{
    struct finishing *finishing = context;
    struct resumable *resumable = finishing->resumable;
    struct storage_upload upload = resumable->upload;
    enum status status =
        object_put(resumable->incoming.call, tx, &resumable->incoming.put, &finishing->id);

    upload.is_finished = true;
    return status == OK ? row_update(tx, &storage_upload_entity, &upload) : status;
}

/* What the client is told stays what it was. */
static void give_up(struct resumable *resumable)
{
    struct call *call = resumable->incoming.call;
    struct refusal refusal = call->refusal;
    struct ending ending = { call, &resumable->upload };

    incoming_drop(&resumable->incoming);
    if (call_write_as_system(call, end_work, &ending) != OK)
        LOG(LOG_ERROR, "upload not ended"); /* its time will run out */
    call->refusal = refusal;
    call->is_refused = true;
}

/* The blob moves to its place, then row and upload say so in one transaction. A file that may not
   be there after all (the path was taken meanwhile) ends the upload; when disk, database or place
   fail it can be finished later. */
static enum status finish(struct resumable *resumable)
{
    struct incoming *incoming = &resumable->incoming;
    struct call *call = incoming->call;
    struct finishing finishing = { .resumable = resumable };
    enum status status = incoming_seal(incoming);

    if (status == OK)
        status = call_write_as_system(call, finish_work, &finishing);
    resumable->upload.is_finished = status == OK;
    if (status != OK && status != FAILED && status != UNAVAILABLE)
        give_up(resumable);
    return status;
}

static enum status pause_or_finish(struct resumable *resumable, int64_t *ret_offset)
{
    struct incoming *incoming = &resumable->incoming;
    enum status status;

    *ret_offset = blob_writer_size(incoming->writer);
    if (*ret_offset == resumable->upload.size)
        return finish(resumable);
    pool_wait_begin();
    status = blob_writer_pause(incoming->writer);
    pool_wait_end();
    return status == OK ? OK : refuse_blob(incoming->call, status);
}

/* --- creating */

static enum status read_words(struct call *call, struct incoming *incoming)
{
    struct put *put = &incoming->put;
    struct tus_metadata metadata;
    struct upload_words words;
    enum status status =
        tus_metadata_parse(call->arena, call_header(call, T("Upload-Metadata")), &metadata);

    if (status != OK)
        return refuse_header(call, "Upload-Metadata");
    words = (struct upload_words){
        .content_type = tus_metadata_value(&metadata, T("contentType")),
        .cache_control = tus_metadata_value(&metadata, T("cacheControl")),
        .metadata = tus_metadata_value(&metadata, T("metadata")),
    };
    words.cache_control = upload_cache_control(call, words.cache_control);
    status = upload_words_check(call, &words);
    if (status == OK)
        status = bucket_require(call, tus_metadata_value(&metadata, T("bucketName")),
                                LEVEL_EDIT_OWN, &incoming->bucket);
    if (status != OK)
        return status;
    put->name = tus_metadata_value(&metadata, T("objectName"));
    put->content_type = words.content_type;
    put->cache_control = words.cache_control;
    put->metadata = words.metadata;
    put->actor = actor_of(call, &incoming->bucket);
    put->rule = text_equal_nocase(call_header(call, T("x-upsert")), T("true")) ? PUT_OR_REPLACE
                                                                               : PUT_NEW;
    return OK;
}

static enum status insert_upload(struct tx *tx, void *context)
{
    return row_insert(tx, &storage_upload_entity, context);
}

static enum status keep_upload(struct resumable *resumable)
{
    const struct incoming *incoming = &resumable->incoming;
    struct storage_upload *upload = &resumable->upload;

    upload->row = call_new_row(incoming->call);
    upload->bucket = incoming->bucket.name;
    upload->name = incoming->put.name;
    upload->content_type = incoming->put.content_type;
    upload->cache_control = incoming->put.cache_control;
    upload->metadata = incoming->put.metadata;
    upload->upserts = incoming->put.rule == PUT_OR_REPLACE;
    upload->may_every = incoming->put.actor.may_every;
    upload->blob_id = incoming->blob.row.id;
    upload->expires_at = incoming->blob.expires_at;
    return call_write_as_system(incoming->call, insert_upload, upload);
}

static enum status create_open(struct call *call)
{
    struct resumable *resumable = ARENA_NEW(call->arena, struct resumable);
    struct incoming *incoming = &resumable->incoming;
    enum status status = check_version(call);

    call->intake = resumable;
    incoming->call = call;
    resumable->upload.size = header_number(call, T("Upload-Length"));
    if (status == OK && resumable->upload.size < 0)
        status = refuse_header(call, "Upload-Length");
    if (status == OK)
        status = read_words(call, incoming);
    if (status == OK)
        status = incoming_check(incoming, resumable->upload.size);
    if (status == OK)
        status = blob_row_new(call, incoming_store(incoming), incoming->put.actor.workspace_id,
                              &incoming->blob);
    if (status == OK)
        status = keep_upload(resumable);
    if (status == OK && (brings_bytes(call) || resumable->upload.size == 0))
        status = open_writer(resumable);
    return status;
}

enum status resumable_create(struct call *call)
{
    struct resumable *resumable = call->intake;
    int64_t offset = 0;
    enum status status = OK;

    if (resumable->incoming.writer)
        status = pause_or_finish(resumable, &offset);
    if (status != OK)
        return status;
    call->http_status = 201;
    call_add_header(call, T("Location"),
                    arena_print(call->arena, "/storage/v1/upload/resumable/%s",
                                id_to_text(resumable->upload.row.id).at));
    add_headers(call, &resumable->upload, offset);
    return OK;
}

const struct body_intake resumable_create_intake = { .open = create_open, .take = take };

/* --- finding one again */

struct finding {
    struct call *call;
    struct id id;
    struct storage_upload upload;
};

static enum status find_work(struct tx *tx, void *context)
{
    struct finding *finding = context;

    return row_find(tx, &storage_upload_entity, finding->call->identity.workspace_id, finding->id,
                    &finding->upload);
}

static enum status find_upload(struct call *call, struct storage_upload *ret_upload)
{
    struct finding finding = { .call = call };
    enum status status = check_version(call);

    if (status != OK)
        return status;
    status = NOT_FOUND;
    if (id_from_text(call->path_parameter, &finding.id))
        status = call_read_as_system(call, find_work, &finding);
    if (status == NOT_FOUND ||
        (status == OK && !id_equal(finding.upload.row.created_by, call->caller.account_id)))
        return REFUSE(call, NOT_FOUND, .code = "NoSuchUpload",
                      .say = L("Upload not found", "没有此上传"));
    if (status != OK)
        return status;
    if (finding.upload.expires_at <= call->now_ms)
        return refuse_given_up(call);
    *ret_upload = finding.upload;
    return OK;
}

/* Bucket and rights as they are now. */
static enum status aim_again(struct call *call, struct resumable *resumable)
{
    const struct storage_upload *upload = &resumable->upload;
    struct incoming *incoming = &resumable->incoming;
    struct put *put = &incoming->put;
    enum status status;

    incoming->call = call;
    status = bucket_require(call, upload->bucket, LEVEL_EDIT_OWN, &incoming->bucket);
    if (status != OK)
        return status;
    put->actor = actor_of(call, &incoming->bucket);
    put->rule = upload->upserts ? PUT_OR_REPLACE : PUT_NEW;
    put->name = upload->name;
    put->content_type = upload->content_type;
    put->cache_control = upload->cache_control;
    put->metadata = upload->metadata;
    return incoming_aim(incoming);
}

static enum status resume(struct call *call, struct resumable *resumable)
{
    const struct storage_upload *upload = &resumable->upload;
    enum status status = aim_again(call, resumable);

    if (status == OK)
        status = blob_row_load(call, upload->row.workspace_id, upload->blob_id,
                               &resumable->incoming.blob);
    if (status == OK)
        status = open_writer(resumable);
    return status;
}

/* --- going on */

static enum status go_on_open(struct call *call)
{
    struct resumable *resumable = ARENA_NEW(call->arena, struct resumable);
    int64_t offset = header_number(call, T("Upload-Offset"));
    enum status status = find_upload(call, &resumable->upload);

    call->intake = resumable;
    if (status == OK && !brings_bytes(call))
        return REFUSE(call, INVALID, .code = "TusError", .http = 415,
                      .say = L("The body must be application/offset+octet-stream.",
                               "请求正文类型应为 application/offset+octet-stream。"));
    if (status == OK && offset < 0)
        status = refuse_header(call, "Upload-Offset");
    if (status == OK && !resumable->upload.is_finished)
        status = resume(call, resumable);
    if (status != OK)
        return status;
    if (resumable->upload.is_finished || offset != blob_writer_size(resumable->incoming.writer))
        return REFUSE(call, CONFLICT, .code = "TusError",
                      .say = L("The upload is not at this offset; ask where it is.",
                               "上传进度与此偏移不符，请先查询进度。"));
    return header_number(call, T("Content-Length")) > resumable->upload.size - offset
               ? refuse_length(call)
               : OK;
}

enum status resumable_go_on(struct call *call)
{
    struct resumable *resumable = call->intake;
    int64_t offset;
    enum status status = pause_or_finish(resumable, &offset);

    if (status != OK)
        return status;
    call->http_status = 204;
    add_headers(call, &resumable->upload, offset);
    return OK;
}

const struct body_intake resumable_go_on_intake = { .open = go_on_open, .take = take };

/* An upload whose last byte is there but which is not a file yet (the place of the files could not
   be reached) becomes one now, or the asker is told that it cannot: "all there" must mean done. */
static enum status measure(struct call *call, struct resumable *resumable, int64_t *ret_offset)
{
    const struct storage_upload *upload = &resumable->upload;
    struct text wrapped;
    struct blob blob;
    enum status status = aim_again(call, resumable);

    if (status != OK)
        return status;
    status = blob_row_load(call, upload->row.workspace_id, upload->blob_id, &blob);
    if (status == OK)
        status = blob_row_key(call->arena, &blob, &wrapped);
    if (status == OK)
        status = blob_staged_size(incoming_store(&resumable->incoming), upload->blob_id, wrapped,
                                  ret_offset);
    if (status != OK)
        return refuse_staged(&resumable->incoming, status);
    if (*ret_offset < upload->size)
        return OK;
    status = resume(call, resumable);
    return status == OK ? pause_or_finish(resumable, ret_offset) : status;
}

enum status resumable_look(struct call *call)
{
    struct resumable *resumable = ARENA_NEW(call->arena, struct resumable);
    int64_t offset = 0;
    enum status status = find_upload(call, &resumable->upload);

    if (status == OK && !resumable->upload.is_finished)
        status = measure(call, resumable, &offset);
    else if (status == OK)
        offset = resumable->upload.size;
    if (status != OK)
        return status;
    call->http_status = 200;
    add_headers(call, &resumable->upload, offset);
    call_add_header(call, T("Upload-Length"),
                    arena_print(call->arena, "%lld", (long long)resumable->upload.size));
    return OK;
}

enum status resumable_end(struct call *call)
{
    struct storage_upload upload;
    struct ending ending = { call, &upload };
    enum status status = find_upload(call, &upload);

    if (status == OK)
        status = call_write_as_system(call, end_work, &ending);
    if (status != OK)
        return status;
    call->http_status = 204;
    call_add_header(call, T("Tus-Resumable"), T(TUS_VERSION));
    return OK;
}
