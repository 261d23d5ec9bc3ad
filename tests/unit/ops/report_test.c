/* Reports over a few shows and sales whose sums can be checked by hand. */
#include "ops/report.h"

#include "ops/ops.h"
#include "ops/ops_store.h"
#include "ops/report_gather.h"
#include "ops/rollup_build.h"
#include "ops/sale.h"
#include "ops/size.h"
#include "store/daily.h"
#include "store/row.h"

enum { OURS = 1, THEIRS = 2 };

static struct ops_store world;
static int ids;
static bool is_summed;

static struct id id_of(int number)
{
    return (struct id){ { 1, [15] = (unsigned char)number } };
}

static struct date day_at(const char *text)
{
    struct date date = { 0 };

    assert_true(date_from_text(text_from(text), &date));
    return date;
}

/* ---- rows ---- */

struct show_row {
    int number, workspace;
    const char *day;
    enum platform platform;
    const char *host, *currency;
    int64_t gmv, cost, buyers, items; /* -1: not said */
    enum live_status status;
};

static const struct show_row shows[] = {
    { 1, OURS, "2026-06-01", PLATFORM_TIKTOK, "Maya", "USD", -1, 1000, 3, -1, LIVE_ENDED },
    { 2, OURS, "2026-06-02", PLATFORM_WHATNOT, "Dre", "USD", 50000, 2000, -1, 7, LIVE_ENDED },
    { 3, OURS, "2026-06-08", PLATFORM_TIKTOK, NULL, "USD", -1, 900, -1, -1, LIVE_PLANNED },
    { 4, OURS, "2026-05-31", PLATFORM_DOUYIN, NULL, "CNY", 9000, 100, 4, 2, LIVE_ENDED },
    { 5, OURS, "2026-05-30", PLATFORM_TIKTOK, "Maya", "USD", 10000, 12000, 5, 3, LIVE_ENDED },
    { 9, THEIRS, "2026-06-01", PLATFORM_TIKTOK, "Eve", "USD", 7777777, 1, 1, 1, LIVE_ENDED },
};

struct sale_row {
    int workspace, show; /* 0: no show */
    const char *day;
    int hour;
    const char *brand, *shoe_type, *size;
    enum size_system system;
    int64_t quantity, price, cost; /* cost -1: not said */
    const char *currency;
};

static const struct sale_row sales[] = {
    { OURS, 1, "2026-06-01", 20, "Nike", "Dunk", "42.5", SIZE_SYSTEM_EU, 2, 5000, 3000, "USD" },
    { OURS, 1, "2026-06-02", 0, "adidas", "Samba", "42 2/3", SIZE_SYSTEM_EU, 1, 8000, -1, "USD" },
    { OURS, 2, "2026-06-02", 21, "Nike", "Dunk", "42½", SIZE_SYSTEM_EU, 1, 6000, 3500, "USD" },
    { OURS, 2, "2026-06-02", 21, "Nike", "Dunk", "43", SIZE_SYSTEM_EU, 1, 700, 100, "CNY" },
    { OURS, 0, "2026-06-02", 9, "Nike", "Dunk", "M", 0, 1, 5500, 3000, "USD" },
    { THEIRS, 9, "2026-06-01", 20, "Nike", "Dunk", "42.5", SIZE_SYSTEM_EU, 9, 99999, 1, "USD" },
};

static void set_integer(void *row, const struct entity *entity, const char *name, int64_t value)
{
    size_t at = (size_t)(entity_field(entity, text_from(name)) - entity->fields.at);

    row_set_value(row, entity, at, value < 0 ? VALUE_OF_NULL : VALUE_OF_INTEGER(value));
}

static struct row new_row(int workspace)
{
    return (struct row){ .workspace_id = workspace,
                         .id = id_of(100 + ids++ % 100),
                         .created_at = 1,
                         .updated_at = 1,
                         .version = 1 };
}

