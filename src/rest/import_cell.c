/* A cell is brought into wire form and then parsed like any value that comes in, so the limits
   and rules of the field hold here too. */
#include "rest/import_cell.h"

#include "base/limits.h"
#include "base/zone.h"
#include "codec/utf8.h"

enum {
    LIMIT_CELL_TEXT = 8 * LIMIT_TEXT_FIELD, /* a cell of XLSX_LIMIT_CELL_BYTES, folded */
    NOON_MS = 12 * MS_PER_HOUR,
    TEN_THOUSAND_DIGITS = 4
};

typedef enum parse_fault (*cell_reader)(const struct import_plan *plan, const struct field *field,
                                        struct text cell, const struct currency *currency,
                                        struct arena *arena, struct text *ret_wire);

struct text import_fold(struct arena *arena, struct text text)
{
    struct buffer folded = buffer_in(arena, LIMIT_CELL_TEXT);
    struct buffer out = buffer_in(arena, LIMIT_CELL_TEXT);
    struct text rest;

    utf8_fold(&folded, text);
    rest = buffer_text(&folded);
    for (size_t i = 0; i < rest.size; i++)
        if (!strchr(" \t\r\n_-./:*", rest.at[i]) || rest.at[i] == 0)
            buffer_append_byte(&out, rest.at[i]);
    return buffer_text(&out);
}

/* What people write into a cell that has nothing to say. */
static bool is_empty(const struct field *field, struct text cell)
{
    static const char *const words[] = { "-", "--", "—", "/", "n/a", "null", "none", "无", NULL };

    if (cell.size == 0)
        return true;
    if (field->type == FIELD_TEXT)
        return false;
    for (const char *const *word = words; *word; word++)
        if (text_equal_nocase(cell, text_from(*word)))
            return true;
    return false;
}

/* ---- numbers ---- */

/* "1,234 件" -> "1234": digits, one sign and one point; the thousand separators go. */
static struct text bare_number(const struct import_plan *plan, struct text cell,
                               struct arena *arena, bool *ret_ten_thousands)
{
    char point = plan->options.decimal == DECIMAL_COMMA ? ',' : '.';
    char group = point == '.' ? ',' : '.';
    struct buffer folded = buffer_in(arena, LIMIT_CELL_TEXT);
    struct buffer out = buffer_in(arena, LIMIT_CELL_TEXT);
    struct text rest;

    utf8_fold(&folded, cell);
    rest = buffer_text(&folded);
    while (rest.size > 0 &&
           ((rest.at[0] >= '0' && rest.at[0] <= '9') || strchr("+-., ", rest.at[0]))) {
        if (rest.at[0] == point)
            buffer_append_byte(&out, '.');
        else if (rest.at[0] != group && rest.at[0] != ' ' && rest.at[0] != '+')
            buffer_append_byte(&out, rest.at[0]);
        rest = text_from_offset(rest, 1);
    }
    *ret_ten_thousands = text_starts_with(rest, T("万"));
    if (*ret_ten_thousands)
        rest = text_from_offset(rest, T("万").size);
    /* A unit may follow, but no further digits. */
    for (size_t i = 0; i < rest.size; i++)
        if (rest.at[i] >= '0' && rest.at[i] <= '9')
            return (struct text){ 0 };
    return buffer_text(&out);
}

static enum parse_fault read_integer(const struct import_plan *plan, const struct field *field,
                                     struct text cell, const struct currency *currency,
                                     struct arena *arena, struct text *ret_wire)
{
    bool ten_thousands;
    struct text number = bare_number(plan, cell, arena, &ten_thousands);
    int64_t integer;

    (void)field;
    (void)currency;
    if (!decimal_from_text(number, ten_thousands ? TEN_THOUSAND_DIGITS : 0, &integer))
        return PARSE_WRONG_TYPE;
    *ret_wire = arena_print(arena, "%lld", (long long)integer);
    return PARSE_FINE;
}

