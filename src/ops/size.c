/* A size is folded to ASCII and read left to right: an optional region, a whole number, then a
   decimal part or a fraction; what follows may be a width, a unit or the end of a range. */
#include "ops/size.h"

#include "base/buffer.h"
#include "base/decimal.h"
#include "codec/utf8.h"

enum { LIMIT_SIZE_TEXT = 128, LARGEST_SIZE = 9999 };
enum { HUNDREDTHS = 100, THIRD = 33, TWO_THIRDS = 67 };

struct fraction {
    const char *sign;
    int hundredths;
};

static const struct fraction fractions[] = {
    { "½", 50 },   { "⅓", THIRD },   { "⅔", TWO_THIRDS },   { "¼", 25 },   { "¾", 75 },
    { "1/2", 50 }, { "1/3", THIRD }, { "2/3", TWO_THIRDS }, { "1/4", 25 }, { "3/4", 75 },
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

/* ".5", ",5", ".67": two digits count, a third rounds, but never up to the next whole size. */
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
    thousandths += 5;
    *ret_hundredths = thousandths / 10 < HUNDREDTHS ? thousandths / 10 : HUNDREDTHS - 1;
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

/* A folded size taken apart. */
struct parts {
    struct text before, after; /* of the number; trimmed */
    int64_t order;
};

static bool take_apart(struct text folded, struct parts *ret_parts)
{
    struct text rest = folded;
    int64_t whole = 0, part = 0;
    bool has_part;

    while (rest.size > 0 && !is_digit(rest.at[0]))
        rest = text_from_offset(rest, 1);
    ret_parts->before = text_trim(text_slice(folded, 0, folded.size - rest.size));
    if (!take_number(&rest, &whole))
        return false;
    has_part = take_decimals(&rest, &part) || take_fraction(&rest, &part);
    if (!has_part && is_clothing(rest))
        return false;
    ret_parts->after = text_trim(rest);
    ret_parts->order = whole * HUNDREDTHS + part;
    return true;
}

bool size_to_order(struct text size, int64_t *ret_order)
{
    struct arena arena = { 0 };
    struct buffer folded = buffer_in(&arena, LIMIT_SIZE_TEXT);
    struct parts parts;
    bool is_found;

    utf8_fold(&folded, size);
    is_found = !folded.overflowed && take_apart(buffer_text(&folded), &parts);
    arena_release(&arena);
    if (is_found)
        *ret_order = parts.order;
    return is_found;
}

static bool is_one_of(struct text text, const char *const *words)
{
    for (; *words; words++)
        if (text_equal(text, text_from(*words)))
            return true;
    return false;
}

static void append_upper(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        bool is_lower = text.at[i] >= 'a' && text.at[i] <= 'z';

        buffer_append_byte(out, is_lower ? (char)(text.at[i] - 'a' + 'A') : text.at[i]);
    }
}

struct text size_to_label(struct text size, struct arena *arena)
{
    static const char *const regions[] = { "",   "us", "eu",   "eur",  "uk",   "jp",   "fr", "cm",
                                           "mm", "cn", "美码", "欧码", "英码", "尺码", NULL };
    static const char *const units[] = { "", "cm", "mm", "码", "号", NULL };
    static const char *const kinds[] = { "w", "m", "y", "c", "k", "d", "e", "2e", "4e", NULL };
    struct buffer folded = buffer_in(arena, LIMIT_SIZE_TEXT);
    struct buffer label = buffer_in(arena, LIMIT_SIZE_TEXT);
    struct parts parts;
    int64_t part;

    utf8_fold(&folded, size);
    if (folded.overflowed) /* no size is that long */
        return size;
    if (!take_apart(buffer_text(&folded), &parts) || !is_one_of(parts.before, regions) ||
        (!is_one_of(parts.after, units) && !is_one_of(parts.after, kinds)))
        return text_trim(size);

    part = parts.order % HUNDREDTHS;
    if (part == THIRD || part == TWO_THIRDS)
        buffer_print(&label, "%lld %d/3", (long long)parts.order / HUNDREDTHS,
                     part == THIRD ? 1 : 2);
    else
        buffer_append(&label, text_from(decimal_to_short_text(parts.order, 2).at));
    if (is_one_of(parts.after, kinds)) {
        if (is_digit(parts.after.at[0])) /* 8 2E is not 82 E */
            buffer_append_byte(&label, ' ');
        append_upper(&label, parts.after);
    }
    return buffer_text(&label);
}
