/* A show on air as functions: its board, what is on camera, the order of its run sheet, who hosts
   it (docs/shows.md). */
#ifndef OPS_SHOW_AIR_H
#define OPS_SHOW_AIR_H

#include "call/function.h"

/* Each ended by a NULL name. */
extern const struct function show_board_functions[], show_plan_functions[], show_host_functions[];

#endif
