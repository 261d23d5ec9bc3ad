/* Parse: one function per field type from text, one table of faults. */
#include "schema/parse.h"

#include "base/limits.h"
#include "base/money.h"
#include "base/zone.h"
#include "codec/json_read.h"
#include "codec/utf8.h"

#include <assert.h>

enum { LIMIT_JSON_NUMBER = 64 };

static const struct {
    const char *code;
    struct label sentence;
} faults[PARSE_FAULT_COUNT] = {
    [PARSE_FINE] = { "00000", L("", "") },
    [PARSE_REQUIRED] = { "23502", L("{field} is needed.", "请填写{field}。") },
    [PARSE_WRONG_TYPE] = { "22P02",
                           L("{field} cannot be \"{value}\".", "{field}不能是“{value}”。") },
    [PARSE_TOO_LONG] = { "22001", L("{field} has more than {limit} characters.",
                                    "{field}超过了 {limit} 个字符。") },
    [PARSE_EMPTY] = { "23514", L("{field} must not be empty.", "{field}不能为空。") },
    [PARSE_TOO_SHORT] = { "23514", L("{field} needs at least {limit} characters.",
                                     "{field}至少需要 {limit} 个字符。") },
    [PARSE_TOO_SMALL] = { "23514",
                          L("{field} must be {limit} or more.", "{field}不能小于 {limit}。") },
    [PARSE_ABOVE] = { "22003", L("{field} must be {limit} or less.", "{field}不能大于 {limit}。") },
    [PARSE_TOO_LARGE] = { "22003", L("{field} is too large.", "{field}的数值太大。") },
    [PARSE_NOT_A_CHOICE] = { "23514", L("{field} cannot be \"{value}\": that is not a choice.",
                                        "{field}没有“{value}”这个选项。") },
    [PARSE_NOT_A_DATE] = { "22007", L("{field} needs a date like 2026-06-02.",
                                      "{field}需要日期，例如 2026-06-02。") },
    [PARSE_NOT_AN_INSTANT] = { "22007",
                               L("{field} needs a date and time like 2026-06-02T20:30:00Z.",
                                 "{field}需要日期和时间，例如 2026-06-02T20:30:00Z。") },
    [PARSE_NOT_AN_ID] = { "22P02",
                          L("{field} needs an id (UUID).", "{field}需要一个编号（UUID）。") },
    [PARSE_NOT_EMAIL] = { "23514",
                          L("{field} is not an e-mail address.", "{field}不是有效的邮箱地址。") },
    [PARSE_NOT_A_TIME_ZONE] = { "22023",
                                L("\"{value}\" is not a time zone.", "“{value}”不是有效的时区。") },
    [PARSE_NOT_A_CURRENCY] = { "23514",
                               L("\"{value}\" is not a currency.", "“{value}”不是有效的币种。") },
    [PARSE_NOT_JSON] = { "22P02", L("{field} is not valid JSON.", "{field}不是有效的 JSON。") },
    [PARSE_CONTROL_CHARACTER] = { "22021", L("{field} holds a character that cannot be stored.",
                                             "{field}含有无法保存的字符。") },
};

const char *parse_fault_code(enum parse_fault fault)
{
    return faults[fault].code;
}

struct label parse_fault_sentence(enum parse_fault fault)
{
    return faults[fault].sentence;
}

int64_t parse_fault_limit(enum parse_fault fault, const struct field *field)
{
    return fault == PARSE_TOO_SMALL || fault == PARSE_TOO_SHORT ? field->min : field->max;
}

static bool has_control(struct text text, bool is_long)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c == 0x7f || (c < 0x20 && !(is_long && (c == '\n' || c == '\r' || c == '\t'))))
            return true;
    }
    return false;
}

/* Not RFC 5321 in full: one @, something on both sides, a dot behind it, no white space. */
static bool is_email(struct text text)
{
    struct text domain = text;
    struct text local = text_cut(&domain, '@');
    size_t dot = text_find_byte(domain, '.');

    if (text_find_byte(text, ' ') < text.size || text_find_byte(domain, '@') < domain.size)
        return false;
    return local.size > 0 && local.size <= 64 && dot > 0 && dot + 1 < domain.size &&
           domain.at[domain.size - 1] != '.';
}

static enum parse_fault check_text(const struct field *field, struct text text)
{
    size_t count = utf8_count(text);

