/* S3 requests by libcurl. Connections are kept between requests. */
#include "egress/s3_request.h"

#include "base/time.h"
#include "call/pool.h"
#include "crypto/digest_stream.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECT_TIMEOUT_MS = 5000,
    SLOW_BYTES = 1024, /* per second, for ... */
    SLOW_S = 20,
    FIRST_PAUSE_MS = 100,
    HASH_PIECE = 64 * 1024,
};

/* What a transfer is about, for libcurl's callbacks. */
struct transfer {
    const struct s3_request *request;
    int64_t sent;
    size_t received; /* of a range */
    struct s3_answer *answer;
    struct arena *arena;
    bool is_broken;
};

/* --- callbacks */

static size_t read_body(char *at, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    const struct s3_request *request = transfer->request;
    int64_t rest = (request->size > 0 ? request->size : (int64_t)request->body.size) -
                   transfer->sent;
    size_t piece = size * count;

    if ((int64_t)piece > rest)
        piece = (size_t)rest;
    if (request->size > 0) {
        ssize_t done = pread(request->file, at, piece, request->from + transfer->sent);

        if (done < 0 || (done == 0 && piece > 0)) {
            transfer->is_broken = true;
            return CURL_READFUNC_ABORT;
        }
        piece = (size_t)done;
    } else if (piece > 0) {
        memcpy(at, request->body.at + transfer->sent, piece);
    }
    transfer->sent += (int64_t)piece;
    return piece;
}

static size_t write_answer(char *at, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    const struct s3_request *request = transfer->request;
    size_t piece = size * count;

    if (!request->range_at || transfer->answer->status >= 300) {
        buffer_append(&transfer->answer->body, (struct text){ at, piece });
        return piece;
    }
    if (piece > request->range_size - transfer->received)
        return 0; /* more than was asked for */
    memcpy(request->range_at + transfer->received, at, piece);
    transfer->received += piece;
    return piece;
}

static size_t read_header(char *at, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct text line = { at, size * count }, name;
    int64_t status;

    if (text_starts_with(line, T("HTTP/"))) {
        text_cut(&line, ' ');
        if (text_to_int64(text_trim(text_slice(line, 0, 3)), &status))
            transfer->answer->status = (long)status;
        return size * count;
    }
    name = text_cut(&line, ':');
    if (text_equal_nocase(text_trim(name), T("etag")))
        transfer->answer->etag = arena_copy(transfer->arena, text_trim(line));
    return size * count;
}

static int rewind_body(void *context, curl_off_t offset, int origin)
{
    struct transfer *transfer = context;

    (void)origin;
    transfer->sent = offset;
    return CURL_SEEKFUNC_OK;
}

/* --- one attempt */

static enum status hash_body(const struct s3_request *request, struct arena *arena,
                             struct text *ret_hash)
{
    struct digest_stream *stream = digest_stream_new();
    char *piece = arena_alloc(arena, HASH_PIECE);
    int64_t at = 0;

    digest_stream_append(stream, request->size > 0 ? (struct text){ 0 } : request->body);
    while (at < request->size) {
        int64_t rest = request->size - at;
        ssize_t done = pread(request->file, piece, rest < HASH_PIECE ? (size_t)rest : HASH_PIECE,
                             request->from + at);

        if (done <= 0 && errno == EINTR)
            continue;
        if (done <= 0)
            break;
        digest_stream_append(stream, (struct text){ piece, (size_t)done });
        at += done;
    }
    *ret_hash = digest_hex(arena, digest_stream_read(stream));
    digest_stream_free(stream);
    return at == request->size ? OK : FAILED;
}

static struct curl_slist *add_line(struct curl_slist *list, struct arena *arena, const char *name,
                                   struct text value)
{
    return curl_slist_append(list, arena_print(arena, "%s: %.*s", name, TEXT_ARG(value)).at);
}

static struct curl_slist *sign(const struct s3 *s3, const struct s3_request *request,
                               struct text path, struct text hash, struct arena *arena)
{
    int64_t now_ms = clock_now_ms();
    struct aws_time time = aws_time_text(now_ms);
    const struct http_header headers[] = {
        { T("host"), s3->host },
        { T("x-amz-content-sha256"), hash },
        { T("x-amz-date"), text_from(time.at) },
    };
    const struct aws_request signing = { .method = text_from(request->method),
                                         .path = path,
                                         .query = request->query,
                                         .headers = headers,
                                         .header_count = 3,
                                         .body_hash = hash,
                                         .now_ms = now_ms };
    struct curl_slist *list = NULL;

