/* For tests of the encrypted store: rows with a marker in them, and hands on the files. */
#ifndef TESTS_STORE_VFS_FILES_H
#define TESTS_STORE_VFS_FILES_H

#include "store/test_store.h"

#include <fcntl.h>

#define MARKER "Zaubernuss"

enum { VFS_BLOCK = 4096, BODY_SIZE = 185, LIMIT_TEST_FILE = 64 << 20 };

struct test_file {
    char *bytes;
    size_t size;
};

static inline const char *test_path(struct test_store *test, const char *name)
{
    return arena_print(&test->arena, "%s/%s", test->directory, name).at;
}

static inline struct test_file file_load(struct test_store *test, const char *name)
{
    struct test_file file = { .bytes = arena_alloc(&test->arena, 1) };
    FILE *stream = fopen(test_path(test, name), "rb");

    if (!stream)
        return file;
    fseek(stream, 0, SEEK_END);
    file.size = (size_t)ftell(stream);
    rewind(stream);
    file.bytes = arena_alloc(&test->arena, file.size + 1);
    assert_int_equal(fread(file.bytes, 1, file.size, stream), file.size);
    fclose(stream);
    return file;
}

static inline void file_store(struct test_store *test, const char *name, const char *bytes,
                              size_t size)
{
    FILE *stream = fopen(test_path(test, name), "wb");

    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

static inline bool file_has(struct test_file file, const char *word)
{
    struct text bytes = { file.bytes, file.size };

    return text_find(bytes, text_from(word)) < bytes.size;
}

/* --- rows: "Zaubernuss 17 17 17 ..." */

struct marking {
    int first, count;
};

static inline struct text marked_body(struct arena *arena, int number)
{
    struct buffer body = buffer_in(arena, 2 * BODY_SIZE);

    buffer_append(&body, T(MARKER));
    while (body.size < BODY_SIZE)
        buffer_print(&body, " %d", number);
    return buffer_text(&body);
}

static inline enum status mark_work(struct tx *tx, void *context)
{
    const struct marking *marking = context;
    enum status status = OK;

    for (int i = marking->first; status == OK && i < marking->first + marking->count; i++) {
        struct note note = { .row = { .workspace_id = 1,
                                      .id = test_id(1 + i / 60000, i % 60000),
                                      .created_at = 1700000000000,
                                      .updated_at = 1700000000000,
                                      .created_by = test_id(99, 1),
                                      .version = 1 },
                             .body = marked_body(tx_arena(tx), i) };

        note.row.id.bytes[12] = (unsigned char)(i >> 16);
        note.row.id.bytes[13] = (unsigned char)(i >> 8);
        note.row.id.bytes[14] = (unsigned char)i;
        status = row_insert(tx, &note_entity, &note);
    }
    return status;
}

static inline void mark(struct test_store *test, int first, int count)
{
    struct marking marking = { first, count };
    struct arena arena = { 0 };

    assert_int_equal(store_write(test->store, &system_identity, &arena, mark_work, &marking, NULL),
                     OK);
    arena_release(&arena);
}

struct reading {
    int64_t count;
    bool is_garbage; /* a row that was never written so */
};

static inline enum status read_work(struct tx *tx, void *context)
{
    struct reading *reading = context;
    struct cursor *cursor;
    bool found = true;
    enum status status = tx_query(tx, T("SELECT body FROM main.note"), NULL, 0, &cursor);

    *reading = (struct reading){ 0 };
    while (status == OK && (status = cursor_next(cursor, &found)) == OK && found) {
        struct text body = cursor_value(cursor, 0).text, rest = body;
        int64_t number;

        text_cut(&rest, ' ');
        if (!text_to_int64(text_cut(&rest, ' '), &number) ||
            !text_equal(body, marked_body(tx_arena(tx), (int)number)))
            reading->is_garbage = true;
        reading->count++;
    }
    return status;
}

/* Every row, each as it was written. */
static inline enum status read_marked(struct test_store *test, int64_t *ret_count,
                                      struct store_error *error)
{
    struct reading reading;
    struct arena arena = { 0 };
    enum status status =
        store_read(test->store, &system_identity, &arena, read_work, &reading, error);

    if (error) {
        error->message = arena_copy(&test->arena, error->message);
    }
    arena_release(&arena);
    assert_false(reading.is_garbage);
    *ret_count = reading.count;
    return status;
}

static inline int64_t count_marked(struct test_store *test)
{
    int64_t count;

    assert_int_equal(read_marked(test, &count, NULL), OK);
    return count;
}

static inline void test_store_shut(struct test_store *test)
{
    store_close(test->store);
    test->store = NULL;
}

/* Opens with these keys, or plain. */
static inline enum status open_with(struct test_store *test, const struct store_keys *keys,
                                    struct text *ret_reason)
{
    struct store_settings settings = { .directory = test->directory,
                                       .readers = 2,
                                       .keys = keys,
                                       .is_plain = !keys,
                                       .is_durable = true };

    *ret_reason = T("");
    return store_open(&settings, &test->schema, &test->arena, &test->store, ret_reason);
}

#endif
