/* SMTP by libcurl. What went wrong before the letter was handed over is tried again; when the
   letter was on its way and no answer came, nobody knows, and nothing is sent twice. */
#include "egress/mail_transport.h"
#include "egress/outbound.h"

#include <curl/curl.h>

enum { CONNECT_TIMEOUT_S = 15, TIMEOUT_S = 60 };

struct reading {
    struct text rest;
    bool is_begun;
};

static size_t read_letter(char *at, size_t size, size_t count, void *context)
{
    struct reading *reading = context;
    size_t room = size * count;
    size_t piece = reading->rest.size < room ? reading->rest.size : room;

    reading->is_begun = true;
    if (piece > 0)
        memcpy(at, reading->rest.at, piece);
    reading->rest = text_from_offset(reading->rest, piece);
    return piece;
}

/* Passwords and letters go out in the clear to this machine itself only. */
static void configure(CURL *curl, const struct settings *settings, struct reading *reading)
{
    curl_easy_setopt(curl, CURLOPT_URL, settings->smtp_url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(host_is_loopback(url_host(text_from(settings->smtp_url)))
                                ? CURLUSESSL_TRY
                                : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_letter);
    curl_easy_setopt(curl, CURLOPT_READDATA, reading);
    if (settings->smtp_user[0]) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings->smtp_user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->smtp_password);
    }
}

static enum mail_result judge(CURL *curl, CURLcode code, const struct reading *reading,
                              struct text *ret_fault)
{
    long answer = 0;

    if (code == CURLE_OK)
        return MAIL_RESULT_SENT;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    *ret_fault = text_from(curl_easy_strerror(code));
    if (answer >= 500 && answer < 600 && code != CURLE_LOGIN_DENIED)
        return MAIL_RESULT_REFUSED;
    if (!reading->is_begun || (answer >= 400 && answer < 500))
        return MAIL_RESULT_LATER;
    return reading->rest.size == 0 ? MAIL_RESULT_UNKNOWN : MAIL_RESULT_LATER;
}

enum mail_result mail_send_by_smtp(const struct settings *settings, struct arena *arena,
                                   const struct mail_letter *letter, struct text *ret_fault)
{
    struct text from = arena_print(arena, "<%.*s>", TEXT_ARG(letter->sender));
    struct text to = arena_print(arena, "<%.*s>", TEXT_ARG(letter->recipient));
    struct reading reading = { .rest = letter->bytes };
    enum mail_result result = MAIL_RESULT_LATER;
    struct curl_slist *recipients;
    CURL *curl;

    if (!settings->smtp_url[0]) {
        *ret_fault = T("the setting smtp_url is empty");
        return MAIL_RESULT_LATER;
    }
    outbound_begin();
    recipients = curl_slist_append(NULL, to.at);
    curl = curl_easy_init();
    *ret_fault = T("out of memory");
    if (curl && recipients) {
        configure(curl, settings, &reading);
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.at);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
        result = judge(curl, curl_easy_perform(curl), &reading, ret_fault);
    }
    if (curl)
        curl_easy_cleanup(curl);
    curl_slist_free_all(recipients);
    return result;
}
