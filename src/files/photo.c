/* Photos: where they are, and the rows that say whose they are. */
#include "files/photo.h"

#include "files/files.h"
#include "files/sweep.h"
#include "schema/schema.h"
#include "store/row.h"

#define BUCKET_END "-photos"

/* --- buckets and paths */

bool module_has_photos(const struct schema *schema, enum module module)
{
    for (size_t i = 0; i < schema->count; i++)
        if (schema->entities[i]->photos > 0 && schema->entities[i]->module == module)
            return true;
    return false;
}

static enum module module_of_bucket(struct text bucket)
{
    if (!text_ends_with(bucket, T(BUCKET_END)))
        return MODULE_UNDECLARED;
    return module_from_name(text_slice(bucket, 0, bucket.size - strlen(BUCKET_END)));
}

enum module photo_bucket_module(const struct schema *schema, struct text bucket)
{
    enum module module = module_of_bucket(bucket);

    return module_has_photos(schema, module) ? module : MODULE_UNDECLARED;
}

struct text photo_bucket_name(struct arena *arena, enum module module)
{
    return arena_print(arena, "%s%s", module_name(module), BUCKET_END);
}

bool photo_bucket_name_is_reserved(struct text bucket)
{
    return module_of_bucket(bucket) != MODULE_UNDECLARED;
}

struct text photo_path(struct arena *arena, const struct photo_target *target)
{
    return arena_print(arena, "%s/%s/%s", target->entity->name, id_to_text(target->record_id).at,
                       id_to_text(target->photo_id).at);
}

/* Only as photo_path writes it, so that one photo has one path. */
enum status photo_target_read(struct call *call, const struct bucket *bucket, struct text name,
                              struct photo_target *ret_target)
{
    struct text rest = name;
    struct text kind = text_cut(&rest, '/'), record = text_cut(&rest, '/');
    struct photo_target target = { .entity = schema_find(&call->instance->schema, kind) };

    if (target.entity && target.entity->photos > 0 && target.entity->module == bucket->module &&
        id_from_text(record, &target.record_id) && id_from_text(rest, &target.photo_id) &&
        text_equal(name, photo_path(call->arena, &target))) {
        *ret_target = target;
        return OK;
    }
    return REFUSE(call, INVALID, .code = "InvalidKey",
                  .say = L("A photo is uploaded to {value}.", "照片的上传路径应为 {value}。"),
                  .value = T("<entity>/<record id>/<photo id>"));
}

/* --- rows */

struct counted {
    bool has_record;
    int64_t photos, last;
};

static enum status read_numbers(struct tx *tx, struct text sql, const struct value *values,
                                size_t count, int64_t *ret_first, int64_t *ret_second)
{
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx, sql, values, count, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status != OK)
        return status;
    *ret_first = found ? cursor_value(cursor, 0).integer : 0;
    *ret_second = found ? cursor_value(cursor, 1).integer : 0;
    cursor_close(cursor);
    return OK;
}

/* --- who sees them */

/* What the record says; nothing said is everybody. */
struct seen {
    struct id created_by;
    int audience;
    struct text members;
};

static enum status read_seen(struct tx *tx, int64_t workspace_id, const struct photo_target *target,
                             struct seen *ret_seen)
{
    const struct entity *entity = target->entity;
    const struct value values[] = { VALUE_OF_INTEGER(workspace_id),
                                    VALUE_OF_ID(target->record_id) };
    struct seen seen = { .audience = AUDIENCE_EVERYBODY };
    struct cursor *cursor;
    bool is_found = false, is_out;
    enum status status;

    if (!entity->seen.audience) {
        *ret_seen = seen;
        return OK;
    }
    status =
        tx_query(tx,
                 arena_print(tx_arena(tx),
                             "SELECT %s, coalesce(%s, ''), created_by, %s FROM main.%s WHERE "
                             "workspace_id = $1 AND id = $2",
                             entity->seen.audience, entity->seen.members,
                             entity->seen.since ? entity->seen.since : "created_at", entity->name),
                 values, 2, &cursor);
    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK || !is_found)
        return status == OK ? NOT_FOUND : status;
    is_out = cursor_value(cursor, 3).type == VALUE_INTEGER;
    for (int i = 0; i < AUDIENCE_COUNT; i++)
        if (text_equal(cursor_value(cursor, 0).text, text_from(audiences[i].value)))
            seen.audience = i + 1;
    seen.members = is_out ? cursor_value_kept(cursor, 1).text : T("");
    seen.created_by = cursor_value(cursor, 2).id;
    if (!is_out && seen.audience == AUDIENCE_EVERYBODY)
        seen.audience = AUDIENCE_EDITORS;
    cursor_close(cursor);
    *ret_seen = seen;
    return OK;
}

