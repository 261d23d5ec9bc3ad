/* Buckets over HTTP: listing for everybody who may see them, the rest for administrators. Those of
   the program can be looked at and filled, not changed. */
#include "files/bucket.h"
#include "files/files.h"
#include "files/object.h"
#include "files/photo.h"
#include "files/signed.h"
#include "store/row.h"

#include <stdlib.h>

enum { EMPTY_STEP = 500 };

static void write_types(struct json_writer *json, struct text types)
{
    json_write_key(json, T("allowed_mime_types"));
    if (types.size == 0) {
        json_write_null(json);
        return;
    }
    json_begin_array(json);
    while (types.size > 0)
        json_write_text(json, text_cut(&types, ' '));
    json_end_array(json);
}

static void write_bucket(const struct call *call, struct json_writer *json,
                         const struct bucket *bucket)
{
    int64_t created_at = bucket->created_at ? bucket->created_at : call->instance->started_ms;
    int64_t updated_at = bucket->updated_at ? bucket->updated_at : created_at;

    json_begin_object(json);
    json_write_text_member(json, T("id"), bucket->name);
    json_write_text_member(json, T("name"), bucket->name);
    json_write_text_member(json, T("owner"),
                           id_is_zero(bucket->owner) ? T("")
                                                     : text_from(id_to_text(bucket->owner).at));
    json_write_boolean_member(json, T("public"), bucket->is_public);
    json_write_integer_member(json, T("file_size_limit"), bucket->size_limit);
    write_types(json, bucket->types);
    json_write_text_member(json, T("type"), T("STANDARD"));
    json_write_text_member(json, T("module"), text_from(module_name(bucket->module)));
    json_write_text_member(json, T("created_at"), text_from(instant_to_text(created_at).at));
    json_write_text_member(json, T("updated_at"), text_from(instant_to_text(updated_at).at));
    json_end_object(json);
}

static void answer_message(struct call *call, struct text message)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_text_member(&json, T("message"), message);
    json_end_object(&json);
}

/* --- list and get */

struct listing {
    struct call *call;
    struct bucket *buckets;
    size_t count, room;
};

static void keep(struct listing *listing, struct tx *tx, struct bucket bucket)
{
    if (call_level(listing->call, bucket.module) < LEVEL_VIEW)
        return;
    listing->buckets = arena_room(tx_arena(tx), listing->buckets, listing->count, &listing->room,
                                  sizeof *listing->buckets);
    listing->buckets[listing->count++] = bucket;
}

static enum status keep_row(struct tx *tx, void *row, void *context)
{
    struct listing *listing = context;

    keep(listing, tx, bucket_of_row(listing->call, row));
    return OK;
}

static enum status list_work(struct tx *tx, void *context)
{
    struct listing *listing = context;
    const struct value values[] = { VALUE_OF_INTEGER(listing->call->identity.workspace_id) };
    struct storage_bucket row;

    listing->buckets = NULL;
    listing->count = 0;
    for (enum module module = MODULE_UNDECLARED + 1; module < MODULE_COUNT; module++)
        if (module_has_photos(&listing->call->instance->schema, module))
            keep(listing, tx, bucket_of_photos(listing->call, module));
    return row_each(tx, &storage_bucket_entity, T("workspace_id = $1 ORDER BY name"), values, 1,
                    &row, keep_row, listing);
}

static int compare_names(const void *a, const void *b)
{
    return text_compare(((const struct bucket *)a)->name, ((const struct bucket *)b)->name);
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = ((const struct bucket *)a)->created_at, y = ((const struct bucket *)b)->created_at;

    return x < y ? -1 : x > y;
}

static int64_t number_of(const struct call *call, struct text name, int64_t fallback)
{
    struct text said = query_of_call(call, name);
    int64_t number;

    return text_to_int64(said, &number) && number >= 0 ? number : fallback;
}

enum status bucket_list(struct call *call)
{
    struct listing listing = { .call = call };
    struct text search = query_of_call(call, T("search"));
    bool by_time = text_ends_with(query_of_call(call, T("sortColumn")), T("ed_at"));
    bool is_descending = text_equal(query_of_call(call, T("sortOrder")), T("desc"));
    int64_t skip = number_of(call, T("offset"), 0), room = number_of(call, T("limit"), INT64_MAX);
    struct json_writer json;
    enum status status;

