/* Dispatch: runs a call on a worker between its request and its answer. */
#include "call/dispatch.h"

#include "base/limits.h"
#include "base/log.h"
#include "base/zone.h"
#include "call/call_memory.h"
#include "call/device.h"
#include "call/intake.h"
#include "call/pool.h"
#include "call/route.h"
#include "call/storage_dialect.h"
#include "call/stream.h"
#include "codec/query.h"
#include "http/websocket.h"

/* A call on its way through the pool; lives in the exchange's arena. */
struct flight {
    struct pool_job job;
    struct call call;
    struct dispatcher *dispatcher;
    bool takes_pieces;   /* the body is taken as it comes */
    struct buffer batch; /* of it */
    bool is_begun;       /* who and gates are settled */
    bool is_answered;
};

enum { LIMIT_INTAKE = 1 << 20 };

static const struct refusal no_route = {
    .status = NOT_FOUND,
    .code = "PGRST125",
    .say = L("There is nothing at this address.", "此地址没有内容。"),
};
static const struct refusal no_method = {
    .status = INVALID,
    .http = 405,
    .code = "PGRST117",
    .say = L("This method is not allowed here.", "此处不允许使用该方法。"),
};
static const struct refusal bad_path = {
    .status = INVALID,
    .code = "PGRST125",
    .say = L("This address is malformed.", "地址格式不正确。"),
};
static const struct refusal is_busy = {
    .status = UNAVAILABLE,
    .code = "57P03",
    .say = L("The server is busy. Try again in a moment.", "服务器繁忙，请稍后再试。"),
    .retry_after_s = 1,
};
static const struct refusal is_crowded = {
    .status = UNAVAILABLE,
    .code = "53200",
    .say = L("The server has too much to do right now. Try again in a moment.",
             "服务器当前请求过多，请稍后再试。"),
    .retry_after_s = 1,
};
static const struct refusal is_opening = {
    .status = UNAVAILABLE,
    .code = "57P03",
    .say = L("The server is starting. Try again in a moment.", "服务器正在启动，请稍后再试。"),
    .retry_after_s = 2,
};

static const struct refusal body_too_large = {
    .status = TOO_LARGE,
    .code = "54000",
    .say = L("This is larger than the server accepts: at most {limit} MiB.",
             "内容超过服务器允许的大小：最大 {limit} MiB。"),
};

/* "zh-CN,zh;q=0.9" -> Chinese when it is the first language said. */
static enum language language_of(struct text header)
{
    struct text first = text_trim(header);

    return text_equal_nocase(text_slice(first, 0, 2), T("zh")) ? LANGUAGE_ZH : LANGUAGE_EN;
}

/* --- the answer */

static bool has_dialect(const struct call *call, enum dialect dialect)
{
    return call->route && call->route->dialect == dialect;
}

static int http_status_of(const struct call *call, enum status status)
{
    if (status != OK && has_dialect(call, DIALECT_STORAGE))
        return storage_http_status(call, status);
    if (status != OK)
        return call->refusal.http ? call->refusal.http : status_http(status);
    if (call->http_status)
        return call->http_status;
    return call->body.size > 0 ? 200 : 204;
}

static const struct label in_row = L("In row {row} of the request.", "在请求的第 {row} 行。");

static void write_rest_refusal(struct call *call, struct json_writer *json)
{
    const struct refusal *refusal = &call->refusal;
    struct label hint_label = refusal->row > 0 && !refusal->hint.en ? in_row : refusal->hint;
    struct text hint = call_fill(call, hint_label);

    json_begin_object(json);
    json_write_text_member(json, T("code"), text_from(refusal->code));
    json_write_key(json, T("details"));
    if (refusal->details.at && refusal->details_are_json)
        json_write_raw(json, refusal->details);
    else if (refusal->details.at)
        json_write_text(json, refusal->details);
    else if (refusal->field && refusal->field->name[0])
        json_write_text(json, arena_print(call->arena, "field: %s", refusal->field->name));
    else
        json_write_null(json);
    json_write_key(json, T("hint"));
    if (hint.size > 0)
        json_write_text(json, hint);
    else
        json_write_null(json);
    json_write_text_member(json, T("message"), call_refusal_sentence(call));
    json_end_object(json);
}

static void write_auth_refusal(struct call *call, struct json_writer *json)
{
    struct text sentence = call_refusal_sentence(call);

    json_begin_object(json);
    json_write_text_member(json, T("code"), text_from(call->refusal.code));
    json_write_text_member(json, T("error_code"), text_from(call->refusal.code));
    json_write_text_member(json, T("message"), sentence);
    json_write_text_member(json, T("msg"), sentence);
    json_end_object(json);
}

