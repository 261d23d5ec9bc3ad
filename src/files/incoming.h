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
    struct blob_writer *writer;
    bool is_sniffed;
    bool is_moved; /* its bytes are in the workspace already */
};

/* Checks name, type, size as far as it is said, and place; then opens a blob. `size` is -1 when
   nobody said. In the call's arena, whose end closes it. */
enum status MUST_CHECK incoming_begin(struct incoming *incoming, int64_t size);
/* The checks alone. */
enum status MUST_CHECK incoming_check(struct incoming *incoming, int64_t size);
enum status MUST_CHECK incoming_take(struct incoming *incoming, struct text bytes);
/* The blob is whole and in its place; size and fingerprint are known. */
enum status MUST_CHECK incoming_seal(struct incoming *incoming);
/* Seals it. The file is there when this is OK: row and blob in one transaction. */
enum status MUST_CHECK incoming_finish(struct incoming *incoming, struct id *ret_id);
/* Nothing will come of it: its blob is swept. */
void incoming_drop(struct incoming *incoming);

/* Turns what a blob met into a refusal. */
enum status MUST_CHECK refuse_blob(struct call *call, enum status status);

#endif