    list = add_line(list, arena, "Authorization", aws_authorization(arena, &s3->keys, &signing));
    list = add_line(list, arena, "x-amz-content-sha256", hash);
    list = add_line(list, arena, "x-amz-date", text_from(time.at));
    list = add_line(list, arena, "Content-Type", T("application/octet-stream"));
    return add_line(list, arena, "Expect", (struct text){ 0 });
}

static void set_callbacks(CURL *curl, struct transfer *transfer)
{
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, write_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_body);
    curl_easy_setopt(curl, CURLOPT_READDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, rewind_body);
    curl_easy_setopt(curl, CURLOPT_SEEKDATA, transfer);
}

/* No redirect is followed: the host is the one of the setting. */
static void configure(CURL *curl, const struct s3 *s3, const struct s3_request *request,
                      const char *url)
{
    bool has_body = strcmp(request->method, "PUT") == 0 || strcmp(request->method, "POST") == 0;
    int64_t size = request->size > 0 ? request->size : (int64_t)request->body.size;

    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, s3->is_plain ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_S);
    if (has_body) {
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)size);
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

static CURL *take_connection(struct s3 *s3)
{
    CURL *curl = NULL;

    pthread_mutex_lock(&s3->lock);
    if (s3->idle_count > 0)
        curl = s3->idle[--s3->idle_count];
    pthread_mutex_unlock(&s3->lock);
    return curl ? curl : curl_easy_init();
}

static void give_connection(struct s3 *s3, CURL *curl)
{
    pthread_mutex_lock(&s3->lock);
    if (s3->idle_count < S3_IDLE_CONNECTIONS) {
        s3->idle[s3->idle_count++] = curl;
        curl = NULL;
    }
    pthread_mutex_unlock(&s3->lock);
    if (curl)
        curl_easy_cleanup(curl);
}

static CURLcode perform(struct s3 *s3, const struct s3_request *request, struct text hash,
                        struct transfer *transfer, struct arena *arena)
{
    struct text path =
        arena_print(arena, "/%.*s/%s", TEXT_ARG(s3->bucket), id_to_text(request->id).at);
    struct text url = arena_print(arena, "%.*s%.*s%s%.*s", TEXT_ARG(s3->endpoint), TEXT_ARG(path),
                                  request->query.size > 0 ? "?" : "", TEXT_ARG(request->query));
    struct curl_slist *headers = sign(s3, request, path, hash, arena);
    CURL *curl = take_connection(s3);
    CURLcode code = CURLE_OUT_OF_MEMORY;

    if (curl && headers) {
        configure(curl, s3, request, url.at);
        set_callbacks(curl, transfer);
        if (request->range_at)
            headers = add_line(
                headers, arena, "Range",
                arena_print(arena, "bytes=%lld-%lld", (long long)request->range_from,
                            (long long)request->range_from + (long long)request->range_size - 1));
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        code = curl_easy_perform(curl);
    }
    curl_slist_free_all(headers);
    if (curl)
        give_connection(s3, curl);
    return code;
}

static bool is_worth_another(CURLcode code, long status)
{
    return code != CURLE_OK || status >= 500 || status == 429 || status == 408;
}

static void pause_before(int attempt)
{
    int64_t ms = (int64_t)FIRST_PAUSE_MS << (2 * attempt);
    const struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    nanosleep(&time, NULL);
}

enum status s3_send(struct s3 *s3, const struct s3_request *request, struct arena *arena,
                    struct s3_answer *ret_answer)
{
    struct text hash;
    enum status status = hash_body(request, arena, &hash);

    for (int attempt = 0; status == OK && attempt < S3_ATTEMPTS; attempt++) {
        struct s3_answer answer = { .body = buffer_in(arena, LIMIT_S3_ANSWER) };
        struct transfer transfer = { .request = request, .answer = &answer, .arena = arena };
        CURLcode code;

        pool_wait_begin();
        if (attempt > 0)
            pause_before(attempt - 1);
        code = perform(s3, request, hash, &transfer, arena);
        pool_wait_end();
        if (transfer.is_broken)
            return FAILED;
        if (code == CURLE_OK && request->range_at && answer.status < 300 &&
            transfer.received != request->range_size)
            code = CURLE_PARTIAL_FILE;
        if (is_worth_another(code, answer.status))
            continue;
        *ret_answer = answer;
        return OK;
    }
    return status == OK ? UNAVAILABLE : status;
}
