/* The rollup against the sales themselves: whatever is written, a report that may use it says what
   one that may not says; and a write takes the sums of its own days away, no others. */
#include "ops/live_session.h"
#include "ops/ops.h"
#include "ops/ops_store.h"
#include "ops/report.h"
#include "ops/rollup_build.h"
#include "ops/rollup_pack.h"
#include "ops/rollup_read.h"
#include "ops/sale.h"
#include "ops/sale_rollup.h"
#include "ops/show_result.h"
#include "ops/size.h"
#include "store/daily.h"
#include "store/row.h"

enum { OURS = 1, THEIRS = 2, SHOWS = 5, ROUNDS = 40, MOST_HOURS_FROM_UTC = 14 };

static struct ops_store world;
static uint64_t chance;
static const struct identity system_identity = { .is_system = true };

static int below(int end)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (int)((chance >> 33) % (uint64_t)end);
}

static struct date day_at(const char *text)
{
    struct date date = { 0 };

    assert_true(date_from_text(text_from(text), &date));
    return date;
}

static struct id new_id(void)
{
    static unsigned number;
    struct id id = { { [15] = 1 } };

    number++;
    memcpy(id.bytes, &number, sizeof number);
    return id;
}

static struct id show_id(int number)
{
    return (struct id){ { 0xff, [15] = (unsigned char)number } };
}

/* ---- writing ---- */

static void write_with(store_work work, void *context, enum status wanted)
{
    struct store_error error = { 0 };

    if (store_write(world.store, &system_identity, &world.arena, work, context, &error) != wanted)
        fail_msg("%.*s", TEXT_ARG(error.message));
}

static enum status insert_shows(struct tx *tx, void *context)
{
    static const char *const days[SHOWS] = { "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-09",
                                             "2026-01-10" };
    enum status status = OK;

    (void)context;
    for (int i = 0; i < SHOWS && status == OK; i++) {
        struct live_session show = {
            .row = { .workspace_id = OURS, .id = show_id(i + 1), .created_at = 1, .version = 1 },
            .title = T("Show"),
            .platform = i % 2 == 0 ? PLATFORM_TIKTOK : PLATFORM_WHATNOT,
            .host = i % 3 == 0 ? T("Maya") : T("Dre"),
            .status = i == 4 ? LIVE_PLANNED : LIVE_ENDED,
            .day = day_at(days[i]),
            .currency = i == 2 ? T("EUR") : T("USD"),
            .gmv = i == 1 ? 5000 : 0,
            .cost = 100 * i,
            .row.nulls = i == 1 ? 0 : 1u << 8,
        };

        status = row_insert(tx, &live_session_entity, &show);
    }
    return status;
}

static struct sale sale_on(int workspace, const char *day)
{
    return (struct sale){
        .row = { .workspace_id = workspace, .id = new_id(), .created_at = 1, .version = 1 },
        .sold_at = day_at(day).days * (int64_t)MS_PER_DAY,
        .day = day_at(day),
        .brand = T("Nike"),
        .shoe_type = T("Dunk"),
        .quantity = 1,
        .price = 1000,
        .currency = T("USD"),
    };
}

static enum status insert_sale(struct tx *tx, void *context)
{
    return row_insert(tx, &sale_entity, context);
}

static enum status insert_and_give_up(struct tx *tx, void *context)
{
    enum status status = row_insert(tx, &sale_entity, context);

    return status == OK ? CONFLICT : status;
}

static void add_sale(int workspace, const char *day)
{
    struct sale sale = sale_on(workspace, day);

    write_with(insert_sale, &sale, OK);
}

static void build(int workspace, const char *until)
{
    struct rollup_building building = { .workspace_id = workspace,
                                        .next = { DAILY_FIRST_DAY },
                                        .until = day_at(until) };

    while (!building.is_done)
        assert_int_equal(rollup_build_next(world.store, &building), OK);
}

static enum status run_sql(struct tx *tx, void *context)
{
    return tx_execute(tx, text_from(context), NULL, 0, NULL);
}

/* Text is const to whoever runs it. */
static void execute(const char *sql)
{
    union {
        const char *text;
        void *context;
    } given = { sql };

    write_with(run_sql, given.context, OK);
}

