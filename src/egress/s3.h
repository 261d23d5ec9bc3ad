/* S3: blobs in an object store. What leaves is encrypted already (store/blob.h); the store learns
   ids, sizes and times. The only host that is spoken to is that of the setting. */
#ifndef EGRESS_S3_H
#define EGRESS_S3_H

#include "call/settings.h"
#include "store/blob.h"

struct s3;

/* True when the settings name one. */
bool s3_is_wanted(const struct settings *settings);
/* INVALID and a sentence when they are not complete: a plain address that is not this machine, no
   bucket, no keys. Nothing is sent yet: a server starts also while its object store is away. */
enum status MUST_CHECK s3_open(const struct settings *settings, struct arena *arena,
                               struct s3 **ret_s3, struct text *ret_reason);
/* NULL is fine. */
void s3_close(struct s3 *s3);
/* How large the parts are of a blob of so many bytes: S3_PART_BYTES, and more only when there would
   be more than LIMIT_PARTS of them, which is what S3 takes. */
int64_t s3_part_bytes(int64_t size);
/* Blobs above S3_PART_BYTES go up in parts. What failed on the way (no connection, a deadline, 5xx)
   is tried again after a pause, S3_ATTEMPTS times in all; then UNAVAILABLE. */
struct blob_place s3_place(struct s3 *s3);

enum { S3_PART_BYTES = 16 << 20, LIMIT_PARTS = 10000, S3_ATTEMPTS = 4 };

#endif
