/* Codes: barcodes in an image, by zbar, loaded by name in the worker process alone. Private to
   src/media. */
#ifndef MEDIA_CODES_H
#define MEDIA_CODES_H

#include "media/media.h"

/* After library_open. NULL, or the Debian package that is missing. */
const char *codes_open(void);
/* The result is the module's own memory, until the next call. */
enum media_fault codes_find(struct text image, struct media_codes *ret_codes);

#endif
