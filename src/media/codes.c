/* Codes: an image is looked at as it is, then smaller, larger and turned, until something is
   found: a code that is out of focus shows when it is shrunk, a small one when it is enlarged. */
#include "media/codes.h"

#include "media/grey.h"
#include "media/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    FORMAT_GREY = 'Y' | '8' << 8 | '0' << 16 | '0' << 24,
    CONFIG_ENABLE = 0, /* ZBAR_CFG_ENABLE */
};

static struct {
    void *(*new_scanner)(void);
    int (*configure)(void *scanner, int symbology, int what, int value);
    int (*tell_the_bus)(void *scanner, int is_wanted);
    int (*scan)(void *scanner, void *image);
    void *(*new_image)(void);
    void (*free_image)(void *image);
    void (*set_format)(void *image, unsigned long format);
    void (*set_size)(void *image, unsigned width, unsigned height);
    void (*set_data)(void *image, const void *data, unsigned long size, void (*cleanup)(void *));
    const void *(*first)(const void *image);
    const void *(*next)(const void *symbol);
    int (*kind)(const void *symbol);
    const char *(*data)(const void *symbol);
    unsigned (*data_size)(const void *symbol);
    unsigned (*point_count)(const void *symbol);
    int (*x)(const void *symbol, unsigned index);
    int (*y)(const void *symbol, unsigned index);
} zbar;

static const struct {
    const char *name;
    void *slot;
} symbols[] = {
    { "zbar_image_scanner_create", &zbar.new_scanner },
    { "zbar_image_scanner_set_config", &zbar.configure },
    { "zbar_image_scanner_request_dbus", &zbar.tell_the_bus },
    { "zbar_scan_image", &zbar.scan },
    { "zbar_image_create", &zbar.new_image },
    { "zbar_image_destroy", &zbar.free_image },
    { "zbar_image_set_format", &zbar.set_format },
    { "zbar_image_set_size", &zbar.set_size },
    { "zbar_image_set_data", &zbar.set_data },
    { "zbar_image_first_symbol", &zbar.first },
    { "zbar_symbol_next", &zbar.next },
    { "zbar_symbol_get_type", &zbar.kind },
    { "zbar_symbol_get_data", &zbar.data },
    { "zbar_symbol_get_data_length", &zbar.data_size },
    { "zbar_symbol_get_loc_size", &zbar.point_count },
    { "zbar_symbol_get_loc_x", &zbar.x },
    { "zbar_symbol_get_loc_y", &zbar.y },
};

/* zbar_symbol_type_t */
static const struct {
    int symbology;
    enum media_code_kind kind;
} kinds[] = {
    { 13, CODE_EAN_13 }, { 8, CODE_EAN_8 }, { 12, CODE_UPC_A }, { 128, CODE_128 }, { 64, CODE_QR },
};

static void *scanner;
static struct media_code found[LIMIT_CODES];
static size_t found_count;

const char *codes_open(void)
{
    void *handle = dlopen("libzbar.so.0", RTLD_NOW);

    for (size_t i = 0; handle && i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(handle, symbols[i].name);

        if (!symbol)
            return "libzbar0";
        memcpy(symbols[i].slot, &symbol, sizeof symbol);
    }
    scanner = handle ? zbar.new_scanner() : NULL;
    if (!scanner)
        return "libzbar0";
    /* Debian's tells the system's message bus whatever it reads, unless it is told not to. */
    zbar.tell_the_bus(scanner, 0);
    zbar.configure(scanner, 0, CONFIG_ENABLE, 0);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        zbar.configure(scanner, kinds[i].symbology, CONFIG_ENABLE, 1);
    return NULL;
}

/* --- one look */

static bool is_known(const struct media_code *code)
{
    for (size_t i = 0; i < found_count; i++)
        if (found[i].kind == code->kind && found[i].size == code->size &&
            memcmp(found[i].text, code->text, code->size) == 0)
            return true;
    return false;
}

static enum media_code_kind kind_of(int symbology)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].symbology == symbology)
            return kinds[i].kind;
    return CODE_NONE;
}

/* The box around its points, of the picture that was looked at. */
static void place(const void *symbol, struct media_code *code)
{
    int32_t right = 0, bottom = 0;

    for (unsigned i = 0; i < zbar.point_count(symbol); i++) {
        int32_t x = zbar.x(symbol, i), y = zbar.y(symbol, i);

        code->x = i == 0 || x < code->x ? x : code->x;
        code->y = i == 0 || y < code->y ? y : code->y;
        right = x > right ? x : right;
        bottom = y > bottom ? y : bottom;
    }
    code->width = right - code->x;
    code->height = bottom - code->y;
}

static void keep(const void *symbol, const struct grey_view *view)
{
    struct media_code code = { .kind = kind_of(zbar.kind(symbol)), .size = zbar.data_size(symbol) };

    if (!code.kind || code.size == 0 || code.size > LIMIT_CODE_TEXT || found_count == LIMIT_CODES)
        return;
    memcpy(code.text, zbar.data(symbol), code.size);
    place(symbol, &code);
    grey_view_undo(view, &code.x, &code.y, &code.width, &code.height);
    if (!is_known(&code))
        found[found_count++] = code;
}

static void look(const struct grey *grey, const struct grey_view *view)
{
    void *image = zbar.new_image();

    if (!image)
        return;
    zbar.set_format(image, FORMAT_GREY);
    zbar.set_size(image, (unsigned)grey->width, (unsigned)grey->height);
    zbar.set_data(image, grey->pixels.at, grey->pixels.size, NULL);
    if (zbar.scan(scanner, image) > 0)
        for (const void *symbol = zbar.first(image); symbol; symbol = zbar.next(symbol))
            keep(symbol, view);
    zbar.free_image(image);
}

enum media_fault codes_find(struct text image, struct media_codes *ret_codes)
{
    /* In order: what finds most for its time first. */
    static const struct {
        int side;    /* the longer side of what is looked at; 0: as it is */
        int degrees; /* turned by so much */
    } looks[] = { { 0, 0 },     { 1600, 0 },  { 800, 0 },  { 2400, 0 }, { 1600, 45 },
                  { 1600, 22 }, { 1600, 68 }, { 800, 45 }, { 3200, 0 } };
    struct media_codes codes = { .at = found };
    enum media_fault fault = MEDIA_FINE;

    found_count = 0;
    for (size_t i = 0; found_count == 0 && i < sizeof looks / sizeof *looks; i++) {
        struct grey_view view = { .side = looks[i].side, .degrees = looks[i].degrees };
        struct grey grey;

        fault = library_grey(image, &view, &grey);
        if (fault != MEDIA_FINE)
            return fault;
        codes.width = view.width;
        codes.height = view.height;
        look(&grey, &view);
        library_forget(grey.pixels);
    }
    codes.count = found_count;
    *ret_codes = codes;
    return MEDIA_FINE;
}
