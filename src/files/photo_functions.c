/* What is asked and said of the photos of records besides their files: addresses that show them,
   and their order. */
#include "files/files.h"
#include "files/photo.h"
#include "files/signed.h"
#include "schema/schema.h"
#include "store/row.h"

enum {
    LIMIT_LINK_RECORDS = 100,
    LIMIT_ID_LIST = 64 * 100,
    LINK_STEP_S = 3600, /* addresses stay the same within it, so that browsers keep the pictures */
};

enum photo_size { PHOTO_THUMBNAIL = 1, PHOTO_SCREEN, PHOTO_ORIGINAL };

static const struct choice sizes[] = {
    { "thumbnail", L("Small, cut to a square", "小图（方形）") },
    { "screen", L("As large as a screen", "屏幕大小") },
    { "original", L("As it was uploaded", "原始大小") },
};

static const char *const transforms[] = {
    [PHOTO_THUMBNAIL] = "width=320&height=320&resize=cover&quality=75",
    [PHOTO_SCREEN] = "width=1600&height=1600&resize=contain&quality=80",
    [PHOTO_ORIGINAL] = "",
};

struct links_input {
    struct text entity, records;
    int size;
    bool first;
};

struct order_input {
    struct text entity;
    struct id record_id;
    struct text photos;
};

struct link_output {
    struct id id, record_id, created_by;
    int64_t position, width, height, created_at, expires_at;
    struct text path, url;
};

/* clang-format off */
#define ROW struct links_input
static const struct field links_inputs[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .min = 1, .max = 63),
    JSON(records, L("Ids of records", "记录编号"), NOT_PERSONAL, .max = LIMIT_ID_LIST),
    CHOICE(size, L("Size", "尺寸"), NOT_PERSONAL, CHOICES(sizes), .fallback = "thumbnail"),
    BOOLEAN(first, L("Only the first of each record", "每条记录仅首张"), NOT_PERSONAL, .fallback = "false"),
};
#undef ROW
#define ROW struct order_input
static const struct field order_inputs[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .min = 1, .max = 63),
    ID(record_id, L("Record", "记录"), NOT_PERSONAL),
    JSON(photos, L("Ids of its photos in order", "按顺序排列的照片编号"), NOT_PERSONAL, .max = LIMIT_ID_LIST),
};
#undef ROW
#define ROW struct link_output
static const struct field link_outputs[] = {
    ID(id, L("Photo", "照片"), NOT_PERSONAL),
    ID(record_id, L("Record", "记录"), NOT_PERSONAL),
    ID(created_by, L("Uploaded by", "上传者"), IDENTITY, .optional = true),
    INSTANT(created_at, L("Uploaded at", "上传时间"), NOT_PERSONAL),
    INTEGER(position, L("Position", "顺序"), NOT_PERSONAL),
    INTEGER(width, L("Width in pixels", "宽度（像素）"), NOT_PERSONAL),
    INTEGER(height, L("Height in pixels", "高度（像素）"), NOT_PERSONAL),
    TEXT(path, L("Path in its bucket", "存储路径"), NOT_PERSONAL),
    TEXT(url, L("Address", "地址"), NOT_PERSONAL),
    INSTANT(expires_at, L("Address expires", "地址失效时间"), NOT_PERSONAL),
};
/* clang-format on */

/* --- what both read */

static enum status require_entity(struct call *call, struct text name, enum level level,
                                  const struct entity **ret_entity)
{
    const struct entity *entity = schema_find(&call->instance->schema, name);

    if (entity && entity->photos > 0) {
        *ret_entity = entity;
        return call_require(call, entity->module, level);
    }
    return REFUSE(call, INVALID, .code = "22023", .value = name, .details = T("field: entity"),
                  .say = L("{value} has no photos.", "{value} 没有照片。"));
}

static enum status refuse_list(struct call *call, const char *field, int64_t limit)
{
    return REFUSE(call, INVALID, .code = "22023", .limit = limit, .value = text_from(field),
                  .details = arena_print(call->arena, "field: %s", field),
                  .say = L("{value} must be a list of 1 to {limit} ids, each once.",
                           "{value} 应为 1 到 {limit} 个不重复的编号。"));
}

