/* Phoenix messages as Supabase's Realtime speaks them, in both versions of its serializer: 1.0.0
   is an object, 2.0.0 an array, and broadcasts are binary in the latter. Pure functions. */
#ifndef REALTIME_PHOENIX_H
#define REALTIME_PHOENIX_H

#include "base/buffer.h"
#include "codec/json_read.h"

enum phoenix_version { PHOENIX_1, PHOENIX_2, PHOENIX_VERSIONS };

enum {
    LIMIT_PHOENIX_NAME = 255, /* bytes of a topic, an event, a reference */
    LIMIT_PHOENIX_VALUES = 10000,
};

/* "1.0.0" or "2.0.0"; empty is the first. */
bool phoenix_version_from_text(struct text text, enum phoenix_version *ret_version);

struct phoenix_message {
    struct text join_ref, ref; /* at NULL: none */
    struct text topic, event;
    const struct json *payload; /* an object; NULL when it came in binary */
    /* A broadcast in binary: `event` is "broadcast", and this is what it says. */
    bool is_binary, is_json; /* is_json: user_payload was checked to be JSON */
    struct text user_event, user_payload;
};

/* INVALID: not a message. Everything lives as long as `bytes` and the arena. */
enum status MUST_CHECK phoenix_read(struct arena *arena, enum phoenix_version version, bool is_text,
                                    struct text bytes, struct phoenix_message *ret_message);

/* A text message; `payload` is JSON. References without `at` are null. */
void phoenix_write(struct buffer *out, enum phoenix_version version, struct text join_ref,
                   struct text ref, struct text topic, struct text event, struct text payload);
/* A broadcast to a client: in binary for version 2. A payload that is not JSON can only be told
   to version 2; nothing is written and false given for version 1. */
bool phoenix_write_broadcast(struct buffer *out, enum phoenix_version version, struct text topic,
                             struct text event, bool is_json, struct text payload);

#endif
