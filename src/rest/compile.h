/* Compile: a query of the data API into SQL. The text holds only identifiers of entity tables
   and fixed words; every value and every name the client chose is bound. */
#ifndef REST_COMPILE_H
#define REST_COMPILE_H

#include "rest/query.h"

enum { LIMIT_REST_SQL = 256 * 1024, LIMIT_REST_VALUES = 30000 };

struct sql {
    struct arena *arena;
    enum engine engine;
    struct buffer text;
    struct value *values;
    size_t count, room;
};

struct sql sql_for(struct arena *arena, enum engine engine);
/* Appends $n and keeps the value for it. */
void sql_bind(struct sql *sql, struct value value);
/* TOO_LARGE when text or values passed their limits. */
enum status MUST_CHECK sql_status(const struct sql *sql);

/* SELECT of the query's rows, one SQL column per column of the root; embedded rows arrive as
   JSON text. `limit` of -1: none. */
void compile_select(struct sql *sql, const struct rest_query *query, int64_t limit);
/* The same without limit, as count(*). */
void compile_count(struct sql *sql, const struct rest_query *query);
/* " WHERE ..." of the root, or nothing. In a write the table has no alias:
   `prefix` is "", and embedded rows do not narrow it. */
void compile_where(struct sql *sql, const struct selection *selection, const char *prefix);

#endif
