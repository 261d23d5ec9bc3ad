/* Filters and orders over rows that are JSON. */
#include "rest/result_match.h"

#include "base/limits.h"
#include "codec/json_compare.h"
#include "codec/pattern.h"
#include "codec/utf8.h"

/* What is compared is whole: an answer that was built is no longer than a reply. */
enum { LIMIT_RESULT_TEXT = LIMIT_REPLY };

static const struct json_limits limits = { .size_bytes = LIMIT_REPLY, .values = LIMIT_REPLY };

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN };

static enum truth truth_of(bool is_true)
{
    return is_true ? TRUTH_TRUE : TRUTH_FALSE;
}

/* --- values */

static struct text text_of(struct arena *arena, const struct json *json)
{
    struct buffer out = buffer_in(arena, LIMIT_RESULT_TEXT);
    struct json_writer writer = json_writer_to(&out);

    if (json_kind(json) == JSON_KIND_STRING)
        return json_as_text(json);
    json_write_value(&writer, json);
    return buffer_text(&out);
}

static const struct json *member_of(struct arena *arena, const struct json *row,
                                    const struct operand *operand)
{
    const struct json *json = json_member(row, text_from(operand->field->name));
    const struct json *path = NULL;

    if (!operand->path || json_parse(arena, operand->path->json, NULL, &path, NULL) != OK)
        return json;
    return json_part(json, path);
}

static struct value cast_value(struct arena *arena, const struct json *json, enum cast cast)
{
    bool is_number = json_rank(json) == 2;

    if (cast == CAST_TEXT)
        return VALUE_OF_TEXT(text_of(arena, json));
    if (cast == CAST_BOOLEAN && json_kind(json) == JSON_KIND_BOOLEAN)
        return VALUE_OF_INTEGER(json_as_boolean(json));
    if (cast == CAST_REAL && is_number)
        return VALUE_OF_REAL(json_as_real(json));
    if (cast == CAST_INTEGER && json_kind(json) == JSON_KIND_INTEGER)
        return VALUE_OF_INTEGER(json_as_integer(json));
    return VALUE_OF_NULL;
}

struct value result_value(struct arena *arena, const struct json *row,
                          const struct operand *operand)
{
    const struct json *json = member_of(arena, row, operand);
    enum field_type type = operand_type(operand);
    struct value value = VALUE_OF_NULL;
    bool is_null = json_kind(json) == JSON_KIND_ABSENT || json_kind(json) == JSON_KIND_NULL;

    if (operand->cast != CAST_NONE && operand->cast != CAST_JSON)
        return is_null ? value : cast_value(arena, json, operand->cast);
    if (type == FIELD_JSON && json && (operand->path || !is_null)) {
        struct buffer out = buffer_in(arena, LIMIT_RESULT_TEXT);
        struct json_writer writer = json_writer_to(&out);

        json_write_value(&writer, json);
        return VALUE_OF_TEXT(buffer_text(&out));
    }
    if (is_null)
        return value;
    if (operand->path || type == FIELD_TEXT)
        return VALUE_OF_TEXT(text_of(arena, json));
    if (json_kind(json) == JSON_KIND_BOOLEAN)
        return VALUE_OF_INTEGER(json_as_boolean(json));
    if (json_kind(json) == JSON_KIND_REAL)
        return VALUE_OF_REAL(json_as_real(json));
    if (value_from_filter(operand->field, text_of(arena, json), arena, &value) != PARSE_FINE)
        return VALUE_OF_TEXT(text_of(arena, json));
    return value;
}

static double number_of(struct value value)
{
    return value.type == VALUE_REAL ? value.real : (double)value.integer;
}

static int compare_json(struct arena *arena, struct text a, struct text b)
{
    const struct json *one = NULL, *other = NULL;
    int ranks;

    if (json_parse(arena, a, &limits, &one, NULL) != OK ||
        json_parse(arena, b, &limits, &other, NULL) != OK)
        return 0;
    ranks = json_rank(one) - json_rank(other);
    if (ranks != 0 || json_rank(one) == 0)
        return ranks;
    if (json_rank(one) == 1)
        return text_compare(json_as_text(one), json_as_text(other));
    if (json_rank(one) == 3)
        return (int)json_as_boolean(one) - (int)json_as_boolean(other);
    return (json_as_real(one) > json_as_real(other)) - (json_as_real(one) < json_as_real(other));
}

