/* Functions: the tables of rpc functions that auth brings, one per subject. */
#ifndef AUTH_FUNCTIONS_H
#define AUTH_FUNCTIONS_H

#include "call/function.h"

/* Each ended by a NULL name. */
extern const struct function setup_functions[];
extern const struct function workspace_functions[];
extern const struct function member_functions[];
extern const struct function invite_functions[];
extern const struct function session_functions[];
extern const struct function factor_functions[];

#endif
