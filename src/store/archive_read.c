/* Archive reading: piece by piece, each member against its hash. */
#include "codec/tar.h"
#include "crypto/digest_stream.h"
#include "store/archive.h"
#include "store/blob_private.h"
#include "store/sqlite_key_block.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_HEAD = 4096, END_BLOCKS = 2, HASH_SIZE = 2 * DIGEST_SIZE, LIMIT_HASH_LINE = 256 };

struct archive_reader {
    const char *path;
    struct secret *key; /* NULL: plain */
    int file;
    int64_t at, end; /* in the file */
    int64_t number;
    char *plain, *sealed;
    struct text piece; /* not taken yet */
    char block[TAR_BLOCK];
    struct tar_member member;  /* its name is in `block` */
    char name[TAR_LIMIT_NAME]; /* of the member that is read, for reasons too */
    size_t name_size;
    int64_t missing;
    bool is_inside; /* a member whose hash was not compared yet */
    struct digest_stream *digest;
    struct arena *arena;
    struct text reason;
};

enum status archive_refuse(struct archive_reader *reader, const char *why)
{
    struct text name = { reader->name, reader->name_size };

    reader->reason = arena_print(
        reader->arena, "%s is damaged%s%.*s, before byte %lld: %s. Nothing was taken from it.",
        reader->path, name.size > 0 ? " in " : "", TEXT_ARG(name), (long long)reader->at, why);
    return FAILED;
}

struct text archive_reason(const struct archive_reader *reader)
{
    return reader->reason;
}

/* ---- bytes ---- */

static enum status load(struct archive_reader *reader)
{
    int64_t whole = reader->key ? BLOB_CHUNK_SEALED : BLOB_CHUNK_BYTES;
    int64_t left = reader->end - reader->at;
    size_t size = (size_t)(left < whole ? left : whole);
    char *into = reader->key ? reader->sealed : reader->plain;
    size_t plain = reader->key && size >= BLOB_CHUNK_OVERHEAD ? size - BLOB_CHUNK_OVERHEAD : size;
    enum status status = OK;

    if (size == 0)
        return archive_refuse(reader, "it ends here");
    if (blob_pread(reader->file, reader->at, size, into) != OK)
        return archive_refuse(reader, "it cannot be read");
    reader->at += (int64_t)size;
    if (reader->key)
        status = blob_chunk_open(reader->key, (struct id){ { 0 } }, reader->number,
                                 left > whole ? BLOB_MIDDLE : BLOB_LAST,
                                 (struct text){ reader->sealed, size }, reader->plain);
    if (status != OK)
        return archive_refuse(reader, "it was changed or cut off");
    reader->number++;
    reader->piece = (struct text){ reader->plain, plain };
    return OK;
}

/* At most `most` bytes, at least one. */
static enum status take(struct archive_reader *reader, size_t most, struct text *ret_bytes)
{
    enum status status = OK;

    if (reader->piece.size == 0)
        status = load(reader);
    if (status != OK)
        return status;
    *ret_bytes = text_slice(reader->piece, 0, most);
    reader->piece = text_from_offset(reader->piece, ret_bytes->size);
    return ret_bytes->size > 0 ? OK : archive_refuse(reader, "it was changed or cut off");
}

static enum status take_exactly(struct archive_reader *reader, char *at, size_t size)
{
    while (size > 0) {
        struct text bytes;
        enum status status = take(reader, size, &bytes);

        if (status != OK)
            return status;
        memcpy(at, bytes.at, bytes.size);
        at += bytes.size;
        size -= bytes.size;
    }
    return OK;
}

static enum status skip_zeros(struct archive_reader *reader, size_t size)
{
    char zeros[END_BLOCKS * TAR_BLOCK];
    enum status status = take_exactly(reader, zeros, size);

    for (size_t i = 0; status == OK && i < size; i++)
        if (zeros[i] != 0)
            return archive_refuse(reader, "there are bytes where none should be");
    return status;
}

/* ---- opening ---- */

static enum status find_form(struct archive_reader *reader, const struct store_keys *keys)
{
    struct tar_member member;
    enum file_form form = FILE_MISSING;
    enum status status = file_form_find(reader->path, &form);

    if (status == OK && form == FILE_ENCRYPTED) {
        reader->at = FILE_HEAD;
        return key_block_open(reader->path, keys, KEY_FOR_EXPORT, reader->arena, &reader->key,
                              &reader->reason);
    }
    if (status == OK && form == FILE_FOREIGN &&
        blob_pread(reader->file, 0, TAR_BLOCK, reader->block) == OK &&
        tar_read(reader->block, &member) == TAR_MEMBER)
        return OK;
    reader->reason = arena_print(
        reader->arena, "%s is no export of Steward, or its beginning is damaged.", reader->path);
    return INVALID;
}

enum status archive_open(const char *path, const struct store_keys *keys, struct arena *arena,
                         struct archive_reader **ret_reader, struct text *ret_reason)
{
    struct archive_reader *reader = ARENA_NEW(arena, struct archive_reader);
    struct stat about;
    enum status status;

