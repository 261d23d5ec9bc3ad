/* QR: dark modules of a row become runs of one path. */
#include "codec/qr.h"

#include "base/buffer.h"

#include <qrencode.h>

enum { QUIET = 4, LIMIT_SVG = 256 * 1024 };

static void append_row(struct buffer *path, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width; x++) {
        int run = 0;

        while (x + run < width && row[x + run] & 1)
            run++;
        if (run > 0)
            buffer_print(path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
        x += run;
    }
}

enum status qr_to_svg(struct arena *arena, struct text text, struct text *ret_svg)
{
    struct buffer svg = buffer_in(arena, LIMIT_SVG);
    QRcode *code;
    enum status status;
    int side;

    if (text.size == 0)
        return INVALID;
    if (text.size > QR_LIMIT_BYTES)
        return TOO_LARGE;
    code = QRcode_encodeData((int)text.size, (const unsigned char *)text.at, 0, QR_ECLEVEL_M);
    if (!code)
        return FAILED;
    side = code->width + 2 * QUIET;
    buffer_print(&svg,
                 "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' "
                 "height='%d' shape-rendering='crispEdges'><path fill='white' d='M0 0h%dv%dh-%dz'/>"
                 "<path fill='black' d='",
                 side, side, side * 4, side * 4, side, side, side);
    for (int y = 0; y < code->width; y++)
        append_row(&svg, code->data + (size_t)y * (size_t)code->width, code->width, y);
    buffer_append(&svg, T("'/></svg>"));
    QRcode_free(code);
    status = buffer_status(&svg);
    if (status == OK)
        *ret_svg = buffer_text(&svg);
    return status;
}