static enum parse_fault read_money(const struct import_plan *plan, const struct field *field,
                                   struct text cell, const struct currency *currency,
                                   struct arena *arena, struct text *ret_wire)
{
    enum money_form form = plan->options.decimal == DECIMAL_COMMA ? MONEY_SHEET_COMMA : MONEY_SHEET;
    int64_t minor;

    (void)field;
    if (!money_from_text(cell, currency, form, &minor)) {
        bool ten_thousands;
        struct text number = bare_number(plan, cell, arena, &ten_thousands);

        /* 3.5万 */
        if (!ten_thousands ||
            !decimal_from_text(number, TEN_THOUSAND_DIGITS + currency->digits, &minor))
            return PARSE_WRONG_TYPE;
    }
    *ret_wire = arena_print(arena, "%lld", (long long)minor);
    return PARSE_FINE;
}

static bool has_sign(const struct currency *currency, struct text sign)
{
    for (size_t i = 0; i < sizeof currency->signs / sizeof *currency->signs; i++) {
        if (!currency->signs[i])
            return false;
        if (text_equal(sign, text_from(currency->signs[i])))
            return true;
    }
    return false;
}

static enum parse_fault read_currency(const struct import_plan *plan, const struct field *field,
                                      struct text cell, const struct currency *row_currency,
                                      struct arena *arena, struct text *ret_wire)
{
    const struct currency *currency = currency_find(cell), *all;
    size_t count;

    (void)field;
    (void)row_currency;
    (void)arena;
    if (!currency && has_sign(plan->currency, cell))
        currency = plan->currency;
    all = currency_list(&count);
    for (size_t i = 0; i < count && !currency; i++)
        if (has_sign(&all[i], cell) || text_equal_nocase(cell, text_from(all[i].name_en)) ||
            text_equal(cell, text_from(all[i].name_zh)))
            currency = &all[i];
    if (!currency)
        return PARSE_NOT_A_CURRENCY;
    *ret_wire = text_from(currency->code);
    return PARSE_FINE;
}

/* ---- times ---- */

/* Where the time zone matters: a moment that says its offset becomes local to the plan's zone. */
static bool read_moment(const struct import_plan *plan, struct text cell, int64_t *ret_instant,
                        struct date *ret_date)
{
    struct moment moment;

    if (!moment_from_text(cell, (enum date_order)plan->options.date_order, &moment))
        return false;
    if (moment.has_time && moment.has_offset) {
        *ret_instant = (int64_t)moment.date.days * MS_PER_DAY + moment.ms_of_day - moment.offset_ms;
        *ret_date = zone_day(plan->zone, *ret_instant);
        return true;
    }
    *ret_instant =
        zone_instant(plan->zone, moment.date, moment.has_time ? moment.ms_of_day : NOON_MS);
    *ret_date = moment.date;
    return true;
}

static enum parse_fault read_time(const struct import_plan *plan, const struct field *field,
                                  struct text cell, const struct currency *currency,
                                  struct arena *arena, struct text *ret_wire)
{
    bool is_date = field->type == FIELD_DATE;
    struct date date;
    int64_t instant;

    (void)currency;
    if (!read_moment(plan, cell, &instant, &date))
        return is_date ? PARSE_NOT_A_DATE : PARSE_NOT_AN_INSTANT;
    *ret_wire =
        arena_print(arena, "%s", is_date ? date_to_text(date).at : instant_to_text(instant).at);
    return PARSE_FINE;
}

/* ---- words ---- */

static enum parse_fault read_text(const struct import_plan *plan, const struct field *field,
                                  struct text cell, const struct currency *currency,
                                  struct arena *arena, struct text *ret_wire)
{
    struct buffer line = buffer_in(arena, LIMIT_CELL_TEXT);

