/* An incoming box: what a supplier sends, from the announcement to the stock. */
#ifndef OPS_INBOUND_BOX_H
#define OPS_INBOUND_BOX_H

#include "base/status.h"
#include "schema/entity.h"

struct call;
struct tx;

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
    struct id location_id;   /* where its goods go */
    bool wants_second_count; /* by somebody who does not see the first one's figures */
    int64_t booked_at;
};

extern const struct entity inbound_box_entity;

/* It is there, now unless somebody has said when. As the system. */
enum status MUST_CHECK inbound_box_arrive(struct call *call, struct tx *tx,
                                          struct inbound_box *box);

#endif
