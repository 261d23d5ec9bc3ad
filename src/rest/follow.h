/* Follow: rows that were changed, as the caller may see them now and as GET /rest/v1 would show
   them; for those who are told of changes (src/realtime). Row security is the database's. */
#ifndef REST_FOLLOW_H
#define REST_FOLLOW_H

#include "call/call.h"

enum { LIMIT_FOLLOWED_ROWS = 256 };

struct followed_row {
    struct id id;
    int64_t version;
    struct text
        json; /* an object with every column; empty: the caller does not see it (any more) */
};

/* Fills `json` and `version` of each row of `rows`, at most LIMIT_FOLLOWED_ROWS, whose id the
   caller sees. In the call's arena. */
enum status MUST_CHECK rest_follow_rows(struct call *call, const struct entity *entity,
                                        struct followed_row *rows, size_t count);
/* "column=op.value", several with commas between them, as Realtime's clients write filters; the
   operators are those of the data API. Refuses what it cannot be. */
enum status MUST_CHECK rest_follow_check(struct call *call, const struct entity *entity,
                                         struct text filter);
/* Which of the rows fit the filter: ret_fits[i] belongs to rows[i]. */
enum status MUST_CHECK rest_follow_filter(struct call *call, const struct entity *entity,
                                          struct text filter, const struct followed_row *rows,
                                          size_t count, bool *ret_fits);

#endif
