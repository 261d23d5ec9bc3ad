/* A report is run from the rollup as far as that goes, or from the rows; the previous period
   stands beside its row. */
#include "ops/report.h"

#include "call/call.h"
#include "ops/report_gather.h"
#include "ops/report_key.h"
#include "ops/report_rollup.h"
#include "ops/rollup_build.h"
#include "store/daily.h"

/* Sales alone, or shows with their sales, straight from their rows. */
static enum status run_of_rows(struct tx *tx, const struct report_query *query,
                               struct gathering *gathering)
{
    struct report_sql sql;
    struct cursor *cursor;
    enum status status;

    report_sql_build(&sql, query, gathering->arena);
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.value_count, &cursor);
    if (status != OK)
        return status;

    status = gathering_take_all(gathering, cursor, &sql);
    cursor_close(cursor);
    return status;
}

enum status report_run(struct tx *tx, const struct report_query *query, enum language language,
                       struct report *ret_report)
{
    struct arena *arena = tx_arena(tx);
    struct report report = { 0 };
    struct gathering gathering = { .arena = arena,
                                   .group = query->group,
                                   .language = language,
                                   .report = &report,
                                   .by_key = { .arena = arena } };
    bool is_done = false;
    enum status status = report_run_of_rollup(tx, query, &gathering, &is_done);

    if (status == OK && !is_done)
        status = run_of_rows(tx, query, &gathering);
    if (status == OK)
        *ret_report = report;
    return status;
}

void report_is_unsummed(struct report *report, struct date from)
{
    if (!report->is_unsummed || from.days < report->unsummed_from.days)
        report->unsummed_from = from;
    report->is_unsummed = true;
}

void report_want_sums(const struct call *call, enum status status, const struct report *report)
{
    int64_t workspace_id = call->identity.workspace_id;

    if (status == UNAVAILABLE && call->fault == STORE_TIMEOUT) /* the next one will not */
        rollup_want(call->instance, workspace_id, (struct date){ DAILY_FIRST_DAY });
    else if (status == OK && report->is_unsummed)
        rollup_want(call->instance, workspace_id, report->unsummed_from);
}

/* ---- the previous period ---- */

static bool is_period(enum report_group group)
{
    return group == GROUP_DAY || group == GROUP_WEEK || group == GROUP_MONTH;
}

/* Moves the key of a row of the previous period to the same place in this one. */
static void move_key(struct report_row *row, enum report_group group, int64_t by,
                     struct arena *arena)
{
    row->sort += by;
    row->key = row->label = report_period_key(group, row->sort, arena);
    if (group == GROUP_DAY)
        row->day = row->key;
}

enum status report_compare(struct tx *tx, const struct report_query *query, enum language language,
                           struct report *report)
{
    struct arena *arena = tx_arena(tx);
    struct report_query before = *query;
    struct report previous;
    struct gathering gathering = { .arena = arena,
                                   .group = query->group,
                                   .language = language,
                                   .report = report,
                                   .by_key = { .arena = arena },
                                   .capacity = report->count };
    int64_t by;
    enum status status;

    before.to.days = query->from.days - 1;
    before.from.days = query->from.days - (query->to.days - query->from.days + 1);
    status = report_run(tx, &before, language, &previous);
    if (status != OK)
        return status;

    if (previous.is_unsummed)
        report_is_unsummed(report, previous.unsummed_from);
    by = report_period(query->group, query->from) - report_period(query->group, before.from);
    for (size_t i = 0; i < report->count; i++) {
        struct text name = arena_print(arena, "%.*s%.*s", TEXT_ARG(report->rows[i].currency),
                                       TEXT_ARG(report->rows[i].key));

        map_set(&gathering.by_key, name, (void *)(uintptr_t)(i + 1));
    }
    for (size_t i = 0; i < previous.count; i++) {
        struct report_row *row = &previous.rows[i], *same;

        if (is_period(query->group))
            move_key(row, query->group, by, arena);
        same = gathering_find(&gathering, row->currency, row->key);
        if (!same) {
            struct figures figures = row->now;

            row->now = (struct figures){ .has_shows = figures.has_shows };
            row->previous = figures;
            gathering_add(&gathering, row);
        } else {
            figures_add(&same->previous, &row->now);
        }
    }
    return OK;
}
