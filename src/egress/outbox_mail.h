/* Outbox: mail is queued in the transaction that it speaks of, and sent by a thread of its own.
   What it says is sealed, and wiped once it is settled: links in it are as good as passwords. */
#ifndef EGRESS_OUTBOX_MAIL_H
#define EGRESS_OUTBOX_MAIL_H

#include "call/call.h"

enum mail_status {
    MAIL_QUEUED = 1,
    MAIL_SENDING,
    MAIL_SENT,
    MAIL_FAILED,  /* refused for good, or tried often enough */
    MAIL_UNKNOWN, /* handed over, and no answer came: it may or may not have arrived */
};

struct outbox_mail {
    struct row row;
    struct text recipient;
    struct text kind;            /* "recovery", "invite", ... */
    struct text idempotency_key; /* one mail for one reason, however often it is asked for */
    struct text sealed;          /* subject and body; empty once settled */
    int status;                  /* enum mail_status */
    int64_t attempts, next_attempt_at;
    int64_t leased_until; /* MAIL_SENDING: past this its sender has died */
    int64_t settled_at;
    int64_t valid_until; /* past this it is not sent any more; 0: a week after it was written */
    struct text fault;   /* a word of the program's own, never what a server said */
};

extern const struct entity outbox_mail_entity;

struct mail {
    struct text recipient;
    const char *kind;
    struct text idempotency_key; /* empty: a fresh one */
    struct text subject, body;   /* plain text */
    int64_t valid_ms;            /* how long it is worth sending; 0: a week */
};

enum { MAIL_VALID_DAYS = 7, MAILS_HELD = 1000 };

struct mail_content {
    struct text subject, body;
};

/* What a mail says that is not settled. Fails like seal_open, and as INVALID for one that is. */
enum status MUST_CHECK mail_open(const struct instance *instance, struct arena *arena,
                                 const struct outbox_mail *mail, struct mail_content *ret_content);
/* How many wait to be sent. */
enum status MUST_CHECK mail_count_waiting(struct tx *tx, int64_t *ret_count);

/* Inside a transaction, as the server's own code; the sender is woken after the commit. A mail
   of the same idempotency key is not queued again. */
enum status MUST_CHECK mail_queue(struct tx *tx, struct call *call, const struct mail *mail);

#endif
