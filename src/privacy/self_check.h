/* Self-check: the running server goes through the checks every hour (what reads the whole store
   once a day) and keeps what it found last, with the time. Operators see all of it, /privacy tells
   the day and the verdict. A check that turns is told to whoever answers for the server, once. */
#ifndef PRIVACY_SELF_CHECK_H
#define PRIVACY_SELF_CHECK_H

#include "call/function.h"
#include "jobs/ticker.h"
#include "privacy/checking.h"

struct self_check {
    struct row row; /* of the server; made anew with each look */
    struct text name;
    int state;          /* enum check_state */
    int64_t since;      /* when it came to be in this state */
    struct text en, zh; /* the finding */
};

extern const struct entity self_check_entity;
extern const struct function self_check_functions[]; /* ended by a NULL name */
/* For a ticker of its own (a look at the whole store takes its time): instance->self_checks. */
extern const struct ticker_task *const self_check_tasks[];

struct self_check_verdict {
    int64_t at; /* of the last look; 0: there was none */
    int64_t count, faults;
};

/* Goes through all checks, or leaves out the slow ones whose last look is younger than a day. */
enum status MUST_CHECK self_check_run(const struct instance *instance, struct arena *arena,
                                      bool with_slow);
/* Looks again soon, but for what is slow: something changed that a check sees. */
void self_check_poke(const struct instance *instance);
enum status MUST_CHECK self_check_read_verdict(struct tx *tx,
                                               struct self_check_verdict *ret_verdict);

#endif
