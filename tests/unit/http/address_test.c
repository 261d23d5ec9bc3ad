/* Addresses: listening, blocks, parties, and how many connections a party may have. */
#include "http/address.h"
#include "http/admission.h"
#include "text_check.h"

#include <netinet/in.h>

static struct address address_of(struct text text)
{
    struct address address;

    assert_true(address_from_text(text, &address));
    return address;
}

static void reads_where_to_listen(void **state)
{
    static const struct {
        struct text text;
        sa_family_t family;
        const char *address; /* NULL: refused */
    } rows[] = {
        { T_INIT("127.0.0.1:8080"), AF_INET, "127.0.0.1" },
        { T_INIT("localhost:0"), AF_INET, "127.0.0.1" },
        { T_INIT("0.0.0.0:80"), AF_INET, "0.0.0.0" },
        { T_INIT("[::1]:443"), AF_INET6, "::1" },
        { T_INIT("[::]:65535"), AF_INET6, "::" },
        { T_INIT("*:80"), AF_INET6, "::" },
        { T_INIT("::1:80"), 0, NULL },
        { T_INIT("127.0.0.1"), 0, NULL },
        { T_INIT("127.0.0.1:"), 0, NULL },
        { T_INIT(":80"), 0, NULL },
        { T_INIT("127.0.0.1:65536"), 0, NULL },
        { T_INIT("127.0.0.1:-1"), 0, NULL },
        { T_INIT("example.org:80"), 0, NULL },
        { T_INIT(""), 0, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sockaddr_storage storage;
        socklen_t size;
        bool is_good = address_from_listen(rows[i].text, &storage, &size);

        assert_int_equal(is_good, rows[i].address != NULL);
        if (!is_good)
            continue;
        assert_int_equal(storage.ss_family, rows[i].family);
        assert_string_equal(address_to_text(address_from_socket(&storage)).at, rows[i].address);
    }
}

static void knows_blocks(void **state)
{
    static const struct {
        struct text block, address;
        bool has;
    } rows[] = {
        { T_INIT("10.0.0.0/8"), T_INIT("10.255.0.1"), true },
        { T_INIT("10.0.0.0/8"), T_INIT("11.0.0.1"), false },
        { T_INIT("192.0.2.128/25"), T_INIT("192.0.2.200"), true },
        { T_INIT("192.0.2.128/25"), T_INIT("192.0.2.127"), false },
        { T_INIT("192.0.2.7"), T_INIT("192.0.2.7"), true },
        { T_INIT("192.0.2.7"), T_INIT("192.0.2.6"), false },
        { T_INIT("0.0.0.0/0"), T_INIT("8.8.8.8"), true },
        { T_INIT("0.0.0.0/0"), T_INIT("2001:db8::1"), false },
        { T_INIT("2001:db8::/33"), T_INIT("2001:db8:7fff::1"), true },
        { T_INIT("2001:db8::/33"), T_INIT("2001:db8:8000::1"), false },
        { T_INIT("::/0"), T_INIT("8.8.8.8"), true },
        { T_INIT("::1"), T_INIT("::1"), true },
        { T_INIT("127.0.0.0/8"), T_INIT("::ffff:127.0.0.1"), true },
    };
    static const struct text bad[] = { T_INIT(""),          T_INIT("10.0.0.0/33"),
                                       T_INIT("10.0.0/8"),  T_INIT("::/129"),
                                       T_INIT("10.0.0.0/"), T_INIT("10.0.0.0/-1"),
                                       T_INIT("a/8"),       T_INIT("10.0.0.0/8/8") };
    struct address_block block;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(address_block_from_text(rows[i].block, &block));
        assert_int_equal(address_block_has(&block, address_of(rows[i].address)), rows[i].has);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(address_block_from_text(bad[i], &block));
}

static void knows_loopback(void **state)
{
    (void)state;
    assert_true(address_is_loopback(address_of(T("127.1.2.3"))));
    assert_true(address_is_loopback(address_of(T("[::1]"))));
    assert_false(address_is_loopback(address_of(T("128.0.0.1"))));
    assert_false(address_is_loopback(address_of(T("::"))));
}

static void counts_parties(void **state)
{
    struct admission admission;
    struct address one = address_of(T("192.0.2.1")), other = address_of(T("192.0.2.2"));
    struct address six = address_of(T("2001:db8::1")), neighbour = address_of(T("2001:db8::2"));

    (void)state;
    admission_open(&admission, 5, 2);
    assert_true(admission_enter(&admission, one, false));
    assert_true(admission_enter(&admission, one, false));
    assert_false(admission_enter(&admission, one, false));
    assert_true(admission_enter(&admission, one, true));
    admission_leave(&admission, one, true);
    assert_true(admission_enter(&admission, other, false));
    admission_leave(&admission, one, false);
    assert_true(admission_enter(&admission, one, false));
    assert_true(admission_enter(&admission, six, false));
    assert_true(admission_enter(&admission, neighbour, false));
    admission_leave(&admission, other, false);
    assert_false(admission_enter(&admission, six, false));
    assert_true(admission_enter(&admission, other, false));
    assert_false(admission_enter(&admission, address_of(T("203.0.113.9")), true));
    admission_close(&admission);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_where_to_listen),
        cmocka_unit_test(knows_blocks),
        cmocka_unit_test(knows_loopback),
        cmocka_unit_test(counts_parties),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
