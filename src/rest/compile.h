/* Compile: a query of the data API into SQL. The text holds only identifiers of entity tables
   and fixed words; every value and every name the client chose is bound. */
#ifndef REST_COMPILE_H
#define REST_COMPILE_H

#include "rest/query.h"

enum { LIMIT_REST_SQL = 256 * 1024, LIMIT_REST_VALUES = 30000 };

/* A path that is bound already: where it stands twice, it is one parameter, so that GROUP BY and
   SELECT say the same expression. */
struct bound_path {
    const struct json_path *path;
    size_t parameter;
    struct bound_path *next;
};

struct sql {
    struct arena *arena;
    enum engine engine;
    struct buffer text;
    struct value *values;
    size_t count, room;
    struct bound_path *paths;
    struct text seal_mark; /* of the query */
    const char *root;      /* what the request's own rows are called: "t0", in a write the table */
};

struct sql sql_for(struct arena *arena, enum engine engine);
/* Appends $n and keeps the value for it. */
void sql_bind(struct sql *sql, struct value value);
/* TOO_LARGE when text or values passed their limits. */
enum status MUST_CHECK sql_status(const struct sql *sql);

/* SELECT of the query's rows, one SQL column per column of the root; embedded rows arrive as
   JSON text. `limit` of -1: none. */
void compile_select(struct sql *sql, const struct rest_query *query, int64_t limit);
/* The same without limit, as count(*). At most `most` rows are looked at; -1: all. */
void compile_count(struct sql *sql, const struct rest_query *query, int64_t most);
/* "SELECT 1" of every row that is meant, for an estimate of how many there are. */
void compile_rows(struct sql *sql, const struct rest_query *query);
/* " WHERE ..." of the root, or nothing. In a write (`is_write`) the table has no alias, and
   embedded rows do not narrow it. */
void compile_where(struct sql *sql, const struct selection *selection, bool is_write);
/* "t0.brand DESC NULLS LAST, t0.id": the order of the root's rows, behind ORDER BY. */
void compile_order(struct sql *sql, const struct selection *selection);

#endif
