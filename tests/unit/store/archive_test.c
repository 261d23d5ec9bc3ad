/* store/archive.h: what goes in comes out, plain and encrypted, at every edge of its pieces; every
   byte that is changed or missing is seen and named. */
#include "store/archive.h"

#include "codec/tar.h"
#include "text_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t sizes[] = { 0, 1, 511, 512, 513, 90, 65535 - 1024, 65536, 65537, 200001 };

static struct arena arena;
static struct store_keys keys;
static const char *path;

static int begin(void **state)
{
    (void)state;
    path = arena_print(&arena, "/tmp/steward-archive.%d", (int)getpid()).at;
    keys = (struct store_keys){ .count = 1 };
    keys.keys[0] = secret_random(STORE_KEY_SIZE);
    return 0;
}

static int end(void **state)
{
    (void)state;
    (void)unlink(path);
    secret_free(keys.keys[0]);
    arena_release(&arena);
    return 0;
}

static char byte_at(size_t member, int64_t at)
{
    return (char)(at * 31 + (int64_t)member * 7 + at / 251);
}

static struct text name_of(size_t member)
{
    return arena_print(&arena, "rows/a/%zu", member);
}

static void write_archive(const struct store_keys *with)
{
    struct archive_writer *writer;
    struct text reason;

    (void)unlink(path);
    assert_int_equal(archive_create(path, with, &arena, &writer, &reason), OK);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(archive_begin(writer, name_of(i), sizes[i]), OK);
        for (int64_t at = 0; at < sizes[i];) {
            char piece[1000];
            size_t size = 0;

            while (size < sizeof piece && at < sizes[i])
                piece[size++] = byte_at(i, at++);
            assert_int_equal(archive_append(writer, (struct text){ piece, size }), OK);
        }
        assert_int_equal(archive_end(writer), OK);
    }
    assert_int_equal(archive_finish(writer), OK);
    archive_writer_free(writer);
}

/* How far it can be read; the members' bytes are right as far as they are given out. */
static enum status read_archive(const struct store_keys *with, size_t *ret_members,
                                struct text *ret_reason)
{
    struct archive_reader *reader;
    struct text name, bytes;
    bool is_found = true;
    int64_t size;
    enum status status = archive_open(path, with, &arena, &reader, ret_reason);

    *ret_members = 0;
    if (status != OK)
        return status;
    while ((status = archive_next(reader, &name, &size, &is_found)) == OK && is_found) {
        int64_t at = 0;

        if (*ret_members % 3 == 2) { /* not read: gone over */
            ++*ret_members;
            continue;
        }
        while ((status = archive_read(reader, &bytes)) == OK && bytes.size > 0)
            at += (int64_t)bytes.size;
        if (status != OK)
            break;
        assert_text(name, name_of(*ret_members));
        assert_int_equal(at, sizes[*ret_members]);
        ++*ret_members;
    }
    if (status != OK)
        *ret_reason = archive_reason(reader);
    archive_reader_free(reader);
    return status;
}

static void members_come_back(void **state)
{
    const struct store_keys *each[] = { NULL, &keys };
    struct text reason;
    struct stat file;
    size_t members;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        write_archive(each[i]);
        assert_int_equal(read_archive(&keys, &members, &reason), OK);
        assert_int_equal(members, sizeof sizes / sizeof *sizes);
        assert_int_equal(stat(path, &file), 0);
        assert_int_equal(file.st_mode & 0777, 0600);
    }
}

static struct text load(void)
{
    struct stat about;
    char *bytes;
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &about), 0);
    bytes = arena_alloc(&arena, (size_t)about.st_size);
    assert_int_equal(fread(bytes, 1, (size_t)about.st_size, file), about.st_size);
    fclose(file);
    return (struct text){ bytes, (size_t)about.st_size };
}

static void store(struct text a, struct text b, struct text c)
{
    FILE *file = fopen(path, "w");
    const struct text pieces[] = { a, b, c };

    assert_non_null(file);
    for (size_t i = 0; i < 3; i++)
        if (pieces[i].size > 0)
            assert_int_equal(fwrite(pieces[i].at, 1, pieces[i].size, file), pieces[i].size);
    assert_int_equal(fclose(file), 0);
}

