/* Outbound: libcurl, one handle a call. */
#include "egress/outbound.h"

#include "call/pool.h"
#include "egress/egress_event.h"

#include <curl/curl.h>
#include <pthread.h>

enum { CONNECT_TIMEOUT_MS = 4000 };

static void init_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

void outbound_begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, init_curl);
}

static size_t take(char *at, size_t size, size_t count, void *context)
{
    struct buffer *body = context;

    buffer_append(body, (struct text){ at, size * count });
    return buffer_status(body) == OK ? size * count : 0;
}

/* In the clear to this machine itself only, and only to who is in the register. */
static bool may_call(const struct call *call, const struct outbound_request *request)
{
    const struct processor *processor = processor_find(text_from(request->processor));
    struct text host = url_host(request->url);

    return processor && processor_has_host(processor, call->instance->settings, host) &&
           (text_starts_with(request->url, T("https://")) ||
            (text_starts_with(request->url, T("http://")) && host_is_loopback(host)));
}

static void configure(CURL *curl, struct arena *arena, const struct outbound_request *request,
                      struct buffer *body)
{
    curl_easy_setopt(curl, CURLOPT_URL, arena_c_string(arena, request->url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     text_starts_with(request->url, T("https://")) ? "https" : "http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Steward");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    if (request->form.size == 0)
        return;
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)request->form.size);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->form.at);
}

static enum status perform(CURL *curl, const struct buffer *body, struct egress_event *event)
{
    CURLcode code;
    long http = 0;
    curl_off_t out = 0, in = 0, micros = 0;

    pool_wait_begin();
    code = curl_easy_perform(curl);
    pool_wait_end();
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &http);
    curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &out);
    curl_easy_getinfo(curl, CURLINFO_SIZE_DOWNLOAD_T, &in);
    curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &micros);
    event->http_status = http;
    event->bytes_out = out;
    event->bytes_in = in;
    event->duration_ms = micros / 1000;
    event->outcome = code == CURLE_OK ? EGRESS_ANSWERED : EGRESS_FAILED;
    if (buffer_status(body) != OK)
        return TOO_LARGE;
    return code == CURLE_OK ? OK : UNAVAILABLE;
}

enum status outbound_send(struct call *call, const struct outbound_request *request,
                          struct outbound_answer *ret_answer)
{
    struct buffer body = buffer_in(call->arena, request->limit_bytes);
    struct egress_event event = { .processor = text_from(request->processor),
                                  .host = text_slice(url_host(request->url), 0, 253),
                                  .purpose = text_from(request->purpose),
                                  .outcome = EGRESS_REFUSED };
    enum status status = FORBIDDEN, written;
    CURL *curl;

    if (may_call(call, request)) {
        outbound_begin();
        curl = curl_easy_init();
        status = FAILED;
        if (curl) {
            configure(curl, call->arena, request, &body);
            status = perform(curl, &body, &event);
            curl_easy_cleanup(curl);
        }
    }
    written = egress_event_write(call, &event);
    if (written != OK)
        return written;
    if (status == OK)
        *ret_answer = (struct outbound_answer){ (int)event.http_status, buffer_text(&body) };
    return status;
}
