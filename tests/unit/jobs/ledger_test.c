/* jobs/ledger.h: lines follow from one another; a change, a loss and an insertion are seen; what a
   crash cut off goes. */
#include "jobs/ledger.h"

#include "base/buffer.h"
#include "text_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LINES = 5 };

static struct arena arena;
static char path[] = "/tmp/steward-ledger.XXXXXX";

struct read {
    char text[256];
    int64_t count;
};

static enum status take(const struct ledger_line *line, void *context)
{
    struct read *read = context;
    size_t used = strlen(read->text);

    assert_int_equal(line->number, ++read->count);
    assert_int_equal(line->hash.size, 64);
    snprintf(read->text + used, sizeof read->text - used, "%lld ",
             (long long)json_integer_member(line->entry, T("n")));
    return OK;
}

static enum status read_all(struct read *ret_read, struct text *ret_reason)
{
    *ret_read = (struct read){ { 0 }, 0 };
    return ledger_each(path, &arena, take, ret_read, ret_reason);
}

static void store(struct text bytes)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
}

static struct text load(void)
{
    char *bytes = arena_alloc(&arena, 65536);
    FILE *file = fopen(path, "r");
    size_t size;

    assert_non_null(file);
    size = fread(bytes, 1, 65536, file);
    fclose(file);
    return (struct text){ bytes, size };
}

static int begin(void **state)
{
    struct text hash;

    (void)state;
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    close(mkstemp(path));
    (void)unlink(path);
    for (int i = 1; i <= LINES; i++)
        assert_int_equal(ledger_append(path, arena_print(&arena, "{\"n\":%d}", i), &arena, &hash),
                         OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    (void)unlink(path);
    arena_release(&arena);
    return 0;
}

static void lines_come_back_in_order(void **state)
{
    struct read read;
    struct text reason;

    (void)state;
    assert_int_equal(read_all(&read, &reason), OK);
    assert_string_equal(read.text, "1 2 3 4 5 ");
}

static void every_changed_byte_is_seen(void **state)
{
    struct text whole = load(), reason;
    struct read read;
    size_t last = whole.size - 1;

    (void)state;
    for (size_t i = 0; i < last; i++) {
        char *changed = arena_alloc(&arena, whole.size);

        memcpy(changed, whole.at, whole.size);
        changed[i] ^= 4;
        store((struct text){ changed, whole.size });
        assert_int_equal(read_all(&read, &reason), FAILED);
        assert_true(text_find(reason, T("line ")) < reason.size);
    }
}

static void a_line_that_is_lost_moved_or_put_in_is_seen(void **state)
{
    struct text whole = load(), rest = whole, lines[LINES], reason;
    static const int orders[][LINES + 1] = {
        { 1, 2, 4, 5 }, { 2, 3, 4, 5 }, { 2, 1, 3, 4, 5 }, { 1, 1, 2, 3, 4 }, { 1, 2, 5 }
    };
    struct read read;

    (void)state;
    for (int i = 0; i < LINES; i++)
        lines[i] = text_cut(&rest, '\n');
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct buffer mixed = buffer_in(&arena, 65536);

        for (int line = 0; orders[i][line]; line++)
            buffer_print(&mixed, "%.*s\n", TEXT_ARG(lines[orders[i][line] - 1]));
        store(buffer_text(&mixed));
        assert_int_equal(read_all(&read, &reason), FAILED);
    }
}

static void what_a_crash_cut_off_goes_with_the_next_line(void **state)
{
    struct text whole = load(), reason;
    struct read read;

    (void)state;
    for (size_t cut = 1; cut < 60; cut += 7) {
        store(text_slice(whole, 0, whole.size - cut));
        assert_int_equal(read_all(&read, &reason), OK);
        assert_string_equal(read.text, "1 2 3 4 ");
        assert_int_equal(ledger_append(path, T("{\"n\":6}"), &arena, NULL), OK);
        assert_int_equal(read_all(&read, &reason), OK);
        assert_string_equal(read.text, "1 2 3 4 6 ");
    }
}

static void limits_and_missing_files_are_told(void **state)
{
    struct buffer large = buffer_in(&arena, 65536);
    struct text reason;
    struct read read;

    (void)state;
    buffer_append(&large, T("{\"n\":7,\"x\":\""));
    while (large.size < LIMIT_LEDGER_LINE - 64 - 2 - 2)
        buffer_append_byte(&large, 'x');
    buffer_append(&large, T("\"}"));
    assert_int_equal(ledger_append(path, buffer_text(&large), &arena, NULL), OK);
    assert_int_equal(read_all(&read, &reason), OK);
    assert_string_equal(read.text, "1 2 3 4 5 7 ");
    buffer_append_byte(&large, ' ');
    assert_int_equal(ledger_append(path, buffer_text(&large), &arena, NULL), TOO_LARGE);
    assert_int_equal(read_all(&read, &reason), OK);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(read_all(&read, &reason), NOT_FOUND);
    assert_int_equal(ledger_append("/proc/none/x", T("{}"), &arena, NULL), FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_come_back_in_order, begin, end),
        cmocka_unit_test_setup_teardown(every_changed_byte_is_seen, begin, end),
        cmocka_unit_test_setup_teardown(a_line_that_is_lost_moved_or_put_in_is_seen, begin, end),
        cmocka_unit_test_setup_teardown(what_a_crash_cut_off_goes_with_the_next_line, begin, end),
        cmocka_unit_test_setup_teardown(limits_and_missing_files_are_told, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
