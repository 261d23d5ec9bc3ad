/* HTTP/2 as clients speak it: many requests at once, bodies with flow control, streams with
   back-pressure, deadlines, draining. */
#include "http/sse.h"
#include "talk_http2.h"

/* Quick, but never so that a client who waits for a core is late. */
static const struct http_limits quick = {
    .header_ms = 2000,
    .idle_ms = 2000,
    .body_window_ms = 1000,
    .body_window_bytes = 1000,
    .write_stall_ms = 1000,
    .linger_ms = 60,
};

static void open_server(struct talk *talk, struct http_limits limits)
{
    talk_open_tls(talk, HTTP_TLS_1_3, limits);
}

/* --- Requests and answers ----------------------------------------------------------------------
 */

static void answers_like_http1(void **state)
{
    static const struct text carried[] = {
        T_INIT("date"),
        T_INIT("content-security-policy"),
        T_INIT("x-content-type-options"),
        T_INIT("strict-transport-security"),
        T_INIT("content-type"),
    };
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answer;

    (void)state;
    open_server(&talk, (struct http_limits){ 0 });
    h2_open(&h2, talk.port);
    answer = h2_get(&h2, T("/hello?a=b"), &arena);
    assert_int_equal(answer->status, 200);
    assert_int_equal(answer->error, NGHTTP2_NO_ERROR);
    assert_text(buffer_text(&answer->body), T("/hello?a=b"));
    assert_text(h2_header(answer, T("content-length")), T("10"));
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        assert_true(h2_header(answer, carried[i]).size > 0);
    answer = h2_ask(&h2, (struct h2_request){ .method = T("HEAD"), .path = T("/hello") }, &arena);
    h2_await(&h2, answer);
    assert_int_equal(answer->status, 200);
    assert_text(h2_header(answer, T("content-length")), T("6"));
    assert_int_equal(answer->body.size, 0);
    answer = h2_ask(
        &h2, (struct h2_request){ .method = T("POST"), .path = T("/echo"), .body = T("") }, &arena);
    h2_await(&h2, answer);
    assert_int_equal(answer->status, 200);
    assert_text(h2_header(answer, T("content-length")), T("0"));
    h2_close(&h2);
    talk_await(&talk.finished, 3);
    arena_release(&arena);
    talk_close(&talk);
}

