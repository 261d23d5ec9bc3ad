/* Function: POST (and GET, when it only reads) /rest/v1/rpc/<name>. A table row, like an entity:
   who may, which input, which handler. The dispatcher has checked who and the grant, and parsed
   the input, before `run`. */
#ifndef CALL_FUNCTION_H
#define CALL_FUNCTION_H

#include "call/call.h"

/* What stands in the answer. */
enum returns {
    RETURNS_NOTHING, /* 204 */
    RETURNS_OBJECT,
    RETURNS_LIST, /* of objects */
    RETURNS_FILE, /* of `file_type`, in call->body */
};

struct function {
    const char *name;
    struct label label;
    enum who who;
    enum module module; /* MODULE_UNDECLARED: no grant needed */
    enum level level;
    bool reads_only;   /* may be called by GET */
    bool is_one_write; /* writes by one call_write_last: repeated safely even when the server ended
                          in between; what it gives needs no grant of its own (field.needs) */
    bool takes_body;   /* the body is a file, not JSON; inputs come from the query */
    size_t body_limit; /* 0: LIMIT_REQUEST_BODY */
    struct {
        const struct field *at;
        size_t count;
    } inputs;
    size_t input_size; /* of the struct the inputs fill */
    enum returns returns;
    const char *file_type; /* RETURNS_FILE: "application/pdf" */
    struct { /* members of the object or objects, for OpenAPI and the web app's types */
        const struct field *at;
        size_t count;
    } outputs;
    const struct entity *returns_entity; /* instead of outputs: rows of this entity */
    /* Answers through call_answer_json; without an answer the call ends with 204. */
    enum status (*run)(struct call *call, const void *input);
};

#endif
