/* Hub: groups in a table of buckets. */
#include "realtime/hub.h"

#include <stdlib.h>

static size_t bucket_of(int64_t workspace_id, struct text topic)
{
    return (text_hash(topic) ^ (uint64_t)workspace_id * 0x9E3779B97F4A7C15u) % REALTIME_GROUPS;
}

static struct group **place_of(struct realtime *realtime, int64_t workspace_id, struct text topic)
{
    struct group **at = &realtime->groups[bucket_of(workspace_id, topic)];

    while (*at && ((*at)->workspace_id != workspace_id || !text_equal((*at)->topic, topic)))
        at = &(*at)->next;
    return at;
}

struct group *hub_group(struct realtime *realtime, int64_t workspace_id, struct text topic,
                        bool is_wanted)
{
    struct group **at = place_of(realtime, workspace_id, topic);
    struct group *group;
    char *name;

    if (*at || !is_wanted)
        return *at;
    group = memory_alloc(sizeof *group + topic.size);
    name = (char *)(group + 1);
    if (topic.size > 0)
        memcpy(name, topic.at, topic.size);
    group->workspace_id = workspace_id;
    group->topic = (struct text){ name, topic.size };
    *at = group;
    return group;
}

void hub_settle_group(struct realtime *realtime, struct group *group)
{
    struct group **at;

    if (group->first || group->remotes)
        return;
    at = place_of(realtime, group->workspace_id, group->topic);
    *at = group->next;
    free(group);
}

static void enter(struct realtime *realtime, struct channel *channel, struct member *member,
                  struct text topic)
{
    struct group *group = hub_group(realtime, channel->claims.workspace_id, topic, true);

    *member = (struct member){ .channel = channel, .group = group, .next = group->first };
    if (group->first)
        group->first->previous = member;
    group->first = member;
    group->count++;
}

static void leave(struct realtime *realtime, struct member *member)
{
    struct group *group = member->group;

    if (!group)
        return;
    if (member->previous)
        member->previous->next = member->next;
    else
        group->first = member->next;
    if (member->next)
        member->next->previous = member->previous;
    group->count--;
    *member = (struct member){ 0 };
    hub_settle_group(realtime, group);
}

void hub_add(struct realtime *realtime, struct channel *channel)
{
    pthread_mutex_lock(&realtime->lock);
    channel->number = ++realtime->last_number;
    enter(realtime, channel, &channel->in_topic, channel->topic);
    if (channel->binding_count > 0)
        enter(realtime, channel, &channel->in_changes, (struct text){ 0 });
    realtime->channel_count++;
    pthread_mutex_unlock(&realtime->lock);
}

void hub_remove(struct realtime *realtime, struct channel *channel)
{
    pthread_mutex_lock(&realtime->lock);
    leave(realtime, &channel->in_topic);
    leave(realtime, &channel->in_changes);
    realtime->channel_count--;
    pthread_mutex_unlock(&realtime->lock);
}

/* --- Receivers --- */

/* `lock` is held. */
static void add_receiver(struct receivers *receivers, struct arena *arena,
                         const struct channel *channel)
{
    receivers->at[receivers->count++] = (struct receiver){
        .peer = peer_hold(channel->peer),
        .number = channel->number,
        .version = peer_version(channel->peer),
        .claims = channel->claims,
        .topic = arena_copy(arena, channel->topic),
    };
}

static struct receivers room_for(struct arena *arena, const struct group *group)
{
    return (struct receivers){ .at = ARENA_NEW_ARRAY(arena, struct receiver,
                                                     group ? group->count : 0) };
}

struct receivers hub_receivers(struct realtime *realtime, struct arena *arena, int64_t workspace_id,
                               struct text topic, uint64_t except, bool with_presence)
{
    struct receivers receivers;
    struct group *group;

    pthread_mutex_lock(&realtime->lock);
    group = hub_group(realtime, workspace_id, topic, false);
    receivers = room_for(arena, group);
    for (const struct member *member = group ? group->first : NULL; member; member = member->next)
        if (member->channel->number != except && (!with_presence || member->channel->has_presence))
            add_receiver(&receivers, arena, member->channel);
    pthread_mutex_unlock(&realtime->lock);
    return receivers;
}

/* Those of its bindings that are about the entity. */
static size_t copy_bindings(struct arena *arena, const struct channel *channel,
                            const struct entity *entity, struct binding **ret_bindings)
{
    struct binding *bindings = ARENA_NEW_ARRAY(arena, struct binding, channel->binding_count);
    size_t count = 0;

    for (size_t i = 0; i < channel->binding_count; i++) {
        const struct binding *binding = &channel->bindings[i];

        if (entity && binding->entity != entity && (binding->entity || entity->accompanies))
            continue;
        bindings[count] = *binding;
        bindings[count++].filter = arena_copy(arena, binding->filter);
    }
    *ret_bindings = bindings;
    return count;
}

struct receivers hub_listeners(struct realtime *realtime, struct arena *arena, int64_t workspace_id,
                               const struct entity *entity)
{
    struct receivers receivers;
    struct group *group;

    pthread_mutex_lock(&realtime->lock);
    group = hub_group(realtime, workspace_id, (struct text){ 0 }, false);
    receivers = room_for(arena, group);
    for (const struct member *member = group ? group->first : NULL; member; member = member->next) {
        struct binding *bindings;
        size_t count = copy_bindings(arena, member->channel, entity, &bindings);

        if (count == 0)
            continue;
        add_receiver(&receivers, arena, member->channel);
        receivers.at[receivers.count - 1].bindings = bindings;
        receivers.at[receivers.count - 1].binding_count = count;
    }
    pthread_mutex_unlock(&realtime->lock);
    return receivers;
}

void receivers_release(struct receivers *receivers)
{
    for (size_t i = 0; i < receivers->count; i++)
        peer_release(receivers->at[i].peer);
    receivers->count = 0;
}

int64_t *hub_listening_workspaces(struct realtime *realtime, struct arena *arena, size_t *ret_count)
{
    int64_t *workspaces;
    size_t count = 0;

    pthread_mutex_lock(&realtime->lock);
    workspaces = ARENA_NEW_ARRAY(arena, int64_t, realtime->channel_count);
    for (size_t i = 0; i < REALTIME_GROUPS; i++)
        for (const struct group *group = realtime->groups[i]; group; group = group->next)
            if (group->topic.size == 0 && group->first)
                workspaces[count++] = group->workspace_id;
    pthread_mutex_unlock(&realtime->lock);
    *ret_count = count;
    return workspaces;
}

struct realtime_numbers realtime_count(struct realtime *realtime)
{
    struct realtime_numbers numbers;

    pthread_mutex_lock(&realtime->lock);
    numbers = (struct realtime_numbers){ realtime->peer_count, realtime->channel_count };
    pthread_mutex_unlock(&realtime->lock);
    return numbers;
}