static enum status insert_shows(struct tx *tx)
{
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++) {
        const struct show_row *from = &shows[i];
        struct live_session show = { .row = new_row(from->workspace),
                                     .title = T("Show"),
                                     .platform = from->platform,
                                     .host = text_from(from->host),
                                     .status = from->status,
                                     .day = day_at(from->day),
                                     .currency = text_from(from->currency) };
        enum status status;

        show.row.id = id_of(from->number);
        set_integer(&show, &live_session_entity, "gmv", from->gmv);
        set_integer(&show, &live_session_entity, "cost", from->cost);
        set_integer(&show, &live_session_entity, "buyers", from->buyers);
        set_integer(&show, &live_session_entity, "items", from->items);
        status = row_insert(tx, &live_session_entity, &show);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status insert_rows(struct tx *tx, void *context)
{
    enum status status = insert_shows(tx);

    (void)context;
    for (size_t i = 0; i < sizeof sales / sizeof *sales && status == OK; i++) {
        const struct sale_row *from = &sales[i];
        struct sale sale = { .row = new_row(from->workspace),
                             .sold_at = 1,
                             .day = day_at(from->day),
                             .hour = from->hour,
                             .brand = text_from(from->brand),
                             .shoe_type = text_from(from->shoe_type),
                             .size = text_from(from->size),
                             .size_system = from->system,
                             .quantity = from->quantity,
                             .price = from->price,
                             .currency = text_from(from->currency) };
        int64_t order = -1;

        if (from->show != 0)
            sale.live_session_id = id_of(from->show);
        if (!size_to_order(sale.size, &order))
            order = -1;
        set_integer(&sale, &sale_entity, "size_order", order);
        set_integer(&sale, &sale_entity, "cost", from->cost);
        status = row_insert(tx, &sale_entity, &sale);
    }
    return status;
}

/* ---- the store ---- */

static int setup(enum engine engine)
{
    static const struct identity system = { .is_system = true };
    const struct entity *const *lists[] = { ops_entities };
    struct store_error error = { 0 };

    ops_store_open(&world, engine, lists, 1);
    if (store_write(world.store, &system, &world.arena, insert_rows, NULL, &error) != OK)
        fail_msg("%.*s", TEXT_ARG(error.message));
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

/* The same sums, from the rollup: every day that can be summed is. */
static int sum_up(void)
{
    for (int workspace = OURS; workspace <= THEIRS; workspace++) {
        struct rollup_building building = { .workspace_id = workspace,
                                            .next = { DAILY_FIRST_DAY },
                                            .until = day_at("2026-12-31") };

        while (!building.is_done)
            assert_int_equal(rollup_build_next(world.store, &building), OK);
    }
    is_summed = true;
    return 0;
}

static int setup_sqlite_summed(void **state)
{
    return setup_sqlite(state) + sum_up();
}

static int setup_postgresql_summed(void **state)
{
    return setup_postgresql(state) + sum_up();
}

static int teardown(void **state)
{
    (void)state;
    is_summed = false;
    ops_store_close(&world);
    return 0;
}

struct asking {
    struct report_query query;
    bool compare;
    struct report report;
};

static enum status ask(struct tx *tx, void *context)
{
    struct asking *asking = context;
    enum status status = report_run(tx, &asking->query, LANGUAGE_EN, &asking->report);

    if (status != OK || !asking->compare)
        return status;
    return report_compare(tx, &asking->query, LANGUAGE_EN, &asking->report);
}

static struct report report_of(struct report_query query, bool compare)
{
    struct asking asking = { .query = query, .compare = compare };
    struct identity identity = { .workspace_id = OURS, .account_id = id_of(1) };
    struct store_error error = { 0 };

    identity.level[MODULE_LIVE] = identity.level[MODULE_SALES] = LEVEL_VIEW;
    if (store_read(world.store, &identity, &world.arena, ask, &asking, &error) != OK)
        fail_msg("%.*s", TEXT_ARG(error.message));
    if (is_summed)
        assert_false(asking.report.is_unsummed &&
                     asking.report.unsummed_from.days <= day_at("2026-06-02").days);
    return asking.report;
}

static const struct report_row *row_of(const struct report *report, const char *key,
                                       const char *currency)
{
    for (size_t i = 0; i < report->count; i++)
        if (text_equal(report->rows[i].key, text_from(key)) &&
            text_equal(report->rows[i].currency, text_from(currency)))
            return &report->rows[i];
    fail_msg("no row %s %s", key, currency);
    return NULL;
}

static void check(const struct figures *figures, int64_t gmv, int64_t units, int64_t orders,
                  int64_t cost)
{
    assert_int_equal(figures->gmv, gmv);
    assert_int_equal(figures->units, units);
    assert_int_equal(figures->orders, orders);
    assert_int_equal(figures->cost, cost);
}

/* ---- what reports say ---- */

static const struct report_query everything = { 0 };

static void totals_are_per_currency(void **state)
{
    struct report report = report_of(everything, false);

    (void)state;
    assert_int_equal(report.count, 2);
    check(&row_of(&report, "", "USD")->now, 83500, 14, 4, 27500);
    check(&row_of(&report, "", "CNY")->now, 9700, 3, 1, 200);
    assert_int_equal(row_of(&report, "", "USD")->now.buyers, 8);
    assert_int_equal(row_of(&report, "", "USD")->now.shows, 3);
    assert_int_equal(row_of(&report, "", "USD")->now.units_without_cost, 1);
}

static void a_show_counts_its_own_figure_or_its_sales(void **state)
{
    struct report report = report_of((struct report_query){ .group = GROUP_SHOW }, false);
    const struct report_row *first, *second;
    int64_t margin;

    (void)state;
    first = row_of(&report, id_to_text(id_of(1)).at, "USD");
    check(&first->now, 18000, 3, 2, 7000);
    assert_text(first->day, T("2026-06-01"));
    assert_text(first->platform, T("tiktok"));
    assert_int_equal(figures_profit(&first->now), 11000);
    assert_true(figures_margin(&first->now, &margin));
    assert_int_equal(margin, 6111);
    second = row_of(&report, id_to_text(id_of(2)).at, "USD");
    check(&second->now, 50000, 7, 1, 5500);
    assert_false(second->now.has_buyers);
    check(&row_of(&report, id_to_text(id_of(2)).at, "CNY")->now, 700, 1, 1, 100);
    check(&row_of(&report, "", "USD")->now, 5500, 1, 1, 3000);
    assert_text(row_of(&report, "", "USD")->label, T("No show"));
    assert_int_equal(report.count, 6);
}

struct expected {
    const char *key;
    int64_t gmv, units, orders, cost;
};

struct grouping {
    struct report_query query;
    const char *currency;
    struct expected rows[6];
};

static const struct grouping groupings[] = {
    { { .group = GROUP_DAY },
      "USD",
      { { "2026-05-30", 10000, 3, 0, 12000 },
        { "2026-06-01", 18000, 3, 2, 7000 },
        { "2026-06-02", 55500, 8, 2, 8500 } } },
    { { .group = GROUP_WEEK },
      "USD",
      { { "2026-05-25", 10000, 3, 0, 12000 }, { "2026-06-01", 73500, 11, 4, 15500 } } },
    { { .group = GROUP_MONTH },
      "USD",
      { { "2026-05", 10000, 3, 0, 12000 }, { "2026-06", 73500, 11, 4, 15500 } } },
    { { .group = GROUP_WEEKDAY },
      "USD",
      { { "6", 10000, 3, 0, 12000 }, { "1", 18000, 3, 2, 7000 }, { "2", 55500, 8, 2, 8500 } } },
    { { .group = GROUP_PLATFORM },
      "USD",
      { { "tiktok", 28000, 6, 2, 19000 },
        { "whatnot", 50000, 7, 1, 5500 },
        { "", 5500, 1, 1, 3000 } } },
    { { .group = GROUP_HOST },
      "USD",
      { { "Maya", 28000, 6, 2, 19000 }, { "Dre", 50000, 7, 1, 5500 }, { "", 5500, 1, 1, 3000 } } },
    { { .group = GROUP_BRAND },
      "USD",
      { { "Nike", 21500, 4, 3, 12500 }, { "adidas", 8000, 1, 1, 0 } } },
    { { .group = GROUP_SHOE_TYPE },
      "USD",
      { { "Nike Dunk", 21500, 4, 3, 12500 }, { "adidas Samba", 8000, 1, 1, 0 } } },
    { { .group = GROUP_SIZE },
      "USD",
      { { "EU 42.5", 16000, 3, 2, 9500 },
        { "EU 42 2/3", 8000, 1, 1, 0 },
        { "M", 5500, 1, 1, 3000 } } },
    { { .group = GROUP_HOUR },
      "USD",
      { { "20", 10000, 2, 1, 6000 },
        { "0", 8000, 1, 1, 0 },
        { "21", 6000, 1, 1, 3500 },
        { "9", 5500, 1, 1, 3000 } } },
    { { .group = GROUP_BRAND, .platform = PLATFORM_WHATNOT },
      "USD",
      { { "Nike", 6000, 1, 1, 3500 } } },
    { { .group = GROUP_DAY, .platform = PLATFORM_WHATNOT },
      "USD",
      { { "2026-06-02", 50000, 7, 1, 5500 } } },
    { { .group = GROUP_PLATFORM, .brand = { "Nike", 4 } },
      "USD",
      { { "tiktok", 10000, 2, 1, 6000 },
        { "whatnot", 6000, 1, 1, 3500 },
        { "", 5500, 1, 1, 3000 } } },
    { { .group = GROUP_HOST, .host = { "Dre", 3 }, .currency = { "USD", 3 } },
      "USD",
      { { "Dre", 50000, 7, 1, 5500 } } },
    { { .group = GROUP_SHOE_TYPE, .shoe_type = { "Samba", 5 } },
      "USD",
      { { "adidas Samba", 8000, 1, 1, 0 } } },
    { { .group = GROUP_BRAND, .currency = { "CNY", 3 } }, "CNY", { { "Nike", 700, 1, 1, 100 } } },
};

static void every_group_adds_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof groupings / sizeof *groupings; i++) {
        struct report report = report_of(groupings[i].query, false);
        size_t wanted = 0, found = 0;

        for (; wanted < 6 && groupings[i].rows[wanted].key; wanted++) {
            const struct expected *row = &groupings[i].rows[wanted];

            check(&row_of(&report, row->key, groupings[i].currency)->now, row->gmv, row->units,
                  row->orders, row->cost);
        }
        for (size_t r = 0; r < report.count; r++)
            found += text_equal(report.rows[r].currency, text_from(groupings[i].currency));
        assert_int_equal(found, wanted);
    }
}

