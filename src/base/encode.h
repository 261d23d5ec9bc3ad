/* Encode: bytes as hex, base32 and base64, and back. Decoding is strict: one text for one value, so
   a token or a signature cannot be written in two ways. */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum base64_form {
    BASE64_PADDED, /* RFC 4648 section 4: + / and padding */
    BASE64_BARE,   /* the same without padding, as in PHC strings */
    BASE64_URL,    /* - _ without padding, as in tokens */
};

/* Lower case. */
struct text hex_encode(struct arena *arena, struct text bytes);
/* Either case. False on an odd count or any other byte; nothing is then written. */
bool hex_decode(struct arena *arena, struct text text, struct text *ret_bytes);
/* The same into memory of the caller; also false when `room` is too small. */
bool hex_decode_into(struct text text, unsigned char *at, size_t room, size_t *ret_size);

struct text base64_encode(struct arena *arena, struct text bytes, enum base64_form form);
/* False on foreign bytes, wrong padding and left-over bits that are not zero. */
bool base64_decode(struct arena *arena, struct text text, enum base64_form form,
                   struct text *ret_bytes);
bool base64_decode_into(struct text text, enum base64_form form, unsigned char *at, size_t room,
                        size_t *ret_size);

/* RFC 4648 section 6, upper case, without padding: what people type from one screen into
   another. */
struct text base32_encode(struct arena *arena, struct text bytes);

#endif
