/* Outbound: the one HTTP client of the server. It calls hosts of the register only, follows no
   redirect, has a ceiling and a deadline on everything, and writes one entry of the ledger per
   call, whatever came of it. */
#ifndef EGRESS_OUTBOUND_H
#define EGRESS_OUTBOUND_H

#include "egress/processor.h"

struct call;

struct outbound_request {
    const char *processor; /* its name in the register */
    const char *purpose;   /* a word of the program's own: "sign_in_keys" */
    struct text url;       /* https; http to this machine itself only */
    struct text form;      /* body of a POST, application/x-www-form-urlencoded; empty: GET */
    size_t limit_bytes;    /* of the answer */
    int timeout_ms;
};

struct outbound_answer {
    int http_status;
    struct text body; /* lives as long as the call */
};

/* Blocks: never inside a transaction. FORBIDDEN: the host is not in the register, nothing was
   sent. UNAVAILABLE: no answer, or not in time. TOO_LARGE: the answer is. OK for every answer
   that came, whatever its status. The refusal is the caller's to say. */
enum status MUST_CHECK outbound_send(struct call *call, const struct outbound_request *request,
                                     struct outbound_answer *ret_answer);
/* Once per process, from any thread: before the first use of libcurl. */
void outbound_begin(void);

#endif
