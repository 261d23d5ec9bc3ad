/* Press bars: barcodes, made by zint, as rectangles. Private to src/media/press*.c. */
#ifndef MEDIA_PRESS_BARS_H
#define MEDIA_PRESS_BARS_H

#include "paper/paper.h"

/* press_library is loaded. Leaves the place empty when no code can hold the text. */
void press_bars_draw(void *cairo, const struct paper_mark *mark);

#endif
