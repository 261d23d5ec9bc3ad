/* Grey: an image as the reader of barcodes wants it, and how to find back from there. Private to
   src/media. */
#ifndef MEDIA_GREY_H
#define MEDIA_GREY_H

#include "base/text.h"

/* One byte a pixel, row after row, in the library's memory; library_forget gives it back. */
struct grey {
    struct text pixels;
    int32_t width, height;
};

struct grey_view {
    int32_t
        side; /* the longer side of the grey picture; 0: of the image, LIMIT_GREY_SIDE at most */
    int32_t degrees;
    int32_t width, height;           /* of the image, upright */
    int32_t grey_width, grey_height; /* of the grey picture */
    double scale;                    /* a pixel of the image is so many of the grey one's */
};

enum { LIMIT_GREY_SIDE = 6000, GREY_ENLARGES_AT_MOST = 4 };

/* From a box in the grey picture to one around it in the image. Pure. */
void grey_view_undo(const struct grey_view *view, int32_t *x, int32_t *y, int32_t *width,
                    int32_t *height);

#endif
