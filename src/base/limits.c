/* Limits: the table behind the names. */
#include "base/limits.h"

static const struct limit list[] = {
#define LIMIT_ROW(name, value, what) { #name, value, what },
    LIMIT_LIST(LIMIT_ROW)
#undef LIMIT_ROW
};

const struct limit *limit_list(size_t *ret_count)
{
    *ret_count = sizeof list / sizeof list[0];
    return list;
}