struct id_list {
    struct id *ids;
    size_t count;
};

static bool list_has(const struct id_list *list, struct id id)
{
    for (size_t i = 0; i < list->count; i++)
        if (id_equal(list->ids[i], id))
            return true;
    return false;
}

static enum status read_ids(struct call *call, const char *field, struct text text, size_t limit,
                            struct id_list *ret_list)
{
    const struct json_limits limits = { .depth = 2,
                                        .size_bytes = LIMIT_ID_LIST,
                                        .values = LIMIT_ID_LIST };
    struct id_list list = { .ids = ARENA_NEW_ARRAY(call->arena, struct id, limit) };
    const struct json *json;

    if (json_parse(call->arena, text, &limits, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_ARRAY || json_count(json) == 0 || json_count(json) > limit)
        return refuse_list(call, field, (int64_t)limit);
    for (size_t i = 0; i < json_count(json); i++) {
        struct id id;

        if (!id_from_text(json_as_text(json_at(json, i)), &id) || list_has(&list, id))
            return refuse_list(call, field, (int64_t)limit);
        list.ids[list.count++] = id;
    }
    *ret_list = list;
    return OK;
}

/* --- addresses */

struct linking {
    struct call *call;
    const struct entity *entity;
    const struct links_input *input;
    struct id_list records;
    struct json_writer json;
};

static struct signed_read address_of(const struct linking *linking, const struct photo *photo)
{
    struct call *call = linking->call;
    const struct photo_target target = { linking->entity, photo->record_id, photo->row.id };
    int64_t step = call->now_ms / 1000 / LINK_STEP_S;

    return (struct signed_read){
        .workspace_id = call->identity.workspace_id,
        .account_id = call->caller.account_id,
        .bucket = photo_bucket_name(call->arena, linking->entity->module),
        .name = photo_path(call->arena, &target),
        .transform = text_from(transforms[linking->input->size]),
        .from_s = step * LINK_STEP_S,
        .until_s = (step + 2) * LINK_STEP_S,
    };
}

static void write_id(struct json_writer *json, const char *name, struct id id)
{
    json_write_key(json, text_from(name));
    if (id_is_zero(id))
        json_write_null(json);
    else
        json_write_text(json, text_from(id_to_text(id).at));
}

static void write_instant(struct json_writer *json, const char *name, int64_t instant_ms)
{
    json_write_text_member(json, text_from(name), text_from(instant_to_text(instant_ms).at));
}

static enum status write_link(struct tx *tx, void *row, void *context)
{
    const struct photo *photo = row;
    struct linking *linking = context;
    struct json_writer *json = &linking->json;
    struct signed_read address = address_of(linking, photo);

    (void)tx;
    json_begin_object(json);
    write_id(json, "id", photo->row.id);
    write_id(json, "record_id", photo->record_id);
    write_id(json, "created_by", photo->row.created_by);
    write_instant(json, "created_at", photo->row.created_at);
    json_write_integer_member(json, T("position"), photo->position);
    json_write_integer_member(json, T("width"), photo->width);
    json_write_integer_member(json, T("height"), photo->height);
    json_write_text_member(json, T("path"), address.name);
    json_write_text_member(json, T("url"),
                           arena_print(linking->call->arena, "/storage/v1%.*s",
                                       TEXT_ARG(signed_read_address(linking->call, &address))));
    write_instant(json, "expires_at", address.until_s * 1000);
    json_end_object(json);
    return OK;
}

static enum status link_work(struct tx *tx, void *context)
{
    struct linking *linking = context;
    struct text condition =
        arena_print(tx_arena(tx),
                    "workspace_id = $1 AND record_id = $2 AND entity = $3 ORDER BY position, id%s",
                    linking->input->first ? " LIMIT 1" : "");
    enum status status = OK;

    buffer_clear(&linking->call->body);
    linking->json = call_answer_json(linking->call);
    json_begin_array(&linking->json);
    for (size_t i = 0; status == OK && i < linking->records.count; i++) {
        const struct value values[] = { VALUE_OF_INTEGER(linking->call->identity.workspace_id),
                                        VALUE_OF_ID(linking->records.ids[i]),
                                        VALUE_OF_TEXT(text_from(linking->entity->name)) };
        struct photo photo;

        status = row_each(tx, &photo_entity, condition, values, 3, &photo, write_link, linking);
    }
    json_end_array(&linking->json);
    return status;
}

static enum status photo_links(struct call *call, const void *input)
{
    struct linking linking = { .call = call, .input = input };
    enum status status = require_entity(call, linking.input->entity, LEVEL_VIEW, &linking.entity);

