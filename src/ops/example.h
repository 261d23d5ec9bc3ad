/* The example of the set-up page: a year of a shop that ends yesterday, loaded as an import so
   that it can be undone with one click too. */
#ifndef OPS_EXAMPLE_H
#define OPS_EXAMPLE_H

#include "call/function.h"

/* Ended by a NULL name. */
extern const struct function example_functions[];

#endif
