/* Render: reads the image, has a picture made of it, answers with that. */
#include "files/render.h"

#include "call/pool.h"
#include "codec/query.h"
#include "files/files.h"
#include "files/incoming.h"
#include "files/outgoing.h"
#include "files/signed.h"
#include "http/conditional.h"

enum { LIMIT_TRANSFORM = 200 };

/* --- what is wished */

static enum status refuse_value(struct call *call, const char *name, int64_t from, int64_t to)
{
    return REFUSE(
        call, INVALID, .code = "InvalidParameter", .limit = to,
        .details = arena_print(call->arena, "field: %s", name),
        .say = L("{value} lies beyond what can be made (at most {limit}).",
                 "{value} 超出可生成的范围（最大 {limit}）。"),
        .value = arena_print(call->arena, "%s (%lld..%lld)", name, (long long)from, (long long)to));
}

static enum status read_number(struct call *call, const struct query *query, const char *name,
                               int from, int to, int32_t *ret_number)
{
    struct text text = query_value(query, text_from(name));
    int64_t number;

    if (!text.at)
        return OK;
    if (!text_to_int64(text, &number) || number < from || number > to)
        return refuse_value(call, name, from, to);
    *ret_number = (int32_t)number;
    return OK;
}

static enum status read_word(struct call *call, const struct query *query, const char *name,
                             const char *const *words, int *ret_index)
{
    struct text text = query_value(query, text_from(name));

    if (!text.at)
        return OK;
    for (int i = 0; words[i]; i++) {
        if (!text_equal(text, text_from(words[i])))
            continue;
        *ret_index = i;
        return OK;
    }
    return REFUSE(call, INVALID, .code = "InvalidParameter",
                  .details = arena_print(call->arena, "field: %s", name),
                  .say = L("{value} is not known here.", "无法识别 {value}。"), .value = text);
}

/* Without a format a browser that takes WebP gets it, as it is smaller. */
static enum status read_wish(struct call *call, struct text text, struct media_wish *ret_wish)
{
    static const char *const fits[] = { "cover", "contain", "fill", NULL };
    static const char *const formats[] = { "", "origin", "webp", "jpeg", "png", NULL };
    static const enum media_kind kinds[] = { MEDIA_UNKNOWN, MEDIA_UNKNOWN, MEDIA_WEBP, MEDIA_JPEG,
                                             MEDIA_PNG };
    struct media_wish wish = { 0 };
    struct query query;
    int fit = 0, format = 0;
    struct text accepted = call_header(call, T("Accept"));
    enum status status = query_parse(call->arena, text, &query);

    if (status == OK)
        status = read_number(call, &query, "width", 1, RENDER_SIDE_MAX, &wish.width);
    if (status == OK)
        status = read_number(call, &query, "height", 1, RENDER_SIDE_MAX, &wish.height);
    if (status == OK)
        status = read_number(call, &query, "quality", RENDER_QUALITY_MIN, RENDER_QUALITY_MAX,
                             &wish.quality);
    if (status == OK)
        status = read_word(call, &query, "resize", fits, &fit);
    if (status == OK)
        status = read_word(call, &query, "format", formats, &format);
    if (status != OK)
        return status;
    wish.fit = (enum media_fit)fit;
    wish.kind = kinds[format];
    if (format == 0 && text_find(accepted, T("image/webp")) < accepted.size)
        wish.kind = MEDIA_WEBP;
    *ret_wish = wish;
    return OK;
}

enum status render_read_transform(struct call *call, const struct json *transform,
                                  struct text *ret_query)
{
    struct buffer text = buffer_in(call->arena, LIMIT_TRANSFORM);
    struct json_members members = { .object = transform };
    struct media_wish wish;
    enum status status;

    if (!transform || json_kind(transform) != JSON_KIND_OBJECT)
        return OK;
    while (json_next_member(&members)) {
        bool is_number = json_kind(members.value) == JSON_KIND_INTEGER;

        if (text.size > 0)
            buffer_append_byte(&text, '&');
        percent_encode(&text, members.name);
        buffer_append_byte(&text, '=');
        if (is_number)
            buffer_print(&text, "%lld", (long long)json_as_integer(members.value));
        else
            percent_encode(&text, json_as_text(members.value));
    }
    status = buffer_status(&text) == OK ? read_wish(call, buffer_text(&text), &wish)
                                        : refuse_value(call, "transform", 0, LIMIT_TRANSFORM);
    if (status == OK)
        *ret_query = buffer_text(&text);
    return status;
}

/* --- making it */

