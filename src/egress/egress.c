/* The list of what egress keeps. */
#include "egress/egress.h"

#include "egress/outbox_mail.h"

const struct entity *const egress_entities[] = { &outbox_mail_entity, NULL };
