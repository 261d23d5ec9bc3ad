/* Press bars: the modules that zint works out, run by run. */
#include "media/press_bars.h"

#include "media/press_library.h"

#include <dlfcn.h>
#include <zint.h>

#define POINTS_EACH (72.0 / 2540.0)

static const struct {
    int symbology, mode;
    int quiet;               /* modules that stay white at each side (the standards' smallest) */
    bool is_square;          /* white above and below too */
    enum paper_code instead; /* of a code that this cannot hold */
} kinds[] = {
    [PAPER_CODE_128] = { BARCODE_CODE128, DATA_MODE, 10, false, PAPER_QR },
    [PAPER_EAN_13] = { BARCODE_EANX, DATA_MODE, 11, false, PAPER_CODE_128 },
    [PAPER_UPC_A] = { BARCODE_UPCA, DATA_MODE, 9, false, PAPER_CODE_128 },
    [PAPER_QR] = { BARCODE_QRCODE, UNICODE_MODE, 4, true, PAPER_NO_CODE },
};

static struct {
    struct zint_symbol *(*create)(void);
    int (*encode)(struct zint_symbol *symbol, const unsigned char *text, int size);
    void (*delete)(struct zint_symbol *symbol);
} zint;

static bool find_zint(void)
{
    static const struct {
        const char *name;
        void *slot;
    } symbols[] = {
        { "ZBarcode_Create", &zint.create },
        { "ZBarcode_Encode", &zint.encode },
        { "ZBarcode_Delete", &zint.delete },
    };

    for (size_t i = 0; !zint.delete &&i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(RTLD_DEFAULT, symbols[i].name);

        if (!symbol)
            return false;
        memcpy(symbols[i].slot, &symbol, sizeof symbol);
    }
    return true;
}

static bool is_dark(const struct zint_symbol *symbol, int row, int column)
{
    return (symbol->encoded_data[row][column / 8] >> (column % 8) & 1) != 0;
}

static void draw_row(void *cairo, const struct zint_symbol *symbol, int row, const double place[4])
{
    double module = place[2], height = place[3];

    for (int from = 0, to; from < symbol->width; from = to) {
        to = from + 1;
        if (!is_dark(symbol, row, from))
            continue;
        while (to < symbol->width && is_dark(symbol, row, to))
            to++;
        press_library.rectangle(cairo, place[0] + from * module, place[1] + row * height,
                                (to - from) * module, height);
    }
}

static void draw_symbol(void *cairo, const struct zint_symbol *symbol,
                        const struct paper_mark *mark, enum paper_code code)
{
    double width = mark->area.width * POINTS_EACH, height = mark->area.height * POINTS_EACH;
    double module = width / (symbol->width + 2 * kinds[code].quiet), row_height = height;
    double x = mark->area.x * POINTS_EACH, y = mark->area.y * POINTS_EACH;

    if (kinds[code].is_square) {
        double other = height / (symbol->rows + 2 * kinds[code].quiet);

        module = other < module ? other : module;
        row_height = module;
        y += (height - module * symbol->rows) / 2;
    }
    x += (width - module * symbol->width) / 2;
    press_library.set_colour(cairo, 0, 0, 0);
    for (int row = 0; row < symbol->rows; row++)
        draw_row(cairo, symbol, row, (const double[]){ x, y, module, row_height });
    press_library.fill(cairo);
}

static bool draw_as(void *cairo, const struct paper_mark *mark, enum paper_code code)
{
    struct zint_symbol *symbol = zint.create();
    bool is_made;

    if (!symbol)
        return false;
    symbol->symbology = kinds[code].symbology;
    symbol->input_mode = kinds[code].mode;
    is_made = zint.encode(symbol, (const unsigned char *)mark->text.at, (int)mark->text.size) <
                  ZINT_ERROR &&
              symbol->rows > 0 && (symbol->rows == 1 || kinds[code].is_square);
    if (is_made)
        draw_symbol(cairo, symbol, mark, code);
    zint.delete(symbol);
    return is_made;
}

/* Code 128 as zint makes it holds Latin-1 too, which scanners read in many ways. */
static enum paper_code first_kind(const struct paper_mark *mark)
{
    for (size_t i = 0; i < mark->text.size; i++)
        if ((unsigned char)mark->text.at[i] >= 0x80)
            return PAPER_QR;
    return mark->code;
}

void press_bars_draw(void *cairo, const struct paper_mark *mark)
{
    enum paper_code code = first_kind(mark);

    if (!find_zint())
        return;
    while (code && !draw_as(cairo, mark, code))
        code = kinds[code].instead;
}
