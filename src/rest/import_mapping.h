/* Mappings as JSON, member by member: which of them somebody else may be given. */
#ifndef REST_IMPORT_MAPPING_H
#define REST_IMPORT_MAPPING_H

#include "rest/import_plan.h"

/* Without fields that the caller may not set. */
struct text import_mapping_for(struct call *call, const struct entity *entity, struct text mapping);
/* Without fixed values of fields that need a grant of their own: mappings are everybody's in the
   workspace. */
struct text import_mapping_shared(struct call *call, const struct entity *entity,
                                  struct text mapping);

#endif
