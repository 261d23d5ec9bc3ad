/* A rate that is stored the other way round is as good; of the two the later day counts. */
#include "ops/exchange.h"

#include "base/money.h"

__extension__ typedef __int128 wide;

bool rate_read(struct text text, int64_t *ret_rate)
{
    int64_t rate, most = RATE_MAX;

    for (int i = 0; i < RATE_SCALE; i++)
        most *= 10;
    if (!decimal_from_text(text, RATE_SCALE, &rate) || rate <= 0 || rate > most)
        return false;
    *ret_rate = rate;
    return true;
}

static wide power_of_ten(int digits)
{
    wide power = 1;

    while (digits-- > 0)
        power *= 10;
    return power;
}

bool rate_apply(int64_t amount, struct text from, struct text to, int64_t rate, bool is_inverse,
                int64_t *ret_amount)
{
    const struct currency *source = currency_find(from), *target = currency_find(to);
    wide above = amount, below = 1;

    if (!source || !target || amount > EXCHANGE_AMOUNT_MAX || amount < -EXCHANGE_AMOUNT_MAX)
        return false;
    above *= is_inverse ? power_of_ten(RATE_SCALE) : (wide)rate;
    below *= is_inverse ? (wide)rate : power_of_ten(RATE_SCALE);
    above *= power_of_ten(target->digits);
    below *= power_of_ten(source->digits);
    above = (2 * above + (above < 0 ? -below : below)) / (2 * below);
    if (above > INT64_MAX || above < INT64_MIN)
        return false;
    *ret_amount = (int64_t)above;
    return true;
}

static struct value day_value(struct tx *tx, struct date day)
{
    return VALUE_OF_TEXT(arena_copy(tx_arena(tx), text_from(date_to_text(day).at)));
}

/* ---- rates of one currency ---- */

struct day_rate {
    struct date day;
    int64_t rate; /* 0: it cannot be read */
    bool is_inverse;
};

/* Later days first; of one day the one that is not turned. */
struct exchange_rates {
    struct text from;
    struct day_rate *at;
    size_t count, room;
    struct exchange_rates *next;
};

static enum status take_rates(struct arena *arena, struct cursor *cursor,
                              struct exchange_rates *rates)
{
    for (;;) {
        struct day_rate rate = { 0 };
        bool is_found;
        enum status status = cursor_next(cursor, &is_found);

        if (status != OK || !is_found)
            return status;
        if (!date_from_text(cursor_value(cursor, 0).text, &rate.day))
            return FAILED;
        if (!rate_read(cursor_value(cursor, 1).text, &rate.rate))
            rate.rate = 0;
        rate.is_inverse = cursor_value(cursor, 2).integer != 0;
        rates->at = arena_room(arena, rates->at, rates->count, &rates->room, sizeof *rates->at);
        rates->at[rates->count++] = rate;
    }
}

/* clang-format off */
#define PAIR "((from_currency = $1 AND to_currency = $2) OR (from_currency = $2 AND to_currency = $1))"
/* clang-format on */

/* Those of the period, and the one that holds on its first day. */
static enum status read_rates(struct tx *tx, const struct exchange *exchange,
                              struct exchange_rates *rates)
{
    const struct value values[] = { VALUE_OF_TEXT(rates->from), VALUE_OF_TEXT(exchange->to),
                                    day_value(tx, exchange->first), day_value(tx, exchange->last) };
    struct cursor *cursor;
    enum status status = tx_query(
        tx,
        T("SELECT day, rate, CASE WHEN from_currency = $1 THEN 0 ELSE 1 END AS turned FROM "
          "exchange_rate WHERE " PAIR " AND day <= $4 AND day >= COALESCE((SELECT MAX(day) FROM "
          "exchange_rate WHERE " PAIR " AND day <= $3), $3) ORDER BY day DESC, turned"),
        values, 4, &cursor);

    if (status != OK)
        return status;
    status = take_rates(tx_arena(tx), cursor, rates);
    cursor_close(cursor);
    return status;
}

static enum status rates_of(struct tx *tx, struct exchange *exchange, struct text from,
                            const struct exchange_rates **ret_rates)
{
    struct exchange_rates *rates = exchange->known;
    enum status status;

    while (rates && !text_equal(rates->from, from))
        rates = rates->next;
    if (!rates) {
        rates = ARENA_NEW(tx_arena(tx), struct exchange_rates);
        rates->from = from;
        status = read_rates(tx, exchange, rates);
        if (status != OK)
            return status;
        rates->next = exchange->known;
        exchange->known = rates;
    }
    *ret_rates = rates;
    return OK;
}

/* The one that holds on the day; NULL: there is none. */
static const struct day_rate *rate_on(const struct exchange_rates *rates, struct date day)
{
    for (size_t i = 0; i < rates->count; i++)
        if (rates->at[i].day.days <= day.days)
            return rates->at[i].rate != 0 ? &rates->at[i] : NULL;
    return NULL;
}

static enum status note_missing(struct exchange *exchange, struct text from, struct date day)
{
    for (size_t i = 0; i < exchange->missing_count; i++)
        if (exchange->missing[i].day.days == day.days &&
            text_equal(exchange->missing[i].currency, from))
            return OK;
    if (exchange->missing_count == LIMIT_RATES_MISSING)
        return TOO_LARGE;
    exchange->missing[exchange->missing_count++] = (struct rate_missing){ from, day };
    return OK;
}

/* A day beyond the period makes it longer: what was read of the rates does not reach that far. */
static void reach(struct exchange *exchange, struct date day)
{
    if (day.days >= exchange->first.days && day.days <= exchange->last.days)
        return;
    if (day.days < exchange->first.days)
        exchange->first = day;
    else
        exchange->last = day;
    exchange->known = NULL;
}

enum status exchange_amount(struct tx *tx, struct exchange *exchange, struct text from,
                            struct date day, int64_t amount, int64_t *ret_amount, bool *ret_known)
{
    const struct exchange_rates *rates;
    const struct day_rate *rate;
    enum status status;

    *ret_known = true;
    if (text_equal(from, exchange->to)) {
        *ret_amount = amount;
        return OK;
    }
    reach(exchange, day);
    status = rates_of(tx, exchange, from, &rates);
    if (status != OK)
        return status;
    rate = rate_on(rates, day);
    if (!rate) {
        *ret_known = false;
        return note_missing(exchange, from, day);
    }
    return rate_apply(amount, from, exchange->to, rate->rate, rate->is_inverse, ret_amount)
               ? OK
               : TOO_LARGE;
}

void exchange_write_missing(struct json_writer *json, const struct exchange *exchange)
{
    json_begin_array(json);
    for (size_t i = 0; i < exchange->missing_count; i++) {
        json_begin_object(json);
        json_write_text_member(json, T("currency"), exchange->missing[i].currency);
        json_write_text_member(json, T("day"),
                               text_from(date_to_text(exchange->missing[i].day).at));
        json_end_object(json);
    }
    json_end_array(json);
}
