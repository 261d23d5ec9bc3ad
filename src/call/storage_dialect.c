/* Storage dialect: the code says which; `error` is the word that older clients compare. */
#include "call/storage_dialect.h"

#include <ctype.h>

static const struct {
    const char *code, *error;
} words[] = {
    { "NoSuchKey", "not_found" },
    { "NoSuchBucket", "Bucket not found" },
    { "AccessDenied", "Unauthorized" },
    { "InvalidJWT", "Unauthorized" },
    { "KeyAlreadyExists", "Duplicate" },
    { "BucketAlreadyExists", "Duplicate" },
    { "EntityTooLarge", "Payload too large" },
    { "InvalidMimeType", "invalid_mime_type" },
    { "InvalidRange", "invalid_range" },
    { "InvalidBucketName", "Invalid Input" },
};

/* For what the gates and the store refuse in words of their own. */
static const char *const general[] = {
    [INVALID] = "InvalidRequest", [UNAUTHENTICATED] = "InvalidJWT", [FORBIDDEN] = "AccessDenied",
    [NOT_FOUND] = "NoSuchKey",    [CONFLICT] = "KeyAlreadyExists",  [TOO_LARGE] = "EntityTooLarge",
    [TOO_MANY] = "SlowDown",      [FAILED] = "InternalError",       [UNAVAILABLE] = "SlowDown",
};

/* "NoSuchKey" is Storage's own; "42501" and "PGRST302" are not. */
static bool is_own(const char *code)
{
    return code && isupper((unsigned char)code[0]) && islower((unsigned char)code[1]);
}

static const char *code_of(const struct call *call)
{
    const struct refusal *refusal = &call->refusal;

    if (is_own(refusal->code))
        return refusal->code;
    return general[refusal->status] ? general[refusal->status] : "InternalError";
}

static const char *error_of(const char *code)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(text_from(code), text_from(words[i].code)))
            return words[i].error;
    return code;
}

void storage_write_refusal(struct call *call, struct json_writer *json)
{
    const char *code = code_of(call);
    int number = call->refusal.http ? call->refusal.http : status_http(call->refusal.status);

    json_begin_object(json);
    json_write_text_member(json, T("statusCode"), arena_print(call->arena, "%d", number));
    json_write_text_member(json, T("error"), text_from(error_of(code)));
    json_write_text_member(json, T("message"), call_refusal_sentence(call));
    json_write_text_member(json, T("code"), text_from(code));
    json_end_object(json);
}

int storage_http_status(const struct call *call, enum status status)
{
    if (status == FAILED || status == UNAVAILABLE || status == UNAUTHENTICATED ||
        status == TOO_MANY || call->refusal.http == 405)
        return call->refusal.http ? call->refusal.http : status_http(status);
    return 400;
}
