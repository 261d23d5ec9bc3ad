/* Press: goes through the marks and draws. The fonts are two families in files that are named
   here, whatever else the machine has and however it is configured, so that the same marks look
   the same, and are the same bytes, everywhere. */
#include "media/press.h"

#include "codec/utf8.h"
#include "media/press_bars.h"
#include "media/press_library.h"
#include "paper/paper.h"

#include <stdlib.h>

#define POINTS_EACH (72.0 / 2540.0) /* a hundredth of a millimetre */

enum {
    ONE = 1024,    /* PANGO_SCALE: a point */
    SET_IN = 1000, /* hundredths of a point: everything is laid out in this size, then scaled */
    STEP_PERCENT = 94,
    SEMIBOLD = 600,
    NORMAL = 400,
};

/* Printed on every page of the same document, whenever: a file says nothing of its making. */
#define MADE_AT "2000-01-01T00:00:00Z"

static const char fonts[][64] = {
    "/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf",
    "/usr/share/fonts/truetype/open-sans/OpenSans-Semibold.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
};
static const char *const packages[] = { "fonts-open-sans", "fonts-open-sans",
                                        "fonts-wqy-microhei" };

static const char family[] = "Open Sans,WenQuanYi Micro Hei";

/* The Chinese font has one weight: a bold one is made of it. */
static const char rules[] =
    "<?xml version=\"1.0\"?><fontconfig><match target=\"font\">"
    "<test name=\"family\"><string>WenQuanYi Micro Hei</string></test>"
    "<test target=\"pattern\" name=\"weight\" compare=\"more_eq\"><const>semibold</const></test>"
    "<edit name=\"embolden\" mode=\"assign\"><bool>true</bool></edit></match></fontconfig>";

static struct {
    void *map;     /* PangoFontMap */
    void *context; /* PangoContext */
    void *layout;  /* PangoLayout */
    void *description;
    char *bytes; /* of the PDF */
    size_t size, capacity;
} press;

/* --- the file */

static int keep(void *closure, const unsigned char *bytes, unsigned int size)
{
    (void)closure;
    if (press.size + size > LIMIT_PICTURE_BYTES)
        return CAIRO_WRITE_ERROR;
    if (press.size + size > press.capacity) {
        press.capacity = 2 * (press.size + size);
        press.bytes = memory_realloc(press.bytes, press.capacity);
    }
    memcpy(press.bytes + press.size, bytes, size);
    press.size += size;
    return 0;
}

/* --- marks */