void dispatch_write_refusal(struct call *call, enum status status)
{
    struct json_writer json;

    if (!call->is_refused)
        call->refusal = (struct refusal){
            .status = status,
            .code = status == TOO_LARGE ? "54000" : "XX000",
            .say = status == TOO_LARGE
                       ? (struct label)L("The answer would be too large. Ask for less at a time.",
                                         "结果太大，请缩小范围。")
                       : (struct label)L("Something went wrong. Nothing was changed.",
                                         "出错了，没有任何更改。"),
        };
    buffer_clear(&call->body);
    call->header_count = 0;
    json = call_answer_json(call);
    if (has_dialect(call, DIALECT_AUTH))
        write_auth_refusal(call, &json);
    else if (has_dialect(call, DIALECT_STORAGE) || has_dialect(call, DIALECT_UPLOAD))
        storage_write_refusal(call, &json);
    else
        write_rest_refusal(call, &json);
    if (has_dialect(call, DIALECT_UPLOAD)) {
        call_add_header(call, T("Tus-Resumable"), T("1.0.0"));
        call_add_header(call, T("Tus-Version"), T("1.0.0"));
    }
    if (call->refusal.retry_after_s > 0)
        call_add_header(call, T("Retry-After"),
                        arena_print(call->arena, "%lld", (long long)call->refusal.retry_after_s));
}

static void log_fault(const struct call *call, enum status status)
{
    static const bool is_told[STORE_UNKNOWN + 1] = {
        [STORE_BROKEN] = true, [STORE_FULL] = true,    [STORE_STATEMENT] = true,
        [STORE_AWAY] = true,   [STORE_UNKNOWN] = true,
    };

    if (!is_told[call->fault] && status != FAILED)
        return;
    LOG(LOG_ERROR, "call failed",
        LOG_TEXT("route", text_from(call->route ? call->route->path : "")),
        LOG_NUMBER("fault", call->fault), LOG_TEXT("reason", call->fault_message));
}

static bool says(const struct call *call, struct text name)
{
    for (size_t i = 0; i < call->header_count; i++)
        if (text_equal_nocase(call->headers[i].name, name))
            return true;
    return false;
}

static bool method_reads(enum http_method method)
{
    return method == HTTP_GET || method == HTTP_HEAD;
}

/* Rows and reports that are read. Not sign-in, nor what a write answers: there stand secrets
   beside what the caller said (docs/decisions, compression). */
static bool call_may_be_compressed(const struct call *call)
{
    return call->route && call->route->dialect == DIALECT_REST &&
           method_reads(http_method(call->exchange));
}

static void answer(struct flight *flight, enum status status)
{
    struct call *call = &flight->call;
    struct http_exchange *exchange = call->exchange;
    int http;

    if (status == OK && buffer_status(&call->body) != OK)
        status = TOO_LARGE;
    if (status != OK) {
        log_fault(call, status);
        dispatch_write_refusal(call, status);
    }
    if (status == OK && call->upgrade) {
        flight->is_answered = true;
        arena_leave(call->arena); /* no call any more: sockets have ceilings of their own */
        http_websocket_accept(exchange, call->upgrade);
        return;
    }
    http = http_status_of(call, status);
    if (call->content_type.size > 0)
        call_add_header(call, T("Content-Type"), call->content_type);
    call_add_header(call, T("X-Supabase-Api-Version"), T("2024-01-01"));
    if (!says(call, T("Cache-Control")))
        call_add_header(call, T("Cache-Control"), T("no-store"));
    flight->is_answered = true;
    if (status == OK && call->stream) {
        stream_answer(call, http, flight->dispatcher->readers);
        return;
    }
    if (call_may_be_compressed(call))
        http_allow_coding(exchange);
    http_reply_buffer(exchange, http, call->headers, call->header_count, &call->body);
}

static void refuse(struct flight *flight, struct refusal refusal)
{
    answer(flight, call_refuse(&flight->call, refusal));
}

/* --- the gates */

static enum status check_who(struct call *call)
{
    bool is_signed_in = !id_is_zero(call->caller.account_id);

