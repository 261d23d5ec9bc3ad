/* A whole connection of HTTP/2: the input is frames (after the client's preface, which is said
   for it), in pieces, to a loop that is driven by hand. The application answers at once, later,
   in a stream, in the middle of a body. Whatever comes: what the server says is frames, no more
   is under way than streams, and in the end nothing is left. */
#include "fuzz.h"
#include "http/connection.h"
#include "http/exchange.h"
#include "http/http2.h"
#include "http/server.h"
#include "http/sse.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_LATER = 64, PIECE_BYTES = 300, STREAMS = 8, FRAME_HEAD = 9, OUT_BYTES = 1 << 20 };

static struct http_exchange *later[MOST_LATER];
static size_t later_count;
static struct http_exchange *paused[MOST_LATER];
static size_t paused_count;

static bool take_piece(void *context, struct http_exchange *exchange, struct text piece)
{
    (void)context;
    fuzz_touch(piece);
    if (piece.size % 2 == 0 || paused_count == MOST_LATER)
        return true;
    paused[paused_count++] = exchange;
    return false;
}

static void begin(void *context, struct http_exchange *exchange)
{
    size_t count;
    const struct http_header *headers = http_headers(exchange, &count);

    (void)context;
    CHECK(http_path(exchange).size > 0 && http_path(exchange).at[0] == '/');
    CHECK(http_host(exchange).size > 0);
    for (size_t i = 0; i < count; i++)
        CHECK(http1_is_token(headers[i].name) && http1_value_is_valid(headers[i].value));
    switch (http_path(exchange).size % 4) {
    case 0:
        http_reply(exchange, 404, NULL, 0, T("{}"));
        break;
    case 1:
        http_accept_body(exchange, 1000);
        break;
    case 2:
        http_accept_body_pieces(exchange, 1000, (struct http_body_sink){ NULL, take_piece });
        break;
    default:
        break;
    }
}

static void run(void *context, struct http_exchange *exchange)
{
    struct text query = http_query(exchange);

    (void)context;
    if (query.size > 0 && query.at[0] == 's') {
        http_sse_begin(exchange, NULL, 0, 0);
        if (http_sse_send(exchange, &(struct http_sse_event){ .data = query }) != HTTP_STREAM_TAKEN)
            CHECK(http_is_gone(exchange) || query.size > 500);
    }
    if (query.size % 3 == 1 && later_count < MOST_LATER)
        later[later_count++] = exchange;
    else if (exchange->reply.status)
        http_stream_end(exchange);
    else
        http_reply(exchange, query.size % 2 ? 200 : 204, NULL, 0, http_body(exchange));
}

static void answer_later(void)
{
    while (later_count > 0) {
        struct http_exchange *exchange = later[--later_count];

        if (exchange->reply.status == 0)
            http_reply(exchange, 200, NULL, 0, T("later"));
        else if (http_query(exchange).size % 2)
            http_stream_end(exchange);
        else
            http_stream_abort(exchange);
    }
    while (paused_count > 0)
        http_body_resume(paused[--paused_count]);
}

static struct http_server *open_server(void)
{
    static const struct http_listener listener = { T_INIT("127.0.0.1:0"), HTTP_ROLE_PLAIN, 0 };
    const struct http_settings settings = {
        .listeners = &listener,
        .listener_count = 1,
        .loop_count = 1,
        .limits = { .header_bytes = 1000,
                    .stream_bytes = 1000,
                    .streams = STREAMS,
                    .stream_window = 2000,
                    .linger_ms = 1 },
    };
    const struct http_application application = { NULL, begin, run, NULL };
    struct buffer problem = buffer_on_heap(1000);
    struct http_server *server = NULL;

    CHECK(http_server_open(&settings, &application, &problem, &server) == OK);
    return server;
}

static int connect_pair(struct http_server *server)
{
    struct address address = { .bytes = { [15] = 1 } };
    struct connection *connection;
    int pair[2];

    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0);
    CHECK(admission_enter(&server->admission, address, false));
    connection = connection_new(&server->listeners[0], pair[1], address);
    loop_adopt(&server->loops[0], connection);
    loop_turn(&server->loops[0], 0);
    http2_begin(connection);
    return pair[0];
}

static void listen_to(int client, struct octets *said)
{
    char bytes[4096];
    ssize_t size;

    while ((size = recv(client, bytes, sizeof bytes, 0)) > 0)
        if (said->size < OUT_BYTES)
            octets_append(said, (struct text){ bytes, (size_t)size });
}

/* Whole frames of known types, none larger than is allowed. */
static void check_frames(struct text said)
{
    while (said.size >= FRAME_HEAD) {
        const unsigned char *at = (const unsigned char *)said.at;
        size_t size = (size_t)at[0] << 16 | (size_t)at[1] << 8 | at[2];

        CHECK(size <= 16384 && at[3] <= NGHTTP2_WINDOW_UPDATE);
        said = text_from_offset(said, FRAME_HEAD + size);
    }
}

static void send_all(int client, struct text rest, struct loop *loop, struct octets *said)
{
    struct http_server *server = loop->server;

    while (rest.size > 0) {
        size_t piece = (unsigned char)rest.at[0] % 16 ? rest.size : PIECE_BYTES;
        ssize_t sent = send(client, rest.at, piece < rest.size ? piece : rest.size, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        rest = text_from_offset(rest, (size_t)sent);
        loop_turn(loop, 0);
        CHECK(atomic_load(&loop->numbers.exchanges_open) <= server->limits.streams);
        answer_later();
        loop_turn(loop, 0);
        listen_to(client, said);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static const struct text greeting =
        T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
    static struct http_server *server;
    struct octets said = { .limit_bytes = 2 * OUT_BYTES };
    struct loop *loop;
    int client;

    if (!server)
        server = open_server();
    loop = &server->loops[0];
    client = connect_pair(server);
    send_all(client, greeting, loop, &said);
    send_all(client, fuzz_text(at, size), loop, &said);
    check_frames(octets_text(&said));
    octets_release(&said);
    close(client);
    for (int i = 0; i < 1000 && (atomic_load(&loop->numbers.connections_open) > 0 ||
                                 atomic_load(&loop->numbers.exchanges_open) > 0);
         i++) {
        loop_turn(loop, i > 4);
        answer_later();
    }
    loop_turn(loop, 0);
    CHECK(atomic_load(&loop->numbers.connections_open) == 0);
    CHECK(atomic_load(&loop->numbers.exchanges_open) == 0);
    CHECK(atomic_load(&server->body_bytes) == 0);
    return 0;
}
