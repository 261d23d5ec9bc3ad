/* Mail message: a plain-text mail as bytes (RFC 5322, MIME). */
#ifndef EGRESS_MAIL_MESSAGE_H
#define EGRESS_MAIL_MESSAGE_H

#include "base/arena.h"
#include "call/settings.h"

#include <stdint.h>

struct mail_message {
    struct text id; /* what stands before the @ of Message-ID */
    struct text sender, recipient;
    struct text subject, body; /* UTF-8; lines end with LF */
    int64_t date_ms;
};

/* Headers are ASCII whatever the texts are; nothing in a text can begin another header. A body
   of plain ASCII stays readable, any other is base64. */
struct text mail_message_write(struct arena *arena, const struct mail_message *message);
/* From the settings, else the controller's address, else one of this machine. */
struct text mail_sender_of(const struct settings *settings, struct text controller_email);
/* The address in "Name <address>", or all of it. */
struct text mail_address_of(struct text sender);

#endif
