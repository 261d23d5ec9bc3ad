/* For the tests of HTTP/2: a client that follows the rules, on nghttp2's client session, and one
   that does not, on bare frames. Both over TLS. */
#ifndef TESTS_HTTP_TALK_HTTP2_H
#define TESTS_HTTP_TALK_HTTP2_H

#include "talk_tls.h"

#include <nghttp2/nghttp2.h>

enum { H2_MOST_ANSWERS = 256 };

/* --- The client that follows the rules ----------------------------------------------------------
 */

struct h2_answer {
    int32_t id;
    int status; /* of the last head: 0 when there was none */
    bool was_continued;
    struct buffer head; /* "name: value\n" */
    struct buffer body;
    bool has_ended; /* the server said all */
    bool is_closed;
    uint32_t error; /* when closed */
};

struct h2 {
    struct client tls;
    nghttp2_session *session;
    struct h2_answer answers[H2_MOST_ANSWERS];
    size_t answer_count;
    bool holds_window; /* takes bodies without opening the window again */
    bool is_gone;      /* the connection ended */
    bool was_told_to_go;
    uint32_t go_error;
    int32_t go_last;
};

static inline struct h2_answer *h2_find(struct h2 *h2, int32_t id)
{
    for (size_t i = 0; i < h2->answer_count; i++)
        if (h2->answers[i].id == id)
            return &h2->answers[i];
    return NULL;
}

static int h2_on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                        size_t name_size, const uint8_t *value, size_t value_size, uint8_t flags,
                        void *context)
{
    struct h2_answer *answer = h2_find(context, frame->hd.stream_id);
    struct text name_text = { (const char *)name, name_size };
    struct text value_text = { (const char *)value, value_size };
    int64_t status;

    (void)session;
    (void)flags;
    if (!answer)
        return 0;
    if (text_equal(name_text, T(":status"))) {
        assert_true(text_to_int64(value_text, &status));
        answer->status = (int)status;
        answer->was_continued |= status == 100;
    }
    buffer_append(&answer->head, name_text);
    buffer_append(&answer->head, T(": "));
    buffer_append(&answer->head, value_text);
    buffer_append(&answer->head, T("\n"));
    return 0;
}

static int h2_on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *at,
                      size_t size, void *context)
{
    struct h2 *h2 = context;
    struct h2_answer *answer = h2_find(h2, id);

    (void)flags;
    if (answer)
        buffer_append(&answer->body, (struct text){ (const char *)at, size });
    if (!h2->holds_window)
        nghttp2_session_consume(session, id, size);
    return 0;
}

static int h2_on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *context)
{
    struct h2 *h2 = context;
    struct h2_answer *answer = h2_find(h2, frame->hd.stream_id);

    (void)session;
    if (answer && (frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS))
        answer->has_ended |= (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (frame->hd.type == NGHTTP2_GOAWAY) {
        h2->was_told_to_go = true;
        h2->go_error = frame->goaway.error_code;
        h2->go_last = frame->goaway.last_stream_id;
    }
    return 0;
}

static int h2_on_close(nghttp2_session *session, int32_t id, uint32_t error, void *context)
{
    struct h2_answer *answer = h2_find(context, id);

    (void)session;
    if (answer) {
        answer->is_closed = true;
        answer->error = error;
    }
    return 0;
}

static inline void h2_open(struct h2 *h2, uint16_t port)
{
    nghttp2_session_callbacks *callbacks;
    nghttp2_option *option;
    const unsigned char *chosen;
    unsigned size;

    *h2 = (struct h2){ 0 };
    assert_true(client_open(&h2->tls, port, 0, alpn_both));
    SSL_get0_alpn_selected(h2->tls.tls, &chosen, &size);
    assert_text(((struct text){ (const char *)chosen, size }), T("h2"));
    assert_int_equal(nghttp2_session_callbacks_new(&callbacks), 0);
    assert_int_equal(nghttp2_option_new(&option), 0);
    nghttp2_option_set_no_auto_window_update(option, 1);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, h2_on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, h2_on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, h2_on_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, h2_on_close);
    assert_int_equal(nghttp2_session_client_new2(&h2->session, callbacks, h2, option), 0);
    assert_int_equal(nghttp2_submit_settings(h2->session, 0, NULL, 0), 0);
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);
}

static inline void h2_close(struct h2 *h2)
{
    for (size_t i = 0; i < h2->answer_count; i++) {
        buffer_release(&h2->answers[i].head);
        buffer_release(&h2->answers[i].body);
    }
    nghttp2_session_del(h2->session);
    client_close(&h2->tls);
}

/* Sends what waits, and takes what comes within `patience_ms`. */
static inline void h2_turn(struct h2 *h2, int patience_ms)
{
    struct pollfd poll_fd = { .fd = h2->tls.fd, .events = POLLIN };
    const uint8_t *at;
    char piece[20000];
    ssize_t size;

    while (!h2->is_gone && (size = nghttp2_session_mem_send(h2->session, &at)) > 0)
        h2->is_gone |= SSL_write(h2->tls.tls, at, (int)size) <= 0;
    if (h2->is_gone || (SSL_pending(h2->tls.tls) == 0 && poll(&poll_fd, 1, patience_ms) <= 0))
        return;
    size = SSL_read(h2->tls.tls, piece, sizeof piece);
    if (size <= 0)
        h2->is_gone = SSL_get_error(h2->tls.tls, (int)size) != SSL_ERROR_WANT_READ;
    else
        nghttp2_session_mem_recv(h2->session, (const uint8_t *)piece, (size_t)size);
}

