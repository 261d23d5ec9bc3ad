/* Checking: the table of what an operator can get wrong, each row one look at the machine, the
   settings or the store. `steward doctor` prints it, the running server keeps what it found
   (privacy/self_check.h). */
#ifndef PRIVACY_CHECKING_H
#define PRIVACY_CHECKING_H

#include "call/instance.h"

enum check_state {
    CHECK_FINE = 1,
    CHECK_ADVICE, /* works, and could be better */
    CHECK_FAULT,  /* something needs doing */
};

/* What was seen, or what to do: {{value}}, {{more}} and {{number}} in the sentence are filled. */
struct finding {
    enum check_state state;
    struct label say;
    struct text value, more;
    int64_t number;
};

/* What the looks may ask. Without a store only `reason` says why. */
struct checking {
    struct arena *arena;
    const struct instance *instance;
    bool is_open;
    struct text reason;
    int64_t now_ms;
    /* From the store, when it is open. */
    int64_t set_up_at, operators, reports_open, reports_overdue, mails_waiting;
};

struct check {
    const char *name; /* "data_directory" */
    struct label title;
    bool is_slow; /* reads the whole store */
    struct finding (*look)(struct checking *checking);
};

extern const struct check checks[]; /* ended by a NULL name */

const struct check *check_find(struct text name);
/* Reads what the looks ask of the store. */
enum status MUST_CHECK checking_begin(struct checking *checking);
/* The sentence, filled. */
struct text finding_text(struct arena *arena, const struct finding *finding,
                         enum language language);

#endif
