/* Writer: group commit. One thread owns the only connection that writes. It takes all waiting
   work into one transaction, each in a savepoint of its own, and wakes the callers after one
   fsync: nobody is told "done" before the commit is on the disk. */
#include "store/sqlite.h"

#include <semaphore.h>
#include <stdlib.h>

enum { LIMIT_BATCH = 512 };

struct job {
    struct tx *tx;
    enum status status;
    struct job *next;
    sem_t done; /* the caller waits for it alone: woken callers do not queue for a lock */
};

struct sqlite_writer {
    struct sqlite_connection *connection;
    pthread_t thread;
    pthread_mutex_t lock; /* guards first, last and is_stopping */
    pthread_cond_t has_work;
    struct job *first, **last;
    bool is_stopping;
};

enum status sqlite_savepoint(struct tx *tx, enum savepoint what)
{
    static const char *const sql[] = {
        [SAVEPOINT_SET] = "SAVEPOINT work",
        [SAVEPOINT_RELEASE] = "RELEASE work",
        [SAVEPOINT_UNDO] = "ROLLBACK TO work; RELEASE work",
    };
    struct sqlite_connection *connection = tx->connection;
    int code;

    if (what == SAVEPOINT_SET && connection->is_poisoned)
        return tx_fail(tx, STORE_ROW_SECURITY, "", "a row that this caller may not write");
    if (what == SAVEPOINT_UNDO)
        sqlite_connection_settle(connection);
    sqlite_connection_identify(connection, tx->identity);
    code = sqlite_connection_run(connection, sql[what]);
    if (what == SAVEPOINT_UNDO)
        connection->is_poisoned = false;
    return code == SQLITE_OK ? OK : sqlite_fail(tx, code);
}

/* Runs one piece of work; afterwards the savepoint is gone, with or without its changes. */
static void run_job(struct sqlite_connection *connection, struct job *job)
{
    struct tx *tx = job->tx;

    tx->connection = connection;
    connection->is_poisoned = false;
    sqlite_connection_identify(connection, tx->identity);
    connection->deadline_us = 0;
    job->status = sqlite_savepoint(tx, SAVEPOINT_SET);
    if (job->status != OK)
        return;
    job->status = tx->work(tx, tx->context);
    if (job->status == OK && connection->is_poisoned)
        job->status = tx_fail(tx, STORE_ROW_SECURITY, "", "a row that this caller may not write");
    if (sqlite3_get_autocommit(connection->db))
        return; /* SQLite itself rolled everything back */
    if (sqlite_savepoint(tx, job->status == OK ? SAVEPOINT_RELEASE : SAVEPOINT_UNDO) != OK)
        job->status = FAILED;
    sqlite_connection_identify(connection, NULL);
}

static void fail_all(struct job *batch, const struct job *until)
{
    for (struct job *job = batch; job != until; job = job->next)
        if (job->status == OK)
            job->status = tx_fail(job->tx, STORE_BROKEN, "", "the transaction was not written");
}

/* Work that came before a rollback of the whole transaction is lost with it, and told so. */
static void run_batch(struct sqlite_connection *connection, struct job *batch)
{
    bool is_open = sqlite_connection_run(connection, "BEGIN IMMEDIATE") == SQLITE_OK;

    for (struct job *job = batch; job; job = job->next) {
        if (!is_open) {
            job->status = tx_fail(job->tx, STORE_BROKEN, "", sqlite3_errmsg(connection->db));
            continue;
        }
        run_job(connection, job);
        if (sqlite3_get_autocommit(connection->db)) {
            fail_all(batch, job->next);
            is_open = sqlite_connection_run(connection, "BEGIN IMMEDIATE") == SQLITE_OK;
        }
    }
    if (is_open && sqlite_connection_run(connection, "COMMIT") != SQLITE_OK) {
        sqlite_connection_run(connection, "ROLLBACK");
        fail_all(batch, NULL);
    }
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

/* A job is gone once its caller knows. */
static void wake(struct job *batch)
{
    while (batch) {
        struct job *next = batch->next;

        sem_post(&batch->done);
        batch = next;
    }
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
        run_batch(writer->connection, batch);
        wake(batch);
    }
}

enum status sqlite_writer_run(struct sqlite_writer *writer, struct tx *tx)
{
    struct job job = { .tx = tx };

    sem_init(&job.done, 0, 0);
    pthread_mutex_lock(&writer->lock);
    *writer->last = &job;
    writer->last = &job.next;
    pthread_cond_signal(&writer->has_work);
    pthread_mutex_unlock(&writer->lock);
    while (sem_wait(&job.done) != 0)
        ; /* a signal came in between */
    sem_destroy(&job.done);
    return job.status;
}

struct sqlite_writer *sqlite_writer_start(struct sqlite_connection *connection)
{
    struct sqlite_writer *writer = memory_alloc(sizeof *writer);

    writer->connection = connection;
    writer->last = &writer->first;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->has_work, NULL);
    if (pthread_create(&writer->thread, NULL, writer_main, writer) != 0) {
        free(writer);
        return NULL;
    }
    return writer;
}

void sqlite_writer_stop(struct sqlite_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->is_stopping = true;
    pthread_cond_signal(&writer->has_work);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_cond_destroy(&writer->has_work);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}