/* Turns for so long, and once at least. */
static inline void h2_turn_for(struct h2 *h2, int ms)
{
    int64_t until_us = clock_monotonic_us() + ms * 1000LL;

    do
        h2_turn(h2, 5);
    while (!h2->is_gone && clock_monotonic_us() < until_us);
}

struct h2_request {
    struct text method, path; /* empty: GET, "/" */
    struct text body;         /* with an address: there is one */
    struct http_header headers[8];
    bool keeps_open; /* does not say that this was all */
};

static ssize_t h2_read_body(nghttp2_session *session, int32_t id, uint8_t *at, size_t size,
                            uint32_t *flags, nghttp2_data_source *source, void *context)
{
    struct text *rest = source->ptr;
    struct text piece = text_slice(*rest, 0, size);

    (void)session;
    (void)id;
    (void)context;
    if (piece.size == 0 && size > 0 && !rest->at)
        return NGHTTP2_ERR_DEFERRED;
    if (piece.size > 0)
        memcpy(at, piece.at, piece.size);
    *rest = (struct text){ rest->at + piece.size, rest->size - piece.size };
    if (rest->size == 0)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    return (ssize_t)piece.size;
}

static ssize_t h2_read_open_body(nghttp2_session *session, int32_t id, uint8_t *at, size_t size,
                                 uint32_t *flags, nghttp2_data_source *source, void *context)
{
    ssize_t taken = h2_read_body(session, id, at, size, flags, source, context);

    *flags &= ~(uint32_t)NGHTTP2_DATA_FLAG_EOF;
    return taken > 0 ? taken : NGHTTP2_ERR_DEFERRED;
}

static inline nghttp2_nv h2_field(struct text name, struct text value)
{
    return (nghttp2_nv){ (uint8_t *)(uintptr_t)name.at, (uint8_t *)(uintptr_t)value.at, name.size,
                         value.size, NGHTTP2_NV_FLAG_NONE };
}

/* Asks; the body must live until it is sent. */
static inline struct h2_answer *h2_ask(struct h2 *h2, struct h2_request request,
                                       struct arena *arena)
{
    struct h2_answer *answer = &h2->answers[h2->answer_count];
    struct text *rest = ARENA_NEW(arena, struct text);
    nghttp2_data_provider provider = { { .ptr = rest },
                                       request.keeps_open ? h2_read_open_body : h2_read_body };
    nghttp2_nv fields[12] = {
        h2_field(T(":method"), request.method.size > 0 ? request.method : T("GET")),
        h2_field(T(":scheme"), T("https")),
        h2_field(T(":authority"), T("a")),
        h2_field(T(":path"), request.path.size > 0 ? request.path : T("/")),
    };
    size_t count = 4;

    assert_true(h2->answer_count < H2_MOST_ANSWERS);
    for (size_t i = 0; i < 8 && request.headers[i].name.size > 0; i++)
        fields[count++] = h2_field(request.headers[i].name, request.headers[i].value);
    *rest = request.body;
    *answer =
        (struct h2_answer){ .head = buffer_on_heap(1 << 20), .body = buffer_on_heap(64 << 20) };
    answer->id = nghttp2_submit_request(h2->session, NULL, fields, count,
                                        request.body.at ? &provider : NULL, NULL);
    assert_true(answer->id > 0);
    h2->answer_count++;
    return answer;
}

/* Waits until the stream is closed, or the connection. */
static inline void h2_await(struct h2 *h2, struct h2_answer *answer)
{
    int64_t until_us = clock_monotonic_us() + TALK_PATIENCE_MS * 1000LL;

    while (!answer->is_closed && !h2->is_gone && clock_monotonic_us() < until_us)
        h2_turn(h2, 100);
}

static inline struct h2_answer *h2_get(struct h2 *h2, struct text path, struct arena *arena)
{
    struct h2_answer *answer = h2_ask(h2, (struct h2_request){ .path = path }, arena);

    h2_await(h2, answer);
    return answer;
}

static inline struct text h2_header(const struct h2_answer *answer, struct text name)
{
    struct text rest = buffer_text(&answer->head);

    while (rest.at) {
        struct text line = text_cut(&rest, '\n');

        if (line.size > name.size && text_starts_with(line, name) && line.at[name.size] == ':')
            return text_trim(text_from_offset(line, name.size + 1));
    }
    return (struct text){ 0 };
}

/* --- The client that does not -------------------------------------------------------------------
 */

enum { H2_PREFACE_SIZE = 24 };

static inline void h2_put(struct buffer *out, uint64_t value, int bytes)
{
    while (bytes-- > 0)
        buffer_append_byte(out, (char)(value >> (8 * bytes)));
}

