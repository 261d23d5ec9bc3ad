/* Article: what a team should know, written in Markdown. Readers see what was last published;
   each publishing is a version, which nobody changes any more. Who sees an article sees its
   versions and its pictures, and nobody else does (struct entity, seen). */
#ifndef TEAM_ARTICLE_H
#define TEAM_ARTICLE_H

#include "call/call.h"

enum {
    LIMIT_ARTICLE_TITLE = 160,
    LIMIT_ARTICLE_BODY = 60000, /* characters */
    LIMIT_ARTICLE_CHANGED = 500,
    ARTICLE_PHOTOS = 60,
};

enum article_state { ARTICLE_DRAFT = 1, ARTICLE_PUBLISHED };

/* Who has to read an article, of those who see it. */
enum required {
    REQUIRED_NOBODY = 1,
    REQUIRED_EVERYBODY,
    REQUIRED_MEMBERS, /* who is no administrator */
    REQUIRED_ADMINS,
    REQUIRED_MODULE, /* who has been granted required_module */
};

struct article {
    struct row row;
    struct text title;
    struct id article_category_id;
    int language; /* 0: not said */
    struct text body;
    int audience;        /* enum audience_kind */
    struct text members; /* JSON list of accounts, for AUDIENCE_CHOSEN */
    int required;        /* enum required */
    int required_module; /* an index into article_modules, from 1 */
    int64_t pass_percent;
    int state;              /* enum article_state */
    int64_t version_number; /* of the last publishing; 0: never */
    int64_t question_count; /* of that version */
    int64_t published_at;   /* 0: only editors see it */
    struct id published_by;
    bool has_new_quiz; /* since the last publishing */
};

struct article_version {
    struct row row; /* created_by is the author of the article, created_at when it was published */
    struct id article_id, published_by;
    int64_t number; /* from 1 */
    struct text title, body, changed;
    int64_t pass_percent, question_count;
    int audience; /* as of the article; of a withdrawn one, editors at most */
    struct text members;
};

extern const struct entity article_entity, article_version_entity;

/* The module of a choice of required_module. */
enum module article_module(int choice);

/* --- inside a transaction as the caller */

/* The article as the caller may see it, refused with PGRST116. */
enum status MUST_CHECK article_find(struct call *call, struct tx *tx, struct id id,
                                    struct article *ret_article);
/* The same of one that is published, and at the version that the caller means: 40001. */
enum status MUST_CHECK article_find_published(struct call *call, struct tx *tx, struct id id,
                                              int64_t number, struct article *ret_article);
/* The same of one that the caller may change: 42501. */
enum status MUST_CHECK article_find_own(struct call *call, struct tx *tx, struct id id,
                                        struct article *ret_article);

/* --- as the server's own code */

/* Versions and pictures of the article are seen by whom it is seen. Rows that this changes are told
   to open pages as a table to fetch again: so before what is told row by row. */
enum status MUST_CHECK article_spread(struct tx *tx, const struct article *article);
/* The same of what was done to it. */
enum status MUST_CHECK article_spread_activity(struct tx *tx, const struct article *article);
/* Who sees what hangs on it, and who is chosen. */
enum audience_kind article_audience(const struct article *article);
struct text article_members(const struct article *article);

#endif
