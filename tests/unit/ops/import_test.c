/* Files of sellers into shows and sales: suggestions, dry run, run, links, duplicates, undo. */
#include "auth/activity.h"
#include "call/call.h"

#include "base/zone.h"
#include "ops/bench_data.h"
#include "ops/import_presets.h"
#include "ops/ops.h"
#include "ops/ops_store.h"
#include "ops/product.h"
#include "ops/report.h"
#include "ops/sale.h"
#include "rest/import.h"
#include "rest/import_cell.h"
#include "rest/import_open.h"
#include "rest/import_undo.h"
#include "store/row.h"

enum { WORKSPACE = 7, NOW = 1782000000 };

static struct ops_store world;
static struct instance instance;

static const struct id account = { { 9, [15] = 1 } };

/* ---- the caller ---- */

static struct call new_call(enum language language)
{
    struct call call = { .instance = &instance,
                         .arena = &world.arena,
                         .now_ms = (int64_t)NOW * 1000,
                         .language = language,
                         .zone = zone_find(language == LANGUAGE_ZH ? T("Asia/Shanghai")
                                                                   : T("America/Los_Angeles")),
                         .currency = language == LANGUAGE_ZH ? T("CNY") : T("USD"),
                         .body = buffer_in(&world.arena, 8 << 20) };

    call.caller.account_id = account;
    call.identity = (struct identity){ .workspace_id = WORKSPACE, .account_id = account };
    for (size_t i = 0; i < MODULE_COUNT; i++)
        call.identity.level[i] = LEVEL_EDIT_OWN;
    return call;
}

static void must(struct call *call, enum status status)
{
    if (status != OK)
        fail_msg("%s: %.*s %.*s", status_name(status), TEXT_ARG(call_refusal_sentence(call)),
                 TEXT_ARG(call->fault_message));
}

static struct id run_file(struct call *call, const struct entity *entity, struct text bytes,
                          const char *mapping, const char *options)
{
    struct id id = { { 0 } };

    must(call, import_file_run(call, entity, T("file.csv"), bytes, text_from(mapping),
                               text_from(options), &id));
    return id;
}

struct reading_run {
    struct id id;
    struct import_run run;
};

static enum status read_run(struct tx *tx, void *context)
{
    struct reading_run *reading = context;

    return row_find(tx, &import_run_entity, WORKSPACE, reading->id, &reading->run);
}

static struct import_run run_of(struct call *call, struct id id)
{
    struct reading_run reading = { .id = id };

    must(call, call_read_as_system(call, read_run, &reading));
    return reading.run;
}

static void check_run(struct call *call, struct id id, int64_t done, int64_t failed,
                      int64_t skipped, int64_t links)
{
    struct import_run run = run_of(call, id);

    if (run.status != IMPORT_DONE || run.rows_done != done || run.rows_failed != failed ||
        run.rows_skipped != skipped || run.links_created != links)
        fail_msg("status %d done %lld failed %lld skipped %lld links %lld: %.*s", run.status,
                 (long long)run.rows_done, (long long)run.rows_failed, (long long)run.rows_skipped,
                 (long long)run.links_created, TEXT_ARG(run.errors));
}

/* ---- one number of the store ---- */

struct asking {
    struct text sql;
    int64_t number;
};

static enum status ask(struct tx *tx, void *context)
{
    struct asking *asking = context;
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx, asking->sql, NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status == OK)
        asking->number = cursor_value(cursor, 0).integer;
    return status;
}

static int64_t number_of(struct call *call, const char *sql)
{
    struct asking asking = { .sql = text_from(sql) };

    must(call, call_read(call, ask, &asking));
    return asking.number;
}

static enum status empty(struct tx *tx, void *context)
{
    static const char *const tables[] = { "import_row",     "import_file", "import_run",
                                          "import_mapping", "sale",        "product",
                                          "live_session",   NULL };
    enum status status = OK;

    (void)context;
    for (const char *const *table = tables; *table && status == OK; table++)
        status =
            tx_execute(tx, arena_print(tx_arena(tx), "DELETE FROM main.%s", *table), NULL, 0, NULL);
    return status;
}

