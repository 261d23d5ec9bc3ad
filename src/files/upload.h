/* Upload: a file in one request, raw or as a form. */
#ifndef FILES_UPLOAD_H
#define FILES_UPLOAD_H

#include "call/intake.h"
#include "files/incoming.h"

extern const struct body_intake upload_intake, signed_upload_intake;

/* What headers or a form say besides the bytes. */
struct upload_words {
    struct text content_type, cache_control, metadata;
};

/* Refuses what is no JSON object or too long. Both may be empty. */
enum status MUST_CHECK upload_words_check(struct call *call, struct upload_words *words);

/* "3600", as supabase-js says it, is "max-age=3600". */
struct text upload_cache_control(const struct call *call, struct text said);

/* POST and PUT of an object, by a member or by a signed address. */
enum status upload_run(struct call *call);
enum status signed_upload_run(struct call *call);
/* Bytes of a body: the largest file, and what a form adds to it. */
size_t upload_body_limit(const struct instance *instance, struct text parameter);

#endif
