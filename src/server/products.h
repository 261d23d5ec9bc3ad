/* Products: which entities, functions and routes this program is made of. */
#ifndef SERVER_PRODUCTS_H
#define SERVER_PRODUCTS_H

#include "call/file_kind.h"
#include "call/function.h"
#include "call/route.h"

struct import_preset;

extern const struct entity *const *const product_entities[];
extern const size_t product_entity_lists;
extern const struct function *const product_functions[];                /* NULL-ended */
extern const struct route *const product_routes[];                      /* NULL-ended */
extern const struct import_preset *const *const product_import_presets; /* NULL-ended */
extern const struct file_kind product_file_kinds[];                     /* ended by a NULL name */

#endif
