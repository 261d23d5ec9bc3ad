/* Slot of a show: which host is on, from when until when. */
#ifndef OPS_SHOW_SLOT_H
#define OPS_SHOW_SLOT_H

#include "schema/entity.h"

struct show_slot {
    struct row row;
    struct id live_session_id, host_id;
    int64_t starts_at, ends_at; /* ends after it starts */
    struct text note;
};

extern const struct entity show_slot_entity;

#endif