/* ---- what is covered ---- */

struct listing {
    int64_t workspace_id;
    char text[512];
};

static enum status list(struct tx *tx, void *context)
{
    struct listing *listing = context;
    struct value value = VALUE_OF_INTEGER(listing->workspace_id);
    struct cursor *cursor;
    bool is_found = true;
    enum status status = tx_query(tx,
                                  T("SELECT first_day, day FROM main.sale_rollup WHERE "
                                    "workspace_id = $1 ORDER BY id"),
                                  &value, 1, &cursor);

    listing->text[0] = '\0';
    while (status == OK && is_found) {
        size_t size = strlen(listing->text);

        status = cursor_next(cursor, &is_found);
        if (status == OK && is_found)
            snprintf(listing->text + size, sizeof listing->text - size, "%.*s..%.*s ",
                     TEXT_ARG(cursor_value(cursor, 0).text),
                     TEXT_ARG(cursor_value(cursor, 1).text));
    }
    cursor_close(cursor);
    return status;
}

static void assert_covered(int workspace, const char *wanted)
{
    struct listing listing = { .workspace_id = workspace };

    assert_int_equal(store_read(world.store, &system_identity, &world.arena, list, &listing, NULL),
                     OK);
    assert_string_equal(listing.text, wanted);
}

#define FIRST  "0001-01-01..2026-01-05 "
#define SECOND "2026-01-06..2026-01-06 "
#define THIRD  "2026-01-07..2026-01-10 "

static void add_and_build(int workspace)
{
    add_sale(workspace, "2026-01-05");
    add_sale(workspace, "2026-01-06");
    add_sale(workspace, "2026-01-10");
    build(workspace, "2026-01-31");
    assert_covered(workspace, FIRST SECOND THIRD);
}

/* ---- which sums a write takes away ---- */

static void only_the_day_that_is_written_loses_its_sums(void **state)
{
    struct sale sale = sale_on(OURS, "2026-01-06");

    (void)state;
    add_and_build(OURS);
    add_and_build(THEIRS);
    write_with(insert_sale, &sale, OK);
    assert_covered(OURS, FIRST THIRD);
    assert_covered(THEIRS, FIRST SECOND THIRD);
    build(OURS, "2026-01-31");
    assert_covered(OURS, FIRST SECOND THIRD);
}

static void a_day_without_sales_belongs_to_the_next_that_has_some(void **state)
{
    struct sale sale = sale_on(OURS, "2026-01-08");

    (void)state;
    add_and_build(OURS);
    write_with(insert_sale, &sale, OK);
    assert_covered(OURS, FIRST SECOND);
    build(OURS, "2026-01-31");
    assert_covered(OURS, FIRST SECOND "2026-01-07..2026-01-08 2026-01-09..2026-01-10 ");
    execute("DELETE FROM main.sale WHERE workspace_id = 1 AND day = '2026-01-06'");
    build(OURS, "2026-01-31");
    assert_covered(OURS, FIRST "2026-01-06..2026-01-08 2026-01-09..2026-01-10 ");
}

static void days_behind_the_sums_are_free(void **state)
{
    struct sale before = sale_on(OURS, "1999-12-31"), after = sale_on(OURS, "2026-01-11");

    (void)state;
    add_and_build(OURS);
    write_with(insert_sale, &after, OK);
    assert_covered(OURS, FIRST SECOND THIRD);
    write_with(insert_sale, &before, OK);
    assert_covered(OURS, SECOND THIRD);
}

static void what_is_undone_takes_nothing_away(void **state)
{
    struct sale sale = sale_on(OURS, "2026-01-06");

    (void)state;
    add_and_build(OURS);
    write_with(insert_and_give_up, &sale, CONFLICT);
    assert_covered(OURS, FIRST SECOND THIRD);
}

static enum status touch_twice(struct tx *tx, void *context)
{
    struct value values[] = { VALUE_OF_INTEGER(OURS), VALUE_OF_TEXT(T("2026-01-06")) };
    enum status status = tx_touch_days_of(
        tx, &sale_entity, OURS, T("main.sale WHERE workspace_id = $1 AND day = $2"), values, 2);

