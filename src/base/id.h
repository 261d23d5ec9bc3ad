/* Id: a UUIDv7 (RFC 9562), 16 bytes inside, text only on the wire. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { ID_TEXT_SIZE = 36 };

struct id {
    unsigned char bytes[16]; /* all zero: no id */
};

struct id_text {
    char at[ID_TEXT_SIZE + 1];
};

/* Time-ordered: ids made later sort later, also within one millisecond of one process. The
   clock and the chance are the caller's: 10 random bytes. */
struct id id_make(int64_t now_ms, const unsigned char random[10]);
bool id_is_zero(struct id id);
bool id_equal(struct id a, struct id b);
struct id_text id_to_text(struct id id);
/* Canonical form, either case. False when it is not one; *ret_id is then untouched. */
bool id_from_text(struct text text, struct id *ret_id);
/* The milliseconds a UUIDv7 carries. */
int64_t id_time_ms(struct id id);

#endif
