/* Reports of sales alone from the rollup. A pack names its shows, shoes and sizes once: what they
   mean to the report is found out once per pack, and a cell is then a few numbers. */
#include "ops/report_rollup.h"

#include "base/time.h"

static const uint32_t unwanted = UINT32_MAX;

enum { KEY_CURRENCY, KEY_PLACE, KEY_BRAND, KEY_TYPE, KEY_EXTRA }; /* the parts of a key */

/* What KEY_PLACE holds. */
enum place { PLACE_NONE, PLACE_DAY, PLACE_WEEKDAY, PLACE_SHOW, PLACE_PLATFORM, PLACE_HOST };

struct place_of_column {
    enum report_column column;
    enum place place;
};

struct adding {
    const struct report_query *query;
    struct gathering *gathering;
    enum place place;
    bool wants_brand, wants_type;
    enum pack_cut cut;
    struct report_shows shows; /* when the report looks at them */
    bool looks_at_shows;
    struct names currencies, places, brands, types, sizes;
    struct pack_size *size_values; /* by the number in sizes */
    size_t size_room;
    struct sums sums;
    bool is_broken;
};

/* What the names of one pack mean to the report, by their number there. */
struct meaning {
    uint32_t *currencies, *shows, *extras;
    struct {
        uint32_t brand, type;
    } * shoes;
};

/* ---- the group ---- */

static bool has_column(enum report_group group, enum report_column column)
{
    size_t count;
    const enum report_column *columns = report_columns(group, &count);

    for (size_t i = 0; i < count; i++)
        if (columns[i] == column)
            return true;
    return false;
}

static enum place place_of(enum report_group group)
{
    static const struct place_of_column places[] = {
        { COLUMN_SHOW_ID, PLACE_SHOW },
        { COLUMN_PLATFORM, PLACE_PLATFORM },
        { COLUMN_HOST, PLACE_HOST },
        { COLUMN_DAY, PLACE_DAY },
    };

    if (group == GROUP_WEEKDAY || group == GROUP_WEEKDAY_HOUR)
        return PLACE_WEEKDAY;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (has_column(group, places[i].column))
            return places[i].place;
    return PLACE_NONE;
}

static enum pack_cut cut_of(enum report_group group)
{
    if (has_column(group, COLUMN_SIZE))
        return CUT_SIZES;
    return has_column(group, COLUMN_HOUR) ? CUT_HOURS : CUT_TYPES;
}

/* ---- what the names of a pack mean ---- */

static uint32_t place_of_show(struct adding *adding, const struct report_show *show)
{
    switch (adding->place) {
    case PLACE_SHOW:
        return show ? (uint32_t)(show - adding->shows.at) + 1 : 0;
    case PLACE_PLATFORM:
        return names_add(&adding->places, show ? show->platform : T(""));
    case PLACE_HOST:
        return names_add(&adding->places, show ? show->host : T(""));
    case PLACE_NONE:
    case PLACE_DAY:
    case PLACE_WEEKDAY:
        break;
    }
    return 0;
}

/* Shows that are not among those that were read are not wanted. */
static uint32_t mean_show(struct adding *adding, struct id id)
{
    const struct report_show *show;

    if (!adding->looks_at_shows)
        return 0;
    show = report_shows_find(&adding->shows, id);
    return show ? place_of_show(adding, show) : unwanted;
}

static uint32_t mean_no_show(struct adding *adding)
{
    if (report_names_show_values(adding->query))
        return unwanted;
    return adding->looks_at_shows ? place_of_show(adding, NULL) : 0;
}

static bool is_meant(struct text wanted, struct text found)
{
    return wanted.size == 0 || text_equal(wanted, found);
}

static uint32_t mean_size(struct adding *adding, const struct pack_size *size)
{
    struct text name = arena_print(adding->gathering->arena, "%.*s\n%lld\n%.*s",
                                   TEXT_ARG(size->system), (long long)size->order,
                                   TEXT_ARG(size->size));
    uint32_t number = names_add(&adding->sizes, name);

    if (number >= adding->size_room) {
        size_t room = adding->size_room == 0 ? 64 : 2 * adding->size_room;
        struct pack_size *values =
            ARENA_NEW_ARRAY(adding->gathering->arena, struct pack_size, room);

        if (adding->size_room > 0)
            memcpy(values, adding->size_values, adding->size_room * sizeof *values);
        adding->size_values = values;
        adding->size_room = room;
    }
    if (!adding->size_values[number].size.at)
        adding->size_values[number] =
            (struct pack_size){ arena_copy(adding->gathering->arena, size->system),
                                arena_copy(adding->gathering->arena, size->size), size->order };
    return number;
}

