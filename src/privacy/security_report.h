/* Security report: what somebody tells of a weakness of this server, with or without an account.
   It is to be answered within 72 hours (N-068): the clock starts when it is received, stands beside
   it, and a report past it turns the self-check. */
#ifndef PRIVACY_SECURITY_REPORT_H
#define PRIVACY_SECURITY_REPORT_H

#include "call/function.h"

enum {
    SECURITY_REPORT_HOURS = 72,
    LIMIT_SECURITY_REPORTS = 500, /* that wait for an answer */
    LIMIT_REPORT_SUBJECT = 120,
    LIMIT_REPORT_TEXT = 8000
};

enum security_report_state { REPORT_OPEN = 1, REPORT_ANSWERED };

struct security_report {
    struct row row; /* of the server; created_at is when it was received */
    struct text subject, report;
    struct text contact; /* where the answer goes; empty: nowhere */
    int language;        /* enum language + 1, of whoever wrote */
    int state;           /* enum security_report_state */
    int64_t due_at, answered_at;
    struct text answer;
    struct id answered_by;
};

extern const struct entity security_report_entity;
extern const struct function security_report_functions[]; /* ended by a NULL name */

/* How many wait, and how many of them longer than they should. */
enum status MUST_CHECK security_report_count(struct tx *tx, int64_t now_ms, int64_t *ret_open,
                                             int64_t *ret_overdue);

#endif
