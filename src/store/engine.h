/* Engine: what SQLite and PostgreSQL each bring, and what store.c shares between them. Private
   to src/store. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/feed.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>

enum savepoint { SAVEPOINT_SET, SAVEPOINT_RELEASE, SAVEPOINT_UNDO };

struct later;

struct engine_ops {
    enum engine engine;
    /* Connects and migrates; store->state is the engine's own. */
    enum status (*open)(struct store *store, const struct store_settings *settings,
                        struct arena *arena, struct text *ret_reason);
    void (*close)(struct store *store);
    /* One transaction around tx->work: begin, identify, work, commit or rollback, retries. */
    enum status (*run)(struct store *store, struct tx *tx);
    /* Queues a write of store_write_later; NULL: it is run at once. */
    void (*run_later)(struct store *store, struct later *later);
    void (*settle)(struct store *store); /* with run_later */
    /* From here on the statements of tx run as tx->identity. */
    enum status (*identify)(struct tx *tx);
    /* UNDO also forgets the savepoint; the error that led here is passed over. */
    enum status (*savepoint)(struct tx *tx, enum savepoint what);
    enum status (*query)(struct tx *tx, struct text sql, const struct value *values, size_t count,
                         struct cursor **ret_cursor);
    /* NULL: the engine keeps no statistics of its tables. */
    enum status (*estimate)(struct tx *tx, struct text sql, const struct value *values,
                            size_t count, int64_t *ret_rows);
    enum status (*next)(struct cursor *cursor, bool *ret_found);
    struct value (*value)(const struct cursor *cursor, size_t column);
    const char *(*column_name)(const struct cursor *cursor, size_t column);
    void (*close_cursor)(struct cursor *cursor);
    enum status (*execute)(struct tx *tx, struct text sql, const struct value *values, size_t count,
                           int64_t *ret_changed);
    /* All NULL where there is one process only. */
    enum status (*feed_start)(struct store *store);
    void (*feed_stop)(struct store *store);
    void (*feed_changes)(struct store *store, const struct change *changes, size_t count);
    void (*feed_message)(struct store *store, struct text message);
    enum status (*verify)(struct store *store, struct arena *arena, struct text *ret_report);
};

extern const struct engine_ops sqlite_engine, postgresql_engine;

struct notes;
struct opened_key;
struct store_seals;
struct stale_days;

enum { NEWEST_SLOTS = 256 };

/* The newest day that has sums, by workspace: who writes behind it need not look (daily.c). */
struct newest_days {
    pthread_mutex_t lock;
    struct newest_day {
        const struct entity *entity; /* NULL: free */
        int64_t workspace_id;
        struct date day;
    } slots[NEWEST_SLOTS];
};

struct store {
    const struct engine_ops *ops;
    const struct schema *schema;
    void *state;
    struct store_seals *seals; /* NULL: nothing is sealed or opened */
    atomic_bool is_listened;
    pthread_rwlock_t listening; /* of the next; whoever tells it something shares it */
    struct feed_listener listener;
    struct newest_days newest;
};

/* One transaction in the making. Lives on the stack of store_read or store_write, which waits
   for it even when another thread runs it, or in a struct later. */
struct tx {
    struct store *store;
    const struct identity *identity;
    struct arena *arena;
    store_work work;
    void *context;
    bool is_write;
    bool is_planning; /* a plan is asked for, by the server */
    void *connection; /* the engine's */
    struct store_error error;
    struct notes *notes;      /* for the feed; NULL: none yet */
    struct opened_key *keys;  /* that have opened or sealed something, newest first */
    struct stale_days *stale; /* days that lose their sums; NULL: none yet */
};

/* A write that nobody waits for; lives in its arena. */
struct later {
    struct tx tx;
    store_done done;
};

/* It is over: tells the feed and whoever wants to know. `later` may be gone afterwards. */
void later_conclude(const struct later *later, enum status status);

struct cursor {
    struct tx *tx;
    size_t width;
};

/* Fills tx->error and gives the status that goes with the fault. `message` and `constraint` are
   copied. */
enum status tx_fail(struct tx *tx, enum store_fault fault, const char *constraint,
                    const char *message);

/* Runs tx->work from its start, and what belongs to the end of every write. */
enum status tx_work(struct tx *tx);

/* --- daily.c */
void daily_begin(struct tx *tx);
/* A statement that writes the entity was run; in any workspace if that is 0. */
void daily_statement(struct tx *tx, const struct entity *entity, int64_t workspace_id);
void daily_statement_changed_nothing(struct tx *tx);
/* The last thing in the transaction: takes the sums away of every day that was written. */
enum status daily_settle(struct tx *tx);

/* --- feed.c */
/* Before work is run, also again; before a savepoint, and when it is undone. */
void feed_begin(struct tx *tx);
size_t feed_place(struct tx *tx);
void feed_undo_to(struct tx *tx, size_t place);
/* A statement was run. */
void feed_statement(struct tx *tx, const struct entity *entity, int64_t workspace_id);
void feed_statement_changed_nothing(struct tx *tx);
void feed_tell_changes(struct store *store, const struct change *changes, size_t count);
void feed_tell_message(struct store *store, struct text message);
void feed_tell_lost(struct store *store);
/* The transaction is over. */
void feed_publish(struct tx *tx, enum status status);

/* A column of an existing database. `definition` is what it was made from: on SQLite the text
   of its table (sqlite_schema.sql), on PostgreSQL the column's comment. An empty one is taken
   as current on SQLite, and as out of date on PostgreSQL. */
struct found_column {
    struct text table, name, definition;
    struct text type, fallback; /* SQLite */
};

/* Where SQLite's migration remembers how far it is; gone when it is done. */
#define MIGRATION_TABLE "steward_migration"

/* The statements that bring a database with `found` columns to the schema, but for its indexes:
   CREATE TABLE, new columns (which must be optional or have a fallback), rules and links. CONFLICT
   and *ret_reason when a change is not additive.

   On SQLite no row is touched: new columns, rules and links are written into the text of a table in
   sqlite_schema, and where that will not do, a table <entity>_new is made, into which the rows are
   to be moved. `ret_checks` are the queries that then must answer nothing but "ok": rows that are
   there keep the new rules. NULL on PostgreSQL, which asks by itself. */
enum status MUST_CHECK migrate_plan(const struct schema *schema, enum engine engine,
                                    const struct found_column *found, size_t count,
                                    struct buffer *ret_sql, struct buffer *ret_checks,
                                    struct arena *arena, struct text *ret_reason);
/* Each a line; IF (NOT) EXISTS. */
void migrate_print_indexes(struct buffer *out, const struct schema *schema, enum engine engine);

/* A column that an existing table gets and that follows from another one: the folded copy for
   search, or a derived field. Rows that are there already get its value in the same transaction. */
struct fill {
    const struct entity *entity;
    struct column column;
    const char *source;
};

/* The field that a column follows from; NULL: from none. */
const char *fill_source(struct column column);
/* What is to be filled once the plan for the same `found` has run. */
size_t migrate_fills(const struct schema *schema, const struct found_column *found, size_t count,
                     struct arena *arena, struct fill **ret_fills);
/* `zone` is the name of the workspace's; UTC when there is none. A text lives in the arena. */
struct value fill_value(const struct fill *fill, struct value source, struct text zone,
                        struct arena *arena);
/* An expression for the zone of the row of `entity`. */
void fill_print_zone(struct buffer *out, const struct schema *schema, const struct entity *entity);

#endif