    (void)context;
    if (status == OK)
        status = tx_execute(tx,
                            T("UPDATE main.sale SET day = '2026-01-20' WHERE workspace_id = $1 "
                              "AND day = $2"),
                            values, 2, NULL);
    tx_touch_day(tx, &sale_entity, OURS, VALUE_OF_TEXT(T("2026-01-20")));
    tx_touched(tx, &sale_entity);
    return status;
}

static void a_move_takes_both_days_away(void **state)
{
    (void)state;
    add_and_build(OURS);
    add_sale(OURS, "2026-01-20");
    build(OURS, "2026-01-31");
    assert_covered(OURS, FIRST SECOND THIRD "2026-01-11..2026-01-20 ");
    write_with(touch_twice, NULL, OK);
    assert_covered(OURS, FIRST THIRD);
}

static enum status move_row(struct tx *tx, void *context)
{
    struct sale *sale = context;

    sale->day = day_at("2026-01-10");
    return row_update(tx, &sale_entity, sale);
}

static enum status delete_row(struct tx *tx, void *context)
{
    const struct sale *sale = context;

    return row_delete(tx, &sale_entity, OURS, sale->row.id);
}

static void rows_tell_their_days_by_themselves(void **state)
{
    struct sale sale = sale_on(OURS, "2026-01-06");

    (void)state;
    write_with(insert_sale, &sale, OK);
    add_and_build(OURS);
    write_with(move_row, &sale, OK);
    assert_covered(OURS, FIRST);
    build(OURS, "2026-01-31");
    assert_covered(OURS, FIRST SECOND THIRD);
    write_with(delete_row, &sale, OK);
    assert_covered(OURS, FIRST SECOND);
}

static void a_statement_that_tells_no_days_takes_all_away(void **state)
{
    (void)state;
    add_and_build(OURS);
    add_and_build(THEIRS);
    execute("UPDATE main.sale SET price = 5 WHERE workspace_id = 1 AND price = 77");
    assert_covered(OURS, FIRST SECOND THIRD); /* it changed nothing */
    execute("UPDATE main.product SET name = 'x' WHERE workspace_id = 1");
    assert_covered(OURS, FIRST SECOND THIRD);
    execute("UPDATE main.sale SET price = 5 WHERE day = '2026-01-06'");
    assert_covered(OURS, "");
    assert_covered(THEIRS, "");
}

static void young_days_are_not_summed(void **state)
{
    struct date last = daily_last_settled();
    struct sale sale = sale_on(OURS, "2026-01-06");
    int64_t ms;

    (void)state;
    assert_true(last.days <= instant_to_date(clock_now_ms(), &ms).days - DAILY_SETTLED_DAYS);
    sale.day.days = last.days + 1;
    write_with(insert_sale, &sale, OK);
    build(OURS, date_to_text(last).at);
    assert_covered(OURS, "");
}

static void keys_are_in_the_order_of_the_days(void **state)
{
    static const int32_t days[] = { DAILY_FIRST_DAY, -1, 0, 1, 255, 256, 20000, DAILY_LAST_DAY };

    (void)state;
    for (size_t i = 1; i < sizeof days / sizeof *days; i++) {
        struct id before = daily_key((struct date){ days[i - 1] });
        struct id after = daily_key((struct date){ days[i] });

        assert_true(memcmp(before.bytes, after.bytes, sizeof before.bytes) < 0);
    }
}

/* ---- reports ---- */

struct asking {
    struct report_query query;
    struct report report;
};

static enum status ask(struct tx *tx, void *context)
{
    struct asking *asking = context;

    return report_run(tx, &asking->query, LANGUAGE_EN, &asking->report);
}

static struct identity member(void)
{
    struct identity identity = { .workspace_id = OURS, .account_id = show_id(1) };

    identity.level[MODULE_LIVE] = identity.level[MODULE_SALES] = LEVEL_VIEW;
    return identity;
}

static struct report report_of(struct report_query query)
{
    struct asking asking = { .query = query };
    const struct identity identity = member();
    struct store_error error = { 0 };

