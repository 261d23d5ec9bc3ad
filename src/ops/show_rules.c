/* Fee and pay by rule. What is booked as a cost of that kind stands instead of the rules, and so
   does a cost that is typed on the show: nothing is counted twice. */
#include "ops/show_result.h"

#include "base/money.h"
#include "codec/json_read.h"
#include "ops/fee_rule.h"
#include "store/row.h"

enum { HUNDRED_PERCENT = 1000000 };

__extension__ typedef __int128 wide;

bool show_share(int64_t a, int64_t b, int64_t c, int64_t *ret_share)
{
    wide product = (wide)a * b;

    product = (2 * product + (product < 0 ? -(wide)c : (wide)c)) / (2 * (wide)c);
    if (product > INT64_MAX || product < INT64_MIN)
        return false;
    *ret_share = (int64_t)product;
    return true;
}

static struct value text_value(struct tx *tx, struct date day)
{
    return VALUE_OF_TEXT(arena_copy(tx_arena(tx), text_from(date_to_text(day).at)));
}

static int64_t net(const struct show_sums *sums)
{
    int64_t left = money_difference(sums->lines[LINE_GMV], sums->lines[LINE_REFUNDS]);

    return left > 0 ? left : 0;
}

/* Amounts of rows are at most 10^12, counts 10^9: what does not fit is refused. */
static bool add_times(int64_t *sum, int64_t amount, int64_t count)
{
    int64_t product;

    return !__builtin_mul_overflow(amount, count, &product) &&
           !__builtin_add_overflow(*sum, product, sum);
}

static enum status add_charge(struct show_charges *charges, const struct show_charge *charge,
                              int64_t *line)
{
    if (charges->count == LIMIT_SHOW_CHARGES || __builtin_add_overflow(*line, charge->amount, line))
        return TOO_LARGE;
    charges->source = SOURCE_RULE;
    charges->at[charges->count++] = *charge;
    return OK;
}

/* ---- fees ---- */

enum { FEE_NAME, FEE_PERCENT, FEE_OF, FEE_PER_SALE, FEE_PER_PIECE };

static enum status take_fee(struct show_result *result, const struct cursor *cursor)
{
    struct show_sums *sums = &result->sums[0].sums;
    bool is_of_net = text_equal(cursor_value(cursor, FEE_OF).text, T("net"));
    struct show_charge charge = { .name = cursor_value_kept(cursor, FEE_NAME).text };
    int64_t percent;

    if (!percent_read(cursor_value(cursor, FEE_PERCENT).text, &percent))
        return FAILED;
    if (!show_share(is_of_net ? net(sums) : sums->lines[LINE_GMV], percent, HUNDRED_PERCENT,
                    &charge.amount) ||
        !add_times(&charge.amount, cursor_value(cursor, FEE_PER_SALE).integer, sums->orders) ||
        !add_times(&charge.amount, cursor_value(cursor, FEE_PER_PIECE).integer,
                   is_of_net ? sums->units - sums->returned : sums->units))
        return TOO_LARGE;
    return add_charge(&result->fees, &charge, &sums->lines[LINE_FEE]);
}

static enum status run_fees(struct tx *tx, struct show_result *result)
{
    const struct field *platform = entity_field(&live_session_entity, T("platform"));
    const struct value values[] = {
        VALUE_OF_TEXT(text_from(platform->choices[result->show.platform - 1].value)),
        VALUE_OF_TEXT(result->show.currency), text_value(tx, result->show.day)
    };
    struct cursor *cursor;
    bool is_found;
    enum status status =
        tx_query(tx,
                 T("SELECT f.name, f.percent, f.of, f.per_sale, f.per_piece FROM fee_rule f WHERE "
                   "f.platform = $1 AND f.currency = $2 AND f.valid_from <= $3 AND "
                   "(f.valid_until IS NULL OR f.valid_until >= $3) ORDER BY f.name, f.id"),
                 values, 3, &cursor);

    if (status != OK)
        return status;
    while (status == OK && (status = cursor_next(cursor, &is_found)) == OK && is_found)
        status = take_fee(result, cursor);
    cursor_close(cursor);
    return status;
}

/* ---- pay ---- */

enum { PAY_HOST, PAY_HOUR, PAY_PERCENT, PAY_SHOW };

struct pay_rule {
    struct id host_id;
    int64_t per_hour, percent, per_show;
};

/* What the host's slots hold together; false: the host has none. */
static bool sum_slots(const struct show_result *result, struct id host_id,
                      struct show_charge *charge, struct show_sums *sums)
{
    bool is_there = false;

    for (size_t i = 1; i < result->slots.count; i++) {
        const struct show_part *slot = &result->slots.at[i];

        if (!id_equal(slot->host_id, host_id))
            continue;
        is_there = true;
        charge->name = slot->name;
        charge->ms += slot->ends_at - slot->starts_at;
        sums->lines[LINE_GMV] = money_sum(sums->lines[LINE_GMV], slot->sums.lines[LINE_GMV]);
        sums->lines[LINE_REFUNDS] =
            money_sum(sums->lines[LINE_REFUNDS], slot->sums.lines[LINE_REFUNDS]);
    }
    return is_there;
}

