/* show_on_camera and show_order. Whoever may add to a show runs it: what is on camera and in which
   order changes hands all evening, so it does not matter who wrote an item. */
#include "codec/json_read.h"
#include "ops/ops.h"
#include "ops/show_air.h"
#include "ops/show_item.h"
#include "rest/lock.h"
#include "store/row.h"

enum { LIMIT_ITEMS = 1000, LIMIT_ITEMS_TEXT = 64 * 1024 };

/* The items of one show in their order. */
struct sheet {
    struct call *call;
    struct id show_id;
    struct show_item *items;
    struct id *ids;
    size_t count, room;
};

static enum status keep(struct tx *tx, void *row, void *context)
{
    struct sheet *sheet = context;

    if (sheet->count == sheet->room) {
        size_t room = sheet->room > 0 ? 2 * sheet->room : 32;
        struct show_item *items = ARENA_NEW_ARRAY(tx_arena(tx), struct show_item, room);
        struct id *ids = ARENA_NEW_ARRAY(tx_arena(tx), struct id, room);

        if (sheet->count > 0) {
            memcpy(items, sheet->items, sheet->count * sizeof *items);
            memcpy(ids, sheet->ids, sheet->count * sizeof *ids);
        }
        sheet->items = items;
        sheet->ids = ids;
        sheet->room = room;
    }
    sheet->items[sheet->count] = *(const struct show_item *)row;
    sheet->ids[sheet->count++] = ((const struct row *)row)->id;
    return OK;
}

/* The work may be run again: everything is read anew. */
static enum status read_sheet(struct tx *tx, struct sheet *sheet)
{
    const struct value values[] = { VALUE_OF_INTEGER(sheet->call->identity.workspace_id),
                                    VALUE_OF_ID(sheet->show_id) };
    struct show_item scratch;
    enum status status;

    sheet->count = sheet->room = 0;
    status = row_each(tx, &show_item_entity,
                      T("workspace_id = $1 AND live_session_id = $2 ORDER BY position, id"), values,
                      2, &scratch, keep, sheet);
    if (status == OK && sheet->count > 0)
        status = lock_check_rows(sheet->call, tx, &show_item_entity, sheet->ids, sheet->count);
    return status;
}

static size_t index_of(const struct sheet *sheet, struct id id)
{
    size_t i = 0;

    while (i < sheet->count && !id_equal(sheet->ids[i], id))
        i++;
    return i;
}

static enum status refuse_item(struct call *call, const struct field *field)
{
    return REFUSE(
        call, NOT_FOUND, .code = "P0002", .field = field, .entity = &show_item_entity,
        .say = L("This is not on the run sheet of the show.", "本场讲解顺序表中没有这一项。"));
}

static enum status save(struct tx *tx, const struct sheet *sheet, struct show_item *item)
{
    item->row.updated_at = sheet->call->now_ms;
    return row_update(tx, &show_item_entity, item);
}

/* ---- show_on_camera ---- */

struct camera_input {
    struct id live_session_id, show_item_id;
};

#define ROW struct camera_input
/* clang-format off */
static const struct field camera_inputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL),
    ID(show_item_id, L("Run sheet item", "讲解商品"), NOT_PERSONAL, .optional = true),
};

