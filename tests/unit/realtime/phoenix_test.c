/* Phoenix messages in both versions: what is read, what is refused, what is written. */
#include "realtime/phoenix.h"

#include "text_check.h"

/* 254 bytes. */
#define TEN       "0123456789"
#define FIFTY     TEN TEN TEN TEN TEN
#define LONG_NAME FIFTY FIFTY FIFTY FIFTY FIFTY "0123"

struct row {
    enum phoenix_version version;
    bool is_text;
    struct text bytes;
    const char *read; /* join_ref ref topic event, and of binary: the user's event and payload */
};

static const struct row rows[] = {
    { PHOENIX_2, true, T_INIT("[\"1\",\"2\",\"t\",\"e\",{}]"), "1 2 t e" },
    { PHOENIX_2, true, T_INIT("[null,null,\"t\",\"e\",{\"a\":[1]}]"), "- - t e" },
    { PHOENIX_2, true, T_INIT("[1,22,\"t\",\"e\",{}]"), "1 22 t e" },
    { PHOENIX_1, true, T_INIT("{\"topic\":\"t\",\"event\":\"e\",\"payload\":{},\"ref\":\"2\"}"),
      "- 2 t e" },
    { PHOENIX_1, true,
      T_INIT("{\"join_ref\":\"1\",\"topic\":\"t\",\"event\":\"e\",\"payload\":{},\"ref\":null}"),
      "1 - t e" },
    { PHOENIX_2, true, T_INIT("[null,null,\"" LONG_NAME "A\",\"e\",{}]"), "- - " LONG_NAME "A e" },
    { PHOENIX_2, false,
      T_INIT("\3\1\1\1\2\0\1"
             "12t"
             "ev{\"a\":1}"),
      "1 2 t broadcast ev {\"a\":1}" },
    { PHOENIX_2, false,
      T_INIT("\3\0\0\1\1\0\0"
             "te\xff\xfe"),
      "- - t broadcast e \xff\xfe" },
    { PHOENIX_2, false,
      T_INIT("\3\0\0\1\1\2\0"
             "te{}"),
      "- - t broadcast e " },
    /* Refused. */
    { PHOENIX_2, true, T_INIT("") },
    { PHOENIX_2, true, T_INIT("[]") },
    { PHOENIX_2, true, T_INIT("[null,null,\"\",\"e\",{}]") },
    { PHOENIX_2, true, T_INIT("[null,null,\"t\",\"\",{}]") },
    { PHOENIX_2, true, T_INIT("[null,null,\"t\",\"e\",[]]") },
    { PHOENIX_2, true, T_INIT("[null,null,\"t\",\"e\",null]") },
    { PHOENIX_2, true, T_INIT("[true,null,\"t\",\"e\",{}]") },
    { PHOENIX_2, true, T_INIT("[null,{},\"t\",\"e\",{}]") },
    { PHOENIX_2, true, T_INIT("[null,null,\"t\\u0001\",\"e\",{}]") },
    { PHOENIX_2, true, T_INIT("[null,null,\"" LONG_NAME "AB\",\"e\",{}]") },
    { PHOENIX_2, true, T_INIT("{\"topic\":\"t\",\"event\":\"e\",\"payload\":{}}") },
    { PHOENIX_1, true, T_INIT("[null,null,\"t\",\"e\",{}]") },
    { PHOENIX_1, false, T_INIT("\3\0\0\1\1\0\0te") },
    { PHOENIX_2, false, T_INIT("\4\0\0\1\1\0\0te") },  /* the server's own kind */
    { PHOENIX_2, false, T_INIT("\3\0\0\1\1\0\2te") },  /* no such encoding */
    { PHOENIX_2, false, T_INIT("\3\0\0\1\1\0\1te{") }, /* JSON that is none */
    { PHOENIX_2, false, T_INIT("\3\0\0\1\1\0\1te") },
    { PHOENIX_2, false, T_INIT("\3\0\0\0\1\0\0e") },     /* no topic */
    { PHOENIX_2, false, T_INIT("\3\0\0\1\0\0\0t") },     /* no event */
    { PHOENIX_2, false, T_INIT("\3\0\0\1\3\0\0te") },    /* longer than what is there */
    { PHOENIX_2, false, T_INIT("\3\0\0\1\1\0\0\xffo") }, /* not UTF-8 */
    { PHOENIX_2, false, T_INIT("\3\0\0\1\1\0") },
};

static struct text or_dash(struct text text)
{
    return text.at ? text : T("-");
}

