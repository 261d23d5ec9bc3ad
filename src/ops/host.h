/* Host: who stands before the camera. Shows that come from a file name their host in text; a slot
   of the plan names a row of these. */
#ifndef OPS_HOST_H
#define OPS_HOST_H

#include "schema/entity.h"

struct host {
    struct row row;
    struct text name;
    struct id account_id; /* of the member who it is; zero: none */
    bool is_active;
    struct text note;
};

extern const struct entity host_entity;

#endif