static void mean_shoes(struct adding *adding, const struct pack *pack, struct meaning *meaning,
                       struct arena *scratch)
{
    const struct report_query *query = adding->query;

    meaning->shoes = arena_alloc_array(scratch, pack->shoe_count, sizeof *meaning->shoes);
    for (size_t i = 0; i < pack->shoe_count; i++) {
        const struct pack_shoe *shoe = &pack->shoes[i];
        struct text brand = pack->brands[shoe->brand];

        if (!is_meant(query->brand, brand) || !is_meant(query->shoe_type, shoe->shoe_type))
            meaning->shoes[i].brand = unwanted;
        else if (adding->wants_brand)
            meaning->shoes[i].brand = names_add(&adding->brands, brand);
        if (adding->wants_type)
            meaning->shoes[i].type = names_add(&adding->types, shoe->shoe_type);
    }
}

static struct meaning mean(struct adding *adding, const struct pack *pack, struct arena *scratch)
{
    size_t hours = 24, extras = adding->cut == CUT_SIZES ? pack->size_count : hours;
    struct meaning meaning = {
        .currencies = ARENA_NEW_ARRAY(scratch, uint32_t, pack->currency_count),
        .shows = ARENA_NEW_ARRAY(scratch, uint32_t, pack->show_count + 1),
        .extras = ARENA_NEW_ARRAY(scratch, uint32_t, extras),
    };

    for (size_t i = 0; i < pack->currency_count; i++)
        meaning.currencies[i] = is_meant(adding->query->currency, pack->currencies[i])
                                    ? names_add(&adding->currencies, pack->currencies[i])
                                    : unwanted;
    meaning.shows[0] = mean_no_show(adding);
    for (size_t i = 0; i < pack->show_count; i++)
        meaning.shows[i + 1] = mean_show(adding, pack->shows[i]);
    for (size_t i = 0; i < extras; i++)
        meaning.extras[i] = adding->cut == CUT_SIZES ? mean_size(adding, &pack->sizes[i])
                                                     : (uint32_t)i;
    mean_shoes(adding, pack, &meaning, scratch);
    return meaning;
}

/* ---- adding up ---- */

static enum status take_pack(void *context, struct date day, struct pack *pack)
{
    struct adding *adding = context;
    struct arena scratch = { 0 };
    struct meaning meaning = mean(adding, pack, &scratch);
    struct pack_cell cell;
    uint32_t place = 0;

    if (adding->place == PLACE_DAY)
        place = (uint32_t)day.days;
    if (adding->place == PLACE_WEEKDAY)
        place = (uint32_t)date_weekday(day);
    for (size_t i = 0; i < pack->cell_count; i++) {
        struct sums_key key;

        if (!pack_next(pack, &cell)) {
            adding->is_broken = true;
            break;
        }
        key = (struct sums_key){ { [KEY_CURRENCY] = meaning.currencies[cell.currency],
                                   [KEY_PLACE] = place + meaning.shows[cell.show],
                                   [KEY_BRAND] = meaning.shoes[cell.shoe].brand,
                                   [KEY_TYPE] = meaning.shoes[cell.shoe].type,
                                   [KEY_EXTRA] = meaning.extras[cell.extra] } };
        if (key.part[KEY_CURRENCY] == unwanted || meaning.shows[cell.show] == unwanted ||
            key.part[KEY_BRAND] == unwanted)
            continue;
        figures_add(sums_at(&adding->sums, &key), &cell.figures);
    }
    arena_release(&scratch);
    return OK;
}

/* ---- rows ---- */

static struct text day_text(struct arena *arena, struct date day)
{
    return arena_copy(arena, text_from(date_to_text(day).at));
}

static void set_place(struct report_row *row, const struct adding *adding, uint32_t place)
{
    static const int32_t a_sunday = 3; /* 1970-01-04 */
    struct arena *arena = adding->gathering->arena;
    const struct report_show *show;

    switch (adding->place) {
    case PLACE_NONE:
        break;
    case PLACE_DAY:
        row->day = day_text(arena, (struct date){ (int32_t)place });
        break;
    case PLACE_WEEKDAY:
        row->day = day_text(arena, (struct date){ a_sunday + (int32_t)place });
        break;
    case PLACE_PLATFORM:
        row->platform = adding->places.at[place];
        break;
    case PLACE_HOST:
        row->host = adding->places.at[place];
        break;
    case PLACE_SHOW:
        if (place == 0)
            break;
        show = &adding->shows.at[place - 1];
        row->live_session_id = show->id;
        row->day = show->day;
        row->platform = show->platform;
        row->host = show->host;
        row->title = show->title;
        break;
    }
}