static void reads_what_is_one_and_refuses_the_rest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = { 0 };
        struct phoenix_message message;
        enum status status =
            phoenix_read(&arena, rows[i].version, rows[i].is_text, rows[i].bytes, &message);
        struct buffer read = buffer_on_heap(1000);

        if (status != (rows[i].read ? OK : INVALID))
            fail_msg("row %zu: %.*s", i, TEXT_ARG(rows[i].bytes));
        if (status == OK) {
            buffer_print(&read, "%.*s %.*s %.*s %.*s", TEXT_ARG(or_dash(message.join_ref)),
                         TEXT_ARG(or_dash(message.ref)), TEXT_ARG(message.topic),
                         TEXT_ARG(message.event));
            if (message.is_binary)
                buffer_print(&read, " %.*s %.*s", TEXT_ARG(message.user_event),
                             TEXT_ARG(message.user_payload));
            assert_text(buffer_text(&read), text_from(rows[i].read));
        }
        buffer_release(&read);
        arena_release(&arena);
    }
}

static void writes_both_versions(void **state)
{
    struct buffer out = buffer_on_heap(1000);
    struct text none = { 0 };

    (void)state;
    phoenix_write(&out, PHOENIX_2, T("1"), none, T("t\""), T("e"), T("{\"a\":1}"));
    assert_text(buffer_text(&out), T("[\"1\",null,\"t\\\"\",\"e\",{\"a\":1}]"));
    buffer_clear(&out);
    phoenix_write(&out, PHOENIX_1, none, T("2"), T("t"), T("e"), T("{}"));
    assert_text(buffer_text(&out),
                T("{\"topic\":\"t\",\"event\":\"e\",\"payload\":{},\"ref\":\"2\"}"));
    buffer_clear(&out);
    assert_true(phoenix_write_broadcast(&out, PHOENIX_2, T("to"), T("ev"), true, T("{}")));
    assert_text(buffer_text(&out), T("\4\2\2\0\1toev{}"));
    buffer_clear(&out);
    assert_true(phoenix_write_broadcast(&out, PHOENIX_2, T("to"), T("e"), false, T("\xff")));
    assert_text(buffer_text(&out), T("\4\2\1\0\0toe\xff"));
    buffer_clear(&out);
    assert_true(phoenix_write_broadcast(&out, PHOENIX_1, T("t"), T("e"), true, T("[1]")));
    assert_text(buffer_text(&out),
                T("{\"topic\":\"t\",\"event\":\"broadcast\",\"payload\":{\"type\":\"broadcast\","
                  "\"event\":\"e\",\"payload\":[1]},\"ref\":null}"));
    buffer_clear(&out);
    assert_false(phoenix_write_broadcast(&out, PHOENIX_1, T("t"), T("e"), false, T("\xff")));
    assert_int_equal(out.size, 0);
    buffer_release(&out);
}

static void knows_its_versions(void **state)
{
    enum phoenix_version version = PHOENIX_VERSIONS;

    (void)state;
    assert_false(phoenix_version_from_text(T("3.0.0"), &version));
    assert_false(phoenix_version_from_text(T("2"), &version));
    assert_int_equal(version, PHOENIX_VERSIONS);
    assert_true(phoenix_version_from_text(T(""), &version));
    assert_int_equal(version, PHOENIX_1);
    assert_true(phoenix_version_from_text(T("2.0.0"), &version));
    assert_int_equal(version, PHOENIX_2);
}

static enum status read_payload_of(size_t values)
{
    struct arena arena = { 0 };
    struct buffer bytes = buffer_in(&arena, 1 << 20);
    struct phoenix_message message;
    enum status status;

    buffer_append(&bytes, T("[\"1\",\"2\",\"t\",\"e\",{\"a\":[0"));
    for (size_t i = 8; i < values; i++) /* the message has seven, and its list one */
        buffer_append(&bytes, T(",0"));
    buffer_append(&bytes, T("]}]"));
    status = phoenix_read(&arena, PHOENIX_2, true, buffer_text(&bytes), &message);
    arena_release(&arena);
    return status;
}

static void a_message_has_so_many_values_at_most(void **state)
{
    (void)state;
    assert_int_equal(read_payload_of(LIMIT_PHOENIX_VALUES), OK);
    assert_int_equal(read_payload_of(LIMIT_PHOENIX_VALUES + 1), INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_one_and_refuses_the_rest),
        cmocka_unit_test(writes_both_versions),
        cmocka_unit_test(knows_its_versions),
        cmocka_unit_test(a_message_has_so_many_values_at_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