/* Both of the same column, neither NULL. */
static int compare_values(struct arena *arena, enum field_type type, struct value a, struct value b)
{
    if (type == FIELD_JSON)
        return compare_json(arena, a.text, b.text);
    if (a.type == VALUE_TEXT && b.type == VALUE_TEXT)
        return text_compare(a.text, b.text);
    if (a.type == VALUE_ID && b.type == VALUE_ID)
        return memcmp(a.id.bytes, b.id.bytes, sizeof a.id.bytes);
    if (a.type == VALUE_INTEGER && b.type == VALUE_INTEGER)
        return (a.integer > b.integer) - (a.integer < b.integer);
    return (number_of(a) > number_of(b)) - (number_of(a) < number_of(b));
}

/* --- text */

static struct text folded(struct arena *arena, const struct field *field, struct text text)
{
    struct buffer out = buffer_in(arena, LIMIT_RESULT_TEXT);

    if (field->search) {
        utf8_fold(&out, text);
        return out.at ? buffer_text(&out) : T("");
    }
    for (size_t i = 0; i < text.size; i++)
        buffer_append_byte(&out, text.at[i] >= 'A' && text.at[i] <= 'Z' ? (char)(text.at[i] + 32)
                                                                        : text.at[i]);
    return out.at ? buffer_text(&out) : T("");
}

/* LIKE as the regular expression that means the same. */
static struct text like_as_pattern(struct arena *arena, struct text like)
{
    struct buffer out = buffer_in(arena, 4 * PATTERN_LIMIT_BYTES);

    buffer_append_byte(&out, '^');
    for (size_t i = 0; i < like.size; i++) {
        if (like.at[i] == '%')
            buffer_append(&out, T(".*"));
        else if (like.at[i] == '_')
            buffer_append_byte(&out, '.');
        else {
            i += like.at[i] == '\\' && i + 1 < like.size;
            pattern_quote(&out, text_slice(like, i, 1));
        }
    }
    buffer_append_byte(&out, '$');
    return buffer_text(&out);
}

static bool matches_text(struct arena *arena, const struct filter *filter, struct text text)
{
    bool is_like = filter->operator_ == OPERATOR_LIKE || filter->operator_ == OPERATOR_ILIKE;
    struct text source = is_like ? like_as_pattern(arena, filter->values->text)
                                 : filter->values->text;
    const struct pattern *pattern;
    const char *reason;

    if (filter->is_folded)
        text = folded(arena, filter->operand.field, text);
    return pattern_parse(arena, source, filter->operator_ == OPERATOR_IMATCH, &pattern, &reason) ==
               OK &&
           pattern_matches(pattern, text);
}

/* --- filters */

static bool holds_json(struct arena *arena, struct text whole, struct text part)
{
    const struct json *a, *b;

    return json_parse(arena, whole, &limits, &a, NULL) == OK &&
           json_parse(arena, part, &limits, &b, NULL) == OK && json_contains(a, b);
}

static bool is_equal(struct arena *arena, const struct filter *filter, struct value value,
                     struct value wanted)
{
    enum field_type type = operand_type(&filter->operand);
    const struct json *a, *b;

    if (type != FIELD_JSON)
        return compare_values(arena, type, value, wanted) == 0;
    return json_parse(arena, value.text, &limits, &a, NULL) == OK &&
           json_parse(arena, wanted.text, &limits, &b, NULL) == OK && json_is_same(a, b);
}

static enum truth is_in(struct arena *arena, const struct filter *filter, struct value value)
{
    for (size_t i = 0; i < filter->value_count; i++)
        if (is_equal(arena, filter, value, filter->values[i]))
            return TRUTH_TRUE;
    return TRUTH_FALSE;
}

static enum truth compare(struct arena *arena, const struct filter *filter, struct value value)
{
    enum field_type type = operand_type(&filter->operand);

