/* SQLite engine, its own parts. Private to src/store. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/engine.h"

#include <pthread.h>

/* Debian builds SQLite with it; the header shows it only on request. */
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

enum { LIMIT_STATEMENTS = 512, STATEMENT_BUCKETS = 256, LIMIT_SQL_PARAMETERS = 32766 };
enum { CALLER_STATEMENT_MS = 10000 };

/* A prepared statement and what its SQL may write. */
struct statement {
    struct statement *next; /* in its bucket */
    struct statement *newer_open;
    char *sql; /* as the caller gave it */
    size_t sql_size;
    bool is_caller;
    bool is_open;
    bool is_cached;
    sqlite3_stmt *handle;
    const struct entity *target; /* caller's INSERT, UPDATE, DELETE */
    int *parameter;              /* SQLite's index -> $number, parameter[0] unused */
    uint64_t used;               /* tick of the last use */
};

struct sqlite_connection {
    sqlite3 *db;
    const struct sqlite_vfs *vfs; /* NULL: plain */
    const struct schema *schema;
    const struct identity *identity; /* of the running work */
    const struct entity *target;     /* while a caller's statement is prepared or stepped */
    bool is_caller;                  /* authorizer and hook are awake */
    bool is_poisoned;                /* the hook saw a write that row security forbids */
    int64_t deadline_us;             /* of the running caller's work; 0: none */
    struct statement *buckets[STATEMENT_BUCKETS];
    size_t statement_count;
    uint64_t tick;
    struct statement *open;                             /* statements with a live cursor */
    sqlite3_stmt *begin, *commit, *savepoint, *release; /* of the writer */
    struct sqlite_connection *next_idle;
};

struct sqlite_writer;
struct sqlite_vfs;

/* --- sqlite_connection.c */
/* connection->vfs says how. */
enum status sqlite_connection_open(struct sqlite_connection *connection, const char *path,
                                   const struct schema *schema, bool is_durable,
                                   const char **ret_reason);
/* Creates the temp views; from here on callers may be served. */
enum status sqlite_connection_secure(struct sqlite_connection *connection, const char **ret_reason);
void sqlite_connection_close(struct sqlite_connection *connection);
/* Runs SQL without parameters and results, as the server. SQLite's result code. */
int sqlite_connection_run(struct sqlite_connection *connection, const char *sql);
void sqlite_connection_identify(struct sqlite_connection *connection,
                                const struct identity *identity);
/* Closes what cursors the work has left open. */
void sqlite_connection_settle(struct sqlite_connection *connection);
enum status sqlite_fail(struct tx *tx, int code);

/* --- sqlite_statement.c */
enum status sqlite_query(struct tx *tx, struct text sql, const struct value *values, size_t count,
                         struct cursor **ret_cursor);
enum status sqlite_next(struct cursor *cursor, bool *ret_found);
struct value sqlite_value(const struct cursor *cursor, size_t column);
const char *sqlite_name(const struct cursor *cursor, size_t column);
void sqlite_close_cursor(struct cursor *cursor);
enum status sqlite_execute(struct tx *tx, struct text sql, const struct value *values, size_t count,
                           int64_t *ret_changed);
void statement_free(struct statement *statement);

/* --- sqlite_gate.c: the lexer in front of a caller's SQL (design 5.1, point 2) */
struct gate {
    const struct entity *target; /* NULL: the statement only reads */
    struct text sql;             /* rewritten; lives in the arena */
    const char *refusal;         /* NULL: let through */
};
struct gate sqlite_gate(struct arena *arena, const struct schema *schema, struct text sql);

/* --- sqlite_security.c: functions, authorizer and hook (design 5.1, points 1, 3, 4) */
void sqlite_security_install(struct sqlite_connection *connection);
/* Functions that both engines' SQL may use: fold(), wire forms of ids and instants. */
void sqlite_functions_install(struct sqlite_connection *connection);
/* --- sqlite_json.c: parts and comparison of JSON, regular expressions */
void sqlite_json_install(struct sqlite_connection *connection);

/* --- sqlite_migrate.c */
/* Brings the database to the schema. Large tables go in pieces, each committed by itself: a process
   that is killed meanwhile loses nothing, and the next one goes on from there. On failure before
   the first piece nothing has changed. */
enum status sqlite_migrate(struct sqlite_connection *connection, const struct schema *schema,
                           const struct store_progress *progress, struct arena *arena,
                           struct text *ret_reason);

/* --- sqlite_pieces.c: rows that are moved or filled, LIMIT_PIECE_ROWS in each transaction */
enum { LIMIT_PIECE_ROWS = 20000 };

struct pieces {
    struct sqlite_connection *connection;
    const struct schema *schema;
    const struct store_progress *progress;
    struct arena *arena;
    int64_t rows_done, rows_all;
    int percent; /* told last */
};

void pieces_tell(struct pieces *pieces, int64_t rows);
int64_t pieces_rows_of(const struct pieces *pieces, const char *table);
/* Would every row fit into <entity>_new; leaves it empty. In the running transaction. */
enum status pieces_try_move(struct pieces *pieces, const struct entity *entity);
/* Moves the rows into <entity>_new, which then takes its name. */
enum status pieces_move(struct pieces *pieces, const struct entity *entity);
bool pieces_is_moving(const struct pieces *pieces, const struct entity *entity);
/* In the running transaction: the columns are to be filled by pieces_fill, whoever runs it. */
enum status pieces_remember(struct pieces *pieces, const struct fill *fills, size_t count);
/* Fills what is remembered. */
enum status pieces_fill(struct pieces *pieces);
/* How many rows pieces_fill will write. */
int64_t pieces_rows_to_fill(struct pieces *pieces);

/* --- sqlite_cache.c: of the whole process; without effect once SQLite is in use */
void sqlite_cache_install(void);

/* --- sqlite_plan.c: figures for the planner; after a migration, before readers open */
enum status sqlite_plan(struct sqlite_connection *connection);

/* --- sqlite_writer.c: group commit */
struct sqlite_writer *sqlite_writer_start(struct sqlite_connection *connection);
void sqlite_writer_stop(struct sqlite_writer *writer);
/* Runs tx->work on the writer's thread inside its own savepoint and returns when the
   transaction that holds it is on the disk. */
enum status sqlite_writer_run(struct sqlite_writer *writer, struct tx *tx);
void sqlite_writer_run_later(struct sqlite_writer *writer, struct later *later);
void sqlite_writer_settle(struct sqlite_writer *writer);
enum status sqlite_savepoint(struct tx *tx, enum savepoint what);

#endif