static void a_show_can_be_asked_alone(void **state)
{
    struct report_query query = { .group = GROUP_BRAND, .live_session_id = id_of(1) };
    struct report report = report_of(query, false);

    (void)state;
    assert_int_equal(report.count, 2);
    query.group = GROUP_ALL;
    report = report_of(query, false);
    assert_int_equal(report.count, 1);
    check(&report.rows[0].now, 18000, 3, 2, 7000);
}

static void days_are_inclusive_and_compared_with_the_days_before(void **state)
{
    struct report_query query = { .from = day_at("2026-06-01"), .to = day_at("2026-06-02") };
    struct report report = report_of(query, true);

    (void)state;
    check(&row_of(&report, "", "USD")->now, 73500, 11, 4, 15500);
    check(&row_of(&report, "", "USD")->previous, 10000, 3, 0, 12000);
    check(&row_of(&report, "", "CNY")->now, 700, 1, 1, 100);
    check(&row_of(&report, "", "CNY")->previous, 9000, 2, 0, 100);
    query.group = GROUP_DAY;
    report = report_of(query, true);
    check(&row_of(&report, "2026-06-01", "USD")->previous, 10000, 3, 0, 12000);
    check(&row_of(&report, "2026-06-02", "USD")->previous, 0, 0, 0, 0);
    check(&row_of(&report, "2026-06-02", "CNY")->previous, 9000, 2, 0, 100);
    query.group = GROUP_HOST;
    report = report_of(query, true);
    check(&row_of(&report, "Maya", "USD")->now, 18000, 3, 2, 7000);
    check(&row_of(&report, "Maya", "USD")->previous, 10000, 3, 0, 12000);
    check(&row_of(&report, "", "CNY")->now, 0, 0, 0, 0);
    check(&row_of(&report, "", "CNY")->previous, 9000, 2, 0, 100);
}