static void use_colour(void *cairo, uint32_t colour)
{
    press_library.set_colour(cairo, (colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0,
                             (colour & 255) / 255.0);
}

/* So many hundredths of a millimetre, when what is laid out will be scaled to `size`. */
static int units(int32_t hundredths, int32_t size)
{
    return (int)(hundredths * POINTS_EACH * ONE * SET_IN / size);
}

/* A text of several lines may be higher than it was allowed, as its first line always is there. */
static bool fits_in(const struct paper_mark *mark, int32_t size)
{
    int room = units(mark->area.height, size), width = 0, height = 0;

    press_library.set_width(press.layout, units(mark->area.width, size));
    press_library.set_height(press.layout, mark->style.is_wrapped ? room : -1);
    if (press_library.is_cut(press.layout))
        return false;
    press_library.extent(press.layout, &width, &height);
    return !mark->style.is_wrapped || height <= room;
}

/* Cairo refuses what Unicode calls no character. */
static bool is_character(uint32_t character)
{
    return character >= ' ' && character != 0x7F && (character & 0xFFFE) != 0xFFFE &&
           (character < 0xFDD0 || character > 0xFDEF);
}

/* The text, without what no font has a sign for; its end is NUL. */
static char *printable(struct text text, size_t *ret_size)
{
    char *words = memory_alloc(text.size + 1);
    size_t size = 0;

    while (text.size > 0) {
        struct text rest = text;
        bool is_printed = is_character(utf8_next(&rest));
        size_t step = text.size - rest.size;

        if (is_printed)
            memcpy(words + size, text.at, step);
        else
            words[size] = ' ';
        size += is_printed ? step : 1;
        text = rest;
    }
    words[size] = 0;
    *ret_size = size;
    return words;
}

/* The size it fits in, or the least. A font of another size would have to be opened, which the
   sandbox forbids: the paper is scaled instead. */
static int32_t lay_out(const struct paper_mark *mark)
{
    int32_t size = mark->style.size;
    size_t length;
    char *words = printable(mark->text, &length);

    press_library.set_text(press.layout, words, (int)length);
    free(words);
    press_library.set_weight(press.description, mark->style.is_bold ? SEMIBOLD : NORMAL);
    press_library.set_description(press.layout, press.description);
    press_library.set_align(press.layout, (int)mark->style.align);
    while (!fits_in(mark, size) && size > mark->style.least) {
        size = size * STEP_PERCENT / 100;
        if (size < mark->style.least)
            size = mark->style.least;
    }
    return size;
}

/* One line stands on the middle of its area, whichever fonts its signs come from. */
static void draw_text(void *cairo, const struct paper_mark *mark)
{
    double x = mark->area.x * POINTS_EACH, y = mark->area.y * POINTS_EACH;
    int32_t size = lay_out(mark);
    double scale = (double)size / SET_IN;

    if (!mark->style.is_wrapped)
        y += mark->area.height * POINTS_EACH / 2 + size / 100.0 * 0.36 -
             (double)press_library.baseline(press.layout) / ONE * scale;
    use_colour(cairo, mark->style.colour);
    press_library.save(cairo);
    press_library.translate(cairo, x, y);
    press_library.scale(cairo, scale, scale);
    press_library.move_to(cairo, 0, 0);
    press_library.show_layout(cairo, press.layout);
    press_library.restore(cairo);
}

static void draw_box(void *cairo, const struct paper_mark *mark)
{
    use_colour(cairo, mark->style.colour);
    press_library.rectangle(cairo, mark->area.x * POINTS_EACH, mark->area.y * POINTS_EACH,
                            mark->area.width * POINTS_EACH, mark->area.height * POINTS_EACH);
    press_library.fill(cairo);
}

static void draw(void *cairo, const struct paper_mark *mark)
{
    if (mark->kind == PAPER_TEXT)
        draw_text(cairo, mark);
    if (mark->kind == PAPER_BOX)
        draw_box(cairo, mark);
    if (mark->kind == PAPER_BARS)
        press_bars_draw(cairo, mark);
}

static void begin_page(void *surface, void *cairo, const struct paper_mark *mark, size_t page)
{
    if (page > 0)
        press_library.show_page(cairo);
    press_library.set_page(surface, mark->area.width * POINTS_EACH,
                           mark->area.height * POINTS_EACH);
}

/* False: a mark before the first page, too many pages, or no marks at all. */
static bool draw_all(void *surface, void *cairo, struct text *marks)
{
    struct paper_mark mark;
    size_t pages = 0;

    while (paper_next(marks, &mark)) {
        if (mark.kind == PAPER_PAGE) {
            if (pages >= LIMIT_PAPER_PAGES)
                return false;
            begin_page(surface, cairo, &mark, pages++);
        } else if (mark.kind != PAPER_TITLE) {
            if (pages == 0)
                return false;
            draw(cairo, &mark);
        }
    }
    return pages > 0 && marks->size == 0;
}

static void describe(void *surface, struct text marks)
{
    struct paper_mark mark;

    if (paper_next(&marks, &mark) && mark.kind == PAPER_TITLE) {
        size_t length;
        char *title = printable(mark.text, &length);

        press_library.set_metadata(surface, CAIRO_METADATA_TITLE, title);
        free(title);
    }
    press_library.set_metadata(surface, CAIRO_METADATA_CREATOR, "Steward");
    press_library.set_metadata(surface, CAIRO_METADATA_CREATED, MADE_AT);
}

enum media_fault press_print(struct text marks, struct text *ret_pdf)
{
    void *surface, *cairo;
    bool is_drawn;
    int problem;

    press.size = 0;
    surface = press_library.new_pdf(keep, NULL, PAPER_A4_WIDTH * POINTS_EACH,
                                    PAPER_A4_HEIGHT * POINTS_EACH);
    cairo = press_library.new_cairo(surface);
    describe(surface, marks);
    is_drawn = draw_all(surface, cairo, &marks);
    press_library.show_page(cairo);
    press_library.finish(surface);
    problem = press_library.problem(cairo);
    press_library.destroy_cairo(cairo);
    press_library.destroy_surface(surface);
    if (!is_drawn)
        return MEDIA_BROKEN;
    if (problem != 0)
        return press.size > LIMIT_PICTURE_BYTES / 2 ? MEDIA_TOO_LARGE : MEDIA_FAILED;
    *ret_pdf = (struct text){ press.bytes, press.size };
    return MEDIA_FINE;
}

/* --- opening */

static const char *add_fonts(void *config)
{
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (!press_library.add_font(config, (const unsigned char *)fonts[i]))
            return packages[i];
    if (!press_library.load_rules(config, (const unsigned char *)rules, 1))
        return packages[0];
    press_library.use_config(config);
    return NULL;
}

/* Without the grid of a screen: a width is a width on every page. */
static void use_plain_measure(void)
{
    void *options = press_library.new_options();

    press_library.set_hint_style(options, CAIRO_HINT_NONE);
    press_library.set_hint_metrics(options, CAIRO_HINT_NONE);
    press_library.set_options(press.context, options);
    press_library.free_options(options);
    press_library.set_resolution(press.context, 72);
}

/* A font's file is open while something is set in it: these stay for good. */
static bool hold_fonts(void)
{
    static const char *const descriptions[] = { "Open Sans 10", "Open Sans Semi-Bold 10",
                                                "WenQuanYi Micro Hei 10",
                                                "WenQuanYi Micro Hei Semi-Bold 10" };

    for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions; i++) {
        void *description = press_library.description_from(descriptions[i]);
        void *font = press_library.load_font(press.map, press.context, description);

        press_library.free_description(description);
        if (!font || !press_library.scaled_font(font))
            return false;
    }
    return true;
}