    if (store_read(world.store, &identity, &world.arena, ask, &asking, &error) != OK)
        fail_msg("%.*s", TEXT_ARG(error.message));
    report_sort(&asking.report, ORDER_KEY, false);
    return asking.report;
}

static const struct report_query filters[] = {
    { 0 },
    { .from = { 20458 }, .to = { 20461 } },
    { .from = { 20459 } },
    { .platform = PLATFORM_TIKTOK },
    { .host = { "Dre", 3 } },
    { .brand = { "Nike", 4 }, .to = { 20462 } },
    { .shoe_type = { "Samba", 5 }, .host = { "Maya", 4 } },
    { .currency = { "EUR", 3 } },
    { .live_session_id = { { 0xff, [15] = 2 } } },
};

static struct report_query query_of(size_t filter, enum report_group group)
{
    struct report_query query = filters[filter];

    query.group = group;
    return query;
}

static void assert_same(const struct report *a, const struct report *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct report_row *x = &a->rows[i], *y = &b->rows[i];

        assert_text(x->key, y->key);
        assert_text(x->label, y->label);
        assert_text(x->currency, y->currency);
        assert_memory_equal(&x->now, &y->now, sizeof x->now);
        assert_text(x->day, y->day);
        assert_text(x->platform, y->platform);
        assert_text(x->host, y->host);
        assert_text(x->brand, y->brand);
        assert_text(x->shoe_type, y->shoe_type);
        assert_text(x->size_system, y->size_system);
        assert_true(id_equal(x->live_session_id, y->live_session_id));
        assert_true(x->sort == y->sort);
    }
}

enum { FILTERS = sizeof filters / sizeof *filters };

static void ask_all(struct report reports[FILTERS][GROUP_COUNT])
{
    for (size_t f = 0; f < FILTERS; f++)
        for (int group = GROUP_ALL; group < GROUP_COUNT; group++)
            reports[f][group] = report_of(query_of(f, (enum report_group)group));
}

/* By the team's clock its day may be the one before or after that of UTC. */
static struct sale random_sale(void)
{
    static const char *const days[] = { "2026-01-04", "2026-01-05", "2026-01-06", "2026-01-07",
                                        "2026-01-08", "2026-01-09", "2026-01-10", "2026-01-15" };
    static const char *const sizes[] = { "42", "42.5", "42½", "EU 42,5", "43", "M", "" };
    struct sale sale = sale_on(OURS, days[below(8)]);
    int show = below(SHOWS + 1);

    if (show > 0)
        sale.live_session_id = show_id(show);
    sale.sold_at += (below(24 + 2 * MOST_HOURS_FROM_UTC) - MOST_HOURS_FROM_UTC) * MS_PER_HOUR;
    sale.hour = below(24);
    sale.brand = below(2) == 0 ? T("Nike") : T("adidas");
    sale.shoe_type = below(3) == 0 ? T("Samba") : T("Dunk");
    sale.size = text_from(sizes[below(7)]);
    sale.size_system = below(3) == 0 ? SIZE_SYSTEM_US : SIZE_SYSTEM_EU;
    if (!size_to_order(sale.size, &sale.size_order))
        sale.row.nulls = 1u << 9;
    sale.quantity = 1 + below(3);
    sale.price = below(3) == 0 ? MONEY_MAX : 100 * below(100);
    if (below(3) == 0) { /* some of it came back, and perhaps into stock */
        sale.returned = below((int)sale.quantity + 1);
        sale.refunded = sale.price / 2;
        sale.restocked = below(2) * sale.returned;
    }
    sale.cost = 10 * below(100);
    sale.currency = below(4) == 0 ? T("EUR") : T("USD");
    if (below(3) == 0) {
        sale.cost = 0;
        sale.row.nulls |= 1u << 13;
    }
    return sale;
}

