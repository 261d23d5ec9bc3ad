/* Mail message: writing. */
#include "egress/mail_message.h"

#include "base/encode.h"
#include "base/time.h"
#include "codec/utf8.h"

enum { LIMIT_MESSAGE = 256 * 1024, ENCODED_WORD_BYTES = 42, BASE64_LINE = 76, ASCII_LINE = 200 };

static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    return true;
}

/* No control character gets into a header. */
static struct text header_text(struct arena *arena, struct text text)
{
    struct buffer out = buffer_in(arena, LIMIT_MESSAGE);

    for (size_t i = 0; i < text.size; i++)
        buffer_append_byte(
            &out, (unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f ? ' ' : text.at[i]);
    return buffer_text(&out);
}

/* RFC 2047: words of whole characters, each on a line of its own. */
static void write_unstructured(struct arena *arena, struct buffer *out, struct text text)
{
    struct text rest = header_text(arena, text);
    const char *before = "";

    if (is_ascii(rest) && rest.size <= ASCII_LINE) {
        buffer_append(out, rest);
        return;
    }
    while (rest.size > 0) {
        struct text word = utf8_first_bytes(rest, ENCODED_WORD_BYTES);

        buffer_print(out, "%s=?UTF-8?B?%.*s?=", before,
                     TEXT_ARG(base64_encode(arena, word, BASE64_PADDED)));
        rest = text_from_offset(rest, word.size > 0 ? word.size : rest.size);
        before = "\r\n ";
    }
}

static void write_date(struct buffer *out, int64_t date_ms)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int64_t ms;
    struct date date = instant_to_date(date_ms, &ms);
    struct civil civil = date_to_civil(date);

    buffer_print(out, "Date: %s, %d %s %d %02lld:%02lld:%02lld +0000\r\n",
                 days[date_weekday(date) - 1], civil.day, months[civil.month - 1], civil.year,
                 (long long)(ms / MS_PER_HOUR), (long long)(ms % MS_PER_HOUR / MS_PER_MINUTE),
                 (long long)(ms % MS_PER_MINUTE / MS_PER_SECOND));
}

static bool has_long_line(struct text text)
{
    while (text.size > 0)
        if (text_cut(&text, '\n').size > 900)
            return true;
    return false;
}

static void write_lines(struct buffer *out, struct text body)
{
    while (body.size > 0) {
        struct text line = text_cut(&body, '\n');

        if (line.size > 0 && line.at[line.size - 1] == '\r')
            line.size--;
        buffer_append(out, line);
        buffer_append(out, T("\r\n"));
    }
}

static void write_body(struct arena *arena, struct buffer *out, struct text body)
{
    struct buffer lines = buffer_in(arena, LIMIT_MESSAGE);
    struct text encoded;

    if (is_ascii(body) && !has_long_line(body)) {
        buffer_append(out, T("Content-Transfer-Encoding: 7bit\r\n\r\n"));
        write_lines(out, body);
        return;
    }
    write_lines(&lines, body);
    encoded = base64_encode(arena, buffer_text(&lines), BASE64_PADDED);
    buffer_append(out, T("Content-Transfer-Encoding: base64\r\n\r\n"));
    for (size_t at = 0; at < encoded.size; at += BASE64_LINE) {
        buffer_append(out, text_slice(encoded, at, BASE64_LINE));
        buffer_append(out, T("\r\n"));
    }
}

/* The part of an address behind its @, for Message-ID. */
static struct text domain_of(struct text address)
{
    struct text domain = text_from_offset(address, text_find_byte(address, '@') + 1);

    return domain.size > 0 && is_ascii(domain) ? domain : T("localhost");
}

struct text mail_address_of(struct text sender)
{
    size_t open = text_find_byte(sender, '<');
    struct text rest = text_from_offset(sender, open + 1);

    return open == sender.size ? text_trim(sender)
                               : text_trim(text_slice(rest, 0, text_find_byte(rest, '>')));
}

/* "Name <address>" with a name in any script. */
static void write_sender(struct arena *arena, struct buffer *out, struct text sender)
{
    size_t open = text_find_byte(sender, '<');
    struct text name = text_trim(text_slice(sender, 0, open));

    if (open < sender.size && name.size > 0) {
        write_unstructured(arena, out, name);
        buffer_append_byte(out, ' ');
    }
    buffer_print(out, "<%.*s>", TEXT_ARG(header_text(arena, mail_address_of(sender))));
}

struct text mail_sender_of(const struct settings *settings, struct text controller_email)
{
    if (settings->mail_from[0])
        return text_from(settings->mail_from);
    return controller_email.size > 0 ? controller_email : T("Steward <steward@localhost>");
}

struct text mail_message_write(struct arena *arena, const struct mail_message *message)
{
    struct buffer out = buffer_in(arena, LIMIT_MESSAGE);

    buffer_append(&out, T("From: "));
    write_sender(arena, &out, message->sender);
    buffer_print(&out,
                 "\r\nTo: <%.*s>\r\nSubject: ", TEXT_ARG(header_text(arena, message->recipient)));
    write_unstructured(arena, &out, message->subject);
    buffer_append(&out, T("\r\n"));
    write_date(&out, message->date_ms);
    buffer_print(&out, "Message-ID: <%.*s@%.*s>\r\n", TEXT_ARG(message->id),
                 TEXT_ARG(header_text(arena, domain_of(mail_address_of(message->sender)))));
    buffer_append(&out, T("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                          "Content-Type: text/plain; charset=utf-8\r\n"));
    write_body(arena, &out, message->body);
    return buffer_text(&out);
}