    if (!utf8_is_valid(text) ||
        has_control(text, field->format == LONG || field->type == FIELD_JSON))
        return PARSE_CONTROL_CHARACTER;
    if (field->max > 0 && count > (size_t)field->max)
        return PARSE_TOO_LONG;
    if (text.size == 0 && field->optional)
        return PARSE_FINE;
    if (field->min > 0 && count < (size_t)field->min)
        return count == 0 ? PARSE_EMPTY : PARSE_TOO_SHORT;
    if (field->format == EMAIL && !is_email(text))
        return PARSE_NOT_EMAIL;
    if (field->format == TIME_ZONE && !zone_find(text))
        return PARSE_NOT_A_TIME_ZONE;
    return PARSE_FINE;
}

static enum parse_fault check_integer(const struct field *field, int64_t integer)
{
    if (integer < field->min && (field->min != 0 || field->max != 0 || field->type == FIELD_MONEY))
        return PARSE_TOO_SMALL;
    if (field->max != 0 && integer > field->max)
        return field->type == FIELD_MONEY ? PARSE_TOO_LARGE : PARSE_ABOVE; /* not in cents */
    return PARSE_FINE;
}

static enum parse_fault from_text(const struct field *field, struct text text, struct arena *arena,
                                  struct value *ret_value)
{
    (void)field;
    (void)arena;
    *ret_value = VALUE_OF_TEXT(text.at ? text : T(""));
    return PARSE_FINE;
}

static enum parse_fault from_id(const struct field *field, struct text text, struct arena *arena,
                                struct value *ret_value)
{
    struct id id;

    (void)field;
    (void)arena;
    if (!id_from_text(text, &id))
        return PARSE_NOT_AN_ID;
    *ret_value = VALUE_OF_ID(id);
    return PARSE_FINE;
}

static enum parse_fault from_date(const struct field *field, struct text text, struct arena *arena,
                                  struct value *ret_value)
{
    struct date date;

    (void)field;
    if (!date_from_text(text, &date))
        return PARSE_NOT_A_DATE;
    *ret_value = VALUE_OF_TEXT(arena_copy(arena, text));
    return PARSE_FINE;
}

static enum parse_fault from_instant(const struct field *field, struct text text,
                                     struct arena *arena, struct value *ret_value)
{
    int64_t instant_ms;

    (void)field;
    (void)arena;
    if (!instant_from_text(text, &instant_ms))
        return PARSE_NOT_AN_INSTANT;
    *ret_value = VALUE_OF_INTEGER(instant_ms);
    return PARSE_FINE;
}

static bool is_digits(struct text text)
{
    size_t from = text.size > 0 && text.at[0] == '-';

    for (size_t i = from; i < text.size; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.size > from;
}

static enum parse_fault from_integer(const struct field *field, struct text text,
                                     struct arena *arena, struct value *ret_value)
{
    int64_t integer;

    (void)field;
    (void)arena;
    if (!text_to_int64(text, &integer))
        return is_digits(text) ? PARSE_TOO_LARGE : PARSE_WRONG_TYPE;
    *ret_value = VALUE_OF_INTEGER(integer);
    return PARSE_FINE;
}

/* As PostgreSQL reads a boolean. */
static enum parse_fault from_boolean(const struct field *field, struct text text,
                                     struct arena *arena, struct value *ret_value)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {
        { "true", true },   { "t", true },  { "yes", true }, { "on", true },   { "1", true },
        { "false", false }, { "f", false }, { "no", false }, { "off", false }, { "0", false },
    };

    (void)field;
    (void)arena;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal_nocase(text, text_from(words[i].word))) {
            *ret_value = VALUE_OF_INTEGER(words[i].value);
            return PARSE_FINE;
        }
    }
    return PARSE_WRONG_TYPE;
}

static enum parse_fault from_json_text(const struct field *field, struct text text,
                                       struct arena *arena, struct value *ret_value)
{
    const struct json *json;

    (void)field;
    if (json_parse(arena, text, NULL, &json, NULL) != OK)
        return PARSE_NOT_JSON;
    *ret_value = VALUE_OF_TEXT(text);
    return PARSE_FINE;
}

typedef enum parse_fault (*reader)(const struct field *field, struct text text, struct arena *arena,
                                   struct value *ret_value);

