/* Serve: opens the instance, listens, and stops cleanly on SIGTERM or SIGINT. */
#include "server/serve.h"
#include "ops/finance.h"

#include "auth/auth.h"
#include "base/limits.h"
#include "base/log.h"
#include "call/call_memory.h"
#include "call/dispatch.h"
#include "call/pool.h"
#include "files/files.h"
#include "http/assets.h"
#include "jobs/backup.h"
#include "ops/rollup_build.h"
#include "privacy/self_check.h"
#include "realtime/realtime.h"
#include "rest/import.h"
#include "server/instance.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

enum { DRAIN_MS = 10000, LIMIT_PROBLEM = 4096, LIMIT_LIST = 32, RUNNING_PER_CORE = 2 };

/* All that lives while the server runs. */
struct serving {
    struct instance instance;
    struct dispatcher dispatcher;
    struct readiness readiness;
    struct call_memory memory;
    struct http_server *http;
    bool is_secure;
};

static const struct ticker_task *const slow_tasks[] = { &backup_task, &backup_now_task,
                                                        &recurring_cost_task, NULL };

static bool answer_asset(struct http_exchange *exchange)
{
    const struct http_assets assets = { http_assets, http_asset_count };

    return http_assets_answer(&assets, exchange);
}

static void open_log(const struct settings *settings)
{
    bool is_human = text_equal(text_from(settings->log_form), T("human")) ||
                    (text_equal(text_from(settings->log_form), T("auto")) && isatty(STDERR_FILENO));

    log_open(STDERR_FILENO, is_human ? LOG_HUMAN : LOG_JSON);
}

static size_t split_list(const char *list, struct text *ret_parts)
{
    struct text rest = text_from(list);
    size_t count = 0;

    while (rest.size > 0 && count < LIMIT_LIST)
        ret_parts[count++] = text_trim(text_cut(&rest, ','));
    return count;
}

/* The port people use, where a public address is said; 0: the one we listen on. */
static uint16_t https_port_of(struct text public_url)
{
    struct text rest;
    int64_t port = 443;

    if (!text_starts_with(public_url, T("https://")))
        return 0;
    rest = text_from_offset(public_url, sizeof "https://" - 1);
    rest = text_cut(&rest, '/');
    while (text_find_byte(rest, ':') < rest.size && rest.at[rest.size - 1] != ']')
        rest = text_from_offset(rest, text_find_byte(rest, ':') + 1);
    if (!text_to_int64(rest, &port) || port < 1 || port > UINT16_MAX)
        port = 443;
    return (uint16_t)port;
}

static bool lists_too_much(const char *list)
{
    size_t count = 1;

    for (; *list; list++)
        count += *list == ',';
    return count > LIMIT_LIST;
}

/* Bodies that come in are held apart from the calls' memory, half as much, and at least one. */
static size_t bodies_bytes_of(const struct call_memory *memory)
{
    size_t bytes = memory->budget.limit_bytes / 2;

    if (bytes > HTTP_BODIES_BYTES)
        bytes = HTTP_BODIES_BYTES;
    return bytes > LIMIT_REQUEST_BODY ? bytes : LIMIT_REQUEST_BODY;
}

