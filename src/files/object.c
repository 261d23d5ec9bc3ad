/* Objects: rows of files, and of the blobs behind them. */
#include "files/object.h"

#include "base/encode.h"
#include "codec/utf8.h"
#include "files/files.h"
#include "files/photo.h"
#include "files/sweep.h"
#include "store/row.h"

enum { GIVEN_UP_AFTER_MS = MS_PER_DAY };

/* --- names */

static bool segment_is_valid(struct text segment)
{
    return segment.size > 0 && !text_equal(segment, T(".")) && !text_equal(segment, T(".."));
}

bool object_name_is_valid(struct text name)
{
    if (name.size == 0 || name.size > LIMIT_OBJECT_NAME || !utf8_is_printable(name))
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (name.at[i] == '\\' || (unsigned char)name.at[i] < ' ')
            return false;
    if (name.at[name.size - 1] == '/')
        return false;
    while (name.size > 0)
        if (!segment_is_valid(text_cut(&name, '/')))
            return false;
    return true;
}

enum status object_name_check(struct call *call, struct text name)
{
    if (object_name_is_valid(name))
        return OK;
    return REFUSE(call, INVALID, .code = "InvalidKey",
                  .say = L("Invalid key: {value}", "路径无效：{value}"), .value = name);
}

struct text object_folder(struct text name)
{
    while (name.size > 0 && name.at[name.size - 1] != '/')
        name.size--;
    return name;
}

/* --- who */

struct actor actor_of(const struct call *call, const struct bucket *bucket)
{
    return (struct actor){ .workspace_id = call->identity.workspace_id,
                           .account_id = call->caller.account_id,
                           .may_every = call_level(call, bucket->module) >= LEVEL_EDIT_EVERY };
}

bool actor_may_change(const struct actor *actor, const struct storage_object *object)
{
    return object->row.workspace_id == actor->workspace_id &&
           (actor->may_every || id_equal(object->row.created_by, actor->account_id));
}

bool object_is_seen(const struct storage_object *object, struct id account_id, enum level level)
{
    if (level < LEVEL_VIEW)
        return false;
    if (level >= LEVEL_EDIT_EVERY || object->audience == AUDIENCE_EVERYBODY ||
        id_equal(object->row.created_by, account_id))
        return true;
    if (object->audience == AUDIENCE_EDITORS)
        return level >= LEVEL_EDIT_OWN;
    return text_find(object->members, text_from(id_to_text(account_id).at)) < object->members.size;
}

/* --- finding */

enum status object_load(struct tx *tx, int64_t workspace_id, struct text bucket, struct text name,
                        struct storage_object *ret_object)
{
    const struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_TEXT(bucket),
                                    VALUE_OF_TEXT(name) };

    return row_find_where(tx, &storage_object_entity,
                          T("workspace_id = $1 AND bucket = $2 AND name = $3"), values, 3,
                          ret_object);
}

struct finding {
    int64_t workspace_id;
    struct text bucket, name;
    struct storage_object object;
};

static enum status find_work(struct tx *tx, void *context)
{
    struct finding *finding = context;

    return object_load(tx, finding->workspace_id, finding->bucket, finding->name, &finding->object);
}

enum status object_require(struct call *call, struct text bucket, struct text name,
                           struct storage_object *ret_object)
{
    struct finding finding = { call->identity.workspace_id, bucket, name, { { 0 } } };
    enum status status = object_name_check(call, name);

    if (status != OK)
        return status;
    status = call_read(call, find_work, &finding);
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "NoSuchKey",
                      .say = L("Object not found", "没有此文件"));
    if (status == OK)
        *ret_object = finding.object;
    return status;
}

/* --- blobs */

enum status blob_row_key(struct arena *arena, const struct blob *blob, struct text *ret_wrapped)
{
    return base64_decode(arena, blob->key, BASE64_URL, ret_wrapped) ? OK : FAILED;
}

static enum status insert_blob(struct tx *tx, void *context)
{
    return row_insert(tx, &blob_entity, context);
}

enum status blob_row_new(struct call *call, const struct blob_store *store, int64_t workspace_id,
                         struct blob *ret_blob)
{
    struct blob blob = { .row = call_new_row(call), .state = BLOB_WRITING };
    struct text wrapped;
    enum status status = blob_key_make(store, blob.row.id, call->arena, &wrapped);

    if (status != OK)
        return status;
    blob.row.workspace_id = workspace_id;
    blob.key = base64_encode(call->arena, wrapped, BASE64_URL);
    blob.expires_at = call->now_ms + GIVEN_UP_AFTER_MS;
    status = call_write_as_system(call, insert_blob, &blob);
    if (status == OK)
        *ret_blob = blob;
    return status;
}

struct loading_blob {
    int64_t workspace_id;
    struct id id;
    struct blob blob;
};

static enum status load_blob(struct tx *tx, void *context)
{
    struct loading_blob *loading = context;

    return row_find(tx, &blob_entity, loading->workspace_id, loading->id, &loading->blob);
}

enum status blob_row_load(struct call *call, int64_t workspace_id, struct id id,
                          struct blob *ret_blob)
{
    struct loading_blob loading = { .workspace_id = workspace_id, .id = id };
    enum status status = call_read_as_system(call, load_blob, &loading);

    if (status == OK)
        *ret_blob = loading.blob;
    return status;
}

static enum status set_state(struct tx *tx, int64_t workspace_id, struct id id, struct text sql,
                             int64_t *ret_changed)
{
    const struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(id) };

    return tx_execute(tx, sql, values, 2, ret_changed);
}

