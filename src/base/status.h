/* Status: what everything that can fail returns. The sentence for the human is stored once,
   on the call; the HTTP number follows from the value. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#define MUST_CHECK __attribute__((warn_unused_result))

/* name, HTTP number */
#define STATUS_LIST(X)                                                                             \
    X(OK, 200)                                                                                     \
    X(INVALID, 400)         /* the input is wrong; the message names the field */                  \
    X(UNAUTHENTICATED, 401) /* nobody, or a token that no longer counts */                         \
    X(FORBIDDEN, 403)       /* somebody, but without the grant */                                  \
    X(NOT_FOUND, 404)                                                                              \
    X(CONFLICT, 409)  /* a unique value is taken, a link is broken, a state forbids it */          \
    X(TOO_LARGE, 413) /* a named limit was passed */                                               \
    X(TOO_MANY, 429)  /* throttled; the answer says when to come back */                           \
    X(FAILED, 500)    /* the environment: disk, database; logged once at the top */                \
    X(UNAVAILABLE, 503)

#define STATUS_ENUM(name, http) name,
enum status { STATUS_LIST(STATUS_ENUM) };
#undef STATUS_ENUM

/* The HTTP number of a status, and its name for logs. */
int status_http(enum status status);
const char *status_name(enum status status);

#endif
