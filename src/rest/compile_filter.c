/* Filters in SQL. */
#include "rest/compile_parts.h"

#include "codec/json_compare.h"
#include "codec/utf8.h"

enum { LIMIT_PREFIX = 1024, LONGEST_CHARACTER = 4 };

static bool is_json(const struct filter *filter)
{
    return operand_type(&filter->operand) == FIELD_JSON;
}

/* --- JSON */

static void put_json_pair(struct sql *sql, const struct filter *filter, const char *prefix,
                          struct value value, const char *function, const char *sign, bool turned)
{
    bool is_sqlite = sql->engine == ENGINE_SQLITE;

    put(sql, is_sqlite ? function : "cast(");
    if (turned)
        sql_bind(sql, value);
    else
        put_operand(sql, &filter->operand, prefix);
    put(sql, is_sqlite ? ", " : " AS jsonb) ");
    put(sql, is_sqlite ? "" : sign);
    put(sql, is_sqlite ? "" : " cast(");
    if (turned)
        put_operand(sql, &filter->operand, prefix);
    else
        sql_bind(sql, value);
    put(sql, is_sqlite ? ") = 1" : " AS jsonb)");
}

static void put_json_same(struct sql *sql, const struct filter *filter, const char *prefix,
                          struct value value)
{
    put_json_pair(sql, filter, prefix, value, "json_same(", "=", false);
}

/* As jsonb is ordered: by kind, then by number or text. */
static void put_json_order(struct sql *sql, const struct filter *filter, const char *prefix,
                           const char *sign)
{
    const struct json *json = NULL;
    bool is_larger = sign[0] == '>';
    int rank;

    if (json_parse(sql->arena, filter->values->text, NULL, &json, NULL) != OK)
        json = NULL;
    rank = json_rank(json);
    put_json_rank(sql, &filter->operand, prefix);
    buffer_print(&sql->text, is_larger ? " > %d" : " < %d", rank);
    if (rank == 0) { /* of null there is one */
        if (sign[1] != '=')
            return;
        put(sql, " OR ");
        put_json_rank(sql, &filter->operand, prefix);
        put(sql, " = 0");
        return;
    }
    put(sql, " OR ");
    if (rank == 1)
        put_json_string(sql, &filter->operand, prefix);
    else { /* truths are no numbers: only of the same kind */
        put_json_rank(sql, &filter->operand, prefix);
        buffer_print(&sql->text, " = %d AND ", rank);
        put_json_number(sql, &filter->operand, prefix);
    }
    buffer_print(&sql->text, " %s ", sign);
    if (rank == 1)
        sql_bind(sql, VALUE_OF_TEXT(json_as_text(json)));
    else
        sql_bind(sql, VALUE_OF_REAL(rank == 3 ? json_as_boolean(json) : json_as_real(json)));
}

/* --- text */

/* The text that stands before the first wildcard of a pattern. */
static struct text literal_prefix(struct arena *arena, struct text pattern)
{
    struct buffer prefix = buffer_in(arena, LIMIT_PREFIX);

    for (size_t i = 0; i < pattern.size && pattern.at[i] != '%' && pattern.at[i] != '_'; i++) {
        if (pattern.at[i] == '\\' && ++i == pattern.size)
            break;
        buffer_append_byte(&prefix, pattern.at[i]);
    }
    return buffer_status(&prefix) == OK && prefix.at && utf8_is_valid(buffer_text(&prefix))
               ? buffer_text(&prefix)
               : T("");
}

/* The first text behind all that begin with `prefix`; empty when there is none. */
static struct text behind(struct arena *arena, struct text prefix)
{
    while (prefix.size > 0) {
        struct buffer next = buffer_in(arena, LIMIT_PREFIX + LONGEST_CHARACTER);
        size_t last = prefix.size - 1;
        struct text tail;
        uint32_t c;

        while (last > 0 && ((unsigned char)prefix.at[last] & 0xC0) == 0x80)
            last--;
        tail = text_from_offset(prefix, last);
        c = utf8_next(&tail);
        prefix = text_slice(prefix, 0, last);
        if (c == UTF8_LARGEST)
            continue;
        buffer_append(&next, prefix);
        utf8_append(&next, c + 1 == 0xD800 ? 0xE000 : c + 1);
        return buffer_text(&next);
    }
    return T("");
}