static inline void h2_put_frame(struct buffer *out, int type, int flags, uint32_t id,
                                struct text payload)
{
    h2_put(out, payload.size, 3);
    h2_put(out, (uint64_t)type, 1);
    h2_put(out, (uint64_t)flags, 1);
    h2_put(out, id, 4);
    buffer_append(out, payload);
}

/* A field that is never indexed, with names and values of less than 127 + 128 bytes. */
static inline void h2_put_text(struct buffer *out, struct text text)
{
    if (text.size < 127) {
        h2_put(out, text.size, 1);
    } else {
        size_t rest = text.size - 127;

        h2_put(out, 127, 1);
        for (; rest >= 128; rest >>= 7)
            h2_put(out, (rest & 127) | 128, 1);
        h2_put(out, rest, 1);
    }
    buffer_append(out, text);
}

static inline void h2_put_field(struct buffer *out, struct text name, struct text value)
{
    h2_put(out, 0x10, 1);
    h2_put_text(out, name);
    h2_put_text(out, value);
}

/* :method GET, :path /, :scheme https, :authority a */
#define H2_GET_BLOCK                                                                               \
    T("\x82\x84\x87\x01\x01"                                                                       \
      "a")

static inline void h2_put_preface(struct buffer *out)
{
    buffer_append(out, T("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    h2_put_frame(out, NGHTTP2_SETTINGS, 0, 0, T(""));
}

/* What the server said to bare frames. */
struct h2_said {
    int status; /* of the first answer; only for the statuses HPACK knows or spells */
    bool has_reset, has_gone, has_closed;
    uint32_t reset_error, go_error;
    size_t frames[16]; /* by type */
};

static inline void h2_read_said(struct text bytes, struct h2_said *said)
{
    while (bytes.size >= 9) {
        const unsigned char *at = (const unsigned char *)bytes.at;
        size_t size = (size_t)at[0] << 16 | (size_t)at[1] << 8 | at[2];
        const unsigned char *end = at + 9 + size - 4;

        if (bytes.size < 9 + size)
            return;
        said->frames[at[3] & 15]++;
        if (at[3] == NGHTTP2_RST_STREAM || at[3] == NGHTTP2_GOAWAY) {
            uint32_t error;

            if (at[3] == NGHTTP2_GOAWAY)
                end = at + 9 + 4;
            error = (uint32_t)end[0] << 24 | (uint32_t)end[1] << 16 | (uint32_t)end[2] << 8 |
                    end[3];
            if (at[3] == NGHTTP2_GOAWAY)
                said->go_error = error;
            else if (!said->has_reset)
                said->reset_error = error;
            said->has_reset |= at[3] == NGHTTP2_RST_STREAM;
            said->has_gone |= at[3] == NGHTTP2_GOAWAY;
        }
        bytes = text_from_offset(bytes, 9 + size);
    }
}

/* Statuses are found by decoding the first block of headers. */
static inline int h2_first_status(struct text bytes)
{
    nghttp2_hd_inflater *inflater;
    int64_t status = 0;

    assert_int_equal(nghttp2_hd_inflate_new(&inflater), 0);
    while (bytes.size >= 9 && status == 0) {
        const unsigned char *at = (const unsigned char *)bytes.at;
        size_t size = (size_t)at[0] << 16 | (size_t)at[1] << 8 | at[2];
        nghttp2_nv field;
        int flags = 0;

        if (bytes.size >= 9 + size && at[3] == NGHTTP2_HEADERS &&
            nghttp2_hd_inflate_hd2(inflater, &field, &flags, at + 9, size, 1) > 0 &&
            flags & NGHTTP2_HD_INFLATE_EMIT)
            text_to_int64((struct text){ (const char *)field.value, field.valuelen }, &status);
        bytes = text_from_offset(bytes, 9 + size);
    }
    nghttp2_hd_inflate_del(inflater);
    return (int)status;
}

/* Sends bytes as they are and listens until the server closes, or says nothing for so long. */
static inline struct h2_said h2_shout(uint16_t port, struct text bytes, int patience_ms)
{
    struct client client;
    struct h2_said said = { 0 };
    struct buffer in = buffer_on_heap(64 << 20);
    struct pollfd poll_fd = { .events = POLLIN };
    char piece[20000];

    assert_true(client_open(&client, port, 0, alpn_h2));
    poll_fd.fd = client.fd;
    while (bytes.size > 0) {
        int size = SSL_write(client.tls, bytes.at, bytes.size > 16000 ? 16000 : (int)bytes.size);

        if (size <= 0)
            break;
        bytes = text_from_offset(bytes, (size_t)size);
    }
    while (SSL_pending(client.tls) > 0 || poll(&poll_fd, 1, patience_ms) > 0) {
        int size = SSL_read(client.tls, piece, sizeof piece);

        said.has_closed = size <= 0;
        if (size <= 0)
            break;
        buffer_append(&in, (struct text){ piece, (size_t)size });
    }
    h2_read_said(buffer_text(&in), &said);
    said.status = h2_first_status(buffer_text(&in));
    buffer_release(&in);
    client_close(&client);
    return said;
}

#endif
