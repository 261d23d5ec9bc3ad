/* Outgoing: conditions and ranges, and headers that make any content harmless: it is never sniffed,
   never run, and shown in place only when it is a picture, sound, film or plain text. */
#include "files/outgoing.h"

#include "auth/member.h"
#include "call/stream.h"
#include "codec/query.h"
#include "files/files.h"
#include "files/incoming.h"
#include "files/signed.h"
#include "http/conditional.h"
#include "store/row.h"

enum { LIMIT_DISPOSITION = 4096 };

struct outgoing {
    const struct storage_object *object;
    struct blob_reader *reader;
    int64_t at, end;
    struct text first; /* read before the answer began */
};

/* --- headers */

bool outgoing_is_harmless(struct text content_type)
{
    static const char *const types[] = { "image/png",  "image/jpeg", "image/gif", "image/webp",
                                         "image/avif", "image/bmp",  "text/plain" };
    struct text type = text_trim(text_cut(&content_type, ';'));

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_equal_nocase(type, text_from(types[i])))
            return true;
    return text_equal_nocase(text_slice(type, 0, 6), T("audio/")) ||
           text_equal_nocase(text_slice(type, 0, 6), T("video/"));
}

struct text outgoing_attachment(struct arena *arena, struct text file_name)
{
    struct buffer out = buffer_in(arena, LIMIT_DISPOSITION);

    buffer_append(&out, T("attachment"));
    if (file_name.size > 0) {
        buffer_append(&out, T("; filename*=UTF-8''"));
        percent_encode(&out, file_name);
    }
    return buffer_status(&out) == OK ? buffer_text(&out) : T("attachment");
}

struct text http_date_text(struct arena *arena, int64_t instant_ms)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int64_t ms;
    struct date date = instant_to_date(instant_ms, &ms);
    struct civil civil = date_to_civil(date);

    return arena_print(arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[date_weekday(date) - 1],
                       civil.day, months[civil.month - 1], civil.year, (int)(ms / MS_PER_HOUR),
                       (int)(ms / MS_PER_MINUTE % 60), (int)(ms / MS_PER_SECOND % 60));
}

/* What the uploader said of caching, but only for the one who asks unless the bucket is public. */
static struct text cache_control_of(struct call *call, const struct storage_object *object,
                                    bool is_public)
{
    struct text said = object->cache_control;

    if (text_find(said, T("no-store")) < said.size || text_find(said, T("no-cache")) < said.size)
        return T("no-store");
    if (!text_starts_with(said, T("max-age=")))
        said = T("max-age=3600");
    return arena_print(call->arena, "%s, %.*s", is_public ? "public" : "private", TEXT_ARG(said));
}

static void add_headers(struct call *call, const struct storage_object *object, bool is_public)
{
    struct text wanted_name = query_of_call(call, T("download"));
    bool is_download = wanted_name.at != NULL;

    call->content_type = object->content_type;
    call_add_header(call, T("ETag"), arena_print(call->arena, "\"%.*s\"", TEXT_ARG(object->etag)));
    call_add_header(call, T("Last-Modified"), http_date_text(call->arena, object->row.updated_at));
    call_add_header(call, T("Cache-Control"), cache_control_of(call, object, is_public));
    call_add_header(call, T("Accept-Ranges"), T("bytes"));
    call_add_header(call, T("X-Content-Type-Options"), T("nosniff"));
    call_add_header(call, T("Content-Security-Policy"), T("default-src 'none'; sandbox"));
    if (is_download || !outgoing_is_harmless(object->content_type))
        call_add_header(
            call, T("Content-Disposition"),
            outgoing_attachment(call->arena, wanted_name.size > 0 ? wanted_name : object->leaf));
}

/* --- conditions */

static bool is_unchanged(const struct call *call, const struct storage_object *object)
{
    struct text etags = call_header(call, T("If-None-Match"));
    struct text since = call_header(call, T("If-Modified-Since"));
    struct text etag = arena_print(call->arena, "\"%.*s\"", TEXT_ARG(object->etag));

    if (etags.size > 0)
        return http_etag_matches(etags, etag);
    return since.size > 0 && text_equal(since, http_date_text(call->arena, object->row.updated_at));
}

