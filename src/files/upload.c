/* Upload: the body goes into a blob while it comes. A form is read as a whole, for its parts stand
   in any order; it is what browsers send, and has a limit of its own. */
#include "files/upload.h"

#include "base/encode.h"
#include "codec/multipart.h"
#include "codec/utf8.h"
#include "files/files.h"
#include "files/signed.h"

enum { LIMIT_FORM = 64 * 1024 * 1024, LIMIT_FORM_WORDS = 64 * 1024 };

size_t upload_body_limit(const struct instance *instance, struct text parameter)
{
    (void)parameter;
    return (size_t)files_largest(instance) + LIMIT_FORM_WORDS;
}

static bool is_form(const struct http_exchange *exchange)
{
    return text_starts_with(http_header(exchange, T("Content-Type")), T("multipart/form-data"));
}

/* --- words */

static enum status refuse_words(struct call *call, const char *what)
{
    return REFUSE(call, INVALID, .code = "InvalidParameter", .value = text_from(what),
                  .say = L("{value} is not usable", "{value} 无效"));
}

enum status upload_words_check(struct call *call, struct upload_words *words)
{
    const struct json *json;

    if (words->cache_control.size > LIMIT_CACHE_CONTROL || !utf8_is_printable(words->cache_control))
        return refuse_words(call, "cache-control");
    if (words->metadata.size == 0) {
        words->metadata = (struct text){ 0 };
        return OK;
    }
    if (words->metadata.size > LIMIT_METADATA ||
        json_parse(call->arena, words->metadata, NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_OBJECT)
        return refuse_words(call, "metadata");
    return OK;
}

static enum status words_of_headers(struct call *call, struct upload_words *ret_words)
{
    struct text encoded = call_header(call, T("x-metadata"));
    struct upload_words words = { .content_type = call_header(call, T("Content-Type")),
                                  .cache_control = call_header(call, T("Cache-Control")) };
    enum status status;

    if (encoded.size > 0 && !base64_decode(call->arena, encoded, BASE64_PADDED, &words.metadata))
        return refuse_words(call, "x-metadata");
    status = upload_words_check(call, &words);
    if (status == OK)
        *ret_words = words;
    return status;
}

/* A number is what supabase-js says: seconds. */
struct text upload_cache_control(const struct call *call, struct text said)
{
    int64_t seconds;

    if (text_to_int64(said, &seconds) && seconds >= 0)
        return arena_print(call->arena, "max-age=%lld", (long long)seconds);
    return said;
}

static struct text field_of(const struct multipart *form, struct text name)
{
    const struct multipart_part *part = multipart_find(form, name);

    return part && !part->filename.at ? part->bytes : (struct text){ 0 };
}

static const struct multipart_part *file_of(const struct multipart *form)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->parts[i].filename.at)
            return &form->parts[i];
    return NULL;
}

static enum status read_form(struct call *call, struct upload_words *ret_words,
                             struct text *ret_bytes)
{
    const struct multipart_part *file = NULL;
    struct text boundary;
    struct multipart form;

    if (multipart_boundary(call_header(call, T("Content-Type")), &boundary) &&
        multipart_parse(call->arena, http_body(call->exchange), boundary, &form, NULL) == OK)
        file = file_of(&form);
    if (!file)
        return REFUSE(call, INVALID, .code = "InvalidRequest",
                      .say = L("No content provided", "没有文件内容"));
    *ret_words = (struct upload_words){
        .content_type = file->content_type,
        .cache_control = upload_cache_control(call, field_of(&form, T("cacheControl"))),
        .metadata = field_of(&form, T("metadata")),
    };
    *ret_bytes = file->bytes;
    return upload_words_check(call, ret_words);
}

/* --- whose upload it is */

static bool upserts(const struct call *call)
{
    return http_method(call->exchange) == HTTP_PUT ||
           text_equal_nocase(call_header(call, T("x-upsert")), T("true"));
}

