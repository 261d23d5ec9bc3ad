/* What the files of blobs share. Private to src/store. */
#ifndef STORE_BLOB_PRIVATE_H
#define STORE_BLOB_PRIVATE_H

#include "crypto/cipher.h"
#include "store/blob.h"

enum { BLOB_PATH_BYTES = 4096 };

/* What a chunk says of its place: bound to it. */
enum blob_mark {
    BLOB_MIDDLE, /* more follow */
    BLOB_LAST,
    BLOB_TAIL, /* more will follow: staged only, and written again when they come */
};

struct blob_path {
    char at[BLOB_PATH_BYTES];
};

/* --- blob_chunk.c */
/* `sealed` has room for plain.size + BLOB_CHUNK_OVERHEAD. */
void blob_chunk_seal(const struct secret *key, struct id id, int64_t number, enum blob_mark mark,
                     struct text plain, char *sealed);
/* `plain` has room for sealed.size - BLOB_CHUNK_OVERHEAD. FAILED when anything differs. */
enum status MUST_CHECK blob_chunk_open(const struct secret *key, struct id id, int64_t number,
                                       enum blob_mark mark, struct text sealed, char *plain);
/* What wrapping the key of a blob is bound to. */
struct text blob_key_about(struct arena *arena, struct id id);

/* --- blob_disk.c */
extern const struct blob_place blob_disk; /* context: struct blob_store */
bool blob_path_staged(const struct blob_store *store, struct id id, struct blob_path *ret_path);
/* All of it, also over interrupted and short calls. */
enum status MUST_CHECK blob_pread(int file, int64_t from, size_t size, char *at);
enum status MUST_CHECK blob_pwrite(int file, int64_t from, size_t size, const char *at);

#endif
