/* Reports of shows from the rollup: sales are added up by show wherever they lie, then each show is
   asked for its own figures. The rules are those of report_sql.c, append_facts. */
#include "ops/report_rollup.h"

#include "ops/live_session.h"

/* ---- shows ---- */

static struct text bytes_of(const struct id *id)
{
    return (struct text){ (const char *)id->bytes, sizeof id->bytes };
}

static struct report_show read_show(const struct cursor *cursor)
{
    return (struct report_show){
        .id = cursor_value(cursor, SHOW_ID).id,
        .day = text_at(cursor, SHOW_DAY),
        .platform = text_at(cursor, SHOW_PLATFORM),
        .host = text_at(cursor, SHOW_HOST),
        .title = text_at(cursor, SHOW_TITLE),
        .currency = text_at(cursor, SHOW_CURRENCY),
        .is_planned = text_equal(cursor_value(cursor, SHOW_STATUS).text, T("planned")),
        .has_gmv = is_there(cursor, SHOW_GMV),
        .gmv = number_at(cursor, SHOW_GMV),
        .has_items = is_there(cursor, SHOW_ITEMS),
        .items = number_at(cursor, SHOW_ITEMS),
        .cost = number_at(cursor, SHOW_COST),
        .has_buyers = is_there(cursor, SHOW_BUYERS),
        .buyers = number_at(cursor, SHOW_BUYERS),
    };
}

static enum status read_all(struct arena *arena, struct cursor *cursor, struct report_shows *shows)
{
    size_t room = 0;

    for (;;) {
        bool is_found;
        enum status status = cursor_next(cursor, &is_found);

        if (status != OK || !is_found)
            return status;
        if (shows->count == room) {
            struct report_show *more =
                ARENA_NEW_ARRAY(arena, struct report_show, room = room == 0 ? 64 : 2 * room);

            if (shows->count > 0)
                memcpy(more, shows->at, shows->count * sizeof *more);
            shows->at = more;
        }
        shows->at[shows->count++] = read_show(cursor);
    }
}

enum status report_shows_read(struct tx *tx, const struct report_query *query, bool is_in_period,
                              struct report_shows *ret_shows)
{
    struct report_shows shows = { .numbers = { .arena = tx_arena(tx) } };
    struct report_sql sql;
    struct cursor *cursor;
    enum status status;

    report_sql_shows(&sql, query, is_in_period, tx_arena(tx));
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.value_count, &cursor);
    if (status != OK)
        return status;
    status = read_all(tx_arena(tx), cursor, &shows);
    cursor_close(cursor);
    if (status != OK)
        return status;

    for (size_t i = 0; i < shows.count; i++)
        map_set(&shows.numbers, bytes_of(&shows.at[i].id), (void *)(uintptr_t)(i + 1));
    *ret_shows = shows;
    return OK;
}

const struct report_show *report_shows_find(const struct report_shows *shows, struct id id)
{
    uintptr_t number = (uintptr_t)map_get(&shows->numbers, bytes_of(&id));

    return number == 0 ? NULL : &shows->at[number - 1];
}

/* ---- their sales ---- */

enum { NO_SHOW = 0 };

/* Figures by currency and show, counted from 1; without a show by day. */
struct totals {
    struct names currencies, shows;
    struct sums sums;
    bool is_broken;
};

static uint32_t show_number(struct totals *totals, struct id id)
{
    return id_is_zero(id) ? NO_SHOW : names_add(&totals->shows, bytes_of(&id)) + 1;
}

static struct sums_key key_of(uint32_t currency, uint32_t show, struct date day)
{
    return (struct sums_key){ { currency, show, show == NO_SHOW ? (uint32_t)day.days : 0 } };
}

static enum status take_pack(void *context, struct date day, struct pack *pack)
{
    struct totals *totals = context;
    struct pack_cell cell;

    for (size_t i = 0; i < pack->cell_count; i++) {
        struct sums_key key;

        if (!pack_next(pack, &cell)) {
            totals->is_broken = true;
            return OK;
        }
        key = key_of(names_add(&totals->currencies, pack->currencies[cell.currency]),
                     cell.show == 0 ? NO_SHOW : show_number(totals, pack->shows[cell.show - 1]),
                     day);
        figures_add(sums_at(&totals->sums, &key), &cell.figures);
    }
    return OK;
}

