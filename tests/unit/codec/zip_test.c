/* ZIP: what is written reads back, bytes are the same every time, damage and bombs are refused. */
#include "codec/zip_read.h"
#include "codec/zip_write.h"
#include "text_check.h"

enum { ROOM = 16 << 20 };

static struct text read_all(struct arena *arena, struct text bytes, struct text name,
                            enum status *ret_status)
{
    struct buffer all = buffer_in(arena, 256 << 20);
    struct zip_part *part;
    struct text chunk = T("x");
    const char *fault = NULL;

    *ret_status = zip_part_open(arena, bytes, name, &part, &fault);
    while (*ret_status == OK && chunk.size > 0) {
        *ret_status = zip_part_read(part, &chunk, &fault);
        if (*ret_status == OK)
            buffer_append(&all, chunk);
    }
    assert_int_equal(fault != NULL, *ret_status != OK);
    return buffer_text(&all);
}

static void add_part(struct zip_writer *writer, struct text name, struct text bytes)
{
    zip_begin_part(writer, name);
    zip_append(writer, bytes);
    zip_end_part(writer);
}

static struct text repeated(struct arena *arena, const char *piece, size_t times)
{
    struct buffer buffer = buffer_in(arena, 256 << 20);

    for (size_t i = 0; i < times; i++)
        buffer_append(&buffer, text_from(piece));
    return buffer_text(&buffer);
}

static struct text noise(struct arena *arena, size_t size)
{
    char *at = arena_alloc(arena, size);
    uint32_t state = 7;

    for (size_t i = 0; i < size; i++) {
        state = state * 1664525 + 1013904223;
        at[i] = (char)(state >> 24);
    }
    return (struct text){ at, size };
}

static struct text three_parts(struct arena *arena)
{
    struct buffer buffer = buffer_in(arena, ROOM);
    struct zip_writer *writer = zip_writer_new(arena, &buffer);

    add_part(writer, T("a.txt"), T("hello"));
    add_part(writer, T("folder/empty"), T(""));
    add_part(writer, T("noise"), noise(arena, 300000));
    assert_int_equal(zip_finish(writer), OK);
    return buffer_text(&buffer);
}

static void reads_what_it_wrote(void **state)
{
    struct arena arena = { 0 };
    struct text zip = three_parts(&arena);
    const char *fault;
    enum status status;

    (void)state;
    assert_int_equal(zip_check(zip, &fault), OK);
    assert_text(read_all(&arena, zip, T("a.txt"), &status), T("hello"));
    assert_int_equal(status, OK);
    assert_text(read_all(&arena, zip, T("A.TXT"), &status), T("hello"));
    assert_text(read_all(&arena, zip, T("folder/empty"), &status), T(""));
    assert_int_equal(status, OK);
    assert_text(read_all(&arena, zip, T("noise"), &status), noise(&arena, 300000));
    assert_int_equal(status, OK);
    (void)read_all(&arena, zip, T("none"), &status);
    assert_int_equal(status, NOT_FOUND);
    assert_text(three_parts(&arena), zip);
    arena_release(&arena);
}

static void refuses_damage(void **state)
{
    struct arena arena = { 0 };
    struct text zip = three_parts(&arena);
    const char *fault = NULL;
    char *bent = arena_alloc(&arena, zip.size);
    enum status status;

    (void)state;
    assert_int_equal(zip_check(T(""), &fault), INVALID);
    assert_int_equal(zip_check(T("PK\x03\x04"), &fault), INVALID);
    assert_int_equal(zip_check(T("a,b\n1,2\n"), &fault), INVALID);
    assert_int_equal(zip_check(text_slice(zip, 0, zip.size - 30), &fault), INVALID);
    memcpy(bent, zip.at, zip.size);
    bent[200000] ^= 1;
    (void)read_all(&arena, (struct text){ bent, zip.size }, T("noise"), &status);
    assert_int_equal(status, INVALID);
    arena_release(&arena);
}

