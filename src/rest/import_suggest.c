/* Suggestions: first what is the same word, then what contains one. Samples decide what words
   cannot: the order of dates, the decimal sign, a time in a column of its own. */
#include "rest/import_suggest.h"

#include "base/limits.h"
#include "base/zone.h"
#include "codec/utf8.h"
#include "crypto/hash.h"
#include "rest/import_cell.h"

enum {
    LOOK_ROWS = 1000, /* rows whose cells are looked at */
    LIMIT_SAMPLE = 120,
    LIMIT_MAPPING = LIMIT_TEXT_FIELD, /* a longer one cannot be sent back; none is suggested then */
    SHORTEST_PART = 5,                /* bytes of a word that counts inside another */
};

/* ---- looking ---- */

static bool ends_in_decimals(struct text cell, char sign)
{
    size_t at = text_find_byte(cell, sign);
    size_t digits = cell.size - at - 1;

    if (at == cell.size || at == 0 || digits < 1 || digits > 2)
        return false;
    for (size_t i = at + 1; i < cell.size; i++)
        if (cell.at[i] < '0' || cell.at[i] > '9')
            return false;
    return true;
}

static void look_at_cell(struct arena *arena, struct import_column *column, struct text cell,
                         bool is_near)
{
    struct text bare = text_trim(cell);

    if (bare.size == 0)
        return;
    if (column->sample_count < IMPORT_SAMPLES)
        column->samples[column->sample_count++] =
            arena_copy(arena, utf8_first_characters(bare, LIMIT_SAMPLE));
    if (!is_near)
        return;
    date_vote_add(&column->dates, bare);
    column->points += ends_in_decimals(bare, '.');
    column->commas += ends_in_decimals(bare, ',');
}

static struct text header_key(struct call *call, const struct entity *entity,
                              const struct import_table *table)
{
    struct buffer headers = buffer_in(call->arena, CSV_LIMIT_ROW_BYTES);
    struct text key;

    buffer_append(&headers, text_from(entity->name));
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_append_byte(&headers, '\n');
        buffer_append(&headers, import_fold(call->arena, table->columns[i]));
    }
    key = digest_hex(call->arena, sha256(buffer_text(&headers)));
    return text_slice(key, 0, 32);
}

enum status import_look_at(struct call *call, const struct entity *entity,
                           struct import_table *table, struct import_look *ret_look)
{
    struct import_look look = { .column_count = table->column_count };
    struct arena row_arena = { 0 };
    enum status status;

    look.columns = ARENA_NEW_ARRAY(call->arena, struct import_column, table->column_count + 1);
    for (size_t i = 0; i < look.column_count; i++)
        look.columns[i].name = table->columns[i];
    look.header_key = header_key(call, entity, table);
    for (;;) {
        struct table_row row;

        arena_clear(&row_arena);
        status = import_table_next(table, &row_arena, &row);
        if (status != OK || row.count == 0)
            break;
        if (++look.rows_total > LIMIT_IMPORT_ROWS) {
            status = TOO_LARGE;
            break;
        }
        for (size_t i = 0; i < look.column_count; i++)
            look_at_cell(call->arena, &look.columns[i], import_cell_at(&row, i),
                         look.rows_total <= LOOK_ROWS);
    }
    arena_release(&row_arena);
    if (status == OK)
        *ret_look = look;
    return status;
}

/* ---- words ---- */

/* A word and the field it means; the same from the table of a preset and from labels. */
struct meaning {
    struct text word, path;
    const struct import_word *preset;
};

struct vocabulary {
    struct call *call;
    struct meaning *meanings;
    size_t count, room;
};

