/* One scan of the show's sales gives totals and series; the shows before it are found by the index
   of their starts, and each is asked for its sales up to the same minute. */
#include "ops/show_figures.h"

#include "base/money.h"
#include "ops/ops.h"
#include "ops/stock_average.h"
#include "store/row.h"

#include <stdlib.h>

enum { STEPS_MOST = 300, MINUTES_PER_DAY = 24 * 60 };

/* ---- numbers ---- */

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return left < right ? -1 : left > right;
}

int64_t show_median(int64_t *numbers, size_t count)
{
    int64_t low, high;

    qsort(numbers, count, sizeof *numbers, compare);
    low = numbers[(count - 1) / 2];
    high = numbers[count / 2];
    return low + (high - low) / 2;
}

int64_t show_step_minutes(int64_t elapsed_ms)
{
    static const int64_t steps[] = { 1, 5, 15, 60 };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (elapsed_ms / (steps[i] * MS_PER_MINUTE) < STEPS_MOST)
            return steps[i];
    return MINUTES_PER_DAY;
}

static void add(struct show_sum *sum, const struct show_sum *more)
{
    sum->gmv = money_sum(sum->gmv, more->gmv);
    sum->units += more->units;
    sum->orders += more->orders;
    sum->cost = money_sum(sum->cost, more->cost);
    sum->units_without_cost += more->units_without_cost;
}

/* ---- when ---- */

static void set_times(struct show_figures *figures, const struct live_session *show, int64_t now_ms)
{
    bool has_begun = show->status != LIVE_PLANNED && show->starts_at != 0;

    figures->as_of = show->status == LIVE_ENDED && show->ends_at != 0 ? show->ends_at : now_ms;
    if (has_begun && figures->as_of > show->starts_at)
        figures->elapsed_ms = figures->as_of - show->starts_at;
    figures->step_minutes = show_step_minutes(figures->elapsed_ms);
    if (has_begun) {
        int64_t steps = figures->elapsed_ms / (figures->step_minutes * MS_PER_MINUTE) + 1;

        figures->series_count = steps < STEPS_MOST ? (size_t)steps : (size_t)STEPS_MOST;
    }
}

static enum status set_due(struct show_figures *figures, const struct live_session *show)
{
    int64_t planned_ms = show->ends_at - show->starts_at;
    int64_t elapsed_ms = figures->elapsed_ms < planned_ms ? figures->elapsed_ms : planned_ms;
    enum status status;

    figures->has_due = show->starts_at != 0 && show->ends_at != 0 && planned_ms > 0;
    if (!figures->has_due)
        return OK;
    status = stock_share(show->target_gmv, elapsed_ms, planned_ms, &figures->gmv_due);
    return status == OK
               ? stock_share(show->target_units, elapsed_ms, planned_ms, &figures->units_due)
               : status;
}

/* ---- its sales ---- */

static struct show_sum read_sum(const struct cursor *cursor)
{
    return (struct show_sum){ .currency = cursor_value(cursor, 0).text,
                              .gmv = cursor_value(cursor, 2).integer,
                              .units = cursor_value(cursor, 3).integer,
                              .orders = cursor_value(cursor, 4).integer,
                              .cost = cursor_value(cursor, 5).integer,
                              .units_without_cost = cursor_value(cursor, 6).integer };
}

static void add_other(struct show_figures *figures, struct arena *arena, const struct show_sum *sum)
{
    struct show_sum *last =
        &figures->others[figures->other_count > 0 ? figures->other_count - 1 : 0];

    if (figures->other_count == 0 || !text_equal(last->currency, sum->currency)) {
        if (figures->other_count == LIMIT_FINANCE_CURRENCIES)
            return;
        last = &figures->others[figures->other_count++];
        *last = (struct show_sum){ .currency = arena_copy(arena, sum->currency) };
    }
    add(last, sum);
}

static void add_step(struct show_figures *figures, int64_t step, const struct show_sum *sum)
{
    int64_t last = (int64_t)figures->series_count - 1;

    if (last >= 0)
        add(&figures->series[step < 0 ? 0 : step > last ? last : step], sum);
}

