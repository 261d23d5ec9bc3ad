/* Realtime: Supabase's Realtime protocol over WebSocket at /realtime/v1/websocket: channels with
   broadcast, presence and row changes, per workspace and for members only (docs/protocols.md). */
#ifndef REALTIME_REALTIME_H
#define REALTIME_REALTIME_H

#include "call/call.h"
#include "call/route.h"

extern const struct route realtime_routes[];

/* Begins to listen to the store's feed. `instance->realtime` is there from here on. */
enum status MUST_CHECK realtime_start(struct instance *instance);
/* After the HTTP server has stopped and nothing is written any more, before it is freed. */
void realtime_stop(struct instance *instance);

/* What is open now, for tests and metrics. */
struct realtime_numbers {
    size_t clients, channels;
};
struct realtime_numbers realtime_count(struct realtime *realtime);

#endif
