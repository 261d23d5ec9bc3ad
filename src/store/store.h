/* Store: SQLite and PostgreSQL behind one interface. Work is a function that runs inside one
   transaction with one identity; row security is the database's (design 5 and 5.1).

   One SQL text serves both engines: parameters are $1, $2, ...; the server's own code names
   tables `main.account`; what runs for a caller says plain `sale`, for reading and for writing,
   and never `main`, `temp` or `sqlite_`: row security then applies by itself. Text is const or
   built by src/rest and src/store only from identifiers of entity tables; values are always
   bound. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/status.h"
#include "schema/schema.h"
#include "schema/value.h"

struct store;
struct store_keys;
struct tx;
struct cursor;

/* Told while a database of an earlier version is brought to this one, if that takes long. */
struct store_progress {
    void (*tell)(void *context, int percent); /* NULL: nobody asks */
    void *context;
};

struct store_settings {
    const char *directory;    /* SQLite: the data directory */
    const char *database_url; /* postgresql://...; NULL: SQLite */
    int readers;     /* SQLite: read connections; PostgreSQL: pool size; 0: the engine says */
    bool is_durable; /* false only for tests that do not need the fsync */
    /* SQLite: what its file is encrypted with; a plain file is encrypted on the way. Without
       keys it is opened only when is_plain says that this is wanted. */
    const struct store_keys *keys;
    bool is_plain;
    struct store_progress progress;
};

/* Who the database believes is asking. Zero sees nothing. */
struct identity {
    int64_t workspace_id;
    struct id account_id;
    unsigned char level[MODULE_COUNT]; /* enum level by module */
    bool is_system;                    /* the server's own code: no row security */
};

/* Why the database refused; told besides the status. */
enum store_fault {
    STORE_FINE,
    STORE_UNIQUE,       /* 23505: `detail` is the entity and columns */
    STORE_LINK,         /* 23503: points to nothing, or something still points here */
    STORE_NOT_NULL,     /* 23502 */
    STORE_CHECK,        /* 23514 */
    STORE_ROW_SECURITY, /* 42501 */
    STORE_TOO_BIG,      /* 22003, 54000 */
    STORE_BROKEN,       /* disk, connection, corruption: logged once at the top */
    STORE_FULL,         /* the disk has no room, or may not be written: nothing was saved */
    STORE_STATEMENT,    /* the SQL itself is wrong or forbidden */
    STORE_TIMEOUT,
    STORE_SEALED,   /* a sealed value was changed or moved: it alone cannot be read */
    STORE_NO_KEY,   /* sealed with a master key that is not here */
    STORE_TOO_MUCH, /* the arena is full: more was asked for, or said, than one call may hold */
    STORE_CROWDED,  /* all calls together hold what they may: later there will be room again */
    STORE_AWAY,     /* the database cannot be reached: nothing was done */
    STORE_UNKNOWN,  /* it went away before it answered a COMMIT: done or not, nobody knows */
};

struct store_error {
    enum store_fault fault;
    struct text constraint; /* PostgreSQL: constraint name; SQLite: "sale.brand, sale.size" */
    struct text message;    /* for the operator's log only */
};

typedef enum status (*store_work)(struct tx *tx, void *context);

/* Opens, migrates (additive), and checks. On failure *ret_reason is a sentence for the operator
   that lives in `arena`. */
enum status MUST_CHECK store_open(const struct store_settings *settings,
                                  const struct schema *schema, struct arena *arena,
                                  struct store **ret_store, struct text *ret_reason);
void store_close(struct store *store);
enum engine store_engine(const struct store *store);
const struct schema *store_schema(const struct store *store);

/* Runs `work` in one read-only or one durable read-write transaction. Commits when work returns
   OK and rolls back otherwise. The work of store_write may be run again from the start after a
   serialization failure, and runs on the writer's thread on SQLite: it must not block on
   anything but its transaction. `error` may be NULL. */
enum status MUST_CHECK store_read(struct store *store, const struct identity *identity,
                                  struct arena *arena, store_work work, void *context,
                                  struct store_error *error);
enum status MUST_CHECK store_write(struct store *store, const struct identity *identity,
                                   struct arena *arena, store_work work, void *context,
                                   struct store_error *error);

/* A write whose caller does not wait for the disk. `done` runs once, on another thread, when the
   transaction is on the disk or undone; where the engine has no queue it has run on this thread
   before the return. It must be short. What identity, work and done use lives in `arena`, which is
   the write's alone until then. */
typedef void (*store_done)(void *context, enum status status, const struct store_error *error);
void store_write_later(struct store *store, const struct identity *identity, struct arena *arena,
                       store_work work, void *context, store_done done);
/* Returns when every write that was begun by store_write_later is done. */
void store_settle(struct store *store);

/* Inside work. Where the arena has a ceiling and is full, the next statement or row is TOO_LARGE,
   and so is the end of the work: nothing of it stays. Where its budget is used up, UNAVAILABLE.
   Texts and rows live until the call's arena ends; a struct cursor until the next tx_query of the
   same SQL or the end of the work. */
enum engine tx_engine(const struct tx *tx);
const struct schema *tx_schema(const struct tx *tx);
struct arena *tx_arena(const struct tx *tx);
const struct identity *tx_identity(const struct tx *tx);
/* The same transaction as the server's own code, for what a caller may not do by themselves
   (audit, outbox, account data), and back. */
enum status MUST_CHECK tx_as_system(struct tx *tx, store_work work, void *context);

enum status MUST_CHECK tx_query(struct tx *tx, struct text sql, const struct value *values,
                                size_t count, struct cursor **ret_cursor);
/* How many rows the engine's statistics expect of a SELECT; NOT_FOUND: it keeps none. */
enum status MUST_CHECK tx_estimate(struct tx *tx, struct text sql, const struct value *values,
                                   size_t count, int64_t *ret_rows);
/* *ret_found false: no more rows. */
enum status MUST_CHECK cursor_next(struct cursor *cursor, bool *ret_found);
size_t cursor_width(const struct cursor *cursor);
/* Column of the current row; text lives until the next cursor_next. */
struct value cursor_value(const struct cursor *cursor, size_t column);
struct text cursor_column_name(const struct cursor *cursor, size_t column);
/* The same as text that lives in the arena. */
struct value cursor_value_kept(const struct cursor *cursor, size_t column);
/* Done early; also done by the end of the work. */
void cursor_close(struct cursor *cursor);

/* Runs a statement to its end; *ret_changed (may be NULL) is the number of rows it touched. */
enum status MUST_CHECK tx_execute(struct tx *tx, struct text sql, const struct value *values,
                                  size_t count, int64_t *ret_changed);
/* What the last failed statement of this transaction met. */
const struct store_error *tx_error(const struct tx *tx);
/* Rolls back to here on anything but OK, and the transaction goes on. */
enum status MUST_CHECK tx_savepoint(struct tx *tx, store_work work, void *context);

/* For /readyz and doctor: can the database be asked. */
enum status MUST_CHECK store_ping(struct store *store);
/* Full integrity check; faults as lines. */
enum status MUST_CHECK store_verify(struct store *store, struct arena *arena,
                                    struct text *ret_report);

#endif
