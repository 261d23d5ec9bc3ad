/* A whole connection: the input is what a client sends through a socket pair, in pieces, to a
   loop that is driven by hand. The application answers at once, later, in a stream, in the middle
   of a body, or the connection becomes a WebSocket. Whatever comes: every answer begins like one,
   and in the end nothing is left. */
#include "fuzz.h"
#include "http/connection.h"
#include "http/exchange.h"
#include "http/server.h"
#include "http/sse.h"
#include "http/websocket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_LATER = 64, PIECE_BYTES = 300 };

/* Exchanges that are answered a few turns later, as a worker would. */
static struct http_exchange *later[MOST_LATER];
static size_t later_count;
static struct http_exchange *paused;

static bool take_piece(void *context, struct http_exchange *exchange, struct text piece)
{
    (void)context;
    fuzz_touch(piece);
    if (piece.size % 2 == 0)
        return true;
    paused = exchange;
    return false;
}

static bool is_closing; /* the one socket that there is */

static void begin(void *context, struct http_exchange *exchange)
{
    (void)context;
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

/* Says back what it hears; what begins with "x" makes it close, and what is said after that is
   refused, however little it is. */
static bool take_message(void *context, struct http_websocket *socket, bool is_text,
                         struct text message)
{
    (void)context;
    fuzz_touch(message);
    if (message.size > 0 && message.at[0] == 'x') {
        http_websocket_close(socket, 1000 + message.size % 4, message);
        is_closing = true;
    }
    CHECK(http_websocket_send(socket, is_text, message) || message.size > 0 || is_closing);
    if (message.size % 5 != 4)
        return true;
    http_websocket_resume(socket);
    return message.size % 2 == 0;
}

static void socket_closed(void *context, struct http_websocket *socket, int code)
{
    (void)context;
    CHECK(code == WEBSOCKET_CODE_LOST || websocket_code_is_valid(code));
    http_websocket_release(socket);
}

static void open_socket(struct http_exchange *exchange)
{
    static const struct http_websocket_handler handler = { NULL, take_message, socket_closed };
    static const struct http_websocket_limits limits = { .message_bytes = 200,
                                                         .pending_bytes = 1000 };

    is_closing = false;
    http_websocket_accept(exchange, http_websocket_new(exchange, &handler, &limits));
}

static void run(void *context, struct http_exchange *exchange)
{
    struct text query = http_query(exchange);

    (void)context;
    if (http_websocket_is_valid(exchange)) {
        open_socket(exchange);
        return;
    }
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
    if (paused) {
        struct http_exchange *exchange = paused;

        paused = NULL;
        http_body_resume(exchange);
    }
}

static struct http_server *open_server(void)
{
    static const struct http_listener listener = { T_INIT("127.0.0.1:0"), HTTP_ROLE_PLAIN, 0 };
    const struct http_settings settings = {
        .listeners = &listener,
        .listener_count = 1,
        .loop_count = 1,
        .limits = { .header_bytes = 1000, .stream_bytes = 1000, .linger_ms = 1 },
    };
    const struct http_application application = { NULL, begin, run, NULL };
    struct buffer problem = buffer_on_heap(1000);
    struct http_server *server = NULL;

    CHECK(http_server_open(&settings, &application, &problem, &server) == OK);
    return server;
}

static struct connection *connect_pair(struct http_server *server, int *ret_client)
{
    struct address address = { .bytes = { [15] = 1 } };
    struct connection *connection;
    int pair[2];

    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0);
    CHECK(admission_enter(&server->admission, address, false));
    connection = connection_new(&server->listeners[0], pair[1], address);
    loop_adopt(&server->loops[0], connection);
    *ret_client = pair[0];
    return connection;
}

static size_t drain_client(int client, char *first, size_t seen)
{
    char bytes[4096];
    ssize_t size;

    while ((size = recv(client, bytes, sizeof bytes, 0)) > 0) {
        for (ssize_t i = 0; i < size && seen < 9; i++)
            first[seen++] = bytes[i];
    }
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct http_server *server;
    struct text rest = fuzz_text(at, size);
    char first[9];
    size_t seen = 0;
    struct loop *loop;
    int client;

    if (!server)
        server = open_server();
    loop = &server->loops[0];
    connect_pair(server, &client);
    loop_turn(loop, 0);
    while (rest.size > 0) {
        size_t piece = (unsigned char)rest.at[0] % 16 ? rest.size : PIECE_BYTES;
        ssize_t sent = send(client, rest.at, piece < rest.size ? piece : rest.size, MSG_NOSIGNAL);

        if (sent <= 0)
            break;
        rest = text_from_offset(rest, (size_t)sent);
        loop_turn(loop, 0);
        answer_later();
        loop_turn(loop, 0);
        seen = drain_client(client, first, seen);
    }
    CHECK(memcmp(first, "HTTP/1.1 ", seen) == 0);
    close(client);
    for (int i = 0; i < 1000 && atomic_load(&loop->numbers.connections_open) > 0; i++) {
        loop_turn(loop, i > 4);
        answer_later();
    }
    loop_turn(loop, 0);
    CHECK(atomic_load(&loop->numbers.connections_open) == 0);
    CHECK(atomic_load(&loop->numbers.exchanges_open) == 0);
    CHECK(atomic_load(&server->body_bytes) == 0);
    return 0;
}
