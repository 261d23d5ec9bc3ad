/* A job holds its own arena and a call without an exchange. It writes as the person who started
   it, with the rights they had then; a cancelled run stops at its next batch. */
#include "rest/import_worker.h"

#include "auth/activity.h"
#include "base/log.h"
#include "rest/import_ahead.h"
#include "store/feed.h"
#include "store/row.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
    WORKERS = 2,
    SWEEP_SECONDS = 30,
    STALE_MS = 120 * MS_PER_SECOND,
    LIMIT_ERRORS = 60000,
    LIMIT_WAITING_IMPORTS = 100
};

struct import_job {
    struct import_job *next;
    struct arena arena;
    struct call call;
    struct id run_id;
    struct text mapping, options;
    struct arena errors_arena; /* its own: the other one is the table's while that is read ahead */
    struct buffer errors;
    struct json_writer errors_json;
    size_t error_count;
    struct import_tally tally;
};

struct import_worker {
    const struct instance *instance;
    pthread_t threads[WORKERS];
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    struct import_job *first, **end;
    int64_t busy[WORKERS]; /* workspaces whose import is running */
    size_t waiting;
    bool is_stopping;
};

/* ---- one job ---- */

static bool is_stopping(struct import_worker *worker)
{
    bool stopping;

    if (!worker)
        return false;
    pthread_mutex_lock(&worker->lock);
    stopping = worker->is_stopping;
    pthread_mutex_unlock(&worker->lock);
    return stopping;
}

static void collect_errors(struct import_job *job, const struct import_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        for (size_t f = 0; f < batch->items[i].fault_count; f++) {
            struct buffer before = job->errors;
            struct json_writer writer = job->errors_json;

            if (job->error_count >= IMPORT_ERRORS)
                return;
            import_fault_write(&job->errors_json, &batch->items[i].faults[f]);
            if (job->errors.size > LIMIT_ERRORS - 16) {
                job->errors.size = before.size; /* whole objects only */
                job->errors_json = writer;
                job->error_count = IMPORT_ERRORS;
                return;
            }
            job->error_count++;
        }
    }
}

static enum import_failure failure_of(enum status status)
{
    if (status == FORBIDDEN || status == UNAUTHENTICATED)
        return FAILURE_FORBIDDEN;
    return FAILURE_REFUSED;
}

/* Runs batches until the end of the file. OK: *ret_failure FAILURE_NONE or why it ended early. */
static enum status run_batches(struct import_worker *worker, struct import_job *job,
                               const struct import_plan *plan, struct import_table *table,
                               enum import_failure *ret_failure)
{
    struct import_ahead *ahead = import_ahead_new(&job->call, plan, table);
    struct import_batch *batch;
    enum status status;

    *ret_failure = FAILURE_NONE;
    do {
        struct call *call;

        if (is_stopping(worker)) {
            *ret_failure = FAILURE_STOPPED;
            status = OK;
            break;
        }
        batch = import_ahead_next(ahead, &call);
        status = import_batch_write(call, batch, job->run_id, &job->tally);
        if (status == OK)
            collect_errors(job, batch);
        if (batch->is_broken)
            *ret_failure = FAILURE_UNREADABLE;
    } while (status == OK && !batch->is_last);
    import_ahead_free(ahead);
    return status;
}

static enum status open_plan(struct import_job *job, const struct entity *entity,
                             struct import_table *table, struct import_options *options,
                             struct import_plan *ret_plan)
{
    struct call *call = &job->call;
    struct label fault;
    struct import_reading reading;
    struct text bytes;
    enum status status = import_file_load(call, job->run_id, &bytes);

    if (status == OK)
        status = import_options_parse(call, job->options, options);
    if (status != OK)
        return status;
    reading = import_reading_of(options);
    status = import_table_open(call->arena, bytes, &reading, table, &fault);
    if (status != OK)
        return status;
    return import_plan_make(call, entity, table, job->mapping, options, ret_plan);
}

/* ---- the end of a job ---- */

struct finishing {
    struct import_job *job;
    enum import_failure failure;
};

