/* Presence: what the channels of a topic track, as Phoenix tells it: the whole state to who joins,
   then only what joined and left. Each process tells the others of its own and says so again
   every few seconds; a process that falls silent takes its presences with it. */
#include "codec/json_read.h"
#include "realtime/hub.h"

#include <stdlib.h>

enum { LIMIT_PRESENCE_MESSAGE = 512 * 1024, LIMIT_REF = 64 };

/* A list of copies, in an arena. */
struct presences {
    struct presence *at;
    size_t count;
};

static char *put(char *at, struct text from, struct text *ret_text)
{
    if (from.size > 0)
        memcpy(at, from.at, from.size);
    *ret_text = (struct text){ at, from.size };
    return at + from.size;
}

static struct presence *presence_new(struct text key, struct text ref, struct text meta)
{
    struct presence *presence = memory_alloc(sizeof *presence + key.size + ref.size + meta.size);
    char *at = (char *)(presence + 1);

    at = put(at, key, &presence->key);
    at = put(at, ref, &presence->ref);
    put(at, meta, &presence->meta);
    return presence;
}

/* --- Writing --- */

static int compare_keys(const void *a, const void *b)
{
    return text_compare(((const struct presence *)a)->key, ((const struct presence *)b)->key);
}

/* {"key": {"metas": [...]}, ...}; sorts the list. */
static void write_presences(struct json_writer *json, struct presences *list)
{
    if (list->count > 1)
        qsort(list->at, list->count, sizeof *list->at, compare_keys);
    json_begin_object(json);
    for (size_t i = 0; i < list->count; i++) {
        if (i == 0 || !text_equal(list->at[i].key, list->at[i - 1].key)) {
            json_write_key(json, list->at[i].key);
            json_begin_object(json);
            json_write_key(json, T("metas"));
            json_begin_array(json);
        }
        json_write_raw(json, list->at[i].meta);
        if (i + 1 == list->count || !text_equal(list->at[i].key, list->at[i + 1].key)) {
            json_end_array(json);
            json_end_object(json);
        }
    }
    json_end_object(json);
}

static struct presences one(struct presence *presence)
{
    return (struct presences){ presence, presence ? 1 : 0 };
}

static void tell_diff(struct call *call, struct realtime *realtime, int64_t workspace_id,
                      struct text topic, struct presence *joined, struct presence *left)
{
    struct buffer payload = buffer_in(call->arena, LIMIT_OUTGOING);
    struct json_writer json = json_writer_to(&payload);
    struct presences joins = one(joined), leaves = one(left);
    struct receivers receivers;
    struct outgoing outgoing = { .topic = topic, .event = T("presence_diff") };

    json_begin_object(&json);
    json_write_key(&json, T("joins"));
    write_presences(&json, &joins);
    json_write_key(&json, T("leaves"));
    write_presences(&json, &leaves);
    json_end_object(&json);
    outgoing.payload = buffer_text(&payload);
    receivers = hub_receivers(realtime, call->arena, workspace_id, topic, 0, true);
    deliver(call, &receivers, &outgoing);
    receivers_release(&receivers);
}

/* --- To other processes --- */

static void write_said(struct json_writer *json, int64_t workspace_id, struct text topic,
                       const struct presence *presence)
{
    json_begin_object(json);
    json_write_integer_member(json, T("workspace"), workspace_id);
    json_write_text_member(json, T("topic"), topic);
    json_write_text_member(json, T("key"), presence->key);
    json_write_text_member(json, T("ref"), presence->ref);
    json_write_key(json, T("meta"));
    json_write_raw(json, presence->meta);
    json_end_object(json);
}

struct saying {
    struct buffer out;
    struct json_writer json;
};

static void begin_saying(struct saying *saying, struct arena *arena, struct text list)
{
    saying->out = buffer_in(arena, LIMIT_PRESENCE_MESSAGE);
    saying->json = json_writer_to(&saying->out);
    json_begin_object(&saying->json);
    json_write_key(&saying->json, list);
    json_begin_array(&saying->json);
}

static void end_saying(struct realtime *realtime, struct saying *saying)
{
    json_end_array(&saying->json);
    json_end_object(&saying->json);
    if (buffer_status(&saying->out) == OK)
        store_tell(realtime->instance->store, buffer_text(&saying->out));
}

static void tell_others(struct call *call, struct realtime *realtime, int64_t workspace_id,
                        struct text topic, const struct presence *joined,
                        const struct presence *left)
{
    const struct presence *said[] = { joined, left };
    static const struct text lists[] = { T_INIT("presences"), T_INIT("gone") };

    for (size_t i = 0; i < 2; i++) {
        struct saying saying;

        if (!said[i])
            continue;
        begin_saying(&saying, call->arena, lists[i]);
        write_said(&saying.json, workspace_id, topic, said[i]);
        end_saying(realtime, &saying);
    }
}