    if (call->route->who == WHO_ANYONE)
        return OK;
    if (call->route->who == WHO_SERVICE)
        return id_is_zero(call->caller.service_key_id)
                   ? REFUSE(call, is_signed_in ? FORBIDDEN : UNAUTHENTICATED, .code = "not_admin",
                            .say = L("This needs a service key.", "此操作需要服务密钥。"))
                   : OK;
    if (!is_signed_in)
        return REFUSE(call, UNAUTHENTICATED, .code = "PGRST302",
                      .say = L("Sign in first.", "请先登录。"));
    if (call->route->who == WHO_SIGNED_IN)
        return OK;
    if (call->identity.workspace_id == 0)
        return call_refuse_outside(call);
    if (call->route->who == WHO_MEMBER || call->caller.role == ROLE_ADMIN)
        return OK;
    return REFUSE(call, FORBIDDEN, .code = "42501",
                  .say = L("Only an administrator of the workspace may do this.",
                           "只有工作区管理员可以执行此操作。"));
}

static void answer_later(struct call *call, enum status status)
{
    answer((struct flight *)((char *)call - offsetof(struct flight, call)), status);
}

static struct flight *flight_of_job(struct pool_job *job)
{
    return (struct flight *)((char *)job - offsetof(struct flight, job));
}

/* Who asks, and whether the route is theirs; for a body that is taken as it comes also what its
   route wants to know before the first byte. Once a call. */
static enum status begin_call(struct flight *flight)
{
    struct call *call = &flight->call;
    enum status status = OK;

    if (flight->is_begun)
        return OK;
    call->now_ms = clock_now_ms();
    if (!call->route->own_authorization && call->instance->authenticate)
        status = call->instance->authenticate(call);
    if (status == OK)
        status = check_who(call);
    if (status == OK && flight->takes_pieces)
        status = call->route->intake->open(call);
    flight->is_begun = status == OK;
    return status;
}

static enum status take_batch(struct flight *flight)
{
    enum status status = OK;

    if (flight->batch.size > 0)
        status = flight->call.route->intake->take(&flight->call, buffer_text(&flight->batch));
    buffer_clear(&flight->batch);
    return status;
}

/* While this runs the exchange is paused, and belongs to it. */
static void run_batch(struct pool_job *job)
{
    struct flight *flight = flight_of_job(job);
    enum status status = begin_call(flight);

    if (status == OK)
        status = take_batch(flight);
    if (status == OK)
        http_body_resume(flight->call.exchange);
    else
        answer(flight, status);
}

static void run_call(struct pool_job *job)
{
    struct flight *flight = flight_of_job(job);
    struct call *call = &flight->call;
    static _Thread_local struct answer_later later; /* it outlives the call, which may be gone */
    enum status status = begin_call(flight);

    later = (struct answer_later){ .answer = answer_later };
    call->later = &later;
    if (status == OK)
        status = take_batch(flight);
    if (status == OK)
        status = call->route->run(call);
    if (!later.is_pending)
        answer(flight, status);
}

/* --- the server's callbacks */

static void release_body(void *subject)
{
    buffer_release(subject);
}

static struct flight *flight_of(struct dispatcher *dispatcher, struct http_exchange *exchange)
{
    struct arena *arena = http_arena(exchange);
    struct flight *flight = ARENA_NEW(arena, struct flight);
    size_t each_bytes = dispatcher->instance->memory->each_bytes;

    arena_join(arena, &dispatcher->instance->memory->budget);
    flight->dispatcher = dispatcher;
    flight->call = (struct call){
        .instance = dispatcher->instance,
        .exchange = exchange,
        .arena = arena,
        .zone = zone_find(T("UTC")),
        .language = language_of(http_header(exchange, T("Accept-Language"))),
        .body = buffer_on_heap_of(arena, each_bytes < LIMIT_REPLY ? each_bytes : LIMIT_REPLY),
    };
    arena->limit_bytes = each_bytes;
    flight->batch = buffer_on_heap_of(arena, LIMIT_INTAKE);
    arena_defer(arena, release_body, &flight->call.body);
    arena_defer(arena, release_body, &flight->batch);
    http_attach(exchange, flight);
    return flight;
}

static bool is_api(struct text path)
{
    static const char *const roots[] = { "/rest/",    "/auth/", "/api/",
                                         "/storage/", "/ai/",   "/realtime/" };

    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (text_starts_with(path, text_from(roots[i])))
            return true;
    return false;
}

/* On the loop thread: gathers a batch, and pauses the client while that is worked on. The first
   piece goes at once: it may be refused. */
static bool on_piece(void *context, struct http_exchange *exchange, struct text piece)
{
    struct flight *flight = context;

    (void)exchange;
    if (flight->is_answered)
        return true;
    buffer_append(&flight->batch, piece);
    if (buffer_status(&flight->batch) != OK) {
        refuse(flight, is_busy);
        return true;
    }
    if (flight->is_begun && flight->batch.size < INTAKE_BATCH_BYTES)
        return true;
    flight->job.run = run_batch;
    if (pool_add(flight->dispatcher->writers, &flight->job))
        return false;
    refuse(flight, is_busy);
    return true;
}

