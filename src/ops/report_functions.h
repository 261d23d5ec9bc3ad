/* The reports as functions: POST or GET /rest/v1/rpc/report_... (docs/reports.md). */
#ifndef OPS_REPORT_FUNCTIONS_H
#define OPS_REPORT_FUNCTIONS_H

#include "call/function.h"

/* Ended by a NULL name. */
extern const struct function report_functions[];

#endif