static enum status of_member(struct call *call, struct incoming *incoming)
{
    enum status status =
        bucket_require(call, call->path_parameter, LEVEL_EDIT_OWN, &incoming->bucket);

    if (status != OK)
        return status;
    incoming->put.actor = actor_of(call, &incoming->bucket);
    incoming->put.rule = upserts(call) ? PUT_OR_REPLACE : PUT_NEW;
    incoming->put.name = call->path_parameter_2;
    return OK;
}

static enum status of_signature(struct call *call, struct incoming *incoming)
{
    struct signed_upload address;
    enum status status = signed_upload_read(call, &address);

    if (status != OK)
        return status;
    incoming->bucket = address.bucket;
    incoming->put.actor = address.actor;
    incoming->put.rule = address.upserts ? PUT_OR_REPLACE : PUT_NEW;
    incoming->put.name = call->path_parameter_2;
    return OK;
}

static int64_t size_said(const struct call *call)
{
    int64_t size;

    return text_to_int64(call_header(call, T("Content-Length")), &size) ? size : -1;
}

static struct incoming *incoming_new(struct call *call)
{
    struct incoming *incoming = ARENA_NEW(call->arena, struct incoming);

    incoming->call = call;
    call->intake = incoming;
    return incoming;
}

static enum status open_for(struct call *call,
                            enum status (*whose)(struct call *call, struct incoming *incoming))
{
    struct incoming *incoming = incoming_new(call);
    struct upload_words words;
    enum status status = whose(call, incoming);

    if (status == OK)
        status = words_of_headers(call, &words);
    if (status != OK)
        return status;
    incoming->put.content_type = words.content_type;
    incoming->put.cache_control = words.cache_control;
    incoming->put.metadata = words.metadata;
    return incoming_begin(incoming, size_said(call));
}

static enum status open_member(struct call *call)
{
    return open_for(call, of_member);
}

static enum status open_signed(struct call *call)
{
    return open_for(call, of_signature);
}

static enum status take(struct call *call, struct text bytes)
{
    struct incoming *incoming = call->intake;
    enum status status = incoming_take(incoming, bytes);

    if (status != OK)
        incoming_drop(incoming);
    return status;
}

const struct body_intake upload_intake = {
    .open = open_member, .take = take, .wants_whole = is_form, .whole_limit = LIMIT_FORM
};
const struct body_intake signed_upload_intake = {
    .open = open_signed, .take = take, .wants_whole = is_form, .whole_limit = LIMIT_FORM
};

/* --- the end */

static enum status take_form(struct call *call,
                             enum status (*whose)(struct call *call, struct incoming *incoming))
{
    struct incoming *incoming = incoming_new(call);
    struct upload_words words;
    struct text bytes;
    enum status status = whose(call, incoming);

    if (status == OK)
        status = read_form(call, &words, &bytes);
    if (status != OK)
        return status;
    incoming->put.content_type = words.content_type;
    incoming->put.cache_control = words.cache_control;
    incoming->put.metadata = words.metadata;
    status = incoming_begin(incoming, (int64_t)bytes.size);
    if (status == OK)
        status = take(call, bytes);
    return status;
}

static enum status finish(struct call *call)
{
    struct incoming *incoming = call->intake;
    struct json_writer json;
    struct id id;
    enum status status = incoming_finish(incoming, &id);

    if (status != OK) {
        incoming_drop(incoming);
        return status;
    }
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("Id"), text_from(id_to_text(id).at));
    json_write_text_member(&json, T("Key"),
                           arena_print(call->arena, "%.*s/%.*s", TEXT_ARG(incoming->bucket.name),
                                       TEXT_ARG(incoming->put.name)));
    json_end_object(&json);
    return OK;
}

enum status upload_run(struct call *call)
{
    enum status status = is_form(call->exchange) ? take_form(call, of_member) : OK;

    return status == OK ? finish(call) : status;
}

enum status signed_upload_run(struct call *call)
{
    enum status status = is_form(call->exchange) ? take_form(call, of_signature) : OK;

    return status == OK ? finish(call) : status;
}
