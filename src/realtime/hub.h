/* Hub: who is in which channel. A channel belongs to one client (struct peer) and to the group of
   its topic in its workspace; with row changes it also belongs to the group of all listeners of
   the workspace. `lock` guards groups and what channels show to others; it is held for memory
   only, never while the store is asked or a message is sent. Private to src/realtime. */
#ifndef REALTIME_HUB_H
#define REALTIME_HUB_H

#include "auth/token.h"
#include "call/pool.h"
#include "realtime/phoenix.h"
#include "realtime/realtime.h"
#include "store/feed.h"

#include <pthread.h>

struct http_websocket;
struct peer;
struct changes;
struct presence;

enum {
    LIMIT_CHANNELS = 100,              /* of one client, as Supabase's */
    LIMIT_BINDINGS = 32,               /* of one channel: row changes it listens to */
    LIMIT_INBOX = 64,                  /* messages of one client that wait for a worker */
    LIMIT_PRESENCE = 4096,             /* bytes of what one presence says */
    LIMIT_OUTGOING = 900 * 1024,       /* bytes of one message to a client */
    REALTIME_BEHIND_BYTES = 1 << 20,   /* not read yet: rows are not told, but to fetch again */
    REALTIME_PENDING_BYTES = 2 << 20,  /* a client that is so far behind is cut */
    REALTIME_WORKERS = 4,              /* threads for the messages of all clients */
    REALTIME_GROUPS = 4096,            /* buckets */
    REALTIME_NO_CHANNEL_MS = 60000,    /* a client that joins nothing is sent away */
    REALTIME_MANY_EVERY_MS = 1000,     /* "fetch again" is said so often at most */
    REALTIME_WAITING_CHANGES = 20000,  /* of rows, until the listeners are told to fetch again */
    REALTIME_PRESENCE_EVERY_MS = 5000, /* what one process tells the others of its presences ... */
    REALTIME_PRESENCE_GONE_MS = 16000, /* ... and when they count as gone without it */
};

/* One entry of postgres_changes. */
struct binding {
    uint32_t id;
    unsigned kinds;              /* bits: 1 << CHANGE_INSERT, ... */
    const struct entity *entity; /* NULL: every one that may be read */
    struct text filter;          /* may be empty */
};

struct member {
    struct channel *channel;
    struct group *group; /* NULL: in none */
    struct member *next, *previous;
};

struct channel {
    struct arena arena; /* of what the join said */
    struct peer *peer;
    struct channel *next; /* of the peer */
    uint64_t number;      /* of this join; never used again */
    struct text topic, join_ref, presence_key;
    struct access_claims claims; /* ids and times only */
    bool hears_itself, wants_ack, has_presence;
    const struct binding *bindings;
    size_t binding_count;

    /* Under the hub's lock. */
    struct member in_topic, in_changes;
    struct presence *presence; /* what it tracks; NULL: nothing */
};

/* What somebody tracks: one block on the heap. */
struct presence {
    struct presence *next; /* in its group, when it lives in another process */
    struct text key, ref;  /* ref: never used again, by no process */
    struct text meta;      /* a JSON object, with the ref in it */
    int64_t heard_ms;      /* of another process: when it last said so */
};

struct group {
    struct group *next; /* in its bucket */
    int64_t workspace_id;
    struct text topic; /* empty: the listeners of row changes of the workspace */
    struct member *first;
    size_t count;
    struct presence *remotes;
};

struct realtime {
    const struct instance *instance;
    struct pool *workers;
    struct changes *changes;
    struct id_text process; /* tells our presences from those of other processes */

    pthread_mutex_t lock; /* of what follows */
    struct group *groups[REALTIME_GROUPS];
    struct peer *peers; /* all of them */
    size_t peer_count, channel_count;
    uint64_t last_number;
};

/* A channel as it was when it was looked up: safe to use without the lock. Lives in an arena. */
struct receiver {
    struct peer *peer; /* held: receivers_release */
    uint64_t number;
    enum phoenix_version version;
    struct access_claims claims;
    struct text topic;
    struct binding *bindings; /* copies, of row changes only */
    size_t binding_count;
};

struct receivers {
    struct receiver *at;
    size_t count;
};

/* --- hub.c --- */

/* Into the group of its topic, and of its listeners. */
void hub_add(struct realtime *realtime, struct channel *channel);
/* Out of both. */
void hub_remove(struct realtime *realtime, struct channel *channel);
/* The channels of a topic but `except` (0: none); with_presence: those that hear of presences. */
struct receivers hub_receivers(struct realtime *realtime, struct arena *arena, int64_t workspace_id,
                               struct text topic, uint64_t except, bool with_presence);
