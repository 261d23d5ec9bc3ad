/* store/blob.h: what was written comes back from any place and in any pieces; whatever is changed,
   moved, repeated, left out or cut off on the disk is seen; nothing of it stands there in plain;
   a blob goes on after a crash at any byte of its staging file. */
#include "store/blob.h"

#include "base/buffer.h"
#include "crypto/random.h"
#include "text_check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 512 };

static struct arena arena;
static struct key_ring ring;
static char directory[] = "/tmp/steward-blob.XXXXXX";
static struct blob_store store;

static int set_up(void **state)
{
    char key[32];

    (void)state;
    memset(key, 'k', sizeof key);
    if (!mkdtemp(directory))
        return 1;
    if (key_ring_add(&ring, secret_from_bytes((struct text){ key, sizeof key })) != OK)
        return 1;
    return blob_store_open(&store, directory, &ring, NULL, true) == OK ? 0 : 1;
}

static void remove_tree(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    while (folder && (entry = readdir(folder)) != NULL) {
        char inner[PATH];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        assert_true(snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) < PATH);
        if (unlink(inner) != 0)
            remove_tree(inner);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    key_ring_release(&ring);
    remove_tree(directory);
    return 0;
}

struct blob {
    struct id id;
    struct text wrapped;
    struct text plain;
};

static struct blob make_blob(size_t size)
{
    struct blob blob = { .id = random_id(1700000000000) };
    char *plain = arena_alloc(&arena, size + 1);

    for (size_t i = 0; i < size; i++)
        plain[i] = (char)("marker!"[i % 7] + (int)(i / BLOB_CHUNK_BYTES));
    blob.plain = (struct text){ plain, size };
    assert_int_equal(blob_key_make(&store, blob.id, &arena, &blob.wrapped), OK);
    return blob;
}

static void path_of(struct id id, char path[PATH])
{
    assert_true(snprintf(path, PATH, "%s/%02x/%02x/%s", directory, id.bytes[14], id.bytes[15],
                         id_to_text(id).at) < PATH);
}

static void staged_path_of(struct id id, char path[PATH])
{
    assert_true(snprintf(path, PATH, "%s/staged/%s", directory, id_to_text(id).at) < PATH);
}

/* Writes from `from` on in pieces of `step`, in a memory of its own. */
static enum status write_some(const struct blob *blob, size_t from, size_t to, size_t step,
                              bool finishes, struct digest *ret_digest)
{
    struct arena scratch = { 0 };
    struct blob_writer *writer;
    enum status status = blob_writer_open(&store, blob->id, blob->wrapped, &scratch, &writer);

    if (status == OK)
        assert_int_equal(blob_writer_size(writer), from);
    for (size_t at = from; status == OK && at < to; at += step)
        status = blob_write(writer, text_slice(blob->plain, at, to - at < step ? to - at : step));
    if (status == OK)
        status = finishes ? blob_writer_finish(writer, ret_digest) : blob_writer_pause(writer);
    arena_release(&scratch);
    return status;
}

static struct blob kept_blob(size_t size)
{
    struct blob blob = make_blob(size);
    struct digest digest, wanted = sha256(blob.plain);

    assert_int_equal(write_some(&blob, 0, size, 100000, true, &digest), OK);
    assert_true(digest_equal(digest, wanted));
    return blob;
}

static enum status read_from(const struct blob *blob, size_t size, size_t from,
                             struct buffer *ret_plain)
{
    struct arena scratch = { 0 };
    struct blob_reader *reader;
    struct text piece = T("x");
    enum status status =
        blob_reader_open(&store, blob->id, blob->wrapped, (int64_t)size, &scratch, &reader);

    while (status == OK && piece.size > 0) {
        status = blob_read(reader, (int64_t)(from + ret_plain->size), &piece);
        if (status == OK)
            buffer_append(ret_plain, piece);
    }
    arena_release(&scratch);
    return status;
}

static void check_reads(const struct blob *blob, size_t from)
{
    struct buffer plain = buffer_in(&arena, 16 << 20);

    assert_int_equal(read_from(blob, blob->plain.size, from, &plain), OK);
    assert_true(text_equal(buffer_text(&plain), text_from_offset(blob->plain, from)));
}

enum { C = BLOB_CHUNK_BYTES };
static const size_t sizes[] = { 0, 1, 100, C - 1, C, C + 1, 2 * C, 3 * C + 17, 11 * C, 11 * C + 1 };

