/* Mail sender: takes what is queued in the outbox to the transport of the settings. */
#ifndef EGRESS_MAIL_SENDER_H
#define EGRESS_MAIL_SENDER_H

#include "egress/outbox_mail.h"
#include "jobs/ticker.h"

extern const struct ticker_task mail_sender_task;

/* One round: settles what a dead sender has left, then sends what is due. Each mail is leased in
   the store first, so that two processes never send the same one. */
enum status MUST_CHECK mail_send_due(const struct instance *instance, int64_t now_ms);

/* What the seal of a mail is bound to. */
struct text mail_seal_about(struct arena *arena, struct id id);

#endif