/* A range of another version of the file is no range of this one. */
static struct text range_of(const struct call *call, const struct storage_object *object)
{
    struct text condition = call_header(call, T("If-Range"));
    struct text etag = arena_print(call->arena, "\"%.*s\"", TEXT_ARG(object->etag));

    if (condition.size > 0 && !text_equal(condition, etag) &&
        !text_equal(condition, http_date_text(call->arena, object->row.updated_at)))
        return (struct text){ 0 };
    return call_header(call, T("Range"));
}

/* --- bytes */

static enum status read_next(struct outgoing *outgoing, struct text *ret_piece)
{
    struct text piece = { 0 };
    enum status status = OK;

    if (outgoing->at < outgoing->end)
        status = blob_read(outgoing->reader, outgoing->at, &piece);
    if (status != OK)
        return status;
    if (outgoing->at < outgoing->end && piece.size == 0)
        return FAILED;
    piece = text_slice(piece, 0, (size_t)(outgoing->end - outgoing->at));
    outgoing->at += (int64_t)piece.size;
    *ret_piece = piece;
    return OK;
}

static enum status next_piece(struct call *call, void *context, struct text *ret_piece)
{
    struct outgoing *outgoing = context;

    (void)call;
    if (outgoing->first.size > 0) {
        *ret_piece = outgoing->first;
        outgoing->first = (struct text){ 0 };
        return OK;
    }
    return read_next(outgoing, ret_piece);
}

/* The first piece is read before the answer begins: what is missing, changed or out of reach is
   then told as what it is. */
static enum status begin_bytes(struct call *call, struct outgoing *outgoing)
{
    const struct storage_object *object = outgoing->object;
    struct blob blob;
    struct text wrapped;
    enum status status = blob_row_load(call, object->row.workspace_id, object->blob_id, &blob);

    if (status == OK)
        status = blob_row_key(call->arena, &blob, &wrapped);
    if (status == OK)
        status = blob_reader_open(&call->instance->files->blobs, object->blob_id, wrapped,
                                  object->size, call->arena, &outgoing->reader);
    if (status == OK && http_method(call->exchange) != HTTP_HEAD)
        status = read_next(outgoing, &outgoing->first);
    return status == OK ? OK : refuse_blob(call, status);
}

static enum status refuse_range(struct call *call, int64_t size)
{
    (void)size;
    return REFUSE(call, INVALID, .code = "InvalidRange", .http = 416, .limit = size,
                  .say = L("The file has only {limit} bytes.", "文件只有 {limit} 字节。"));
}

static enum status send(struct call *call, struct storage_object *object, bool is_public)
{
    struct outgoing *outgoing = ARENA_NEW(call->arena, struct outgoing);
    struct call_stream *stream = ARENA_NEW(call->arena, struct call_stream);
    uint64_t from = 0, count = (uint64_t)object->size;
    enum http_range_result range =
        http_range_read(range_of(call, object), (uint64_t)object->size, &from, &count);
    enum status status;

    if (is_unchanged(call, object)) {
        add_headers(call, object, is_public);
        call->http_status = 304;
        return OK;
    }
    if (range == HTTP_RANGE_OUTSIDE)
        return refuse_range(call, object->size);
    *outgoing =
        (struct outgoing){ .object = object, .at = (int64_t)from, .end = (int64_t)(from + count) };
    status = begin_bytes(call, outgoing);
    if (status != OK)
        return status;
    add_headers(call, object, is_public);
    if (range == HTTP_RANGE_PART) {
        call->http_status = 206;
        call_add_header(call, T("Content-Range"),
                        arena_print(call->arena, "bytes %llu-%llu/%lld", (unsigned long long)from,
                                    (unsigned long long)(from + count - 1),
                                    (long long)object->size));
    } else {
        call->http_status = 200;
    }
    *stream = (struct call_stream){ (int64_t)count, next_piece, outgoing };
    call->stream = stream;
    return OK;
}