struct camera_output {
    struct id show_item_id;
    int64_t on_camera_since;
};
#undef ROW
#define ROW struct camera_output
static const struct field camera_outputs[] = {
    ID(show_item_id, L("Run sheet item", "讲解商品"), NOT_PERSONAL, .optional = true),
    INSTANT(on_camera_since, L("On camera since", "开始讲解时间"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

struct camera {
    struct sheet sheet;
    struct id item_id; /* zero: nothing is on camera */
    int64_t since;
};

static enum status turn(struct tx *tx, struct camera *camera, struct show_item *item)
{
    bool is_it = id_equal(item->row.id, camera->item_id);

    if (is_it && item->on_camera_since != 0) {
        camera->since = item->on_camera_since;
        return OK; /* asked again: it stays there since when it was */
    }
    if (is_it)
        item->on_camera_since = camera->since = camera->sheet.call->now_ms;
    else if (item->on_camera_since != 0)
        item->on_camera_since = 0;
    else
        return OK;
    if (!is_it)
        row_set_null(item, &show_item_entity, "on_camera_since");
    return save(tx, &camera->sheet, item);
}

static enum status camera_as_system(struct tx *tx, void *context)
{
    struct camera *camera = context;
    struct sheet *sheet = &camera->sheet;
    enum status status = read_sheet(tx, sheet);

    if (status == OK && !id_is_zero(camera->item_id) &&
        index_of(sheet, camera->item_id) == sheet->count)
        return refuse_item(sheet->call, &camera_inputs[1]);
    for (size_t i = 0; status == OK && i < sheet->count; i++)
        status = turn(tx, camera, &sheet->items[i]);
    return status;
}

static enum status camera_work(struct tx *tx, void *context)
{
    struct camera *camera = context;
    struct call *call = camera->sheet.call;
    bool is_on = !id_is_zero(camera->item_id);
    struct json_writer json;
    enum status status = tx_as_system(tx, camera_as_system, camera);

    if (status != OK)
        return status;
    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_key(&json, T("show_item_id"));
    value_write_json(&json, &camera_outputs[0],
                     is_on ? VALUE_OF_ID(camera->item_id) : VALUE_OF_NULL);
    json_write_key(&json, T("on_camera_since"));
    value_write_json(&json, &camera_outputs[1],
                     is_on ? VALUE_OF_INTEGER(camera->since) : VALUE_OF_NULL);
    json_end_object(&json);
    return OK;
}

static enum status camera_run(struct call *call, const void *given)
{
    const struct camera_input *input = given;
    struct camera *camera = ARENA_NEW(call->arena, struct camera);

    *camera = (struct camera){ .sheet = { .call = call, .show_id = input->live_session_id },
                               .item_id = input->show_item_id };
    return call_write_last(call, camera_work, camera, NULL);
}

/* ---- show_order ---- */

struct order_input {
    struct id live_session_id;
    struct text items;
};

#undef ROW
#define ROW struct order_input
static const struct field order_inputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL),
    JSON(items, L("Run sheet", "讲解顺序表"), NOT_PERSONAL, .max = LIMIT_ITEMS_TEXT),
};

struct ordering {
    struct sheet sheet;
    struct id *wanted;
    size_t count;
};

static enum status read_wanted(struct call *call, struct text text, struct ordering *ordering)
{
    const struct json *json;

    if (json_parse(call->arena, text, NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_ARRAY)
        return call_refuse_field(call, NULL, &order_inputs[1], PARSE_WRONG_TYPE, text);
    if (json_count(json) > LIMIT_ITEMS)
        return REFUSE(call, INVALID, .code = "22023", .field = &order_inputs[1],
                      .limit = LIMIT_ITEMS,
                      .say = L("{field} has at most {limit} entries.", "{field}最多 {limit} 项。"));
    ordering->count = json_count(json);
    ordering->wanted = ARENA_NEW_ARRAY(call->arena, struct id, ordering->count + 1);
    for (size_t i = 0; i < ordering->count; i++)
        if (!id_from_text(json_as_text(json_at(json, i)), &ordering->wanted[i]))
            return call_refuse_field(call, NULL, &order_inputs[1], PARSE_WRONG_TYPE,
                                     json_as_text(json_at(json, i)));
    return OK;
}

/* Those that are not named, perhaps added meanwhile, follow in the order they had. */
static enum status order_as_system(struct tx *tx, void *context)
{
    struct ordering *ordering = context;
    struct sheet *sheet = &ordering->sheet;
    enum status status = read_sheet(tx, sheet);
    bool *is_placed;
    int64_t position = 0;

    if (status != OK)
        return status;
    is_placed = ARENA_NEW_ARRAY(tx_arena(tx), bool, sheet->count + 1);
    for (size_t i = 0; status == OK && i < ordering->count + sheet->count; i++) {
        size_t at = i < ordering->count ? index_of(sheet, ordering->wanted[i])
                                        : i - ordering->count;

        if (at == sheet->count)
            return refuse_item(sheet->call, &order_inputs[1]);
        if (is_placed[at])
            continue;
        is_placed[at] = true;
        if (sheet->items[at].position == ++position)
            continue;
        sheet->items[at].position = position;
        status = save(tx, sheet, &sheet->items[at]);
    }
    return status;
}

static enum status order_work(struct tx *tx, void *context)
{
    return tx_as_system(tx, order_as_system, context);
}

static enum status order_run(struct call *call, const void *given)
{
    const struct order_input *input = given;
    struct ordering *ordering = ARENA_NEW(call->arena, struct ordering);
    enum status status;

    *ordering = (struct ordering){ .sheet = { .call = call, .show_id = input->live_session_id } };
    status = read_wanted(call, input->items, ordering);
    return status == OK ? call_write_last(call, order_work, ordering, NULL) : status;
}

const struct function show_plan_functions[] = {
    { .name = "show_on_camera",
      .label = L("Put on camera", "开始讲解"),
      .who = WHO_MEMBER,
      .module = MODULE_LIVE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(camera_inputs),
      .input_size = sizeof(struct camera_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(camera_outputs),
      .run = camera_run },
    { .name = "show_order",
      .label = L("Put the run sheet in order", "调整讲解顺序"),
      .who = WHO_MEMBER,
      .module = MODULE_LIVE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(order_inputs),
      .input_size = sizeof(struct order_input),
      .run = order_run },
    { 0 },
};
