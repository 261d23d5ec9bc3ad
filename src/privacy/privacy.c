/* Privacy: the lists. */
#include "privacy/privacy.h"

const struct entity *const privacy_entities[] = { &self_check_entity, &security_report_entity,
                                                  NULL };