    (void)plan;
    (void)currency;
    *ret_wire = cell;
    if (field->type != FIELD_TEXT || field->format == LONG)
        return PARSE_FINE;
    for (size_t i = 0; i < cell.size; i++)
        buffer_append_byte(&line, strchr("\r\n\t", cell.at[i]) && cell.at[i] ? ' ' : cell.at[i]);
    *ret_wire = buffer_text(&line);
    return PARSE_FINE;
}

static bool means(struct arena *arena, struct text folded, const char *word)
{
    return word && text_equal(folded, import_fold(arena, text_from(word)));
}

static enum parse_fault read_choice(const struct import_plan *plan, const struct field *field,
                                    struct text cell, const struct currency *currency,
                                    struct arena *arena, struct text *ret_wire)
{
    const struct import_choice *choice = plan->preset ? plan->preset->choices : NULL;
    struct text folded = import_fold(arena, cell);

    (void)currency;
    for (size_t i = 0; i < field->choice_count; i++) {
        const struct choice *known = &field->choices[i];

        if (means(arena, folded, known->value) || means(arena, folded, known->label.en) ||
            means(arena, folded, known->label.zh)) {
            *ret_wire = text_from(known->value);
            return PARSE_FINE;
        }
    }
    for (; choice && choice->field; choice++) {
        if (strcmp(choice->field, field->name) == 0 &&
            text_equal(folded, text_from(choice->text))) {
            *ret_wire = text_from(choice->value);
            return PARSE_FINE;
        }
    }
    return PARSE_NOT_A_CHOICE;
}

static enum parse_fault read_boolean(const struct import_plan *plan, const struct field *field,
                                     struct text cell, const struct currency *currency,
                                     struct arena *arena, struct text *ret_wire)
{
    static const struct {
        const char *word, *wire;
    } words[] = {
        { "true", "true" }, { "yes", "true" }, { "y", "true" },  { "1", "true" },
        { "x", "true" },    { "是", "true" },  { "有", "true" }, { "false", "false" },
        { "no", "false" },  { "n", "false" },  { "0", "false" }, { "否", "false" },
    };
    struct text folded = import_fold(arena, cell);

    (void)plan;
    (void)field;
    (void)currency;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal(folded, text_from(words[i].word))) {
            *ret_wire = text_from(words[i].wire);
            return PARSE_FINE;
        }
    }
    return PARSE_WRONG_TYPE;
}

static const cell_reader readers[FIELD_TYPE_COUNT] = {
    [FIELD_TEXT] = read_text,       [FIELD_LINK] = read_text,
    [FIELD_ID] = read_text,         [FIELD_CHOICE] = read_choice,
    [FIELD_DATE] = read_time,       [FIELD_INSTANT] = read_time,
    [FIELD_MONEY] = read_money,     [FIELD_CURRENCY] = read_currency,
    [FIELD_INTEGER] = read_integer, [FIELD_BOOLEAN] = read_boolean,
    [FIELD_JSON] = read_text,
};

/* Also the spaces of a Chinese keyboard and of a web page. */
static struct text trim(struct text text)
{
    static const char *const spaces[] = { "\xE3\x80\x80", "\xC2\xA0", NULL };

    for (;;) {
        struct text before = text;

        text = text_trim(text);
        for (const char *const *space = spaces; *space; space++) {
            if (text_starts_with(text, text_from(*space)))
                text = text_from_offset(text, strlen(*space));
            if (text_ends_with(text, text_from(*space)))
                text.size -= strlen(*space);
        }
        if (text.size == before.size)
            return text;
    }
}

enum parse_fault import_cell(const struct import_plan *plan, const struct field *field,
                             struct text cell, const struct currency *currency, struct arena *arena,
                             struct value *ret_value)
{
    struct text bare = trim(csv_unguard(cell)), wire;
    enum parse_fault fault;

    *ret_value = VALUE_OF_NULL;
    if (is_empty(field, bare))
        return PARSE_FINE;
    fault = readers[field->type](plan, field, bare, currency, arena, &wire);
    return fault != PARSE_FINE ? fault : value_from_text(field, wire, arena, ret_value);
}