/* What both planners use an index for, also behind row security: a range. */
static void put_prefix_range(struct sql *sql, const struct filter *filter, const char *prefix)
{
    struct text first = literal_prefix(sql->arena, filter->values->text);
    struct text after = behind(sql->arena, first);

    if (first.size == 0 || filter->is_folded || filter->operand.path || after.size == 0)
        return;
    put_operand(sql, &filter->operand, prefix);
    put(sql, " >= ");
    sql_bind(sql, VALUE_OF_TEXT(first));
    put(sql, " AND ");
    put_operand(sql, &filter->operand, prefix);
    put(sql, " < ");
    sql_bind(sql, VALUE_OF_TEXT(after));
    put(sql, " AND ");
}

static void put_text_operand(struct sql *sql, const struct filter *filter, const char *prefix)
{
    const struct operand *operand = &filter->operand;

    if (filter->is_folded && operand->field->search && !operand->path)
        buffer_print(&sql->text, "%s%s_fold", prefix, operand->field->name);
    else if (filter->is_folded) {
        put(sql, "lower(");
        put_sortable(sql, operand, prefix);
        put(sql, ")");
    } else
        put_sortable(sql, operand, prefix);
}

static void put_like(struct sql *sql, const struct filter *filter, const char *prefix)
{
    put_prefix_range(sql, filter, prefix);
    put_text_operand(sql, filter, prefix);
    put(sql, " LIKE ");
    sql_bind(sql, *filter->values);
    put(sql, " ESCAPE '\\'");
}

static void put_match(struct sql *sql, const struct filter *filter, const char *prefix)
{
    bool folds = filter->operator_ == OPERATOR_IMATCH;
    bool is_sqlite = sql->engine == ENGINE_SQLITE;

    put(sql, is_sqlite ? "pattern_match(" : "");
    put_text_operand(sql, filter, prefix);
    put(sql, is_sqlite ? ", " : folds ? " ~* " : " ~ ");
    sql_bind(sql, *filter->values);
    if (is_sqlite)
        put(sql, folds ? ", 1) = 1" : ", 0) = 1");
}

/* --- comparisons */

/* By halves: a database lets expressions be only so deep. */
static void put_json_in(struct sql *sql, const struct filter *filter, const char *prefix,
                        size_t from, size_t to)
{
    size_t middle = from + (to - from) / 2;

    if (to - from == 1) {
        put_json_same(sql, filter, prefix, filter->values[from]);
        return;
    }
    put(sql, "(");
    put_json_in(sql, filter, prefix, from, middle);
    put(sql, ") OR (");
    put_json_in(sql, filter, prefix, middle, to);
    put(sql, ")");
}

static void put_in(struct sql *sql, const struct filter *filter, const char *prefix)
{
    if (filter->value_count == 0) {
        put(sql, "1 = 0");
        return;
    }
    if (is_json(filter)) {
        put_json_in(sql, filter, prefix, 0, filter->value_count);
        return;
    }
    put_operand(sql, &filter->operand, prefix);
    put(sql, " IN (");
    for (size_t i = 0; i < filter->value_count; i++) {
        put(sql, i > 0 ? ", " : "");
        sql_bind(sql, filter->values[i]);
    }
    put(sql, ")");
}

static void put_is(struct sql *sql, const struct filter *filter, const char *prefix)
{
    const char *name = filter->operand.field->name;

    if (filter->values->type == VALUE_NULL) {
        put_operand(sql, &filter->operand, prefix);
        put(sql, " IS NULL");
    } else if (filter->values->integer)
        buffer_print(&sql->text, "coalesce(%s%s, 0) = 1", prefix, name);
    else
        buffer_print(&sql->text, "coalesce(%s%s, 1) = 0", prefix, name);
}

