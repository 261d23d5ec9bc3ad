/* Record: a row struct as the generic API would answer it. */
#ifndef AUTH_RECORD_H
#define AUTH_RECORD_H

#include "codec/json_write.h"
#include "schema/entity.h"

/* An object of the row's own columns and every field that is not hidden. */
void record_write(struct json_writer *json, const struct entity *entity, const void *row);

#endif
