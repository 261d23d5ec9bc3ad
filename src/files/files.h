/* Files: what the server starts and stops of them, and the lists that it joins. */
#ifndef FILES_FILES_H
#define FILES_FILES_H

#include "call/function.h"
#include "call/instance.h"
#include "call/route.h"
#include "store/blob.h"

struct media;
struct s3;

extern const struct entity *const files_entities[]; /* NULL-ended */
extern const struct function photo_functions[];     /* ended by a NULL name */
extern const struct route files_routes[];           /* ended by a NULL path */

/* All that files need while the server runs; instance->files. */
struct files {
    struct blob_store blobs;
    struct key_ring wraps;
    struct blob_store passing;   /* stages what is not to be kept as it comes: photos */
    struct key_ring passing_key; /* of this process alone, and gone with it */
    struct secret *signs;        /* signed addresses */
    struct s3 *s3;               /* NULL: blobs are in the data directory */
    struct media *media;
    struct media *press; /* sets PDF */
    struct ticker *ticker;
};

/* Opens the place of the blobs: the data directory, or the object store of the settings. After the
   keys are there. On failure *ret_reason is a sentence for the operator. */
enum status MUST_CHECK files_open(struct instance *instance, struct text *ret_reason);
void files_close(struct instance *instance);
/* The sweep begins, and ends. */
enum status MUST_CHECK files_start(struct instance *instance);
void files_stop(struct instance *instance);

/* Bytes that one file may have at all. */
int64_t files_largest(const struct instance *instance);

#endif
