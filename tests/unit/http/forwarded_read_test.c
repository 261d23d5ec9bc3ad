/* What proxies say: lists, quotes, ports, and what is none. */
#include "http/forwarded_read.h"

#include "base/buffer.h"
#include "text_check.h"

static const struct {
    struct text header;
    const char *hops; /* "node proto host|..." */
} forwarded[] = {
    { T_INIT("for=192.0.2.7"), "192.0.2.7  |" },
    { T_INIT("For=\"[2001:db8::1]:4711\";PROTO=https;by=10.0.0.1;host=shop.example"),
      "[2001:db8::1]:4711 https shop.example|" },
    { T_INIT("for=a, for=b;proto=http ,\tfor=c"), "a  |b http |c  |" },
    { T_INIT("for=\"a, b\";host=\"x;y\""), "a, b  x;y|" },
    { T_INIT("for=unknown;secret=x"), "unknown  |" },
    { T_INIT("by=x"), "  |" },
    { T_INIT("for=\"\""), "  |" },
    /* What cannot be read says nothing. */
    { T_INIT(""), "" },
    { T_INIT("for"), "" },
    { T_INIT("for="), "" },
    { T_INIT("for=a,"), "" },
    { T_INIT(",for=a"), "" },
    { T_INIT("for=a for=b"), "" },
    { T_INIT("for=a;for=b"), "" },
    { T_INIT("for=a;"), "" },
    { T_INIT("for=\"a"), "" },
    { T_INIT("for=\"a\\\"b\""), "" },
    { T_INIT("for=[::1]"), "" },
    { T_INIT("for=a;=b"), "" },
};

static void reads_forwarded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++) {
        struct forwarded_hops hops = { .count = 0 };
        struct buffer out = buffer_on_heap(1000);

        forwarded_add(&hops, forwarded[i].header);
        for (size_t j = 0; j < hops.count; j++)
            buffer_print(&out, "%.*s %.*s %.*s|", TEXT_ARG(hops.list[j].node),
                         TEXT_ARG(hops.list[j].proto), TEXT_ARG(hops.list[j].host));
        assert_text(buffer_text(&out), text_from(forwarded[i].hops));
        buffer_release(&out);
    }
}

/* A header that a client has broken does not hide the one that the proxy adds. */
static void forgets_what_stands_before_a_break(void **state)
{
    struct forwarded_hops hops = { .count = 0 };

    (void)state;
    forwarded_add(&hops, T("for=a"));
    forwarded_add(&hops, T("for=\"b"));
    forwarded_add(&hops, T("for=c"));
    assert_int_equal(hops.count, 1);
    assert_text(hops.list[0].node, T("c"));
}

static void keeps_the_nearest(void **state)
{
    struct forwarded_hops hops = { .count = 0 };

    (void)state;
    forwarded_add_plain(&hops, T("a, b,c"));
    assert_int_equal(hops.count, 3);
    assert_text(hops.list[1].node, T("b"));
    for (int i = 0; i < 5; i++)
        forwarded_add_plain(&hops, T("1, 2, 3, 4"));
    assert_int_equal(hops.count, FORWARDED_HOPS);
    assert_text(hops.list[0].node, T("1"));
    assert_text(hops.list[FORWARDED_HOPS - 1].node, T("4"));
}

static const struct {
    struct text node;
    const char *address; /* NULL: none */
} nodes[] = {
    { T_INIT("192.0.2.7"), "192.0.2.7" },
    { T_INIT("192.0.2.7:80"), "192.0.2.7" },
    { T_INIT("2001:db8::1"), "2001:db8::1" },
    { T_INIT("[2001:db8::1]"), "2001:db8::1" },
    { T_INIT("[2001:db8::1]:4711"), "2001:db8::1" },
    { T_INIT("[2001:db8::1]x"), NULL },
    { T_INIT("unknown"), NULL },
    { T_INIT("_hidden"), NULL },
    { T_INIT(""), NULL },
    { T_INIT(":80"), NULL },
    { T_INIT("192.0.2.7.1:80"), NULL },
};

static void reads_nodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        struct address address;
        bool is_one = forwarded_address(nodes[i].node, &address);

        assert_int_equal(is_one, nodes[i].address != NULL);
        if (is_one)
            assert_string_equal(address_to_text(address).at, nodes[i].address);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_forwarded),
        cmocka_unit_test(forgets_what_stands_before_a_break),
        cmocka_unit_test(keeps_the_nearest),
        cmocka_unit_test(reads_nodes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
