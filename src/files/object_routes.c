/* What is done to files that are there. */
#include "files/object_routes.h"

#include "files/files.h"
#include "files/incoming.h"
#include "files/object_json.h"
#include "store/row.h"

enum { LIMIT_REMOVE = 1000 };

static void answer_message(struct call *call, struct text message)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_text_member(&json, T("message"), message);
    json_end_object(&json);
}

enum status object_info(struct call *call)
{
    struct storage_object object;
    struct json_writer json;
    struct bucket bucket;
    enum status status = bucket_require(call, call->path_parameter, LEVEL_VIEW, &bucket);

    if (status == OK)
        status = object_require(call, bucket.name, call->path_parameter_2, &object);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    object_write_info(&json, &object);
    return OK;
}

/* --- removing */

struct removing {
    struct call *call;
    struct bucket bucket;
    struct actor actor;
    const struct json *names; /* NULL: the path's */
    struct json_writer json;
    size_t removed, kept;
};

static enum status remove_name(struct tx *tx, struct removing *removing, struct text name)
{
    struct storage_object object;
    enum status status =
        object_load(tx, removing->actor.workspace_id, removing->bucket.name, name, &object);

    if (status == NOT_FOUND)
        return OK;
    if (status != OK)
        return status;
    if (!actor_may_change(&removing->actor, &object)) {
        removing->kept++;
        return OK;
    }
    status = object_remove(removing->call, tx, &object);
    if (status != OK)
        return status;
    removing->removed++;
    object_write_removed(&removing->json, &object);
    return OK;
}

static enum status remove_work(struct tx *tx, void *context)
{
    struct removing *removing = context;
    size_t count = removing->names ? json_count(removing->names) : 1;
    enum status status = OK;

    buffer_clear(&removing->call->body);
    removing->removed = removing->kept = 0;
    removing->json = call_answer_json(removing->call);
    json_begin_array(&removing->json);
    for (size_t i = 0; status == OK && i < count; i++)
        status = remove_name(tx, removing,
                             removing->names ? json_as_text(json_at(removing->names, i))
                                             : removing->call->path_parameter_2);
    json_end_array(&removing->json);
    return status;
}

static enum status begin_removing(struct call *call, struct removing *ret_removing)
{
    struct removing removing = { .call = call };
    enum status status =
        bucket_require(call, call->path_parameter, LEVEL_EDIT_OWN, &removing.bucket);

    if (status != OK)
        return status;
    removing.actor = actor_of(call, &removing.bucket);
    *ret_removing = removing;
    return OK;
}

/* As Supabase does, names that are not there or not the caller's to remove are passed over; the
   answer says which went. */
enum status object_delete_many(struct call *call)
{
    struct removing removing;
    const struct json *body;
    enum status status = call_json(call, &body);

    if (status == OK)
        status = begin_removing(call, &removing);
    if (status != OK)
        return status;
    removing.names = json_member(body, T("prefixes"));
    if (json_kind(removing.names) != JSON_KIND_ARRAY || json_count(removing.names) == 0 ||
        json_count(removing.names) > LIMIT_REMOVE)
        return REFUSE(call, INVALID, .code = "InvalidParameter", .limit = LIMIT_REMOVE,
                      .say = L("prefixes must be a list of 1 to {limit} paths",
                               "prefixes 应为 1 到 {limit} 个路径的列表"));
    return call_write_as_system(call, remove_work, &removing);
}

enum status object_delete_one(struct call *call)
{
    struct removing removing;
    enum status status = object_name_check(call, call->path_parameter_2);

    if (status == OK)
        status = begin_removing(call, &removing);
    if (status == OK)
        status = call_write_as_system(call, remove_work, &removing);
    if (status != OK)
        return status;
    if (removing.kept > 0)
        return REFUSE(call, FORBIDDEN, .code = "AccessDenied",
                      .say = L("You may remove only files that you uploaded yourself.",
                               "您只能删除自己上传的文件。"));
    if (removing.removed == 0)
        return REFUSE(call, NOT_FOUND, .code = "NoSuchKey",
                      .say = L("Object not found", "没有此文件"));
    buffer_clear(&call->body);
    answer_message(call, T("Successfully deleted"));
    return OK;
}

/* --- moving and copying */

struct transfer {
    struct call *call;
    struct bucket from, to;
    struct text from_name, to_name;
    struct storage_object object; /* the source */
};

static enum status read_transfer(struct call *call, enum level level, struct transfer *transfer)
{
    const struct json *body;
    struct text to;
    enum status status = call_json(call, &body);

    transfer->call = call;
    if (status != OK)
        return status;
    transfer->from_name = json_text_member(body, T("sourceKey"));
    transfer->to_name = json_text_member(body, T("destinationKey"));
    to = json_text_member(body, T("destinationBucket"));
    status = bucket_require(call, json_text_member(body, T("bucketId")), level, &transfer->from);
    if (status == OK)
        status = bucket_require(call, to.size > 0 ? to : transfer->from.name, LEVEL_EDIT_OWN,
                                &transfer->to);
    if (status == OK)
        status = object_name_check(call, transfer->to_name);
    if (status == OK)
        status = object_require(call, transfer->from.name, transfer->from_name, &transfer->object);
    return status;
}

