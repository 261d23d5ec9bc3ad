/* Routes and functions: the two tables of what auth answers. */
#include "auth/auth.h"

const struct route auth_routes[] = { { 0 } };

const struct function auth_functions[] = { { 0 } };
