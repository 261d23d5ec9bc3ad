/* Mail transport: where letters go. One row per way, chosen by the setting mail_transport. */
#ifndef EGRESS_MAIL_TRANSPORT_H
#define EGRESS_MAIL_TRANSPORT_H

#include "base/arena.h"
#include "call/settings.h"

enum mail_result {
    MAIL_RESULT_SENT,
    MAIL_RESULT_LATER,   /* nothing was handed over: worth another try */
    MAIL_RESULT_REFUSED, /* for good */
    MAIL_RESULT_UNKNOWN, /* handed over, no answer */
};

struct mail_letter {
    struct text id;                /* the same for every attempt */
    struct text sender, recipient; /* bare addresses */
    struct text bytes;
};

struct mail_transport {
    const char *name;
    bool is_holding;    /* nothing is sent: mails wait in the store */
    bool is_repeatable; /* sending the same letter again arrives as one */
    /* Blocks. *ret_fault is a few words of the program's own when it is not SENT. */
    enum mail_result (*send)(const struct settings *settings, struct arena *arena,
                             const struct mail_letter *letter, struct text *ret_fault);
};

const struct mail_transport *mail_transport_of(const struct settings *settings);

enum mail_result mail_send_to_directory(const struct settings *settings, struct arena *arena,
                                        const struct mail_letter *letter, struct text *ret_fault);
enum mail_result mail_send_by_smtp(const struct settings *settings, struct arena *arena,
                                   const struct mail_letter *letter, struct text *ret_fault);

#endif
