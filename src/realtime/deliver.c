/* Deliver: the same words to many, each asked before whether it still may hear them. What is sent
   is written once per version of the protocol. */
#include "auth/authenticate.h"
#include "base/zone.h"
#include "realtime/hub.h"

struct call realtime_call(const struct realtime *realtime, struct arena *arena)
{
    return (struct call){ .instance = realtime->instance,
                          .arena = arena,
                          .now_ms = clock_now_ms(),
                          .zone = zone_find(T("UTC")),
                          .language = LANGUAGE_EN };
}

bool realtime_follow(struct call *call, const struct access_claims *claims, bool *ret_is_over)
{
    enum status status = auth_follow(call, claims);

    *ret_is_over = status == UNAUTHENTICATED || status == FORBIDDEN;
    if (status != OK) {
        call->is_refused = false;
        return false;
    }
    *ret_is_over = call->identity.workspace_id != claims->workspace_id;
    return !*ret_is_over;
}

bool receiver_is_allowed(struct call *call, const struct receiver *receiver)
{
    bool is_over, is_allowed = realtime_follow(call, &receiver->claims, &is_over);

    if (is_over)
        peer_end_channel(receiver->peer, receiver->number);
    return is_allowed;
}

static void write(struct buffer *out, enum phoenix_version version, const struct outgoing *outgoing)
{
    static const struct text none = { 0 };

    if (outgoing->is_broadcast)
        (void)phoenix_write_broadcast(out, version, outgoing->topic, outgoing->event,
                                      outgoing->is_json, outgoing->payload);
    else
        phoenix_write(out, version, none, none, outgoing->topic, outgoing->event,
                      outgoing->payload);
}

void deliver(struct call *call, const struct receivers *receivers, const struct outgoing *outgoing)
{
    struct buffer coded[PHOENIX_VERSIONS];

    for (size_t i = 0; i < PHOENIX_VERSIONS; i++)
        coded[i] = buffer_in(call->arena, LIMIT_OUTGOING);
    for (size_t i = 0; i < receivers->count; i++) {
        const struct receiver *receiver = &receivers->at[i];
        struct buffer *message = &coded[receiver->version];

        if (!receiver_is_allowed(call, receiver))
            continue;
        if (message->size == 0)
            write(message, receiver->version, outgoing);
        if (message->size > 0 && buffer_status(message) == OK)
            peer_send(receiver->peer, !outgoing->is_broadcast || receiver->version == PHOENIX_1,
                      buffer_text(message));
    }
}
