/* egress/mail_sender.h: a mail is sent once, tried again when that is safe, and otherwise said to
   be unknown; its content is sealed while it waits and gone afterwards. */
#include "egress/mail_sender.h"

#include "auth/test_instance.h"
#include "egress/mail_transport.h"
#include "store/row.h"

#include <dirent.h>
#include <sys/stat.h>

static const int64_t start = 1780000000000;

static const struct mail letter = {
    .recipient = T_INIT("mei@example.com"),
    .kind = "recovery",
    .idempotency_key = T_INIT("recovery-1"),
    .subject = T_INIT("Set a new password"),
    .body = T_INIT("secret-token-in-a-link\n"),
};

static enum status queue(struct tx *tx, void *context)
{
    return mail_queue(tx, context, &letter);
}

static enum status queue_and_fail(struct tx *tx, void *context)
{
    enum status status = mail_queue(tx, context, &letter);

    return status == OK ? CONFLICT : status;
}

static void open_with_maildrop(struct test_instance *test)
{
    test_instance_open(test, NULL);
    test->settings.mail_transport = "directory";
    test->settings.mail_directory = arena_print(&test->arena, "%s/maildrop", test->folder).at;
}

static void queue_one(struct test_instance *test)
{
    struct call call = test_call(test);

    call.now_ms = start;
    assert_int_equal(call_write_as_system(&call, queue, &call), OK);
}

static enum status read_only_mail(struct tx *tx, void *context)
{
    return row_find_where(tx, &outbox_mail_entity, T("workspace_id = 0 ORDER BY created_at, id"),
                          NULL, 0, context);
}

static struct outbox_mail only_mail(struct test_instance *test)
{
    struct call call = test_call(test);
    struct outbox_mail mail;

    assert_int_equal(call_read_as_system(&call, read_only_mail, &mail), OK);
    return mail;
}

static enum status run_sql(struct tx *tx, void *context)
{
    return tx_execute(tx, text_from(context), NULL, 0, NULL);
}

static void run(struct test_instance *test, char *sql)
{
    struct call call = test_call(test);

    assert_int_equal(call_write_as_system(&call, run_sql, sql), OK);
}

static int letters_in(const struct test_instance *test)
{
    struct dirent *entry;
    DIR *folder;
    int count = 0;

    folder = opendir(test->settings.mail_directory);
    while (folder && (entry = readdir(folder)))
        count += text_ends_with(text_from(entry->d_name), T(".eml"));
    if (folder)
        closedir(folder);
    return count;
}

static void a_mail_is_sent_once(void **state)
{
    struct test_instance test;
    struct outbox_mail mail;

    (void)state;
    open_with_maildrop(&test);
    queue_one(&test);
    queue_one(&test); /* the same reason again */
    mail = only_mail(&test);
    assert_int_equal(mail.status, MAIL_QUEUED);
    assert_true(mail.sealed.size > 0);
    assert_true(text_find(mail.sealed, T("secret-token")) == mail.sealed.size);
    for (int i = 0; i < 3; i++)
        assert_int_equal(mail_send_due(&test.instance, start + i), OK);
    mail = only_mail(&test);
    assert_int_equal(mail.status, MAIL_SENT);
    assert_int_equal(mail.attempts, 1);
    assert_int_equal(mail.sealed.size, 0);
    assert_int_equal(letters_in(&test), 1);
    test_instance_close(&test);
}

static void what_was_rolled_back_is_not_sent(void **state)
{
    struct test_instance test;
    struct call call;

    (void)state;
    open_with_maildrop(&test);
    call = test_call(&test);
    call.now_ms = start;
    assert_int_equal(call_write_as_system(&call, queue_and_fail, &call), CONFLICT);
    assert_int_equal(mail_send_due(&test.instance, start), OK);
    assert_int_equal(letters_in(&test), 0);
    test_instance_close(&test);
}

static void a_failure_waits_longer_each_time_and_gives_up(void **state)
{
    struct test_instance test;
    struct outbox_mail mail;
    int64_t now = start, waited = 0;
    FILE *file;

    (void)state;
    open_with_maildrop(&test);
    file = fopen(test.settings.mail_directory, "we"); /* where the folder should be */
    assert_non_null(file);
    fclose(file);
    queue_one(&test);
    for (int i = 1; i < 8; i++) { /* LIMIT_ATTEMPTS: the eighth was the last */
        assert_int_equal(mail_send_due(&test.instance, now), OK);
        mail = only_mail(&test);
        assert_int_equal(mail.status, MAIL_QUEUED);
        assert_int_equal(mail.attempts, i);
        assert_text(mail.fault, T("the mail directory cannot be written"));
        assert_true(mail.next_attempt_at - now > waited);
        waited = mail.next_attempt_at - now;
        assert_int_equal(mail_send_due(&test.instance, mail.next_attempt_at - 1), OK);
        assert_int_equal(only_mail(&test).attempts, i);
        now = mail.next_attempt_at;
    }
    assert_int_equal(mail_send_due(&test.instance, now), OK);
    mail = only_mail(&test);
    assert_int_equal(mail.status, MAIL_FAILED);
    assert_int_equal(mail.sealed.size, 0);
    test_instance_close(&test);
}