static const reader readers[FIELD_TYPE_COUNT] = {
    [FIELD_TEXT] = from_text,       [FIELD_LINK] = from_id,        [FIELD_ID] = from_id,
    [FIELD_CHOICE] = from_text,     [FIELD_DATE] = from_date,      [FIELD_INSTANT] = from_instant,
    [FIELD_MONEY] = from_integer,   [FIELD_CURRENCY] = from_text,  [FIELD_INTEGER] = from_integer,
    [FIELD_BOOLEAN] = from_boolean, [FIELD_JSON] = from_json_text,
};

static bool is_choice(const struct field *field, struct text text)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (text_equal(text, text_from(field->choices[i].value)))
            return true;
    return false;
}

/* What the field allows, beyond its type. */
static enum parse_fault check(const struct field *field, struct value value)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        return check_text(field, value.text);
    case FIELD_CHOICE:
        return is_choice(field, value.text) ? PARSE_FINE : PARSE_NOT_A_CHOICE;
    case FIELD_CURRENCY:
        return currency_find(value.text) ? PARSE_FINE : PARSE_NOT_A_CURRENCY;
    case FIELD_MONEY:
    case FIELD_INTEGER:
        return check_integer(field, value.integer);
    case FIELD_LINK:
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_INSTANT:
    case FIELD_BOOLEAN:
    case FIELD_UNDECLARED:
    case FIELD_TYPE_COUNT:
        break;
    }
    return PARSE_FINE;
}

enum parse_fault value_from_filter(const struct field *field, struct text text, struct arena *arena,
                                   struct value *ret_value)
{
    assert(readers[field->type]);
    if (field->type == FIELD_JSON)
        return from_text(field, text, arena, ret_value);
    return readers[field->type](field, text, arena, ret_value);
}

enum parse_fault value_from_text(const struct field *field, struct text text, struct arena *arena,
                                 struct value *ret_value)
{
    struct value value;
    enum parse_fault fault = readers[field->type](field, text, arena, &value);

    if (fault == PARSE_FINE)
        fault = check(field, value);
    if (fault == PARSE_FINE)
        *ret_value = value;
    return fault;
}

/* A number or boolean where text may stand is taken as PostgreSQL takes it: by its text form. */
static struct text json_lexeme(const struct json *json, struct arena *arena)
{
    struct buffer buffer = buffer_in(arena, LIMIT_JSON_NUMBER);
    struct json_writer writer = json_writer_to(&buffer);

    if (json_kind(json) == JSON_KIND_STRING)
        return json_as_text(json);
    json_write_value(&writer, json);
    return buffer_text(&buffer);
}

/* As text, of as many bytes as the field's characters may take. */
static enum parse_fault from_document(const struct field *field, const struct json *json,
                                      struct arena *arena, struct value *ret_value)
{
    size_t most = field->max > 0 ? 4 * (size_t)field->max : LIMIT_TEXT_FIELD;
    struct buffer buffer = buffer_in(arena, most);
    struct json_writer writer = json_writer_to(&buffer);
    enum parse_fault fault;

    json_write_value(&writer, json);
    if (buffer_status(&buffer) != OK)
        return PARSE_TOO_LONG;
    fault = check(field, VALUE_OF_TEXT(buffer_text(&buffer)));
    if (fault == PARSE_FINE)
        *ret_value = VALUE_OF_TEXT(buffer_text(&buffer));
    return fault;
}

enum parse_fault value_from_json(const struct field *field, const struct json *json,
                                 struct arena *arena, struct value *ret_value)
{
    enum json_kind kind = json_kind(json);

    if (kind == JSON_KIND_NULL || kind == JSON_KIND_ABSENT) {
        if (!field->optional)
            return PARSE_REQUIRED;
        *ret_value = VALUE_OF_NULL;
        return PARSE_FINE;
    }
    if (field->type == FIELD_JSON)
        return from_document(field, json, arena, ret_value);
    if (kind == JSON_KIND_ARRAY || kind == JSON_KIND_OBJECT)
        return PARSE_WRONG_TYPE;
    return value_from_text(field, json_lexeme(json, arena), arena, ret_value);
}

