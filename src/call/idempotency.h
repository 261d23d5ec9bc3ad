/* Idempotency: a write that a client repeats under the same Idempotency-Key is carried out once,
   and answered as the first time, byte for byte (design 2). The answer is kept in the transaction
   of the write; refusals are not kept, for they changed nothing. */
#ifndef CALL_IDEMPOTENCY_H
#define CALL_IDEMPOTENCY_H

#include "call/call.h"

enum {
    LIMIT_IDEMPOTENCY_KEY = 255, /* bytes, printable ASCII */
    LIMIT_KEPT_ANSWER = 4 << 20, /* bytes of a body */
    KEPT_ANSWER_HOURS = 24,
};

extern const struct entity *const idempotency_entities[]; /* NULL-ended */

/* The request's key; empty when it has none. Refuses what is no key. */
enum status MUST_CHECK idempotency_key(struct call *call, struct text *ret_key);

/* Inside the transaction of the write, before it: *ret_is_repeated when the call now holds the
   first answer. 422 when the key was used for another request. */
enum status MUST_CHECK idempotency_look(struct tx *tx, struct call *call, struct text key,
                                        bool *ret_is_repeated);
/* After it: keeps the answer that the call holds. */
enum status MUST_CHECK idempotency_keep(struct tx *tx, struct call *call, struct text key);

/* For what is written in several transactions: claims the key before the first. 409 while it is
   claimed, also when the server ended in between: then nobody knows how far the request came. */
enum status MUST_CHECK idempotency_claim(struct call *call, struct text key, bool *ret_is_repeated);
/* Keeps the answer when status is OK, and else gives the key free. Returns status. */
enum status MUST_CHECK idempotency_settle(struct call *call, struct text key, enum status status);

#endif
