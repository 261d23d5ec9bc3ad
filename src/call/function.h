/* Function: POST (and GET, when it only reads) /rest/v1/rpc/<name>. A table row, like an entity:
   who may, which input, which handler. The dispatcher has checked who and the grant, and parsed
   the input, before `run`. */
#ifndef CALL_FUNCTION_H
#define CALL_FUNCTION_H

#include "call/call.h"

struct function {
    const char *name;
    struct label label;
    enum who who;
    enum module module; /* MODULE_UNDECLARED: no grant needed */
    enum level level;
    bool reads_only;   /* may be called by GET */
    bool takes_body;   /* the body is a file, not JSON; inputs come from the query */
    size_t body_limit; /* 0: LIMIT_REQUEST_BODY */
    struct {
        const struct field *at;
        size_t count;
    } inputs;
    size_t input_size; /* of the struct the inputs fill */
    /* Answers through call_answer_json; without an answer the call ends with 204. */
    enum status (*run)(struct call *call, const void *input);
};

#endif
