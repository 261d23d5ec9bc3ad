/* Guard: what a caller's SQL may look like before PostgreSQL sees it. Row security and grants
   already bound what a caller reaches; the guard keeps away what they do not cover: statements
   that change role or transaction (a session may always RESET ROLE), catalogues, and functions
   that act instead of computing. Whatever it does not understand it refuses. */
#include "store/postgresql.h"

#include <ctype.h>

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_STRING, TOKEN_NUMBER, TOKEN_SYMBOL };

struct token {
    enum token_kind kind;
    struct text text; /* of quoted names and strings: without the quotes */
};

enum { TOKENS_BACK = 3 };

struct guard {
    struct text sql;
    size_t at;
    struct token back[TOKENS_BACK]; /* newest first */
    size_t depth;
    const char *refusal;
};

/* What may be called: functions that compute from their arguments alone. */
static const char *const functions[] = {
    "abs",
    "array_agg",
    "avg",
    "bool_and",
    "bool_or",
    "btrim",
    "cast",
    "ceil",
    "ceiling",
    "char",
    "char_length",
    "coalesce",
    "concat",
    "concat_ws",
    "count",
    "cume_dist",
    "date",
    "date_part",
    "date_trunc",
    "decimal",
    "dense_rank",
    "div",
    "every",
    "exp",
    "extract",
    "first_value",
    "floor",
    "fold",
    "greatest",
    "grouping",
    "initcap",
    "json_agg",
    "json_array",
    "json_build_array",
    "json_build_object",
    "json_object",
    "json_object_agg",
    "json_typeof",
    "jsonb_agg",
    "jsonb_array_length",
    "jsonb_build_array",
    "jsonb_build_object",
    "jsonb_object_agg",
    "lag",
    "last_value",
    "lead",
    "least",
    "left",
    "length",
    "ln",
    "log",
    "lower",
    "ltrim",
    "make_date",
    "max",
    "min",
    "mod",
    "mode",
    "nth_value",
    "ntile",
    "nullif",
    "numeric",
    "octet_length",
    "percent_rank",
    "percentile_cont",
    "percentile_disc",
    "position",
    "power",
    "rank",
    "replace",
    "reverse",
    "right",
    "round",
    "row",
    "row_number",
    "row_to_json",
    "rtrim",
    "sign",
    "split_part",
    "sqrt",
    "starts_with",
    "stddev",
    "strpos",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "to_char",
    "to_json",
    "to_jsonb",
    "to_timestamp",
    "translate",
    "trim",
    "trunc",
    "upper",
    "varchar",
    "variance",
    "wire_id",
    "wire_instant",
    NULL,
};

/* Words of the grammar that stand before a parenthesis without calling anything. */
static const char *const openers[] = {
    "all",       "and",    "any",          "array", "as",        "between", "by",     "case",
    "conflict",  "cube",   "distinct",     "else",  "except",    "exists",  "filter", "from",
    "group",     "having", "ilike",        "in",    "intersect", "is",      "join",   "lateral",
    "like",      "limit",  "materialized", "not",   "offset",    "on",      "or",     "over",
    "returning", "rollup", "select",       "set",   "sets",      "some",    "then",   "union",
    "using",     "values", "when",         "where", "within",    NULL,
};

/* Words after which a name before a parenthesis is being declared: AS t (a, b). */
static const char *const declarers[] = { "as", "into", "recursive", "with", NULL };

static const char *const verbs[] = {
    "select", "values", "with", "insert", "update", "delete", NULL,
};
static const char *const writers[] = { "insert", "update", "delete", "merge", NULL };

static bool is_in(const char *const *list, struct text word)
{
    for (; *list; list++)
        if (text_equal_nocase(word, text_from(*list)))
            return true;
    return false;
}

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static char byte_at(const struct guard *guard, size_t at)
{
    return at < guard->sql.size ? guard->sql.at[at] : '\0';
}

static bool starts(const struct guard *guard, struct text with)
{
    return text_starts_with(text_from_offset(guard->sql, guard->at), with);
}

/* ---- lexer ---- */

static void skip_block_comment(struct guard *guard)
{
    size_t depth = 0;

    do {
        if (guard->at >= guard->sql.size) {
            guard->refusal = "a comment without end";
            return;
        }
        if (starts(guard, T("/*"))) {
            depth++;
            guard->at += 2;
        } else if (starts(guard, T("*/"))) {
            depth--;
            guard->at += 2;
        } else {
            guard->at++;
        }
    } while (depth > 0);
}

static void skip_blank(struct guard *guard)
{
    while (!guard->refusal) {
        if (guard->at < guard->sql.size && isspace((unsigned char)guard->sql.at[guard->at])) {
            guard->at++;
        } else if (starts(guard, T("--"))) {
            while (guard->at < guard->sql.size && byte_at(guard, guard->at) != '\n' &&
                   byte_at(guard, guard->at) != '\r')
                guard->at++;
        } else if (starts(guard, T("/*"))) {
            skip_block_comment(guard);
        } else {
            return;
        }
    }
}

static struct token take_quoted(struct guard *guard, enum token_kind kind)
{
    char quote = guard->sql.at[guard->at];
    size_t from = guard->at + 1;

    if (guard->at > 0 &&
        (is_word_byte(guard->sql.at[guard->at - 1]) || guard->sql.at[guard->at - 1] == '&'))
        guard->refusal = "a quote with a prefix";
    for (guard->at = from; guard->at < guard->sql.size; guard->at++) {
        if (guard->sql.at[guard->at] != quote)
            continue;
        if (byte_at(guard, guard->at + 1) != quote) {
            guard->at++;
            return (struct token){ kind, text_slice(guard->sql, from, guard->at - 1 - from) };
        }
        guard->at++;
    }
    guard->refusal = "a quote without end";
    return (struct token){ 0 };
}

