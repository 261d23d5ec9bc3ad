/* show_host_link: the host that a show names in words becomes its host. What pays a host is a slot,
   so that is what is made: one of the whole show, for the host of exactly this name, who is made
   when there is none. Nothing of it happens by itself: a slot changes what a show earned
   (docs/decisions/2026-11-22-a-host-in-words.md). */
#include "auth/activity.h"
#include "ops/host.h"
#include "ops/live_session.h"
#include "ops/ops.h"
#include "ops/show_air.h"
#include "ops/show_slot.h"
#include "rest/lock.h"
#include "store/row.h"

struct link_input {
    struct id live_session_id;
};

struct link_output {
    struct id show_slot_id, host_id;
    struct text host;
    bool is_new;
};

/* clang-format off */
#define ROW struct link_input
static const struct field link_inputs[] = { ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL) };
#undef ROW
#define ROW struct link_output
static const struct field link_outputs[] = {
    ID(show_slot_id, L("Slot", "排班"), NOT_PERSONAL),
    ID(host_id, L("Host", "主播"), NOT_PERSONAL),
    TEXT(host, L("Name", "名称"), IDENTITY),
    BOOLEAN(is_new, L("Made now", "新建"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

struct linking {
    struct call *call;
    struct id show_id;
    struct live_session show;
    struct host host;
    struct show_slot slot;
    bool is_new; /* the host */
};

static enum status refuse(const struct linking *linking, const char *field, struct label say,
                          struct label hint)
{
    return REFUSE(linking->call, CONFLICT, .code = "55000", .entity = &live_session_entity,
                  .field = entity_field(&live_session_entity, text_from(field)), .say = say,
                  .hint = hint);
}

static enum status check_show(const struct linking *linking)
{
    static const struct label no_host = L("This show names no host.", "本场未填写主播。");
    static const struct label no_times =
        L("It is not known from when until when this show was on.", "本场没有开播和下播时间。");
    static const struct label say_name =
        L("Write the host's name on the show.", "请先在场次中填写主播。");
    static const struct label say_times =
        L("Write its start and its end on the show.", "请先在场次中填写开播和下播时间。");
    const struct live_session *show = &linking->show;

    if (show->host.size == 0)
        return refuse(linking, "host", no_host, say_name);
    if (show->starts_at == 0 || show->ends_at <= show->starts_at)
        return refuse(linking, "starts_at", no_times, say_times);
    return OK;
}

static enum status find_host(struct tx *tx, struct linking *linking)
{
    const struct value values[] = { VALUE_OF_INTEGER(linking->show.row.workspace_id),
                                    VALUE_OF_TEXT(linking->show.host) };
    enum status status = row_find_where(tx, &host_entity, T("workspace_id = $1 AND name = $2"),
                                        values, 2, &linking->host);

    linking->is_new = status == NOT_FOUND;
    if (!linking->is_new)
        return status;
    linking->host = (struct host){ .row = call_new_row(linking->call),
                                   .name = linking->show.host,
                                   .is_active = true };
    row_set_null(&linking->host, &host_entity, "account_id");
    row_set_null(&linking->host, &host_entity, "note");
    return row_insert(tx, &host_entity, &linking->host);
}

static enum status tell(struct tx *tx, const struct linking *linking, const struct entity *entity,
                        struct id id)
{
    return activity_write(
        tx, linking->call,
        &(struct activity){ .entity = entity, .action = "create", .row_id = id, .count = 1 });
}

static enum status make_slot(struct tx *tx, struct linking *linking)
{
    enum status status = find_host(tx, linking);

    if (status == OK && linking->is_new)
        status = tell(tx, linking, &host_entity, linking->host.row.id);
    if (status != OK)
        return status;
    linking->slot = (struct show_slot){ .row = call_new_row(linking->call),
                                        .live_session_id = linking->show_id,
                                        .host_id = linking->host.row.id,
                                        .starts_at = linking->show.starts_at,
                                        .ends_at = linking->show.ends_at };
    row_set_null(&linking->slot, &show_slot_entity, "note");
    status = row_insert(tx, &show_slot_entity, &linking->slot);
    if (status == OK)
        status = lock_check_rows(linking->call, tx, &show_slot_entity, &linking->slot.row.id, 1);
    return status == OK ? tell(tx, linking, &show_slot_entity, linking->slot.row.id) : status;
}

/* Pressed twice it is one slot; a show whose plan says more than its text keeps its plan. */
static enum status take_slot(struct tx *tx, struct linking *linking)
{
    static const struct label say = L("This show has slots already.", "本场已有排班。");
    static const struct label hint = L("Add the host in its plan.", "请在场次计划中添加主播。");
    enum status status = row_find(tx, &host_entity, linking->slot.row.workspace_id,
                                  linking->slot.host_id, &linking->host);

    if (status != OK)
        return status;
    return text_equal(linking->host.name, linking->show.host) ? OK
                                                              : refuse(linking, "host", say, hint);
}

static enum status link_as_system(struct tx *tx, void *context)
{
    struct linking *linking = context;
    int64_t workspace_id = linking->call->identity.workspace_id;
    const struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(linking->show_id) };
    enum status status =
        row_find(tx, &live_session_entity, workspace_id, linking->show_id, &linking->show);

    if (status == NOT_FOUND)
        return REFUSE(linking->call, NOT_FOUND, .code = "P0002", .field = &link_inputs[0],
                      .say = L("There is no such {field}.", "没有这个{field}。"));
    if (status == OK)
        status = check_show(linking);
    if (status != OK)
        return status;
    linking->is_new = false;
    status = row_find_where(tx, &show_slot_entity,
                            T("workspace_id = $1 AND live_session_id = $2 ORDER BY starts_at, id"),
                            values, 2, &linking->slot);
    if (status == NOT_FOUND)
        return make_slot(tx, linking);
    return status == OK ? take_slot(tx, linking) : status;
}

static enum status link_work(struct tx *tx, void *context)
{
    struct linking *linking = context;
    struct json_writer json;
    enum status status = tx_as_system(tx, link_as_system, linking);

    if (status != OK)
        return status;
    buffer_clear(&linking->call->body);
    json = call_answer_json(linking->call);
    json_begin_object(&json);
    json_write_text_member(&json, T("show_slot_id"),
                           text_from(id_to_text(linking->slot.row.id).at));
    json_write_text_member(&json, T("host_id"), text_from(id_to_text(linking->host.row.id).at));
    json_write_text_member(&json, T("host"), linking->host.name);
    json_write_boolean_member(&json, T("is_new"), linking->is_new);
    json_end_object(&json);
    return OK;
}

static enum status link_run(struct call *call, const void *given)
{
    const struct link_input *input = given;
    struct linking *linking = ARENA_NEW(call->arena, struct linking);

    *linking = (struct linking){ .call = call, .show_id = input->live_session_id };
    return call_write_last(call, link_work, linking, NULL);
}

const struct function show_host_functions[] = {
    { .name = "show_host_link",
      .label = L("Link the host of a show", "关联本场主播"),
      .who = WHO_MEMBER,
      .module = MODULE_LIVE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(link_inputs),
      .input_size = sizeof(struct link_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(link_outputs),
      .run = link_run },
    { 0 },
};
