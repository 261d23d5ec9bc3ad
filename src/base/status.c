/* Status: the list as numbers and names. */
#include "base/status.h"

static const struct {
    int http;
    const char *name;
} list[] = {
#define STATUS_ROW(status, number) [status] = { number, #status },
    STATUS_LIST(STATUS_ROW)
#undef STATUS_ROW
};

int status_http(enum status status)
{
    return list[status].http;
}

const char *status_name(enum status status)
{
    return list[status].name;
}