    if (status == OK)
        status =
            read_ids(call, "records", linking.input->records, LIMIT_LINK_RECORDS, &linking.records);
    return status == OK ? call_read(call, link_work, &linking) : status;
}

/* --- order */

struct ordering {
    struct call *call;
    const struct entity *entity;
    struct id record_id;
    struct id_list photos;
    int64_t seen, others; /* photos of the record; those among them that somebody else uploaded */
    bool is_complete;
};

static enum status compare(struct tx *tx, void *row, void *context)
{
    const struct photo *photo = row;
    struct ordering *ordering = context;

    (void)tx;
    ordering->seen++;
    ordering->is_complete &= list_has(&ordering->photos, photo->row.id);
    if (!id_equal(photo->row.created_by, ordering->call->caller.account_id))
        ordering->others++;
    return OK;
}

static enum status check_order(struct tx *tx, struct ordering *ordering)
{
    struct call *call = ordering->call;
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(ordering->record_id),
                                    VALUE_OF_TEXT(text_from(ordering->entity->name)) };
    struct photo photo;
    enum status status;

    ordering->seen = ordering->others = 0;
    ordering->is_complete = true;
    status = row_each(tx, &photo_entity, T("workspace_id = $1 AND record_id = $2 AND entity = $3"),
                      values, 3, &photo, compare, ordering);
    if (status != OK)
        return status;
    if (!ordering->is_complete || ordering->seen != (int64_t)ordering->photos.count)
        return REFUSE(call, CONFLICT, .code = "40001", .details = T("field: photos"),
                      .say = L("The photos of this record changed meanwhile. Load them again.",
                               "此记录的照片已变化，请重新加载。"));
    if (ordering->others > 0 && call_level(call, ordering->entity->module) < LEVEL_EDIT_EVERY)
        return REFUSE(call, FORBIDDEN, .code = "42501",
                      .say = L("You may put in order only photos that are all your own.",
                               "您只能调整全部由自己上传的照片的顺序。"));
    return OK;
}

static enum status order_work(struct tx *tx, void *context)
{
    struct ordering *ordering = context;
    int64_t workspace_id = ordering->call->identity.workspace_id;
    enum status status = check_order(tx, ordering);

    for (size_t i = 0; status == OK && i < ordering->photos.count; i++) {
        struct photo photo;

        status = row_find(tx, &photo_entity, workspace_id, ordering->photos.ids[i], &photo);
        if (status != OK || photo.position == (int64_t)i + 1)
            continue;
        photo.position = (int64_t)i + 1;
        photo.row.updated_at = ordering->call->now_ms;
        status = row_update(tx, &photo_entity, &photo);
    }
    return status;
}

static enum status photo_order(struct call *call, const void *given)
{
    const struct order_input *input = given;
    struct ordering ordering = { .call = call, .record_id = input->record_id };
    enum status status = require_entity(call, input->entity, LEVEL_EDIT_OWN, &ordering.entity);

    if (status == OK)
        status = read_ids(call, "photos", input->photos, LIMIT_PHOTOS, &ordering.photos);
    return status == OK ? call_write_as_system(call, order_work, &ordering) : status;
}

/* clang-format off */
const struct function photo_functions[] = {
    { .name = "photo_links", .label = L("Addresses of photos", "照片地址"), .who = WHO_MEMBER, .reads_only = true,
      .inputs = LIST(links_inputs), .input_size = sizeof(struct links_input), .returns = RETURNS_LIST,
      .outputs = LIST(link_outputs), .run = photo_links },
    { .name = "photo_order", .label = L("Put photos in order", "调整照片顺序"), .who = WHO_MEMBER,
      .inputs = LIST(order_inputs), .input_size = sizeof(struct order_input), .run = photo_order },
    { 0 },
};
/* clang-format on */