static void change_something(void)
{
    struct sale sale = random_sale();

    switch (below(8)) {
    case 0:
        execute("DELETE FROM main.sale WHERE workspace_id = 1 AND hour = 7");
        break;
    case 1:
        execute("UPDATE main.live_session SET day = '2026-01-08', currency = 'EUR' WHERE "
                "workspace_id = 1 AND host = 'Dre' AND day < '2026-01-07'");
        break;
    case 2:
        execute("UPDATE main.live_session SET day = '2026-01-05', currency = 'USD', host = "
                "'Maya' WHERE workspace_id = 1 AND day = '2026-01-08'");
        break;
    case 3:
        write_with(insert_and_give_up, &sale, CONFLICT);
        break;
    default:
        write_with(insert_sale, &sale, OK);
        break;
    }
}

static bool is_summed_at_all(void)
{
    struct listing listing = { .workspace_id = OURS };

    assert_int_equal(store_read(world.store, &system_identity, &world.arena, list, &listing, NULL),
                     OK);
    return listing.text[0] != '\0';
}

/* Each change meets a rollup that is whole, in part, or not there at all. */
static void reports_are_the_same_with_and_without_sums(void **state)
{
    static struct report of_rollup[FILTERS][GROUP_COUNT], of_rows[FILTERS][GROUP_COUNT];
    unsigned summed = 0;

    (void)state;
    chance = 20260122;
    write_with(insert_shows, NULL, OK);
    for (int round = 0; round < ROUNDS; round++) {
        change_something();
        if (below(3) > 0)
            build(OURS, below(2) == 0 ? "2026-01-08" : "2026-01-31");
        for (int i = below(4); i > 0; i--)
            change_something();
        summed += is_summed_at_all();
        ask_all(of_rollup);
        execute("DELETE FROM main.sale_rollup");
        ask_all(of_rows);
        for (size_t f = 0; f < FILTERS; f++)
            for (int group = GROUP_ALL; group < GROUP_COUNT; group++)
                assert_same(&of_rollup[f][group], &of_rows[f][group]);
    }
    assert_in_range(summed, ROUNDS / 4, ROUNDS - 4);
}

static enum status take_no_pack(void *context, struct date day, struct pack *pack)
{
    (void)context, (void)day, (void)pack;
    return OK;
}

static enum status read_gaps(struct tx *tx, void *context)
{
    return rollup_read(tx, context);
}

static bool delete_each_second(int count)
{
    const struct identity identity = member();
    struct rollup_reading reading = { .cut = CUT_TYPES,
                                      .from = day_at("2025-01-01"),
                                      .to = day_at("2025-12-31"),
                                      .take = take_no_pack };
    char sql[200];

    snprintf(sql, sizeof sql,
             "DELETE FROM main.sale_rollup WHERE id IN (SELECT id FROM (SELECT id, row_number() "
             "OVER (ORDER BY id) AS n FROM main.sale_rollup) r WHERE n %% 2 = 0 AND n <= %d)",
             2 * count);
    execute(sql);
    assert_int_equal(store_read(world.store, &identity, &world.arena, read_gaps, &reading, NULL),
                     OK);
    assert_int_equal(reading.gaps.count, LIMIT_ROLLUP_GAPS);
    return reading.gaps.is_patchy;
}

/* LIMIT_ROLLUP_GAPS: with more of them than are listed everything is read from the sales. */
static void a_report_is_the_same_with_many_gaps(void **state)
{
    static const enum report_group groups[] = { GROUP_BRAND, GROUP_DAY }; /* sales; shows, too */
    struct report whole[2], patchy;

    (void)state;
    for (int more = 0; more < 2; more++) {
        struct report_query query = { .from = day_at("2025-01-01"), .to = day_at("2025-12-31") };
        struct date day = day_at("2025-01-01");

        for (int i = 0; i < 2 * (LIMIT_ROLLUP_GAPS + 1); i++, day.days++)
            add_sale(OURS, date_to_text(day).at);
        build(OURS, "2025-11-30");
        add_sale(OURS, "2025-12-30"); /* in the gap behind the last of the sums */
        for (int i = 0; i < 2; i++)
            whole[i] = report_of((query.group = groups[i], query));
        assert_int_equal(delete_each_second(LIMIT_ROLLUP_GAPS - 1 + more), more);
        for (int i = 0; i < 2; i++) {
            patchy = report_of((query.group = groups[i], query));
            assert_int_equal(patchy.count, i == 0 ? 1 : 2 * (LIMIT_ROLLUP_GAPS + 1) + 1);
            assert_same(&whole[i], &patchy);
        }
        execute("DELETE FROM main.sale_rollup");
        execute("DELETE FROM main.sale");
    }
}