static enum status listen_on(struct serving *serving, const struct settings *settings,
                             struct buffer *problem)
{
    struct text proxies[LIMIT_LIST], origins[LIMIT_LIST];
    struct http_listener listeners[2] = {
        { .address = text_from(settings->listen),
          .role = settings->tls_certificate[0] ? HTTP_ROLE_TLS : HTTP_ROLE_PLAIN },
        { .address = text_from(settings->listen_redirect),
          .role = HTTP_ROLE_REDIRECT,
          .https_port = https_port_of(text_from(settings->public_url)) },
    };
    struct http_settings http = {
        .listeners = listeners,
        .listener_count = settings->listen_redirect[0] ? 2 : 1,
        .certificate_file = text_from(settings->tls_certificate),
        .key_file = text_from(settings->tls_key),
        .tls_floor = text_equal(text_from(settings_tls_floor(settings)), T("1.2")) ? HTTP_TLS_1_2
                                                                                   : HTTP_TLS_1_3,
        .proxy_terminates_tls = settings->proxy_terminates_tls,
        .trusted_proxies = proxies,
        .trusted_proxy_count = split_list(settings->trusted_proxies, proxies),
        .forwarded = text_equal(text_from(settings->forwarded_header), T("forwarded"))
                         ? HTTP_FORWARDED
                         : HTTP_X_FORWARDED,
        .proxy_protocol = settings->proxy_protocol,
        .cors_origins = origins,
        .cors_origin_count = split_list(settings->cors_origins, origins),
        .limits = { .bodies_bytes = bodies_bytes_of(&serving->memory) },
    };
    struct http_application application = dispatch_application(&serving->dispatcher);
    enum status status;

    if (lists_too_much(settings->trusted_proxies) || lists_too_much(settings->cors_origins)) {
        buffer_print(problem, "trusted_proxies and cors_origins take up to %d each.", LIMIT_LIST);
        return TOO_LARGE;
    }
    status = http_server_open(&http, &application, problem, &serving->http);
    serving->is_secure = listeners[0].role == HTTP_ROLE_TLS;
    serving->instance.http = serving->http;
    return status;
}

/* The lines a person and the tests wait for. */
static void announce(struct serving *serving, const struct settings *settings)
{
    struct text address = text_from(settings->listen), setup = { 0 };
    struct text host = text_slice(address, 0, address.size);

    while (host.size > 0 && host.at[host.size - 1] != ':')
        host.size--;
    printf("listening on %s://%.*s%d\n", serving->is_secure ? "https" : "http", TEXT_ARG(host),
           http_server_port(serving->http, 0));
    if (serving->instance.key_origin == STORE_KEY_MADE)
        printf("\nThe master key was made: %s\nWithout it nobody can read the data or the backups. "
               "Keep a copy in another place.\n",
               auth_key_path(&serving->instance, serving->instance.arena));
    if (auth_setup_path(&serving->instance, serving->instance.arena, &setup) == OK &&
        setup.size > 0)
        printf("\nThis server is new. Set it up here (the link works once):\n\n"
               "    %s://%.*s%d%.*s\n\n",
               serving->is_secure ? "https" : "http", TEXT_ARG(host),
               http_server_port(serving->http, 0), TEXT_ARG(setup));
    fflush(stdout);
}