static void add_word(struct vocabulary *vocabulary, struct text word, struct text path,
                     const struct import_word *preset)
{
    if (vocabulary->count == vocabulary->room) {
        size_t room = vocabulary->room == 0 ? 64 : 2 * vocabulary->room;
        struct meaning *meanings = ARENA_NEW_ARRAY(vocabulary->call->arena, struct meaning, room);

        if (vocabulary->count > 0)
            memcpy(meanings, vocabulary->meanings, vocabulary->count * sizeof *meanings);
        vocabulary->meanings = meanings;
        vocabulary->room = room;
    }
    vocabulary->meanings[vocabulary->count++] = (struct meaning){ word, path, preset };
}

/* The preset's words come first; of a link, its name means the linked row's title. */
static void learn(struct vocabulary *vocabulary, const struct entity *entity)
{
    const struct import_preset *preset = import_preset_of(vocabulary->call->instance, entity);
    const struct import_word *word = preset ? preset->words : NULL;
    struct arena *arena = vocabulary->call->arena;

    for (; word && word->header; word++)
        add_word(vocabulary, text_from(word->header), text_from(word->field), word);
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];
        struct text path = text_from(field->name);

        if (!import_field_is_open(field))
            continue;
        if (field->type == FIELD_LINK)
            path = arena_print(arena, "%s.%s", field->name, field->to->title);
        add_word(vocabulary, import_fold(arena, text_from(field->name)), path, NULL);
        add_word(vocabulary, import_fold(arena, text_from(field->label.en)), path, NULL);
        add_word(vocabulary, import_fold(arena, text_from(field->label.zh)), path, NULL);
    }
}

/* "Price (USD)" -> "price", and "usd" apart. Also the brackets of a Chinese keyboard, which the
   fold has made ASCII. */
static struct text split_header(struct call *call, struct text header, struct text *ret_inside)
{
    struct text folded = import_fold(call->arena, header);
    struct text before = folded, inside, after;

    *ret_inside = (struct text){ 0 };
    after = before;
    before = text_cut(&after, text_find_byte(folded, '(') < folded.size ? '(' : '[');
    if (!after.at)
        return folded;
    inside = text_slice(after, 0,
                        text_find_byte(after, ')') < after.size ? text_find_byte(after, ')')
                                                                : text_find_byte(after, ']'));
    *ret_inside = inside;
    return before.size > 0 ? before : folded;
}

static const struct meaning *meaning_of(const struct vocabulary *vocabulary, struct text header)
{
    for (size_t i = 0; i < vocabulary->count; i++)
        if (text_equal(vocabulary->meanings[i].word, header))
            return &vocabulary->meanings[i];
    return NULL;
}

static const struct meaning *part_meaning_of(const struct vocabulary *vocabulary,
                                             struct text header)
{
    const struct meaning *longest = NULL;

    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct meaning *meaning = &vocabulary->meanings[i];

        if (meaning->word.size < SHORTEST_PART || text_find(header, meaning->word) == header.size ||
            (longest && longest->word.size >= meaning->word.size))
            continue;
        longest = meaning;
    }
    return longest;
}

/* ---- suggesting ---- */

struct suggesting {
    struct call *call;
    const struct entity *entity;
    struct import_look *look;
    struct import_options *options;
    struct vocabulary vocabulary;
    const struct meaning **meanings; /* by column */
    size_t *joined;                  /* by column: the column it is joined to, or itself */
};

static const struct field *inner_field(const struct suggesting *s, struct text path)
{
    const struct field *inner, *field = import_path(s->entity, path, &inner);

    return inner ? inner : field;
}

static bool is_path_taken(const struct suggesting *s, struct text path, size_t *ret_column)
{
    for (size_t i = 0; i < s->look->column_count; i++) {
        if (text_equal(s->look->columns[i].path, path)) {
            *ret_column = i;
            return true;
        }
    }
    return false;
}

