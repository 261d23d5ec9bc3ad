/* Bucket: where a file may be put, who may, and what it may be. Those for photos of records follow
   from the declarations (photo.h); others an administrator makes for the workspace. */
#ifndef FILES_BUCKET_H
#define FILES_BUCKET_H

#include "call/call.h"
#include "files/rows.h"

struct bucket {
    struct text name;
    enum module module;
    bool is_public;
    bool takes_photos;  /* one of the program's: see photo.h */
    int64_t size_limit; /* bytes; never 0 */
    struct text types;
    int64_t created_at, updated_at; /* 0: as long as the program */
    struct id id, owner;
    int64_t workspace_id;
};

/* Small letters, digits and -_. inside; nothing that stands in the API's paths. */
bool bucket_name_is_valid(struct text name);
struct bucket bucket_of_photos(struct call *call, enum module module);
struct bucket bucket_of_row(const struct call *call, const struct storage_bucket *row);
/* NOT_FOUND without a refusal. As the transaction's identity. */
enum status MUST_CHECK bucket_load(struct call *call, struct tx *tx, int64_t workspace_id,
                                   struct text name, struct bucket *ret_bucket);
/* Refuses with NoSuchBucket; with AccessDenied when the caller's level in its module is below. */
enum status MUST_CHECK bucket_require(struct call *call, struct text name, enum level level,
                                      struct bucket *ret_bucket);
/* Does "image/png" stand in the list, which may say "image/png image/..."? */
bool bucket_takes_type(struct text types, struct text content_type);

enum status bucket_list(struct call *call);
enum status bucket_get(struct call *call);
enum status bucket_create(struct call *call);
enum status bucket_update(struct call *call);
enum status bucket_empty(struct call *call);
enum status bucket_delete(struct call *call);

#endif
