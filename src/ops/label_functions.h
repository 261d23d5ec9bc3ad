/* Labels for products and their sizes (docs/warehouse.md). */
#ifndef OPS_LABEL_FUNCTIONS_H
#define OPS_LABEL_FUNCTIONS_H

#include "call/function.h"

enum { LIMIT_LABELS = 2000, LIMIT_LABEL_LINES = 1000, LIMIT_LABELS_TEXT = 256 * 1024 };

/* label_lines, label_print, barcode_read; ended by a NULL name. */
extern const struct function label_functions[], barcode_read_functions[];

#endif
