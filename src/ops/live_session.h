/* A live show: when, where, who, and what the platform said it brought. */
#ifndef OPS_LIVE_SESSION_H
#define OPS_LIVE_SESSION_H

#include "schema/entity.h"

/* The order of the choices; 0 is none. */
enum platform {
    PLATFORM_TIKTOK = 1,
    PLATFORM_WHATNOT,
    PLATFORM_DOUYIN,
    PLATFORM_TAOBAO,
    PLATFORM_KUAISHOU,
    PLATFORM_INSTAGRAM,
    PLATFORM_OTHER
};

enum live_status { LIVE_PLANNED = 1, LIVE_RUNNING, LIVE_ENDED };

struct live_session {
    struct row row;
    struct text title;
    int platform; /* enum platform */
    struct text host;
    int status; /* enum live_status */
    struct date day;
    int64_t starts_at, ends_at;
    struct text currency;
    int64_t gmv, cost;
    int64_t buyers, items;
    int64_t target_gmv, target_units;
    struct text review;
};

extern const struct entity live_session_entity;
/* In the order of enum live_status. */
extern const struct choice live_session_statuses[LIVE_ENDED];
/* In the order of enum platform. */
extern const struct choice live_session_platforms[PLATFORM_OTHER];

#endif
