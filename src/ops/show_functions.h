/* The money of a show as functions: show_result, show_book_costs, and closing it out. */
#ifndef OPS_SHOW_FUNCTIONS_H
#define OPS_SHOW_FUNCTIONS_H

#include "call/function.h"

/* Ended by a NULL name. */
extern const struct function show_functions[];

#endif
