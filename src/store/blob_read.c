/* Reading a blob: any chunk by itself, some at a time when the place is far away. */
#include "store/blob_private.h"

#include <string.h>

enum { CHUNKS_AT_ONCE = 8 };

struct blob_reader {
    const struct blob_store *store;
    struct id id;
    struct secret *key;
    int64_t size;         /* plain */
    int64_t first;        /* number of the first chunk in `sealed` */
    int64_t count;        /* chunks in `sealed` */
    char *plain, *sealed; /* in the arena */
};

static int64_t chunk_count(const struct blob_reader *reader)
{
    return reader->size == 0 ? 1 : (reader->size + BLOB_CHUNK_BYTES - 1) / BLOB_CHUNK_BYTES;
}

enum status blob_reader_open(const struct blob_store *store, struct id id, struct text wrapped,
                             int64_t size, struct arena *arena, struct blob_reader **ret_reader)
{
    struct blob_reader *reader = ARENA_NEW(arena, struct blob_reader);
    enum status status =
        seal_open_secret(store->keys, wrapped, blob_key_about(arena, id), &reader->key);

    if (status != OK)
        return status;
    secret_keep(arena, reader->key);
    reader->store = store;
    reader->id = id;
    reader->size = size;
    reader->plain = arena_alloc(arena, BLOB_CHUNK_BYTES);
    reader->sealed =
        arena_alloc(arena, BLOB_CHUNK_SEALED * (size_t)(chunk_count(reader) < CHUNKS_AT_ONCE
                                                            ? chunk_count(reader)
                                                            : CHUNKS_AT_ONCE));
    *ret_reader = reader;
    return OK;
}

static enum status load(struct blob_reader *reader, int64_t number)
{
    const struct blob_place *place = &reader->store->place;
    int64_t total = chunk_count(reader), count = total - number;
    int64_t end;
    enum status status;

    if (number >= reader->first && number < reader->first + reader->count)
        return OK;
    if (count > CHUNKS_AT_ONCE)
        count = CHUNKS_AT_ONCE;
    end = number + count == total ? blob_sealed_size(reader->size)
                                  : (number + count) * BLOB_CHUNK_SEALED;
    reader->count = 0;
    status = place->read(place->context, reader->id, number * BLOB_CHUNK_SEALED,
                         (size_t)(end - number * BLOB_CHUNK_SEALED), reader->sealed);
    if (status != OK)
        return status;
    reader->first = number;
    reader->count = count;
    return OK;
}

enum status blob_read(struct blob_reader *reader, int64_t from, struct text *ret_bytes)
{
    int64_t number = from / BLOB_CHUNK_BYTES, total = chunk_count(reader);
    bool is_last = number == total - 1;
    size_t plain;
    struct text sealed;
    enum status status;

    if (from < 0 || from > reader->size || number >= total) {
        *ret_bytes = (struct text){ 0 };
        return from < 0 ? INVALID : OK;
    }
    plain = is_last ? (size_t)(reader->size - number * BLOB_CHUNK_BYTES) : BLOB_CHUNK_BYTES;
    status = load(reader, number);
    if (status != OK)
        return status;
    sealed = (struct text){ reader->sealed + (number - reader->first) * BLOB_CHUNK_SEALED,
                            plain + BLOB_CHUNK_OVERHEAD };
    status = blob_chunk_open(reader->key, reader->id, number, is_last ? BLOB_LAST : BLOB_MIDDLE,
                             sealed, reader->plain);
    if (status != OK)
        return status;
    *ret_bytes = text_from_offset((struct text){ reader->plain, plain },
                                  (size_t)(from - number * BLOB_CHUNK_BYTES));
    return OK;
}
