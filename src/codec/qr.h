/* QR: a text as a QR code in SVG, over libqrencode. */
#ifndef CODEC_QR_H
#define CODEC_QR_H

#include "base/arena.h"
#include "base/status.h"

enum { QR_LIMIT_BYTES = 1024 };

/* One dark path on white with the quiet zone of four modules, no script, no reference and no
   character that a data: address would have to escape ('#', '%'). TOO_LARGE past
   QR_LIMIT_BYTES, INVALID for an empty text. */
enum status MUST_CHECK qr_to_svg(struct arena *arena, struct text text, struct text *ret_svg);

#endif