static int begin(void **state)
{
    struct call call = new_call(LANGUAGE_EN);

    (void)state;
    must(&call, call_write_as_system(&call, empty, NULL));
    return 0;
}

/* ---- a year of the examples ---- */

static struct text example(const struct bench_settings *settings, enum bench_file file)
{
    struct buffer out = buffer_in(&world.arena, 4 << 20);

    assert_int_equal(bench_data_write(settings, file, &out), OK);
    return buffer_text(&out);
}

struct totals {
    int64_t gmv, cost, units, shows, sales;
};

static enum status add_show(const struct bench_show *show, void *context)
{
    struct totals *totals = context;

    totals->shows++;
    totals->gmv += show->gmv;
    totals->cost += show->cost;
    totals->units += show->items;
    return OK;
}

static enum status add_sale(const struct bench_show *show, const struct bench_sale *sale,
                            void *context)
{
    struct totals *totals = context;

    (void)show;
    totals->sales++;
    totals->cost += sale->cost * sale->quantity;
    return OK;
}

static enum status sum_up(struct tx *tx, void *context)
{
    struct report_query query = { 0 };

    return report_run(tx, &query, LANGUAGE_EN, context);
}

/* As a seller would: first the shows, then the sales, with nothing but the suggestions. */
static void examples_come_in_as_they_are(void **state)
{
    (void)state;
    for (enum language language = LANGUAGE_EN; language <= LANGUAGE_ZH; language++) {
        struct bench_settings settings = bench_settings_of_examples(language);
        struct call call = new_call(language);
        struct totals totals = { 0 };
        struct bench_sink sink = { add_show, add_sale, &totals };
        struct report report;

        begin(NULL);
        settings.shows = 40;
        settings.sales = 900;
        assert_int_equal(bench_data_each(&settings, &sink), OK);
        check_run(
            &call,
            run_file(&call, &live_session_entity, example(&settings, BENCH_FILE_SHOWS), "", ""), 40,
            0, 0, 0);
        check_run(&call,
                  run_file(&call, &sale_entity, example(&settings, BENCH_FILE_SALES), "", ""), 900,
                  0, 0, 0);
        assert_int_equal(
            number_of(&call, "SELECT COUNT(*) FROM sale WHERE live_session_id IS NULL"), 0);
        assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM live_session WHERE "
                                          "status = 'ended' AND starts_at IS NOT NULL"),
                         40);
        must(&call, call_read(&call, sum_up, &report));
        assert_int_equal(report.count, 1);
        assert_text(report.rows[0].currency, text_from(bench_currency(language)));
        assert_int_equal(report.rows[0].now.gmv, totals.gmv);
        assert_int_equal(report.rows[0].now.cost, totals.cost);
        assert_int_equal(report.rows[0].now.units, totals.units);
        assert_int_equal(report.rows[0].now.orders, totals.sales);
        assert_int_equal(
            number_of(&call, language == LANGUAGE_ZH
                                 ? "SELECT COUNT(*) FROM sale WHERE size_system = 'EU'"
                                 : "SELECT COUNT(*) FROM sale WHERE size_system = 'US'"),
            900);
    }
}

/* ---- small files ---- */

