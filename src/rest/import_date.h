/* Dates and times as spreadsheets write them: 2026-06-02 20:30, 6/2/2026 8:30 PM, 2.6.2026,
   2026年6月2日 20时30分, Jun 2 2026, 20260602, Excel's serial numbers, epoch seconds. Pure. */
#ifndef REST_IMPORT_DATE_H
#define REST_IMPORT_DATE_H

#include "base/text.h"
#include "base/time.h"

/* What stands first when the year does not. */
enum date_order { DATE_ORDER_UNSAID, DATE_ORDER_MDY, DATE_ORDER_DMY };

struct moment {
    struct date date;
    int64_t ms_of_day;
    bool has_time;
    int64_t offset_ms; /* local time minus UTC, when the text said it */
    bool has_offset;
};

/* Whole text. False when it is no date, or could be two and `order` is not said; *ret_moment is
   then untouched. */
bool moment_from_text(struct text text, enum date_order order, struct moment *ret_moment);

/* Which orders are possible for what was seen so far. */
struct date_vote {
    int mdy, dmy; /* texts that only this one explains */
};

void date_vote_add(struct date_vote *vote, struct text text);
/* DATE_ORDER_UNSAID when nothing speaks for one of them. */
enum date_order date_vote_result(const struct date_vote *vote);

#endif