struct show_reading {
    struct show_result result;
    int more; /* sales that are written first */
};

static enum status add_to_show(struct tx *tx, void *context)
{
    const struct show_reading *reading = context;
    struct sale sale = sale_on(OURS, "2026-01-05");
    enum status status = OK;

    sale.live_session_id = reading->result.show.row.id;
    for (int i = 0; i < reading->more && status == OK; i++) {
        sale.row.id = new_id();
        status = row_insert(tx, &sale_entity, &sale);
    }
    return status;
}

static enum status read_show(struct tx *tx, void *context)
{
    struct show_reading *reading = context;

    return show_sales_read(tx, &reading->result);
}

/* LIMIT_SHOW_SALES */
static void sales_of_a_show_have_a_ceiling(void **state)
{
    const struct identity identity = member();

    (void)state;
    write_with(insert_shows, NULL, OK);
    for (int past = 0; past < 2; past++) {
        struct show_reading *reading = ARENA_NEW(&world.arena, struct show_reading);

        reading->more = past ? 1 : LIMIT_SHOW_SALES;
        reading->result.show.row.id = show_id(1);
        reading->result.show.currency = T("USD");
        reading->result.show.starts_at = day_at("2026-01-05").days * (int64_t)MS_PER_DAY;
        write_with(add_to_show, reading, OK);
        assert_int_equal(store_read(world.store, &identity, &world.arena, read_show, reading, NULL),
                         past ? TOO_LARGE : OK);
        if (!past)
            assert_int_equal(reading->result.sums[0].sums.units, LIMIT_SHOW_SALES);
    }
}

static void a_broken_row_is_passed_over(void **state)
{
    static const char *const packs[] = { "", "zzz", "11", "10110" };
    struct report whole, broken;

    (void)state;
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
        char sql[128];

        add_and_build(OURS);
        whole = report_of((struct report_query){ .group = GROUP_BRAND });
        snprintf(sql, sizeof sql, "UPDATE main.sale_rollup SET types = '%s' WHERE day > '2026'",
                 packs[i]);
        execute(sql);
        broken = report_of((struct report_query){ .group = GROUP_BRAND });
        assert_same(&whole, &broken);
        execute("UPDATE main.sale_rollup SET types = "
                "(SELECT substr(r.sizes, 1, 1) || '0' || substr(r.types, 3, 40) FROM "
                "main.sale_rollup r WHERE r.workspace_id = 1 AND r.day = '2026-01-05')");
        broken = report_of((struct report_query){ .group = GROUP_BRAND });
        assert_same(&whole, &broken);
        execute("DELETE FROM main.sale_rollup");
        execute("DELETE FROM main.sale");
    }
}

/* ---- packs ---- */

