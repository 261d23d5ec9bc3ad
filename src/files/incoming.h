/* Incoming: the bytes of a file on their way in: into a blob, then a row. */
#ifndef FILES_INCOMING_H
#define FILES_INCOMING_H

#include "files/object.h"

struct blob_writer;

struct incoming {
    struct call *call;
    struct bucket bucket;
    struct put put;
    struct blob blob;
    struct photo_put photo; /* of a bucket for photos */
    struct blob staged;     /* what the photo was made of; zero: nothing was */
    struct blob_writer *writer;
    bool is_sniffed;
    bool is_moved; /* its bytes are in the workspace already */
};

/* Checks name, type, size as far as it is said, and place; then opens a blob. `size` is -1 when
   nobody said. In the call's arena, whose end closes it. */
enum status MUST_CHECK incoming_begin(struct incoming *incoming, int64_t size);
/* By the bucket: a photo's path must say of which record it is. */
enum status MUST_CHECK incoming_aim(struct incoming *incoming);
/* Where the bytes are staged. Those of a photo are encrypted under a key that is nowhere but in
   the memory of this process: what the camera wrote besides the picture never rests anywhere. */
const struct blob_store *incoming_store(const struct incoming *incoming);
/* The checks alone. */
enum status MUST_CHECK incoming_check(struct incoming *incoming, int64_t size);
enum status MUST_CHECK incoming_take(struct incoming *incoming, struct text bytes);
/* The blob is whole and in its place; size and fingerprint are known. A photo is developed. */
enum status MUST_CHECK incoming_seal(struct incoming *incoming);
/* Seals it. The file is there when this is OK: row and blob in one transaction. */
enum status MUST_CHECK incoming_finish(struct incoming *incoming, struct id *ret_id);
/* Nothing will come of it: its blob is swept. */
void incoming_drop(struct incoming *incoming);

/* Turns what a blob met into a refusal. */
enum status MUST_CHECK refuse_blob(struct call *call, enum status status);

#endif
