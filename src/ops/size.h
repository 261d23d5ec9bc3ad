/* Shoe sizes as they are printed on the box. The text is kept as it is; the order is only for
   sorting and for the size run. */
#ifndef OPS_SIZE_H
#define OPS_SIZE_H

#include "base/arena.h"

/* The first number of a size in hundredths: 42.5, 42½, 8 1/2, "US 9", 42 2/3 (4267), 40-41
   (4000), full width digits. False when it has none or is a clothing size (M, 2XL); *ret_order
   is then untouched. */
bool size_to_order(struct text size, int64_t *ret_order);
/* One spelling for what is the same size: "42½", "42,5" and "EU 42.5" are 42.5, thirds stay
   42 2/3, a width or gender letter stays (7.5W). Everything else is given back as it is. */
struct text size_to_label(struct text size, struct arena *arena);

#endif