void presence_tell_others(struct realtime *realtime)
{
    struct arena arena = { 0 };
    struct saying saying;

    begin_saying(&saying, &arena, T("presences"));
    pthread_mutex_lock(&realtime->lock);
    for (size_t i = 0; i < REALTIME_GROUPS; i++)
        for (const struct group *group = realtime->groups[i]; group; group = group->next)
            for (const struct member *member = group->first; member; member = member->next) {
                if (group->topic.size == 0 || !member->channel->presence)
                    continue;
                write_said(&saying.json, group->workspace_id, group->topic,
                           member->channel->presence);
                if (saying.out.size < LIMIT_PRESENCE_MESSAGE / 2)
                    continue;
                end_saying(realtime, &saying);
                begin_saying(&saying, &arena, T("presences"));
            }
    pthread_mutex_unlock(&realtime->lock);
    end_saying(realtime, &saying);
    arena_release(&arena);
}

/* --- Tracking --- */

static void change(struct call *call, struct realtime *realtime, struct channel *channel,
                   struct presence *next)
{
    struct presence *previous;

    pthread_mutex_lock(&realtime->lock);
    previous = channel->presence;
    channel->presence = next;
    pthread_mutex_unlock(&realtime->lock);
    if (previous || next) {
        tell_others(call, realtime, channel->claims.workspace_id, channel->topic, next, previous);
        /* One diff after the other: supabase-js keeps the old one when both are in the same. */
        if (previous)
            tell_diff(call, realtime, channel->claims.workspace_id, channel->topic, NULL, previous);
        if (next)
            tell_diff(call, realtime, channel->claims.workspace_id, channel->topic, next, NULL);
    }
    free(previous);
}

static struct text make_meta(struct call *call, const struct json *payload, struct text ref,
                             const struct presence *previous)
{
    struct buffer meta = buffer_in(call->arena, LIMIT_PRESENCE);
    struct json_writer json = json_writer_to(&meta);
    struct json_members members = { .object = payload };

    json_begin_object(&json);
    json_write_text_member(&json, T("phx_ref"), ref);
    if (previous)
        json_write_text_member(&json, T("phx_ref_prev"), previous->ref);
    while (json_next_member(&members)) {
        if (text_equal(members.name, T("phx_ref")) || text_equal(members.name, T("phx_ref_prev")))
            continue;
        json_write_key(&json, members.name);
        json_write_value(&json, members.value);
    }
    json_end_object(&json);
    return buffer_status(&meta) == OK ? buffer_text(&meta) : (struct text){ 0 };
}

static enum status refuse(struct call *call)
{
    return REFUSE(call, TOO_LARGE, .code = "54000", .limit = LIMIT_PRESENCE,
                  .say = L("A presence is an object of at most {limit} bytes.",
                           "在线状态必须是不超过 {limit} 字节的对象。"));
}

void presence_track(struct call *call, struct realtime *realtime, struct channel *channel,
                    const struct json *payload)
{
    struct text ref, meta;

    pthread_mutex_lock(&realtime->lock);
    ref = arena_print(call->arena, "%s-%llx", realtime->process.at,
                      (unsigned long long)++realtime->last_number);
    pthread_mutex_unlock(&realtime->lock);
    meta = json_kind(payload) == JSON_KIND_OBJECT ? make_meta(call, payload, ref, channel->presence)
                                                  : (struct text){ 0 };
    if (meta.size == 0 && refuse(call) != OK)
        return;
    change(call, realtime, channel, presence_new(channel->presence_key, ref, meta));
}

void presence_untrack(struct call *call, struct realtime *realtime, struct channel *channel)
{
    change(call, realtime, channel, NULL);
}

/* --- The state --- */

static void add_copy(struct presences *list, struct arena *arena, const struct presence *presence)
{
    list->at[list->count++] = (struct presence){
        .key = arena_copy(arena, presence->key),
        .meta = arena_copy(arena, presence->meta),
    };
}

static struct presences copy_all(struct realtime *realtime, struct arena *arena,
                                 const struct channel *channel)
{
    struct presences list = { 0 };
    const struct group *group;
    size_t room;

    pthread_mutex_lock(&realtime->lock);
    group = channel->in_topic.group;
    room = group->count;
    for (const struct presence *remote = group->remotes; remote; remote = remote->next)
        room++;
    list.at = ARENA_NEW_ARRAY(arena, struct presence, room);
    for (const struct member *member = group->first; member; member = member->next)
        if (member->channel->presence)
            add_copy(&list, arena, member->channel->presence);
    for (const struct presence *remote = group->remotes; remote; remote = remote->next)
        add_copy(&list, arena, remote);
    pthread_mutex_unlock(&realtime->lock);
    return list;
}

void presence_tell_state(struct call *call, struct realtime *realtime, struct channel *channel)
{
    struct presences list = copy_all(realtime, call->arena, channel);
    struct buffer payload = buffer_in(call->arena, LIMIT_OUTGOING), out = payload;
    struct json_writer json = json_writer_to(&payload);

    write_presences(&json, &list);
    phoenix_write(&out, peer_version(channel->peer), channel->join_ref, (struct text){ 0 },
                  channel->topic, T("presence_state"), buffer_text(&payload));
    if (buffer_status(&payload) == OK && buffer_status(&out) == OK)
        peer_send(channel->peer, true, buffer_text(&out));
}

