/* S3: putting, reading and removing blobs; large ones in parts. */
#include "egress/s3_request.h"

#include "codec/query.h"
#include "egress/outbound.h"

#include <unistd.h>

enum { LIMIT_COMPLETION = 2 << 20, LIMIT_UPLOAD_ID = 1024 };

/* --- settings */

bool s3_is_wanted(const struct settings *settings)
{
    return settings->s3_endpoint[0] != '\0';
}

static bool is_plain_name(struct text name)
{
    for (size_t i = 0; i < name.size; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_", name.at[i]))
            return false;
    return name.size > 0;
}

static enum status refuse(struct text *ret_reason, struct text reason)
{
    *ret_reason = reason;
    return INVALID;
}

enum status s3_open(const struct settings *settings, struct arena *arena, struct s3 **ret_s3,
                    struct text *ret_reason)
{
    struct s3 *s3 = ARENA_NEW(arena, struct s3);
    struct text endpoint = text_from(settings->s3_endpoint), host;
    bool is_https = text_starts_with(endpoint, T("https://"));

    while (endpoint.size > 0 && endpoint.at[endpoint.size - 1] == '/')
        endpoint.size--;
    host = text_from_offset(endpoint, text_find(endpoint, T("://")) + 3);
    if ((!is_https && !text_starts_with(endpoint, T("http://"))) || host.size == 0 ||
        text_find_byte(host, '/') < host.size)
        return refuse(ret_reason, T("Setting s3_endpoint: https:// and a host is needed."));
    if (!processor_has_host(processor_find(T("files")), settings, url_host(endpoint)))
        return refuse(ret_reason, T("Setting s3_endpoint: its host cannot be read."));
    if (!is_https && !host_is_loopback(url_host(endpoint)))
        return refuse(ret_reason, T("Setting s3_endpoint: http is only for this machine itself."));
    if (!is_plain_name(text_from(settings->s3_bucket)))
        return refuse(ret_reason, T("Setting s3_bucket: the name of a bucket is needed."));
    if (!settings->s3_access_key[0] || !settings->s3_secret_key[0])
        return refuse(ret_reason, T("Settings s3_access_key and s3_secret_key are needed beside "
                                    "s3_endpoint."));
    outbound_begin();
    s3->endpoint = endpoint;
    s3->host = host;
    s3->bucket = text_from(settings->s3_bucket);
    s3->is_plain = !is_https;
    s3->secret_key = secret_from_bytes(text_from(settings->s3_secret_key));
    s3->keys = (struct aws_keys){ .access_key = text_from(settings->s3_access_key),
                                  .secret_key = s3->secret_key,
                                  .region = text_from(settings->s3_region),
                                  .service = T("s3") };
    pthread_mutex_init(&s3->lock, NULL);
    *ret_s3 = s3;
    return OK;
}

void s3_close(struct s3 *s3)
{
    if (!s3)
        return;
    for (size_t i = 0; i < s3->idle_count; i++)
        curl_easy_cleanup(s3->idle[i]);
    s3->idle_count = 0;
    secret_free(s3->secret_key);
    pthread_mutex_destroy(&s3->lock);
}

/* --- the place of blobs */

/* A server that refuses (a wrong key, no such bucket) can be set right while blobs wait. */
static enum status judge(enum status status, const struct s3_answer *answer)
{
    if (status != OK)
        return status;
    if (answer->status >= 200 && answer->status < 300)
        return OK;
    return answer->status == 404 ? NOT_FOUND : UNAVAILABLE;
}

static enum status read_part(void *context, struct id id, int64_t from, size_t size, char *at)
{
    const struct s3_request request = {
        .method = "GET", .id = id, .range_from = from, .range_size = size, .range_at = at
    };
    struct arena arena = { 0 };
    struct s3_answer answer = { 0 };
    enum status status = judge(s3_send(context, &request, &arena, &answer), &answer);

    if (status == OK && answer.status != 206 && from > 0)
        status = UNAVAILABLE;
    arena_release(&arena);
    return status;
}

static enum status remove_blob(void *context, struct id id)
{
    const struct s3_request request = { .method = "DELETE", .id = id };
    struct arena arena = { 0 };
    struct s3_answer answer = { 0 };
    enum status status = judge(s3_send(context, &request, &arena, &answer), &answer);

    arena_release(&arena);
    return status == NOT_FOUND ? OK : status;
}

/* --- in parts */

struct parts {
    struct s3 *s3;
    struct id id;
    struct arena *arena;
    int file;
    int64_t size;
    struct text upload_id;
    struct buffer completion;
};

static struct text between(struct text xml, struct text open, struct text close)
{
    size_t at = text_find(xml, open);
    struct text rest = text_from_offset(xml, at + open.size);

    if (at == xml.size)
        return (struct text){ 0 };
    return text_slice(rest, 0, text_find(rest, close));
}

static enum status begin_parts(struct parts *parts)
{
    const struct s3_request request = { .method = "POST", .id = parts->id, .query = T("uploads=") };
    struct s3_answer answer = { 0 };
    enum status status = judge(s3_send(parts->s3, &request, parts->arena, &answer), &answer);
    struct text id;

    if (status != OK)
        return status == NOT_FOUND ? UNAVAILABLE : status;
    id = between(buffer_text(&answer.body), T("<UploadId>"), T("</UploadId>"));
    if (id.size == 0 || id.size > LIMIT_UPLOAD_ID)
        return UNAVAILABLE;
    parts->upload_id = arena_copy(parts->arena, id);
    return OK;
}

static struct text upload_query(const struct parts *parts, int number)
{
    struct buffer out = buffer_in(parts->arena, 4 * LIMIT_UPLOAD_ID);

    if (number > 0)
        buffer_print(&out, "partNumber=%d&", number);
    buffer_append(&out, T("uploadId="));
    percent_encode(&out, parts->upload_id);
    return buffer_text(&out);
}

int64_t s3_part_bytes(int64_t size)
{
    int64_t needed = (size + LIMIT_PARTS - 1) / LIMIT_PARTS;

    return needed > S3_PART_BYTES ? needed : S3_PART_BYTES;
}

static enum status send_part(struct parts *parts, int number, int64_t from)
{
    int64_t rest = parts->size - from, most = s3_part_bytes(parts->size);
    const struct s3_request request = { .method = "PUT",
                                        .id = parts->id,
                                        .query = upload_query(parts, number),
                                        .file = parts->file,
                                        .from = from,
                                        .size = rest < most ? rest : most };
    struct s3_answer answer = { 0 };
    enum status status = judge(s3_send(parts->s3, &request, parts->arena, &answer), &answer);

    if (status != OK)
        return status == NOT_FOUND ? UNAVAILABLE : status;
    buffer_print(&parts->completion, "<Part><PartNumber>%d</PartNumber><ETag>%.*s</ETag></Part>",
                 number, TEXT_ARG(answer.etag));
    return OK;
}

/* An answer of 200 may still say that it went wrong. */
static enum status complete_parts(struct parts *parts)
{
    struct s3_request request = { .method = "POST",
                                  .id = parts->id,
                                  .query = upload_query(parts, 0) };
    struct s3_answer answer = { 0 };
    struct text said;
    enum status status = buffer_status(&parts->completion);

    request.body = buffer_text(&parts->completion);
    if (status == OK)
        status = judge(s3_send(parts->s3, &request, parts->arena, &answer), &answer);
    if (status != OK)
        return status == NOT_FOUND ? UNAVAILABLE : status;
    said = buffer_text(&answer.body);
    return text_find(said, T("<CompleteMultipartUploadResult")) < said.size ? OK : UNAVAILABLE;
}

static void abandon_parts(const struct parts *parts)
{
    const struct s3_request request = { .method = "DELETE",
                                        .id = parts->id,
                                        .query = upload_query(parts, 0) };
    struct s3_answer answer;

    if (s3_send(parts->s3, &request, parts->arena, &answer) != OK)
        return; /* the object store's own rule for unfinished uploads takes it */
}

static enum status put_in_parts(struct parts *parts)
{
    enum status status = begin_parts(parts);
    int64_t from = 0;

    if (status != OK)
        return status;
    buffer_append(&parts->completion, T("<CompleteMultipartUpload>"));
    for (int number = 1; status == OK && from < parts->size; number++) {
        status = send_part(parts, number, from);
        from += s3_part_bytes(parts->size);
    }
    buffer_append(&parts->completion, T("</CompleteMultipartUpload>"));
    if (status == OK)
        status = complete_parts(parts);
    if (status != OK)
        abandon_parts(parts);
    return status;
}

static enum status put_whole(const struct parts *parts)
{
    const struct s3_request request = {
        .method = "PUT", .id = parts->id, .file = parts->file, .size = parts->size
    };
    struct s3_answer answer = { 0 };
    enum status status = judge(s3_send(parts->s3, &request, parts->arena, &answer), &answer);

    return status == NOT_FOUND ? UNAVAILABLE : status;
}

static enum status put(void *context, struct id id, const char *staging_path, int file,
                       int64_t size)
{
    struct arena arena = { 0 };
    struct parts parts = { .s3 = context,
                           .id = id,
                           .arena = &arena,
                           .file = file,
                           .size = size,
                           .completion = buffer_in(&arena, LIMIT_COMPLETION) };
    enum status status = size > S3_PART_BYTES ? put_in_parts(&parts) : put_whole(&parts);

    arena_release(&arena);
    if (status == OK)
        (void)unlink(staging_path);
    return status;
}

struct blob_place s3_place(struct s3 *s3)
{
    return (
        struct blob_place){ .put = put, .read = read_part, .remove = remove_blob, .context = s3 };
}
