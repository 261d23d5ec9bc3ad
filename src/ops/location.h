/* A place where goods are: a warehouse, a shelf or bin in it, the table of a show, the way between
   two places. */
#ifndef OPS_LOCATION_H
#define OPS_LOCATION_H

#include "schema/entity.h"

/* The order of the choices; 0 is none. */
enum location_kind {
    LOCATION_WAREHOUSE = 1,
    LOCATION_SHELF,
    LOCATION_BIN,
    LOCATION_SHOW,
    LOCATION_TRANSIT
};

struct location {
    struct row row;
    struct text name;
    int kind; /* enum location_kind */
    struct id location_id;
    struct text code;
    bool is_active;
};

extern const struct entity location_entity;

#endif
