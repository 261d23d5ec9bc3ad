/* Writing a blob: bytes are gathered into chunks; a full chunk is sealed when more bytes come, so
   that the last one is known. What is staged can be gone on from at any time: a chunk that is not
   full yet is written as a tail, and again, under a fresh nonce, when it has grown. */
#include "crypto/digest_stream.h"
#include "store/blob_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct blob_writer {
    const struct blob_store *store;
    struct id id;
    struct secret *key;
    int file; /* -1: closed */
    struct blob_path path;
    struct digest_stream *digest; /* of everything since the blob's first byte, or NULL */
    int64_t number;               /* of the chunk that is being filled */
    size_t fill;                  /* plain bytes in it */
    bool is_staged;               /* the file has all of them */
    char plain[BLOB_CHUNK_BYTES], sealed[BLOB_CHUNK_SEALED];
};

static int64_t place_of(int64_t number)
{
    return number * BLOB_CHUNK_SEALED;
}

static enum status write_chunk(struct blob_writer *writer, enum blob_mark mark)
{
    blob_chunk_seal(writer->key, writer->id, writer->number, mark,
                    (struct text){ writer->plain, writer->fill }, writer->sealed);
    return blob_pwrite(writer->file, place_of(writer->number), writer->fill + BLOB_CHUNK_OVERHEAD,
                       writer->sealed);
}

/* A file that was longer before (a tail after a lost chunk) ends here. */
static enum status cut(const struct blob_writer *writer)
{
    int64_t size = place_of(writer->number) + (int64_t)writer->fill + BLOB_CHUNK_OVERHEAD;

    return ftruncate(writer->file, size) == 0 ? OK : FAILED;
}

static enum status stage_tail(struct blob_writer *writer)
{
    enum status status = writer->is_staged ? OK : write_chunk(writer, BLOB_TAIL);

    if (status == OK && !writer->is_staged)
        status = cut(writer);
    writer->is_staged |= status == OK;
    return status;
}

/* Of a client that left, what it sent so far stays for when it comes back; what cannot be written
   now is asked for again then. */
static void close_writer(void *subject)
{
    struct blob_writer *writer = subject;

    if (writer->file < 0)
        return;
    if (stage_tail(writer) != OK)
        writer->is_staged = true;
    close(writer->file);
    writer->file = -1;
    digest_stream_free(writer->digest);
    secret_free(writer->key);
    explicit_bzero(writer->plain, sizeof writer->plain);
}

int64_t blob_writer_size(const struct blob_writer *writer)
{
    return writer->number * BLOB_CHUNK_BYTES + (int64_t)writer->fill;
}

/* --- where the staging file ends */

/* Reads chunk `number` of a file of `size` bytes into the writer, whatever it says of its place. */
static enum status read_chunk(struct blob_writer *writer, int64_t number, int64_t size)
{
    static const enum blob_mark marks[] = { BLOB_TAIL, BLOB_MIDDLE, BLOB_LAST };
    int64_t rest = size - place_of(number);
    size_t sealed = rest > BLOB_CHUNK_SEALED ? BLOB_CHUNK_SEALED : (size_t)rest;
    enum status status;

    if (sealed < BLOB_CHUNK_OVERHEAD)
        return FAILED;
    status = blob_pread(writer->file, place_of(number), sealed, writer->sealed);
    for (size_t i = 0; status == OK && i < sizeof marks / sizeof *marks; i++) {
        if (blob_chunk_open(writer->key, writer->id, number, marks[i],
                            (struct text){ writer->sealed, sealed }, writer->plain) != OK)
            continue;
        writer->number = number;
        writer->fill = sealed - BLOB_CHUNK_OVERHEAD;
        return OK;
    }
    return FAILED;
}

/* The last chunk that is whole: one that a crash cut off, or that never reached the disk, does not
   count, and is written again. */
static enum status find_end(struct blob_writer *writer)
{
    struct stat about;

    writer->number = 0;
    writer->fill = 0;
    if (fstat(writer->file, &about) != 0)
        return FAILED;
    for (int64_t number = about.st_size / BLOB_CHUNK_SEALED; number >= 0; number--)
        if (read_chunk(writer, number, about.st_size) == OK)
            return OK;
    return OK;
}