static void what_was_written_comes_back_from_any_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct blob blob = kept_blob(sizes[i]);
        char path[PATH];
        struct stat about;

        path_of(blob.id, path);
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
        assert_int_equal(about.st_size, blob_sealed_size((int64_t)sizes[i]));
        check_reads(&blob, 0);
        check_reads(&blob, sizes[i] / 2);
        check_reads(&blob, sizes[i]);
        if (sizes[i] > C)
            check_reads(&blob, C);
        staged_path_of(blob.id, path);
        assert_int_not_equal(access(path, F_OK), 0);
    }
}

static struct text load(const char *path)
{
    char *at = arena_alloc(&arena, 2 << 20);
    int file = open(path, O_RDONLY);
    ssize_t size = read(file, at, 2 << 20);

    assert_true(size >= 0);
    close(file);
    return (struct text){ at, (size_t)size };
}

static void save(const char *path, struct text bytes)
{
    int file = open(path, O_WRONLY | O_TRUNC);

    assert_int_equal(write(file, bytes.at, bytes.size), bytes.size);
    close(file);
}

static void nothing_stands_there_in_plain(void **state)
{
    struct blob blob = kept_blob(3 * C + 17), half = make_blob(C / 2);
    char path[PATH];

    (void)state;
    path_of(blob.id, path);
    assert_int_equal(text_find(load(path), T("marker!marker!")), load(path).size);
    assert_int_equal(write_some(&half, 0, C / 2, 1000, false, NULL), OK);
    staged_path_of(half.id, path);
    assert_true(load(path).size > C / 2);
    assert_int_equal(text_find(load(path), T("marker!marker!")), load(path).size);
}

/* A reader may be told any size: the row says it. Either way the bytes must be those written. */
static void check_refused(const struct blob *blob, size_t size)
{
    struct buffer plain = buffer_in(&arena, 16 << 20);

    assert_int_not_equal(read_from(blob, size, 0, &plain), OK);
}

static void every_change_is_seen(void **state)
{
    struct blob blob = kept_blob(3 * C + 17), other = kept_blob(3 * C + 17);
    char path[PATH], other_path[PATH];
    struct text whole;
    char *changed;

    (void)state;
    path_of(blob.id, path);
    path_of(other.id, other_path);
    whole = load(path);
    changed = arena_alloc(&arena, whole.size + BLOB_CHUNK_SEALED);

    for (size_t at = 0; at < whole.size; at += 1 + (at % C == 60 ? C - 200 : 6007)) { /* a bit */
        memcpy(changed, whole.at, whole.size);
        changed[at] ^= 1;
        save(path, (struct text){ changed, whole.size });
        check_refused(&blob, 3 * C + 17);
    }
    for (size_t cut = 1; cut <= 3; cut++) { /* fewer chunks, and a row that says so */
        save(path, text_slice(whole, 0, cut * BLOB_CHUNK_SEALED));
        check_refused(&blob, cut * C);
        check_refused(&blob, 3 * C + 17);
    }
    memcpy(changed, whole.at, whole.size); /* two chunks change places */
    memcpy(changed, whole.at + BLOB_CHUNK_SEALED, BLOB_CHUNK_SEALED);
    memcpy(changed + BLOB_CHUNK_SEALED, whole.at, BLOB_CHUNK_SEALED);
    save(path, (struct text){ changed, whole.size });
    check_refused(&blob, 3 * C + 17);
    memcpy(changed, whole.at, BLOB_CHUNK_SEALED); /* one is repeated */
    memcpy(changed + BLOB_CHUNK_SEALED, whole.at, BLOB_CHUNK_SEALED);
    memcpy(changed + (size_t)2 * BLOB_CHUNK_SEALED, whole.at + BLOB_CHUNK_SEALED,
           whole.size - BLOB_CHUNK_SEALED);
    save(path, (struct text){ changed, whole.size + BLOB_CHUNK_SEALED });
    check_refused(&blob, 4 * C + 17);
    save(path, load(other_path)); /* another blob in its place */
    check_refused(&blob, 3 * C + 17);
    save(path, whole);
    check_reads(&blob, 0);
    other.wrapped = blob.wrapped; /* the key of one for the other */
    check_refused(&other, 3 * C + 17);
}