static void rows_with_faults_are_told_and_left_out(void **state)
{
    struct call call = new_call(LANGUAGE_EN);
    struct text file = T("Order time,Brand,Model,US size,Qty,Price\r\n"
                         "2026-06-02 20:30,Nike,Dunk Low,9.5,1,\"$1,129.50\"\r\n"
                         "2026-13-02 20:30,Nike,Dunk Low,9.5,1,129\r\n"
                         "2026-06-02 20:31,,Dunk Low,9,0,cheap\r\n"
                         "2026-06-02 20:32,Nike,Dunk Low,8 1/2,2,\"99.00 \"\r\n");
    struct id id = run_file(&call, &sale_entity, file, "", "");
    struct import_run run = run_of(&call, id);
    const struct json *errors;

    (void)state;
    check_run(&call, id, 2, 2, 0, 0);
    assert_int_equal(json_parse(&world.arena, run.errors, NULL, &errors, NULL), OK);
    assert_int_equal(json_count(errors), 4);
    assert_int_equal(json_integer_member(json_at(errors, 0), T("row")), 3);
    assert_text(json_text_member(json_at(errors, 0), T("field")), T("sold_at"));
    assert_text(json_text_member(json_at(errors, 0), T("column")), T("Order time"));
    assert_int_equal(json_integer_member(json_at(errors, 3), T("row")), 4);
    assert_int_equal(number_of(&call, "SELECT CAST(SUM(price * quantity) AS BIGINT) FROM sale"),
                     112950 + 2 * 9900);
    assert_int_equal(number_of(&call, "SELECT CAST(SUM(hour) AS BIGINT) FROM sale"), 40);
}

static void the_dry_run_says_what_the_run_does(void **state)
{
    struct call call = new_call(LANGUAGE_ZH);
    struct text file = T("成交时间;品牌;鞋型;尺码;价格（元）;场次;订单号\n"
                         "2026年6月2日 20时30分;李宁;超轻;42 2/3;1.2万;夜场;A1\n"
                         "2026/6/2 21:00;安踏;KT;42;￥399.50;夜场;A2\n"
                         "2026/6/3 0:10;安踏;KT;43;399;夜场;A2\n"
                         "2026/6/3 1:10;安踏;KT;43;三百;夜场;A3\n");
    struct import_opened opened = { .entity = &sale_entity };
    const struct json *answer;
    struct import_plan plan;
    struct import_reading reading = { 0 };
    struct label fault;
    struct text mapping;
    struct id id;

    (void)state;
    must(&call, import_options_parse(&call, T(""), &opened.options));
    must(&call, import_open_bytes(&call, file, &opened));
    assert_int_equal(opened.table.delimiter, ';');
    assert_int_equal(opened.look.rows_total, 4);
    mapping = import_suggest(&call, &sale_entity, &opened.look, &opened.options);
    assert_true(opened.options.create_links);
    import_settle_source(&call, &opened.options, opened.look.header_key);
    assert_int_equal(import_table_open(&world.arena, file, &reading, &opened.table, &fault), OK);
    must(&call,
         import_plan_make(&call, &sale_entity, &opened.table, mapping, &opened.options, &plan));
    must(&call, import_answer_preview(&call, &plan, &opened.table));
    assert_int_equal(json_parse(&world.arena, buffer_text(&call.body), NULL, &answer, NULL), OK);
    assert_int_equal(json_integer_member(answer, T("total")), 4);
    assert_int_equal(json_integer_member(answer, T("ready")), 2);
    assert_int_equal(json_integer_member(answer, T("duplicates")), 1);
    assert_int_equal(json_integer_member(answer, T("failed")), 1);
    assert_int_equal(json_integer_member(answer, T("links_created")), 1);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM sale"), 0);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM live_session"), 0);

    id = run_file(&call, &sale_entity, file, "", "");
    check_run(&call, id, 2, 1, 1, 1);
    assert_int_equal(number_of(&call, "SELECT CAST(SUM(price) AS BIGINT) FROM sale"),
                     1200000 + 39950);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM live_session WHERE title = '夜场' AND "
                                      "day = '2026-06-02' AND status = 'ended'"),
                     1);
    check_run(&call, run_file(&call, &sale_entity, file, "", ""), 0, 1, 3, 0);
}

static void date_and_time_in_two_columns_make_one(void **state)
{
    struct call call = new_call(LANGUAGE_EN);
    struct text file = T("Sales June\n\nDate\tTime\tBrand\tItem\tSize\tPrice\n"
                         "6/2/2026\t8:30 PM\tNike\tDunk\t9\t100\n"
                         "6/13/2026\t9:30 AM\tNike\tDunk\t9\t100\n");

    (void)state;
    check_run(&call, run_file(&call, &sale_entity, file, "", ""), 2, 0, 0, 0);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM sale WHERE day = '2026-06-02' AND "
                                      "hour = 20"),
                     1);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM sale WHERE day = '2026-06-13' AND "
                                      "hour = 9"),
                     1);
}