static void a_dead_sender_is_honest(void **state)
{
    static char died[] = "UPDATE main.outbox_mail SET status = 'sending', attempts = 1, "
                         "leased_until = 1780000300000";
    struct test_instance test;
    const int64_t later = start + 301000;

    (void)state;
    open_with_maildrop(&test);
    queue_one(&test);
    run(&test, died);
    assert_int_equal(mail_send_due(&test.instance, start + 1000), OK);
    assert_int_equal(only_mail(&test).status, MAIL_SENDING); /* its lease goes on */
    test.settings.mail_transport = "smtp";
    assert_int_equal(mail_send_due(&test.instance, later), OK);
    assert_int_equal(only_mail(&test).status, MAIL_UNKNOWN); /* not sent twice */
    assert_int_equal(only_mail(&test).sealed.size, 0);
    test_instance_close(&test);

    open_with_maildrop(&test);
    queue_one(&test);
    run(&test, died);
    assert_int_equal(mail_send_due(&test.instance, later), OK);
    assert_int_equal(only_mail(&test).status, MAIL_SENT); /* a file may be written again */
    assert_int_equal(letters_in(&test), 1);
    test_instance_close(&test);
}

/* Nothing is set: mails wait in the store, and are sent when there is a way. */
static void a_mail_is_held_until_there_is_a_way(void **state)
{
    struct test_instance test;
    struct mail_content content;

    (void)state;
    test_instance_open(&test, NULL);
    assert_string_equal(test.settings.mail_transport, "hold");
    queue_one(&test);
    assert_int_equal(mail_send_due(&test.instance, start + 3 * MS_PER_DAY), OK);
    assert_int_equal(only_mail(&test).status, MAIL_QUEUED);
    assert_int_equal(only_mail(&test).attempts, 0);
    {
        struct outbox_mail mail = only_mail(&test);

        assert_int_equal(mail_open(&test.instance, &test.arena, &mail, &content), OK);
    }
    assert_text(content.subject, letter.subject);
    assert_text(content.body, letter.body);
    test.settings.mail_transport = "directory";
    test.settings.mail_directory = arena_print(&test.arena, "%s/maildrop", test.folder).at;
    assert_int_equal(mail_send_due(&test.instance, start + 3 * MS_PER_DAY), OK);
    assert_int_equal(only_mail(&test).status, MAIL_SENT);
    assert_int_equal(letters_in(&test), 1);
    test_instance_close(&test);
}

static void what_comes_too_late_is_not_sent(void **state)
{
    static char soon[] = "UPDATE main.outbox_mail SET valid_until = 1780000003600";
    static char unsaid[] = "UPDATE main.outbox_mail SET valid_until = NULL";
    static const struct {
        const char *transport;
        char *sql; /* done to the mail */
        int64_t now_ms;
        int status;
    } cases[] = {
        { "hold", NULL, 7 * (int64_t)MS_PER_DAY - 1, MAIL_QUEUED },
        { "hold", NULL, 7 * (int64_t)MS_PER_DAY, MAIL_FAILED },
        { "directory", NULL, 7 * (int64_t)MS_PER_DAY - 1, MAIL_SENT },
        { "directory", NULL, 7 * (int64_t)MS_PER_DAY, MAIL_FAILED },
        { "directory", soon, 3599, MAIL_SENT },
        { "directory", soon, 3600, MAIL_FAILED },
        /* of an earlier version, which said nothing */
        { "hold", unsaid, 7 * (int64_t)MS_PER_DAY - 1, MAIL_QUEUED },
        { "hold", unsaid, 7 * (int64_t)MS_PER_DAY, MAIL_FAILED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct test_instance test;
        struct outbox_mail mail;

        open_with_maildrop(&test);
        test.settings.mail_transport = cases[i].transport;
        queue_one(&test);
        if (cases[i].sql)
            run(&test, cases[i].sql);
        assert_int_equal(mail_send_due(&test.instance, start + cases[i].now_ms), OK);
        mail = only_mail(&test);
        assert_int_equal(mail.status, cases[i].status);
        if (mail.status == MAIL_FAILED) {
            struct mail_content content;

            assert_text(mail.fault, T("too late to be sent"));
            assert_int_equal(mail.sealed.size, 0);
            assert_int_equal(mail_open(&test.instance, &test.arena, &mail, &content), INVALID);
            assert_int_equal(letters_in(&test), 0);
        }
        test_instance_close(&test);
    }
}

static enum status queue_many(struct tx *tx, void *context)
{
    struct call *call = context;
    enum status status = OK;

    for (int i = 0; status == OK && i < MAILS_HELD + 2; i++) {
        struct mail mail = letter;

        mail.idempotency_key = (struct text){ 0 };
        call->now_ms = start + i;
        status = mail_queue(tx, call, &mail);
    }
    return status;
}

static enum status count_waiting(struct tx *tx, void *context)
{
    return mail_count_waiting(tx, context);
}

/* The oldest make room, and only where they are held. */
static void so_many_are_held_and_no_more(void **state)
{
    struct test_instance test;
    struct call call;
    int64_t count = 0;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    assert_int_equal(call_write_as_system(&call, queue_many, &call), OK);
    test.settings.mail_transport = "smtp"; /* none of them is due yet */
    assert_int_equal(mail_send_due(&test.instance, start - 1), OK);
    assert_int_equal(call_read_as_system(&call, count_waiting, &count), OK);
    assert_int_equal(count, MAILS_HELD + 2);
    test.settings.mail_transport = "hold";
    assert_int_equal(mail_send_due(&test.instance, start + MAILS_HELD + 2), OK);
    assert_int_equal(call_read_as_system(&call, count_waiting, &count), OK);
    assert_int_equal(count, MAILS_HELD);
    assert_int_equal(only_mail(&test).status, MAIL_FAILED); /* the first one */
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_is_sent_once),
        cmocka_unit_test(what_was_rolled_back_is_not_sent),
        cmocka_unit_test(a_failure_waits_longer_each_time_and_gives_up),
        cmocka_unit_test(a_dead_sender_is_honest),
        cmocka_unit_test(a_mail_is_held_until_there_is_a_way),
        cmocka_unit_test(what_comes_too_late_is_not_sent),
        cmocka_unit_test(so_many_are_held_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
