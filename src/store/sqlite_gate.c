/* Gate: what a caller's SQL may look like before SQLite's parser sees it. One statement; the
   words main, temp and sqlite_* nowhere, not even in literals, so that a name can only resolve
   to the temp view; no REPLACE, no OR ..., no EXPLAIN. The target of a write becomes the base
   table, with the write condition in front of the caller's own WHERE. */
#include "store/sqlite.h"

#include <ctype.h>

enum { LIMIT_GATE_SQL = 1 << 20 };

enum verb { VERB_NONE, VERB_READ, VERB_INSERT, VERB_UPDATE, VERB_DELETE };

struct token {
    size_t from, to; /* bytes of the SQL */
    int depth;       /* of parentheses around it */
    bool is_word;
};

struct lexer {
    struct text sql;
    size_t at;
    int depth;
    bool is_broken; /* unbalanced, or a quote or comment without end */
};

struct parse {
    struct lexer lexer;
    enum verb verb;
    struct token target, where, end;
    bool has_follower, has_where, has_end;
    const char *refusal;
};

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static struct text token_text(const struct lexer *lexer, struct token token)
{
    return text_slice(lexer->sql, token.from, token.to - token.from);
}

static bool token_is(const struct lexer *lexer, struct token token, const char *word)
{
    return token.is_word && text_equal_nocase(token_text(lexer, token), text_from(word));
}

/* False at the end of a comment that does not end. */
static bool skip_space(struct lexer *lexer)
{
    struct text sql = lexer->sql;

    for (;;) {
        struct text rest = text_from_offset(sql, lexer->at);

        if (rest.size > 0 && isspace((unsigned char)rest.at[0])) {
            lexer->at++;
        } else if (text_starts_with(rest, T("--"))) {
            lexer->at += text_find_byte(rest, '\n');
        } else if (text_starts_with(rest, T("/*"))) {
            size_t end = text_find(text_from_offset(rest, 2), T("*/"));

            if (end == text_from_offset(rest, 2).size)
                return false;
            lexer->at += end + 4;
        } else {
            return true;
        }
    }
}

static void take_quoted(struct lexer *lexer, char close)
{
    lexer->at++;
    while (lexer->at < lexer->sql.size) {
        if (lexer->sql.at[lexer->at++] != close)
            continue;
        if (close == ']' || lexer->at >= lexer->sql.size || lexer->sql.at[lexer->at] != close)
            return;
        lexer->at++;
    }
    lexer->is_broken = true;
}

static bool lexer_next(struct lexer *lexer, struct token *ret_token)
{
    struct token token = { 0 };
    char c;

    if (!skip_space(lexer))
        lexer->is_broken = true;
    if (lexer->is_broken || lexer->at >= lexer->sql.size)
        return false;
    token.from = lexer->at;
    c = lexer->sql.at[lexer->at];
    if (c == '\'' || c == '"' || c == '`') {
        take_quoted(lexer, c);
    } else if (c == '[') {
        take_quoted(lexer, ']');
    } else if (is_word_byte(c)) {
        token.is_word = true;
        while (lexer->at < lexer->sql.size && is_word_byte(lexer->sql.at[lexer->at]))
            lexer->at++;
    } else {
        lexer->at++;
    }
    if (c == ')')
        lexer->depth--;
    token.depth = lexer->depth;
    if (c == '(')
        lexer->depth++;
    if (lexer->depth < 0)
        lexer->is_broken = true;
    token.to = lexer->at;
    *ret_token = token;
    return !lexer->is_broken;
}

static bool has_forbidden_word(struct text sql)
{
    static const char *const forbidden[] = { "main", "temp", "sqlite_" };

    for (size_t at = 0; at < sql.size; at++) {
        if (at > 0 && is_word_byte(sql.at[at - 1]))
            continue;
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
            struct text word = text_from(forbidden[i]);
            struct text there = text_slice(sql, at, word.size);
            bool ends = at + word.size >= sql.size || !is_word_byte(sql.at[at + word.size]);

            if (text_equal_nocase(there, word) && (ends || word.at[word.size - 1] == '_'))
                return true;
        }
    }
    return false;
}