static void put_distinct(struct sql *sql, const struct filter *filter, const char *prefix)
{
    if (!is_json(filter)) {
        put_operand(sql, &filter->operand, prefix);
        put(sql, " IS DISTINCT FROM ");
        sql_bind(sql, *filter->values);
        return;
    }
    put_operand(sql, &filter->operand, prefix);
    put(sql, " IS NULL OR NOT (");
    put_json_same(sql, filter, prefix, *filter->values);
    put(sql, ")");
}

static void put_signed(struct sql *sql, const struct filter *filter, const char *prefix)
{
    static const char *const signs[OPERATOR_COUNT] = {
        [OPERATOR_EQ] = "=",   [OPERATOR_NEQ] = "<>", [OPERATOR_GT] = ">",
        [OPERATOR_GTE] = ">=", [OPERATOR_LT] = "<",   [OPERATOR_LTE] = "<=",
    };
    bool is_same = filter->operator_ == OPERATOR_EQ || filter->operator_ == OPERATOR_NEQ;

    if (is_json(filter) && !is_same) {
        put_json_order(sql, filter, prefix, signs[filter->operator_]);
        return;
    }
    if (is_json(filter)) {
        put(sql, filter->operator_ == OPERATOR_NEQ ? "NOT (" : "(");
        put_json_same(sql, filter, prefix, *filter->values);
        put(sql, ")");
        return;
    }
    put_sortable(sql, &filter->operand, prefix);
    buffer_print(&sql->text, " %s ", signs[filter->operator_]);
    sql_bind(sql, *filter->values);
}

static void put_comparison(struct sql *sql, const struct filter *filter, const char *prefix)
{
    switch (filter->operator_) {
    case OPERATOR_IS:
        put_is(sql, filter, prefix);
        return;
    case OPERATOR_IN:
        put_in(sql, filter, prefix);
        return;
    case OPERATOR_LIKE:
    case OPERATOR_ILIKE:
        put_like(sql, filter, prefix);
        return;
    case OPERATOR_MATCH:
    case OPERATOR_IMATCH:
        put_match(sql, filter, prefix);
        return;
    case OPERATOR_ISDISTINCT:
        put_distinct(sql, filter, prefix);
        return;
    case OPERATOR_CONTAINS:
        put_json_pair(sql, filter, prefix, *filter->values, "json_contains(", "@>", false);
        return;
    case OPERATOR_CONTAINED_BY:
        put_json_pair(sql, filter, prefix, *filter->values, "json_contains(", "@>", true);
        return;
    case OPERATOR_EQ:
    case OPERATOR_NEQ:
    case OPERATOR_GT:
    case OPERATOR_GTE:
    case OPERATOR_LT:
    case OPERATOR_LTE:
        put_signed(sql, filter, prefix);
        return;
    case OPERATOR_COUNT:
        return;
    }
}

/* --- trees */

static void put_no_embed(struct sql *sql, const struct selection *embed)
{
    const char *joint = " AND ";

    buffer_print(&sql->text, "NOT EXISTS (SELECT 1 FROM %s t%d WHERE ", embed->entity->name,
                 embed->number);
    put_join(sql, embed);
    put_conditions(sql, embed, &joint);
    put(sql, ")");
}

static void put_filter(struct sql *sql, const struct filter *filter, const struct prefix *prefix)
{
    put(sql, filter->is_negated ? "NOT (" : "(");
    if (filter->kind == FILTER_COMPARE)
        put_comparison(sql, filter, prefix->at);
    else if (filter->kind == FILTER_EMBED)
        put_no_embed(sql, filter->embed);
    else if (!filter->children)
        put(sql, filter->kind == FILTER_OR ? "1 = 0" : "1 = 1");
    else
        put_filters(sql, filter->children, prefix, filter->kind == FILTER_OR ? " OR " : " AND ");
    put(sql, ")");
}

void put_filters(struct sql *sql, const struct filter *filter, const struct prefix *prefix,
                 const char *joint)
{
    for (bool is_first = true; filter; filter = filter->next, is_first = false) {
        put(sql, is_first ? "" : joint);
        put_filter(sql, filter, prefix);
    }
}
