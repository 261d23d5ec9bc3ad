/* Realtime: opening a connection, starting and stopping. */
#include "realtime/realtime.h"

#include "base/limits.h"
#include "codec/query.h"
#include "crypto/random.h"
#include "http/websocket.h"
#include "realtime/hub.h"

#include <stdlib.h>

enum { LIMIT_BROADCAST_BODY = 512 * 1024 };

/* --- Opening --- */

static enum status refuse_upgrade(struct call *call)
{
    bool is_asked = http_websocket_is_asked(call->exchange);

    if (!is_asked)
        call_add_header(call, T("Upgrade"), T("websocket"));
    return REFUSE(call, INVALID, .http = is_asked ? 400 : 426, .code = "PGRST100",
                  .say = L("This address speaks WebSocket, version 13.",
                           "此地址使用 WebSocket 协议（版本 13）。"));
}

/* Pages of this server, of its public address, and of the origins in the settings. */
static bool origin_is_allowed(const struct call *call)
{
    struct text own = text_from(call->instance->settings->public_url);
    struct text origin = call_header(call, T("Origin"));

    while (text_ends_with(own, T("/")))
        own.size--;
    return http_origin_is_allowed(call->exchange) ||
           (own.size > 0 && text_equal_nocase(origin, own));
}

static enum status open_websocket(struct call *call)
{
    enum phoenix_version version;
    struct query pairs;

    if (!http_websocket_is_valid(call->exchange))
        return refuse_upgrade(call);
    if (!origin_is_allowed(call))
        return REFUSE(
            call, FORBIDDEN, .code = "42501",
            .say = L("A page of another site may not connect.", "其他网站的页面不能连接。"));
    if (query_parse(call->arena, http_query(call->exchange), &pairs) != OK ||
        !phoenix_version_from_text(query_value(&pairs, T("vsn")), &version))
        return REFUSE(call, INVALID, .code = "PGRST100",
                      .say = L("vsn must be 1.0.0 or 2.0.0.", "vsn 必须为 1.0.0 或 2.0.0。"));
    if (query_value(&pairs, T("apikey")).size == 0)
        return REFUSE(call, UNAUTHENTICATED, .code = "PGRST302",
                      .say = L("An apikey is needed.", "缺少 apikey。"));
    peer_open(call, version);
    return OK;
}

const struct route realtime_routes[] = {
    { .method = HTTP_GET,
      .path = "/realtime/v1/websocket",
      .who = WHO_ANYONE,
      .run = open_websocket },
    { .method = HTTP_POST,
      .path = "/realtime/v1/api/broadcast",
      .who = WHO_MEMBER,
      .body_limit = LIMIT_BROADCAST_BODY,
      .run = broadcast_post },
    { .method = HTTP_POST,
      .path = "/realtime/v1/api/broadcast/{}/events/{}",
      .who = WHO_MEMBER,
      .body_limit = LIMIT_BROADCAST_BODY,
      .run = broadcast_post_one },
    { 0 },
};

/* --- Starting and stopping --- */

static void on_changed(void *context, const struct change *changes, size_t count)
{
    changes_add(((struct realtime *)context)->changes, changes, count);
}

static void on_heard(void *context, struct text message)
{
    changes_hear(((struct realtime *)context)->changes, message);
}

static void on_lost(void *context)
{
    changes_lost(((struct realtime *)context)->changes);
}

static void discard(struct realtime *realtime)
{
    for (size_t i = 0; i < REALTIME_GROUPS; i++)
        while (realtime->groups[i]) { /* what other processes track */
            struct group *group = realtime->groups[i];

            while (group->remotes) {
                struct presence *next = group->remotes->next;

                free(group->remotes);
                group->remotes = next;
            }
            realtime->groups[i] = group->next;
            free(group);
        }
    pthread_mutex_destroy(&realtime->lock);
    free(realtime);
}

enum status realtime_start(struct instance *instance)
{
    struct realtime *realtime = memory_alloc(sizeof *realtime);
    struct feed_listener listener = { realtime, on_changed, on_heard, on_lost };
    unsigned char random[10];

    random_fill(random, sizeof random);
    realtime->instance = instance;
    realtime->process = id_to_text(id_make(clock_now_ms(), random));
    pthread_mutex_init(&realtime->lock, NULL);
    realtime->changes = changes_start(realtime);
    if (!realtime->changes) {
        discard(realtime);
        return FAILED;
    }
    realtime->workers = pool_start(REALTIME_WORKERS, REALTIME_WORKERS);
    instance->realtime = realtime;
    if (store_listen(instance->store, &listener) == OK)
        return OK;
    realtime_stop(instance);
    return FAILED;
}

/* The workers end first: they tell other processes of presences that go. */
void realtime_stop(struct instance *instance)
{
    struct realtime *realtime = instance->realtime;

    if (!realtime)
        return;
    pool_stop(realtime->workers);
    store_listen_no_more(instance->store);
    changes_stop(realtime->changes);
    instance->realtime = NULL;
    discard(realtime);
}