/* Each slot gets its part of the host's pay by its time; the last one what rounding left. */
static void spread_pay(struct show_result *result, const struct show_charge *charge)
{
    int64_t given = 0, passed = 0, upto;

    for (size_t i = 1; i < result->slots.count; i++) {
        struct show_part *slot = &result->slots.at[i];

        if (!id_equal(slot->host_id, charge->host_id))
            continue;
        passed += slot->ends_at - slot->starts_at;
        if (!show_share(charge->amount, passed, charge->ms, &upto))
            upto = given;
        slot->sums.lines[LINE_PAY] += upto - given;
        given = upto;
    }
}

static enum status take_pay(struct show_result *result, const struct pay_rule *rule)
{
    struct show_charge charge = { .host_id = rule->host_id };
    struct show_sums of_host = { 0 };
    int64_t part;
    enum status status;

    if (!sum_slots(result, rule->host_id, &charge, &of_host))
        return OK;
    charge.amount = rule->per_show;
    if (!show_share(rule->per_hour, charge.ms, MS_PER_HOUR, &part) ||
        !add_times(&charge.amount, part, 1) ||
        !show_share(net(&of_host), rule->percent, HUNDRED_PERCENT, &part) ||
        !add_times(&charge.amount, part, 1))
        return TOO_LARGE;
    status = add_charge(&result->pay, &charge, &result->sums[0].sums.lines[LINE_PAY]);
    if (status == OK)
        spread_pay(result, &charge);
    return status;
}

static enum status run_pay(struct tx *tx, struct show_result *result)
{
    const struct value values[] = { VALUE_OF_TEXT(result->show.currency),
                                    text_value(tx, result->show.day) };
    struct cursor *cursor;
    bool is_found;
    enum status status =
        tx_query(tx,
                 T("SELECT p.host_id, p.per_hour, p.percent, p.per_show FROM host_pay_rule p JOIN "
                   "host h ON h.workspace_id = p.workspace_id AND h.id = p.host_id WHERE "
                   "p.currency = $1 AND p.valid_from <= $2 AND (p.valid_until IS NULL OR "
                   "p.valid_until >= $2) ORDER BY h.name, p.id"),
                 values, 2, &cursor);

    if (status != OK)
        return status;
    while (status == OK && (status = cursor_next(cursor, &is_found)) == OK && is_found) {
        struct pay_rule rule = { .host_id = cursor_value(cursor, PAY_HOST).id,
                                 .per_hour = cursor_value(cursor, PAY_HOUR).integer,
                                 .per_show = cursor_value(cursor, PAY_SHOW).integer };

        status = percent_read(cursor_value(cursor, PAY_PERCENT).text, &rule.percent)
                     ? take_pay(result, &rule)
                     : FAILED;
    }
    cursor_close(cursor);
    return status;
}

/* ---- what a closing kept ---- */

static enum status take_held_fees(struct show_result *result)
{
    const struct json *fees = json_member(result->held, T("fees"));
    enum status status = OK;

    for (size_t i = 0; status == OK && i < json_count(fees); i++) {
        struct show_charge charge = {
            .name = json_text_member(json_at(fees, i), T("name")),
            .amount = json_integer_member(json_at(fees, i), T("amount")),
        };

        status = add_charge(&result->fees, &charge, &result->sums[0].sums.lines[LINE_FEE]);
    }
    return status;
}

/* The slots are held fast with the show: they still say who the host is and for how long. */
static enum status take_held_pay(struct show_result *result)
{
    const struct json *pay = json_member(result->held, T("pay"));
    enum status status = OK;

    for (size_t i = 0; status == OK && i < json_count(pay); i++) {
        struct show_charge charge = {
            .amount = json_integer_member(json_at(pay, i), T("amount")),
        };
        struct show_sums of_host = { 0 };

        if (!id_from_text(json_text_member(json_at(pay, i), T("host_id")), &charge.host_id))
            return FAILED;
        (void)sum_slots(result, charge.host_id, &charge, &of_host);
        status = add_charge(&result->pay, &charge, &result->sums[0].sums.lines[LINE_PAY]);
        if (status == OK)
            spread_pay(result, &charge);
    }
    return status;
}

enum status show_rules_run(struct tx *tx, struct show_result *result)
{
    bool is_typed = !row_is_null(&result->show, &live_session_entity, "cost");
    enum status status = OK;

    if (is_typed && result->fees.source == SOURCE_NONE)
        result->fees.source = SOURCE_TYPED;
    if (is_typed && result->pay.source == SOURCE_NONE)
        result->pay.source = SOURCE_TYPED;
    if (result->fees.source == SOURCE_NONE)
        status = result->held ? take_held_fees(result) : run_fees(tx, result);
    if (status == OK && result->pay.source == SOURCE_NONE)
        status = result->held ? take_held_pay(result) : run_pay(tx, result);
    return status;
}
