/* Full-text search as a filter: what codec/search.h reads becomes conditions on the folded text. */
#include "base/limits.h"
#include "codec/search.h"
#include "rest/filter_value.h"

static const struct {
    const char *name;
    enum search_form form;
} forms[] = {
    { "fts", SEARCH_QUERY },
    { "plfts", SEARCH_PLAIN },
    { "phfts", SEARCH_PHRASE },
    { "wfts", SEARCH_WEB },
};

static enum status add_condition(const struct reading *reading, const struct operand *operand,
                                 enum operator_ operator_, struct text value,
                                 struct filter **ret_filter)
{
    struct filter *filter;
    enum status status = filter_new(reading, &filter);

    if (status != OK)
        return status;
    filter->operand = *operand;
    filter->operator_ = operator_;
    filter->is_folded = true;
    filter->values = ARENA_NEW(reading->call->arena, struct value);
    *filter->values = VALUE_OF_TEXT(value);
    filter->value_count = 1;
    *ret_filter = filter;
    return OK;
}

/* The part first: it is cheap, and seldom there. */
static enum status add_term(const struct reading *reading, const struct operand *operand,
                            const struct search *term, struct filter *group)
{
    struct text part = arena_print(reading->call->arena, "%%%.*s%%", TEXT_ARG(term->part));
    enum status status = add_condition(reading, operand, OPERATOR_LIKE, part, &group->children);

    if (status != OK || term->pattern.size == 0)
        return status;
    return add_condition(reading, operand, OPERATOR_MATCH, term->pattern, &group->children->next);
}

static enum status add_search(const struct reading *outer, const struct operand *operand,
                              const struct search *search, struct filter **ret_filter)
{
    struct reading reading = *outer;
    struct filter *group, **end;
    enum status status;

    reading.depth++;
    status = filter_new(&reading, &group);
    if (status != OK)
        return status;
    group->kind = search->kind == SEARCH_OR ? FILTER_OR : FILTER_AND;
    group->is_negated = search->kind == SEARCH_NOT;
    *ret_filter = group;
    if (search->kind == SEARCH_TERM)
        return add_term(&reading, operand, search, group);
    end = &group->children;
    for (const struct search *child = search->children; child && status == OK;
         child = child->next) {
        status = add_search(&reading, operand, child, end);
        if (status == OK)
            end = &(*end)->next;
    }
    return status;
}

/* "fts(english)" -> the form and the language. */
static bool form_named(struct text word, enum search_form *ret_form, struct text *ret_language)
{
    struct text language = word;
    struct text name = text_cut(&language, '(');

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!text_equal(name, text_from(forms[i].name)))
            continue;
        *ret_form = forms[i].form;
        *ret_language = text_ends_with(language, T(")"))
                            ? text_slice(language, 0, language.size - 1)
                            : language;
        return true;
    }
    return false;
}

static enum status read_language(const struct reading *reading, struct text language,
                                 bool *ret_english)
{
    *ret_english = text_equal(language, T("english"));
    if (!language.at || *ret_english || text_equal(language, T("simple")))
        return OK;
    return REFUSE(reading->call, INVALID, .code = "42704",
                  .say = L("text search configuration \"{value}\" does not exist",
                           "没有全文检索配置“{value}”"),
                  .hint = L("There are simple and english; Chinese is found with both.",
                            "可用：simple、english；两者都支持中文。"),
                  .value = language);
}

enum status filter_search(const struct reading *reading, const struct operand *operand,
                          struct text word, struct text value, struct filter **ret_filter)
{
    struct filter subject = { .operand = *operand };
    struct search *search;
    enum search_form form;
    struct text language;
    bool is_english;
    enum status status;

    if (!form_named(word, &form, &language))
        return NOT_FOUND;
    if (!operand_is_text(operand))
        return refuse_operator(reading, &subject);
    status = read_language(reading, language, &is_english);
    if (status != OK)
        return status;
    status = search_parse(reading->call->arena, form, is_english, value, &search);
    if (status == TOO_LARGE)
        return REFUSE(
            reading->call, INVALID, .code = "54000", .limit = SEARCH_LIMIT_TERMS,
            .say = L("Too much is looked for at once: at most {limit} words, in at most 1024 "
                     "bytes and 16 levels of brackets.",
                     "检索内容过多：最多 {limit} 个词、1024 字节、16 层括号。"));
    if (status != OK)
        return REFUSE(reading->call, INVALID, .code = "42601",
                      .say = L("syntax error in tsquery: \"{value}\"", "检索式语法错误：“{value}”"),
                      .value = value);
    if (search)
        return add_search(reading, operand, search, ret_filter);
    status = filter_new(reading, ret_filter); /* nothing is looked for: nothing is found */
    if (status == OK)
        (*ret_filter)->kind = FILTER_OR;
    return status;
}
