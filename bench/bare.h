/* The bare loops that the server is measured against: the same statement on the same rows,
   without HTTP. One kind goes through the store as a caller, the other straight to SQLite. */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H

#include "base/buffer.h"
#include "call/instance.h"
#include "codec/json_write.h"
#include "ops/sale.h"

#include <sqlite3.h>

enum { NEWEST_ROWS = 50, LIMIT_ANSWER = 1 << 20, LIMIT_BARE_SQL = 8192, COLUMNS_MAX = 64 };

/* The workspace that bench-data filled, as its administrator sees it. */
struct bare {
    struct instance instance;
    struct identity identity;
    const char *database; /* path of the SQLite file */
    struct text select_store, select_sqlite, insert_store, insert_sqlite, month;
    struct text keys[COLUMNS_MAX]; /* of the answer, in column order */
    const struct field *fields[COLUMNS_MAX];
    size_t width;        /* columns of the answer */
    size_t insert_width; /* columns of the table: folds too */
};

/* One loop: `once` is called until time is up, by each of its threads with its own state. */
struct loop {
    const char *name; /* "get store" */
    void *(*open)(const struct bare *bare, struct arena *arena);
    bool (*once)(void *state, struct buffer *answer); /* false: it failed */
    void (*close)(void *state);
    size_t rows_each;   /* what one call of `once` counts for */
    bool is_one_thread; /* SQLite has one writer */
};

extern const struct loop loops[]; /* ended by a NULL name */

void bare_describe(struct bare *bare, struct arena *arena);
/* The columns of a new sale, in the order of the table. */
void bare_sale_values(const struct bare *bare, struct value *ret_values);
/* Lines of name and type: integer, uuid, instant, text, or fold. */
void bare_print_columns(void);
/* Every row of a table as lines of PostgreSQL's COPY, for the databases of the others. */
enum status MUST_CHECK bare_print_rows(struct bare *bare, struct text name);
/* The daily look at the whole store is told as done, so that it is not measured. */
enum status MUST_CHECK bare_tell_checked(const struct bare *bare);
/* Lines of that form, inserted straight into SQLite in one transaction; prints how many, and the
   seconds from BEGIN until the commit is on the disk. */
enum status MUST_CHECK bare_insert_rows(const struct bare *bare, const char *path);
/* Stock, shows of the last days, costs and returns around the sales of the workspace; prints the
   ids of the show on air, of one that ended and of a product as JSON. */
enum status MUST_CHECK bare_add_around(const struct bare *bare);
/* Each line of a file is a statement; prints how many rows it has and the microseconds of each of
   `times` runs, straight to SQLite. */
enum status MUST_CHECK bare_run_statements(const struct bare *bare, const char *path,
                                           int64_t times);

/* Milliseconds of one thumbnail of a picture: "worker" (of `program`), and in this process
   "library" (as the worker sets it), "vectors" (its vector code on), "unshrunk". */
int bare_thumbnails(const char *way, const char *path, const char *program, int64_t seconds);

/* The store's file as the server opens it, what `setup` says, and one statement; false: it says
   why. Whatever was opened is the caller's. */
bool bare_sqlite_open(const struct bare *bare, const char *setup, struct text sql, sqlite3 **ret_db,
                      sqlite3_stmt **ret_statement);
void bare_sqlite_bind(sqlite3_stmt *statement, int at, const struct value *value);

#endif
