/* An incoming box: what a supplier sends, from the announcement to the stock. */
#ifndef OPS_INBOUND_BOX_H
#define OPS_INBOUND_BOX_H

#include "schema/entity.h"

/* The order of the choices; a box only goes forward. */
enum inbound_status { INBOUND_EXPECTED = 1, INBOUND_ARRIVED, INBOUND_COUNTED, INBOUND_BOOKED };

struct inbound_box {
    struct row row;
    struct text supplier, tracking_number;
    int status; /* enum inbound_status */
    struct date expected_on;
    int64_t arrived_at;
    struct date day; /* of arrival, in the workspace's time zone */
    struct text note;
};

extern const struct entity inbound_box_entity;

#endif