    status = call_read(call, list_work, &listing);
    if (status != OK)
        return status;
    if (listing.count > 0)
        qsort(listing.buckets, listing.count, sizeof *listing.buckets,
              by_time ? compare_times : compare_names);
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t i = 0; i < listing.count; i++) {
        const struct bucket *bucket = &listing.buckets[is_descending ? listing.count - 1 - i : i];

        if (search.size > 0 && text_find(bucket->name, search) == bucket->name.size)
            continue;
        if (skip-- > 0 || room-- <= 0)
            continue;
        write_bucket(call, &json, bucket);
    }
    json_end_array(&json);
    return OK;
}

enum status bucket_get(struct call *call)
{
    struct bucket bucket;
    struct json_writer json;
    enum status status = bucket_require(call, call->path_parameter, LEVEL_VIEW, &bucket);

    if (status != OK)
        return status;
    json = call_answer_json(call);
    write_bucket(call, &json, &bucket);
    return OK;
}

/* --- what an administrator says of a bucket */

static enum status refuse_input(struct call *call, const char *name)
{
    return REFUSE(call, INVALID, .code = "InvalidRequest", .value = text_from(name),
                  .say = L("{value} is not usable", "{value} 无效"));
}

/* 1048576, "1048576", "20MB", "20MiB" (the same to Supabase), null. */
static bool read_size(const struct json *json, int64_t *ret_size)
{
    static const struct {
        const char *unit;
        int shift;
    } units[] = { { "TB", 40 }, { "GB", 30 }, { "MB", 20 }, { "KB", 10 }, { "B", 0 }, { "", 0 } };
    struct text text = json_as_text(json);

    *ret_size = 0;
    if (json_kind(json) == JSON_KIND_ABSENT || json_kind(json) == JSON_KIND_NULL)
        return true;
    if (json_kind(json) == JSON_KIND_INTEGER) {
        *ret_size = json_as_integer(json);
        return *ret_size >= 0;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct text unit = text_from(units[i].unit);
        int64_t number;

        if (!text_equal_nocase(text_from_offset(text, text.size - unit.size), unit) ||
            text.size < unit.size)
            continue;
        if (!text_to_int64(text_trim(text_slice(text, 0, text.size - unit.size)), &number) ||
            number < 0 || number > INT64_MAX >> units[i].shift)
            return false;
        *ret_size = number << units[i].shift;
        return true;
    }
    return false;
}

static bool is_mime(struct text type)
{
    size_t slash = text_find_byte(type, '/');

    for (size_t i = 0; i < type.size; i++)
        if (type.at[i] <= ' ' || type.at[i] > '~')
            return false;
    return slash > 0 && slash + 1 < type.size;
}

static bool read_types(struct call *call, const struct json *json, struct text *ret_types)
{
    struct buffer types = buffer_in(call->arena, LIMIT_BUCKET_TYPES);

    *ret_types = T("");
    if (json_kind(json) == JSON_KIND_ABSENT || json_kind(json) == JSON_KIND_NULL)
        return true;
    if (json_kind(json) != JSON_KIND_ARRAY)
        return false;
    for (size_t i = 0; i < json_count(json); i++) {
        struct text type = json_as_text(json_at(json, i));

        if (!is_mime(type))
            return false;
        if (i > 0)
            buffer_append_byte(&types, ' ');
        buffer_append(&types, type);
    }
    *ret_types = types.size > 0 ? buffer_text(&types) : T("");
    return buffer_status(&types) == OK;
}

static bool read_module(const struct json *json, int *module)
{
    enum module found;

    if (json_kind(json) == JSON_KIND_ABSENT)
        return true;
    found = module_from_name(json_as_text(json));
    if (found == MODULE_UNDECLARED && text_equal(json_as_text(json), T("core")))
        found = MODULE_CORE;
    *module = (int)found;
    return found != MODULE_UNDECLARED;
}

