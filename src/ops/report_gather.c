/* Rows of the database become rows of the report; those of one name are added up: days fold into
   weeks and months, sizes that are written in different ways into one. */
#include "ops/report_gather.h"

#include "ops/report_key.h"

struct report_row *gathering_find(struct gathering *gathering, struct text currency,
                                  struct text key)
{
    struct text name = arena_print(gathering->arena, "%.*s%.*s", TEXT_ARG(currency), TEXT_ARG(key));

    /* The map holds positions, for the rows move as they grow; 0 is none, so they count from 1. */
    uintptr_t at = (uintptr_t)map_get(&gathering->by_key, name);

    return at == 0 ? NULL : &gathering->report->rows[at - 1];
}

struct report_row *gathering_add(struct gathering *gathering, const struct report_row *row)
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

struct text text_at(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value_kept(cursor, column);

    return value.type == VALUE_TEXT ? value.text : (struct text){ 0 };
}

int64_t number_at(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value(cursor, column);

    return value.type == VALUE_INTEGER ? value.integer : 0;
}

bool is_there(const struct cursor *cursor, size_t column)
{
    return cursor_value(cursor, column).type != VALUE_NULL;
}

static void read_column(struct report_row *row, const struct cursor *cursor, size_t at,
                        enum report_column column)
{
    static const size_t texts[COLUMN_COUNT] = {
        [COLUMN_SHOW_DAY] = offsetof(struct report_row, day),
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

struct figures sums_from(const struct cursor *cursor, size_t column)
{
    return (struct figures){
        .gmv = number_at(cursor, column + SUM_GMV),
        .units = number_at(cursor, column + SUM_UNITS),
        .orders = number_at(cursor, column + SUM_ORDERS),
        .cost = number_at(cursor, column + SUM_COST),
        .units_without_cost = number_at(cursor, column + SUM_UNITS_WITHOUT_COST),
        .returned_units = number_at(cursor, column + SUM_RETURNED_UNITS),
        .refunds = number_at(cursor, column + SUM_REFUNDS),
        .cost_back = number_at(cursor, column + SUM_COST_BACK),
    };
}

static struct report_row read_row(const struct cursor *cursor, const struct report_sql *sql)
{
    struct report_row row = { 0 };
    size_t sums = sql->column_count + 1;

    for (size_t i = 0; i < sql->column_count; i++)
        read_column(&row, cursor, i, sql->columns[i]);
    row.currency = text_at(cursor, sql->column_count);
    row.now = sums_from(cursor, sums);
    row.now.buyers = number_at(cursor, sums + SUM_BUYERS);
    row.now.shows = number_at(cursor, sums + SUM_SHOWS);
    row.now.has_buyers = is_there(cursor, sums + SUM_BUYERS);
    row.now.has_shows = is_there(cursor, sums + SUM_SHOWS);
    return row;
}

enum status gathering_take(struct gathering *gathering, struct report_row *row)
{
    struct report_row *same;

    report_name_row(row, gathering->group, gathering->language, gathering->arena);
    same = gathering_find(gathering, row->currency, row->key);
    if (!same && gathering->report->count >= LIMIT_REPORT_ROWS)
        return TOO_LARGE;
    if (same)
        figures_add(&same->now, &row->now);
    else
        gathering_add(gathering, row);
    return OK;
}

enum status gathering_take_all(struct gathering *gathering, struct cursor *cursor,
                               const struct report_sql *sql)
{
    for (;;) {
        struct report_row row;
        bool is_found;
        enum status status = cursor_next(cursor, &is_found);

        if (status != OK || !is_found)
            return status;
        row = read_row(cursor, sql);
        status = gathering_take(gathering, &row);
        if (status != OK)
            return status;
    }
}
