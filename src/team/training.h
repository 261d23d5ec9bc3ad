/* Training: who still has to read or pass what, worked out from articles, read marks and tests. */
#ifndef TEAM_TRAINING_H
#define TEAM_TRAINING_H

#include "auth/member.h"
#include "team/article.h"

enum { LIMIT_TRAINED = 500, LIMIT_TRAINING_ARTICLES = 1000 };

/* What somebody has done about an article. */
struct training_cell {
    int64_t read_number; /* the newest version that they marked as read; 0: none */
    int64_t read_at;
    int64_t tries; /* of the version that is out */
    int64_t score; /* the best of those */
    bool is_seen;  /* the article is one that they see */
    bool is_required, is_passed;
};

struct trainee {
    struct member member;
    unsigned char level[MODULE_COUNT];
};

struct training {
    struct trainee *trainees;
    struct article *articles; /* published ones, without their text */
    struct training_cell *cells;
    size_t trainee_count, article_count;
};

enum training_state {
    TRAINING_DONE,   /* read, and passed where there is a test */
    TRAINING_TEST,   /* read, not passed */
    TRAINING_OLD,    /* an older version was read */
    TRAINING_UNREAD, /* never read */
};

/* As the server's own code. `only`: one account; zero: every member who has the module. */
enum status MUST_CHECK training_load(struct call *call, struct tx *tx, struct id only,
                                     struct training *ret_training);
const struct training_cell *training_cell(const struct training *training, size_t trainee,
                                          size_t article);
enum training_state training_state(const struct article *article, const struct training_cell *cell);
const char *training_state_name(enum training_state state);

#endif