/* --- who asks */

enum status outgoing_find_member(struct call *call, struct storage_object *ret_object)
{
    struct bucket bucket;
    enum status status = bucket_require(call, call->path_parameter, LEVEL_VIEW, &bucket);

    return status == OK ? object_require(call, bucket.name, call->path_parameter_2, ret_object)
                        : status;
}

enum status outgoing_member(struct call *call)
{
    struct storage_object *object = ARENA_NEW(call->arena, struct storage_object);
    enum status status = outgoing_find_member(call, object);

    return status == OK ? send(call, object, false) : status;
}

struct finding {
    struct call *call;
    int64_t workspace_id;
    struct id account_id; /* who made the signed address; zero: nobody */
    struct storage_object *object;
};

static enum status find_signed(struct tx *tx, void *context)
{
    struct finding *finding = context;

    return object_load(tx, finding->workspace_id, finding->call->path_parameter,
                       finding->call->path_parameter_2, finding->object);
}

static enum status refuse_missing(struct call *call)
{
    return REFUSE(call, NOT_FOUND, .code = "NoSuchKey", .say = L("Object not found", "没有此文件"));
}

/* Who made the address may see the file now, or it opens nothing: it ends with their grant, their
   membership and their account. */
static enum status find_for_maker(struct tx *tx, void *context)
{
    struct finding *finding = context;
    unsigned char level[MODULE_COUNT];
    struct grants grants;
    struct member member;
    enum status status = find_signed(tx, finding);

    if (status == OK)
        status = member_find(tx, finding->workspace_id, finding->account_id, &member);
    if (status != OK)
        return status;
    grants = grants_read(tx_arena(tx), member.grants);
    levels_of(finding->call->instance->settings, (enum role)member.role, &grants, level);
    return object_is_seen(finding->object, finding->account_id, level[finding->object->module])
               ? OK
               : NOT_FOUND;
}

enum status outgoing_find_signed(struct call *call, struct storage_object *ret_object,
                                 struct text *ret_transform)
{
    struct finding finding = { .call = call, .object = ret_object };
    struct signed_read address;
    enum status status = signed_read_check(call, &address);

    if (status != OK)
        return status;
    finding.workspace_id = address.workspace_id;
    finding.account_id = address.account_id;
    *ret_transform = address.transform;
    status = call_read_as_system(call, find_for_maker, &finding);
    return status == NOT_FOUND ? refuse_missing(call) : status;
}

/* An address of a picture does not open the image that it is made of. */
enum status outgoing_signed(struct call *call)
{
    struct storage_object *object = ARENA_NEW(call->arena, struct storage_object);
    struct text transform;
    enum status status = outgoing_find_signed(call, object, &transform);

    if (status == OK && transform.size > 0)
        return refuse_missing(call);
    return status == OK ? send(call, object, false) : status;
}

/* Names of public buckets are unique over all workspaces (bucket_routes.c). */
static enum status find_public(struct tx *tx, void *context)
{
    struct finding *finding = context;
    const struct value values[] = { VALUE_OF_TEXT(finding->call->path_parameter) };
    struct storage_bucket bucket;
    enum status status = row_find_where(tx, &storage_bucket_entity,
                                        T("name = $1 AND is_public = 1"), values, 1, &bucket);

    if (status != OK)
        return status;
    finding->workspace_id = bucket.row.workspace_id;
    return find_signed(tx, finding);
}

enum status outgoing_public(struct call *call)
{
    struct finding finding = { .call = call,
                               .object = ARENA_NEW(call->arena, struct storage_object) };
    enum status status = NOT_FOUND;

    if (call->instance->settings->public_buckets)
        status = call_read_as_system(call, find_public, &finding);
    if (status == NOT_FOUND)
        return refuse_missing(call);
    return status == OK ? send(call, finding.object, true) : status;
}