static enum status write_end(struct tx *tx, void *context)
{
    const struct finishing *finishing = context;
    struct import_job *job = finishing->job;
    struct import_run run;
    enum status status =
        row_find(tx, &import_run_entity, job->call.identity.workspace_id, job->run_id, &run);

    if (status != OK || run.status != IMPORT_RUNNING)
        return status;
    run.status = finishing->failure ? IMPORT_FAILED : IMPORT_DONE;
    run.failure = (int)finishing->failure;
    run.errors = buffer_text(&job->errors);
    run.finished_at = run.row.updated_at = clock_now_ms();
    status = row_update(tx, &import_run_entity, &run);
    if (status != OK)
        return status;
    return activity_write(tx, &job->call,
                          &(struct activity){ .entity = schema_find(tx_schema(tx), run.entity),
                                              .action = "import",
                                              .count = run.rows_done });
}

static void finish(struct import_job *job, enum import_failure failure)
{
    struct finishing finishing = { .job = job, .failure = failure };
    enum status status;

    json_end_array(&job->errors_json);
    status = call_write_as_system(&job->call, write_end, &finishing);
    if (status == OK && failure == FAILURE_NONE)
        status = import_file_forget(&job->call, job->run_id);
    if (status != OK)
        LOG(LOG_ERROR, "import not closed", LOG_TEXT("status", text_from(status_name(status))));
}

static void run_job(struct import_worker *worker, struct import_job *job)
{
    struct call *call = &job->call;
    enum import_failure failure = FAILURE_NONE;
    const struct entity *entity;
    struct import_options options;
    struct import_table table;
    struct import_plan plan;
    struct import_run run;
    enum status status = import_run_find(call, job->run_id, &run, &entity);

    job->errors = buffer_in(&job->errors_arena, LIMIT_ERRORS + 4096);
    job->errors_json = json_writer_to(&job->errors);
    json_begin_array(&job->errors_json);
    if (status == OK)
        status = open_plan(job, entity, &table, &options, &plan);
    if (status == OK)
        status = run_batches(worker, job, &plan, &table, &failure);
    /* CONFLICT alone: cancelled, or already ended. */
    if (status != OK && (status != CONFLICT || failure != FAILURE_NONE))
        failure = failure_of(status);
    finish(job, failure);
    LOG(LOG_PERFORMANCE, "import", LOG_NUMBER("rows", job->tally.total),
        LOG_NUMBER("failed", job->tally.failed));
}

static void free_job(struct import_job *job)
{
    arena_release(&job->arena);
    arena_release(&job->errors_arena);
    free(job);
}

/* ---- the threads ---- */

static void sweep(struct import_worker *worker)
{
    struct arena arena = { 0 };
    struct call call = { .instance = worker->instance, .arena = &arena, .now_ms = clock_now_ms() };
    enum status status = import_sweep(&call, STALE_MS);

    if (status != OK)
        LOG(LOG_ERROR, "import sweep", LOG_TEXT("status", text_from(status_name(status))));
    arena_release(&arena);
}

static bool is_busy(const struct import_worker *worker, int64_t workspace_id)
{
    for (size_t i = 0; i < WORKERS; i++)
        if (worker->busy[i] == workspace_id)
            return true;
    return false;
}

/* The first whose workspace has none running: files of one workspace come in one after the other,
   shows before the sales that need them. */
static struct import_job *next_job(struct import_worker *worker)
{
    for (struct import_job **at = &worker->first; *at; at = &(*at)->next) {
        struct import_job *job = *at;

        if (is_busy(worker, job->call.identity.workspace_id))
            continue;
        *at = job->next;
        if (!*at)
            worker->end = at;
        worker->waiting--;
        return job;
    }
    return NULL;
}

/* NULL after SWEEP_SECONDS without a job, or when it is time to end. */
static struct import_job *take_job(struct import_worker *worker, size_t number, bool *ret_stopping)
{
    struct import_job *job = NULL;
    struct timespec until;
    int waited = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += SWEEP_SECONDS;
    pthread_mutex_lock(&worker->lock);
    while (!worker->is_stopping && waited == 0 && !(job = next_job(worker)))
        waited = pthread_cond_timedwait(&worker->changed, &worker->lock, &until);
    if (job)
        worker->busy[number] = job->call.identity.workspace_id;
    *ret_stopping = worker->is_stopping && !job;
    pthread_mutex_unlock(&worker->lock);
    return job;
}