struct label media_fault_label(enum media_fault fault)
{
    return (struct label)L(media_fault_sentence(fault, false), media_fault_sentence(fault, true));
}

enum status refuse_media(struct call *call, enum media_fault fault)
{
    static const struct {
        const char *code;
        int http;
        enum status status;
    } answers[] = {
        [MEDIA_FINE] = { "", 200, OK },
        [MEDIA_NO_IMAGE] = { "InvalidMimeType", 415, INVALID },
        [MEDIA_TOO_LARGE] = { "EntityTooLarge", 413, TOO_LARGE },
        [MEDIA_BROKEN] = { "InvalidRequest", 422, INVALID },
        [MEDIA_UNREADABLE] = { "InvalidRequest", 422, INVALID },
        [MEDIA_HOSTILE] = { "InvalidRequest", 422, INVALID },
        [MEDIA_MISSING] = { "ServiceUnavailable", 503, UNAVAILABLE },
        [MEDIA_FAILED] = { "ServiceUnavailable", 503, UNAVAILABLE },
    };

    return REFUSE(call, answers[fault].status, .code = answers[fault].code,
                  .http = answers[fault].http, .say = media_fault_label(fault));
}

static enum status read_image(struct call *call, const struct storage_object *object,
                              struct text *ret_image)
{
    struct buffer image = buffer_in(call->arena, LIMIT_IMAGE_BYTES);
    struct blob_reader *reader = NULL;
    struct blob blob;
    struct text wrapped, piece = T("?");
    enum status status = blob_row_load(call, object->row.workspace_id, object->blob_id, &blob);

    if (status == OK)
        status = blob_row_key(call->arena, &blob, &wrapped);
    if (status == OK)
        status = blob_reader_open(&call->instance->files->blobs, object->blob_id, wrapped,
                                  object->size, call->arena, &reader);
    while (status == OK && piece.size > 0) {
        status = blob_read(reader, (int64_t)image.size, &piece);
        if (status == OK)
            buffer_append(&image, piece);
    }
    if (status != OK)
        return refuse_blob(call, status);
    *ret_image = buffer_text(&image);
    return OK;
}

/* Another wish is another picture; whether WebP is taken is part of the wish. */
static struct text etag_of(const struct call *call, const struct storage_object *object,
                           const struct media_wish *wish)
{
    return arena_print(call->arena, "\"%.*s-%d-%d-%d-%d-%d\"", TEXT_ARG(object->etag), wish->width,
                       wish->height, (int)wish->fit, (int)wish->kind, wish->quality);
}

static enum status make(struct call *call, const struct storage_object *object,
                        const struct media_wish *wish)
{
    struct media_facts facts;
    struct text image, picture;
    enum media_fault fault;
    enum status status;

    if (object->size > LIMIT_IMAGE_BYTES)
        return refuse_media(call, MEDIA_TOO_LARGE);
    status = read_image(call, object, &image);
    if (status != OK)
        return status;
    pool_wait_begin();
    fault = media_make(call->instance->files->media, image, wish, call->arena, &picture, &facts);
    pool_wait_end();
    if (fault != MEDIA_FINE)
        return refuse_media(call, fault);
    call->content_type = text_from(media_type_of(facts.picture_kind));
    buffer_append(&call->body, picture);
    return OK;
}

static enum status answer(struct call *call, const struct storage_object *object,
                          struct text transform)
{
    struct media_wish wish;
    struct text etag, etags = call_header(call, T("If-None-Match"));
    enum status status = read_wish(call, transform, &wish);

    if (status != OK)
        return status;
    etag = etag_of(call, object, &wish);
    if (etags.size > 0 && http_etag_matches(etags, etag))
        call->http_status = 304;
    else
        status = make(call, object, &wish);
    if (status != OK)
        return status;
    call_add_header(call, T("ETag"), etag);
    call_add_header(call, T("Cache-Control"), T("private, max-age=3600"));
    call_add_header(call, T("Vary"), T("Accept"));
    call_add_header(call, T("X-Content-Type-Options"), T("nosniff"));
    call_add_header(call, T("Content-Security-Policy"), T("default-src 'none'; sandbox"));
    return OK;
}

enum status render_member(struct call *call)
{
    struct storage_object *object = ARENA_NEW(call->arena, struct storage_object);
    enum status status = outgoing_find_member(call, object);

    return status == OK ? answer(call, object, http_query(call->exchange)) : status;
}

enum status render_signed(struct call *call)
{
    struct storage_object *object = ARENA_NEW(call->arena, struct storage_object);
    struct text transform;
    enum status status = outgoing_find_signed(call, object, &transform);

    return status == OK ? answer(call, object, transform) : status;
}