/* May who puts a photo there see the record; editing in its module is checked by the bucket. */
static bool record_is_seen(const struct seen *seen, const struct actor *actor)
{
    return actor->may_every || seen->audience != AUDIENCE_CHOSEN ||
           id_equal(seen->created_by, actor->account_id) ||
           text_find(seen->members, text_from(id_to_text(actor->account_id).at)) <
               seen->members.size;
}

enum status photo_follow_record(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                                struct id record_id)
{
    const struct photo_target target = { .entity = entity, .record_id = record_id };
    struct seen seen;
    enum status status = read_seen(tx, workspace_id, &target, &seen);
    const struct value values[] = {
        VALUE_OF_INTEGER(workspace_id),
        VALUE_OF_ID(record_id),
        VALUE_OF_TEXT(text_from(entity->name)),
        VALUE_OF_TEXT(text_from(status == OK ? audiences[seen.audience - 1].value : "")),
        status == OK && seen.audience == AUDIENCE_CHOSEN ? VALUE_OF_TEXT(seen.members)
                                                         : VALUE_OF_NULL,
    };

    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    status = tx_execute(tx,
                        T("UPDATE main.storage_object SET audience = $4, members = $5 WHERE "
                          "workspace_id = $1 AND id IN (SELECT storage_object_id FROM main.photo "
                          "WHERE workspace_id = $1 AND record_id = $2 AND entity = $3)"),
                        values, 5, NULL);
    if (status != OK)
        return status;
    return tx_execute(tx,
                      T("UPDATE main.photo SET audience = $4, members = $5 WHERE workspace_id = $1 "
                        "AND record_id = $2 AND entity = $3"),
                      values, 5, NULL);
}

static enum status count_photos(struct tx *tx, int64_t workspace_id,
                                const struct photo_target *target, const struct actor *actor,
                                struct counted *ret_counted)
{
    const struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(target->record_id),
                                    VALUE_OF_TEXT(text_from(target->entity->name)) };
    struct counted counted = { 0 };
    struct seen seen;
    int64_t records = 0, nothing;
    enum status status =
        read_numbers(tx,
                     arena_print(tx_arena(tx),
                                 "SELECT cast(count(*) AS BIGINT), cast(0 AS BIGINT) FROM main.%s "
                                 "WHERE workspace_id = $1 AND id = $2",
                                 target->entity->name),
                     values, 2, &records, &nothing);

    if (status == OK)
        status = read_numbers(tx,
                              T("SELECT cast(count(*) AS BIGINT), cast(coalesce(max(position), 0) "
                                "AS BIGINT) FROM main.photo WHERE workspace_id = $1 AND record_id "
                                "= $2 AND entity = $3"),
                              values, 3, &counted.photos, &counted.last);
    counted.has_record = records > 0;
    if (status == OK && counted.has_record)
        status = read_seen(tx, workspace_id, target, &seen);
    if (status != OK)
        return status;
    counted.has_record = counted.has_record && record_is_seen(&seen, actor);
    *ret_counted = counted;
    return OK;
}

static enum status check_counted(struct call *call, const struct photo_target *target,
                                 const struct counted *counted)
{
    if (!counted->has_record)
        return REFUSE(call, NOT_FOUND, .code = "NoSuchKey", .entity = target->entity,
                      .say = L("The record that this photo is for is not there: {entity}.",
                               "照片所属的记录不存在：{entity}。"));
    if (counted->photos < target->entity->photos)
        return OK;
    return REFUSE(call, CONFLICT, .code = "TooManyPhotos", .entity = target->entity,
                  .limit = target->entity->photos,
                  .say = L("This record has {limit} photos, which is the most it may have.",
                           "此记录已有 {limit} 张照片，已达上限。"));
}

enum status photo_check(struct call *call, struct tx *tx, const struct put *put)
{
    struct counted counted;
    enum status status =
        count_photos(tx, put->actor.workspace_id, &put->photo->target, &put->actor, &counted);

    return status == OK ? check_counted(call, &put->photo->target, &counted) : status;
}

enum status photo_put(struct call *call, struct tx *tx, const struct put *put, struct id object_id)
{
    const struct photo_put *made = put->photo;
    struct photo photo = { .row = call_new_row(call),
                           .entity = text_from(made->target.entity->name),
                           .record_id = made->target.record_id,
                           .module = (int)made->target.entity->module,
                           .storage_object_id = object_id,
                           .width = made->width,
                           .height = made->height,
                           .audience = AUDIENCE_EVERYBODY };
    struct counted counted;
    enum status status =
        count_photos(tx, put->actor.workspace_id, &made->target, &put->actor, &counted);

