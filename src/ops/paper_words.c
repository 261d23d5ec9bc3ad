/* Paper words. */
#include "ops/paper_words.h"

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/money.h"

enum { AMOUNT_ROOM = 48 };
#define MINUS "\xE2\x88\x92"

int paper_digits(struct text currency)
{
    const struct currency *known = currency_find(currency);

    return known ? known->digits : 2;
}

struct text paper_amount(struct arena *arena, int64_t minor, int digits)
{
    struct decimal_text plain = decimal_to_text(minor, digits);
    struct text all = text_from(plain.at);
    struct buffer words = buffer_in(arena, AMOUNT_ROOM);
    size_t point;

    if (text_starts_with(all, T("-"))) {
        buffer_append(&words, T(MINUS));
        all = text_from_offset(all, 1);
    }
    point = text_find_byte(all, '.');
    for (size_t i = 0; i < all.size; i++) {
        if (i > 0 && i < point && (point - i) % 3 == 0)
            buffer_append_byte(&words, ',');
        buffer_append_byte(&words, all.at[i]);
    }
    return buffer_text(&words);
}

/* The signs that everybody reads as one currency's, and the codes of those that share one. */
static const char *sign_of(struct text currency)
{
    static const struct {
        const char *code, *sign;
    } signs[] = {
        { "USD", "$" },        { "EUR", "\xE2\x82\xAC" }, { "GBP", "\xC2\xA3" },
        { "CNY", "\xC2\xA5" }, { "JPY", "\xC2\xA5" },     { "HKD", "HK$" },
    };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (text_equal_nocase(currency, text_from(signs[i].code)))
            return signs[i].sign;
    return NULL;
}

struct text paper_price(struct arena *arena, int64_t minor, struct text currency)
{
    int digits = paper_digits(currency);
    const char *sign = sign_of(currency);
    struct text amount = paper_amount(arena, minor, digits);
    size_t point = text_find_byte(amount, '.'), zeros = point;

    while (zeros + 1 < amount.size && amount.at[zeros + 1] == '0')
        zeros++;
    if (zeros + 1 >= amount.size)
        amount.size = point;
    if (sign)
        return arena_print(arena, "%s%.*s", sign, TEXT_ARG(amount));
    return arena_print(arena, "%.*s %.*s", TEXT_ARG(amount), TEXT_ARG(currency));
}
