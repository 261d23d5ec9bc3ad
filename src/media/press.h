/* Press: marks on paper become a PDF, with cairo, pango and zint, loaded by name in the worker
   process alone. Private to src/media. */
#ifndef MEDIA_PRESS_H
#define MEDIA_PRESS_H

#include "media/media.h"

/* Loads the libraries and the fonts, and uses each once, so that they ask for no file afterwards.
   NULL, or the Debian package that is missing. */
const char *press_open(void);

/* *ret_pdf is the press' memory until the next call. The same marks give the same bytes. */
enum media_fault press_print(struct text marks, struct text *ret_pdf);

#endif