    if (status == OK)
        status = check_counted(call, &made->target, &counted);
    if (status != OK)
        return status;
    photo.row.id = made->target.photo_id;
    photo.row.workspace_id = put->actor.workspace_id;
    photo.row.created_by = put->actor.account_id;
    photo.position = counted.last + 1;
    status = row_insert(tx, &photo_entity, &photo);
    if (status == OK && made->target.entity->seen.audience)
        status = photo_follow_record(tx, made->target.entity, put->actor.workspace_id,
                                     made->target.record_id);
    return status == OK ? blob_row_doom(call, tx, put->actor.workspace_id, made->staged_blob_id)
                        : status;
}

enum status photo_remove(struct tx *tx, const struct storage_object *object)
{
    const struct value values[] = { VALUE_OF_INTEGER(object->row.workspace_id),
                                    VALUE_OF_ID(object->row.id) };
    struct photo photo;
    enum status status = row_find_where(
        tx, &photo_entity, T("workspace_id = $1 AND storage_object_id = $2"), values, 2, &photo);

    if (status == NOT_FOUND)
        return OK;
    return status == OK ? row_delete(tx, &photo_entity, photo.row.workspace_id, photo.row.id)
                        : status;
}

/* --- with their record */

struct forgetting {
    struct call *call; /* NULL: by the clock */
    int64_t removed;
};

static enum status forget_one(struct tx *tx, void *row, void *context)
{
    const struct photo *photo = row;
    struct forgetting *forgetting = context;
    struct storage_object object;
    enum status status = row_find(tx, &storage_object_entity, photo->row.workspace_id,
                                  photo->storage_object_id, &object);

    if (status == OK)
        status = object_remove(forgetting->call, tx, &object);
    if (status == OK)
        forgetting->removed++;
    return status;
}

/* Found first, then removed: no list is read while its rows go. */
struct found_photos {
    struct photo *photos;
    size_t count, room;
};

static enum status keep_found(struct tx *tx, void *row, void *context)
{
    struct found_photos *found = context;

    if (found->count == found->room) {
        size_t room = found->room ? found->room * 2 : 16;
        struct photo *photos = ARENA_NEW_ARRAY(tx_arena(tx), struct photo, room);

        if (found->count > 0)
            memcpy(photos, found->photos, found->count * sizeof *photos);
        found->photos = photos;
        found->room = room;
    }
    found->photos[found->count++] = *(const struct photo *)row;
    return OK;
}

static enum status forget_where(struct tx *tx, struct text condition, const struct value *values,
                                size_t count, struct forgetting *forgetting)
{
    struct found_photos found = { 0 };
    struct photo scratch;
    enum status status =
        row_each(tx, &photo_entity, condition, values, count, &scratch, keep_found, &found);

    for (size_t i = 0; status == OK && i < found.count; i++)
        status = forget_one(tx, &found.photos[i], forgetting);
    return status;
}

enum status photo_forget(struct call *call, struct tx *tx, const struct entity *entity,
                         int64_t workspace_id, const struct id *ids, size_t count)
{
    struct forgetting forgetting = { .call = call };
    enum status status = OK;

    for (size_t i = 0; status == OK && i < count; i++) {
        const struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(ids[i]),
                                        VALUE_OF_TEXT(text_from(entity->name)) };

        status = forget_where(tx, T("workspace_id = $1 AND record_id = $2 AND entity = $3"), values,
                              3, &forgetting);
    }
    return status;
}

struct sweeping {
    const struct instance *instance;
    struct forgetting forgetting;
};

static enum status sweep_work(struct tx *tx, void *context)
{
    struct sweeping *sweeping = context;
    const struct schema *schema = &sweeping->instance->schema;
    enum status status = OK;

    sweeping->forgetting.removed = 0;
    for (size_t i = 0; status == OK && i < schema->count; i++) {
        const char *name = schema->entities[i]->name;
        const struct value values[] = { VALUE_OF_TEXT(text_from(name)) };

        if (schema->entities[i]->photos == 0)
            continue;
        status = forget_where(tx,
                              arena_print(tx_arena(tx),
                                          "entity = $1 AND NOT EXISTS (SELECT 1 FROM main.%s r "
                                          "WHERE r.workspace_id = photo.workspace_id AND r.id = "
                                          "photo.record_id) LIMIT 500",
                                          name),
                              values, 1, &sweeping->forgetting);
    }
    return status;
}

enum status photo_sweep(const struct instance *instance, int64_t *ret_removed)
{
    static const struct identity system_identity = { .is_system = true };
    struct sweeping sweeping = { .instance = instance };
    struct arena arena = { 0 };
    enum status status =
        store_write(instance->store, &system_identity, &arena, sweep_work, &sweeping, NULL);

    arena_release(&arena);
    if (status == OK)
        *ret_removed = sweeping.forgetting.removed;
    return status;
}