static void rows_are_sorted_by_what_they_brought(void **state)
{
    struct report report =
        report_of((struct report_query){ .group = GROUP_SHOW, .currency = T("USD") }, false);

    (void)state;
    report_sort(&report, ORDER_PROFIT, true);
    assert_text(report.rows[0].key, text_from(id_to_text(id_of(2)).at));
    report_sort(&report, ORDER_PROFIT, false);
    assert_text(report.rows[0].key, text_from(id_to_text(id_of(5)).at));
    assert_int_equal(figures_profit(&report.rows[0].now), -2000);
}

static void sizes_run_from_small_to_large(void **state)
{
    struct report report =
        report_of((struct report_query){ .group = GROUP_SIZE, .currency = T("USD") }, false);

    (void)state;
    report_sort(&report, ORDER_KEY, false);
    assert_int_equal(report.count, 3);
    assert_text(report.rows[0].size, T("M"));
    assert_text(report.rows[1].size, T("42.5"));
    assert_text(report.rows[2].size, T("42 2/3"));
}

static void margins_are_rounded_and_need_gmv(void **state)
{
    static const struct {
        int64_t gmv, cost, margin;
    } margins[] = {
        { 3, 1, 6667 },
        { 3, 2, 3333 },
        { 3, 4, -3333 },
        { 10000, 0, 10000 },
        { 1, 1000000, -9999990000 },
        { INT64_MAX, 0, 10000 },
        { 1000000000000, 500000000000, 5000 },
    };
    int64_t margin = 0;

    (void)state;
    for (size_t i = 0; i < sizeof margins / sizeof *margins; i++) {
        struct figures figures = { .gmv = margins[i].gmv, .cost = margins[i].cost };

        assert_true(figures_margin(&figures, &margin));
        assert_int_equal(margin, margins[i].margin);
    }
    assert_false(figures_margin(&(struct figures){ .cost = 5 }, &margin));
}