/* --- From other processes --- */

static struct presence **find_remote(struct group *group, struct text ref)
{
    struct presence **at = &group->remotes;

    while (*at && !text_equal((*at)->ref, ref))
        at = &(*at)->next;
    return at;
}

/* NULL: it was known already. The result is the arena's. */
static struct presence *add_remote(struct call *call, struct realtime *realtime,
                                   int64_t workspace_id, struct text topic, struct presence *made)
{
    struct presence **at, *copy = NULL;

    pthread_mutex_lock(&realtime->lock);
    at = find_remote(hub_group(realtime, workspace_id, topic, true), made->ref);
    if (*at) {
        (*at)->heard_ms = made->heard_ms;
        free(made);
    } else {
        *at = made;
        copy = ARENA_NEW(call->arena, struct presence);
        copy->key = arena_copy(call->arena, made->key);
        copy->meta = arena_copy(call->arena, made->meta);
    }
    pthread_mutex_unlock(&realtime->lock);
    return copy;
}

/* NULL: it was not known. The caller frees it. */
static struct presence *remove_remote(struct realtime *realtime, int64_t workspace_id,
                                      struct text topic, struct text ref)
{
    struct presence **at, *found = NULL;
    struct group *group;

    pthread_mutex_lock(&realtime->lock);
    group = hub_group(realtime, workspace_id, topic, false);
    if (group) {
        at = find_remote(group, ref);
        found = *at;
        if (found)
            *at = found->next;
        hub_settle_group(realtime, group);
    }
    pthread_mutex_unlock(&realtime->lock);
    return found;
}

static void hear_presence(struct call *call, struct realtime *realtime, const struct json *said)
{
    struct buffer meta = buffer_in(call->arena, 2 * LIMIT_PRESENCE);
    struct json_writer json = json_writer_to(&meta);
    int64_t workspace_id = json_integer_member(said, T("workspace"));
    struct text topic = json_text_member(said, T("topic"));
    struct text ref = json_text_member(said, T("ref"));
    struct presence *joined;

    if (topic.size == 0 || ref.size == 0 || ref.size > LIMIT_REF)
        return;
    json_write_value(&json, json_member(said, T("meta")));
    if (buffer_status(&meta) != OK)
        return;
    joined = presence_new(json_text_member(said, T("key")), ref, buffer_text(&meta));
    joined->heard_ms = clock_monotonic_us() / 1000;
    joined = add_remote(call, realtime, workspace_id, topic, joined);
    if (joined)
        tell_diff(call, realtime, workspace_id, topic, joined, NULL);
}

static void hear_gone(struct call *call, struct realtime *realtime, const struct json *said)
{
    int64_t workspace_id = json_integer_member(said, T("workspace"));
    struct text topic = json_text_member(said, T("topic"));
    struct presence *left =
        remove_remote(realtime, workspace_id, topic, json_text_member(said, T("ref")));

    if (left)
        tell_diff(call, realtime, workspace_id, topic, NULL, left);
    free(left);
}

void presence_hear(struct realtime *realtime, const struct json *message)
{
    const struct json *presences = json_member(message, T("presences"));
    const struct json *gone = json_member(message, T("gone"));
    struct arena arena = { 0 };
    struct call call = realtime_call(realtime, &arena);

    for (size_t i = 0; i < json_count(presences); i++)
        hear_presence(&call, realtime, json_at(presences, i));
    for (size_t i = 0; i < json_count(gone); i++)
        hear_gone(&call, realtime, json_at(gone, i));
    arena_release(&arena);
}

/* One that nobody has said for too long, taken out of its group; NULL: there is none. */
static struct presence *take_silent(struct realtime *realtime, struct arena *arena,
                                    int64_t before_ms, int64_t *ret_workspace,
                                    struct text *ret_topic)
{
    struct presence *found = NULL;

    pthread_mutex_lock(&realtime->lock);
    for (size_t i = 0; i < REALTIME_GROUPS && !found; i++)
        for (struct group *group = realtime->groups[i]; group && !found; group = group->next) {
            struct presence **at = &group->remotes;

            while (*at && (*at)->heard_ms >= before_ms)
                at = &(*at)->next;
            if (!*at)
                continue;
            found = *at;
            *at = found->next;
            *ret_workspace = group->workspace_id;
            *ret_topic = arena_copy(arena, group->topic);
            hub_settle_group(realtime, group);
            break;
        }
    pthread_mutex_unlock(&realtime->lock);
    return found;
}

void presence_sweep(struct realtime *realtime)
{
    struct arena arena = { 0 };
    struct call call = realtime_call(realtime, &arena);
    int64_t before_ms = clock_monotonic_us() / 1000 - REALTIME_PRESENCE_GONE_MS;
    int64_t workspace_id;
    struct presence *left;
    struct text topic;

    while ((left = take_silent(realtime, &arena, before_ms, &workspace_id, &topic))) {
        tell_diff(&call, realtime, workspace_id, topic, NULL, left);
        free(left);
    }
    arena_release(&arena);
}
