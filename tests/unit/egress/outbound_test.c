/* egress/outbound.h and processor.h: only hosts of the register are called, exactly those, and
   every attempt leaves one entry. */
#include "egress/outbound.h"

#include "auth/test_instance.h"
#include "egress/egress_event.h"
#include "store/row.h"

static void a_url_has_one_host_or_none(void **state)
{
    static const struct {
        const char *url, *host;
    } cases[] = {
        { "https://accounts.google.com/x", "accounts.google.com" },
        { "https://accounts.google.com:443/x", "accounts.google.com" },
        { "https://accounts.google.com", "accounts.google.com" },
        { "https://accounts.google.com?x=@y", "accounts.google.com" },
        { "https://accounts.google.com#@evil.example", "accounts.google.com" },
        { "https://accounts.google.com@evil.example/", "" },
        { "https://accounts.google.com\\@evil.example/", "" },
        { "http://[::1]:80/", "[::1]" },
        { "http://[::1", "" },
        { "accounts.google.com", "" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(url_host(text_from(cases[i].url)), text_from(cases[i].host));
}

static void the_register_says_everything_of_everybody(void **state)
{
    (void)state;
    for (const struct processor *each = processors; each->name; each++) {
        assert_ptr_equal(processor_find(text_from(each->name)), each);
        assert_true(each->title.en[0] && each->title.zh[0] && each->purpose.en[0] &&
                    each->purpose.zh[0] && each->terms.en[0] && each->terms.zh[0]);
        assert_int_not_equal(each->data[0], DATA_UNDECLARED);
        assert_non_null(each->is_used);
        assert_true(each->hosts[0] || each->url);
    }
    assert_null(processor_find(T("nobody")));
    assert_null(processor_find(T("")));
}

struct last {
    struct egress_event event;
    int count;
};

static enum status take(struct tx *tx, void *row, void *context)
{
    struct last *last = context;

    (void)tx;
    last->event = *(struct egress_event *)row;
    last->count++;
    return OK;
}

static enum status read_last(struct tx *tx, void *context)
{
    struct egress_event event;

    return row_each(tx, &egress_event_entity, T("workspace_id = 0 ORDER BY created_at, id"), NULL,
                    0, &event, take, context);
}

static void only_the_register_is_called_and_every_attempt_is_written_down(void **state)
{
    static const struct {
        const char *processor, *url;
        enum status status;
        enum egress_outcome outcome;
    } cases[] = {
        { "google", "https://evil.example/", FORBIDDEN, EGRESS_REFUSED },
        { "google", "https://accounts.google.com.evil.example/", FORBIDDEN, EGRESS_REFUSED },
        { "google", "https://accounts.google.com@evil.example/", FORBIDDEN, EGRESS_REFUSED },
        { "google", "https://google.com/", FORBIDDEN, EGRESS_REFUSED },
        { "google", "http://accounts.google.com/", FORBIDDEN, EGRESS_REFUSED },
        { "google", "http://169.254.169.254/", FORBIDDEN, EGRESS_REFUSED },
        { "google", "file:///etc/passwd", FORBIDDEN, EGRESS_REFUSED },
        { "nobody", "http://127.0.0.1:1/", FORBIDDEN, EGRESS_REFUSED },
        { "mail", "http://127.0.0.1:1/", FORBIDDEN, EGRESS_REFUSED },
        { "google", "http://127.0.0.1:1/", UNAVAILABLE, EGRESS_FAILED },
    };
    struct test_instance test;

    (void)state;
    test_instance_open(&test, NULL);
    test.settings.google_issuer = "http://127.0.0.1:1";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outbound_request request = { .processor = cases[i].processor,
                                            .purpose = "test",
                                            .url = text_from(cases[i].url),
                                            .limit_bytes = 1000,
                                            .timeout_ms = 2000 };
        struct call call = test_call(&test);
        struct outbound_answer answer = { .http_status = 77 };
        struct last last = { 0 };

        assert_int_equal(outbound_send(&call, &request, &answer), cases[i].status);
        assert_int_equal(answer.http_status, 77);
        assert_int_equal(call_read_as_system(&call, read_last, &last), OK);
        assert_int_equal(last.count, i + 1);
        assert_int_equal(last.event.outcome, cases[i].outcome);
        assert_int_equal(last.event.bytes_out + last.event.bytes_in, 0);
        assert_text(last.event.purpose, T("test"));
    }
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_url_has_one_host_or_none),
        cmocka_unit_test(the_register_says_everything_of_everybody),
        cmocka_unit_test(only_the_register_is_called_and_every_attempt_is_written_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
