/* Layouts: what is known of a platform's export, so that a file of it is mapped by its headers.
   Which there are is the products' matter; matching and mapping are the same for all. */
#ifndef REST_IMPORT_LAYOUT_H
#define REST_IMPORT_LAYOUT_H

#include "rest/import_suggest.h"

struct import_layout {
    struct id id;    /* of its row in the workspace; zero: built in as it came */
    struct text key; /* of what is built in, and of what stands in its place; empty: a row's own */
    struct text name, entity, platform;
    /* {"price": ["Sold price", "Price"], "size": {"column": [...], "take": "last_part"},
       "size_system": {"value": "US"}}: the first header that the file has; {"join": [...]}: all. */
    const struct json *columns;
    const struct json *headers; /* ["Order status", ...]: by which the export is known besides */
    const struct json *options; /* those of an import that go with it */
    bool is_off;                /* not offered */
};

/* The layout that `wanted` names by key or id, or, where it is empty, the one that fits the file
   best; NULL: none, or "none" is wanted. */
enum status MUST_CHECK import_layout_choose(struct call *call, const struct entity *entity,
                                            const struct import_look *look, struct text wanted,
                                            const struct import_layout **ret_layout);
/* Its mapping for this file, without fields that the caller may not set. One that says "guess" in
   its options leaves what it does not name to `suggested`. */
struct text import_layout_mapping(struct call *call, const struct entity *entity,
                                  const struct import_layout *layout,
                                  const struct import_look *look, struct text suggested);
/* Puts its options where none were said. */
void import_layout_options(struct call *call, const struct import_layout *layout,
                           const struct import_look *look, struct import_options *options);
/* {"id", "key", "name", "entity", "platform", "is_off"} and, with `whole`, the rest. */
void import_layout_write(struct json_writer *json, const struct import_layout *layout, bool whole);

#endif
