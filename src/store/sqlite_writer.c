/* Writer: group commit. One thread owns the only connection that writes. It takes all waiting
   work into one transaction and tells the callers after one fsync: nobody is told "done" before
   the commit is on the disk. A savepoint for each work would make SQLite copy every page that it
   touches, so calls have none as long as all goes well; one that fails takes the transaction with
   it, and the batch is run again, each work in a savepoint of its own. Who waits is woken; who
   does not is told by the finisher, a thread of its own, so that the next batch need not wait. */
#include "store/sqlite.h"

#include "base/mutex.h"

#include <semaphore.h>
#include <stdlib.h>

/* Where one work failed others soon will, too: so many batches then have savepoints at once. */
enum { LIMIT_BATCH = 512, CAREFUL_BATCHES = 32 };

/* Pages in the log after which they are written back into the database. */
enum { LOG_PAGES = 1000 };

struct job {
    struct tx *tx;
    const struct later *later; /* NULL: a caller waits */
    enum status status;
    struct job *next;
    sem_t done; /* the caller waits for it alone: woken callers do not queue for a lock */
};

struct sqlite_writer {
    struct sqlite_connection *connection;
    int careful;   /* batches that are yet to have savepoints */
    int log_pages; /* after the last commit */
    pthread_t thread, finisher;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t has_work, has_finished, is_settled;
    struct job *first, **last;
    struct job *finished; /* batches whose later jobs are to be told, in any order */
    int later_count;      /* jobs that are not told yet */
    bool is_stopping, is_written_out;
};