static enum status read_bucket(struct call *call, const struct json *body,
                               struct storage_bucket *bucket)
{
    if (!read_size(json_member(body, T("file_size_limit")), &bucket->size_limit))
        return refuse_input(call, "file_size_limit");
    if (!read_types(call, json_member(body, T("allowed_mime_types")), &bucket->types))
        return refuse_input(call, "allowed_mime_types");
    if (!read_module(json_member(body, T("module")), &bucket->module))
        return refuse_input(call, "module");
    bucket->is_public = json_boolean_member(body, T("public"));
    if (bucket->is_public && !call->instance->settings->public_buckets)
        return REFUSE(call, FORBIDDEN, .code = "FeatureNotEnabled",
                      .say = L("Public buckets are switched off on this server "
                               "(setting public_buckets).",
                               "此服务器未启用公开存储桶（设置 public_buckets）。"));
    return OK;
}

/* --- create, update, empty, delete */

struct changing {
    struct call *call;
    struct storage_bucket bucket;
    struct text name;
    const struct json *body;
    int64_t removed;
    bool is_used;
};

/* A public address says no workspace, so that the name must mean one bucket on this server. */
static enum status check_public_name(struct tx *tx, const struct changing *changing)
{
    const struct value values[] = { VALUE_OF_TEXT(changing->bucket.name),
                                    VALUE_OF_INTEGER(changing->call->identity.workspace_id) };
    struct storage_bucket other;
    enum status status;

    if (!changing->bucket.is_public)
        return OK;
    status = row_find_where(tx, &storage_bucket_entity,
                            T("name = $1 AND is_public = 1 AND workspace_id <> $2"), values, 2,
                            &other);
    if (status == NOT_FOUND)
        return OK;
    if (status != OK)
        return status;
    return REFUSE(changing->call, CONFLICT, .code = "BucketAlreadyExists",
                  .say = L("A public bucket of this name exists on this server already",
                           "此服务器上已有同名的公开存储桶"));
}

static enum status create_work(struct tx *tx, void *context)
{
    struct changing *changing = context;
    struct bucket existing;
    enum status status = bucket_load(changing->call, tx, changing->call->identity.workspace_id,
                                     changing->bucket.name, &existing);

    if (status == OK)
        return REFUSE(changing->call, CONFLICT, .code = "BucketAlreadyExists",
                      .say = L("The resource already exists", "存储桶已存在"));
    if (status != NOT_FOUND)
        return status;
    status = check_public_name(tx, changing);
    return status == OK ? row_insert(tx, &storage_bucket_entity, &changing->bucket) : status;
}

enum status bucket_create(struct call *call)
{
    struct changing changing = { .call = call,
                                 .bucket = { .row = call_new_row(call), .module = MODULE_CORE } };
    struct json_writer json;
    enum status status = call_json(call, &changing.body);

    if (status != OK)
        return status;
    changing.bucket.name = json_text_member(changing.body, T("name"));
    if (changing.bucket.name.size == 0)
        changing.bucket.name = json_text_member(changing.body, T("id"));
    if (!bucket_name_is_valid(changing.bucket.name) ||
        photo_bucket_name_is_reserved(changing.bucket.name))
        return REFUSE(call, INVALID, .code = "InvalidBucketName",
                      .say = L("Bucket name invalid", "存储桶名称无效"));
    status = read_bucket(call, changing.body, &changing.bucket);
    if (status == OK)
        status = call_write_as_system(call, create_work, &changing);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("name"), changing.bucket.name);
    json_end_object(&json);
    return OK;
}

static enum status load_own(struct tx *tx, struct changing *changing)
{
    const struct value values[] = { VALUE_OF_INTEGER(changing->call->identity.workspace_id),
                                    VALUE_OF_TEXT(changing->name) };
    enum status status = row_find_where(tx, &storage_bucket_entity,
                                        T("workspace_id = $1 AND name = $2"), values, 2,
                                        &changing->bucket);

