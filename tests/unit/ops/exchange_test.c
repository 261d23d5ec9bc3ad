/* Exchange: the rate of a day is the latest at or before it, also where the day is beyond the
   period that the amounts were said to be of. */
#include "ops/exchange.h"
#include "ops/exchange_rate.h"
#include "ops/ops.h"
#include "ops/ops_store.h"
#include "store/row.h"

static const struct identity system_identity = { .is_system = true };

static struct date day_at(const char *text)
{
    struct date date = { 0 };

    assert_true(date_from_text(text_from(text), &date));
    return date;
}

static enum status insert_rates(struct tx *tx, void *context)
{
    static const struct {
        const char *day, *rate;
    } table[] = {
        { "2026-03-31", "2" },
        { "2026-04-10", "3" },
        { "2026-05-02", "5" },
        { "2026-06-01", "7" },
    };
    enum status status = OK;

    (void)context;
    for (size_t i = 0; i < sizeof table / sizeof *table && status == OK; i++) {
        struct exchange_rate rate = {
            .row = { .workspace_id = 1, .id = { { [15] = (unsigned char)(i + 1) } }, .version = 1 },
            .day = day_at(table[i].day),
            .from_currency = T("USD"),
            .to_currency = T("EUR"),
            .rate = text_from(table[i].rate),
        };

        status = row_insert(tx, &exchange_rate_entity, &rate);
    }
    return status;
}

static enum status convert_all(struct tx *tx, void *context)
{
    static const struct {
        const char *day;
        int64_t amount; /* of 100; 0: not known */
    } table[] = {
        { "2026-04-01", 200 },
        { "2026-04-30", 300 },
        /* after the month, before it, in between, and before all rates */
        { "2026-05-02", 500 },
        { "2026-06-30", 700 },
        { "2026-03-31", 200 },
        { "2026-04-10", 300 },
        { "2026-05-01", 300 },
        { "2026-03-30", 0 },
        { "2026-05-31", 500 },
    };
    struct exchange *exchange = context;

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t amount = 0;
        bool is_known = false;

        assert_int_equal(
            exchange_amount(tx, exchange, T("USD"), day_at(table[i].day), 100, &amount, &is_known),
            OK);
        assert_int_equal(amount, table[i].amount);
        assert_int_equal(is_known, table[i].amount != 0);
    }
    assert_int_equal(exchange->missing_count, 1);
    assert_int_equal(exchange->missing[0].day.days, day_at("2026-03-30").days);
    return OK;
}

static void days_beyond_the_period_have_their_rates(enum engine engine)
{
    static struct exchange exchange;
    const struct entity *const *lists[] = { ops_entities };
    struct identity member = { .workspace_id = 1, .account_id = { { [15] = 1 } } };
    struct ops_store test;

    member.level[MODULE_FINANCE] = LEVEL_VIEW;
    exchange = (struct exchange){ .to = T("EUR"),
                                  .first = day_at("2026-04-01"),
                                  .last = day_at("2026-04-30") };
    ops_store_open(&test, engine, lists, 1);
    assert_int_equal(
        store_write(test.store, &system_identity, &test.arena, insert_rates, NULL, NULL), OK);
    assert_int_equal(store_read(test.store, &member, &test.arena, convert_all, &exchange, NULL),
                     OK);
    ops_store_close(&test);
}

static void days_beyond_the_period_have_their_rates_on_sqlite(void **state)
{
    (void)state;
    days_beyond_the_period_have_their_rates(ENGINE_SQLITE);
}

static void days_beyond_the_period_have_their_rates_on_postgresql(void **state)
{
    (void)state;
    days_beyond_the_period_have_their_rates(ENGINE_POSTGRESQL);
}

int main(int count, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_beyond_the_period_have_their_rates_on_sqlite),
        cmocka_unit_test(days_beyond_the_period_have_their_rates_on_postgresql),
    };

    (void)count;
    ops_store_need_cluster(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
