/* Team: what a team knows and tells each other (docs/knowledge.md). */
#ifndef TEAM_TEAM_H
#define TEAM_TEAM_H

#include "call/function.h"
#include "schema/entity.h"

/* clang-format off */
#define TEAM_ENTITIES(X) \
    X(article_category)  \
    X(article)           \
    X(article_version)   \
    X(article_ack)       \
    X(quiz_question)     \
    X(quiz_attempt)      \
    X(announcement)      \
    X(announcement_seen) \
    /* the end */
/* clang-format on */

#define TEAM_ENTITY(name) extern const struct entity name##_entity;
TEAM_ENTITIES(TEAM_ENTITY)
#undef TEAM_ENTITY

extern const struct entity *const team_entities[]; /* all of them; NULL-ended */

/* Ended by a NULL name. */
extern const struct function article_functions[];      /* article_publish, _withdraw, _restore */
extern const struct function article_read_functions[]; /* article_read */
extern const struct function quiz_functions[];         /* quiz_edit, _save, _take, _answer */
extern const struct function training_functions[];     /* training_mine, training_matrix */
extern const struct function announcement_functions[]; /* announcement_list, announcement_see */

#endif
