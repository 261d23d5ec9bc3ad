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

static enum status look_up(struct tx *tx, struct exchange *exchange, struct text from,
                           struct date day)
{
    const struct value values[] = { VALUE_OF_TEXT(from), VALUE_OF_TEXT(exchange->to),
                                    day_value(tx, day) };
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(
        tx,
        T("SELECT rate, CASE WHEN from_currency = $1 THEN 0 ELSE 1 END AS turned FROM "
          "exchange_rate WHERE ((from_currency = $1 AND to_currency = $2) OR (from_currency = $2 "
          "AND to_currency = $1)) AND day <= $3 ORDER BY day DESC, turned LIMIT 1"),
        values, 3, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    exchange->from = from;
    exchange->day = day;
    exchange->rate = 0;
    if (status == OK && is_found) {
        exchange->is_inverse = cursor_value(cursor, 1).integer != 0;
        if (!rate_read(cursor_value(cursor, 0).text, &exchange->rate))
            exchange->rate = 0;
    }
    cursor_close(cursor);
    return status;
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

enum status exchange_amount(struct tx *tx, struct exchange *exchange, struct text from,
                            struct date day, int64_t amount, int64_t *ret_amount, bool *ret_known)
{
    enum status status = OK;

    *ret_known = true;
    if (text_equal(from, exchange->to)) {
        *ret_amount = amount;
        return OK;
    }
    if (exchange->day.days != day.days || !text_equal(exchange->from, from))
        status = look_up(tx, exchange, from, day);
    if (status != OK)
        return status;
    if (exchange->rate == 0) {
        *ret_known = false;
        return note_missing(exchange, from, day);
    }
    return rate_apply(amount, from, exchange->to, exchange->rate, exchange->is_inverse, ret_amount)
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
