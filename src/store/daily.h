/* Daily: sums over the rows of a day, kept in a table beside them (entity->daily) and never wrong.
   A row of that table says: the days first_day to `day` have rows on `day` alone, and their sums
   are these. Who writes a row of a day takes the row that covers it away, in the same transaction;
   who sums up looks where no row covers and reads the rows themselves. So writing never adds
   anything up, and days that nobody has summed yet cost nothing.
   (docs/decisions/2026-11-22-report-rollups.md) */
#ifndef STORE_DAILY_H
#define STORE_DAILY_H

#include "base/time.h"
#include "store/store.h"

/* Sums are kept of days that are this old, by UTC; younger ones are written all the time. It also
   keeps server processes apart whose clocks differ: what one takes for too young to have sums,
   no other has summed. */
enum { DAILY_SETTLED_DAYS = 3 };
enum { DAILY_FIRST_DAY = -719162, DAILY_LAST_DAY = 2932896 }; /* 0001-01-01, 9999-12-31 */

struct date daily_last_settled(void);
/* The id of a day's row: in the order of the days. */
struct id daily_key(struct date day);

/* Rows of this day (a text, as its column holds it) were written or are about to be; before and
   after an update, too. Does nothing when the entity has no daily sums. */
void tx_touch_day(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                  struct value day);
/* The days of all rows that match, read as who the transaction is. `where` is SQL after FROM. */
enum status MUST_CHECK tx_touch_days_of(struct tx *tx, const struct entity *entity,
                                        int64_t workspace_id, struct text where,
                                        const struct value *values, size_t count);
/* All days that the last statement wrote have been told. A statement that is not followed by this
   takes the sums of every day of the workspace away: no path of writing can be forgotten. */
void tx_touched(struct tx *tx, const struct entity *entity);

/* Sums of this day are being written by this transaction, of the server's own. */
void tx_sums_day(struct tx *tx, const struct entity *entity, int64_t workspace_id, struct date day);

#endif
