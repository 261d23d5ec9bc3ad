/* Health: is the process alive, can it serve, and how much has it done. */
#include "server/health.h"

#include "call/call_memory.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "http/address.h"
#include "store/store.h"

static enum status answer_word(struct call *call, const char *word, int http_status)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_text_member(&json, T("status"), text_from(word));
    json_write_text_member(&json, T("version"), text_from(steward_version()));
    json_end_object(&json);
    call->http_status = http_status;
    return OK;
}

/* Alive: the process answers. */
static enum status healthz(struct call *call)
{
    return answer_word(call, "ok", 200);
}

static enum status answer_not_ready(struct call *call, const char *word)
{
    call_add_header(call, T("Retry-After"), T("1"));
    return answer_word(call, word, 503);
}

/* Ready: the store is open, and the database answers too. */
static enum status readyz(struct call *call)
{
    const struct readiness *readiness = call->instance->readiness;
    int percent = readiness ? atomic_load(&readiness->migrated_percent) : 0;

    if (!instance_is_open(call->instance) && percent > 0)
        return answer_not_ready(
            call,
            arena_print(call->arena, "the database is being migrated: %d percent", percent).at);
    if (!instance_is_open(call->instance))
        return answer_not_ready(call, "the database is being opened");
    if (store_ping(call->instance->store) != OK)
        return answer_not_ready(call, "the database does not answer");
    return answer_word(call, "ready", 200);
}

struct counter {
    const char *name, *labels, *help;
    bool is_gauge;
    uint64_t value;
};

static void put_counter(struct buffer *out, const struct counter *counter, bool is_first)
{
    if (is_first)
        buffer_print(out, "# TYPE %s %s\n# HELP %s %s\n", counter->name,
                     counter->is_gauge ? "gauge" : "counter", counter->name, counter->help);
    buffer_print(out, "%s%s%s %llu\n", counter->name, counter->is_gauge ? "" : "_total",
                 counter->labels, (unsigned long long)counter->value);
}

static void put_latency(struct buffer *out, const struct http_metrics *metrics)
{
    uint64_t sum = 0;

    buffer_append(out, T("# TYPE steward_request_seconds histogram\n"
                         "# HELP steward_request_seconds Time from headers to last byte.\n"));
    for (size_t i = 0; i < HTTP_LATENCY_BUCKETS; i++) {
        sum += metrics->latency_buckets[i];
        buffer_print(out, "steward_request_seconds_bucket{le=\"%g\"} %llu\n",
                     (double)http_latency_bounds_us[i] / 1e6, (unsigned long long)sum);
    }
    buffer_print(out,
                 "steward_request_seconds_bucket{le=\"+Inf\"} %llu\n"
                 "steward_request_seconds_count %llu\nsteward_request_seconds_sum %g\n",
                 (unsigned long long)metrics->latency_count,
                 (unsigned long long)metrics->latency_count, (double)metrics->latency_sum_us / 1e6);
}

/* OpenMetrics 1.0. Numbers only: nothing here speaks of a person or a workspace. */
static enum status put_metrics(struct call *call)
{
    struct http_metrics m;
    struct counter counters[] = {
        { .name = "steward_requests", .labels = "{class=\"2xx\"}", .help = "Answered requests." },
        { .name = "steward_requests", .labels = "{class=\"3xx\"}" },
        { .name = "steward_requests", .labels = "{class=\"4xx\"}" },
        { .name = "steward_requests", .labels = "{class=\"5xx\"}" },
        { .name = "steward_requests_refused", .labels = "", .help = "Refused unread." },
        { .name = "steward_connections", .labels = "", .help = "Open.", .is_gauge = true },
        { .name = "steward_received_bytes", .labels = "", .help = "Bytes in." },
        { .name = "steward_sent_bytes", .labels = "", .help = "Bytes out." },
        { .name = "steward_uptime_seconds", .labels = "", .help = "Up.", .is_gauge = true },
        { .name = "steward_password_hashes", .labels = "", .help = "Calculated." },
        { .name = "steward_call_memory_bytes",
          .labels = "",
          .help = "Held by calls under way.",
          .is_gauge = true },
        { .name = "steward_call_memory_limit_bytes",
          .labels = "",
          .help = "What they may hold.",
          .is_gauge = true },
    };
    const struct call_memory *memory = call->instance->memory;

    http_server_metrics(call->instance->http, &m);
    for (size_t i = 0; i < 4; i++)
        counters[i].value = m.requests[i + 2];
    counters[4].value = m.requests_refused;
    counters[5].value = m.connections_open;
    counters[6].value = m.bytes_in;
    counters[7].value = m.bytes_out;
    counters[8].value = (uint64_t)(call->now_ms - call->instance->started_ms) / 1000;
    counters[9].value = password_hash_count();
    counters[10].value = atomic_load(&memory->budget.taken);
    counters[11].value = memory->budget.limit_bytes;
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
        put_counter(&call->body, &counters[i],
                    i == 0 || strcmp(counters[i].name, counters[i - 1].name) != 0);
    put_latency(&call->body, &m);
    buffer_append(&call->body, T("# EOF\n"));
    call->content_type = T("application/openmetrics-text; version=1.0.0; charset=utf-8");
    return OK;
}

/* Figures of the machine are the operator's. */
static bool may_see_metrics(const struct call *call)
{
    struct text wanted = text_from(call->instance->settings->metrics_token);
    struct text given = call_header(call, T("Authorization"));
    struct address peer;

    if (wanted.size > 0)
        return text_starts_with(given, T("Bearer ")) &&
               text_equal_constant_time(text_from_offset(given, T("Bearer ").size), wanted);
    return !http_has_header(call->exchange, T("Forwarded")) &&
           !http_has_header(call->exchange, T("X-Forwarded-For")) &&
           address_from_text(http_peer(call->exchange), &peer) && address_is_loopback(peer);
}

static enum status metrics(struct call *call)
{
    if (!may_see_metrics(call))
        return REFUSE(call, FORBIDDEN, .code = "42501",
                      .say = L("Figures are for this machine only, or with the metrics_token.",
                               "运行指标仅限本机查看，或使用 metrics_token。"));
    return put_metrics(call);
}

#define PROBE(at, handler)                                                                         \
    {                                                                                              \
        .method = HTTP_GET, .path = (at), .who = WHO_ANYONE, .own_authorization = true,            \
        .is_probe = true, .run = (handler)                                                         \
    }

const struct route health_routes[] = {
    PROBE("/healthz", healthz),
    PROBE("/readyz", readyz),
    PROBE("/metrics", metrics),
    { 0 },
};