static void it_goes_on_wherever_it_stopped(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof sizes / sizeof *sizes; i++) {
        struct blob blob = make_blob(sizes[i]);
        struct digest digest, wanted = sha256(blob.plain);
        const size_t stops[] = { 1, sizes[i] / 3, sizes[i] / 2, sizes[i] - 1, sizes[i] };
        size_t at = 0;

        for (size_t stop = 0; stop < sizeof stops / sizeof *stops; stop++) {
            int64_t staged = -1;

            if (stops[stop] < at)
                continue;
            assert_int_equal(write_some(&blob, at, stops[stop], 70001, false, NULL), OK);
            assert_int_equal(blob_staged_size(&store, blob.id, blob.wrapped, &staged), OK);
            assert_int_equal(staged, stops[stop]);
            at = stops[stop];
        }
        assert_int_equal(write_some(&blob, sizes[i], sizes[i], 1, true, &digest), OK);
        assert_true(digest_equal(digest, wanted));
        check_reads(&blob, 0);
    }
}

static void a_torn_end_is_written_again(void **state)
{
    struct blob blob = make_blob(2 * C + 500);
    char path[PATH];
    struct text whole;
    struct digest digest, wanted = sha256(blob.plain);
    static const size_t cuts[] = { 0,
                                   1,
                                   27,
                                   28,
                                   29,
                                   C,
                                   BLOB_CHUNK_SEALED - 1,
                                   BLOB_CHUNK_SEALED,
                                   BLOB_CHUNK_SEALED + 5,
                                   2 * BLOB_CHUNK_SEALED + 27 };

    (void)state;
    assert_int_equal(write_some(&blob, 0, 2 * C + 400, 1000, false, NULL), OK);
    staged_path_of(blob.id, path);
    whole = load(path);
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        int64_t staged = -1;

        save(path, text_slice(whole, 0, cuts[i]));
        assert_int_equal(blob_staged_size(&store, blob.id, blob.wrapped, &staged), OK);
        assert_int_equal(staged % C, 0);
        assert_true((size_t)staged <= cuts[i]);
        assert_int_equal(write_some(&blob, (size_t)staged, 2 * C + 450, 1000, false, NULL), OK);
    }
    assert_int_equal(write_some(&blob, 2 * C + 450, 2 * C + 500, 1000, true, &digest), OK);
    assert_true(digest_equal(digest, wanted));
    check_reads(&blob, 0);
}

static void a_hole_in_what_was_staged_is_seen_at_the_end(void **state)
{
    struct blob blob = make_blob(3 * C);
    struct digest digest;
    char path[PATH];
    struct text whole;
    char *changed;

    (void)state;
    assert_int_equal(write_some(&blob, 0, 3 * C - 9, 1000, false, NULL), OK);
    staged_path_of(blob.id, path);
    whole = load(path);
    changed = arena_alloc(&arena, whole.size);
    memcpy(changed, whole.at, whole.size);
    memset(changed + C / 2, 0, 4096);
    save(path, (struct text){ changed, whole.size });
    assert_int_equal(write_some(&blob, 3 * C - 9, 3 * C, 1000, true, &digest), FAILED);
}

static void one_writer_at_a_time(void **state)
{
    struct blob blob = make_blob(10);
    struct arena first = { 0 }, second = { 0 };
    struct blob_writer *writer, *other;

    (void)state;
    assert_int_equal(blob_writer_open(&store, blob.id, blob.wrapped, &first, &writer), OK);
    assert_int_equal(blob_writer_open(&store, blob.id, blob.wrapped, &second, &other), CONFLICT);
    assert_int_equal(blob_write(writer, text_slice(blob.plain, 0, 4)), OK);
    arena_release(&first); /* left without a word: what came stays */
    assert_int_equal(blob_writer_open(&store, blob.id, blob.wrapped, &second, &other), OK);
    assert_int_equal(blob_writer_size(other), 4);
    arena_release(&second);
}

static enum status keep_count(struct id id, void *context)
{
    (void)id;
    ++*(size_t *)context;
    return OK;
}

static void removing_leaves_nothing(void **state)
{
    struct blob blob = kept_blob(10), half = make_blob(10);
    struct buffer plain = buffer_in(&arena, 100);
    size_t before = 0, after = 0;

    (void)state;
    assert_int_equal(write_some(&half, 0, 5, 5, false, NULL), OK);
    assert_int_equal(blob_each_on_disk(&store, keep_count, &before), OK);
    assert_int_equal(blob_remove(&store, blob.id), OK);
    assert_int_equal(blob_remove(&store, half.id), OK);
    assert_int_equal(blob_remove(&store, half.id), OK); /* twice does no harm */
    assert_int_equal(blob_each_on_disk(&store, keep_count, &after), OK);
    assert_int_equal(after, before - 2);
    assert_int_equal(read_from(&blob, 10, 0, &plain), NOT_FOUND);
}

