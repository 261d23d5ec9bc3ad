/* Press library: by name, as the image library is. */
#include "media/press_library.h"

#include <dlfcn.h>
#include <string.h>

struct press_library press_library;

#define SLOT(member) &press_library.member

static const struct {
    const char *name;
    void *slot;
} symbols[] = {
    { "cairo_pdf_surface_create_for_stream", SLOT(new_pdf) },
    { "cairo_pdf_surface_set_size", SLOT(set_page) },
    { "cairo_pdf_surface_set_metadata", SLOT(set_metadata) },
    { "cairo_create", SLOT(new_cairo) },
    { "cairo_destroy", SLOT(destroy_cairo) },
    { "cairo_surface_finish", SLOT(finish) },
    { "cairo_status", SLOT(problem) },
    { "cairo_surface_destroy", SLOT(destroy_surface) },
    { "cairo_show_page", SLOT(show_page) },
    { "cairo_set_source_rgb", SLOT(set_colour) },
    { "cairo_rectangle", SLOT(rectangle) },
    { "cairo_fill", SLOT(fill) },
    { "cairo_move_to", SLOT(move_to) },
    { "cairo_save", SLOT(save) },
    { "cairo_restore", SLOT(restore) },
    { "cairo_translate", SLOT(translate) },
    { "cairo_scale", SLOT(scale) },
    { "cairo_font_options_create", SLOT(new_options) },
    { "cairo_font_options_destroy", SLOT(free_options) },
    { "cairo_font_options_set_hint_style", SLOT(set_hint_style) },
    { "cairo_font_options_set_hint_metrics", SLOT(set_hint_metrics) },
    { "FcConfigCreate", SLOT(new_config) },
    { "FcConfigAppFontAddFile", SLOT(add_font) },
    { "FcConfigParseAndLoadFromMemory", SLOT(load_rules) },
    { "FcConfigSetCurrent", SLOT(use_config) },
    { "pango_cairo_font_map_new_for_font_type", SLOT(new_map) },
    { "pango_fc_font_map_set_config", SLOT(set_config) },
    { "pango_font_map_create_context", SLOT(new_context) },
    { "pango_cairo_context_set_font_options", SLOT(set_options) },
    { "pango_cairo_context_set_resolution", SLOT(set_resolution) },
    { "pango_context_set_language", SLOT(set_language) },
    { "pango_language_from_string", SLOT(language) },
    { "pango_font_map_load_font", SLOT(load_font) },
    { "pango_cairo_font_get_scaled_font", SLOT(scaled_font) },
    { "pango_font_description_from_string", SLOT(description_from) },
    { "pango_font_description_free", SLOT(free_description) },
    { "pango_font_description_set_absolute_size", SLOT(set_size) },
    { "pango_font_description_set_weight", SLOT(set_weight) },
    { "pango_layout_new", SLOT(new_layout) },
    { "pango_layout_set_text", SLOT(set_text) },
    { "pango_layout_set_font_description", SLOT(set_description) },
    { "pango_layout_set_width", SLOT(set_width) },
    { "pango_layout_set_height", SLOT(set_height) },
    { "pango_layout_set_alignment", SLOT(set_align) },
    { "pango_layout_set_wrap", SLOT(set_wrap) },
    { "pango_layout_set_ellipsize", SLOT(set_ellipsis) },
    { "pango_layout_set_single_paragraph_mode", SLOT(set_one_paragraph) },
    { "pango_layout_is_ellipsized", SLOT(is_cut) },
    { "pango_layout_get_size", SLOT(extent) },
    { "pango_layout_get_baseline", SLOT(baseline) },
    { "pango_cairo_show_layout", SLOT(show_layout) },
};

const char *press_library_load(void)
{
    static const char *const libraries[][2] = {
        { "libcairo.so.2", "libcairo2" },
        { "libfontconfig.so.1", "libfontconfig1" },
        { "libpangoft2-1.0.so.0", "libpangoft2-1.0-0" },
        { "libpangocairo-1.0.so.0", "libpangocairo-1.0-0" },
        { "libzint.so.2.11", "libzint2.11" },
    };
    void *any;

    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        if (!dlopen(libraries[i][0], RTLD_NOW | RTLD_GLOBAL))
            return libraries[i][1];
    any = dlopen(NULL, RTLD_NOW);
    for (size_t i = 0; any && i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(any, symbols[i].name);

        if (!symbol)
            return libraries[3][1];
        memcpy(symbols[i].slot, &symbol, sizeof symbol);
    }
    return any ? NULL : libraries[0][1];
}
