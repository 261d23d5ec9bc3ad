/* Article ack: somebody says that they have read a version of an article. */
#ifndef TEAM_ARTICLE_ACK_H
#define TEAM_ARTICLE_ACK_H

#include "schema/entity.h"

struct article_ack {
    struct row row;
    struct id article_id, account_id;
    int64_t number; /* of the version */
};

extern const struct entity article_ack_entity;

#endif