static void serves_many_at_once(void **state)
{
    enum { REQUESTS = 100 };
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *slow, *answers[REQUESTS - 1];

    (void)state;
    open_server(&talk, (struct http_limits){ 0 });
    h2_open(&h2, talk.port);
    slow = h2_ask(&h2, (struct h2_request){ .path = T("/hold") }, &arena);
    for (int i = 0; i < REQUESTS - 1; i++) {
        struct text body = arena_print(&arena, "%0*d", 1 + i * 700, i);

        answers[i] = h2_ask(
            &h2, (struct h2_request){ .method = T("POST"), .path = T("/echo"), .body = body },
            &arena);
    }
    for (int i = 0; i < REQUESTS - 1; i++) {
        h2_await(&h2, answers[i]);
        assert_int_equal(answers[i]->status, 200);
        assert_int_equal(answers[i]->body.size, i == 0 ? 1 : 1 + i * 700);
    }
    assert_false(slow->is_closed);
    atomic_store(&talk.hold, false);
    h2_await(&h2, slow);
    assert_text(buffer_text(&slow->body), T("{\"held\":true}"));
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

/* More streams than are allowed are refused so that the client may repeat them. */
static void has_a_ceiling_of_streams(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *held[3], *answer;

    (void)state;
    open_server(&talk, (struct http_limits){ .streams = 3 });
    h2_open(&h2, talk.port);
    while (nghttp2_session_get_remote_settings(h2.session,
                                               NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS) != 3)
        h2_turn(&h2, 100);
    for (int i = 0; i < 3; i++)
        held[i] = h2_ask(&h2, (struct h2_request){ .path = T("/hold") }, &arena);
    h2_turn_for(&h2, 50);
    /* Given up, but the application still works on it: it counts. */
    nghttp2_submit_rst_stream(h2.session, 0, held[0]->id, NGHTTP2_CANCEL);
    answer = h2_get(&h2, T("/"), &arena);
    assert_int_equal(answer->error, NGHTTP2_REFUSED_STREAM);
    assert_int_equal(atomic_load(&talk.begun), 3);
    atomic_store(&talk.hold, false);
    h2_await(&h2, held[1]);
    h2_await(&h2, held[2]);
    talk_await(&talk.finished, 3);
    assert_int_equal(h2_get(&h2, T("/"), &arena)->status, 200);
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Bodies ------------------------------------------------------------------------------------
 */

static void carries_large_bodies_both_ways(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answers[4];
    char *at = arena_alloc(&arena, TALK_BODY_LIMIT);

    (void)state;
    open_server(&talk, (struct http_limits){ .stream_window = 70000, .connection_window = 100000 });
    for (size_t i = 0; i < TALK_BODY_LIMIT; i++)
        at[i] = (char)('a' + i % 23);
    h2_open(&h2, talk.port);
    for (int i = 0; i < 4; i++)
        answers[i] = h2_ask(&h2,
                            (struct h2_request){ .method = T("POST"),
                                                 .path = T("/echo"),
                                                 .body = { at, (size_t)(TALK_BODY_LIMIT - i) } },
                            &arena);
    for (int i = 0; i < 4; i++) {
        h2_await(&h2, answers[i]);
        assert_int_equal(answers[i]->status, 200);
        assert_int_equal(answers[i]->body.size, TALK_BODY_LIMIT - i);
        assert_memory_equal(answers[i]->body.at, at, (size_t)(TALK_BODY_LIMIT - i));
    }
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

static const struct {
    struct h2_request request;
    int status;
    struct text word;
} refusals[] = {
    { { .method = T_INIT("POST"), .path = T_INIT("/no-body"), .body = T_INIT("abc") },
      413,
      T_INIT("body_not_wanted") },
    { { .method = T_INIT("POST"),
        .path = T_INIT("/echo"),
        .body = T_INIT("abc"),
        .keeps_open = true,
        .headers = { { T_INIT("content-length"), T_INIT("10737418240") } } },
      413,
      T_INIT("body_too_large") },
    { { .method = T_INIT("POST"),
        .path = T_INIT("/early"),
        .body = T_INIT("abc"),
        .keeps_open = true },
      401,
      T_INIT("") },
    { { .method = T_INIT("POST"),
        .path = T_INIT("/echo"),
        .body = T_INIT("abc"),
        .headers = { { T_INIT("expect"), T_INIT("wonders") } } },
      417,
      T_INIT("expectation") },
};

/* The answer is complete, the rest of the body is not wanted, and the connection goes on. */
static void refuses_bodies_and_goes_on(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;

    (void)state;
    open_server(&talk, (struct http_limits){ 0 });
    h2_open(&h2, talk.port);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct h2_answer *answer = h2_ask(&h2, refusals[i].request, &arena);

        h2_await(&h2, answer);
        assert_int_equal(answer->status, refusals[i].status);
        assert_int_equal(answer->error, NGHTTP2_NO_ERROR);
        assert_true(answer->has_ended);
        talk_await(&talk.finished, 2 * (int)i + 1);
        pthread_mutex_lock(&talk.lock);
        assert_text(text_from(talk.last_refusal), refusals[i].word);
        pthread_mutex_unlock(&talk.lock);
        assert_int_equal(h2_get(&h2, T("/x"), &arena)->status, 200);
        talk_await(&talk.finished, 2 * (int)i + 2);
    }
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

static void says_continue_when_asked(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answer;

    (void)state;
    open_server(&talk, (struct http_limits){ 0 });
    h2_open(&h2, talk.port);
    answer = h2_ask(&h2,
                    (struct h2_request){
                        .method = T("POST"),
                        .path = T("/echo"),
                        .body = T("hello"),
                        .headers = { { T_INIT("expect"), T_INIT("100-continue") } },
                    },
                    &arena);
    h2_await(&h2, answer);
    assert_true(answer->was_continued);
    assert_int_equal(answer->status, 200);
    assert_text(buffer_text(&answer->body), T("hello"));
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

/* A sink that pauses after its first piece: then no more than the window can be sent. */
static _Atomic(struct http_exchange *) paused;
static atomic_bool must_pause;

static bool take_piece(void *context, struct http_exchange *exchange, struct text piece)
{
    struct talk *talk = context;

    atomic_fetch_add(&talk->taken_bytes, piece.size);
    if (!atomic_load(&must_pause))
        return true;
    atomic_store(&paused, exchange);
    return false;
}

static void begin_pieces(void *context, struct http_exchange *exchange)
{
    atomic_store(&must_pause, true);
    http_accept_body_pieces(exchange, 8 << 20, (struct http_body_sink){ context, take_piece });
}

static void pauses_a_body(void **state)
{
    enum { BODY = 5000000, WINDOW = 100000 };
    static const struct http_listener listener = { T_INIT("127.0.0.1:0"), HTTP_ROLE_TLS, 0 };
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answer;

    (void)state;
    talk_open_with(
        &talk,
        (struct http_settings){ .listeners = &listener,
                                .listener_count = 1,
                                .certificate_file = text_from(talk_certificate_file),
                                .key_file = text_from(talk_key_file),
                                .limits = { .body_window_ms = 1500, .stream_window = WINDOW } },
        (struct http_application){ .begin = begin_pieces, .run = talk_run });
    h2_open(&h2, talk.port);
    answer = h2_ask(&h2,
                    (struct h2_request){ .method = T("POST"),
                                         .path = T("/x"),
                                         .body = { arena_alloc(&arena, BODY), BODY } },
                    &arena);
    /* Longer than the deadline for bodies: it is not the client that is slow. */
    h2_turn_for(&h2, 2000);
    assert_non_null(atomic_load(&paused));
    assert_true(atomic_load(&talk.taken_bytes) <= WINDOW);
    assert_int_equal(answer->status, 0);
    assert_true(nghttp2_session_get_stream_remote_window_size(h2.session, answer->id) <= 0);
    atomic_store(&must_pause, false);
    http_body_resume(atomic_load(&paused));
    h2_await(&h2, answer);
    assert_int_equal(answer->status, 200);
    assert_int_equal(atomic_load(&talk.taken_bytes), BODY);
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Streams -----------------------------------------------------------------------------------
 */

static void streams_with_back_pressure(void **state)
{
    enum { BYTES = 3000000 };
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answer, *other;

    (void)state;
    open_server(&talk, (struct http_limits){ 0 });
    h2_open(&h2, talk.port);
    h2.holds_window = true;
    answer = h2_ask(&h2, (struct h2_request){ .path = arena_print(&arena, "/stream?%d", BYTES) },
                    &arena);
    while (answer->body.size < 65535)
        h2_turn(&h2, 100);
    h2_turn_for(&h2, 200);
    /* The client's window is full: no more came, and the application waits. */
    assert_int_equal(answer->body.size, 65535);
    assert_int_equal(atomic_load(&talk.finished), 0);
    h2.holds_window = false;
    nghttp2_session_consume(h2.session, answer->id, answer->body.size);
    other = h2_ask(&h2, (struct h2_request){ .path = T("/quick") }, &arena);
    h2_await(&h2, other);
    h2_await(&h2, answer);
    assert_int_equal(other->status, 200);
    assert_int_equal(answer->body.size, BYTES);
    assert_text(h2_header(answer, T("content-length")), T(""));
    assert_text(h2_header(answer, T("transfer-encoding")), T(""));
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

static void tells_streams_that_their_client_left(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answer;

    (void)state;
    open_server(&talk, (struct http_limits){ 0 });
    h2_open(&h2, talk.port);
    answer = h2_ask(&h2, (struct h2_request){ .path = T("/stream?50000000") }, &arena);
    while (answer->body.size < 100000)
        h2_turn(&h2, 100);
    nghttp2_submit_rst_stream(h2.session, 0, answer->id, NGHTTP2_CANCEL);
    h2_turn_for(&h2, 50);
    talk_await(&talk.finished, 1);
    assert_int_equal(atomic_load(&talk.left), 1);
    /* The others on the connection do not notice. */
    assert_int_equal(h2_get(&h2, T("/"), &arena)->status, 200);
    answer = h2_ask(&h2, (struct h2_request){ .path = T("/stream?50000000") }, &arena);
    h2_turn_for(&h2, 50);
    h2_close(&h2);
    talk_await(&talk.finished, 3);
    assert_int_equal(atomic_load(&talk.left), 2);
    arena_release(&arena);
    talk_close(&talk);
}

static void end_events(void *context, struct http_exchange *exchange)
{
    struct talk *talk = context;

    atomic_fetch_add(&talk->gone, 1);
    http_stream_end(exchange);
}

static void run_events(void *context, struct http_exchange *exchange)
{
    http_watch(exchange, (struct http_watcher){ context, end_events, NULL });
    http_sse_begin(exchange, NULL, 0, 60);
    assert_int_equal(http_sse_send(exchange, &(struct http_sse_event){ .data = T("one") }),
                     HTTP_STREAM_TAKEN);
}

/* Heartbeats when nothing is said; the end when the client leaves, or the server. */
static void carries_event_streams(void **state)
{
    static const struct http_listener listener = { T_INIT("127.0.0.1:0"), HTTP_ROLE_TLS, 0 };
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *first, *second;

    (void)state;
    talk_open_with(&talk,
                   (struct http_settings){ .listeners = &listener,
                                           .listener_count = 1,
                                           .certificate_file = text_from(talk_certificate_file),
                                           .key_file = text_from(talk_key_file),
                                           .limits = { .idle_ms = 1500 } },
                   (struct http_application){ .begin = talk_begin, .run = run_events });
    h2_open(&h2, talk.port);
    first = h2_ask(&h2, (struct h2_request){ .path = T("/events") }, &arena);
    second = h2_ask(&h2, (struct h2_request){ .path = T("/events") }, &arena);
    /* Longer than an idle connection lives: it is not idle. */
    h2_turn_for(&h2, 2000);
    assert_text(h2_header(first, T("content-type")), T("text/event-stream"));
    assert_true(text_starts_with(buffer_text(&first->body), T("data: one\n\n:\n\n:\n\n")));
    assert_true(second->body.size >= 17 && !second->has_ended);
    nghttp2_submit_rst_stream(h2.session, 0, first->id, NGHTTP2_CANCEL);
    h2_turn_for(&h2, 50);
    talk_await(&talk.gone, 1);
    http_server_stop(talk.server, 5000);
    talk_await(&talk.gone, 2);
    h2_await(&h2, second);
    assert_true(second->has_ended);
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Time --------------------------------------------------------------------------------------
 */

static void has_patience_only_so_long(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answer;

    (void)state;
    open_server(&talk, quick);
    /* A body that does not come, */
    h2_open(&h2, talk.port);
    answer =
        h2_ask(&h2,
               (struct h2_request){
                   .method = T("POST"), .path = T("/echo"), .body = T("abc"), .keeps_open = true },
               &arena);
    h2_await(&h2, answer);
    assert_int_equal(answer->status, 408);
    /* an answer that is not taken, */
    h2.holds_window = true;
    answer = h2_get(&h2, T("/stream?900000"), &arena);
    assert_int_equal(answer->error, NGHTTP2_CANCEL);
    talk_await(&talk.left, 1);
    /* and a client that asks for nothing more. */
    while (!h2.is_gone)
        h2_turn(&h2, 100);
    assert_true(h2.was_told_to_go);
    assert_int_equal(h2.go_error, NGHTTP2_NO_ERROR);
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

static void waits_for_the_application(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;

    (void)state;
    open_server(&talk, quick);
    h2_open(&h2, talk.port);
    assert_text(buffer_text(&h2_get(&h2, T("/late?2500"), &arena)->body), T("{\"late\":true}"));
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Draining ----------------------------------------------------------------------------------
 */

static void *stop(void *context)
{
    struct talk *talk = context;

    http_server_stop(talk->server, 5000);
    return NULL;
}

static void drains(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct h2 h2;
    struct h2_answer *answer, *late;
    pthread_t stopper;

    (void)state;
    open_server(&talk, (struct http_limits){ 0 });
    h2_open(&h2, talk.port);
    answer = h2_ask(&h2, (struct h2_request){ .path = T("/hold") }, &arena);
    h2_turn_for(&h2, 20);
    talk_await(&talk.run, 1);
    assert_int_equal(pthread_create(&stopper, NULL, stop, &talk), 0);
    while (!h2.was_told_to_go)
        h2_turn(&h2, 100);
    assert_int_equal(h2.go_error, NGHTTP2_NO_ERROR);
    assert_int_equal(h2.go_last, answer->id);
    late = h2_ask(&h2, (struct h2_request){ .path = T("/late?1") }, &arena);
    h2_turn_for(&h2, 20);
    atomic_store(&talk.hold, false);
    h2_await(&h2, answer);
    assert_text(buffer_text(&answer->body), T("{\"held\":true}"));
    assert_int_equal(late->status, 0);
    while (!h2.is_gone)
        h2_turn(&h2, 100);
    pthread_join(stopper, NULL);
    assert_int_equal(atomic_load(&talk.run), 1);
    h2_close(&h2);
    arena_release(&arena);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_like_http1),
        cmocka_unit_test(serves_many_at_once),
        cmocka_unit_test(has_a_ceiling_of_streams),
        cmocka_unit_test(carries_large_bodies_both_ways),
        cmocka_unit_test(refuses_bodies_and_goes_on),
        cmocka_unit_test(says_continue_when_asked),
        cmocka_unit_test(pauses_a_body),
        cmocka_unit_test(streams_with_back_pressure),
        cmocka_unit_test(tells_streams_that_their_client_left),
        cmocka_unit_test(carries_event_streams),
        cmocka_unit_test(has_patience_only_so_long),
        cmocka_unit_test(waits_for_the_application),
        cmocka_unit_test(drains),
    };

    return cmocka_run_group_tests(tests, talk_make_folder, talk_remove_folder);
}
