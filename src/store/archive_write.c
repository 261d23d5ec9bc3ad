/* Archive writing: bytes gather to pieces; a piece goes out as it is, or sealed as the chunk of a
   blob that has the number zero. */
#include "codec/tar.h"
#include "crypto/digest_stream.h"
#include "store/archive.h"
#include "store/blob_private.h"
#include "store/sqlite_key_block.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_HEAD = 4096, END_BLOCKS = 2 };

struct archive_writer {
    const char *path, *partial;
    struct secret *key; /* NULL: plain */
    int file;
    int64_t at;     /* in the file */
    int64_t number; /* of the next piece */
    char *plain, *sealed;
    size_t gathered;
    struct tar_member member;
    char name[TAR_LIMIT_NAME];
    int64_t missing; /* bytes of the member */
    struct digest_stream *digest;
    struct arena *arena;
};

enum status archive_create(const char *path, const struct store_keys *keys, struct arena *arena,
                           struct archive_writer **ret_writer, struct text *ret_reason)
{
    struct archive_writer *writer = ARENA_NEW(arena, struct archive_writer);
    enum status status = OK;

    writer->path = path;
    writer->partial = arena_print(arena, "%s.partial", path).at;
    writer->arena = arena;
    if (access(path, F_OK) == 0) {
        *ret_reason = arena_print(arena, "%s is there already.", path);
        return CONFLICT;
    }
    (void)unlink(writer->partial);
    if (keys) {
        status = key_block_create(writer->partial, keys, KEY_FOR_EXPORT, &writer->key);
        writer->at = FILE_HEAD;
    }
    writer->file = status == OK ? open(writer->partial,
                                       O_WRONLY | O_CLOEXEC | (keys ? 0 : O_CREAT | O_EXCL), 0600)
                                : -1;
    if (writer->file < 0) {
        *ret_reason = arena_print(arena, "%s cannot be written: %s.", path, strerror(errno));
        secret_free(writer->key);
        return FAILED;
    }
    writer->plain = arena_alloc(arena, BLOB_CHUNK_BYTES);
    writer->sealed = arena_alloc(arena, BLOB_CHUNK_SEALED);
    *ret_writer = writer;
    return OK;
}

static enum status flush(struct archive_writer *writer, enum blob_mark mark)
{
    struct text plain = { writer->plain, writer->gathered };
    size_t size = plain.size + (writer->key ? BLOB_CHUNK_OVERHEAD : 0);
    enum status status;

    if (writer->key)
        blob_chunk_seal(writer->key, (struct id){ { 0 } }, writer->number, mark, plain,
                        writer->sealed);
    status =
        blob_pwrite(writer->file, writer->at, size, writer->key ? writer->sealed : writer->plain);
    writer->number++;
    writer->at += (int64_t)size;
    writer->gathered = 0;
    return status;
}

/* The last piece is known only when nothing follows it. */
static enum status put(struct archive_writer *writer, struct text bytes)
{
    enum status status = OK;

    while (status == OK && bytes.size > 0) {
        size_t room = BLOB_CHUNK_BYTES - writer->gathered;
        struct text piece = text_slice(bytes, 0, room);

        if (room == 0) {
            status = flush(writer, BLOB_MIDDLE);
            continue;
        }
        memcpy(writer->plain + writer->gathered, piece.at, piece.size);
        writer->gathered += piece.size;
        bytes = text_from_offset(bytes, piece.size);
    }
    return status;
}

static enum status put_header(struct archive_writer *writer, struct tar_member member)
{
    char block[TAR_BLOCK];

    tar_write(block, member);
    return put(writer, (struct text){ block, sizeof block });
}

static enum status put_padding(struct archive_writer *writer, int64_t size)
{
    static const char zeros[TAR_BLOCK];

    return put(writer, (struct text){ zeros, tar_padding(size) });
}

enum status archive_begin(struct archive_writer *writer, struct text name, int64_t size)
{
    if (name.size == 0 || name.size > ARCHIVE_LIMIT_NAME || size < 0)
        return TOO_LARGE;
    memcpy(writer->name, name.at, name.size);
    writer->member = (struct tar_member){ { writer->name, name.size }, size };
    writer->missing = size;
    digest_stream_free(writer->digest);
    writer->digest = digest_stream_new();
    return put_header(writer, writer->member);
}

enum status archive_append(struct archive_writer *writer, struct text bytes)
{
    if ((int64_t)bytes.size > writer->missing)
        return FAILED;
    writer->missing -= (int64_t)bytes.size;
    digest_stream_append(writer->digest, bytes);
    return put(writer, bytes);
}

/* As sha256sum writes it, so that it can check what was unpacked. */
enum status archive_end(struct archive_writer *writer)
{
    struct arena scratch = { 0 };
    struct text hash, line;
    struct tar_member member;
    enum status status = writer->missing == 0 ? OK : FAILED;

    hash = digest_hex(&scratch, digest_stream_read(writer->digest));
    line = arena_print(&scratch, "%.*s  %.*s\n", TEXT_ARG(hash), TEXT_ARG(writer->member.name));
    member.name = arena_print(&scratch, "%.*s.sha256", TEXT_ARG(writer->member.name));
    member.size = (int64_t)line.size;
    if (status == OK)
        status = put_padding(writer, writer->member.size);
    if (status == OK)
        status = put_header(writer, member);
    if (status == OK)
        status = put(writer, line);
    if (status == OK)
        status = put_padding(writer, member.size);
    arena_release(&scratch);
    return status;
}

enum status archive_add(struct archive_writer *writer, struct text name, struct text bytes)
{
    enum status status = archive_begin(writer, name, (int64_t)bytes.size);

    if (status == OK)
        status = archive_append(writer, bytes);
    return status == OK ? archive_end(writer) : status;
}

enum status archive_finish(struct archive_writer *writer)
{
    static const char zeros[END_BLOCKS * TAR_BLOCK];
    enum status status = put(writer, (struct text){ zeros, sizeof zeros });

    if (status == OK)
        status = flush(writer, BLOB_LAST);
    if (status == OK && (fsync(writer->file) != 0 || rename(writer->partial, writer->path) != 0))
        status = FAILED;
    if (status == OK)
        writer->partial = NULL;
    return status;
}

void archive_writer_free(struct archive_writer *writer)
{
    if (!writer)
        return;
    close(writer->file);
    if (writer->partial)
        (void)unlink(writer->partial);
    digest_stream_free(writer->digest);
    secret_free(writer->key);
}
