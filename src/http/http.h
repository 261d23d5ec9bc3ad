/* The HTTP server. A client asks, one `struct http_exchange` is that request and its reply; the
   application answers it exactly once, from any thread. Until it has answered, the exchange and
   its arena belong to the application; afterwards it must not touch them.
   Loop threads do input and output only: nothing called on them may block. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_server;
struct http_exchange;

struct http_header {
    struct text name, value;
};

/* --- Settings ------------------------------------------------------------------------------ */

/* What a listener does. Zero is refused: nobody said. */
enum http_role {
    HTTP_ROLE_UNSAID,
    HTTP_ROLE_PLAIN,    /* HTTP without TLS: loopback, or behind a proxy */
    HTTP_ROLE_TLS,      /* HTTPS */
    HTTP_ROLE_REDIRECT, /* plain HTTP that answers 308 to https:// and nothing else */
};

struct http_listener {
    struct text address; /* "127.0.0.1:8080", "[::]:443", "*:80"; port 0 takes a free one */
    enum http_role role;
    uint16_t https_port; /* HTTP_ROLE_REDIRECT: where to send people; 0: the TLS listener's own */
};

enum http_tls_floor { HTTP_TLS_1_3, HTTP_TLS_1_2 }; /* zero is the strict one */

/* How trusted proxies say who asks. Only one of them counts: a proxy passes on what a client says
   in the other. */
enum http_forwarded {
    HTTP_X_FORWARDED, /* X-Forwarded-For, -Proto, -Host */
    HTTP_FORWARDED,   /* Forwarded (RFC 7239) */
};

/* Every ceiling and deadline and its default. A zero in struct http_limits takes the default. */
enum {
    HTTP_HEADER_BYTES = LIMIT_REQUEST_HEADERS, /* request line and headers together */
    HTTP_HEADER_COUNT = 100,
    HTTP_TARGET_BYTES = LIMIT_REQUEST_LINE,
    HTTP_CONNECTIONS = 20000,           /* 10,000 of them may be idle sockets */
    HTTP_CONNECTIONS_PER_ADDRESS = 256, /* an IPv6 /64 is one address; trusted proxies have none */
    HTTP_BODIES_BYTES = 1 << 30,        /* of all bodies that are being collected */
    HTTP_STREAM_BYTES = 256 << 10,      /* written by the application, not yet by the network */
    HTTP_HEADER_MS = 10000,             /* first byte (or connect, handshake) to end of headers */
    HTTP_BODY_WINDOW_MS = 10000,        /* in each such window of a body ... */
    HTTP_BODY_WINDOW_BYTES = 10 << 10,  /* ... at least this much arrives, or the rest of it */
    HTTP_IDLE_MS = 30000,               /* between two requests */
    HTTP_WRITE_STALL_MS = 30000,        /* the client takes nothing */
    HTTP_LINGER_MS = 2000,              /* reading what a refused client still sends */
    /* HTTP/2, for each connection. */
    HTTP_STREAMS = 100,               /* requests at once, those given up but still worked on too */
    HTTP_STREAM_WINDOW = 256 << 10,   /* of a body, sent ahead of what was taken */
    HTTP_CONNECTION_WINDOW = 1 << 20, /* of all its bodies */
    HTTP_ABORTED_STREAMS = 100,       /* given up before their answer, at once ... */
    HTTP_ABORTED_STREAMS_A_SECOND = 10, /* ... and in the long run */
    HTTP_CONTROL_FRAMES = 1000,         /* that carry no request and little data, at once ... */
    HTTP_CONTROL_FRAMES_A_SECOND = 100, /* ... and in the long run */
};

struct http_limits {
    size_t header_bytes, header_count, target_bytes;
    size_t connections, connections_per_address;
    size_t bodies_bytes, stream_bytes;
    int64_t header_ms, body_window_ms, idle_ms, write_stall_ms, linger_ms;
    size_t body_window_bytes;
    size_t streams, stream_window, connection_window, aborted_streams, control_frames;
};

struct http_settings {
    const struct http_listener *listeners;
    size_t listener_count;
    size_t loop_count; /* threads; 0 means one per core, at most four */

    struct text certificate_file, key_file; /* PEM; needed by HTTP_ROLE_TLS */
    enum http_tls_floor tls_floor;

    /* A proxy in front terminates TLS: plain listeners on public addresses are then allowed. */
    bool proxy_terminates_tls;
    /* CIDR ("10.0.0.0/8", "::1"). What they say about the client counts only from these. */
    const struct text *trusted_proxies;
    size_t trusted_proxy_count;
    enum http_forwarded forwarded;
    /* Connections from trusted proxies begin with a header of the PROXY protocol (1 or 2). */
    bool proxy_protocol;

    /* Other origins whose pages may call: "https://app.example.com". Exact, no "*". */
    const struct text *cors_origins;
    size_t cors_origin_count;

