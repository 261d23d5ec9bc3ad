/* Sniff: what the first bytes of a picture say it is. */
#ifndef FILES_SNIFF_H
#define FILES_SNIFF_H

#include "base/text.h"

#include <stdbool.h>

/* The type, or empty for what is none of the pictures we know. */
struct text sniff_picture(struct text bytes);
/* False when the bytes are another picture than `content_type` says, or none though it says one of
   those we know. Anything else may call itself what it likes: it is never shown by us. */
bool sniff_agrees(struct text bytes, struct text content_type);

#endif