static void a_name_has_a_ceiling(void **state)
{
    char longest[ARCHIVE_LIMIT_NAME + 1];
    struct archive_writer *writer;
    struct text reason;

    (void)state;
    memset(longest, 'n', sizeof longest);
    (void)unlink(path);
    assert_int_equal(archive_create(path, NULL, &arena, &writer, &reason), OK);
    assert_int_equal(archive_begin(writer, (struct text){ longest, ARCHIVE_LIMIT_NAME }, 0), OK);
    assert_int_equal(archive_end(writer), OK);
    assert_int_equal(archive_begin(writer, (struct text){ longest, ARCHIVE_LIMIT_NAME + 1 }, 0),
                     TOO_LARGE);
    archive_writer_free(writer);
}

static void damage_is_seen_and_named(const struct store_keys *with)
{
    struct text whole, reason;
    size_t members;

    write_archive(with);
    whole = load();
    for (size_t at = with ? 4096 : 0; at < whole.size; at += 1 + whole.size / 400) {
        char changed = (char)(whole.at[at] ^ 0x10);

        store(text_slice(whole, 0, at), (struct text){ &changed, 1 },
              text_from_offset(whole, at + 1));
        assert_int_not_equal(read_archive(&keys, &members, &reason), OK);
        assert_true(text_find(reason, text_from(path)) < reason.size);
        assert_true(text_find(reason, T("damaged")) < reason.size);
    }
    for (size_t cut = 1; cut < whole.size; cut += 1 + whole.size / 200) {
        store(text_slice(whole, 0, whole.size - cut), (struct text){ 0 }, (struct text){ 0 });
        assert_int_not_equal(read_archive(&keys, &members, &reason), OK);
    }
    store(whole, T("x"), (struct text){ 0 });
    assert_int_not_equal(read_archive(&keys, &members, &reason), OK);
    store(whole, whole, (struct text){ 0 });
    assert_int_not_equal(read_archive(&keys, &members, &reason), OK);
}

static void damage_of_a_plain_one(void **state)
{
    (void)state;
    damage_is_seen_and_named(NULL);
}

static void damage_of_an_encrypted_one(void **state)
{
    (void)state;
    damage_is_seen_and_named(&keys);
}

static void what_is_none_is_told_apart(void **state)
{
    struct store_keys other = { .count = 1 };
    struct archive_writer *writer;
    struct text reason;
    size_t members;

    (void)state;
    other.keys[0] = secret_random(STORE_KEY_SIZE);
    write_archive(&keys);
    assert_int_equal(read_archive(&other, &members, &reason), UNAVAILABLE);
    assert_true(text_find(reason, T("was encrypted with master key")) < reason.size);
    assert_int_equal(archive_create(path, NULL, &arena, &writer, &reason), CONFLICT);
    store(T("PK\3\4 something else"), (struct text){ 0 }, (struct text){ 0 });
    assert_int_equal(read_archive(&keys, &members, &reason), INVALID);
    (void)unlink(path);
    assert_int_equal(read_archive(&keys, &members, &reason), NOT_FOUND);
    secret_free(other.keys[0]);
}

static void what_is_not_finished_leaves_nothing(void **state)
{
    struct archive_writer *writer;
    struct text reason;

    (void)state;
    assert_int_equal(archive_create(path, &keys, &arena, &writer, &reason), OK);
    assert_int_equal(archive_begin(writer, T("a"), 3), OK);
    assert_int_equal(archive_append(writer, T("four")), FAILED);
    assert_int_equal(archive_append(writer, T("tw")), OK);
    assert_int_equal(archive_end(writer), FAILED);
    archive_writer_free(writer);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_not_equal(access(arena_print(&arena, "%s.partial", path).at, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(members_come_back, begin, end),
        cmocka_unit_test_setup_teardown(a_name_has_a_ceiling, begin, end),
        cmocka_unit_test_setup_teardown(damage_of_a_plain_one, begin, end),
        cmocka_unit_test_setup_teardown(damage_of_an_encrypted_one, begin, end),
        cmocka_unit_test_setup_teardown(what_is_none_is_told_apart, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_finished_leaves_nothing, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
