/* base/log.h: what stands in a line, read back through a pipe. */
#include "base/log.h"

#include "text_check.h"

#include <jansson.h>
#include <unistd.h>

enum { LINE_ROOM = 8192 };

static int ends[2];
static char line[LINE_ROOM];

static int open_pipe(void **state)
{
    (void)state;
    return pipe(ends);
}

static int close_pipe(void **state)
{
    (void)state;
    log_open(STDERR_FILENO, LOG_JSON);
    return close(ends[0]) + close(ends[1]);
}

static struct text read_line(void)
{
    ssize_t size = read(ends[0], line, sizeof line);

    assert_true(size > 0);
    assert_int_equal(line[size - 1], '\n');
    assert_int_equal(text_find_byte((struct text){ line, (size_t)size }, '\n'), size - 1);
    return (struct text){ line, (size_t)size - 1 };
}

static json_t *read_json(void)
{
    struct text text = read_line();
    json_t *root = json_loadb(text.at, text.size, 0, NULL);

    assert_non_null(root);
    return root;
}

static void a_json_line_holds_the_facts(void **state)
{
    json_t *root;

    (void)state;
    log_open(ends[1], LOG_JSON);
    LOG(LOG_REQUEST, "call ended", LOG_TEXT("call", T("abc")), LOG_NUMBER("status", 200),
        LOG_NUMBER("bytes", INT64_MIN));
    root = read_json();
    assert_string_equal(json_string_value(json_object_get(root, "kind")), "request");
    assert_string_equal(json_string_value(json_object_get(root, "what")), "call ended");
    assert_string_equal(json_string_value(json_object_get(root, "call")), "abc");
    assert_int_equal(json_integer_value(json_object_get(root, "status")), 200);
    assert_true(json_integer_value(json_object_get(root, "bytes")) == INT64_MIN);
    assert_int_equal(strlen(json_string_value(json_object_get(root, "time"))), 24);
    json_decref(root);
}

static void nothing_breaks_out_of_a_line(void **state)
{
    json_t *root;

    (void)state;
    log_open(ends[1], LOG_JSON);
    LOG(LOG_ERROR, "refused", LOG_TEXT("value", T("\"},\n{\"kind\":\"\x1b[2J\x7f\\")));
    root = read_json();
    assert_string_equal(json_string_value(json_object_get(root, "value")),
                        "\"},\n{\"kind\":\"\x1b[2J\x7f\\");
    assert_string_equal(json_string_value(json_object_get(root, "kind")), "error");
    json_decref(root);
    log_open(ends[1], LOG_HUMAN);
    LOG(LOG_ERROR, "refused", LOG_TEXT("value", T("\n\x1b[2J")));
    assert_text(text_from_offset(read_line(), 8), T(" refused  value \\u000a\\u001b[2J"));
}

static void a_fact_that_does_not_fit_is_left_out(void **state)
{
    static char long_value[5000];
    json_t *root;

    (void)state;
    memset(long_value, '\n', sizeof long_value);
    log_open(ends[1], LOG_JSON);
    LOG(LOG_SERVER, "long", LOG_TEXT("value", ((struct text){ long_value, sizeof long_value })),
        LOG_NUMBER("after", 1));
    root = read_json();
    assert_null(json_object_get(root, "value"));
    assert_int_equal(json_integer_value(json_object_get(root, "after")), 1);
    assert_int_equal(json_integer_value(json_object_get(root, "cut")), 1);
    json_decref(root);
    log_open(ends[1], LOG_HUMAN);
    LOG(LOG_SERVER, "long", LOG_TEXT("value", ((struct text){ long_value, sizeof long_value })));
    assert_text(text_from_offset(read_line(), 8), T(" long ..."));
}

static void a_human_line_is_short(void **state)
{
    struct text text;

    (void)state;
    log_open(ends[1], LOG_HUMAN);
    LOG(LOG_SERVER, "listening", LOG_TEXT("at", T("127.0.0.1:8080")), LOG_NUMBER("loops", 2));
    text = read_line();
    assert_text(text_from_offset(text, 8), T(" listening  at 127.0.0.1:8080  loops 2"));
    LOG(LOG_SERVER, "ready");
    assert_text(text_from_offset(read_line(), 8), T(" ready"));
}

static void every_kind_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(log_kind_name(LOG_SERVER), "server");
    assert_string_equal(log_kind_name(LOG_REQUEST), "request");
    assert_string_equal(log_kind_name(LOG_ERROR), "error");
    assert_string_equal(log_kind_name(LOG_PERFORMANCE), "performance");
}

static json_t *log_value(size_t size)
{
    static char value[4096];

    memset(value, 'x', sizeof value);
    LOG(LOG_SERVER, "edge", LOG_TEXT("value", ((struct text){ value, size })));
    return read_json();
}

/* LIMIT_LOG_LINE: every byte of it is used, but for what says that something was cut. */
static void a_line_is_filled_to_its_last_byte(void **state)
{
    size_t room = 2048 - sizeof ",\"cut\":1}\n";
    json_t *root;

    (void)state;
    log_open(ends[1], LOG_JSON);
    json_decref(log_value(0));
    room -= text_find_byte((struct text){ line, sizeof line }, '\n') - 1; /* without its bracket */
    root = log_value(room);
    assert_int_equal(json_string_length(json_object_get(root, "value")), room);
    assert_null(json_object_get(root, "cut"));
    json_decref(root);
    root = log_value(room + 1);
    assert_null(json_object_get(root, "value"));
    assert_int_equal(json_integer_value(json_object_get(root, "cut")), 1);
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_json_line_holds_the_facts),
        cmocka_unit_test(nothing_breaks_out_of_a_line),
        cmocka_unit_test(a_fact_that_does_not_fit_is_left_out),
        cmocka_unit_test(a_line_is_filled_to_its_last_byte),
        cmocka_unit_test(a_human_line_is_short),
        cmocka_unit_test(every_kind_has_a_name),
    };

    return cmocka_run_group_tests(tests, open_pipe, close_pipe);
}
