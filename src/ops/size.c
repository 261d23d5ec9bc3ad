/* A size is folded to ASCII and read left to right: an optional region, a whole number, then a
   decimal part or a fraction; what follows may be a width, a unit or the end of a range. */
#include "ops/size.h"

#include "base/buffer.h"
#include "codec/utf8.h"

enum { LIMIT_SIZE_TEXT = 128, LARGEST_SIZE = 9999, HUNDREDTHS = 100 };

struct fraction {
    const char *sign;
    int hundredths;
};

static const struct fraction fractions[] = {
    { "½", 50 },   { "⅓", 33 },   { "⅔", 67 },   { "¼", 25 },   { "¾", 75 },
    { "1/2", 50 }, { "1/3", 33 }, { "2/3", 67 }, { "1/4", 25 }, { "3/4", 75 },
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static struct text skip_spaces(struct text rest)
{
    while (rest.size > 0 && rest.at[0] == ' ')
        rest = text_from_offset(rest, 1);
    return rest;
}

/* Takes the digits at the front; false when there are none or too many. */
static bool take_number(struct text *rest, int64_t *ret_number)
{
    int64_t number = 0;
    size_t size = 0;

    for (; size < rest->size && is_digit(rest->at[size]); size++) {
        number = number * 10 + (rest->at[size] - '0');
        if (number > LARGEST_SIZE)
            return false;
    }
    if (size == 0)
        return false;
    *rest = text_from_offset(*rest, size);
    *ret_number = number;
    return true;
}

/* ".5", ",5", ".67": two digits count, a third rounds. */
static bool take_decimals(struct text *rest, int64_t *ret_hundredths)
{
    int64_t thousandths = 0;
    int scale = 100;
    size_t size = 1;

    if (rest->size < 2 || (rest->at[0] != '.' && rest->at[0] != ',') || !is_digit(rest->at[1]))
        return false;
    for (; size < rest->size && is_digit(rest->at[size]); size++) {
        thousandths += (int64_t)(rest->at[size] - '0') * scale;
        scale /= 10;
    }
    *rest = text_from_offset(*rest, size);
    *ret_hundredths = (thousandths + 5) / 10;
    return true;
}

/* " 1/2", "-1/2", "½". The hyphen of a range (40-41) is not one. */
static bool take_fraction(struct text *rest, int64_t *ret_hundredths)
{
    struct text at = skip_spaces(*rest);
    bool is_joined = at.at == rest->at;

    if (at.size > 0 && at.at[0] == '-') {
        at = skip_spaces(text_from_offset(at, 1));
        is_joined = false;
    }
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++) {
        struct text sign = text_from(fractions[i].sign);

        if (is_joined && is_digit(sign.at[0]))
            continue;
        if (text_starts_with(at, sign)) {
            *rest = text_from_offset(at, sign.size);
            *ret_hundredths = fractions[i].hundredths;
            return true;
        }
    }
    return false;
}

/* Letters of clothing sizes directly behind the number: 2XL, 3L. */
static bool is_clothing(struct text rest)
{
    return rest.size > 0 && (rest.at[0] == 'x' || rest.at[0] == 'l' || rest.at[0] == 's');
}

bool size_to_order(struct text size, int64_t *ret_order)
{
    struct arena arena = { 0 };
    struct buffer folded = buffer_in(&arena, LIMIT_SIZE_TEXT);
    int64_t whole = 0, part = 0;
    struct text rest;
    bool is_found;

    utf8_fold(&folded, size);
    rest = buffer_text(&folded);
    while (rest.size > 0 && !is_digit(rest.at[0]))
        rest = text_from_offset(rest, 1);
    is_found = take_number(&rest, &whole);
    if (is_found && !take_decimals(&rest, &part) && !take_fraction(&rest, &part))
        is_found = !is_clothing(rest);
    arena_release(&arena);
    if (!is_found)
        return false;

    *ret_order = whole * HUNDREDTHS + part;
    return true;
}
