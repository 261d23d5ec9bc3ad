/* egress/mail_message.h: headers are ASCII and cannot be broken out of; bodies arrive as they
   were written. */
#include "egress/mail_message.h"

#include "base/encode.h"
#include "text_check.h"

static struct text write(struct arena *arena, struct mail_message message)
{
    message.id = T("0192");
    message.date_ms = 1780000000000;
    if (message.sender.size == 0)
        message.sender = T("steward@pace.example");
    if (message.recipient.size == 0)
        message.recipient = T("mei@example.com");
    return mail_message_write(arena, &message);
}

static struct text header_of(struct text mail)
{
    return text_slice(mail, 0, text_find(mail, T("\r\n\r\n")));
}

static struct text body_of(struct text mail)
{
    return text_from_offset(mail, text_find(mail, T("\r\n\r\n")) + 4);
}

static bool has(struct text text, struct text needle)
{
    return text_find(text, needle) < text.size;
}

static void an_ascii_mail_stays_readable(void **state)
{
    struct arena arena = { 0 };
    struct text mail = write(
        &arena, (struct mail_message){ .subject = T("Set a new password"),
                                       .body = T("Hello,\n\nhttps://x.example/reset#abc\n") });

    (void)state;
    assert_text(mail, T("From: <steward@pace.example>\r\n"
                        "To: <mei@example.com>\r\n"
                        "Subject: Set a new password\r\n"
                        "Date: Thu, 28 May 2026 20:26:40 +0000\r\n"
                        "Message-ID: <0192@pace.example>\r\n"
                        "Auto-Submitted: auto-generated\r\n"
                        "MIME-Version: 1.0\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: 7bit\r\n"
                        "\r\n"
                        "Hello,\r\n\r\nhttps://x.example/reset#abc\r\n"));
    arena_release(&arena);
}

static void another_script_is_encoded_in_whole_characters(void **state)
{
    struct arena arena = { 0 };
    struct text subject = T("林梅 邀请您加入“步伐鞋业直播团队华东区第一工作组”，请尽快确认");
    struct text mail = write(&arena, (struct mail_message){ .subject = subject,
                                                            .sender = T("步伐 <a@pace.example>"),
                                                            .body = T("您好\n") });
    struct text header = header_of(mail), rest = header, encoded, decoded;
    struct buffer words = buffer_in(&arena, 1000);

    (void)state;
    for (size_t i = 0; i < header.size; i++)
        assert_true((unsigned char)header.at[i] < 0x80);
    assert_true(text_starts_with(header, T("From: =?UTF-8?B?5q2l5LyQ?= <a@pace.example>\r\n")));
    rest = text_from_offset(header, text_find(header, T("Subject: ")));
    rest = text_slice(rest, 0, text_find(rest, T("\r\nDate")));
    while (text_find(rest, T("?B?")) < rest.size) {
        rest = text_from_offset(rest, text_find(rest, T("?B?")) + 3);
        encoded = text_slice(rest, 0, text_find(rest, T("?=")));
        assert_true(encoded.size <= 62);
        assert_true(base64_decode(&arena, encoded, BASE64_PADDED, &decoded));
        buffer_append(&words, decoded);
    }
    assert_text(buffer_text(&words), subject);
    assert_true(has(header, T("Content-Transfer-Encoding: base64")));
    assert_true(base64_decode(&arena, text_trim(body_of(mail)), BASE64_PADDED, &decoded));
    assert_text(decoded, T("您好\r\n"));
    arena_release(&arena);
}

static void nothing_in_a_text_begins_another_header(void **state)
{
    struct arena arena = { 0 };
    struct text mail = write(&arena, (struct mail_message){
                                         .subject = T("a\r\nBcc: all@example.com\r\n\r\nbody"),
                                         .sender = T("x\r\nX: y <a@b.c>"),
                                         .recipient = T("mei@example.com>\r\nCc: <b@c.d"),
                                         .body = T("text\n"),
                                     });

    (void)state;
    assert_false(has(mail, T("\nBcc:")));
    assert_false(has(mail, T("\nCc:")));
    assert_false(has(mail, T("\nX:")));
    assert_text(body_of(mail), T("text\r\n"));
    arena_release(&arena);
}

static void long_lines_are_folded_by_base64(void **state)
{
    struct arena arena = { 0 };
    char line[2000];
    struct text mail, rest;

    (void)state;
    memset(line, 'x', sizeof line);
    mail = write(&arena, (struct mail_message){ .subject = T("a"), .body = { line, sizeof line } });
    rest = mail;
    while (rest.size > 0)
        assert_true(text_cut(&rest, '\n').size <= 78);
    arena_release(&arena);
}

static void the_sender_is_from_the_settings_or_the_controller(void **state)
{
    struct settings settings = { .mail_from = "" };

    (void)state;
    assert_text(mail_sender_of(&settings, T("")), T("Steward <steward@localhost>"));
    assert_text(mail_sender_of(&settings, T("a@b.c")), T("a@b.c"));
    settings.mail_from = "Pace <mail@pace.example>";
    assert_text(mail_sender_of(&settings, T("a@b.c")), T("Pace <mail@pace.example>"));
    assert_text(mail_address_of(T("Pace <mail@pace.example>")), T("mail@pace.example"));
    assert_text(mail_address_of(T(" mail@pace.example ")), T("mail@pace.example"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ascii_mail_stays_readable),
        cmocka_unit_test(another_script_is_encoded_in_whole_characters),
        cmocka_unit_test(nothing_in_a_text_begins_another_header),
        cmocka_unit_test(long_lines_are_folded_by_base64),
        cmocka_unit_test(the_sender_is_from_the_settings_or_the_controller),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