void value_write_json(struct json_writer *writer, const struct field *field, struct value value)
{
    switch (value.type) {
    case VALUE_NULL:
        json_write_null(writer);
        return;
    case VALUE_REAL:
        json_write_real(writer, value.real);
        return;
    case VALUE_ID:
        json_write_text(writer, (struct text){ id_to_text(value.id).at, ID_TEXT_SIZE });
        return;
    case VALUE_TEXT:
        if (field && field->type == FIELD_JSON)
            json_write_raw(writer, value.text);
        else
            json_write_text(writer, value.text);
        return;
    case VALUE_INTEGER:
        if (field && field->type == FIELD_BOOLEAN)
            json_write_boolean(writer, value.integer != 0);
        else if (field && field->type == FIELD_INSTANT)
            json_write_text(writer,
                            (struct text){ instant_to_text(value.integer).at, INSTANT_TEXT_SIZE });
        else
            json_write_integer(writer, value.integer);
        return;
    }
}

struct text value_to_text(const struct field *field, struct value value, struct arena *arena)
{
    struct buffer number;
    struct json_writer writer;

    switch (value.type) {
    case VALUE_NULL:
        break;
    case VALUE_TEXT:
        return value.text;
    case VALUE_ID:
        return arena_copy(arena, text_from(id_to_text(value.id).at));
    case VALUE_REAL:
        number = buffer_in(arena, LIMIT_JSON_NUMBER);
        writer = json_writer_to(&number);
        json_write_real(&writer, value.real);
        return buffer_text(&number);
    case VALUE_INTEGER:
        if (field && field->type == FIELD_BOOLEAN)
            return value.integer != 0 ? T("true") : T("false");
        if (field && field->type == FIELD_INSTANT)
            return arena_copy(arena, text_from(instant_to_text(value.integer).at));
        return arena_print(arena, "%lld", (long long)value.integer);
    }
    return T("");
}

static int choice_index(const struct field *field, struct value value)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (value.type == VALUE_TEXT && text_equal(value.text, text_from(field->choices[i].value)))
            return (int)i + 1;
    return 0;
}

void member_set(void *owner, const struct field *field, struct value value)
{
    void *target = (char *)owner + field->at;
    struct text text = value.type == VALUE_TEXT ? value.text : (struct text){ 0 };
    int64_t integer = value.type == VALUE_INTEGER ? value.integer : 0;

    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_CURRENCY:
    case FIELD_JSON:
        *(struct text *)target = text;
        return;
    case FIELD_LINK:
    case FIELD_ID:
        *(struct id *)target = value.type == VALUE_ID ? value.id : (struct id){ { 0 } };
        return;
    case FIELD_CHOICE:
        *(int *)target = choice_index(field, value);
        return;
    case FIELD_DATE:
        if (!date_from_text(text, target))
            *(struct date *)target = (struct date){ 0 };
        return;
    case FIELD_INSTANT:
    case FIELD_MONEY:
    case FIELD_INTEGER:
        *(int64_t *)target = integer;
        return;
    case FIELD_BOOLEAN:
        *(bool *)target = integer != 0;
        return;
    case FIELD_UNDECLARED:
    case FIELD_TYPE_COUNT:
        return;
    }
}

static const struct field *find(const struct field *fields, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_from(fields[i].name)))
            return &fields[i];
    return NULL;
}

static enum parse_fault member_from_json(const struct field *field, const struct json *object,
                                         struct arena *arena, void *owner)
{
    const struct json *json = json_member(object, text_from(field->name));
    struct value value;
    enum parse_fault fault = !json && field->fallback
                                 ? value_from_text(field, text_from(field->fallback), arena, &value)
                                 : value_from_json(field, json, arena, &value);

    if (fault == PARSE_FINE)
        member_set(owner, field, value);
    return fault;
}

enum parse_fault struct_from_json(const struct field *fields, size_t count,
                                  const struct json *object, struct arena *arena, void *ret_struct,
                                  size_t size, const struct field **ret_field,
                                  struct text *ret_unknown)
{
    struct json_members members = { .object = object };

    memset(ret_struct, 0, size);
    while (json_next_member(&members)) {
        if (find(fields, count, members.name))
            continue;
        *ret_field = NULL;
        *ret_unknown = members.name;
        return PARSE_WRONG_TYPE;
    }
    for (size_t i = 0; i < count; i++) {
        enum parse_fault fault = member_from_json(&fields[i], object, arena, ret_struct);

        if (fault == PARSE_FINE)
            continue;
        *ret_field = &fields[i];
        return fault;
    }
    return PARSE_FINE;
}
