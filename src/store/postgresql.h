/* PostgreSQL engine, its own parts. Private to src/store. */
#ifndef STORE_POSTGRESQL_H
#define STORE_POSTGRESQL_H

#include "store/engine.h"

#include <libpq-fe.h>
#include <pthread.h>

enum {
    LIMIT_PREPARED = 256,                 /* statements a connection keeps prepared */
    LIMIT_PAGE_AT_ONCE = 100,             /* rows that are taken off the wire together */
    LIMIT_CONFLICTS = 12,                 /* after which a transaction gives up */
    LIMIT_LOST_CONNECTIONS = 2,           /* likewise */
    LIMIT_POOL = 64,                      /* connections */
    LIMIT_BOUND_VALUES = 65535,           /* of one statement: the protocol's */
    LIMIT_KEPT_ROWS_BYTES = 64 << 20,     /* rows held in memory while another statement runs */
    LIMIT_ROW_BYTES = 64 << 20,           /* one row */
    LIMIT_POSTGRESQL_MIGRATION = 4 << 20, /* SQL */
};

/* The types that values are bound as; from pg_type.dat, where they never change. */
enum {
    TYPE_UNKNOWN = 0,
    TYPE_BOOL = 16,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_OID = 26,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_VARCHAR = 1043,
    TYPE_NUMERIC = 1700,
    TYPE_UUID = 2950,
};

/* A statement that the server keeps prepared as s<number>. */
struct prepared {
    uint64_t hash, used;
    char *sql;
    size_t sql_size, count;
    Oid *types; /* of its parameters */
    unsigned number;
    bool is_caller; /* the guard let it pass; planned under steward_app */
    bool is_page;   /* few rows, none of them large: they come as one result */
    bool is_known;  /* it was run: the types of its columns were seen */
    bool is_binary; /* they have a binary form that is read here */
};

/* What nearly every transaction says: prepared with each connection, so that the server does not
   parse it again and again. */
enum kept {
    KEPT_BEGIN_READ,
    KEPT_BEGIN_WRITE,
    KEPT_IDENTIFY, /* the settings of a caller and their role */
    KEPT_ROLE_LOGIN,
    KEPT_ROLE_CALLER,
    KEPT_ROLE_SYSTEM,
    KEPT_SAVEPOINT,
    KEPT_RELEASE,
    KEPT_UNDO,
    KEPT_COMMIT,
    KEPT_ROLLBACK,
    KEPT_COUNT
};
enum { IDENTIFY_VALUES = 6 };

struct postgresql_cursor;
struct postgresql_feed;

struct postgresql_connection {
    PGconn *link; /* NULL: not connected; always in pipeline mode */
    struct postgresql_connection *next_idle;
    struct prepared prepared[LIMIT_PREPARED];
    size_t prepared_count;
    uint64_t tick;
    unsigned last_number;
    struct arena scratch; /* for the parameters of one statement */
    size_t ended;         /* messages of the last transaction's end, not read yet */
    bool may_identify;    /* its login may execute set_config: KEPT_IDENTIFY */

    /* Of the running transaction. */
    size_t queued; /* messages sent since the last synchronisation, not read yet */
    bool is_begun, has_role, has_settings;
    bool has_left_login; /* some role was set: it may not execute set_config */
    bool is_committing;  /* from here on nobody knows what the server did */
    bool is_lost;        /* the connection is of no more use */
    bool is_retryable;   /* another attempt may go through */
    enum status failure; /* what every statement gives until the savepoint is undone */
    struct store_error error;
    struct postgresql_cursor *streaming; /* its rows are still on the wire */
    struct postgresql_cursor *open;      /* newest first */
    size_t kept_bytes;
};

/* The engine's state: the pool. */
struct postgresql {
    char *url;
    bool is_durable;
    int count;
    struct postgresql_connection *connections;
    pthread_mutex_t lock; /* guards idle */
    pthread_cond_t has_idle;
    struct postgresql_connection *idle;
    /* Writes share it; one that lost against others again and again has it for itself. */
    pthread_rwlock_t writing;
    struct postgresql_feed *feed; /* NULL: nobody listens */
};

/* --- postgresql_pool.c */
struct postgresql *postgresql_pool_open(const char *url, int count, bool is_durable);
void postgresql_pool_close(struct postgresql *pool);
/* A connection that was alive a moment ago. NULL and *ret_reason (a static sentence) when all
   are busy for too long, or the server cannot be reached. */
struct postgresql_connection *postgresql_pool_take(struct postgresql *pool,
                                                   const char **ret_reason);
