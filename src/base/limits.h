/* Limits: the named ceilings of the process, in one table. A buffer, a queue or an input that
   belongs to one file may name its own limit there; what several folders share stands here. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

/* name, value, what it bounds */
#define LIMIT_LIST(X)                                                                              \
    X(LIMIT_REQUEST_LINE, 8 * 1024, "Bytes of the target (path and query) of a request.")          \
    X(LIMIT_REQUEST_HEADERS, 16 * 1024, "Bytes of a request line and all header lines.")           \
    X(LIMIT_REQUEST_BODY, 16 * 1024 * 1024, "Bytes of a request body that is held in memory.")     \
    X(LIMIT_REPLY, 64 * 1024 * 1024, "Bytes of a reply that is built in memory.")                  \
    X(LIMIT_CALL_MEMORY, 256 * 1024 * 1024, "Bytes that one call may take from its arena.")        \
    X(LIMIT_JSON_DEPTH, 32, "Nesting of objects and arrays in JSON that comes in.")                \
    X(LIMIT_TEXT_FIELD, 65536, "Characters of the longest text field that is searched.")           \
    X(LIMIT_PAGE_ROWS, 1000, "Rows in one page of a list.")                                        \
    X(LIMIT_BULK_ROWS, 10000, "Rows in one bulk insert.")                                          \
    X(LIMIT_IMPORT_ROWS, 500000, "Rows in one imported file.")                                     \
    X(LIMIT_EMBED_DEPTH, 4, "Levels of embedded rows in one query.")                               \
    X(LIMIT_EMBEDS, 16, "Embedded relations in one query, all levels together.")                   \
    X(LIMIT_FILTERS, 100, "Conditions in one query, groups included.")                             \
    X(LIMIT_FILTER_LIST, 1000, "Values in one in.(...) list.")                                     \
    X(LIMIT_SELECT_COLUMNS, 200, "Columns and aggregates in one select.")                          \
    X(LIMIT_ORDER_COLUMNS, 16, "Columns in one order.")                                            \
    X(LIMIT_PASSWORD, 1024, "Bytes of a password.")                                                \
    X(LIMIT_TOKEN, 4096, "Bytes of an access token.")                                              \
    X(LIMIT_SECRET, 8192, "Bytes of a secret in the environment or a file.")                       \
    X(LIMIT_SEALED, 64 * 1024 * 1024, "Bytes of one sealed value.")                                \
    X(LIMIT_ZONE_FILE, 256 * 1024, "Bytes of one time zone file.")

#define LIMIT_ENUM(name, value, what) name = (value),
enum { LIMIT_LIST(LIMIT_ENUM) };
#undef LIMIT_ENUM

/* The table itself, for the documentation and the settings page. */
struct limit {
    const char *name;
    long value;
    const char *what;
};

const struct limit *limit_list(size_t *ret_count);

#endif
