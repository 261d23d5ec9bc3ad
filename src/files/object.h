/* Object: the row of a file. What is done to it is done in one transaction together with the row
   of its blob. Callers' rights are looked at here, once: who may edit in the module of the bucket
   puts files; who made a file, or may edit every row, replaces and removes it. */
#ifndef FILES_OBJECT_H
#define FILES_OBJECT_H

#include "files/bucket.h"
#include "files/rows.h"
#include "store/blob.h"

/* 1 to LIMIT_OBJECT_NAME bytes of printable UTF-8; segments between slashes, none of them empty,
   "." or "..". */
bool object_name_is_valid(struct text name);
/* The same, refused with InvalidKey. */
enum status MUST_CHECK object_name_check(struct call *call, struct text name);
struct text object_folder(struct text name);

/* Who does it: of the call, or of a signed address. */
struct actor {
    int64_t workspace_id;
    struct id account_id;
    bool may_every; /* also what others made */
};

struct actor actor_of(const struct call *call, const struct bucket *bucket);
bool actor_may_change(const struct actor *actor, const struct storage_object *object);

/* What row security says of the file, for who is not the transaction's identity; `level` is theirs
   in its module. */
bool object_is_seen(const struct storage_object *object, struct id account_id, enum level level);

/* NOT_FOUND without a refusal. As the transaction's identity. */
enum status MUST_CHECK object_load(struct tx *tx, int64_t workspace_id, struct text bucket,
                                   struct text name, struct storage_object *ret_object);
/* As the caller; refuses with NoSuchKey, also when the module of the bucket is not the caller's. */
enum status MUST_CHECK object_require(struct call *call, struct text bucket, struct text name,
                                      struct storage_object *ret_object);

/* Inside a transaction as the server's own code. */

enum put_rule { PUT_NEW, PUT_OR_REPLACE };

/* Which photo of which record. */
struct photo_target {
    const struct entity *entity;
    struct id record_id, photo_id;
};

struct photo_put {
    struct photo_target target;
    int32_t width, height;
    struct id staged_blob_id; /* what it was made of */
};

struct put {
    const struct bucket *bucket;
    struct actor actor;
    enum put_rule rule;
    struct text name, content_type, cache_control, metadata;
    int64_t size;
    struct text etag;
    struct id blob_id;
    const struct photo_put *photo; /* NULL: just a file */
};

/* Refuses what stands there already (KeyAlreadyExists) or is somebody else's (AccessDenied). */
enum status MUST_CHECK object_check_place(struct call *call, struct tx *tx, const struct put *put);
/* Refuses with EntityTooLarge what the workspace has no room for, by put->size. */
enum status MUST_CHECK object_check_quota(struct call *call, struct tx *tx, const struct put *put);
/* The row, new or replaced; its blob is kept, the one before doomed. *ret_id is the row's. */
enum status MUST_CHECK object_put(struct call *call, struct tx *tx, const struct put *put,
                                  struct id *ret_id);
/* The row goes, a photo's with it; its blob is doomed. `call` NULL: by the clock. */
enum status MUST_CHECK object_remove(struct call *call, struct tx *tx,
                                     const struct storage_object *object);

/* --- blobs */

/* The row of a blob that is about to be written there. */
enum status MUST_CHECK blob_row_new(struct call *call, const struct blob_store *store,
                                    int64_t workspace_id, struct blob *ret_blob);
/* Its bytes are of no use: sweep them, soon when there is a call. OK also when the row is gone. */
enum status MUST_CHECK blob_row_doom(struct call *call, struct tx *tx, int64_t workspace_id,
                                     struct id id);
/* The wrapped key, as blob.h takes it. */
enum status MUST_CHECK blob_row_key(struct arena *arena, const struct blob *blob,
                                    struct text *ret_wrapped);
enum status MUST_CHECK blob_row_load(struct call *call, int64_t workspace_id, struct id id,
                                     struct blob *ret_blob);

#endif
