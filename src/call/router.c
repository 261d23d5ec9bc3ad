/* Router: finds the row of the route tables that a request means. */
#include "call/route.h"

/* "/rest/v1/{}" against "/rest/v1/sale": what {} stands for is one segment, not empty; {..} stands
   for all the rest, not empty either. */
static bool path_matches(struct text pattern, struct text path,
                         struct text ret_parameters[ROUTE_PARAMETERS])
{
    size_t count = 0;

    for (size_t i = 0; i < ROUTE_PARAMETERS; i++)
        ret_parameters[i] = (struct text){ 0 };
    for (;;) {
        size_t brace = text_find(pattern, T("{}"));
        size_t segment;

        if (text_ends_with(pattern, T("{..}")) && pattern.size - 4 < brace) {
            ret_parameters[count] = text_from_offset(path, pattern.size - 4);
            return text_starts_with(path, text_slice(pattern, 0, pattern.size - 4)) &&
                   ret_parameters[count].size > 0;
        }
        if (brace == pattern.size || count == ROUTE_PARAMETERS)
            return text_equal(pattern, path);
        if (!text_starts_with(path, text_slice(pattern, 0, brace)))
            return false;
        path = text_from_offset(path, brace);
        segment = text_find_byte(path, '/');
        if (segment == 0)
            return false;
        ret_parameters[count++] = text_slice(path, 0, segment);
        path = text_from_offset(path, segment);
        pattern = text_from_offset(pattern, brace + 2);
    }
}

static bool method_matches(enum http_method wanted, enum http_method asked)
{
    return wanted == asked || (wanted == HTTP_GET && asked == HTTP_HEAD);
}

const struct route *route_find(const struct route *const *routes, enum http_method method,
                               struct text path, struct text ret_parameters[ROUTE_PARAMETERS],
                               bool *ret_path_exists)
{
    *ret_path_exists = false;
    for (; *routes; routes++) {
        for (const struct route *route = *routes; route->path; route++) {
            if (!path_matches(text_from(route->path), path, ret_parameters))
                continue;
            *ret_path_exists = true;
            if (method_matches(route->method, method))
                return route;
        }
    }
    return NULL;
}
