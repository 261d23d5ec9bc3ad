/* auth/auth_mail.h: every template in both languages renders, with its link. */
#include "auth/auth_mail.h"

#include "text_check.h"

static bool has(struct text text, struct text needle)
{
    return text_find(text, needle) < text.size;
}

static void every_mail_renders_in_both_languages(void **state)
{
    static const char *const links[AUTH_MAILS] = {
        [MAIL_CONFIRM] = "https://steward.example/auth/v1/verify?type=signup&token=TOKEN\n",
        [MAIL_EXISTS] = "https://steward.example/signin",
        [MAIL_RECOVERY] = "https://steward.example/reset#TOKEN\n",
        [MAIL_INVITE] = "https://steward.example/join?token=TOKEN\n",
        [MAIL_EMAIL_CHANGE] =
            "https://steward.example/auth/v1/verify?type=email_change&token=TOKEN\n",
        [MAIL_PASSWORD_CHANGED] = "https://steward.example/recover\n",
    };

    static const struct auth_mail_sender sender = { .base = T_INIT("https://steward.example"),
                                                    .name = T_INIT("Pace Ltd."),
                                                    .place = T_INIT("Hamburg"),
                                                    .email = T_INIT("privacy@pace.example") };

    (void)state;
    for (enum auth_mail mail = 0; mail < AUTH_MAILS; mail++) {
        struct text bodies[2];
        struct arena arena = { 0 };

        for (enum language language = LANGUAGE_EN; language <= LANGUAGE_ZH; language++) {
            bool has_token = mail != MAIL_EXISTS && mail != MAIL_PASSWORD_CHANGED;
            struct auth_mail_values values = { .language = language,
                                               .name = T("Mei <b>"),
                                               .token = has_token ? T("TOKEN") : T(""),
                                               .workspace = T("Pace & Co"),
                                               .inviter = T("Lin") };
            struct text subject;

            assert_int_equal(
                auth_mail_render(&arena, mail, &values, &sender, &subject, &bodies[language]), OK);
            assert_true(subject.size > 0);
            assert_false(has(subject, T("{{")));
            assert_false(has(bodies[language], T("{{")));
            assert_true(has(bodies[language], text_from(links[mail])));
            assert_true(has(bodies[language], T("Mei <b>")));
            assert_true(has(bodies[language], T("Pace Ltd., Hamburg\nprivacy@pace.example\n")));
        }
        assert_false(text_equal(bodies[LANGUAGE_EN], bodies[LANGUAGE_ZH]));
        arena_release(&arena);
    }
}

static void without_a_name_it_greets_nobody_in_particular(void **state)
{
    struct auth_mail_values values = { .token = T("TOKEN") };
    struct auth_mail_sender sender = { .base = T("http://x") };
    struct arena arena = { 0 };
    struct text subject, body;

    (void)state;
    assert_int_equal(auth_mail_render(&arena, MAIL_RECOVERY, &values, &sender, &subject, &body),
                     OK);
    assert_true(text_starts_with(body, T("Hello,\n")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mail_renders_in_both_languages),
        cmocka_unit_test(without_a_name_it_greets_nobody_in_particular),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