/* Those that listen to changes of this entity (NULL: any). */
struct receivers hub_listeners(struct realtime *realtime, struct arena *arena, int64_t workspace_id,
                               const struct entity *entity);
void receivers_release(struct receivers *receivers);
/* The workspaces that anybody listens in. */
int64_t *hub_listening_workspaces(struct realtime *realtime, struct arena *arena,
                                  size_t *ret_count);
/* `lock` is held. NULL: there is none, or it was made when `is_wanted`. */
struct group *hub_group(struct realtime *realtime, int64_t workspace_id, struct text topic,
                        bool is_wanted);
/* `lock` is held. A group without anybody goes. */
void hub_settle_group(struct realtime *realtime, struct group *group);

/* --- peer.c: a client --- */

/* The connection of the call becomes its socket once the call is answered. */
void peer_open(struct call *call, enum phoenix_version version);
struct peer *peer_hold(struct peer *peer);
void peer_release(struct peer *peer);
enum phoenix_version peer_version(const struct peer *peer);
struct channel *peer_channels(const struct peer *peer);
void peer_set_channels(struct peer *peer, struct channel *channels);
void peer_send(struct peer *peer, bool is_text, struct text message);
/* It reads more slowly than it is told (REALTIME_BEHIND_BYTES). */
bool peer_is_behind(const struct peer *peer);
/* The channel of that number no longer may be: its client is told why and the channel closed, by
   the client's own worker. */
void peer_end_channel(struct peer *peer, uint64_t number);
/* Sends those away that have joined nothing for too long; by the clock. */
void peers_sweep(struct realtime *realtime);

/* --- channel.c: what a client says --- */

/* On the client's worker; one message of a client at a time. */
void channel_take(struct call *call, struct realtime *realtime, struct peer *peer,
                  const struct phoenix_message *message);
/* Ends the channel of that number, as the session or the grants do. */
void channel_end_number(struct call *call, struct realtime *realtime, struct peer *peer,
                        uint64_t number);
/* The client is gone. */
void channel_leave_all(struct call *call, struct realtime *realtime, struct peer *peer);

/* --- join.c --- */

/* Reads the config of a join into the channel; refuses what may not be. The claims are there. */
enum status MUST_CHECK join_read(struct call *call, const struct json *payload,
                                 struct channel *channel, struct buffer *ret_response);

/* --- deliver.c --- */

/* What goes to many: either a broadcast, or an event with a JSON payload. */
struct outgoing {
    struct text topic;
    struct text event, payload;
    bool is_broadcast, is_json; /* then event and payload are the user's */
};

/* A call in the name of nobody yet, for work on a thread of ours. `arena` is the caller's. */
struct call realtime_call(const struct realtime *realtime, struct arena *arena);
/* Does what the channel was joined with still hold? Fills the identity of the call. When it does
   not, *ret_is_over says whether the channel is over, and not only the store out of reach. */
bool realtime_follow(struct call *call, const struct access_claims *claims, bool *ret_is_over);
/* The same for a receiver, whose channel is ended when it is over. */
bool receiver_is_allowed(struct call *call, const struct receiver *receiver);
/* To each that still may hear it. */
void deliver(struct call *call, const struct receivers *receivers, const struct outgoing *outgoing);

/* --- presence.c --- */

void presence_track(struct call *call, struct realtime *realtime, struct channel *channel,
                    const struct json *payload);
void presence_untrack(struct call *call, struct realtime *realtime, struct channel *channel);
/* presence_state, to a channel that has just joined. */
void presence_tell_state(struct call *call, struct realtime *realtime, struct channel *channel);
/* Between processes: what another one said; ours, said again now and then; those that fell silent.
 */
void presence_hear(struct realtime *realtime, const struct json *message);
void presence_tell_others(struct realtime *realtime);
void presence_sweep(struct realtime *realtime);

/* --- broadcast.c --- */

/* To the topic's channels here and in other processes; `except` is the number of the channel that
   is not to hear it. */
void broadcast(struct call *call, struct realtime *realtime, int64_t workspace_id, uint64_t except,
               const struct outgoing *outgoing);
void broadcast_hear(struct realtime *realtime, const struct json *message);
enum status MUST_CHECK broadcast_post(struct call *call);
enum status MUST_CHECK broadcast_post_one(struct call *call);

/* --- changes.c: row changes, and the clock of this folder --- */

struct changes *changes_start(struct realtime *realtime);
void changes_stop(struct changes *changes);
void changes_add(struct changes *changes, const struct change *list, size_t count);
/* What another process said. */
void changes_hear(struct changes *changes, struct text message);
/* Something was not heard: everybody is to fetch again. */
void changes_lost(struct changes *changes);

#endif