static enum status read_sales(struct tx *tx, const struct live_session *show,
                              struct show_figures *figures)
{
    const struct value values[] = {
        VALUE_OF_INTEGER(show->row.workspace_id),
        VALUE_OF_ID(show->row.id),
        VALUE_OF_INTEGER(show->starts_at),
        VALUE_OF_INTEGER(figures->step_minutes * MS_PER_MINUTE),
    };
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx,
                 T("SELECT currency, (sold_at - $3) / $4, CAST(SUM(price * quantity) AS BIGINT), "
                   "CAST(SUM(quantity) AS BIGINT), COUNT(*), "
                   "CAST(SUM(COALESCE(cost, 0) * quantity) AS BIGINT), "
                   "CAST(SUM(CASE WHEN cost IS NULL THEN quantity ELSE 0 END) AS BIGINT) "
                   "FROM sale WHERE workspace_id = $1 AND live_session_id = $2 "
                   "GROUP BY 1, 2 ORDER BY 1, 2"),
                 values, 4, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        struct show_sum sum = read_sum(cursor);

        if (text_equal(sum.currency, show->currency)) {
            add(&figures->sum, &sum);
            add_step(figures, cursor_value(cursor, 1).integer, &sum);
        } else {
            add_other(figures, tx_arena(tx), &sum);
        }
    }
    cursor_close(cursor);
    return status;
}

/* ---- the shows before ---- */

/* A sub-select with a limit is asked once a show, by the index of a sale's show, whatever the
   engine thinks of joins; an expression has no index, so that the shows come in their order. */
#define EARLIER                                                                                               \
    "SELECT t.id, t.workspace_id, t.starts_at, t.currency FROM live_session t "                               \
    "WHERE t.workspace_id = $1 AND COALESCE(t.platform, '') = $2 AND t.currency = $3 AND t.status = 'ended' " \
    "AND t.starts_at < $4 AND t.id <> $5 AND (SELECT x.id FROM sale x WHERE "                                 \
    "x.workspace_id = t.workspace_id AND x.live_session_id = t.id AND x.currency = t.currency "               \
    "LIMIT 1) IS NOT NULL ORDER BY t.starts_at DESC, t.id DESC LIMIT $7"

static enum status read_earlier(struct tx *tx, const struct live_session *show,
                                struct show_figures *figures)
{
    const struct value values[] = {
        VALUE_OF_INTEGER(show->row.workspace_id),
        VALUE_OF_TEXT(text_from(live_session_platforms[show->platform - 1].value)),
        VALUE_OF_TEXT(show->currency),
        VALUE_OF_INTEGER(show->starts_at != 0 ? show->starts_at : figures->as_of),
        VALUE_OF_ID(show->row.id),
        VALUE_OF_INTEGER(figures->elapsed_ms),
        VALUE_OF_INTEGER(EARLIER_SHOWS),
    };
    int64_t gmv[EARLIER_SHOWS], units[EARLIER_SHOWS];
    size_t count = 0;
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx,
                 T("SELECT s.id, CAST(COALESCE(SUM(a.price * a.quantity), 0) AS BIGINT), "
                   "CAST(COALESCE(SUM(a.quantity), 0) AS BIGINT) FROM (" EARLIER ") s "
                   "LEFT JOIN sale a ON a.workspace_id = s.workspace_id AND "
                   "a.live_session_id = s.id AND a.currency = s.currency AND "
                   "a.sold_at < s.starts_at + $6 GROUP BY s.id"),
                 values, 7, &cursor);

    if (status != OK)
        return status;
    while (count < EARLIER_SHOWS && (status = cursor_next(cursor, &found)) == OK && found) {
        gmv[count] = cursor_value(cursor, 1).integer;
        units[count++] = cursor_value(cursor, 2).integer;
    }
    cursor_close(cursor);
    if (status != OK || count == 0)
        return status;
    figures->earlier_count = (int64_t)count;
    figures->earlier_gmv = show_median(gmv, count);
    figures->earlier_units = show_median(units, count);
    return OK;
}

enum status show_figures_read(struct tx *tx, const struct live_session *show, int64_t now_ms,
                              struct show_figures *ret_figures)
{
    struct show_figures figures = { .sum = { .currency = show->currency } };
    enum status status;

    set_times(&figures, show, now_ms);
    figures.series = ARENA_NEW_ARRAY(tx_arena(tx), struct show_sum, figures.series_count + 1);
    status = set_due(&figures, show);
    if (status == OK)
        status = read_sales(tx, show, &figures);
    if (status == OK)
        status = read_earlier(tx, show, &figures);
    if (status == OK)
        *ret_figures = figures;
    return status;
}
