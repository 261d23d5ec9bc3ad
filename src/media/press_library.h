/* Press library: the functions of cairo, pango and fontconfig that are used, by name, with every
   object of theirs as void *. Private to src/media/press*.c. */
#ifndef MEDIA_PRESS_LIBRARY_H
#define MEDIA_PRESS_LIBRARY_H

#include <stddef.h>

enum {
    CAIRO_WRITE_ERROR = 11,   /* CAIRO_STATUS_WRITE_ERROR */
    CAIRO_FONT_FREETYPE = 1,  /* CAIRO_FONT_TYPE_FT */
    CAIRO_HINT_NONE = 1,      /* CAIRO_HINT_STYLE_NONE, CAIRO_HINT_METRICS_OFF */
    CAIRO_METADATA_TITLE = 0, /* cairo_pdf_metadata_t */
    CAIRO_METADATA_CREATOR = 4,
    CAIRO_METADATA_CREATED = 5,
    PANGO_WRAP_ANYWHERE = 2, /* PANGO_WRAP_WORD_CHAR */
    PANGO_CUT_END = 3,       /* PANGO_ELLIPSIZE_END */
};

typedef int press_keeper(void *closure, const unsigned char *bytes, unsigned int size);

extern struct press_library {
    void *(*new_pdf)(press_keeper *keep, void *closure, double width, double height);
    void (*set_page)(void *surface, double width, double height);
    void (*set_metadata)(void *surface, int what, const char *value);
    void *(*new_cairo)(void *surface);
    void (*destroy_cairo)(void *cairo);
    void (*finish)(void *surface);
    int (*problem)(void *cairo);
    void (*destroy_surface)(void *surface);
    void (*show_page)(void *cairo);
    void (*set_colour)(void *cairo, double red, double green, double blue);
    void (*rectangle)(void *cairo, double x, double y, double width, double height);
    void (*fill)(void *cairo);
    void (*move_to)(void *cairo, double x, double y);
    void (*save)(void *cairo);
    void (*restore)(void *cairo);
    void (*translate)(void *cairo, double x, double y);
    void (*scale)(void *cairo, double x, double y);
    void *(*new_options)(void);
    void (*free_options)(void *options);
    void (*set_hint_style)(void *options, int style);
    void (*set_hint_metrics)(void *options, int metrics);

    void *(*new_config)(void);
    int (*add_font)(void *config, const unsigned char *file);
    int (*load_rules)(void *config, const unsigned char *rules, int complain);
    int (*use_config)(void *config);

    void *(*new_map)(int font_type);
    void (*set_config)(void *map, void *config);
    void *(*new_context)(void *map);
    void (*set_options)(void *context, const void *options);
    void (*set_resolution)(void *context, double dots_per_inch);
    void (*set_language)(void *context, void *language);
    void *(*language)(const char *name);
    void *(*load_font)(void *map, void *context, const void *description);
    void *(*scaled_font)(void *font);
    void *(*description_from)(const char *words);
    void (*free_description)(void *description);
    void (*set_size)(void *description, double size);
    void (*set_weight)(void *description, int weight);
    void *(*new_layout)(void *context);
    void (*set_text)(void *layout, const char *text, int size);
    void (*set_description)(void *layout, const void *description);
    void (*set_width)(void *layout, int width);
    void (*set_height)(void *layout, int height);
    void (*set_align)(void *layout, int align);
    void (*set_wrap)(void *layout, int wrap);
    void (*set_ellipsis)(void *layout, int where);
    void (*set_one_paragraph)(void *layout, int is_one);
    int (*is_cut)(void *layout);
    void (*extent)(void *layout, int *ret_width, int *ret_height);
    int (*baseline)(void *layout);
    void (*show_layout)(void *cairo, void *layout);
} press_library;

/* NULL, or the Debian package that is missing. */
const char *press_library_load(void);

#endif