static void a_mapping_fixes_values_and_options_decide_how_cells_are_read(void **state)
{
    struct call call = new_call(LANGUAGE_EN);
    struct text file = T("when|what|size|amount\n"
                         "02.06.2026 20:30|Samba|42|1.129,50 €\n");

    (void)state;
    check_run(&call,
              run_file(&call, &sale_entity, file,
                       "{\"sold_at\": \"when\", \"shoe_type\": \"what\", \"size\": \"size\", "
                       "\"price\": \"amount\", \"brand\": {\"value\": \"adidas\"}, "
                       "\"size_system\": {\"value\": \"EU\"}}",
                       "{\"date_order\": \"dmy\", \"decimal\": \"comma\", \"currency\": \"EUR\", "
                       "\"time_zone\": \"Europe/Berlin\", \"source\": \"Shop\"}"),
              1, 0, 0, 0);
    assert_int_equal(number_of(&call, "SELECT price FROM sale WHERE currency = 'EUR' AND "
                                      "brand = 'adidas' AND size_system = 'EU' AND "
                                      "source = 'Shop' AND sold_at = 1780425000000"),
                     112950);
}

static void encodings_of_chinese_exports_are_found(void **state)
{
    static const char gbk[] = "\xc8\xd5\xc6\xda,\xc6\xbd\xcc\xa8,\xb1\xea\xcc\xe2,\xb3\xc9\xbd\xbb"
                              "\xb6\xee\n2026-06-02,\xb6\xb6\xd2\xf4,\xd2\xb9\xb3\xa1,1000\n";
    struct call call = new_call(LANGUAGE_ZH);

    (void)state;
    check_run(&call,
              run_file(&call, &live_session_entity, (struct text){ gbk, sizeof gbk - 1 }, "", ""),
              1, 0, 0, 0);
    assert_int_equal(number_of(&call, "SELECT gmv FROM live_session WHERE title = '夜场' AND "
                                      "platform = 'douyin' AND currency = 'CNY'"),
                     100000);
}

static void products_come_with_the_sales_that_name_them(void **state)
{
    struct call call = new_call(LANGUAGE_EN);
    struct text file = T("Order time,Brand,Model,Price,SKU\n"
                         "2026-06-02 20:30,Nike,Dunk Low,100,DD1391\n"
                         "2026-06-02 20:31,Nike,Dunk Low,101,DD1391\n"
                         "2026-06-02 20:32,Nike,Dunk Low,102,\n");

    (void)state;
    check_run(&call, run_file(&call, &sale_entity, file, "", ""), 3, 0, 0, 1);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM sale WHERE product_id IS NOT NULL"), 2);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM product WHERE sku = 'DD1391' AND "
                                      "name = 'Nike Dunk Low' AND brand = 'Nike'"),
                     1);
}

/* ---- undo ---- */

static enum status edit_one(struct tx *tx, void *context)
{
    (void)context;
    return tx_execute(tx,
                      T("UPDATE main.sale SET version = version + 1, price = 1 WHERE "
                        "price = 10100"),
                      NULL, 0, NULL);
}

