/* Rows of the database become rows of the report: days fold into weeks and months, sizes that
   are written in different ways into one, and the previous period stands beside its row. */
#include "ops/report.h"

#include "base/map.h"
#include "ops/report_key.h"
#include "ops/report_sql.h"

/* Rows while they come in, found by currency and key. */
struct gathering {
    struct arena *arena;
    enum report_group group;
    enum language language;
    struct report *report;
    struct map by_key;
    size_t capacity;
};

static struct report_row *find_row(struct gathering *gathering, struct text currency,
                                   struct text key)
{
    struct text name = arena_print(gathering->arena, "%.*s%.*s", TEXT_ARG(currency), TEXT_ARG(key));

    /* The map holds positions, for the rows move as they grow; 0 is none, so they count from 1. */
    uintptr_t at = (uintptr_t)map_get(&gathering->by_key, name);

    return at == 0 ? NULL : &gathering->report->rows[at - 1];
}

static struct report_row *add_row(struct gathering *gathering, const struct report_row *row)
{
    struct report *report = gathering->report;
    struct text name =
        arena_print(gathering->arena, "%.*s%.*s", TEXT_ARG(row->currency), TEXT_ARG(row->key));

    if (report->count == gathering->capacity) {
        size_t capacity = gathering->capacity == 0 ? 64 : 2 * gathering->capacity;
        struct report_row *rows = ARENA_NEW_ARRAY(gathering->arena, struct report_row, capacity);

        if (report->count > 0)
            memcpy(rows, report->rows, report->count * sizeof *rows);
        report->rows = rows;
        gathering->capacity = capacity;
    }
    report->rows[report->count++] = *row;
    map_set(&gathering->by_key, name, (void *)(uintptr_t)report->count);
    return &report->rows[report->count - 1];
}

static struct text text_at(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value_kept(cursor, column);

    return value.type == VALUE_TEXT ? value.text : (struct text){ 0 };
}

static int64_t number_at(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value(cursor, column);

    return value.type == VALUE_INTEGER ? value.integer : 0;
}

static bool is_there(const struct cursor *cursor, size_t column)
{
    return cursor_value(cursor, column).type != VALUE_NULL;
}

static void read_column(struct report_row *row, const struct cursor *cursor, size_t at,
                        enum report_column column)
{
    static const size_t texts[COLUMN_COUNT] = {
        [COLUMN_DAY] = offsetof(struct report_row, day),
        [COLUMN_PLATFORM] = offsetof(struct report_row, platform),
        [COLUMN_HOST] = offsetof(struct report_row, host),
        [COLUMN_TITLE] = offsetof(struct report_row, title),
        [COLUMN_BRAND] = offsetof(struct report_row, brand),
        [COLUMN_SHOE_TYPE] = offsetof(struct report_row, shoe_type),
        [COLUMN_SIZE_SYSTEM] = offsetof(struct report_row, size_system),
        [COLUMN_SIZE] = offsetof(struct report_row, size),
    };

    if (column == COLUMN_SHOW_ID && is_there(cursor, at))
        row->live_session_id = cursor_value(cursor, at).id;
    else if (column == COLUMN_SIZE_ORDER)
        row->sort = is_there(cursor, at) ? number_at(cursor, at) : INT64_MAX;
    else if (column == COLUMN_HOUR)
        row->sort = number_at(cursor, at);
    else if (texts[column] != 0)
        *(struct text *)((char *)row + texts[column]) = text_at(cursor, at);
}

static struct report_row read_row(const struct cursor *cursor, const struct report_sql *sql)
{
    struct report_row row = { 0 };
    size_t sums = sql->column_count + 1;

    for (size_t i = 0; i < sql->column_count; i++)
        read_column(&row, cursor, i, sql->columns[i]);
    row.currency = text_at(cursor, sql->column_count);
    row.now.gmv = number_at(cursor, sums + SUM_GMV);
    row.now.units = number_at(cursor, sums + SUM_UNITS);
    row.now.orders = number_at(cursor, sums + SUM_ORDERS);
    row.now.cost = number_at(cursor, sums + SUM_COST);
    row.now.units_without_cost = number_at(cursor, sums + SUM_UNITS_WITHOUT_COST);
    row.now.buyers = number_at(cursor, sums + SUM_BUYERS);
    row.now.shows = number_at(cursor, sums + SUM_SHOWS);
    row.now.has_buyers = is_there(cursor, sums + SUM_BUYERS);
    row.now.has_shows = is_there(cursor, sums + SUM_SHOWS);
    return row;
}

static enum status gather(struct gathering *gathering, struct cursor *cursor,
                          const struct report_sql *sql)
{
    for (;;) {
        struct report_row row, *same;
        bool is_found;
        enum status status = cursor_next(cursor, &is_found);

        if (status != OK || !is_found)
            return status;
        if (gathering->report->count >= LIMIT_REPORT_ROWS)
            return TOO_LARGE;
        row = read_row(cursor, sql);
        report_name_row(&row, gathering->group, gathering->language, gathering->arena);
        same = find_row(gathering, row.currency, row.key);
        if (same)
            figures_add(&same->now, &row.now);
        else
            add_row(gathering, &row);
    }
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
    struct report_sql sql;
    struct cursor *cursor;
    enum status status;

    report_sql_build(&sql, query, arena);
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.value_count, &cursor);
    if (status != OK)
        return status;

    status = gather(&gathering, cursor, &sql);
    cursor_close(cursor);
    if (status == OK)
        *ret_report = report;
    return status;
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
        same = find_row(&gathering, row->currency, row->key);
        if (!same) {
            struct figures figures = row->now;

            row->now = (struct figures){ .has_shows = figures.has_shows };
            row->previous = figures;
            add_row(&gathering, row);
        } else {
            figures_add(&same->previous, &row->now);
        }
    }
    return OK;
}
