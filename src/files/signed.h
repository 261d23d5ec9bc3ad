/* Signed: addresses that open one file, or take one, until a time, without a session. A token says
   what it opens, in which workspace and until when; its key is derived for this alone, so that no
   access token is one, and none of these is an access token. */
#ifndef FILES_SIGNED_H
#define FILES_SIGNED_H

#include "files/object.h"

enum {
    SIGNED_URL_LIMIT_S = 7 * 24 * 3600,
    SIGNED_UPLOAD_S = 2 * 3600,
};

/* What an address opens, and for how long. It is bound to who made it: it opens nothing that they
   may not see at the time it is used. */
struct signed_read {
    int64_t workspace_id;
    struct id account_id;
    struct text bucket, name;
    struct text transform; /* may be empty; else only the picture made so, see render.h */
    int64_t from_s, until_s;
};

/* The caller's, from now on. */
struct signed_read signed_read_of(const struct call *call, struct text bucket, struct text name,
                                  struct text transform, int64_t expires_in_s);
/* "/object/sign/papers/a.pdf?token=...", below /storage/v1; unencoded, as the client encodes it as
   a whole (design, section 2). */
struct text signed_read_address(const struct call *call, const struct signed_read *address);
/* The token in the query, against bucket and name of the path. Refuses with InvalidJWT. */
enum status MUST_CHECK signed_read_check(struct call *call, struct signed_read *ret_address);

struct signed_upload {
    struct bucket bucket;
    struct actor actor;
    bool upserts;
};

struct text signed_upload_make(const struct call *call, const struct signed_upload *address,
                               struct text name);
/* Likewise. The bucket is loaded again: it may have changed or gone. */
enum status MUST_CHECK signed_upload_read(struct call *call, struct signed_upload *ret_address);

/* A value of the request's query; at == NULL when it is not there or the query is broken. */
struct text query_of_call(const struct call *call, struct text name);

/* Handlers. */
enum status signed_url_one(struct call *call);
enum status signed_url_many(struct call *call);
enum status signed_upload_url(struct call *call);

#endif