static struct token take_word(struct guard *guard)
{
    size_t from = guard->at;

    while (is_word_byte(byte_at(guard, guard->at)))
        guard->at++;
    return (struct token){ TOKEN_WORD, text_slice(guard->sql, from, guard->at - from) };
}

static void take_digits(struct guard *guard)
{
    while (isdigit((unsigned char)byte_at(guard, guard->at)))
        guard->at++;
}

/* 12, 1.5, .5, 1e-3, $1; letters right behind would be a word of their own to PostgreSQL. */
static struct token take_number(struct guard *guard)
{
    size_t from = guard->at;
    bool is_parameter = byte_at(guard, from) == '$';

    guard->at += is_parameter;
    take_digits(guard);
    if (!is_parameter && byte_at(guard, guard->at) == '.') {
        guard->at++;
        take_digits(guard);
    }
    if (!is_parameter && (byte_at(guard, guard->at) | 0x20) == 'e') {
        guard->at++;
        if (byte_at(guard, guard->at) == '+' || byte_at(guard, guard->at) == '-')
            guard->at++;
        if (!isdigit((unsigned char)byte_at(guard, guard->at)))
            guard->refusal = "a number with letters";
        take_digits(guard);
    }
    if (is_word_byte(byte_at(guard, guard->at)) || (is_parameter && guard->at == from + 1))
        guard->refusal = "a number with letters";
    return (struct token){ TOKEN_NUMBER, text_slice(guard->sql, from, guard->at - from) };
}

static struct token take(struct guard *guard)
{
    char c;

    skip_blank(guard);
    if (guard->refusal || guard->at >= guard->sql.size)
        return (struct token){ 0 };
    c = guard->sql.at[guard->at];
    if (c == '\'')
        return take_quoted(guard, TOKEN_STRING);
    if (c == '"')
        return take_quoted(guard, TOKEN_QUOTED);
    if (isdigit((unsigned char)c) || c == '$' ||
        (c == '.' && isdigit((unsigned char)byte_at(guard, guard->at + 1))))
        return take_number(guard);
    if (is_word_byte(c))
        return take_word(guard);
    guard->at++;
    return (struct token){ TOKEN_SYMBOL, text_slice(guard->sql, guard->at - 1, 1) };
}

/* ---- rules ---- */

static bool is_word(struct token token, const char *word)
{
    return token.kind == TOKEN_WORD && text_equal_nocase(token.text, text_from(word));
}

static bool is_symbol(struct token token, char symbol)
{
    return token.kind == TOKEN_SYMBOL && token.text.at[0] == symbol;
}

static bool is_catalogue(struct text name)
{
    return text_equal_nocase(text_slice(name, 0, 3), T("pg_")) ||
           text_equal_nocase(name, T("information_schema"));
}

/* Does `name`, which stands before a parenthesis, declare something or call something known. */
static bool may_open(const struct guard *guard, struct token name)
{
    const struct token *back = guard->back;

    if (back[0].kind == TOKEN_WORD && is_in(declarers, back[0].text))
        return true;
    if (is_symbol(back[0], '.') && is_word(back[1], "main") && is_word(back[2], "into"))
        return true;
    if (name.kind == TOKEN_WORD && is_in(openers, name.text))
        return true;
    return is_in(functions, name.text);
}

static void check_name(struct guard *guard, struct token name)
{
    size_t at = guard->at;
    bool opens;

    skip_blank(guard);
    opens = byte_at(guard, guard->at) == '(';
    guard->at = at;
    if (is_catalogue(name.text))
        guard->refusal = "the catalogue is not for callers";
    else if (is_word(name, "into") && !is_word(guard->back[0], "insert"))
        guard->refusal = "INTO belongs to INSERT";
    else if (name.kind == TOKEN_WORD && is_in(writers, name.text) && is_symbol(guard->back[0], '('))
        guard->refusal = "a write inside a query";
    else if (opens && !may_open(guard, name))
        guard->refusal = "a function that callers may not use";
}

static void check_symbol(struct guard *guard, struct token token)
{
    if (is_symbol(token, '(')) {
        guard->depth++;
    } else if (is_symbol(token, ')') && guard->depth-- == 0) {
        guard->refusal = "unbalanced parentheses";
    } else if (is_symbol(token, ';')) {
        skip_blank(guard);
        if (guard->at < guard->sql.size)
            guard->refusal = "more than one statement";
    } else if (token.text.at[0] == '\0' || token.text.at[0] == '\\') {
        guard->refusal = "a byte that does not belong into SQL";
    }
}

const char *postgresql_guard(struct text sql)
{
    struct guard guard = { .sql = sql };
    struct token token = take(&guard);

    if (!guard.refusal && (token.kind != TOKEN_WORD || !is_in(verbs, token.text)))
        return "neither a query nor a write";
    for (; !guard.refusal && token.kind != TOKEN_END; token = take(&guard)) {
        if (token.kind == TOKEN_WORD || token.kind == TOKEN_QUOTED)
            check_name(&guard, token);
        else if (token.kind == TOKEN_SYMBOL)
            check_symbol(&guard, token);
        memmove(&guard.back[1], &guard.back[0], sizeof guard.back - sizeof guard.back[0]);
        guard.back[0] = token;
    }
    if (!guard.refusal && guard.depth > 0)
        return "unbalanced parentheses";
    return guard.refusal;
}