    switch (filter->operator_) {
    case OPERATOR_EQ:
        return truth_of(is_equal(arena, filter, value, *filter->values));
    case OPERATOR_NEQ:
    case OPERATOR_ISDISTINCT:
        return truth_of(!is_equal(arena, filter, value, *filter->values));
    case OPERATOR_GT:
        return truth_of(compare_values(arena, type, value, *filter->values) > 0);
    case OPERATOR_GTE:
        return truth_of(compare_values(arena, type, value, *filter->values) >= 0);
    case OPERATOR_LT:
        return truth_of(compare_values(arena, type, value, *filter->values) < 0);
    case OPERATOR_LTE:
        return truth_of(compare_values(arena, type, value, *filter->values) <= 0);
    case OPERATOR_LIKE:
    case OPERATOR_ILIKE:
    case OPERATOR_MATCH:
    case OPERATOR_IMATCH:
        return truth_of(value.type == VALUE_TEXT && matches_text(arena, filter, value.text));
    case OPERATOR_IN:
        return is_in(arena, filter, value);
    case OPERATOR_IS:
        return truth_of(filter->values->type == VALUE_INTEGER &&
                        value.integer == filter->values->integer);
    case OPERATOR_CONTAINS:
        return truth_of(holds_json(arena, value.text, filter->values->text));
    case OPERATOR_CONTAINED_BY:
        return truth_of(holds_json(arena, filter->values->text, value.text));
    case OPERATOR_COUNT:
        break;
    }
    return TRUTH_FALSE;
}

static enum truth check_filter(struct arena *arena, const struct json *row,
                               const struct filter *filter);

static enum truth check_group(struct arena *arena, const struct json *row,
                              const struct filter *group)
{
    enum truth decisive = truth_of(group->kind == FILTER_OR), result = truth_of(!decisive);

    for (const struct filter *child = group->children; child; child = child->next) {
        enum truth truth = check_filter(arena, row, child);

        if (truth == decisive)
            return decisive;
        if (truth == TRUTH_UNKNOWN)
            result = TRUTH_UNKNOWN;
    }
    return result;
}

static enum truth check_one(struct arena *arena, const struct json *row,
                            const struct filter *filter)
{
    struct value value = result_value(arena, row, &filter->operand);

    if (value.type != VALUE_NULL)
        return compare(arena, filter, value);
    if (filter->operator_ == OPERATOR_IS)
        return truth_of(filter->values->type == VALUE_NULL);
    return filter->operator_ == OPERATOR_ISDISTINCT ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

static enum truth check_filter(struct arena *arena, const struct json *row,
                               const struct filter *filter)
{
    enum truth truth = filter->kind == FILTER_COMPARE ? check_one(arena, row, filter)
                                                      : check_group(arena, row, filter);

    if (truth == TRUTH_UNKNOWN || !filter->is_negated)
        return truth;
    return truth_of(truth == TRUTH_FALSE);
}

bool result_matches(struct arena *arena, const struct json *row, const struct filter *filters)
{
    for (; filters; filters = filters->next)
        if (check_filter(arena, row, filters) != TRUTH_TRUE)
            return false;
    return true;
}

/* --- order */

static int compare_term(struct arena *arena, const struct json *a, const struct json *b,
                        const struct order_term *term)
{
    struct value one = result_value(arena, a, &term->operand);
    struct value other = result_value(arena, b, &term->operand);
    bool nulls_first = term->has_nulls ? term->nulls_first : term->is_descending;
    int order;

    if (one.type == VALUE_NULL || other.type == VALUE_NULL) {
        order = (one.type == VALUE_NULL) - (other.type == VALUE_NULL);
        return nulls_first ? -order : order;
    }
    order = compare_values(arena, operand_type(&term->operand), one, other);
    return term->is_descending ? -order : order;
}

int result_compare(struct arena *arena, const struct json *a, const struct json *b,
                   const struct order_term *order)
{
    int result = 0;

    for (; order && result == 0; order = order->next)
        result = compare_term(arena, a, b, order);
    return result;
}