static void refuses_bombs(void **state)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct zip_writer *writer = zip_writer_new(&arena, &buffer);
    enum status status;

    (void)state;
    add_part(writer, T("small"), repeated(&arena, "0123456789abcdef", ZIP_RATIO_FROM / 16));
    add_part(writer, T("bomb"), repeated(&arena, "0123456789abcdef", 4 * ZIP_RATIO_FROM / 16));
    assert_int_equal(zip_finish(writer), OK);
    assert_true(buffer.size < 4 * ZIP_RATIO_FROM / ZIP_LIMIT_RATIO);
    (void)read_all(&arena, buffer_text(&buffer), T("small"), &status);
    assert_int_equal(status, OK);
    (void)read_all(&arena, buffer_text(&buffer), T("bomb"), &status);
    assert_int_equal(status, TOO_LARGE);
    arena_release(&arena);
}

static enum status check_with_entries(size_t count)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct zip_writer *writer = zip_writer_new(&arena, &buffer);
    const char *fault = NULL;
    enum status status;

    for (size_t i = 0; i < count; i++)
        add_part(writer, arena_print(&arena, "%zu", i), T(""));
    assert_int_equal(zip_finish(writer), OK);
    status = zip_check(buffer_text(&buffer), &fault);
    arena_release(&arena);
    return status;
}

/* A part of so many bytes, of which some do not pack, so that it is no bomb: how many come out. */
static enum status unpack(size_t size, size_t *ret_size)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct zip_writer *writer = zip_writer_new(&arena, &buffer);
    struct text piece = repeated(&arena, "0123456789abcdef", 65536), chunk = T("x");
    struct text dense = noise(&arena, 2 * ZIP_LIMIT_UNPACKED / ZIP_LIMIT_RATIO);
    struct zip_part *part;
    const char *fault = NULL;
    enum status status;

    zip_begin_part(writer, T("large"));
    zip_append(writer, dense);
    for (size_t left = size - dense.size; left > 0; left -= left < piece.size ? left : piece.size)
        zip_append(writer, text_slice(piece, 0, left));
    zip_end_part(writer);
    assert_int_equal(zip_finish(writer), OK);
    status = zip_part_open(&arena, buffer_text(&buffer), T("large"), &part, &fault);
    for (*ret_size = 0; status == OK && chunk.size > 0; *ret_size += status == OK ? chunk.size : 0)
        status = zip_part_read(part, &chunk, &fault);
    assert_int_equal(fault != NULL, status != OK);
    arena_release(&arena);
    return status;
}

static void a_part_unpacks_to_so_many_bytes_and_no_more(void **state)
{
    size_t size;

    (void)state;
    assert_int_equal(unpack(ZIP_LIMIT_UNPACKED, &size), OK);
    assert_int_equal(size, ZIP_LIMIT_UNPACKED);
    assert_int_equal(unpack(ZIP_LIMIT_UNPACKED + 1, &size), TOO_LARGE);
    assert_true(size <= ZIP_LIMIT_UNPACKED);
}

static void holds_its_ceilings(void **state)
{
    struct arena arena = { 0 };
    size_t whole = three_parts(&arena).size;

    (void)state;
    assert_int_equal(check_with_entries(ZIP_LIMIT_ENTRIES), OK);
    assert_int_equal(check_with_entries(ZIP_LIMIT_ENTRIES + 1), TOO_LARGE);
    for (size_t missing = 0; missing < 400; missing += 7) {
        struct buffer buffer = buffer_in(&arena, whole - missing);
        struct zip_writer *writer = zip_writer_new(&arena, &buffer);

        add_part(writer, T("a.txt"), T("hello"));
        add_part(writer, T("folder/empty"), T(""));
        add_part(writer, T("noise"), noise(&arena, 300000));
        assert_int_equal(zip_finish(writer), missing ? TOO_LARGE : OK);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_wrote),
        cmocka_unit_test(refuses_damage),
        cmocka_unit_test(refuses_bombs),
        cmocka_unit_test(a_part_unpacks_to_so_many_bytes_and_no_more),
        cmocka_unit_test(holds_its_ceilings),
    };

    return cmocka_run_group_tests_name("codec/zip", tests, NULL, NULL);
}