/* A photo's path says of which record it is, as its row does. */
static enum status refuse_photo(struct call *call)
{
    return REFUSE(call, INVALID, .code = "InvalidRequest",
                  .say = L("Photos of records are uploaded or copied, not moved.",
                           "记录的照片只能上传或复制，不能移动。"));
}

/* The rules of the bucket it goes to, as for an upload. */
static struct incoming incoming_of(const struct transfer *transfer)
{
    return (struct incoming){
        .call = transfer->call,
        .bucket = transfer->to,
        .put = { .actor = actor_of(transfer->call, &transfer->to),
                 .rule = PUT_NEW,
                 .name = transfer->to_name,
                 .content_type = transfer->object.content_type,
                 .cache_control = transfer->object.cache_control,
                 .metadata = transfer->object.metadata },
    };
}

static enum status move_work(struct tx *tx, void *context)
{
    struct transfer *transfer = context;
    struct call *call = transfer->call;
    struct actor actor = actor_of(call, &transfer->from);
    struct put put = incoming_of(transfer).put;
    struct text folder = object_folder(transfer->to_name);
    struct storage_object object;
    enum status status = object_load(tx, call->identity.workspace_id, transfer->from.name,
                                     transfer->from_name, &object);

    put.bucket = &transfer->to;
    if (status != OK)
        return status;
    if (!actor_may_change(&actor, &object))
        return REFUSE(call, FORBIDDEN, .code = "AccessDenied",
                      .say = L("You may move only files that you uploaded yourself.",
                               "您只能移动自己上传的文件。"));
    status = object_check_place(call, tx, &put);
    if (status != OK)
        return status;
    object.bucket = transfer->to.name;
    object.name = transfer->to_name;
    object.folder = folder.size > 0 ? folder : T("");
    object.leaf = text_from_offset(transfer->to_name, folder.size);
    object.module = (int)transfer->to.module;
    object.row.updated_at = call->now_ms;
    return row_update(tx, &storage_object_entity, &object);
}

enum status object_move(struct call *call)
{
    struct transfer transfer;
    struct incoming incoming;
    enum status status = read_transfer(call, LEVEL_EDIT_OWN, &transfer);

    if (status == OK && (transfer.from.takes_photos || transfer.to.takes_photos))
        status = refuse_photo(call);
    if (status != OK)
        return status;
    incoming = incoming_of(&transfer);
    incoming.is_moved = true;
    status = incoming_check(&incoming, transfer.object.size);
    if (status == OK)
        status = call_write_as_system(call, move_work, &transfer);
    if (status == OK)
        answer_message(call, T("Successfully moved"));
    return status;
}

/* Through this process, under a key of its own: the copy shares nothing with the original, so that
   either can be erased for good. */
static enum status copy_bytes(struct transfer *transfer, struct incoming *incoming)
{
    struct call *call = transfer->call;
    const struct storage_object *object = &transfer->object;
    struct blob_reader *reader = NULL;
    struct blob blob;
    struct text wrapped, piece = { 0 };
    int64_t at = 0;
    enum status status = blob_row_load(call, object->row.workspace_id, object->blob_id, &blob);

    if (status == OK)
        status = blob_row_key(call->arena, &blob, &wrapped);
    if (status == OK)
        status = blob_reader_open(&call->instance->files->blobs, object->blob_id, wrapped,
                                  object->size, call->arena, &reader);
    while (status == OK && at < object->size) {
        status = blob_read(reader, at, &piece);
        if (status != OK)
            break;
        status = incoming_take(incoming, piece);
        if (status != OK)
            return status;
        at += (int64_t)piece.size;
    }
    return status == OK ? OK : refuse_blob(call, status);
}

enum status object_copy(struct call *call)
{
    struct transfer transfer;
    struct incoming *incoming = ARENA_NEW(call->arena, struct incoming);
    struct json_writer json;
    struct id id;
    enum status status = read_transfer(call, LEVEL_VIEW, &transfer);

    if (status != OK)
        return status;
    *incoming = incoming_of(&transfer);
    if (text_equal_nocase(call_header(call, T("x-upsert")), T("true")))
        incoming->put.rule = PUT_OR_REPLACE;
    status = incoming_begin(incoming, transfer.object.size);
    if (status == OK)
        status = copy_bytes(&transfer, incoming);
    if (status == OK)
        status = incoming_finish(incoming, &id);
    if (status != OK) {
        incoming_drop(incoming);
        return status;
    }
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("Id"), text_from(id_to_text(id).at));
    json_write_text_member(&json, T("Key"),
                           arena_print(call->arena, "%.*s/%.*s", TEXT_ARG(transfer.to.name),
                                       TEXT_ARG(transfer.to_name)));
    json_end_object(&json);
    return OK;
}
