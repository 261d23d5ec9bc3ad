/* Session functions: where I am signed in, ending one of them, and who tried to. */
#include "auth/auth.h"
#include "auth/functions.h"
#include "auth/session.h"
#include "store/row.h"

static void write_instant(struct json_writer *json, struct text name, int64_t instant_ms)
{
    struct instant_text text = instant_to_text(instant_ms);

    json_write_text_member(json, name, text_from(text.at));
}

/* ---- session_list ---- */

struct session_output {
    struct id id;
    int64_t created_at, last_seen_at, expires_at, idle_days;
    struct text device, region;
    bool current;
};

/* clang-format off */
#define ROW struct session_output
static const struct field session_outputs[] = {
    ID(id, L("Session", "会话"), NOT_PERSONAL),
    INSTANT(created_at, L("Signed in", "登录时间"), NOT_PERSONAL),
    INSTANT(last_seen_at, L("Last seen", "最近活动"), NOT_PERSONAL),
    INSTANT(expires_at, L("Ends", "到期时间"), NOT_PERSONAL),
    INTEGER(idle_days, L("Days without use", "闲置天数"), NOT_PERSONAL),
    TEXT(device, L("Device", "设备"), NOT_PERSONAL),
    TEXT(region, L("Region", "地区"), NOT_PERSONAL),
    BOOLEAN(current, L("This one", "当前会话"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

struct listing {
    struct call *call;
    struct json_writer json;
};

static enum status list_session(struct tx *tx, void *row, void *context)
{
    const struct session *session = row;
    struct listing *listing = context;
    struct json_writer *json = &listing->json;
    const struct settings *settings = listing->call->instance->settings;
    bool is_current = id_equal(session->row.id, listing->call->caller.session_id);
    struct id_text id = id_to_text(session->row.id);

    (void)tx;
    if (!session_is_open(session, settings, listing->call->now_ms))
        return OK;
    json_begin_object(json);
    json_write_text_member(json, T("id"), text_from(id.at));
    write_instant(json, T("created_at"), session->row.created_at);
    write_instant(json, T("last_seen_at"),
                  is_current ? listing->call->now_ms : session->last_seen_at);
    write_instant(json, T("expires_at"), session->expires_at);
    json_write_integer_member(json, T("idle_days"), settings->idle_days);
    json_write_text_member(json, T("device"), session->device);
    json_write_text_member(json, T("region"), session->region);
    json_write_boolean_member(json, T("current"), is_current);
    json_end_object(json);
    return OK;
}

static enum status list_sessions(struct tx *tx, void *context)
{
    struct listing *listing = context;
    struct value values[] = { VALUE_OF_ID(listing->call->caller.account_id) };
    struct session session;
    enum status status;

    buffer_clear(&listing->call->body);
    listing->json = call_answer_json(listing->call);
    json_begin_array(&listing->json);
    status = row_each(tx, &session_entity,
                      T("workspace_id = 0 AND account_id = $1 AND ended_at IS NULL ORDER BY "
                        "last_seen_at DESC, id DESC"),
                      values, 1, &session, list_session, listing);
    json_end_array(&listing->json);
    return status;
}

static enum status session_list_run(struct call *call, const void *input)
{
    struct listing listing = { .call = call };

    (void)input;
    return call_read_as_system(call, list_sessions, &listing);
}

/* ---- sign_in_list ---- */

struct sign_in_output {
    int64_t at;
    struct text outcome, device, region;
};

/* clang-format off */
#define ROW struct sign_in_output
static const struct field sign_in_outputs[] = {
    INSTANT(at, L("When", "时间"), NOT_PERSONAL),
    TEXT(outcome, L("Outcome", "结果"), NOT_PERSONAL),
    TEXT(device, L("Device", "设备"), NOT_PERSONAL),
    TEXT(region, L("Region", "地区"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

/* Without the address: that is for the security of the server, not for reading. */
static enum status list_sign_in(struct tx *tx, void *row, void *context)
{
    const struct sign_in_event *event = row;
    struct listing *listing = context;
    struct json_writer *json = &listing->json;

    (void)tx;
    json_begin_object(json);
    write_instant(json, T("at"), event->row.created_at);
    json_write_text_member(json, T("outcome"),
                           text_from(sign_in_outcome_name((enum sign_in_outcome)event->outcome)));
    json_write_text_member(json, T("device"), event->device);
    json_write_text_member(json, T("region"), event->region);
    json_end_object(json);
    return OK;
}

static enum status sign_in_list_run(struct call *call, const void *input)
{
    struct listing listing = { .call = call, .json = call_answer_json(call) };
    enum status status;

    (void)input;
    json_begin_array(&listing.json);
    status = sign_in_event_list(call, PURPOSE_SESSION_SECURITY, call->caller.account_id,
                                list_sign_in, &listing);
    json_end_array(&listing.json);
    return status;
}

/* ---- session_end ---- */

struct end_input {
    struct id id;
};

#define ROW struct end_input

static const struct field end_inputs[] = {
    ID(id, L("Session", "会话"), NOT_PERSONAL),
};

struct ending {
    struct call *call;
    struct id id;
};

static enum status end_session(struct tx *tx, void *context)
{
    const struct ending *ending = context;
    struct call *call = ending->call;
    struct session session;
    enum status status = session_find(tx, ending->id, &session);

    if (status == NOT_FOUND ||
        (status == OK && !id_equal(session.account_id, call->caller.account_id)))
        return REFUSE(call, NOT_FOUND, .code = "P0002",
                      .say = L("There is no such session.", "没有这个会话。"));
    session_forget_after_commit(call, call->caller.account_id);
    return status == OK ? session_end_one(tx, call, ending->id, END_BY_OWNER) : status;
}

static enum status session_end_run(struct call *call, const void *input)
{
    const struct end_input *wanted = input;
    struct ending ending = { call, wanted->id };

    return call_write_as_system(call, end_session, &ending);
}

const struct function session_functions[] = {
    { .name = "session_list",
      .label = L("Where I am signed in", "我的登录设备"),
      .who = WHO_SIGNED_IN,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(session_outputs),
      .run = session_list_run },
    { .name = "sign_in_list",
      .label = L("Recent sign-ins", "最近登录"),
      .who = WHO_SIGNED_IN,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(sign_in_outputs),
      .run = sign_in_list_run },
    { .name = "session_end",
      .label = L("End a session", "结束会话"),
      .who = WHO_SIGNED_IN,
      .inputs = LIST(end_inputs),
      .input_size = sizeof(struct end_input),
      .run = session_end_run },
    { 0 },
};
