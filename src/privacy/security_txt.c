/* /.well-known/security.txt (RFC 9116, N-068): whom to tell of a weakness. Made from what set-up
   was told; there is none before. */
#include "privacy/security_txt.h"

#include "auth/server_setting.h"

enum { VALID_DAYS = 300, DAY_MS = 24 * 3600 * 1000 }; /* RFC 9116: less than a year */

struct reading {
    struct text email, public_url;
};

static enum status read_work(struct tx *tx, void *context)
{
    struct reading *reading = context;
    enum status status = server_setting_read(tx, SETTING_CONTROLLER_EMAIL, &reading->email);

    if (status == OK)
        status = server_setting_read(tx, SETTING_PUBLIC_URL, &reading->public_url);
    return status;
}

static enum status security_txt(struct call *call)
{
    struct reading reading = { 0 };
    struct text set = text_from(call->instance->settings->public_url);
    int64_t expires = call->now_ms + (int64_t)VALID_DAYS * DAY_MS;
    enum status status = call_read_as_system(call, read_work, &reading);

    if (status != OK)
        return status;
    if (reading.email.size == 0)
        return REFUSE(call, NOT_FOUND, .code = "PGRST125",
                      .say = L("There is nothing at this address.", "此地址没有内容。"));
    if (set.size > 0)
        reading.public_url = set;
    while (text_ends_with(reading.public_url, T("/")))
        reading.public_url.size--;
    call->content_type = T("text/plain; charset=utf-8");
    if (text_starts_with(reading.public_url, T("https://")))
        buffer_print(&call->body, "Contact: %.*s/security\n", TEXT_ARG(reading.public_url));
    buffer_print(&call->body, "Contact: mailto:%.*s\nExpires: %s\nPreferred-Languages: en, zh\n",
                 TEXT_ARG(reading.email), instant_to_text(expires).at);
    if (text_starts_with(reading.public_url, T("https://")))
        buffer_print(&call->body,
                     "Canonical: %.*s/.well-known/security.txt\nPolicy: %.*s/privacy\n",
                     TEXT_ARG(reading.public_url), TEXT_ARG(reading.public_url));
    return OK;
}

const struct route security_txt_routes[] = {
    { .method = HTTP_GET,
      .path = "/.well-known/security.txt",
      .who = WHO_ANYONE,
      .own_authorization = true,
      .run = security_txt },
    { 0 },
};
