/* Presets of imports: how the exports of the platforms are read. Those that come with the program
   are files (src/ops/presets); a row of the workspace stands in the place of one of them, or is the
   workspace's own (docs/decisions/2026-11-22-import-presets.md). */
#ifndef OPS_IMPORT_PRESET_H
#define OPS_IMPORT_PRESET_H

#include "call/function.h"

struct import_layout;

struct import_preset_row {
    struct row row;
    struct text name, entity, platform, built_in;
    bool is_off;
    struct text columns, headers, options;
};

extern const struct entity import_preset_entity;
extern const struct function import_preset_functions[]; /* ended by a NULL name */

/* The files, as one JSON list; ended by a NUL. Made by mk/server.mk. */
extern const char import_preset_files[];

/* For instance.import_layouts. */
enum status MUST_CHECK import_preset_layouts(struct call *call, struct import_layout **ret_layouts,
                                             size_t *ret_count);

#endif
