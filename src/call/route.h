/* Route: which handler answers which path. Tables of the layers, joined in src/server. */
#ifndef CALL_ROUTE_H
#define CALL_ROUTE_H

#include "call/call.h"

struct body_intake;

/* How errors are written (design 2: bodies are those of the originals). */
enum dialect {
    DIALECT_REST,    /* PostgREST: {code, message, details, hint} */
    DIALECT_AUTH,    /* GoTrue: {code, error_code, msg, message} */
    DIALECT_PAGE,    /* a page for a browser */
    DIALECT_STORAGE, /* Supabase Storage: {statusCode, error, message}, mostly with HTTP 400 */
    DIALECT_UPLOAD,  /* the same with the real number: resumable uploads */
};

struct route {
    enum http_method method; /* HTTP_GET also serves HEAD */
    const char *path; /* "/rest/v1/{}"; each {} matches one segment, {..} at the end the rest */
    enum who who;
    enum dialect dialect;
    size_t body_limit; /* bytes; 0: no body */
    /* Instead, when the limit depends on what {} matched. */
    size_t (*body_limit_of)(const struct instance *instance, struct text parameter);
    bool own_authorization; /* the header is not a session's: the caller is anonymous */
    bool is_probe; /* whoever watches the server asks: answered before the store is open, too */
    const struct body_intake *intake; /* the body is worked on while it comes; NULL: as a whole */
    enum status (*run)(struct call *call);
};

/* NULL when no route has this path; *ret_path_exists then says whether another method has. */
const struct route *route_find(const struct route *const *routes, enum http_method method,
                               struct text path, struct text ret_parameters[ROUTE_PARAMETERS],
                               bool *ret_path_exists);

#endif
