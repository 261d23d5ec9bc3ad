/* Channel: what a client says in one, and its life from join to leave. Who the client is is asked
   again with every message: a session that has ended ends its channels. */
#include "auth/authenticate.h"
#include "http/websocket.h"
#include "realtime/hub.h"

#include <stdlib.h>

enum { LIMIT_REPLY_BYTES = 64 * 1024 };

static struct text const topic_prefix = T_INIT("realtime:");

/* --- Answers --- */

static void send_event(struct call *call, struct peer *peer, struct text join_ref, struct text ref,
                       struct text topic, struct text event, struct text payload)
{
    struct buffer out = buffer_in(call->arena, LIMIT_OUTGOING);

    phoenix_write(&out, peer_version(peer), join_ref, ref, topic, event, payload);
    if (buffer_status(&out) == OK)
        peer_send(peer, true, buffer_text(&out));
}

static void reply_with(struct call *call, struct peer *peer, const struct phoenix_message *message,
                       struct text status, struct text response)
{
    struct buffer payload = buffer_in(call->arena, 2 * LIMIT_REPLY_BYTES);
    struct json_writer json = json_writer_to(&payload);

    json_begin_object(&json);
    json_write_text_member(&json, T("status"), status);
    json_write_key(&json, T("response"));
    json_write_raw(&json, response);
    json_end_object(&json);
    send_event(call, peer, message->join_ref, message->ref, message->topic, T("phx_reply"),
               buffer_text(&payload));
}

static void reply_ok(struct call *call, struct peer *peer, const struct phoenix_message *message)
{
    reply_with(call, peer, message, T("ok"), T("{}"));
}

static void reply_error(struct call *call, struct peer *peer, const struct phoenix_message *message,
                        struct text reason)
{
    struct buffer response = buffer_in(call->arena, LIMIT_REPLY_BYTES);
    struct json_writer json = json_writer_to(&response);

    json_begin_object(&json);
    json_write_text_member(&json, T("reason"), reason);
    json_end_object(&json);
    reply_with(call, peer, message, T("error"), buffer_text(&response));
}

/* What Supabase calls a system message: news of the channel itself. */
static void send_system(struct call *call, const struct channel *channel, struct text status,
                        struct text extension, struct text words)
{
    struct buffer payload = buffer_in(call->arena, LIMIT_REPLY_BYTES);
    struct json_writer json = json_writer_to(&payload);

    json_begin_object(&json);
    json_write_text_member(&json, T("channel"),
                           text_from_offset(channel->topic, topic_prefix.size));
    json_write_text_member(&json, T("extension"), extension);
    json_write_text_member(&json, T("message"), words);
    json_write_text_member(&json, T("status"), status);
    json_end_object(&json);
    send_event(call, channel->peer, channel->join_ref, (struct text){ 0 }, channel->topic,
               T("system"), buffer_text(&payload));
}

/* --- Leaving --- */

static void forget(struct call *call, struct realtime *realtime, struct channel *channel)
{
    struct channel *channels = peer_channels(channel->peer), **at = &channels;

    while (*at != channel)
        at = &(*at)->next;
    *at = channel->next;
    peer_set_channels(channel->peer, channels);
    presence_untrack(call, realtime, channel);
    hub_remove(realtime, channel);
    arena_release(&channel->arena);
    free(channel);
}

/* As Phoenix does when the server ends a channel: the client knows, and does not join again. */
static void close_channel(struct call *call, struct realtime *realtime, struct channel *channel,
                          struct text why)
{
    send_system(call, channel, T("error"), T("system"), why);
    send_event(call, channel->peer, channel->join_ref, channel->join_ref, channel->topic,
               T("phx_close"), T("{}"));
    forget(call, realtime, channel);
}

static void close_for_good(struct call *call, struct realtime *realtime, struct channel *channel)
{
    struct label words = L("The session of this channel has ended, or its rights have changed. "
                           "Sign in and join again.",
                           "该频道的会话已结束或权限已变更，请重新登录后再加入。");

    close_channel(call, realtime, channel, text_from(label_in(words, call->language)));
}

/* Does the channel still hold? Ends it when not. */
static bool is_alive(struct call *call, struct realtime *realtime, struct channel *channel)
{
    bool is_over, is_alive = realtime_follow(call, &channel->claims, &is_over);

    if (is_over)
        close_for_good(call, realtime, channel);
    return is_alive;
}

void channel_end_number(struct call *call, struct realtime *realtime, struct peer *peer,
                        uint64_t number)
{
    for (struct channel *channel = peer_channels(peer); channel; channel = channel->next)
        if (channel->number == number) {
            (void)is_alive(call, realtime, channel);
            return;
        }
}