    const struct http_header *extra_headers; /* on every answer, unless the answer has its own */
    size_t extra_header_count;

    struct http_limits limits;
};

/* May this listener be opened with these settings? A public address (not loopback) without TLS
   is not, unless a proxy terminates it or it only redirects. When not, one sentence for the
   operator is appended to `reason` (NULL: not wanted). */
bool http_listen_is_allowed(const struct http_settings *settings,
                            const struct http_listener *listener, struct buffer *reason);

/* --- Application --------------------------------------------------------------------------- */

/* How an exchange ended, for the access log and for counting. */
struct http_outcome {
    int status; /* what was answered; 0 when the client left before */
    struct text
        refusal; /* a word when the server itself refused ("header_too_large"), else empty */
    uint64_t bytes_in, bytes_out; /* of this request's and reply's bodies */
    int64_t duration_us;          /* headers complete to reply complete */
    bool client_left;             /* before the whole reply, or before the stream's own end */
};

/* All three run on a loop thread and must not block. */
struct http_application {
    void *context;
    /* The headers are there. Either answers at once (http_reply), or lets the body come with
       http_accept_body; when it does neither, a request with a body is refused with 413. */
    void (*begin)(void *context, struct http_exchange *exchange);
    /* The body is complete. Answers, or hands the exchange to a thread that will. */
    void (*run)(void *context, struct http_exchange *exchange);
    /* May be NULL. The exchange is about to be released; it can still be read. Also called for
       refused requests that `begin` never saw (their method and path may be empty). */
    void (*finished)(void *context, struct http_exchange *exchange,
                     const struct http_outcome *outcome);
};

/* --- Server -------------------------------------------------------------------------------- */

/* Checks the settings, loads the certificate and binds every listener. Settings, application
   and what they point to are copied, but `application->context` stays the caller's. On failure
   one sentence for the operator is appended to `problem`. */
enum status MUST_CHECK http_server_open(const struct http_settings *settings,
                                        const struct http_application *application,
                                        struct buffer *problem, struct http_server **ret_server);
/* Starts the loop threads: from here on clients are served. */
enum status MUST_CHECK http_server_start(struct http_server *server);
/* The port that listener number `listener` really has. */
uint16_t http_server_port(const struct http_server *server, size_t listener);
/* When the first certificate of a PEM file ends. INVALID when there is none in it. */
enum status MUST_CHECK http_certificate_end(const char *path, int64_t *ret_end_ms);
/* Reads certificate and key again; new connections get them. On failure the old ones stay. */
enum status MUST_CHECK http_server_reload_certificate(struct http_server *server,
                                                      struct buffer *problem);
/* Stops accepting, lets requests that are under way finish for at most drain_ms, then closes
   what is left and joins the loop threads. Streams are told that their client is gone. */
void http_server_stop(struct http_server *server, int64_t drain_ms);
/* After http_server_stop, and after the application has ended every exchange it still held. */
void http_server_free(struct http_server *server);

/* --- Request ------------------------------------------------------------------------------- */

/* Lives as long as the exchange; for the application until it has answered. Deferred undo runs
   on a loop thread, after the last callback. */
struct arena *http_arena(struct http_exchange *exchange);
/* A pointer of the application's, from `begin` to `run` to `finished`. NULL at first. */
void *http_attachment(const struct http_exchange *exchange);
void http_attach(struct http_exchange *exchange, void *attachment);

enum http_method {
    HTTP_NONE, /* the request never got that far */
    HTTP_GET,
    HTTP_HEAD, /* serve it like GET: the server drops the body and keeps its length */
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
};

enum http_method http_method(const struct http_exchange *exchange);
struct text http_method_name(const struct http_exchange *exchange);
struct text http_target(const struct http_exchange *exchange); /* as sent: path and query */
struct text http_path(const struct http_exchange *exchange);   /* still percent-encoded */
struct text http_query(const struct http_exchange *exchange);  /* behind the '?', may be empty */
/* The first value, trimmed; empty when there is none. The name in any case. */
struct text http_header(const struct http_exchange *exchange, struct text name);
bool http_has_header(const struct http_exchange *exchange, struct text name);
/* All of them in order, names as sent. */
const struct http_header *http_headers(const struct http_exchange *exchange, size_t *ret_count);
/* The client's address without port, through trusted proxies. */
struct text http_peer(const struct http_exchange *exchange);
/* Did it come through a trusted proxy, which sets the headers that only a proxy may set? */
bool http_is_proxied(const struct http_exchange *exchange);
/* HTTPS, here or at a trusted proxy. */
bool http_is_secure(const struct http_exchange *exchange);
/* Host and perhaps port, through trusted proxies; checked to be host characters only. */
struct text http_host(const struct http_exchange *exchange);
/* When the headers were complete, by clock_monotonic_us. */
int64_t http_started_us(const struct http_exchange *exchange);