void postgresql_pool_give(struct postgresql *pool, struct postgresql_connection *connection);
/* A connection of its own for migration and verification, not in pipeline mode; PQfinish it.
   The caller looks at PQstatus. */
PGconn *postgresql_connect(const char *url);
void postgresql_disconnect(struct postgresql_connection *connection);

/* --- postgresql_wire.c: messages out, results in */
/* Sends one message without values, whose result is read with the next statement. */
void postgresql_queue(struct postgresql_connection *connection, const char *sql);
/* The same for what is prepared; `values` are the IDENTIFY_VALUES of KEPT_IDENTIFY, else NULL. */
void postgresql_queue_kept(struct postgresql_connection *connection, enum kept kept,
                           const char *const *values);
/* On a connection that is not in pipeline mode yet. */
bool postgresql_prepare_kept(PGconn *link, bool *ret_may_identify);
/* Reads the results of what is queued, or of the last transaction's end; false: a fault. */
bool postgresql_read_ended(struct tx *tx);
bool postgresql_read_queued(struct tx *tx);
/* Reads one result that must not be an error and hands it out; NULL: a fault. */
PGresult *postgresql_read(struct tx *tx);
/* Reads and drops everything up to the synchronisation. */
void postgresql_read_to_sync(struct postgresql_connection *connection);

/* --- postgresql_statement.c */
enum status postgresql_estimate(struct tx *tx, struct text sql, const struct value *values,
                                size_t count, int64_t *ret_rows);
enum status postgresql_query(struct tx *tx, struct text sql, const struct value *values,
                             size_t count, struct cursor **ret_cursor);
enum status postgresql_execute(struct tx *tx, struct text sql, const struct value *values,
                               size_t count, int64_t *ret_changed);
/* Queues BEGIN, role and settings as far as the server does not have them. */
void postgresql_prepare_ground(struct tx *tx);

/* --- postgresql_prepared.c */
/* The statement with parameters that take `values`, or NULL. */
struct prepared *postgresql_prepared_find(struct postgresql_connection *connection, struct text sql,
                                          bool is_caller, const struct value *values, size_t count);
/* A free place; what stood there is deallocated by a queued message. */
struct prepared *postgresql_prepared_add(struct postgresql_connection *connection, struct text sql,
                                         bool is_caller, const struct value *values, size_t count);
void postgresql_prepared_remove(struct postgresql_connection *connection,
                                struct prepared *prepared);
void postgresql_prepared_clear(struct postgresql_connection *connection);
void postgresql_prepared_name(const struct prepared *prepared, char name[16]);

/* --- postgresql_value.c */
/* A value as it is bound. `scratch` holds the bytes. */
struct bound {
    const char *at;
    int size, format;
};
Oid value_type_oid(enum value_type type);
bool value_fits_oid(struct value value, Oid type);
struct bound value_bind(const struct value *value, Oid type, struct arena *scratch);
struct value value_from_result(const PGresult *result, int row, int column);
/* Whether value_from_result reads all columns of `result` in binary form, too. */
bool value_reads_binary(const PGresult *result);

/* --- postgresql_cursor.c */
enum status postgresql_cursor_open(struct tx *tx, PGresult *first, struct cursor **ret_cursor);
enum status postgresql_next(struct cursor *cursor, bool *ret_found);
struct value postgresql_value(const struct cursor *cursor, size_t column);
const char *postgresql_name(const struct cursor *cursor, size_t column);
void postgresql_close_cursor(struct cursor *cursor);
void postgresql_close_cursors(struct postgresql_connection *connection);
/* Takes the rows of the streaming cursor off the wire: kept, or dropped. */
enum status postgresql_settle(struct tx *tx, bool keep);

/* --- postgresql_fault.c */
enum store_fault sqlstate_fault(const char *sqlstate);
/* Notes what `result` (NULL: the connection) met, on tx and connection. */
enum status postgresql_fail(struct tx *tx, const PGresult *result);

/* --- postgresql_feed.c: what the processes on one database tell each other */
enum status postgresql_feed_start(struct store *store);
void postgresql_feed_stop(struct store *store);
void postgresql_feed_changes(struct store *store, const struct change *changes, size_t count);
void postgresql_feed_message(struct store *store, struct text message);

/* --- postgresql_guard.c */
/* What a caller's SQL may be: one SELECT, INSERT, UPDATE or DELETE over plain tables, with
   functions from a list. NULL, or the reason why it is refused. */
const char *postgresql_guard(struct text sql);

/* --- postgresql_migrate.c */
enum status postgresql_migrate(const char *url, const struct schema *schema, struct arena *arena,
                               struct text *ret_reason);
enum status postgresql_verify(struct store *store, struct arena *arena, struct text *ret_report);

#endif