static void end_job(struct import_worker *worker, size_t number)
{
    pthread_mutex_lock(&worker->lock);
    worker->busy[number] = 0;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
}

struct thread {
    struct import_worker *worker;
    size_t number;
};

static void *work(void *context)
{
    struct thread thread = *(struct thread *)context;
    bool stopping = false;

    free(context);
    while (!stopping) {
        struct import_job *job = take_job(thread.worker, thread.number, &stopping);

        if (job) {
            run_job(thread.worker, job);
            free_job(job);
            end_job(thread.worker, thread.number);
        } else if (!stopping && thread.number == 0) {
            sweep(thread.worker);
        }
    }
    return NULL;
}

static int start_thread(struct import_worker *worker, size_t number)
{
    struct thread *thread = memory_alloc(sizeof *thread);
    int error;

    *thread = (struct thread){ worker, number };
    error = pthread_create(&worker->threads[number], NULL, work, thread);
    if (error != 0)
        free(thread);
    return error;
}

enum status import_start(struct instance *instance)
{
    struct import_worker *worker = memory_alloc(sizeof *worker);

    *worker = (struct import_worker){ .instance = instance };
    worker->end = &worker->first;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->changed, NULL);
    for (size_t i = 0; i < WORKERS; i++) {
        if (start_thread(worker, i) == 0)
            continue;
        pthread_mutex_lock(&worker->lock);
        worker->is_stopping = true;
        pthread_cond_broadcast(&worker->changed);
        pthread_mutex_unlock(&worker->lock);
        while (i > 0)
            pthread_join(worker->threads[--i], NULL);
        free(worker);
        return FAILED;
    }
    instance->imports = worker;
    return OK;
}

void import_stop(struct instance *instance)
{
    struct import_worker *worker = instance->imports;

    if (!worker)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->is_stopping = true;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
    for (size_t i = 0; i < WORKERS; i++)
        pthread_join(worker->threads[i], NULL);
    while (worker->first) {
        struct import_job *job = worker->first;

        worker->first = job->next;
        job->errors = buffer_in(&job->errors_arena, LIMIT_ERRORS);
        job->errors_json = json_writer_to(&job->errors);
        json_begin_array(&job->errors_json);
        finish(job, FAILURE_STOPPED);
        free_job(job);
    }
    pthread_mutex_destroy(&worker->lock);
    pthread_cond_destroy(&worker->changed);
    free(worker);
    instance->imports = NULL;
}

/* ---- adding ---- */

static struct import_job *new_job(const struct call *call, const struct import_run *run)
{
    struct import_job *job = memory_alloc(sizeof *job);

    *job = (struct import_job){ .run_id = run->row.id };
    job->call = (struct call){ .instance = call->instance,
                               .arena = &job->arena,
                               .now_ms = call->now_ms,
                               .language = call->language,
                               .caller = call->caller,
                               .identity = call->identity,
                               .zone = call->zone,
                               .currency = arena_copy(&job->arena, call->currency) };
    job->call.caller.display_name = (struct text){ 0 };
    job->call.caller.email = (struct text){ 0 };
    job->mapping = arena_copy(&job->arena, run->mapping);
    job->options = arena_copy(&job->arena, run->options);
    return job;
}

enum status import_worker_add(const struct call *call, const struct import_run *run)
{
    struct import_worker *worker = call->instance->imports;
    struct import_job *job = new_job(call, run);
    bool is_added = false;

    if (!worker) {
        run_job(NULL, job);
        free_job(job);
        return OK;
    }
    pthread_mutex_lock(&worker->lock);
    if (!worker->is_stopping && worker->waiting < LIMIT_WAITING_IMPORTS) {
        *worker->end = job;
        worker->end = &job->next;
        worker->waiting++;
        pthread_cond_signal(&worker->changed);
        is_added = true;
    }
    pthread_mutex_unlock(&worker->lock);
    if (!is_added)
        free_job(job);
    return is_added ? OK : TOO_MANY;
}
