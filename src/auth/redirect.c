/* Redirect: one rule for links of mails and for sign-in with Google. */
#include "auth/redirect.h"

#include "codec/query.h"

static bool is_clean(struct text address)
{
    for (size_t i = 0; i < address.size; i++)
        if ((unsigned char)address.at[i] <= ' ' || address.at[i] == '\\' || address.at[i] == 0x7f)
            return false;
    return address.size > 0 && address.size <= LIMIT_REDIRECT;
}

/* The path of "https://host/path" begins here; the whole size when there is none. */
static size_t path_of(struct text address)
{
    size_t scheme = text_find(address, T("://"));
    struct text rest = text_from_offset(address, scheme + 3);

    return scheme == address.size ? address.size : scheme + 3 + text_find_byte(rest, '/');
}

/* An entry that ends with an asterisk stands for what is below its path; it must have one, or it
   would also stand for other hosts. */
static bool entry_allows(struct text entry, struct text wanted)
{
    struct text prefix = text_slice(entry, 0, entry.size - 1);

    if (!text_ends_with(entry, T("/*")))
        return entry.size > 0 && text_equal(entry, wanted);
    return path_of(prefix) < prefix.size && text_starts_with(wanted, prefix) &&
           text_find(wanted, T("/../")) == wanted.size && !text_ends_with(wanted, T("/.."));
}

bool redirect_is_allowed(const struct settings *settings, struct text base, struct text wanted)
{
    struct text address = redirect_without_fragment(wanted);
    struct text rest = text_from_offset(address, base.size);
    struct text list = text_from(settings->redirect_urls);

    if (!is_clean(wanted))
        return false;
    if (text_starts_with(address, T("/")))
        return !text_starts_with(address, T("//"));
    if (text_starts_with(address, base) &&
        (rest.size == 0 || rest.at[0] == '/' || rest.at[0] == '?'))
        return true;
    address = text_slice(address, 0, text_find_byte(address, '?'));
    while (list.size > 0)
        if (entry_allows(text_trim(text_cut(&list, ',')), address))
            return true;
    return false;
}

struct text redirect_without_fragment(struct text address)
{
    return text_slice(address, 0, text_find_byte(address, '#'));
}

enum status redirect_append_session(struct call *call, struct buffer *location,
                                    const struct signed_in *signed_in)
{
    static const char *const names[] = { "access_token", "token_type", "refresh_token" };
    struct buffer text = buffer_in(call->arena, LIMIT_LOCATION);
    struct json_writer writer = json_writer_to(&text);
    const struct json *json;
    enum status status;

    json_begin_object(&writer);
    status = gotrue_write_session(call, &writer, signed_in);
    json_end_object(&writer);
    if (status == OK)
        status = json_parse(call->arena, buffer_text(&text), NULL, &json, NULL);
    if (status != OK)
        return status;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        buffer_print(location, "%s%s=", i == 0 ? "#" : "&", names[i]);
        percent_encode(location, json_text_member(json, text_from(names[i])));
    }
    buffer_print(location, "&expires_in=%lld&expires_at=%lld",
                 (long long)json_integer_member(json, T("expires_in")),
                 (long long)json_integer_member(json, T("expires_at")));
    return OK;
}

void redirect_append_refusal(struct call *call, struct buffer *location, char mark)
{
    const char *error = call->refusal.status == FORBIDDEN ? "access_denied" : "server_error";

    buffer_print(location, "%cerror=%s&error_code=%s&error_description=", mark, error,
                 call->refusal.code);
    percent_encode(location, call_refusal_sentence(call));
}

enum status redirect_answer(struct call *call, const struct buffer *location)
{
    call->http_status = 303;
    call_add_header(call, T("Location"), buffer_text(location));
    return buffer_status(location);
}
