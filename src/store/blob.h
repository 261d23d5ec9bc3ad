/* Blob: the bytes of a file, beside the database. A blob is written once into a staging file, chunk
   by chunk and encrypted from the first byte on, and then put into its place (a directory, or an
   object store that src/egress brings). Which row owns it, and its wrapped key, are the caller's.

   Format: chunks of BLOB_CHUNK_BYTES plain bytes, each nonce (12) | cipher | tag (16) under the
   blob's own random key; only the last one may be shorter. Bound to a chunk, but not stored: the
   blob's id, the chunk's number, and whether it is the last. So a chunk that was changed, moved,
   repeated, left out or cut off is seen, and any chunk can be read by itself. */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "base/arena.h"
#include "base/id.h"
#include "base/status.h"
#include "crypto/hash.h"
#include "crypto/seal.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    BLOB_CHUNK_BYTES = 64 * 1024,
    BLOB_CHUNK_OVERHEAD = 12 + 16,
    BLOB_CHUNK_SEALED = BLOB_CHUNK_BYTES + BLOB_CHUNK_OVERHEAD,
};

/* Where finished blobs are. `file` is open for reading at any place and holds `size` bytes. FAILED:
   the disk; UNAVAILABLE: the provider cannot be reached, and nothing was lost. */
struct blob_place {
    /* The staging file becomes the blob, and may be moved: it is gone or of no use afterwards. */
    enum status (*put)(void *context, struct id id, const char *staging_path, int file,
                       int64_t size);
    /* Exactly `size` bytes from `from` on; NOT_FOUND when there is no such blob. */
    enum status (*read)(void *context, struct id id, int64_t from, size_t size, char *at);
    /* OK also when it is not there. */
    enum status (*remove)(void *context, struct id id);
    void *context;
};

/* All that lives while blobs are used; constant after blob_store_open. */
struct blob_store {
    const char *directory;       /* of the staging files, and of the blobs when they are on disk */
    const struct key_ring *keys; /* wrap the keys of blobs */
    struct blob_place place;
    bool is_durable;
};

/* Makes the directories. `place` is copied; NULL means the directory itself. The
   store stays where it is. */
enum status MUST_CHECK blob_store_open(struct blob_store *store, const char *directory,
                                       const struct key_ring *keys, const struct blob_place *place,
                                       bool is_durable);
/* Bytes that a blob of this plain size takes. */
int64_t blob_sealed_size(int64_t size);
/* Removes the blob and what was staged for it. */
enum status MUST_CHECK blob_remove(const struct blob_store *store, struct id id);

/* --- Writing. One writer per blob at a time, over all processes that share the directory. */

struct blob_writer;

/* A fresh key for the blob `id`, wrapped: the text goes into the row that owns the blob. */
enum status MUST_CHECK blob_key_make(const struct blob_store *store, struct id id,
                                     struct arena *arena, struct text *ret_wrapped);
/* Wraps it again when that was done with an earlier key of the ring; fails as seal_open says. */
enum status MUST_CHECK blob_key_renew(const struct blob_store *store, struct id id,
                                      struct arena *arena, struct text *wrapped, bool *ret_changed);
/* Goes on where the staging file ends, which may be at its begin. The writer lives in the arena,
   whose end keeps what was written (blob_writer_pause). CONFLICT: somebody else is writing it.
   UNAVAILABLE, FAILED: as seal_open says. */
enum status MUST_CHECK blob_writer_open(const struct blob_store *store, struct id id,
                                        struct text wrapped, struct arena *arena,
                                        struct blob_writer **ret_writer);
int64_t blob_writer_size(const struct blob_writer *writer);
enum status MUST_CHECK blob_write(struct blob_writer *writer, struct text bytes);
/* Everything that was written is in the staging file, and on the disk. */
enum status MUST_CHECK blob_writer_pause(struct blob_writer *writer);
/* Marks the end and puts the blob into its place. UNAVAILABLE: it stays staged, and finishing can
   be tried again with another writer. */
enum status MUST_CHECK blob_writer_finish(struct blob_writer *writer, struct digest *ret_digest);
/* All that was written so far, as it was: for what is to be kept in another form. FAILED when it is
   not what was written. */
enum status MUST_CHECK blob_writer_read_back(struct blob_writer *writer, struct arena *arena,
                                             struct text *ret_bytes);
/* Plain bytes that are staged and can be gone on from. */
enum status MUST_CHECK blob_staged_size(const struct blob_store *store, struct id id,
                                        struct text wrapped, int64_t *ret_size);

/* --- Reading. */

struct blob_reader;

/* `size` is the blob's plain size, as its row says. Lives in the arena. */
enum status MUST_CHECK blob_reader_open(const struct blob_store *store, struct id id,
                                        struct text wrapped, int64_t size, struct arena *arena,
                                        struct blob_reader **ret_reader);
/* The next plain bytes from `from` on, at most one chunk, valid until the next call; empty at the
   end. FAILED when the bytes are not what was written. */
enum status MUST_CHECK blob_read(struct blob_reader *reader, int64_t from, struct text *ret_bytes);

/* Calls `each` for every blob and staging file in the directory, whatever its owner. */
enum status MUST_CHECK blob_each_on_disk(const struct blob_store *store,
                                         enum status (*each)(struct id id, void *context),
                                         void *context);

#endif
