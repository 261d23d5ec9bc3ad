/* WebP: what a file of it holds besides the picture. Private to src/media. */
#ifndef MEDIA_WEBP_H
#define MEDIA_WEBP_H

#include <stdbool.h>
#include <stddef.h>

/* Leaves of a still WebP only the picture and its transparency, in place, and says its new size.
   False, with the bytes in no good order, when it is no whole WebP of one picture. Pure. */
bool webp_strip(char *bytes, size_t *size);

#endif
