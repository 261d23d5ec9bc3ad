/* Rows of a report while they come in, found by currency and key. Private to report*.c. */
#ifndef OPS_REPORT_GATHER_H
#define OPS_REPORT_GATHER_H

#include "base/map.h"
#include "ops/report_sql.h"

struct gathering {
    struct arena *arena;
    enum report_group group;
    enum language language;
    struct report *report;
    struct map by_key;
    size_t capacity;
};

struct report_row *gathering_find(struct gathering *gathering, struct text currency,
                                  struct text key);
struct report_row *gathering_add(struct gathering *gathering, const struct report_row *row);
/* Names the row by its group and adds it to the one of the same name. TOO_LARGE past
   LIMIT_REPORT_ROWS. */
enum status MUST_CHECK gathering_take(struct gathering *gathering, struct report_row *row);
/* Every row that the cursor still has. */
enum status MUST_CHECK gathering_take_all(struct gathering *gathering, struct cursor *cursor,
                                          const struct report_sql *sql);

void report_is_unsummed(struct report *report, struct date from);

/* Cells of a cursor: NULL is an empty text, 0. */
struct text text_at(const struct cursor *cursor, size_t column);
int64_t number_at(const struct cursor *cursor, size_t column);
bool is_there(const struct cursor *cursor, size_t column);
/* The sums that stand from `column` on in the order of enum report_sum, those of sales. */
struct figures sums_from(const struct cursor *cursor, size_t column);

#endif