/* In `begin`: the body may come, up to limit_bytes (more is refused with 413), and `run` is
   called when it is complete. Answers "Expect: 100-continue". */
void http_accept_body(struct http_exchange *exchange, size_t limit_bytes);
/* The body; complete in `run`. */
struct text http_body(const struct http_exchange *exchange);

/* Instead of collecting it, gives each piece of the body to `take` on the loop thread, in order;
   `run` follows after the last. Returning false pauses the client (the piece counts as taken)
   until http_body_resume, from any thread. http_body stays empty. */
struct http_body_sink {
    void *context;
    bool (*take)(void *context, struct http_exchange *exchange, struct text piece);
};
void http_accept_body_pieces(struct http_exchange *exchange, size_t limit_bytes,
                             struct http_body_sink sink);
void http_body_resume(struct http_exchange *exchange);

/* --- Reply --------------------------------------------------------------------------------- */

/* The reply, from any thread, exactly once. Names and values of headers are copied; the
   server adds Content-Length, Date and the security headers (a header of the same name given
   here wins). A header that is not valid (control characters) makes it a 500.
   http_reply copies the body. */
void http_reply(struct http_exchange *exchange, int status, const struct http_header *headers,
                size_t count, struct text body);
/* Before the reply: a large one may be compressed. Not for an answer that holds a secret beside
   what the client said: its size would tell of the secret (BREACH). */
void http_allow_coding(struct http_exchange *exchange);
/* The body is not copied: it lies in the exchange's arena or lives as long as the program. */
void http_reply_in_place(struct http_exchange *exchange, int status,
                         const struct http_header *headers, size_t count, struct text body);
/* Takes over a heap buffer (buffer_on_heap); *body is empty afterwards. */
void http_reply_buffer(struct http_exchange *exchange, int status,
                       const struct http_header *headers, size_t count, struct buffer *body);

/* A streamed reply: begin, any number of writes, end. From any thread, one at a time. With a
   Content-Length header it has that length, otherwise it is chunked. */
enum http_stream_result {
    HTTP_STREAM_TAKEN,
    HTTP_STREAM_FULL, /* nothing was taken: limits.stream_bytes are waiting; `writable` will say */
    HTTP_STREAM_GONE, /* the client left; end the stream */
};

/* Called on the loop thread, never after the arena's deferred undo has run; so what `context`
   points to belongs into the arena, or its release onto arena_defer. `gone` is called once, when
   the client leaves before the application has ended its reply; `writable` when there is room
   again after HTTP_STREAM_FULL. Either may be NULL. */
struct http_watcher {
    void *context;
    void (*gone)(void *context, struct http_exchange *exchange);
    void (*writable)(void *context, struct http_exchange *exchange);
};

void http_stream_begin(struct http_exchange *exchange, int status,
                       const struct http_header *headers, size_t count);
/* All of it or nothing; never blocks. A piece larger than limits.stream_bytes is taken only by
   http_stream_write_waiting. */
enum http_stream_result MUST_CHECK http_stream_write(struct http_exchange *exchange,
                                                     struct text piece);
/* Waits until all of it is taken (TAKEN) or the client has left (GONE). Not on a loop thread. */
enum http_stream_result MUST_CHECK http_stream_write_waiting(struct http_exchange *exchange,
                                                             struct text piece);
void http_stream_end(struct http_exchange *exchange);
/* Ends it so that the client sees it cut off: the connection is closed without a proper end. */
void http_stream_abort(struct http_exchange *exchange);

/* Has the client left? From any thread, before the end of the reply. A reply is still due. */
bool http_is_gone(const struct http_exchange *exchange);
/* Set in `begin` or `run`, or by whoever holds the exchange before its stream begins. */
void http_watch(struct http_exchange *exchange, struct http_watcher watcher);

/* --- Numbers ------------------------------------------------------------------------------- */

enum { HTTP_LATENCY_BUCKETS = 12 };
/* Upper bounds in microseconds; what is slower counts only in latency_count. */
extern const int64_t http_latency_bounds_us[HTTP_LATENCY_BUCKETS];

struct http_metrics {
    uint64_t requests[6];         /* by status class: [2] is 2xx; [0] the client left before */
    uint64_t requests_refused;    /* refused by the server before the application saw them */
    uint64_t connections_opened;  /* since start */
    uint64_t connections_refused; /* a ceiling was reached */
    uint64_t connections_open, exchanges_open;
    uint64_t handshakes_failed;
    uint64_t deadlines_missed;
    uint64_t bytes_in, bytes_out;                   /* on the wire, inside TLS */
    uint64_t latency_buckets[HTTP_LATENCY_BUCKETS]; /* not cumulative */
    uint64_t latency_count, latency_sum_us;
};

void http_server_metrics(const struct http_server *server, struct http_metrics *ret_metrics);

#endif