static void block_signals(sigset_t *ret_set)
{
    sigemptyset(ret_set);
    sigaddset(ret_set, SIGTERM);
    sigaddset(ret_set, SIGINT);
    sigaddset(ret_set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, ret_set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* Until somebody wants it to end; SIGHUP reads the certificate again. */
static void wait_for_end(struct serving *serving, const sigset_t *signals)
{
    int which = 0;

    for (;;) {
        struct arena arena = { 0 };
        struct buffer problem = buffer_in(&arena, LIMIT_PROBLEM);

        if (sigwait(signals, &which) != 0 || which != SIGHUP)
            return;
        if (serving->is_secure && http_server_reload_certificate(serving->http, &problem) == OK)
            LOG(LOG_SERVER, "certificate read again");
        else if (serving->is_secure)
            LOG(LOG_ERROR, "certificate kept", LOG_TEXT("reason", buffer_text(&problem)));
        arena_release(&arena);
    }
}

static void stop_pools(struct dispatcher *dispatcher)
{
    pool_stop(dispatcher->readers);
    pool_stop(dispatcher->writers);
}

/* As many descriptors as the system grants: a connection is one. */
static void take_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* A picture of memory on the disk would hold keys and whatever people are doing right now. */
static void refuse_core_dumps(void)
{
    const struct rlimit none = { 0 };

    setrlimit(RLIMIT_CORE, &none);
}

/* The port is open: whoever watches the server gets an answer while the store is being opened. */
static enum status open_port(struct serving *serving, const struct settings *settings,
                             struct buffer *problem)
{
    int running = RUNNING_PER_CORE * (int)sysconf(_SC_NPROCESSORS_ONLN);
    enum status status;

    call_memory_init(&serving->memory, settings);
    serving->instance.readiness = &serving->readiness;
    serving->instance.memory = &serving->memory;
    serving->dispatcher = (struct dispatcher){
        .instance = &serving->instance,
        .readers = pool_start((int)settings->threads, running),
        .writers = pool_start((int)settings->write_threads, running),
        .answer_asset = answer_asset,
    };
    status = listen_on(serving, settings, problem);
    if (status != OK)
        return status;
    status = http_server_start(serving->http);
    if (status != OK)
        buffer_append(problem, T("The server's threads cannot be started."));
    else
        LOG(LOG_SERVER, "opening", LOG_NUMBER("port", http_server_port(serving->http, 0)));
    return status;
}

static enum status start_all(struct serving *serving)
{
    struct instance *instance = &serving->instance;

    if (auth_start(instance) != OK || import_start(instance) != OK || files_start(instance) != OK ||
        rollup_start(instance) != OK || realtime_start(instance) != OK)
        return FAILED;
    instance->backups = ticker_start(instance, slow_tasks);
    instance->self_checks = ticker_start(instance, self_check_tasks);
    atomic_store_explicit(&serving->readiness.is_done, true, memory_order_release);
    return OK;
}

/* In this order: no new calls, nothing by the clock, no calls, nothing that is still written. */
static void stop_all(struct serving *serving, int64_t drain_ms)
{
    struct instance *instance = &serving->instance;

    if (serving->http)
        http_server_stop(serving->http, drain_ms);
    ticker_stop(instance->backups);
    ticker_stop(instance->self_checks);
    if (instance->files)
        files_stop(instance);
    import_stop(instance);
    stop_pools(&serving->dispatcher);
    rollup_stop(instance);
    if (instance->store)
        store_settle(instance->store);
    realtime_stop(instance);
    http_server_free(serving->http);
}

static int run(struct serving *serving, const struct settings *settings, const sigset_t *signals,
               struct arena *arena)
{
    struct buffer problem = buffer_in(arena, LIMIT_PROBLEM);
    struct text reason = { 0 };

    if (settings_check(settings, arena, &reason) != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    if (open_port(serving, settings, &problem) != OK) {
        stop_all(serving, 0);
        return argument_refuse("%.*s", TEXT_ARG(buffer_text(&problem)));
    }
    if (instance_open_described(&serving->instance, &reason) != OK) {
        stop_all(serving, 0);
        return argument_refuse("%.*s", TEXT_ARG(reason));
    }
    if (start_all(serving) != OK) {
        stop_all(serving, 0);
        return argument_refuse("the server's threads cannot be started");
    }
    LOG(LOG_SERVER, "started", LOG_TEXT("version", text_from(steward_version())));
    announce(serving, settings);
    wait_for_end(serving, signals);
    stop_all(serving, DRAIN_MS);
    LOG(LOG_SERVER, "stopped");
    return 0;
}

int serve(struct arguments *arguments)
{
    struct serving serving = { 0 };
    sigset_t signals;
    int code;

    if (arguments->word_count > 0)
        return argument_refuse("serve does not know \"%s\"; see steward serve --help",
                               arguments->words[0]);
    open_log(&arguments->settings);
    block_signals(&signals);
    take_descriptors();
    refuse_core_dumps();
    clock_shift(arguments->settings.clock_shift_ms);
    instance_describe(&serving.instance, arguments->arena, &arguments->settings);
    code = run(&serving, &arguments->settings, &signals, arguments->arena);
    if (serving.instance.store)
        instance_close(&serving.instance);
    return code;
}
