/* Review template: the headings that a team goes through after a show, with places for its figures
   ({gmv}, {best}, ...), which the web app fills in (docs/shows.md). */
#ifndef OPS_REVIEW_TEMPLATE_H
#define OPS_REVIEW_TEMPLATE_H

#include "schema/entity.h"

struct review_template {
    struct row row;
    struct text name, text;
    bool is_default;
};

extern const struct entity review_template_entity;

#endif