static void undo_takes_back_exactly_what_came_in(void **state)
{
    struct call call = new_call(LANGUAGE_EN);
    struct text file = T("Order time,Brand,Model,Price,Show\n"
                         "2026-06-02 20:30,Nike,Dunk Low,100,Night\n"
                         "2026-06-02 20:31,Nike,Dunk Low,101,Night\n");
    struct text other = T("Order time,Brand,Model,Price\n2026-06-02 20:30,Nike,Dunk Low,7\n");
    struct import_undoing undoing = { 0 };
    struct id id = run_file(&call, &sale_entity, file, "", "");
    struct id kept = run_file(&call, &sale_entity, other, "", "");
    struct import_run run = run_of(&call, id);

    (void)state;
    check_run(&call, id, 2, 0, 0, 1);
    check_run(&call, kept, 1, 0, 0, 0);
    must(&call, call_write_as_system(&call, edit_one, NULL));
    assert_int_equal(import_undo(&call, &run, &sale_entity, false, &undoing), CONFLICT);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM sale"), 3);
    must(&call, import_undo(&call, &run, &sale_entity, true, &undoing));
    assert_int_equal(undoing.deleted, 3);
    assert_int_equal(undoing.kept, 0);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM sale"), 1);
    assert_int_equal(number_of(&call, "SELECT COUNT(*) FROM live_session"), 0);
    assert_int_equal(run_of(&call, id).status, IMPORT_UNDONE);
}

static void somebody_without_the_grant_cannot_import(void **state)
{
    struct call call = new_call(LANGUAGE_EN);
    struct text file = T("Order time,Brand,Model,Price\n2026-06-02 20:30,Nike,Dunk Low,7\n");
    struct id id;

    (void)state;
    call.identity.level[MODULE_SALES] = LEVEL_VIEW;
    assert_int_equal(import_file_run(&call, &sale_entity, T("x.csv"), file, T(""), T(""), &id),
                     FORBIDDEN);
}

static void files_that_are_none_are_refused(void **state)
{
    static const char *const files[] = { "", "\n\n", "PK\x03\x04 broken", "a,\"b\n" };
    struct call call = new_call(LANGUAGE_EN);
    struct id id;

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_int_equal(import_file_run(&call, &sale_entity, T("x.csv"), text_from(files[i]),
                                         T(""), T(""), &id),
                         INVALID);
}

/* ---- words ---- */

/* Headers are compared folded, so words that are not folded would never be found. */
static void every_word_of_the_presets_is_folded_and_means_a_field(void **state)
{
    (void)state;
    for (const struct import_preset *const *preset = ops_import_presets; *preset; preset++) {
        const struct entity *entity = (*preset)->entity;
        const struct import_choice *choice = (*preset)->choices;

        for (const struct import_word *word = (*preset)->words; word->header; word++) {
            const struct field *inner;

            assert_text(import_fold(&world.arena, text_from(word->header)),
                        text_from(word->header));
            if (!import_path(entity, text_from(word->field), &inner))
                fail_msg("%s.%s", entity->name, word->field);
            if (word->also_field)
                assert_non_null(entity_field(entity, text_from(word->also_field)));
        }
        for (; choice && choice->field; choice++) {
            const struct field *field = entity_field(entity, text_from(choice->field));
            struct value value;

            assert_text(import_fold(&world.arena, text_from(choice->text)),
                        text_from(choice->text));
            assert_int_equal(value_from_text(field, text_from(choice->value), &world.arena, &value),
                             PARSE_FINE);
        }
    }
}

/* ---- cells ---- */

struct cell {
    const struct entity *entity;
    const char *field, *text, *wire; /* NULL: refused; empty: says nothing */
};

