/* Processor: the table. Tests and /privacy read it; outbound.c obeys it. */
#include "egress/processor.h"

static const char *google_url(const struct settings *settings)
{
    return settings->google_issuer;
}

static bool google_is_used(const struct settings *settings)
{
    return settings->google_client_id[0] != 0;
}

static const char *smtp_url(const struct settings *settings)
{
    return settings->smtp_url;
}

static bool smtp_is_used(const struct settings *settings)
{
    return strcmp(settings->mail_transport, "smtp") == 0;
}

static const char *s3_url(const struct settings *settings)
{
    return settings->s3_endpoint;
}

static bool s3_is_used(const struct settings *settings)
{
    return settings->s3_endpoint[0] != 0;
}

/* What an authorization code and our own credentials say about a person: that they sign in. */
static const enum data_class google_data[] = { CREDENTIAL, DATA_UNDECLARED };
/* Bytes that only this server can read; besides, sizes and times. */
static const enum data_class s3_data[] = { NOT_PERSONAL, DATA_UNDECLARED };
static const enum data_class smtp_data[] = { CONTACT, IDENTITY, DATA_UNDECLARED };

const struct processor processors[] = {
    { .name = "google",
      .title = L("Google (sign-in)", "Google（登录）"),
      .purpose = L("to let you sign in with a Google account, if you choose to",
                   "以便您选择使用 Google 账户登录"),
      .terms = L(
          "answers for its own processing; it is called once more to withdraw this server's access, "
          "when you unlink it or delete your account",
          "由 Google 自行负责；仅在您解除关联或删除账户时再调用一次，以撤销本服务器的访问权限"),
      .data = google_data,
      .hosts = "accounts.google.com oauth2.googleapis.com www.googleapis.com",
      .url = google_url,
      .is_used = google_is_used },
    { .name = "mail",
      .title = L("Mail server", "邮件服务器"),
      .purpose = L("to send you the mails you asked for", "以便发送您需要的邮件"),
      .terms = L("sub-processor of whoever runs this server", "本服务器运营者的受托处理者"),
      .data = smtp_data,
      .hosts = "",
      .url = smtp_url,
      .is_used = smtp_is_used },
    { .name = "files",
      .title = L("File storage", "文件存储"),
      .purpose =
          L("to keep uploaded files; they are encrypted before they leave, and it has no key",
            "以便保存上传的文件；文件在发出前已加密，对方没有密钥"),
      .terms = L("sub-processor of whoever runs this server", "本服务器运营者的受托处理者"),
      .data = s3_data,
      .hosts = "",
      .url = s3_url,
      .is_used = s3_is_used },
    { 0 },
};

const struct processor *processor_find(struct text name)
{
    for (const struct processor *processor = processors; processor->name; processor++)
        if (text_equal(name, text_from(processor->name)))
            return processor;
    return NULL;
}

struct text url_host(struct text url)
{
    struct text rest = text_from_offset(url, text_find(url, T("://")) + 3), host;

    if (text_find(url, T("://")) == url.size)
        return (struct text){ 0 };
    for (size_t i = 0; i < rest.size; i++)
        if (rest.at[i] == '/' || rest.at[i] == '?' || rest.at[i] == '#')
            rest = text_slice(rest, 0, i);
    if (text_find_byte(rest, '@') < rest.size || text_find_byte(rest, '\\') < rest.size)
        return (struct text){ 0 };
    if (text_starts_with(rest, T("["))) {
        size_t end = text_find_byte(rest, ']');

        return end < rest.size ? text_slice(rest, 0, end + 1) : (struct text){ 0 };
    }
    host = text_slice(rest, 0, text_find_byte(rest, ':'));
    return host;
}

bool host_is_loopback(struct text host)
{
    return text_equal(host, T("127.0.0.1")) || text_equal(host, T("localhost")) ||
           text_equal(host, T("[::1]"));
}

bool processor_has_host(const struct processor *processor, const struct settings *settings,
                        struct text host)
{
    struct text rest = text_from(processor->hosts);

    if (host.size == 0)
        return false;
    if (processor->url && text_equal_nocase(url_host(text_from(processor->url(settings))), host))
        return true;
    while (rest.size > 0)
        if (text_equal_nocase(text_cut(&rest, ' '), host))
            return true;
    return false;
}
