/* Jobs: the list of its entities. */
#include "jobs/backup.h"
#include "jobs/backup_snapshot.h"
#include "jobs/erasure.h"

const struct entity *const jobs_entities[] = { &backup_snapshot_entity, &erasure_entity, NULL };