static const struct cell cells[] = {
    { &sale_entity, "price", "129.5", "12950" },
    { &sale_entity, "price", " $1,129.50 ", "112950" },
    { &sale_entity, "price", "1.2万", "1200000" },
    { &sale_entity, "price", "129 USD", "12900" },
    { &sale_entity, "price", "-", "" },
    { &sale_entity, "price", "N/A", "" },
    { &sale_entity, "price", "129.505", NULL },
    { &sale_entity, "price", "-5", NULL },
    { &sale_entity, "price", "12a9", NULL },
    { &sale_entity, "quantity", "1,200", "1200" },
    { &sale_entity, "quantity", "2 件", "2" },
    { &sale_entity, "quantity", "２", "2" },
    { &sale_entity, "quantity", "2.0", "2" },
    { &sale_entity, "quantity", "2.5", NULL },
    { &sale_entity, "quantity", "0", NULL },
    { &sale_entity, "quantity", "many", NULL },
    { &sale_entity, "brand", "'=Nike", "=Nike" },
    { &sale_entity, "brand", "\xE3\x80\x80Nike\nAir\xC2\xA0", "Nike Air" },
    { &sale_entity, "brand", "-", "-" },
    { &sale_entity, "size_system", "欧码", "EU" },
    { &sale_entity, "size_system", "us", "US" },
    { &sale_entity, "size_system", "moon", NULL },
    { &sale_entity, "currency", "¥", "CNY" },
    { &sale_entity, "currency", "usd", "USD" },
    { &sale_entity, "currency", "Euro", "EUR" },
    { &sale_entity, "currency", "shells", NULL },
    { &live_session_entity, "day", "6/2/2026", "2026-06-02" },
    { &live_session_entity, "day", "2026-06-02T23:30:00-07:00", "2026-06-02" },
    { &live_session_entity, "day", "soon", NULL },
    { &live_session_entity, "starts_at", "6/2/2026 8:30 PM", "2026-06-03T03:30:00.000Z" },
    { &live_session_entity, "starts_at", "2026-06-02", "2026-06-02T19:00:00.000Z" },
    { &live_session_entity, "platform", "抖音", "douyin" },
    { &live_session_entity, "platform", "TikTok-Shop", "tiktok" },
    { &live_session_entity, "platform", "天猫", "taobao" },
    { &product_entity, "is_active", "是", "true" },
    { &product_entity, "is_active", "No", "false" },
    { &product_entity, "is_active", "perhaps", NULL },
};

static void cells_are_read_as_they_are_written(void **state)
{
    struct call call = new_call(LANGUAGE_EN);

    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const struct cell *cell = &cells[i];
        const struct field *field = entity_field(cell->entity, text_from(cell->field));
        struct import_plan plan = { .entity = cell->entity,
                                    .preset = import_preset_of(&instance, cell->entity),
                                    .options = { .date_order = DATE_ORDER_MDY },
                                    .zone = call.zone,
                                    .currency = currency_find(T("USD")) };
        struct value value;
        enum parse_fault fault =
            import_cell(&plan, field, text_from(cell->text), plan.currency, &world.arena, &value);
        struct text wire = { 0 };

        if (fault == PARSE_FINE)
            wire = value_to_text(field, value, &world.arena);
        if ((fault == PARSE_FINE) != (cell->wire != NULL) ||
            !text_equal(wire, text_from(cell->wire)))
            fail_msg("%s \"%s\" became \"%.*s\"", cell->field, cell->text, TEXT_ARG(wire));
    }
}

/* ---- both engines ---- */

static int setup(enum engine engine)
{
    static const struct entity *const activities[] = { &activity_entity, NULL };
    const struct entity *const *lists[] = { activities, ops_entities, import_entities };

    ops_store_open(&world, engine, lists, 3);
    instance = (struct instance){ .arena = &world.arena,
                                  .schema = world.schema,
                                  .store = world.store,
                                  .import_presets = ops_import_presets };
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

#define TEST(name) cmocka_unit_test_setup(name, begin)

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(examples_come_in_as_they_are),
        TEST(rows_with_faults_are_told_and_left_out),
        TEST(the_dry_run_says_what_the_run_does),
        TEST(date_and_time_in_two_columns_make_one),
        TEST(a_mapping_fixes_values_and_options_decide_how_cells_are_read),
        TEST(encodings_of_chinese_exports_are_found),
        TEST(products_come_with_the_sales_that_name_them),
        TEST(undo_takes_back_exactly_what_came_in),
        TEST(somebody_without_the_grant_cannot_import),
        TEST(files_that_are_none_are_refused),
        TEST(every_word_of_the_presets_is_folded_and_means_a_field),
        TEST(cells_are_read_as_they_are_written),
    };

    (void)count;
    ops_store_need_cluster(argv);
    return cmocka_run_group_tests_name("import on SQLite", tests, setup_sqlite, teardown) +
           cmocka_run_group_tests_name("import on PostgreSQL", tests, setup_postgresql, teardown);
}