static enum status take_sales(struct totals *totals, struct cursor *cursor)
{
    for (;;) {
        struct figures figures;
        struct sums_key key;
        struct date day = { 0 };
        struct id show = { { 0 } };
        bool is_found;
        enum status status = cursor_next(cursor, &is_found);

        if (status != OK || !is_found)
            return status;
        if (is_there(cursor, 0))
            show = cursor_value(cursor, 0).id;
        else if (!date_from_text(cursor_value(cursor, 1).text, &day))
            return FAILED;
        key = key_of(names_add(&totals->currencies, cursor_value(cursor, 2).text),
                     show_number(totals, show), day);
        figures = sums_from(cursor, 3);
        figures_add(sums_at(&totals->sums, &key), &figures);
    }
}

static enum status take_gap(struct tx *tx, const struct day_range *gap, struct totals *totals)
{
    struct report_query query = { .within = gap };
    struct report_sql sql;
    struct cursor *cursor;
    enum status status;

    report_sql_totals(&sql, &query, tx_arena(tx));
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.value_count, &cursor);
    if (status != OK)
        return status;
    status = take_sales(totals, cursor);
    cursor_close(cursor);
    return status;
}

/* ---- the days they lie on ---- */

/* Of so many shows it is faster to ask each for its first and last sale than to read all packs. */
enum { MOST_SHOWS_ASKED = 200 };

/* The day of a sale is that of its instant by the team's clock, which is less than a day away from
   UTC. */
static enum status widen(struct tx *tx, const struct report_query *query, struct day_range *days)
{
    struct report_sql sql;
    struct cursor *cursor;
    bool is_found;
    enum status status;

    report_sql_sold(&sql, query, tx_arena(tx));
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.value_count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found && is_there(cursor, 0) && is_there(cursor, 1)) {
        struct date first = instant_to_date(number_at(cursor, 0), NULL);
        struct date last = instant_to_date(number_at(cursor, 1), NULL);

        if (first.days - 1 < days->first.days)
            days->first.days = first.days - 1;
        if (last.days + 1 > days->last.days)
            days->last.days = last.days + 1;
    }
    cursor_close(cursor);
    return status;
}

/* A show's sales may lie on any day, those without a show count on their own: only a period with
   few shows says which days are to be read. */
static enum status choose_days(struct tx *tx, const struct report_query *query,
                               const struct report_shows *shows, struct rollup_reading *reading)
{
    struct day_range days = { query->from, query->to };
    enum status status = OK;

    if (days.first.days == 0 || days.last.days == 0 || shows->count > MOST_SHOWS_ASKED)
        return OK;
    if (shows->count > 0)
        status = widen(tx, query, &days);
    reading->from = days.first;
    reading->to = days.last;
    return status;
}

/* Of shows with a certain host or platform the rows are then found through the shows, without those
   of other shows on the same days. */
static bool is_without_sums(const struct report_query *query, const struct rollup_reading *reading)
{
    const struct rollup_gaps *gaps = &reading->gaps;

    return gaps->is_open ||
           (report_names_show_values(query) && gaps->count == 1 && reading->from.days != 0 &&
            gaps->at[0].first.days <= reading->from.days &&
            gaps->at[0].last.days >= reading->to.days);
}

/* ---- facts ---- */

static bool is_wanted(const struct gathering *gathering, enum report_column column)
{
    size_t count;
    const enum report_column *columns = report_columns(gathering->group, &count);

    for (size_t i = 0; i < count; i++)
        if (columns[i] == column)
            return true;
    return false;
}

/* What the group looks at of the show, or of the day without one. */
static struct report_row row_of(const struct gathering *gathering, const struct report_show *show,
                                struct text day)
{
    struct report_row row = { 0 };

    if (is_wanted(gathering, COLUMN_DAY) || is_wanted(gathering, COLUMN_SHOW_DAY))
        row.day = show ? show->day : day;
    if (!show)
        return row;
    if (is_wanted(gathering, COLUMN_SHOW_ID))
        row.live_session_id = show->id;
    if (is_wanted(gathering, COLUMN_PLATFORM))
        row.platform = show->platform;
    if (is_wanted(gathering, COLUMN_HOST))
        row.host = show->host;
    if (is_wanted(gathering, COLUMN_TITLE))
        row.title = show->title;
    return row;
}

static bool is_of_currency(const struct report_query *query, struct text currency)
{
    return query->currency.size == 0 || text_equal(query->currency, currency);
}