static struct report_row row_of(const struct adding *adding, const struct sums_cell *cell)
{
    const uint32_t *part = cell->key.part;
    struct report_row row = { .currency = adding->currencies.at[part[KEY_CURRENCY]],
                              .now = cell->figures };

    set_place(&row, adding, part[KEY_PLACE]);
    if (adding->wants_brand)
        row.brand = adding->brands.at[part[KEY_BRAND]];
    if (adding->wants_type)
        row.shoe_type = adding->types.at[part[KEY_TYPE]];
    if (adding->cut == CUT_HOURS)
        row.sort = part[KEY_EXTRA];
    if (adding->cut == CUT_SIZES) {
        const struct pack_size *size = &adding->size_values[part[KEY_EXTRA]];

        row.size_system = size->system;
        row.size = size->size;
        row.sort = size->order;
    }
    return row;
}

static enum status gather_sums(struct adding *adding)
{
    enum status status = OK;

    for (size_t i = 0; i < adding->sums.count && status == OK; i++) {
        struct report_row row = row_of(adding, &adding->sums.cells[i]);

        status = gathering_take(adding->gathering, &row);
    }
    return status;
}

static enum status gather_gap(struct tx *tx, const struct report_query *query,
                              const struct day_range *gap, struct gathering *gathering)
{
    struct report_query within = *query;
    struct report_sql sql;
    struct cursor *cursor;
    enum status status;

    within.within = gap;
    report_sql_build(&sql, &within, gathering->arena);
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.value_count, &cursor);
    if (status != OK)
        return status;
    status = gathering_take_all(gathering, cursor, &sql);
    cursor_close(cursor);
    return status;
}

static enum status prepare(struct tx *tx, const struct report_query *query,
                           struct gathering *gathering, struct adding *adding)
{
    struct arena *arena = gathering->arena;

    *adding = (struct adding){
        .query = query,
        .gathering = gathering,
        .place = place_of(query->group),
        .cut = cut_of(query->group),
        .wants_brand = has_column(query->group, COLUMN_BRAND),
        .wants_type = has_column(query->group, COLUMN_SHOE_TYPE),
        .looks_at_shows = report_names_show(query),
        .sums = { .arena = arena },
    };
    names_init(&adding->currencies, arena);
    names_init(&adding->places, arena);
    names_init(&adding->brands, arena);
    names_init(&adding->types, arena);
    names_init(&adding->sizes, arena);
    return adding->looks_at_shows ? report_shows_read(tx, query, false, &adding->shows) : OK;
}

static enum status run_of_sales(struct tx *tx, const struct report_query *query,
                                struct gathering *gathering, bool *ret_done)
{
    struct adding adding;
    struct rollup_reading reading = {
        .from = query->from, .to = query->to, .take = take_pack, .context = &adding
    };
    enum status status = prepare(tx, query, gathering, &adding);

    reading.cut = adding.cut;
    if (status == OK)
        status = rollup_read(tx, &reading);
    if (reading.gaps.is_settled)
        report_is_unsummed(gathering->report, reading.gaps.settled_from);
    if (status != OK || adding.is_broken || reading.gaps.is_patchy)
        return status;
    status = gather_sums(&adding);
    for (size_t i = 0; i < reading.gaps.count && status == OK; i++)
        status = gather_gap(tx, query, &reading.gaps.at[i], gathering);
    *ret_done = status == OK;
    return status;
}

enum status report_run_of_rollup(struct tx *tx, const struct report_query *query,
                                 struct gathering *gathering, bool *ret_done)
{
    const struct identity *identity = tx_identity(tx);

    *ret_done = false;
    /* The packs are read past row security: only for those whom it would show every sale. A single
       show is found faster by its own index. */
    if (identity->is_system || identity->level[MODULE_SALES] < LEVEL_VIEW ||
        !id_is_zero(query->live_session_id) || query->within)
        return OK;
    return report_counts_sales_only(query) ? run_of_sales(tx, query, gathering, ret_done)
                                           : report_run_of_shows(tx, query, gathering, ret_done);
}