static void refuse_body(struct flight *flight, size_t limit)
{
    struct refusal refusal = body_too_large;

    refusal.limit = (int64_t)(limit >> 20);
    refuse(flight, refusal);
}

/* What says that it is too large is told so in the words of its route, before a byte is taken. */
static void accept_intake(struct flight *flight, const struct body_intake *intake, size_t limit)
{
    struct http_exchange *exchange = flight->call.exchange;
    bool is_whole = intake->wants_whole && intake->wants_whole(exchange);
    int64_t size;

    if (is_whole && intake->whole_limit < limit)
        limit = intake->whole_limit;
    if (text_to_int64(http_header(exchange, T("Content-Length")), &size) && size > (int64_t)limit) {
        refuse_body(flight, limit);
        return;
    }
    flight->takes_pieces = !is_whole;
    if (is_whole)
        http_accept_body(exchange, limit);
    else
        http_accept_body_pieces(exchange, limit,
                                (struct http_body_sink){ .context = flight, .take = on_piece });
}

static void accept_body(struct flight *flight)
{
    const struct call *call = &flight->call;
    const struct body_intake *intake = call->route->intake;
    size_t limit = call->route->body_limit_of
                       ? call->route->body_limit_of(call->instance, call->path_parameter)
                       : call->route->body_limit;

    if (intake)
        accept_intake(flight, intake, limit);
    else if (limit > 0)
        http_accept_body(call->exchange, limit);
}

static bool is_probe(const struct call *call)
{
    return call->route && call->route->is_probe;
}

static void on_begin(void *context, struct http_exchange *exchange)
{
    struct dispatcher *dispatcher = context;
    struct flight *flight = flight_of(dispatcher, exchange);
    struct call *call = &flight->call;
    struct text path, parameters[ROUTE_PARAMETERS];
    bool path_exists;

    if (path_decode(call->arena, http_path(exchange), &path) != OK) {
        refuse(flight, bad_path);
        return;
    }
    call->route =
        route_find(call->instance->routes, http_method(exchange), path, parameters, &path_exists);
    call->path_parameter = parameters[0];
    call->path_parameter_2 = parameters[1];
    if (!is_probe(call) && !instance_is_open(call->instance)) {
        refuse(flight, is_opening);
        return;
    }
    if (!call->route && !path_exists && !is_api(path) && dispatcher->answer_asset(exchange)) {
        flight->is_answered = true;
        return;
    }
    if (!call->route) {
        refuse(flight, path_exists ? no_method : no_route);
        return;
    }
    if (!is_probe(call) && !call_memory_admits(call->instance->memory)) {
        refuse(flight, is_crowded);
        return;
    }
    accept_body(flight);
}

static struct pool *pool_for(const struct dispatcher *dispatcher, enum http_method method)
{
    return method_reads(method) ? dispatcher->readers : dispatcher->writers;
}

static void on_run(void *context, struct http_exchange *exchange)
{
    struct dispatcher *dispatcher = context;
    struct flight *flight = http_attachment(exchange);

    if (!flight || flight->is_answered)
        return;
    flight->job.run = run_call;
    if (!pool_add(pool_for(dispatcher, http_method(exchange)), &flight->job))
        refuse(flight, is_busy);
}

/* The access log (N-020): who by session id, where from by region, with what by app and system;
   which route, how it went; no path, no query, no address, no body. */
static void on_finished(void *context, struct http_exchange *exchange,
                        const struct http_outcome *outcome)
{
    const struct dispatcher *dispatcher = context;
    const struct flight *flight = http_attachment(exchange);
    const struct call *call = flight ? &flight->call : NULL;
    struct device device = device_of(exchange, dispatcher->instance->settings);
    struct id_text session = id_to_text(call ? call->caller.session_id : (struct id){ { 0 } });

    LOG(LOG_REQUEST, "request", LOG_TEXT("session", text_from(session.at)),
        LOG_TEXT("region", device.region), LOG_TEXT("app", device.app), LOG_TEXT("os", device.os),
        LOG_TEXT("method", http_method_name(exchange)),
        LOG_TEXT("route", call && call->route ? text_from(call->route->path) : T("other")),
        LOG_NUMBER("status", outcome->status), LOG_NUMBER("us", outcome->duration_us));
}

struct http_application dispatch_application(struct dispatcher *dispatcher)
{
    return (struct http_application){
        .context = dispatcher, .begin = on_begin, .run = on_run, .finished = on_finished
    };
}
