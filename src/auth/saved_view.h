/* Saved view: the filter, order and columns of a list under a name; one's own, or shared with
   the workspace for reading. */
#ifndef AUTH_SAVED_VIEW_H
#define AUTH_SAVED_VIEW_H

#include "schema/entity.h"

struct saved_view {
    struct row row;
    struct text entity;
    struct text name;
    struct text query; /* JSON of the web app */
    bool shared;
};

extern const struct entity saved_view_entity;

#endif