void channel_leave_all(struct call *call, struct realtime *realtime, struct peer *peer)
{
    while (peer_channels(peer))
        forget(call, realtime, peer_channels(peer));
}

/* --- Joining --- */

static struct channel *find(const struct peer *peer, struct text topic)
{
    struct channel *channel = peer_channels(peer);

    while (channel && !text_equal(channel->topic, topic))
        channel = channel->next;
    return channel;
}

static size_t count_channels(const struct peer *peer)
{
    size_t count = 0;

    for (const struct channel *channel = peer_channels(peer); channel; channel = channel->next)
        count++;
    return count;
}

static enum status check_member(struct call *call)
{
    return call->identity.workspace_id != 0 ? OK : call_refuse_outside(call);
}

static enum status identify(struct call *call, struct text token, struct access_claims *ret_claims)
{
    struct access_claims claims;
    enum status status;

    if (token.size == 0 || token.size > LIMIT_TOKEN)
        return REFUSE(call, UNAUTHENTICATED, .code = "PGRST302",
                      .say = L("Sign in first.", "请先登录。"));
    status = auth_begin_following(call, token, &claims);
    if (status == OK)
        status = check_member(call);
    if (status == OK)
        *ret_claims = claims;
    return status;
}

static enum status check_join(struct call *call, const struct peer *peer,
                              const struct phoenix_message *message)
{
    if (message->is_binary || !text_starts_with(message->topic, topic_prefix) ||
        message->topic.size == topic_prefix.size)
        return REFUSE(
            call, INVALID, .code = "PGRST100",
            .say = L("A topic is \"realtime:\" and a name.", "主题的格式为“realtime:”加名称。"));
    if (count_channels(peer) >= LIMIT_CHANNELS)
        return REFUSE(call, TOO_MANY, .code = "54000", .limit = LIMIT_CHANNELS,
                      .say = L("A connection has at most {limit} channels.",
                               "一个连接最多有 {limit} 个频道。"));
    return OK;
}

static enum status read_join(struct call *call, const struct phoenix_message *message,
                             struct channel *channel, struct buffer *response)
{
    enum status status =
        identify(call, json_text_member(message->payload, T("access_token")), &channel->claims);

    if (status != OK)
        return status;
    channel->topic = arena_copy(&channel->arena, message->topic);
    channel->join_ref = arena_copy(&channel->arena, message->join_ref);
    if (!message->join_ref.at)
        channel->join_ref = (struct text){ 0 };
    return join_read(call, message->payload, channel, response);
}

static void join(struct call *call, struct realtime *realtime, struct peer *peer,
                 const struct phoenix_message *message)
{
    struct channel *channel = memory_alloc(sizeof *channel), *older;
    struct buffer response = buffer_in(call->arena, LIMIT_REPLY_BYTES);
    enum status status = check_join(call, peer, message);

    channel->peer = peer;
    if (status == OK)
        status = read_join(call, message, channel, &response);
    if (!call->is_refused && buffer_status(&response) != OK)
        status = REFUSE(call, TOO_LARGE, .code = "54000", .limit = LIMIT_REPLY_BYTES,
                        .say = L("What this channel listens to takes more than {limit} bytes.",
                                 "该频道的订阅内容超过 {limit} 字节。"));
    if (status != OK) {
        reply_error(call, peer, message,
                    call->is_refused ? call_refusal_sentence(call) : T("unavailable"));
        arena_release(&channel->arena);
        free(channel);
        return;
    }
    older = find(peer, message->topic);
    if (older)
        forget(call, realtime, older);
    channel->next = peer_channels(peer);
    peer_set_channels(peer, channel);
    hub_add(realtime, channel);
    reply_with(call, peer, message, T("ok"), buffer_text(&response));
    if (channel->has_presence)
        presence_tell_state(call, realtime, channel);
    if (channel->binding_count > 0)
        send_system(call, channel, T("ok"), T("postgres_changes"), T("Subscribed to PostgreSQL"));
}

/* --- What is said in a channel --- */

struct saying {
    struct call *call;
    struct realtime *realtime;
    struct peer *peer;
    struct channel *channel;
    const struct phoenix_message *message;
};

static void say_leave(const struct saying *saying)
{
    reply_ok(saying->call, saying->peer, saying->message);
    forget(saying->call, saying->realtime, saying->channel);
}

/* The same person in the same workspace goes on; for anybody else the channel ends. */
static void say_token(const struct saying *saying)
{
    struct call *call = saying->call;
    struct access_claims claims, *known = &saying->channel->claims;
    enum status status =
        identify(call, json_text_member(saying->message->payload, T("access_token")), &claims);

    if (status == OK && claims.workspace_id == known->workspace_id &&
        id_equal(claims.account_id, known->account_id)) {
        pthread_mutex_lock(&saying->realtime->lock);
        *known = claims;
        pthread_mutex_unlock(&saying->realtime->lock);
        return;
    }
    call->is_refused = false;
    close_for_good(call, saying->realtime, saying->channel);
}

