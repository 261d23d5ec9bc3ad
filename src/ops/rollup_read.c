/* The rows say which days they cover; what lies between them is a gap. */
#include "ops/rollup_read.h"

#include "ops/sale_rollup.h"
#include "store/daily.h"

static void add_gap(struct rollup_reading *reading, int32_t first, int32_t last)
{
    struct rollup_gaps *gaps = &reading->gaps;

    if (first > last)
        return;
    gaps->is_open |= first == DAILY_FIRST_DAY;
    if (!gaps->is_settled && first <= daily_last_settled().days) {
        gaps->is_settled = true;
        gaps->settled_from.days = first;
    }
    if (gaps->count == LIMIT_ROLLUP_GAPS)
        gaps->is_patchy = true;
    else
        gaps->at[gaps->count++] = (struct day_range){ { first }, { last } };
}

/* Takes one row; *next is the first day that nothing was said about yet. */
static enum status take_row(struct rollup_reading *reading, const struct cursor *cursor,
                            struct arena *scratch, int32_t *next)
{
    struct date day, first_day;
    struct pack pack;

    if (!date_from_text(cursor_value(cursor, 0).text, &day) ||
        !date_from_text(cursor_value(cursor, 1).text, &first_day))
        return FAILED;
    arena_clear(scratch);
    add_gap(reading, *next, first_day.days - 1);
    if (first_day.days > *next)
        *next = first_day.days;
    if (!pack_open(scratch, cursor_value(cursor, 2).text, reading->cut, &pack)) {
        add_gap(reading, *next, day.days);
        *next = day.days + 1;
        return OK;
    }
    *next = day.days + 1;
    return reading->take(reading->context, day, &pack);
}

static enum status take_rows(struct tx *tx, struct rollup_reading *reading, int32_t *next,
                             int32_t last)
{
    static const char *const columns[CUT_COUNT] = {
        [CUT_TYPES] = "types", [CUT_SIZES] = "sizes", [CUT_HOURS] = "hours"
    };
    struct value values[] = { VALUE_OF_INTEGER(tx_identity(tx)->workspace_id),
                              VALUE_OF_ID(daily_key((struct date){ *next })),
                              VALUE_OF_ID(daily_key((struct date){ last })) };
    struct arena scratch = { 0 };
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(
        tx,
        arena_print(tx_arena(tx),
                    "SELECT day, first_day, %s FROM main.sale_rollup WHERE workspace_id = $1 AND "
                    "id >= $2 AND id <= $3 ORDER BY id",
                    columns[reading->cut]),
        values, 3, &cursor);

    if (status != OK)
        return status;
    for (;;) {
        status = cursor_next(cursor, &is_found);
        if (status != OK || !is_found)
            break;
        status = take_row(reading, cursor, &scratch, next);
        if (status != OK)
            break;
    }
    cursor_close(cursor);
    arena_release(&scratch);
    return status;
}

/* The last days may be covered by the row of a later one. */
static enum status find_end(struct tx *tx, int32_t *last)
{
    struct value values[] = { VALUE_OF_INTEGER(tx_identity(tx)->workspace_id),
                              VALUE_OF_ID(daily_key((struct date){ *last })) };
    struct date first_day;
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx,
                                  T("SELECT first_day FROM main.sale_rollup WHERE workspace_id = "
                                    "$1 AND id > $2 ORDER BY id LIMIT 1"),
                                  values, 2, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found && date_from_text(cursor_value(cursor, 0).text, &first_day) &&
        first_day.days <= *last)
        *last = first_day.days - 1;
    cursor_close(cursor);
    return status;
}

static enum status read_as_system(struct tx *tx, void *context)
{
    struct rollup_reading *reading = context;
    int32_t next = reading->from.days != 0 ? reading->from.days : DAILY_FIRST_DAY;
    int32_t last = reading->to.days != 0 ? reading->to.days : DAILY_LAST_DAY;
    enum status status;

    if (next < DAILY_FIRST_DAY)
        next = DAILY_FIRST_DAY;
    if (last < next)
        return OK;
    status = take_rows(tx, reading, &next, last);

    if (status == OK && next <= last)
        status = find_end(tx, &last);
    if (status == OK)
        add_gap(reading, next, last);
    return status;
}

enum status rollup_read(struct tx *tx, struct rollup_reading *reading)
{
    return tx_as_system(tx, read_as_system, reading);
}
