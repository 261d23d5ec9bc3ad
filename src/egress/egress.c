/* The list of what egress keeps. */
#include "egress/egress.h"

#include "egress/egress_event.h"
#include "egress/outbox_mail.h"

const struct entity *const egress_entities[] = { &outbox_mail_entity, &egress_event_entity, NULL };