static bool print_once(void)
{
    static const struct paper_style plain = { .size = 1000 },
                                    bold = { .size = 1000, .is_bold = true };
    struct paper_area area = { 0, 0, 10000, 1000 };
    struct arena arena = { 0 };
    struct paper paper = paper_new(&arena, T("1"));
    struct text marks, pdf;
    bool is_printed;

    paper_page(&paper, 10000, 10000);
    paper_text(&paper, area, &plain, T("Aa1 \xE4\xB8\xAD \xF0\x9F\x98\x80 \xD7\x90"));
    paper_text(&paper, area, &bold, T("Aa1 \xE4\xB8\xAD \xF0\x9F\x98\x80 \xD7\x90"));
    area.width = 500;
    paper_text(&paper, area, &plain, T("Aa1 is cut"));
    paper_text(&paper, area, &bold, T("Aa1 is cut"));
    area.width = 10000;
    paper_bars(&paper, area, PAPER_EAN_13, T("2000000000015"));
    paper_bars(&paper, area, PAPER_QR, T("1"));
    is_printed = paper_finish(&paper, &marks) == OK && press_print(marks, &pdf) == MEDIA_FINE;
    arena_release(&arena);
    return is_printed;
}

const char *press_open(void)
{
    const char *missing = press_library_load();
    void *config;

    if (missing)
        return missing;
    config = press_library.new_config();
    missing = add_fonts(config);
    if (missing)
        return missing;
    press.map = press_library.new_map(CAIRO_FONT_FREETYPE);
    press_library.set_config(press.map, config);
    press.context = press_library.new_context(press.map);
    press_library.set_language(press.context, press_library.language("zh-cn"));
    use_plain_measure();
    press.description = press_library.description_from(family);
    press_library.set_size(press.description, SET_IN / 100.0 * ONE);
    press.layout = press_library.new_layout(press.context);
    press_library.set_one_paragraph(press.layout, 1);
    press_library.set_wrap(press.layout, PANGO_WRAP_ANYWHERE);
    press_library.set_ellipsis(press.layout, PANGO_CUT_END);
    return hold_fonts() && print_once() ? NULL : packages[0];
}