static void a_pack_says_what_was_put_in(void **state)
{
    struct arena arena = { 0 };
    struct packing *packing = packing_begin(&arena);
    struct buffer out[CUT_COUNT];
    struct pack_cell cell;
    struct pack pack;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct pack_sale sale = { .live_session_id = show_id(i == 0 ? 7 : 8),
                                  .currency = T("USD"),
                                  .brand = T("Nike"),
                                  .shoe_type = i == 2 ? T("Air\nMax 跑鞋") : T("Dunk"),
                                  .size = { T("EU"), T("42½"), 4250 },
                                  .hour = 23,
                                  .figures = { .gmv = INT64_MAX,
                                               .units = 2,
                                               .orders = 1,
                                               .cost = -5,
                                               .returned_units = 1,
                                               .refunds = INT64_MAX,
                                               .cost_back = 3 } };

        packing_add(packing, &sale);
    }
    assert_int_equal(packing_count(packing), 3);
    for (int cut = 0; cut < CUT_COUNT; cut++) {
        out[cut] = buffer_in(&arena, LIMIT_PACK);
        assert_int_equal(packing_write(packing, (enum pack_cut)cut, &out[cut]), OK);
        assert_true(pack_open(&arena, buffer_text(&out[cut]), (enum pack_cut)cut, &pack));
        assert_false(
            pack_open(&arena, buffer_text(&out[cut]), (enum pack_cut)((cut + 1) % 3), &pack));
        assert_true(pack_open(&arena, buffer_text(&out[cut]), (enum pack_cut)cut, &pack));
        assert_int_equal(pack.cell_count, 3);
        for (int i = 0; i < 3; i++) {
            assert_true(pack_next(&pack, &cell));
            assert_int_equal(cell.show, i == 0 ? 1 : 2);
            assert_true(id_equal(pack.shows[cell.show - 1], show_id(i == 0 ? 7 : 8)));
            assert_text(pack.shoes[cell.shoe].shoe_type, i == 2 ? T("Air\nMax 跑鞋") : T("Dunk"));
            assert_int_equal(cell.extra, cut == CUT_HOURS ? 23 : 0);
            assert_true(cell.figures.gmv == INT64_MAX);
            assert_int_equal(cell.figures.cost, -5);
            assert_int_equal(cell.figures.returned_units, 1);
            assert_true(cell.figures.refunds == INT64_MAX);
            assert_int_equal(cell.figures.cost_back, 3);
        }
        assert_int_equal(pack.rest.size, 0);
    }
    assert_text(pack.currencies[0], T("USD"));
    arena_release(&arena);
}

/* Every text that is cut off is refused, by the heading or by a cell. */
static void a_pack_that_is_cut_off_is_refused(void **state)
{
    struct arena arena = { 0 };
    struct packing *packing = packing_begin(&arena);
    struct buffer out = buffer_in(&arena, LIMIT_PACK);
    struct pack_sale sale = { .currency = T("USD"), .brand = T("Nike"), .shoe_type = T("Dunk") };

    (void)state;
    packing_add(packing, &sale);
    assert_int_equal(packing_write(packing, CUT_SIZES, &out), OK);
    for (size_t size = 0; size < out.size; size++) {
        struct pack_cell cell;
        struct pack pack;

        if (pack_open(&arena, text_slice(buffer_text(&out), 0, size), CUT_SIZES, &pack))
            assert_false(pack_next(&pack, &cell));
    }
    arena_release(&arena);
}

/* ---- both engines ---- */

static int setup(enum engine engine)
{
    const struct entity *const *lists[] = { ops_entities };

    ops_store_open(&world, engine, lists, 1);
    return 0;
}

static int setup_sqlite(void **state)
{
    (void)state;
    return setup(ENGINE_SQLITE);
}

static int setup_postgresql(void **state)
{
    (void)state;
    return setup(ENGINE_POSTGRESQL);
}

static int teardown(void **state)
{
    (void)state;
    ops_store_close(&world);
    return 0;
}

#define ON_BOTH(test)                                                                              \
    { "sqlite: " #test, test, setup_sqlite, teardown, NULL },                                      \
    {                                                                                              \
        "postgresql: " #test, test, setup_postgresql, teardown, NULL                               \
    }

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pack_says_what_was_put_in),
        cmocka_unit_test(a_pack_that_is_cut_off_is_refused),
        cmocka_unit_test(keys_are_in_the_order_of_the_days),
        ON_BOTH(only_the_day_that_is_written_loses_its_sums),
        ON_BOTH(a_day_without_sales_belongs_to_the_next_that_has_some),
        ON_BOTH(days_behind_the_sums_are_free),
        ON_BOTH(what_is_undone_takes_nothing_away),
        ON_BOTH(a_move_takes_both_days_away),
        ON_BOTH(rows_tell_their_days_by_themselves),
        ON_BOTH(a_statement_that_tells_no_days_takes_all_away),
        ON_BOTH(young_days_are_not_summed),
        ON_BOTH(reports_are_the_same_with_and_without_sums),
        ON_BOTH(a_broken_row_is_passed_over),
        ON_BOTH(a_report_is_the_same_with_many_gaps),
        ON_BOTH(sales_of_a_show_have_a_ceiling),
    };

    (void)count;
    ops_store_need_cluster(argv);
    return cmocka_run_group_tests_name("rollup", tests, NULL, NULL);
}
