/* Archive: members one after the other, a tar that is written and read as a stream, plain or
   encrypted under a key of its own that the master key opens. Behind each member stands its
   SHA-256, which the reader checks and hands on to nobody. */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "crypto/store_key.h"
#include "store/store.h"

enum { ARCHIVE_LIMIT_NAME = 90, ARCHIVE_PIECE = 64 * 1024 };

struct archive_writer;
struct archive_reader;

/* Begins the file `path`, mode 0600, which is not there yet and gets its name when it is whole.
   `keys` NULL: plain. On failure *ret_reason is a sentence for the operator. */
enum status MUST_CHECK archive_create(const char *path, const struct store_keys *keys,
                                      struct arena *arena, struct archive_writer **ret_writer,
                                      struct text *ret_reason);
/* A member of exactly `size` bytes, which are appended piece by piece. */
enum status MUST_CHECK archive_begin(struct archive_writer *writer, struct text name, int64_t size);
enum status MUST_CHECK archive_append(struct archive_writer *writer, struct text bytes);
enum status MUST_CHECK archive_end(struct archive_writer *writer);
/* All three. */
enum status MUST_CHECK archive_add(struct archive_writer *writer, struct text name,
                                   struct text bytes);
/* The file is whole, on the disk, and has its name. */
enum status MUST_CHECK archive_finish(struct archive_writer *writer);
/* Without archive_finish nothing is left of it. */
void archive_writer_free(struct archive_writer *writer);

/* NOT_FOUND: no such file; INVALID: no archive; UNAVAILABLE: another master key; FAILED: damaged.
 */
enum status MUST_CHECK archive_open(const char *path, const struct store_keys *keys,
                                    struct arena *arena, struct archive_reader **ret_reader,
                                    struct text *ret_reason);
/* The next member; the rest of the one before is read first. *ret_found false: that was all, and
   nothing stands behind it. The name lives until the next call. */
enum status MUST_CHECK archive_next(struct archive_reader *reader, struct text *ret_name,
                                    int64_t *ret_size, bool *ret_found);
/* The next bytes of the member, at most ARCHIVE_PIECE; empty when there are no more, and then they
   were what was written. */
enum status MUST_CHECK archive_read(struct archive_reader *reader, struct text *ret_bytes);
/* The whole member, which has at most `limit` bytes; lives in the arena. */
enum status MUST_CHECK archive_read_all(struct archive_reader *reader, size_t limit,
                                        struct arena *arena, struct text *ret_bytes);
/* What the last failure was: a sentence that names the file and the place in it. */
struct text archive_reason(const struct archive_reader *reader);
/* "FILE is damaged in MEMBER, at byte N: WHY" as the reader's failure; FAILED. */
enum status MUST_CHECK archive_refuse(struct archive_reader *reader, const char *why);
void archive_reader_free(struct archive_reader *reader);

#endif