/* A date in one column and its time in the next make one moment. */
static bool makes_moment(const struct suggesting *s, size_t date_column, size_t time_column)
{
    const struct import_column *date = &s->look->columns[date_column];
    const struct import_column *time = &s->look->columns[time_column];
    struct moment moment;
    struct text both;

    if (date->sample_count == 0 || time->sample_count == 0 ||
        !moment_from_text(date->samples[0], DATE_ORDER_MDY, &moment) || moment.has_time ||
        moment_from_text(time->samples[0], DATE_ORDER_MDY, &moment))
        return false;
    both = arena_print(s->call->arena, "2026-01-01 %.*s", TEXT_ARG(time->samples[0]));
    return moment_from_text(both, DATE_ORDER_MDY, &moment) && moment.has_time;
}

static void take(struct suggesting *s, size_t column, const struct meaning *meaning)
{
    const struct field *field = meaning ? inner_field(s, meaning->path) : NULL;
    size_t other;

    if (!field || !call_sets(s->call, field))
        return;
    if (!is_path_taken(s, meaning->path, &other)) {
        s->look->columns[column].path = meaning->path;
        s->meanings[column] = meaning;
        return;
    }
    if (field->type == FIELD_INSTANT && s->joined[other] == other) {
        if (makes_moment(s, other, column))
            s->joined[other] = column;
        else if (makes_moment(s, column, other)) {
            s->look->columns[column].path = meaning->path;
            s->look->columns[other].path = (struct text){ 0 };
            s->joined[column] = other;
        }
    }
}

static bool has_sign(struct call *call, const struct currency *currency, struct text folded)
{
    for (size_t n = 0; currency && n < sizeof currency->signs / sizeof *currency->signs; n++)
        if (currency->signs[n] &&
            text_equal(folded, import_fold(call->arena, text_from(currency->signs[n]))))
            return true;
    return false;
}

/* Where a sign stands for several, the workspace's own currency wins, then the one that is meant
   most. */
static const struct currency *currency_of_header(struct call *call, struct text inside)
{
    static const char *const usual[] = { "USD", "CNY" };
    const struct currency *all, *own = currency_find(call->currency);
    const struct currency *named = currency_find(inside);
    size_t count;

    if (named || inside.size == 0)
        return named;
    if (has_sign(call, own, inside))
        return own;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (has_sign(call, currency_find(text_from(usual[i])), inside))
            return currency_find(text_from(usual[i]));
    all = currency_list(&count);
    for (size_t i = 0; i < count; i++)
        if (has_sign(call, &all[i], inside))
            return &all[i];
    return NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Of an amount, besides its sign. */
static bool is_figure(char c)
{
    struct text others = T(".,'+-() ");

    return is_digit(c) || text_find_byte(others, c) < others.size;
}

/* "$" of "$1,234.50", "元" of "199.00元": what stands beside an amount. Letters alone are words. */
static struct text sign_beside(struct text sample)
{
    bool is_sign = false, has_digit = false;
    struct text sign;

    for (size_t i = 0; i < sample.size; i++)
        has_digit |= is_digit(sample.at[i]);
    while (sample.size > 0 && is_figure(sample.at[0]))
        sample = text_from_offset(sample, 1);
    while (sample.size > 0 && is_figure(sample.at[sample.size - 1]))
        sample.size--;
    sign = sample;
    for (size_t i = 0; i < sign.size; i++) {
        if (is_figure(sign.at[i]))
            return (struct text){ 0 };
        is_sign |= (unsigned char)sign.at[i] >= 0x80 || sign.at[i] == '$';
    }
    return has_digit && is_sign ? sign : (struct text){ 0 };
}

/* A file whose amounts bear the sign of another currency than the workspace's is in that one. */
static void suggest_currency(struct suggesting *s)
{
    const struct currency *found = NULL;

    for (size_t i = 0; i < s->look->column_count; i++) {
        const struct import_column *column = &s->look->columns[i];

        for (size_t n = 0; n < column->sample_count; n++) {
            const struct currency *currency = currency_of_header(
                s->call, import_fold(s->call->arena, sign_beside(column->samples[n])));

            if (currency && found && currency != found)
                return; /* several: their rows will say it, or be refused */
            if (currency)
                found = currency;
        }
    }
    if (found && found != currency_find(s->call->currency))
        s->options->currency = text_from(found->code);
}

static void suggest_columns(struct suggesting *s)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < s->look->column_count; i++) {
            struct text inside, header = split_header(s->call, s->look->columns[i].name, &inside);
            const struct currency *currency = currency_of_header(s->call, inside);

            if (currency && s->options->currency.size == 0)
                s->options->currency = text_from(currency->code);
            if (pass == 0)
                take(s, i, meaning_of(&s->vocabulary, header));
            else if (s->look->columns[i].path.size == 0)
                take(s, i, part_meaning_of(&s->vocabulary, header));
        }
    }
}