/* Of a broadcast that came as text: the user's event, and the payload as JSON. */
static bool read_broadcast(const struct saying *saying, struct outgoing *ret_outgoing)
{
    const struct json *payload = saying->message->payload;
    const struct json *words = json_member(payload, T("payload"));
    struct buffer out = buffer_in(saying->call->arena, HTTP_WEBSOCKET_MESSAGE_BYTES * 2);
    struct json_writer json = json_writer_to(&out);

    ret_outgoing->event = json_text_member(payload, T("event"));
    if (words)
        json_write_value(&json, words);
    else
        buffer_append(&out, T("{}"));
    ret_outgoing->payload = buffer_text(&out);
    ret_outgoing->is_json = true;
    return ret_outgoing->event.size > 0 && ret_outgoing->event.size <= LIMIT_PHOENIX_NAME &&
           buffer_status(&out) == OK;
}

static void say_broadcast(const struct saying *saying)
{
    const struct phoenix_message *message = saying->message;
    const struct channel *channel = saying->channel;
    struct outgoing outgoing = { .topic = channel->topic,
                                 .is_broadcast = true,
                                 .is_json = message->is_json,
                                 .event = message->user_event,
                                 .payload = message->user_payload };

    if (!message->is_binary && !read_broadcast(saying, &outgoing)) {
        reply_error(saying->call, saying->peer, message, T("malformed broadcast"));
        return;
    }
    broadcast(saying->call, saying->realtime, channel->claims.workspace_id,
              channel->hears_itself ? 0 : channel->number, &outgoing);
    if (channel->wants_ack)
        reply_ok(saying->call, saying->peer, message);
}

static void say_presence(const struct saying *saying)
{
    const struct json *payload = saying->message->payload;
    struct text event = json_text_member(payload, T("event"));

    if (text_equal_nocase(event, T("track"))) {
        presence_track(saying->call, saying->realtime, saying->channel,
                       json_member(payload, T("payload")));
    } else if (text_equal_nocase(event, T("untrack"))) {
        presence_untrack(saying->call, saying->realtime, saying->channel);
    } else {
        reply_error(saying->call, saying->peer, saying->message, T("unknown presence event"));
        return;
    }
    if (saying->call->is_refused)
        reply_error(saying->call, saying->peer, saying->message,
                    call_refusal_sentence(saying->call));
    else
        reply_ok(saying->call, saying->peer, saying->message);
}

static const struct {
    struct text event;
    bool may_be_binary, is_for_anybody; /* also for a session that has ended */
    void (*say)(const struct saying *saying);
} sayings[] = {
    { T_INIT("phx_leave"), .say = say_leave, .is_for_anybody = true },
    { T_INIT("access_token"), .say = say_token, .is_for_anybody = true },
    { T_INIT("broadcast"), .say = say_broadcast, .may_be_binary = true },
    { T_INIT("presence"), .say = say_presence },
};

static void say(const struct saying *saying)
{
    const struct phoenix_message *message = saying->message;

    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
        if (!text_equal(message->event, sayings[i].event) ||
            (message->is_binary && !sayings[i].may_be_binary))
            continue;
        if (sayings[i].is_for_anybody || is_alive(saying->call, saying->realtime, saying->channel))
            sayings[i].say(saying);
        return;
    }
    reply_error(saying->call, saying->peer, message, T("unknown event"));
}

/* The client lives; do its sessions? */
static void take_heartbeat(struct call *call, struct realtime *realtime, struct peer *peer,
                           const struct phoenix_message *message)
{
    struct channel *next;

    reply_ok(call, peer, message);
    for (struct channel *channel = peer_channels(peer); channel; channel = next) {
        next = channel->next;
        (void)is_alive(call, realtime, channel);
    }
}

void channel_take(struct call *call, struct realtime *realtime, struct peer *peer,
                  const struct phoenix_message *message)
{
    struct channel *channel = find(peer, message->topic);
    struct saying saying = { call, realtime, peer, channel, message };

    if (text_equal(message->topic, T("phoenix")))
        take_heartbeat(call, realtime, peer, message);
    else if (text_equal(message->event, T("phx_join")))
        join(call, realtime, peer, message);
    else if (channel && (!message->join_ref.at || !channel->join_ref.at ||
                         text_equal(message->join_ref, channel->join_ref)))
        say(&saying);
    else if (text_equal(message->event, T("phx_leave")))
        reply_ok(call, peer, message); /* it is left already */
    else
        reply_error(call, peer, message, T("unmatched topic"));
}
