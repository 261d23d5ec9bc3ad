/* Rows of uploaded files. */
#ifndef FILES_ROWS_H
#define FILES_ROWS_H

#include "schema/entity.h"

enum {
    LIMIT_BUCKET_NAME = 63,
    LIMIT_OBJECT_NAME = 1024, /* bytes */
    LIMIT_CONTENT_TYPE = 255,
    LIMIT_CACHE_CONTROL = 100,
    LIMIT_METADATA = 8000,
    LIMIT_BUCKET_TYPES = 2000,
};

/* A bucket that an administrator made; those of the program are in bucket.c. */
struct storage_bucket {
    struct row row;
    struct text name;
    int module; /* enum module */
    bool is_public;
    int64_t size_limit; /* bytes of one file; 0: the server's */
    struct text types;  /* parted by spaces; empty: any */
};

/* A file: where it is said to be, and what it is. */
struct storage_object {
    struct row row;
    struct text bucket, name;
    struct text folder, leaf; /* of the name: "a/b/" and "c.png" */
    int module;               /* of the bucket: who may see it */
    struct text content_type, cache_control;
    int64_t size;
    struct text etag;
    struct text metadata; /* JSON object of the client's */
    struct id blob_id;
    int audience;        /* enum audience_kind: of a photo, that of its record */
    struct text members; /* JSON list of accounts, for AUDIENCE_CHOSEN */
};

enum blob_state {
    BLOB_WRITING = 1, /* until expires_at */
    BLOB_KEPT,        /* a row of storage_object has it */
    BLOB_DOOMED,      /* its bytes are to be removed, and then this row */
};

/* The bytes of a file: their key, and who answers for them. */
struct blob {
    struct row row;
    struct text key; /* wrapped, base64 */
    int state;       /* enum blob_state */
    int64_t size;
    int64_t expires_at;
};

/* A resumable upload that is under way. */
struct storage_upload {
    struct row row;
    struct text bucket, name;
    int64_t size;
    struct text content_type, cache_control, metadata;
    bool upserts, may_every;
    bool is_finished; /* kept a while for a client that missed the answer */
    struct id blob_id;
    int64_t expires_at;
};

/* A picture of a record: of which, and which file it is. */
struct photo {
    struct row row; /* its id is the last part of the file's path */
    struct text entity;
    struct id record_id;
    int module; /* of the record's kind: who may see it */
    struct id storage_object_id;
    int64_t position;      /* grows; with gaps where photos were removed */
    int64_t width, height; /* pixels */
    int audience;          /* as of its file */
    struct text members;
};

extern const struct entity photo_entity;
extern const struct entity storage_bucket_entity, storage_object_entity, blob_entity,
    storage_upload_entity;

#endif