/* Recognises the verb, and takes the words up to the target. */
static void parse_verb(struct parse *parse, struct token token)
{
    static const struct {
        const char *word;
        enum verb verb;
        const char *follows;
    } verbs[] = {
        { "select", VERB_READ, NULL },     { "values", VERB_READ, NULL },
        { "insert", VERB_INSERT, "into" }, { "update", VERB_UPDATE, NULL },
        { "delete", VERB_DELETE, "from" },
    };

    if (token_is(&parse->lexer, token, "replace") || token_is(&parse->lexer, token, "explain"))
        parse->refusal = "REPLACE and EXPLAIN are not for callers";
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!token_is(&parse->lexer, token, verbs[i].word))
            continue;
        parse->verb = verbs[i].verb;
        if (parse->verb == VERB_READ)
            return;
        if (verbs[i].follows && (!lexer_next(&parse->lexer, &token) ||
                                 !token_is(&parse->lexer, token, verbs[i].follows)))
            parse->refusal = "only INSERT INTO and DELETE FROM, without OR";
        else if (!lexer_next(&parse->lexer, &parse->target) || !parse->target.is_word)
            parse->refusal = "the target is not a plain name";
        return;
    }
}

/* What stands behind the target. Not another name for it: the write condition says the table's,
   which then could be taken by something else. */
static void parse_follower(struct parse *parse, struct token token)
{
    static const char *const words[] = { "set", "where", "returning", "limit", "order", "indexed" };

    parse->has_follower = true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(&parse->lexer, token, words[i]))
            return;
    parse->refusal = "the target has one name only";
}

static void parse_clause(struct parse *parse, struct token token)
{
    static const char *const ends[] = { "returning", "limit", "order" };

    if (parse->verb != VERB_UPDATE && parse->verb != VERB_DELETE)
        return;
    if (!parse->has_follower)
        parse_follower(parse, token);
    if (token_is(&parse->lexer, token, "where") && !parse->has_where) {
        parse->where = token;
        parse->has_where = true;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (token_is(&parse->lexer, token, ends[i]) && !parse->has_end) {
            parse->end = token;
            parse->has_end = true;
        }
    }
    if (token_is(&parse->lexer, token, "indexed"))
        parse->refusal = "INDEXED is not for callers";
}

static void parse_statement(struct parse *parse)
{
    struct token token;

    while (!parse->refusal && lexer_next(&parse->lexer, &token)) {
        if (parse->lexer.sql.at[token.from] == ';') {
            parse->refusal = "one statement without a semicolon";
            return;
        }
        if (token.depth > 0)
            continue;
        if (parse->verb == VERB_NONE)
            parse_verb(parse, token);
        else
            parse_clause(parse, token);
    }
    if (parse->lexer.is_broken || parse->lexer.depth != 0)
        parse->refusal = "unbalanced";
    if (!parse->refusal && parse->verb == VERB_NONE)
        parse->refusal = "neither a query nor a write";
}

static struct text rewrite(struct arena *arena, const struct schema *schema,
                           const struct parse *parse, const struct entity *target)
{
    struct buffer out = buffer_in(arena, LIMIT_GATE_SQL);
    struct text sql = parse->lexer.sql;
    size_t end = parse->has_end ? parse->end.from : sql.size;
    size_t before = parse->has_where ? parse->where.from : end;

    buffer_append(&out, text_slice(sql, 0, parse->target.from));
    buffer_print(&out, "main.%s", target->name);
    if (parse->verb == VERB_INSERT) {
        buffer_append(&out, text_from_offset(sql, parse->target.to));
        return buffer_text(&out);
    }
    buffer_append(&out, text_slice(sql, parse->target.to, before - parse->target.to));
    buffer_append(&out, T(" WHERE "));
    schema_print_write_condition(&out, schema, target, ENGINE_SQLITE);
    if (parse->has_where) {
        buffer_append(&out, T(" AND ("));
        buffer_append(&out, text_slice(sql, parse->where.to, end - parse->where.to));
        buffer_append(&out, T("\n) "));
    } else {
        buffer_append_byte(&out, ' ');
    }
    buffer_append(&out, text_from_offset(sql, end));
    return buffer_text(&out);
}

struct gate sqlite_gate(struct arena *arena, const struct schema *schema, struct text sql)
{
    struct parse parse = { .lexer = { .sql = sql } };
    struct gate gate = { .sql = sql };

    if (sql.size > LIMIT_GATE_SQL / 2 || has_forbidden_word(sql))
        return (struct gate){ .refusal = "a forbidden name, or too long" };
    parse_statement(&parse);
    if (parse.refusal)
        return (struct gate){ .refusal = parse.refusal };
    if (parse.verb == VERB_READ)
        return gate;
    gate.target = schema_find(schema, token_text(&parse.lexer, parse.target));
    if (!gate.target || !entity_is_on_the_wire(gate.target))
        return (struct gate){ .refusal = "not a table that callers may write" };
    gate.sql = rewrite(arena, schema, &parse, gate.target);
    return gate;
}