enum status blob_row_doom(struct call *call, struct tx *tx, int64_t workspace_id, struct id id)
{
    if (call)
        call_after_commit(call, sweep_soon, NULL);
    return set_state(tx, workspace_id, id,
                     T("UPDATE main.blob SET state = 'doomed' WHERE workspace_id = $1 AND id = $2"),
                     NULL);
}

/* An upload that was given up in the meantime is swept already. */
static enum status keep_blob(struct call *call, struct tx *tx, const struct put *put)
{
    const struct value values[] = { VALUE_OF_INTEGER(put->actor.workspace_id),
                                    VALUE_OF_ID(put->blob_id), VALUE_OF_INTEGER(put->size) };
    int64_t changed = 0;
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.blob SET state = 'kept', size = $3 WHERE workspace_id = $1 AND "
                     "id = $2 AND state = 'writing'"),
                   values, 3, &changed);

    if (status != OK || changed == 1)
        return status;
    return REFUSE(
        call, NOT_FOUND, .code = "NoSuchUpload",
        .say = L("This upload took too long and was given up.", "上传时间过长，已放弃。"));
}

/* --- putting */

enum status object_check_place(struct call *call, struct tx *tx, const struct put *put)
{
    struct storage_object object;
    enum status status =
        object_load(tx, put->actor.workspace_id, put->bucket->name, put->name, &object);

    if (status == NOT_FOUND)
        return OK;
    if (status != OK)
        return status;
    if (put->rule == PUT_NEW)
        return REFUSE(call, CONFLICT, .code = "KeyAlreadyExists",
                      .say = L("The resource already exists", "文件已存在"));
    if (actor_may_change(&put->actor, &object))
        return OK;
    return REFUSE(call, FORBIDDEN, .code = "AccessDenied",
                  .say = L("You may replace only files that you uploaded yourself.",
                           "您只能覆盖自己上传的文件。"));
}

static void fill(struct storage_object *object, const struct put *put)
{
    struct text folder = object_folder(put->name);

    object->bucket = put->bucket->name;
    object->name = put->name;
    object->folder = folder.size > 0 ? folder : T("");
    object->leaf = text_from_offset(put->name, folder.size);
    object->module = (int)put->bucket->module;
    object->content_type = put->content_type;
    object->cache_control = put->cache_control;
    object->size = put->size;
    object->etag = put->etag;
    object->metadata = put->metadata;
    object->blob_id = put->blob_id;
}

/* Everything in the workspace but what is replaced, against the setting. */
enum status object_check_quota(struct call *call, struct tx *tx, const struct put *put)
{
    const struct value values[] = { VALUE_OF_INTEGER(put->actor.workspace_id),
                                    VALUE_OF_TEXT(put->bucket->name), VALUE_OF_TEXT(put->name) };
    int64_t quota = call->instance->settings->workspace_megabytes;
    struct cursor *cursor;
    int64_t used = 0;
    bool found;
    enum status status;

    if (quota == 0)
        return OK;
    status = tx_query(tx,
                      T("SELECT cast(coalesce(sum(size), 0) AS BIGINT) FROM main.storage_object "
                        "WHERE workspace_id = $1 AND NOT (bucket = $2 AND name = $3)"),
                      values, 3, &cursor);
    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status != OK)
        return status;
    used = found ? cursor_value(cursor, 0).integer : 0;
    cursor_close(cursor);
    if (used + put->size <= quota << 20)
        return OK;
    return REFUSE(call, TOO_LARGE, .code = "EntityTooLarge", .limit = quota,
                  .say = L("The workspace has no room left: it may keep {limit} MiB of files.",
                           "工作区空间不足：文件总量上限为 {limit} MiB。"));
}

enum status object_put(struct call *call, struct tx *tx, const struct put *put, struct id *ret_id)
{
    struct storage_object object;
    enum status status = object_check_place(call, tx, put);
    bool is_new;

    if (status == OK)
        status = object_check_quota(call, tx, put);
    if (status == OK)
        status = keep_blob(call, tx, put);
    if (status != OK)
        return status;
    status = object_load(tx, put->actor.workspace_id, put->bucket->name, put->name, &object);
    if (status != OK && status != NOT_FOUND)
        return status;
    is_new = status == NOT_FOUND;
    status = OK;
    if (is_new)
        object =
            (struct storage_object){ .row = call_new_row(call), .audience = AUDIENCE_EVERYBODY };
    else
        status = blob_row_doom(call, tx, put->actor.workspace_id, object.blob_id);
    if (status != OK)
        return status;
    object.row.workspace_id = put->actor.workspace_id;
    if (is_new)
        object.row.created_by = put->actor.account_id;
    object.row.updated_at = call->now_ms;
    fill(&object, put);
    status = is_new ? row_insert(tx, &storage_object_entity, &object)
                    : row_update(tx, &storage_object_entity, &object);
    if (status == OK && put->photo)
        status = photo_put(call, tx, put, object.row.id);
    if (status == OK)
        *ret_id = object.row.id;
    return status;
}

enum status object_remove(struct call *call, struct tx *tx, const struct storage_object *object)
{
    enum status status = photo_remove(tx, object);

    if (status == OK)
        status = row_delete(tx, &storage_object_entity, object->row.workspace_id, object->row.id);
    if (status == OK)
        status = blob_row_doom(call, tx, object->row.workspace_id, object->blob_id);
    return status;
}