    if (status != NOT_FOUND)
        return status;
    if (photo_bucket_name_is_reserved(changing->name))
        return REFUSE(changing->call, FORBIDDEN, .code = "AccessDenied",
                      .say = L("This bucket belongs to the program.", "此存储桶属于程序本身。"));
    return REFUSE(changing->call, NOT_FOUND, .code = "NoSuchBucket",
                  .say = L("Bucket not found", "没有此存储桶"));
}

/* The files follow the bucket's module: who may see them is said in their rows. */
static enum status update_work(struct tx *tx, void *context)
{
    struct changing *changing = context;
    struct call *call = changing->call;
    enum status status = load_own(tx, changing);

    if (status == OK)
        status = read_bucket(call, changing->body, &changing->bucket);
    if (status == OK)
        status = check_public_name(tx, changing);
    if (status != OK)
        return status;
    changing->bucket.row.updated_at = call->now_ms;
    status = row_update(tx, &storage_bucket_entity, &changing->bucket);
    if (status == OK) {
        const struct value values[] = {
            VALUE_OF_INTEGER(call->identity.workspace_id),
            VALUE_OF_TEXT(changing->name),
            VALUE_OF_TEXT(text_from(module_name((enum module)changing->bucket.module))),
        };

        status = tx_execute(tx,
                            T("UPDATE main.storage_object SET module = $3 WHERE workspace_id = $1 "
                              "AND bucket = $2 AND module <> $3"),
                            values, 3, NULL);
    }
    return status;
}

enum status bucket_update(struct call *call)
{
    struct changing changing = { .call = call, .name = call->path_parameter };
    enum status status = call_json(call, &changing.body);

    if (status == OK)
        status = call_write_as_system(call, update_work, &changing);
    if (status == OK)
        answer_message(call, T("Successfully updated"));
    return status;
}

static enum status remove_object(struct tx *tx, void *row, void *context)
{
    struct changing *changing = context;

    changing->removed++;
    return object_remove(changing->call, tx, row);
}

/* A step of the files: a large bucket does not hold the writer for long. */
static enum status empty_work(struct tx *tx, void *context)
{
    struct changing *changing = context;
    const struct value values[] = { VALUE_OF_INTEGER(changing->call->identity.workspace_id),
                                    VALUE_OF_TEXT(changing->name), VALUE_OF_INTEGER(EMPTY_STEP) };
    struct storage_object *object = ARENA_NEW(tx_arena(tx), struct storage_object);

    changing->removed = 0;
    return row_each(tx, &storage_object_entity,
                    T("workspace_id = $1 AND bucket = $2 ORDER BY id LIMIT $3"), values, 3, object,
                    remove_object, changing);
}

enum status bucket_empty(struct call *call)
{
    struct changing changing = { .call = call };
    struct bucket bucket;
    enum status status = bucket_require(call, call->path_parameter, LEVEL_EDIT_EVERY, &bucket);

    changing.name = bucket.name;
    do {
        if (status == OK)
            status = call_write_as_system(call, empty_work, &changing);
    } while (status == OK && changing.removed == EMPTY_STEP);
    if (status == OK)
        answer_message(call, T("Successfully emptied"));
    return status;
}

static enum status delete_work(struct tx *tx, void *context)
{
    struct changing *changing = context;
    const struct value values[] = { VALUE_OF_INTEGER(changing->call->identity.workspace_id),
                                    VALUE_OF_TEXT(changing->name) };
    struct storage_object object;
    enum status status = load_own(tx, changing);

    if (status != OK)
        return status;
    status = row_find_where(tx, &storage_object_entity, T("workspace_id = $1 AND bucket = $2"),
                            values, 2, &object);
    if (status == OK)
        return REFUSE(
            changing->call, CONFLICT, .code = "ResourceNotEmpty",
            .say = L("The bucket you tried to delete is not empty", "存储桶不为空，不能删除"));
    if (status != NOT_FOUND)
        return status;
    return row_delete(tx, &storage_bucket_entity, changing->call->identity.workspace_id,
                      changing->bucket.row.id);
}

enum status bucket_delete(struct call *call)
{
    struct changing changing = { .call = call, .name = call->path_parameter };
    enum status status = call_write_as_system(call, delete_work, &changing);

    if (status == OK)
        answer_message(call, T("Successfully deleted"));
    return status;
}
