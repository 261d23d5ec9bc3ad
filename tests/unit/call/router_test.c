/* Router: one row of the tables for a method and path, and what {} stood for. */
#include "call/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct route first[] = {
    { .method = HTTP_GET, .path = "/a/rpc/{}", .who = WHO_ANYONE },
    { .method = HTTP_GET, .path = "/a/{}", .who = WHO_MEMBER },
    { .method = HTTP_POST, .path = "/a/{}", .who = WHO_MEMBER },
    { 0 },
};
static const struct route second[] = {
    { .method = HTTP_DELETE, .path = "/plain", .who = WHO_ADMIN },
    { .method = HTTP_POST, .path = "/b/{}/verify", .who = WHO_ADMIN },
    { .method = HTTP_DELETE, .path = "/b/{}/part/{}", .who = WHO_ADMIN },
    { .method = HTTP_GET, .path = "/c/{}/{..}", .who = WHO_MEMBER },
    { .method = HTTP_PUT, .path = "/d/{..}", .who = WHO_MEMBER },
    { 0 },
};
static const struct route *const routes[] = { first, second, NULL };

static const struct {
    enum http_method method;
    const char *path;
    const struct route *route; /* NULL: none */
    const char *parameter;
    bool path_exists;
    const char *second_parameter;
} cases[] = {
    { HTTP_GET, "/a/rpc/run", &first[0], "run", true },
    { HTTP_GET, "/a/sale", &first[1], "sale", true },
    { HTTP_HEAD, "/a/sale", &first[1], "sale", true },
    { HTTP_POST, "/a/sale", &first[2], "sale", true },
    { HTTP_PATCH, "/a/sale", NULL, NULL, true },
    { HTTP_GET, "/a/", NULL, NULL, false },
    { HTTP_GET, "/a/sale/more", NULL, NULL, false },
    { HTTP_GET, "/a", NULL, NULL, false },
    { HTTP_DELETE, "/plain", &second[0], "", true },
    { HTTP_DELETE, "/plainer", NULL, NULL, false },
    { HTTP_POST, "/b/x/verify", &second[1], "x", true },
    { HTTP_POST, "/b//verify", NULL, NULL, false },
    { HTTP_POST, "/b/x/y/verify", NULL, NULL, false },
    { HTTP_POST, "/b/x/verify/", NULL, NULL, false },
    { HTTP_DELETE, "/b/x/part/y", &second[2], "x", true, "y" },
    { HTTP_DELETE, "/b/x/part/", NULL, NULL, false },
    { HTTP_DELETE, "/b/x/part/y/z", NULL, NULL, false },
    { HTTP_GET, "/c/x/y", &second[3], "x", true, "y" },
    { HTTP_GET, "/c/x/y/z.png", &second[3], "x", true, "y/z.png" },
    { HTTP_GET, "/c/x/", NULL, NULL, false },
    { HTTP_GET, "/c/x", NULL, NULL, false },
    { HTTP_GET, "/c//y", NULL, NULL, false },
    { HTTP_PUT, "/d/a/b//c/", &second[4], "a/b//c/", true },
    { HTTP_PUT, "/d/", NULL, NULL, false },
};

static void a_request_means_one_route(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text parameters[ROUTE_PARAMETERS];
        const char *second_parameter = cases[i].second_parameter ? cases[i].second_parameter : "";
        bool path_exists = false;
        const struct route *route =
            route_find(routes, cases[i].method, text_from(cases[i].path), parameters, &path_exists);

        if (route != cases[i].route || path_exists != cases[i].path_exists)
            fail_msg("%s: another route", cases[i].path);
        if (route) {
            assert_true(text_equal(parameters[0], text_from(cases[i].parameter)));
            assert_true(text_equal(parameters[1], text_from(second_parameter)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_request_means_one_route) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