static void suggest_options(struct suggesting *s)
{
    bool is_american = text_equal(s->call->currency, T("USD")) ||
                       text_starts_with(zone_name(s->call->zone), T("America/"));
    struct date_vote dates = { 0 };
    int64_t points = 0, commas = 0;

    for (size_t i = 0; i < s->look->column_count; i++) {
        const struct import_column *column = &s->look->columns[i];
        const struct field *field = inner_field(s, column->path);

        if (!field)
            continue;
        /* What a file names is there or is made. */
        s->options->create_links |= text_find_byte(column->path, '.') < column->path.size;
        if (field->type == FIELD_DATE || field->type == FIELD_INSTANT) {
            dates.mdy += column->dates.mdy;
            dates.dmy += column->dates.dmy;
        } else if (field->type == FIELD_MONEY) {
            points += column->points;
            commas += column->commas;
        }
    }
    if (s->options->date_order == 0)
        s->options->date_order = (int)date_vote_result(&dates);
    if (s->options->date_order == 0)
        s->options->date_order = is_american ? DATE_ORDER_MDY : DATE_ORDER_DMY;
    if (commas > points)
        s->options->decimal = DECIMAL_COMMA;
}

static void write_constant(struct json_writer *json, const char *field, struct text value)
{
    json_write_key(json, text_from(field));
    json_begin_object(json);
    json_write_text_member(json, T("value"), value);
    json_end_object(json);
}

static void write_mapping(struct suggesting *s, struct json_writer *json)
{
    json_begin_object(json);
    for (size_t i = 0; i < s->look->column_count; i++) {
        const struct import_column *column = &s->look->columns[i];

        if (column->path.size == 0)
            continue;
        json_write_key(json, column->path);
        if (s->joined[i] == i) {
            json_write_text(json, column->name);
            continue;
        }
        json_begin_array(json);
        json_write_text(json, column->name);
        json_write_text(json, s->look->columns[s->joined[i]].name);
        json_end_array(json);
    }
    for (size_t i = 0; i < s->look->column_count; i++) {
        const struct import_word *word = s->meanings[i] ? s->meanings[i]->preset : NULL;
        size_t other;

        if (word && word->also_field && !is_path_taken(s, text_from(word->also_field), &other))
            write_constant(json, word->also_field, text_from(word->also_value));
    }
    json_end_object(json);
}

struct text import_suggest(struct call *call, const struct entity *entity, struct import_look *look,
                           struct import_options *options)
{
    struct suggesting s = { .call = call,
                            .entity = entity,
                            .look = look,
                            .options = options,
                            .vocabulary = { .call = call } };
    struct buffer text = buffer_in(call->arena, LIMIT_MAPPING);
    struct json_writer json = json_writer_to(&text);

    s.meanings = ARENA_NEW_ARRAY(call->arena, const struct meaning *, look->column_count + 1);
    s.joined = ARENA_NEW_ARRAY(call->arena, size_t, look->column_count + 1);
    for (size_t i = 0; i < look->column_count; i++)
        s.joined[i] = i;
    learn(&s.vocabulary, entity);
    suggest_columns(&s);
    if (options->currency.size == 0)
        suggest_currency(&s);
    suggest_options(&s);
    write_mapping(&s, &json);
    return buffer_status(&text) == OK ? buffer_text(&text) : T("{}");
}