static void grants_are_told_apart(void **state)
{
    (void)state;
    assert_false(report_needs_shows(&(struct report_query){ .group = GROUP_BRAND }));
    assert_true(report_counts_sales_only(&(struct report_query){ .group = GROUP_BRAND }));
    assert_true(report_needs_shows(
        &(struct report_query){ .group = GROUP_BRAND, .platform = PLATFORM_TIKTOK }));
    assert_true(report_needs_shows(&(struct report_query){ .group = GROUP_DAY }));
    assert_false(
        report_needs_shows(&(struct report_query){ .group = GROUP_DAY, .brand = T("Nike") }));
    assert_true(
        report_needs_shows(&(struct report_query){ .group = GROUP_SHOW, .brand = T("Nike") }));
    assert_true(report_needs_shows(&everything));
}

/* LIMIT_REPORT_ROWS: what is of a row that is there finds room however many there are. */
static void a_report_has_a_ceiling(void **state)
{
    struct arena arena = { 0 };
    struct report report = { 0 };
    struct gathering gathering = {
        .arena = &arena, .group = GROUP_BRAND, .report = &report, .by_key = { .arena = &arena }
    };
    struct report_row row;

    (void)state;
    for (int i = 0; i < LIMIT_REPORT_ROWS; i++) {
        row = (struct report_row){ .brand = arena_print(&arena, "%d", i), .now = { .units = 1 } };
        assert_int_equal(gathering_take(&gathering, &row), OK);
    }
    row = (struct report_row){ .brand = T("7"), .now = { .units = 1 } };
    assert_int_equal(gathering_take(&gathering, &row), OK);
    row = (struct report_row){ .brand = T("x"), .now = { .units = 1 } };
    assert_int_equal(gathering_take(&gathering, &row), TOO_LARGE);
    assert_int_equal(report.count, LIMIT_REPORT_ROWS);
    assert_int_equal(report.rows[7].now.units, 2);
    arena_release(&arena);
}

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_are_per_currency),
        cmocka_unit_test(a_show_counts_its_own_figure_or_its_sales),
        cmocka_unit_test(every_group_adds_up),
        cmocka_unit_test(a_show_can_be_asked_alone),
        cmocka_unit_test(days_are_inclusive_and_compared_with_the_days_before),
        cmocka_unit_test(rows_are_sorted_by_what_they_brought),
        cmocka_unit_test(sizes_run_from_small_to_large),
        cmocka_unit_test(margins_are_rounded_and_need_gmv),
        cmocka_unit_test(grants_are_told_apart),
    };

    const struct CMUnitTest alone[] = { cmocka_unit_test(a_report_has_a_ceiling) };

    (void)count;
    ops_store_need_cluster(argv);
    return cmocka_run_group_tests_name("reports", alone, NULL, NULL) +
           cmocka_run_group_tests_name("reports on SQLite", tests, setup_sqlite, teardown) +
           cmocka_run_group_tests_name("reports on PostgreSQL", tests, setup_postgresql, teardown) +
           cmocka_run_group_tests_name("summed, on SQLite", tests, setup_sqlite_summed, teardown) +
           cmocka_run_group_tests_name("summed, on PostgreSQL", tests, setup_postgresql_summed,
                                       teardown);
}