/* What runs with every batch or piece of work stays prepared. */
static int run_kept(struct sqlite_connection *connection, sqlite3_stmt **kept, const char *sql)
{
    bool was_caller = connection->is_caller;
    int code = SQLITE_OK;

    connection->is_caller = false;
    if (!*kept)
        code = sqlite3_prepare_v3(connection->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    if (code == SQLITE_OK) {
        sqlite3_step(*kept);
        code = sqlite3_reset(*kept);
    }
    connection->is_caller = was_caller;
    return code;
}

enum status sqlite_savepoint(struct tx *tx, enum savepoint what)
{
    struct sqlite_connection *connection = tx->connection;
    int code;

    if (what == SAVEPOINT_SET && connection->is_poisoned)
        return tx_fail(tx, STORE_ROW_SECURITY, "", "a row that this caller may not write");
    if (what == SAVEPOINT_UNDO)
        sqlite_connection_settle(connection);
    sqlite_connection_identify(connection, tx->identity);
    if (what == SAVEPOINT_SET)
        code = run_kept(connection, &connection->savepoint, "SAVEPOINT work");
    else if (what == SAVEPOINT_RELEASE)
        code = run_kept(connection, &connection->release, "RELEASE work");
    else
        code = sqlite_connection_run(connection, "ROLLBACK TO work; RELEASE work");
    if (what == SAVEPOINT_UNDO)
        connection->is_poisoned = false;
    return code == SQLITE_OK ? OK : sqlite_fail(tx, code);
}

static enum status work_on(struct sqlite_connection *connection, struct tx *tx)
{
    enum status status;

    tx->keys = NULL;
    tx->error = (struct store_error){ 0 };
    status = tx_work(tx);
    if (status == OK && connection->is_poisoned)
        status = tx_fail(tx, STORE_ROW_SECURITY, "", "a row that this caller may not write");
    return status;
}

static void begin_job(struct sqlite_connection *connection, struct job *job)
{
    job->tx->connection = connection;
    connection->is_poisoned = false;
    sqlite_connection_identify(connection, job->tx->identity);
    connection->deadline_us = 0;
}

/* Runs one piece of work; afterwards the savepoint is gone, with or without its changes. */
static void run_job_apart(struct sqlite_connection *connection, struct job *job)
{
    struct tx *tx = job->tx;

    begin_job(connection, job);
    job->status = sqlite_savepoint(tx, SAVEPOINT_SET);
    if (job->status != OK)
        return;
    job->status = work_on(connection, tx);
    if (sqlite3_get_autocommit(connection->db))
        return; /* SQLite itself rolled everything back */
    if (sqlite_savepoint(tx, job->status == OK ? SAVEPOINT_RELEASE : SAVEPOINT_UNDO) != OK)
        job->status = FAILED;
    sqlite_connection_identify(connection, NULL);
}

static void fail_all(struct sqlite_connection *connection, struct job *batch,
                     const struct job *until, int code)
{
    connection->is_poisoned = false;
    for (struct job *job = batch; job != until; job = job->next) {
        if (job->status == OK) {
            job->tx->connection = connection;
            job->status = sqlite_fail(job->tx, code);
        }
    }
}

static int begin(struct sqlite_connection *connection)
{
    return run_kept(connection, &connection->begin, "BEGIN IMMEDIATE");
}

static void commit(struct sqlite_connection *connection, struct job *batch)
{
    int code = run_kept(connection, &connection->commit, "COMMIT");

    if (code != SQLITE_OK) {
        fail_all(connection, batch, NULL, code);
        sqlite_connection_run(connection, "ROLLBACK");
    }
}

/* Work that came before a rollback of the whole transaction is lost with it, and told so. */
static void run_apart(struct sqlite_connection *connection, struct job *batch)
{
    int code = begin(connection);

    for (struct job *job = batch; job; job = job->next) {
        if (code != SQLITE_OK) {
            fail_all(connection, job, NULL, code);
            return;
        }
        run_job_apart(connection, job);
        if (sqlite3_get_autocommit(connection->db)) {
            fail_all(connection, batch, job->next, sqlite3_errcode(connection->db));
            code = begin(connection);
        }
    }
    if (code == SQLITE_OK)
        commit(connection, batch);
    else
        fail_all(connection, batch, NULL, code);
}

/* False: nothing of the batch is done, since a work of it failed, the last one that was run. */
static bool run_together(struct sqlite_connection *connection, struct job *batch)
{
    int code = begin(connection);

    if (code != SQLITE_OK) {
        fail_all(connection, batch, NULL, code);
        return true;
    }
    for (struct job *job = batch; job; job = job->next) {
        begin_job(connection, job);
        job->status = work_on(connection, job->tx);
        sqlite_connection_settle(connection);
        if (sqlite3_get_autocommit(connection->db)) {
            fail_all(connection, job, job->next, sqlite3_errcode(connection->db));
            return false;
        }
        sqlite_connection_identify(connection, NULL);
        if (job->status != OK) {
            connection->is_poisoned = false;
            sqlite_connection_run(connection, "ROLLBACK");
            return false;
        }
    }
    commit(connection, batch);
    return true;
}

/* Nobody waits for any of it: that is the work of calls, one each, which takes nothing along from
   one run to the next. What somebody waits for is often a step of something longer. */
static bool is_of_calls(const struct job *batch)
{
    while (batch && batch->later)
        batch = batch->next;
    return !batch;
}

static void run_batch(struct sqlite_writer *writer, struct job *batch)
{
    bool is_alone = !batch->next, has_savepoints = !is_alone && !is_of_calls(batch);

    if (!is_alone && !has_savepoints && writer->careful > 0) {
        writer->careful--;
        has_savepoints = true;
    }
    if (!has_savepoints) {
        if (run_together(writer->connection, batch) || is_alone)
            return;
        writer->careful = CAREFUL_BATCHES;
    }
    run_apart(writer->connection, batch);
}

static struct job *take_batch(struct sqlite_writer *writer)
{
    struct job *batch = writer->first, *last = batch;

    if (!batch)
        return NULL;
    for (int i = 1; i < LIMIT_BATCH && last->next; i++)
        last = last->next;
    writer->first = last->next;
    if (!writer->first)
        writer->last = &writer->first;
    last->next = NULL;
    return batch;
}

/* Wakes who waits; such a job is gone once its caller knows. Gives back the others. */
static struct job *wake(struct job *batch)
{
    struct job *later = NULL, **end = &later;

    while (batch) {
        struct job *next = batch->next;

        if (batch->later) {
            *end = batch;
            end = &batch->next;
        } else {
            sem_post(&batch->done);
        }
        batch = next;
    }
    *end = NULL;
    return later;
}

static void finish_later(struct sqlite_writer *writer, struct job *batch)
{
    struct job *end = batch;

    if (!batch)
        return;
    while (end->next)
        end = end->next;
    pthread_mutex_lock(&writer->lock);
    end->next = writer->finished;
    writer->finished = batch;
    pthread_cond_signal(&writer->has_finished);
    pthread_mutex_unlock(&writer->lock);
}

static int on_commit(void *context, sqlite3 *db, const char *database, int log_pages)
{
    struct sqlite_writer *writer = context;

    (void)db;
    (void)database;
    writer->log_pages = log_pages;
    return SQLITE_OK;
}

/* Only then does the log begin anew. It takes milliseconds, which the callers of the commit that
   made the log long are not to wait for: they are told before. What stops it now does so again. */
static void write_back(struct sqlite_writer *writer)
{
    if (writer->log_pages < LOG_PAGES)
        return;
    writer->log_pages = 0;
    sqlite3_wal_checkpoint_v2(writer->connection->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL,
                              NULL);
}

static void *writer_main(void *context)
{
    struct sqlite_writer *writer = context;

    for (;;) {
        struct job *batch;

        pthread_mutex_lock(&writer->lock);
        while (!writer->first && !writer->is_stopping)
            pthread_cond_wait(&writer->has_work, &writer->lock);
        batch = take_batch(writer);
        pthread_mutex_unlock(&writer->lock);
        if (!batch)
            return NULL;
        run_batch(writer, batch);
        finish_later(writer, wake(batch));
        write_back(writer);
    }
}

/* The job lives in the arena of its caller, which may go once the caller is told. */
static int tell(struct job *batch)
{
    int count = 0;

    while (batch) {
        struct job *next = batch->next;

        later_conclude(batch->later, batch->status);
        batch = next;
        count++;
    }
    return count;
}

static void *finisher_main(void *context)
{
    struct sqlite_writer *writer = context;

    pthread_mutex_lock(&writer->lock);
    for (;;) {
        struct job *batch;

        while (!writer->finished && !writer->is_written_out)
            pthread_cond_wait(&writer->has_finished, &writer->lock);
        batch = writer->finished;
        writer->finished = NULL;
        if (!batch)
            break;
        pthread_mutex_unlock(&writer->lock);
        int count = tell(batch);
        pthread_mutex_lock(&writer->lock);
        writer->later_count -= count;
        if (writer->later_count == 0)
            pthread_cond_broadcast(&writer->is_settled);
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

static void add(struct sqlite_writer *writer, struct job *job)
{
    pthread_mutex_lock(&writer->lock);
    *writer->last = job;
    writer->last = &job->next;
    writer->later_count += job->later ? 1 : 0;
    pthread_cond_signal(&writer->has_work);
    pthread_mutex_unlock(&writer->lock);
}

void sqlite_writer_run_later(struct sqlite_writer *writer, struct later *later)
{
    struct job *job = ARENA_NEW(later->tx.arena, struct job);

    job->tx = &later->tx;
    job->later = later;
    add(writer, job);
}

void sqlite_writer_settle(struct sqlite_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    while (writer->later_count > 0)
        pthread_cond_wait(&writer->is_settled, &writer->lock);
    pthread_mutex_unlock(&writer->lock);
}

enum status sqlite_writer_run(struct sqlite_writer *writer, struct tx *tx)
{
    struct job job = { .tx = tx };

    sem_init(&job.done, 0, 0);
    add(writer, &job);
    while (sem_wait(&job.done) != 0)
        ; /* a signal came in between */
    sem_destroy(&job.done);
    return job.status;
}

static void discard(struct sqlite_writer *writer)
{
    sqlite3_wal_hook(writer->connection->db, NULL, NULL);
    pthread_cond_destroy(&writer->has_work);
    pthread_cond_destroy(&writer->has_finished);
    pthread_cond_destroy(&writer->is_settled);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

static void end_thread(struct sqlite_writer *writer, bool *flag, pthread_cond_t *condition,
                       pthread_t thread)
{
    pthread_mutex_lock(&writer->lock);
    *flag = true;
    pthread_cond_signal(condition);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(thread, NULL);
}

struct sqlite_writer *sqlite_writer_start(struct sqlite_connection *connection)
{
    struct sqlite_writer *writer = memory_alloc(sizeof *writer);

    writer->connection = connection;
    writer->last = &writer->first;
    sqlite3_wal_hook(connection->db, on_commit, writer);
    mutex_init_brief(&writer->lock);
    pthread_cond_init(&writer->has_work, NULL);
    pthread_cond_init(&writer->has_finished, NULL);
    pthread_cond_init(&writer->is_settled, NULL);
    if (pthread_create(&writer->thread, NULL, writer_main, writer) != 0) {
        discard(writer);
        return NULL;
    }
    if (pthread_create(&writer->finisher, NULL, finisher_main, writer) != 0) {
        end_thread(writer, &writer->is_stopping, &writer->has_work, writer->thread);
        discard(writer);
        return NULL;
    }
    return writer;
}

void sqlite_writer_stop(struct sqlite_writer *writer)
{
    end_thread(writer, &writer->is_stopping, &writer->has_work, writer->thread);
    end_thread(writer, &writer->is_written_out, &writer->has_finished, writer->finisher);
    discard(writer);
}
