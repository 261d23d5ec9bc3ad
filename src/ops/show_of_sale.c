/* A sale belongs to the show that was running; orders are still paid for half an hour after it.
   Before five in the morning the evening before is meant. */
#include "ops/show_of_sale.h"

#include "base/zone.h"
#include "ops/live_session.h"
#include "ops/sale.h"
#include "rest/write.h"
#include "schema/column.h"
#include "store/find.h"

enum { NIGHT_MS = 5 * MS_PER_HOUR, LATE_MS = 30 * MS_PER_MINUTE, LONGEST_MS = MS_PER_DAY };

enum status show_of_sale_find(struct call *call, struct tx *tx, const struct row_draft *draft,
                              struct id *ret_id)
{
    struct value sold_at = draft->values[column_index_named(&sale_entity, "sold_at")];
    struct value values[3];

    (void)call;
    if (sold_at.type != VALUE_INTEGER)
        return NOT_FOUND;
    values[0] = sold_at;
    values[1] = VALUE_OF_INTEGER(sold_at.integer - LONGEST_MS);
    values[2] = VALUE_OF_INTEGER(sold_at.integer - LATE_MS);
    return tx_find_id(tx,
                      T("SELECT id FROM live_session WHERE starts_at <= $1 AND starts_at > $2 AND "
                        "ends_at >= $3 ORDER BY starts_at DESC LIMIT 1"),
                      values, 3, ret_id);
}

/* Fills a member that the file does not give; it takes no part in finding the show. */
static void fall_back(struct row_draft *linked, const char *name, struct value value)
{
    size_t at = column_index_named(&live_session_entity, name);

    if (!linked->is_given[at])
        linked->values[at] = value;
}

void show_of_sale_complete(struct call *call, const struct row_draft *draft,
                           struct row_draft *linked)
{
    const struct field *day = entity_field(&live_session_entity, T("day"));
    struct value sold_at = draft->values[column_index_named(&sale_entity, "sold_at")];
    size_t at = column_index_named(&live_session_entity, "day");

    if (!linked->is_given[at] && sold_at.type == VALUE_INTEGER) {
        struct date date = zone_day(call->zone, sold_at.integer - NIGHT_MS);

        draft_set(&live_session_entity, linked, day,
                  VALUE_OF_TEXT(arena_print(call->arena, "%s", date_to_text(date).at)));
    }
    fall_back(linked, "title", linked->values[at]);
    fall_back(linked, "platform", VALUE_OF_TEXT(T("other")));
    fall_back(linked, "currency", draft->values[column_index_named(&sale_entity, "currency")]);
}
