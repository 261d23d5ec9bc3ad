/* Broadcast: to a topic of a workspace, here and in other processes, also over plain HTTP. */
#include "base/encode.h"
#include "codec/json_read.h"
#include "realtime/hub.h"

enum { LIMIT_BROADCAST = 768 * 1024, LIMIT_POSTED = 100 };

/* --- Between processes --- */

static void tell_others(struct call *call, struct realtime *realtime, int64_t workspace_id,
                        const struct outgoing *outgoing)
{
    struct buffer out = buffer_in(call->arena, FEED_MESSAGE);
    struct json_writer json = json_writer_to(&out);

    if (store_engine(realtime->instance->store) == ENGINE_SQLITE)
        return;
    json_begin_object(&json);
    json_write_integer_member(&json, T("broadcast"), workspace_id);
    json_write_text_member(&json, T("topic"), outgoing->topic);
    json_write_text_member(&json, T("event"), outgoing->event);
    json_write_key(&json, outgoing->is_json ? T("payload") : T("bytes"));
    if (outgoing->is_json)
        json_write_raw(&json, outgoing->payload);
    else
        json_write_text(&json, base64_encode(call->arena, outgoing->payload, BASE64_PADDED));
    json_end_object(&json);
    if (buffer_status(&out) == OK)
        store_tell(realtime->instance->store, buffer_text(&out));
}

static void tell_here(struct call *call, struct realtime *realtime, int64_t workspace_id,
                      uint64_t except, const struct outgoing *outgoing)
{
    struct receivers receivers =
        hub_receivers(realtime, call->arena, workspace_id, outgoing->topic, except, false);

    deliver(call, &receivers, outgoing);
    receivers_release(&receivers);
}

void broadcast(struct call *call, struct realtime *realtime, int64_t workspace_id, uint64_t except,
               const struct outgoing *outgoing)
{
    tell_here(call, realtime, workspace_id, except, outgoing);
    tell_others(call, realtime, workspace_id, outgoing);
}

void broadcast_hear(struct realtime *realtime, const struct json *message)
{
    struct arena arena = { 0 };
    struct call call = realtime_call(realtime, &arena);
    const struct json *payload = json_member(message, T("payload"));
    struct buffer out = buffer_in(&arena, FEED_MESSAGE);
    struct json_writer json = json_writer_to(&out);
    struct outgoing outgoing = { .is_broadcast = true,
                                 .is_json = payload != NULL,
                                 .topic = json_text_member(message, T("topic")),
                                 .event = json_text_member(message, T("event")) };

    if (payload) {
        json_write_value(&json, payload);
        outgoing.payload = buffer_text(&out);
    } else if (!base64_decode(&arena, json_text_member(message, T("bytes")), BASE64_PADDED,
                              &outgoing.payload)) {
        arena_release(&arena);
        return;
    }
    tell_here(&call, realtime, json_integer_member(message, T("broadcast")), 0, &outgoing);
    arena_release(&arena);
}

/* --- Over HTTP --- */

static enum status refuse_malformed(struct call *call, const char *field)
{
    return REFUSE(
        call, INVALID, .http = 422, .code = "PGRST102",
        .say = L("A broadcast has topic, event and payload; {value} is not as it must be.",
                 "广播须包含 topic、event 和 payload；{value} 不正确。"),
        .value = text_from(field));
}

/* Numbers are written out anew, which may be longer than they were said: 1e12. */
static enum status refuse_payload(struct call *call)
{
    return REFUSE(call, TOO_LARGE, .code = "54000", .limit = LIMIT_BROADCAST >> 10,
                  .say = L("The payload of a broadcast has at most {limit} KiB, its numbers "
                           "written out.",
                           "广播的 payload 最大 {limit} KiB（数字按完整写法计算）。"));
}

/* Topic and event are names; the payload is a JSON object or array. */
static enum status read_posted(struct call *call, const struct json *posted,
                               struct outgoing *ret_outgoing)
{
    struct text topic = json_text_member(posted, T("topic"));
    const struct json *payload = json_member(posted, T("payload"));
    struct buffer out = buffer_in(call->arena, LIMIT_BROADCAST);
    struct json_writer json = json_writer_to(&out);

    *ret_outgoing = (struct outgoing){ .is_broadcast = true,
                                       .is_json = true,
                                       .event = json_text_member(posted, T("event")) };
    ret_outgoing->topic = arena_print(call->arena, "realtime:%.*s", TEXT_ARG(topic));
    if (topic.size == 0 || ret_outgoing->topic.size > LIMIT_PHOENIX_NAME)
        return refuse_malformed(call, "topic");
    if (ret_outgoing->event.size == 0 || ret_outgoing->event.size > LIMIT_PHOENIX_NAME)
        return refuse_malformed(call, "event");
    if (!payload)
        return refuse_malformed(call, "payload");
    json_write_value(&json, payload);
    ret_outgoing->payload = buffer_text(&out);
    return buffer_status(&out) == OK ? OK : refuse_payload(call);
}

enum status broadcast_post(struct call *call)
{
    struct realtime *realtime = call->instance->realtime;
    const struct json *body, *messages;
    struct outgoing *list;
    size_t count;
    enum status status = call_json(call, &body);

    if (status != OK)
        return status;
    messages = json_member(body, T("messages"));
    count = json_count(messages);
    if (json_kind(messages) != JSON_KIND_ARRAY || count == 0 || count > LIMIT_POSTED)
        return REFUSE(call, INVALID, .http = 422, .code = "PGRST102", .limit = LIMIT_POSTED,
                      .say = L("messages is a list of 1 to {limit} broadcasts.",
                               "messages 应为 1 到 {limit} 条广播的列表。"));
    list = ARENA_NEW_ARRAY(call->arena, struct outgoing, count);
    for (size_t i = 0; i < count; i++) {
        status = read_posted(call, json_at(messages, i), &list[i]);
        if (status != OK)
            return status;
    }
    for (size_t i = 0; i < count; i++) {
        struct call scratch = realtime_call(realtime, call->arena);

        broadcast(&scratch, realtime, call->identity.workspace_id, 0, &list[i]);
    }
    call->http_status = 202;
    return OK;
}

enum status broadcast_post_one(struct call *call)
{
    struct realtime *realtime = call->instance->realtime;
    struct call scratch = realtime_call(realtime, call->arena);
    const struct json *payload;
    struct text type = call_header(call, T("Content-Type"));
    struct outgoing outgoing = {
        .is_broadcast = true,
        .is_json = !text_starts_with(type, T("application/octet-stream")),
        .topic = arena_print(call->arena, "realtime:%.*s", TEXT_ARG(call->path_parameter)),
        .event = call->path_parameter_2,
        .payload = http_body(call->exchange),
    };
    enum status status = outgoing.is_json ? call_json(call, &payload) : OK;

    if (status != OK)
        return status;
    if (outgoing.topic.size > LIMIT_PHOENIX_NAME)
        return refuse_malformed(call, "topic");
    if (outgoing.event.size > LIMIT_PHOENIX_NAME)
        return refuse_malformed(call, "event");
    broadcast(&scratch, realtime, call->identity.workspace_id, 0, &outgoing);
    call->http_status = 202;
    return OK;
}
