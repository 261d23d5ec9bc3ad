/* The list of what Team brings. */
#include "team/team.h"

#define TEAM_ENTITY(name) &name##_entity,
const struct entity *const team_entities[] = { TEAM_ENTITIES(TEAM_ENTITY) NULL };
