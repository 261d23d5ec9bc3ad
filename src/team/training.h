/* Training: who still has to read or pass what, worked out from articles, read marks and tests. */
#ifndef TEAM_TRAINING_H
#define TEAM_TRAINING_H

#include "auth/member.h"
#include "team/article.h"

/* Members on one page of the matrix, and cells: where articles are many, a page has fewer members,
   so that its answer stays below LIMIT_REPLY. */
enum { LIMIT_TRAINED = 100, LIMIT_TRAINING_CELLS = 200000 };

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
    size_t member_count; /* of all who have the module, on whichever page */
};

/* Which members: one account, or those after `offset`, by name, at most `room`. */
struct training_page {
    struct id only; /* zero: all */
    size_t offset, room;
};

enum training_state {
    TRAINING_DONE,   /* read, and passed where there is a test */
    TRAINING_TEST,   /* read, not passed */
    TRAINING_OLD,    /* an older version was read */
    TRAINING_UNREAD, /* never read */
};

/* As the server's own code. */
enum status MUST_CHECK training_load(struct call *call, struct tx *tx,
                                     const struct training_page *page,
                                     struct training *ret_training);
/* How many members fit on a page: `wanted` (0: as many as may be), one at least. */
size_t training_page_room(size_t wanted, size_t article_count);
const struct training_cell *training_cell(const struct training *training, size_t trainee,
                                          size_t article);
enum training_state training_state(const struct article *article, const struct training_cell *cell);
const char *training_state_name(enum training_state state);

#endif