static void another_master_key_opens_nothing(void **state)
{
    struct blob blob = kept_blob(10);
    struct key_ring other = { .count = 0 };
    struct blob_store stranger = store;
    struct blob_reader *reader;
    char key[32];

    (void)state;
    memset(key, 'x', sizeof key);
    assert_int_equal(key_ring_add(&other, secret_from_bytes((struct text){ key, sizeof key })), OK);
    stranger.keys = &other;
    assert_int_equal(blob_reader_open(&stranger, blob.id, blob.wrapped, 10, &arena, &reader),
                     UNAVAILABLE);
    key_ring_release(&other);
}

static void a_key_is_wrapped_again_by_the_current_master_key(void **state)
{
    struct blob blob = kept_blob(100);
    struct key_ring both = { .count = 0 }, newer = { .count = 0 };
    struct blob_store later = store;
    struct blob_reader *reader;
    struct text plain;
    bool is_changed = true;
    char old[32], fresh[32];

    (void)state;
    memset(old, 'k', sizeof old);
    memset(fresh, 'n', sizeof fresh);
    for (int i = 0; i < 2; i++) {
        struct key_ring *to = i == 0 ? &both : &newer;

        assert_int_equal(key_ring_add(to, secret_from_bytes((struct text){ fresh, 32 })), OK);
    }
    assert_int_equal(key_ring_add(&both, secret_from_bytes((struct text){ old, 32 })), OK);
    assert_int_equal(blob_key_renew(&store, blob.id, &arena, &blob.wrapped, &is_changed), OK);
    assert_false(is_changed); /* it is current */
    later.keys = &both;
    assert_int_equal(blob_key_renew(&later, blob.id, &arena, &blob.wrapped, &is_changed), OK);
    assert_true(is_changed);
    later.keys = &newer; /* the older master key is put away */
    assert_int_equal(blob_reader_open(&later, blob.id, blob.wrapped, 100, &arena, &reader), OK);
    assert_int_equal(blob_read(reader, 0, &plain), OK);
    assert_true(text_equal(plain, blob.plain));
    key_ring_release(&both);
    key_ring_release(&newer);
}

static enum status read_back(const struct blob *blob, struct arena *scratch, struct text *ret_bytes)
{
    struct blob_writer *writer;
    enum status status = blob_writer_open(&store, blob->id, blob->wrapped, scratch, &writer);

    return status == OK ? blob_writer_read_back(writer, scratch, ret_bytes) : status;
}

static void what_is_staged_can_be_read_back(void **state)
{
    static const size_t staged_sizes[] = { 0, 1, 65535, 65536, 65537, 200000 };
    char path[PATH];

    (void)state;
    for (size_t i = 0; i < sizeof staged_sizes / sizeof *staged_sizes; i++) {
        struct blob blob = make_blob(staged_sizes[i]);
        struct arena scratch = { 0 };
        struct digest digest;
        struct text bytes, changed;

        assert_int_equal(write_some(&blob, 0, staged_sizes[i] / 2, 1000, false, &digest), OK);
        assert_int_equal(
            write_some(&blob, staged_sizes[i] / 2, staged_sizes[i], 30000, false, &digest), OK);
        assert_int_equal(read_back(&blob, &scratch, &bytes), OK);
        assert_true(text_equal(bytes, blob.plain));
        arena_release(&scratch);
        if (staged_sizes[i] < 200000)
            continue;
        staged_path_of(blob.id, path);
        changed = load(path);
        ((char *)(uintptr_t)changed.at)[70000] ^= 1;
        save(path, changed);
        assert_int_equal(read_back(&blob, &scratch, &bytes), FAILED);
        arena_release(&scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_staged_can_be_read_back),
        cmocka_unit_test(what_was_written_comes_back_from_any_place),
        cmocka_unit_test(nothing_stands_there_in_plain),
        cmocka_unit_test(every_change_is_seen),
        cmocka_unit_test(it_goes_on_wherever_it_stopped),
        cmocka_unit_test(a_torn_end_is_written_again),
        cmocka_unit_test(a_hole_in_what_was_staged_is_seen_at_the_end),
        cmocka_unit_test(one_writer_at_a_time),
        cmocka_unit_test(removing_leaves_nothing),
        cmocka_unit_test(another_master_key_opens_nothing),
        cmocka_unit_test(a_key_is_wrapped_again_by_the_current_master_key),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
