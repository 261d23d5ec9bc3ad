/* Router: finds the row of the route tables that a request means. */
#include "call/route.h"

/* "/rest/v1/{}" against "/rest/v1/sale": what {} stands for is one segment, not empty. */
static bool path_matches(struct text pattern, struct text path, struct text *ret_parameter)
{
    size_t brace = text_find(pattern, T("{}"));
    struct text parameter;

    if (brace == pattern.size) {
        *ret_parameter = (struct text){ 0 };
        return text_equal(pattern, path);
    }
    if (!text_starts_with(path, text_slice(pattern, 0, brace)))
        return false;
    parameter = text_from_offset(path, brace);
    if (parameter.size == 0 || text_find_byte(parameter, '/') < parameter.size)
        return false;
    *ret_parameter = parameter;
    return true;
}

static bool method_matches(enum http_method wanted, enum http_method asked)
{
    return wanted == asked || (wanted == HTTP_GET && asked == HTTP_HEAD);
}

const struct route *route_find(const struct route *const *routes, enum http_method method,
                               struct text path, struct text *ret_parameter, bool *ret_path_exists)
{
    *ret_path_exists = false;
    for (; *routes; routes++) {
        for (const struct route *route = *routes; route->path; route++) {
            if (!path_matches(text_from(route->path), path, ret_parameter))
                continue;
            *ret_path_exists = true;
            if (method_matches(route->method, method))
                return route;
        }
    }
    return NULL;
}