static enum status open_file(struct blob_writer *writer, int flags)
{
    if (!blob_path_staged(writer->store, writer->id, &writer->path))
        return FAILED;
    writer->file = open(writer->path.at, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (writer->file < 0)
        return errno == ENOENT ? NOT_FOUND : FAILED;
    return OK;
}

static enum status lock_file(const struct blob_writer *writer)
{
    if (flock(writer->file, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? CONFLICT : FAILED;
    return OK;
}

static struct blob_writer *writer_new(const struct blob_store *store, struct id id,
                                      struct arena *arena)
{
    struct blob_writer *writer = ARENA_NEW(arena, struct blob_writer);

    writer->store = store;
    writer->id = id;
    writer->file = -1;
    writer->is_staged = true;
    return writer;
}

static void drop(struct blob_writer *writer)
{
    if (writer->file >= 0)
        close(writer->file);
    writer->file = -1;
    secret_free(writer->key);
    writer->key = NULL;
}

enum status blob_writer_open(const struct blob_store *store, struct id id, struct text wrapped,
                             struct arena *arena, struct blob_writer **ret_writer)
{
    struct blob_writer *writer = writer_new(store, id, arena);
    enum status status =
        seal_open_secret(store->keys, wrapped, blob_key_about(arena, id), &writer->key);

    if (status != OK)
        return status;
    status = open_file(writer, O_RDWR | O_CREAT);
    if (status == OK)
        status = lock_file(writer);
    if (status == OK)
        status = find_end(writer);
    if (status != OK) {
        drop(writer);
        return status;
    }
    if (blob_writer_size(writer) == 0)
        writer->digest = digest_stream_new();
    arena_defer(arena, close_writer, writer);
    *ret_writer = writer;
    return OK;
}

enum status blob_staged_size(const struct blob_store *store, struct id id, struct text wrapped,
                             int64_t *ret_size)
{
    struct arena arena = { 0 };
    struct blob_writer *writer = writer_new(store, id, &arena);
    enum status status =
        seal_open_secret(store->keys, wrapped, blob_key_about(&arena, id), &writer->key);

    if (status == OK) {
        status = open_file(writer, O_RDONLY);
        if (status == OK)
            status = find_end(writer);
        if (status == OK || status == NOT_FOUND)
            *ret_size = status == OK ? blob_writer_size(writer) : 0;
        if (status == NOT_FOUND)
            status = OK;
        drop(writer);
    }
    arena_release(&arena);
    return status;
}

/* --- bytes */

enum status blob_write(struct blob_writer *writer, struct text bytes)
{
    assert(writer->file >= 0);
    if (writer->digest)
        digest_stream_append(writer->digest, bytes);
    while (bytes.size > 0) {
        size_t room = BLOB_CHUNK_BYTES - writer->fill;
        size_t piece = bytes.size < room ? bytes.size : room;

        if (room == 0) {
            enum status status = write_chunk(writer, BLOB_MIDDLE);

            if (status != OK)
                return status;
            writer->number++;
            writer->fill = 0;
            continue;
        }
        memcpy(writer->plain + writer->fill, bytes.at, piece);
        writer->fill += piece;
        writer->is_staged = false;
        bytes = text_from_offset(bytes, piece);
    }
    return OK;
}

enum status blob_writer_pause(struct blob_writer *writer)
{
    enum status status;

    assert(writer->file >= 0);
    status = stage_tail(writer);
    if (status == OK && writer->store->is_durable && fdatasync(writer->file) != 0)
        status = FAILED;
    return status;
}

/* One that is full and was followed by more; `sealed` is room for it. */
static enum status read_full(const struct blob_writer *writer, int64_t number, char *sealed,
                             char *plain)
{
    enum status status = blob_pread(writer->file, place_of(number), BLOB_CHUNK_SEALED, sealed);

    return status == OK ? blob_chunk_open(writer->key, writer->id, number, BLOB_MIDDLE,
                                          (struct text){ sealed, BLOB_CHUNK_SEALED }, plain)
                        : status;
}

enum status blob_writer_read_back(struct blob_writer *writer, struct arena *arena,
                                  struct text *ret_bytes)
{
    size_t size = (size_t)blob_writer_size(writer);
    char *bytes = arena_alloc(arena, size + 1), *sealed = memory_alloc(BLOB_CHUNK_SEALED);
    enum status status = OK;

    assert(writer->file >= 0);
    for (int64_t number = 0; status == OK && number < writer->number; number++)
        status = read_full(writer, number, sealed, bytes + number * BLOB_CHUNK_BYTES);
    memcpy(bytes + writer->number * BLOB_CHUNK_BYTES, writer->plain, writer->fill);
    free(sealed);
    if (status == OK)
        *ret_bytes = (struct text){ bytes, size };
    return status;
}

/* The digest of a blob that was written in several goes: everything is read once more, which also
   shows whether all of it is there. */
static enum status read_again(struct blob_writer *writer, struct digest *ret_digest)
{
    struct digest_stream *stream = digest_stream_new();
    char *plain = memory_alloc(BLOB_CHUNK_BYTES), *sealed = memory_alloc(BLOB_CHUNK_SEALED);
    enum status status = OK;

    for (int64_t number = 0; status == OK && number < writer->number; number++) {
        status = read_full(writer, number, sealed, plain);
        if (status == OK)
            digest_stream_append(stream, (struct text){ plain, BLOB_CHUNK_BYTES });
    }
    digest_stream_append(stream, (struct text){ writer->plain, writer->fill });
    if (status == OK)
        *ret_digest = digest_stream_read(stream);
    digest_stream_free(stream);
    explicit_bzero(plain, BLOB_CHUNK_BYTES);
    free(plain);
    free(sealed);
    return status;
}

enum status blob_writer_finish(struct blob_writer *writer, struct digest *ret_digest)
{
    const struct blob_place *place = &writer->store->place;
    int64_t size = place_of(writer->number) + (int64_t)writer->fill + BLOB_CHUNK_OVERHEAD;
    struct digest digest;
    enum status status;

    assert(writer->file >= 0);
    status = write_chunk(writer, BLOB_LAST);
    if (status == OK)
        status = cut(writer);
    if (status == OK && !writer->digest)
        status = read_again(writer, &digest);
    else if (status == OK)
        digest = digest_stream_read(writer->digest);
    if (status != OK)
        return status;
    writer->is_staged = true;
    status = place->put(place->context, writer->id, writer->path.at, writer->file, size);
    if (status != OK)
        return status;
    close_writer(writer);
    *ret_digest = digest;
    return OK;
}