    *reader = (struct archive_reader){ .path = path, .arena = arena };
    reader->file = open(path, O_RDONLY | O_CLOEXEC);
    if (reader->file < 0 || fstat(reader->file, &about) != 0 || !S_ISREG(about.st_mode)) {
        *ret_reason = arena_print(arena, "%s cannot be read%s%s.", path,
                                  reader->file < 0 ? ": " : "",
                                  reader->file < 0 ? strerror(errno) : "");
        if (reader->file >= 0)
            close(reader->file);
        return NOT_FOUND;
    }
    reader->end = about.st_size;
    status = find_form(reader, keys);
    if (status != OK) {
        *ret_reason = reader->reason;
        archive_reader_free(reader);
        return status;
    }
    reader->plain = arena_alloc(arena, BLOB_CHUNK_BYTES);
    reader->sealed = arena_alloc(arena, BLOB_CHUNK_SEALED);
    *ret_reader = reader;
    return OK;
}

/* ---- members ---- */

static enum status next_header(struct archive_reader *reader, bool *ret_found)
{
    enum status status = take_exactly(reader, reader->block, TAR_BLOCK);

    if (status != OK)
        return status;
    switch (tar_read(reader->block, &reader->member)) {
    case TAR_MEMBER:
        *ret_found = true;
        return OK;
    case TAR_END:
        *ret_found = false;
        status = skip_zeros(reader, (END_BLOCKS - 1) * TAR_BLOCK);
        if (status == OK && (reader->piece.size > 0 || reader->at != reader->end))
            status = archive_refuse(reader, "something stands behind its end");
        return status;
    case TAR_DAMAGED:
        break;
    }
    return archive_refuse(reader, "what should be a member is none");
}

/* The member that follows is the hash of this one. */
static enum status compare_hash(struct archive_reader *reader)
{
    struct arena scratch = { 0 };
    struct text name = { reader->name, reader->name_size }, hash, wanted;
    char line[LIMIT_HASH_LINE];
    bool is_found = false;
    enum status status = skip_zeros(reader, tar_padding(reader->member.size));

    reader->is_inside = false;
    name = arena_copy(&scratch, name);
    hash = digest_hex(&scratch, digest_stream_read(reader->digest));
    wanted = arena_print(&scratch, "%.*s  %.*s\n", TEXT_ARG(hash), TEXT_ARG(name));
    if (status == OK)
        status = next_header(reader, &is_found);
    if (status == OK &&
        (!is_found ||
         !text_equal(reader->member.name, arena_print(&scratch, "%.*s.sha256", TEXT_ARG(name))) ||
         reader->member.size != (int64_t)wanted.size || wanted.size > sizeof line))
        status = archive_refuse(reader, "its hash is missing");
    if (status == OK)
        status = take_exactly(reader, line, wanted.size);
    if (status == OK && !text_equal((struct text){ line, wanted.size }, wanted))
        status = archive_refuse(reader, "it is not what was written");
    if (status == OK)
        status = skip_zeros(reader, tar_padding(reader->member.size));
    reader->member = (struct tar_member){ 0 };
    arena_release(&scratch);
    return status;
}

enum status archive_next(struct archive_reader *reader, struct text *ret_name, int64_t *ret_size,
                         bool *ret_found)
{
    bool is_found = false;
    enum status status = OK;

    while (status == OK && reader->is_inside) {
        struct text rest;

        status = archive_read(reader, &rest);
    }
    reader->name_size = status == OK ? 0 : reader->name_size;
    if (status == OK)
        status = next_header(reader, &is_found);
    if (status != OK)
        return status;
    *ret_found = is_found;
    if (!is_found)
        return OK;
    memcpy(reader->name, reader->member.name.at, reader->member.name.size);
    reader->name_size = reader->member.name.size;
    reader->missing = reader->member.size;
    reader->is_inside = true;
    digest_stream_free(reader->digest);
    reader->digest = digest_stream_new();
    *ret_name = (struct text){ reader->name, reader->member.name.size };
    *ret_size = reader->missing;
    return OK;
}

enum status archive_read(struct archive_reader *reader, struct text *ret_bytes)
{
    enum status status;

    if (!reader->is_inside || reader->missing == 0) {
        *ret_bytes = (struct text){ 0 };
        return reader->is_inside ? compare_hash(reader) : OK;
    }
    status = take(reader, reader->missing < ARCHIVE_PIECE ? (size_t)reader->missing : ARCHIVE_PIECE,
                  ret_bytes);
    if (status != OK)
        return status;
    reader->missing -= (int64_t)ret_bytes->size;
    digest_stream_append(reader->digest, *ret_bytes);
    return OK;
}

enum status archive_read_all(struct archive_reader *reader, size_t limit, struct arena *arena,
                             struct text *ret_bytes)
{
    struct buffer all = buffer_in(arena, limit + 1);
    struct text piece = { 0 };
    enum status status = OK;

    if (reader->member.size > (int64_t)limit)
        return archive_refuse(reader, "it is larger than what is written here");
    do {
        status = archive_read(reader, &piece);
        if (status == OK)
            buffer_append(&all, piece);
    } while (status == OK && piece.size > 0);
    if (status == OK)
        *ret_bytes = buffer_text(&all);
    return status;
}

void archive_reader_free(struct archive_reader *reader)
{
    if (!reader)
        return;
    close(reader->file);
    digest_stream_free(reader->digest);
    secret_free(reader->key);
    reader->digest = NULL;
    reader->key = NULL;
}