/* The show's sales in its own currency; NULL: it has none. */
static const struct figures *sales_of(const struct totals *totals, const struct report_show *show)
{
    uint32_t currency, number;
    struct sums_key key;

    if (!names_find(&totals->currencies, show->currency, &currency) ||
        !names_find(&totals->shows, bytes_of(&show->id), &number))
        return NULL;
    key = key_of(currency, number + 1, (struct date){ 0 });
    return sums_find(&totals->sums, &key);
}

static enum status gather_show(struct gathering *gathering, const struct report_show *show,
                               const struct figures *sales)
{
    static const struct figures none = { 0 };
    struct report_row row = row_of(gathering, show, (struct text){ 0 });

    if (show->is_planned && !show->has_gmv && !sales)
        return OK;
    row.currency = show->currency;
    row.now = sales ? *sales : none;
    if (show->has_gmv)
        row.now.gmv = show->gmv;
    if (show->has_items)
        row.now.units = show->items;
    figures_add(&row.now, &(struct figures){ .cost = show->cost });
    row.now.buyers = show->buyers;
    row.now.has_buyers = show->has_buyers;
    row.now.shows = 1;
    row.now.has_shows = true;
    return gathering_take(gathering, &row);
}

static bool is_in_period(const struct report_query *query, struct date day)
{
    return (query->from.days == 0 || day.days >= query->from.days) &&
           (query->to.days == 0 || day.days <= query->to.days);
}

/* Sales in another currency than their show's, and those without a show. */
static enum status gather_rest(struct gathering *gathering, const struct report_query *query,
                               const struct report_shows *shows, const struct totals *totals,
                               const struct sums_cell *cell)
{
    struct text currency = totals->currencies.at[cell->key.part[0]], day = { 0 };
    const struct report_show *show = NULL;
    struct report_row row;

    if (cell->key.part[1] == NO_SHOW) {
        struct date date = { (int32_t)cell->key.part[2] };

        if (report_names_show_values(query) || !is_in_period(query, date))
            return OK;
        day = arena_copy(gathering->arena, text_from(date_to_text(date).at));
    } else {
        struct id id;

        memcpy(id.bytes, totals->shows.at[cell->key.part[1] - 1].at, sizeof id.bytes);
        show = report_shows_find(shows, id);
        if (!show || text_equal(show->currency, currency))
            return OK;
    }
    if (!is_of_currency(query, currency))
        return OK;
    row = row_of(gathering, show, day);
    row.currency = currency;
    row.now = cell->figures;
    row.now.has_shows = true;
    return gathering_take(gathering, &row);
}

static enum status gather_facts(struct gathering *gathering, const struct report_query *query,
                                const struct report_shows *shows, const struct totals *totals)
{
    enum status status = OK;

    for (size_t i = 0; i < shows->count && status == OK; i++)
        if (is_of_currency(query, shows->at[i].currency))
            status = gather_show(gathering, &shows->at[i], sales_of(totals, &shows->at[i]));
    for (size_t i = 0; i < totals->sums.count && status == OK; i++)
        status = gather_rest(gathering, query, shows, totals, &totals->sums.cells[i]);
    return status;
}

enum status report_run_of_shows(struct tx *tx, const struct report_query *query,
                                struct gathering *gathering, bool *ret_done)
{
    struct totals totals = { .sums = { .arena = gathering->arena } };
    struct rollup_reading reading = { .cut = CUT_TYPES, .take = take_pack, .context = &totals };
    struct report_shows shows;
    enum status status = report_shows_read(tx, query, true, &shows);

    names_init(&totals.currencies, gathering->arena);
    names_init(&totals.shows, gathering->arena);
    if (status == OK)
        status = choose_days(tx, query, &shows, &reading);
    if (status == OK)
        status = rollup_read(tx, &reading);
    if (reading.gaps.is_settled)
        report_is_unsummed(gathering->report, reading.gaps.settled_from);
    if (status != OK || totals.is_broken || is_without_sums(query, &reading) ||
        reading.gaps.is_patchy)
        return status;
    for (size_t i = 0; i < reading.gaps.count && status == OK; i++)
        status = take_gap(tx, &reading.gaps.at[i], &totals);
    if (status == OK)
        status = gather_facts(gathering, query, &shows, &totals);
    *ret_done = status == OK;
    return status;
}
