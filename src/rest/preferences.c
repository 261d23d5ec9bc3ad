/* Preferences: one table says which words there are and where they go. */
#include "rest/preferences.h"

enum { LIMIT_PREFERENCES = 1024 };

struct word {
    const char *name, *value;
    size_t at; /* of the member */
    int means;
    bool is_of_writes;
};

#define WORD(member) .at = offsetof(struct preferences, member)

/* In the order in which they are echoed. */
static const struct word words[] = {
    { "resolution", "merge-duplicates", WORD(resolution), RESOLUTION_MERGE, true },
    { "resolution", "ignore-duplicates", WORD(resolution), RESOLUTION_IGNORE, true },
    { "missing", "default", WORD(missing), MISSING_DEFAULT, true },
    { "missing", "null", WORD(missing), MISSING_NULL, true },
    { "return", "minimal", WORD(returns), RETURN_MINIMAL, true },
    { "return", "headers-only", WORD(returns), RETURN_HEADERS, true },
    { "return", "representation", WORD(returns), RETURN_REPRESENTATION, true },
    { "count", "exact", WORD(count), COUNT_EXACT, false },
    { "count", "planned", WORD(count), COUNT_PLANNED, false },
    { "count", "estimated", WORD(count), COUNT_ESTIMATED, false },
    { "tx", "commit", WORD(ending), ENDING_COMMIT, true },
    { "tx", "rollback", WORD(ending), ENDING_ROLLBACK, true },
    { "handling", "strict", WORD(handling), HANDLING_STRICT, false },
    { "handling", "lenient", WORD(handling), HANDLING_LENIENT, false },
};

enum { WORD_COUNT = sizeof words / sizeof *words };

static int *member(struct preferences *prefer, const struct word *word)
{
    return (int *)(void *)((char *)prefer + word->at);
}

static int member_value(const struct preferences *prefer, const struct word *word)
{
    return *(const int *)(const void *)((const char *)prefer + word->at);
}

/* Of a preference that is said twice the first counts, RFC 7240. */
static bool take_word(struct preferences *prefer, struct text name, struct text value)
{
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (!text_equal(name, text_from(words[i].name)) ||
            !text_equal(value, text_from(words[i].value)))
            continue;
        if (*member(prefer, &words[i]) == 0)
            *member(prefer, &words[i]) = words[i].means;
        return true;
    }
    return false;
}

static bool take_other(struct preferences *prefer, struct text name, struct text value)
{
    int64_t number;

    if (text_equal(name, T("max-affected")) && text_to_int64(value, &number) && number >= 0) {
        if (prefer->max_affected < 0)
            prefer->max_affected = number;
        return true;
    }
    /* Instants are told in UTC, always: another zone is not followed. */
    if (!text_equal(name, T("timezone")) || !text_equal(value, T("UTC")))
        return false;
    if (!prefer->time_zone.at)
        prefer->time_zone = value;
    return true;
}

/* `return=minimal; foo=bar`: what stands behind the semicolon belongs to no preference of ours. */
static void take_preference(struct preferences *prefer, struct text text, struct buffer *unknown)
{
    struct text whole = text_trim(text);
    struct text value = text_trim(text_cut(&text, ';'));
    struct text name = text_trim(text_cut(&value, '='));

    value = text_trim(value);
    if (value.size > 1 && value.at[0] == '"' && value.at[value.size - 1] == '"')
        value = text_slice(value, 1, value.size - 2);
    if (whole.size == 0 || take_word(prefer, name, value) || take_other(prefer, name, value))
        return;
    buffer_append(unknown, unknown->size > 0 ? T(", ") : T(""));
    buffer_append(unknown, whole);
}

enum status preferences_parse(struct call *call, struct preferences *ret_prefer)
{
    struct preferences prefer = { .max_affected = -1 };
    struct buffer unknown = buffer_in(call->arena, LIMIT_PREFERENCES);
    size_t count = 0;
    const struct http_header *headers = call->exchange ? http_headers(call->exchange, &count)
                                                       : NULL;

    for (size_t i = 0; i < count; i++) {
        struct text rest = headers[i].value;

        if (!text_equal_nocase(headers[i].name, T("Prefer")))
            continue;
        while (rest.size > 0)
            take_preference(&prefer, text_cut(&rest, ','), &unknown);
    }
    prefer.unknown = buffer_text(&unknown);
    if (prefer.handling == HANDLING_STRICT && (unknown.size > 0 || unknown.overflowed))
        return REFUSE(call, INVALID, .code = "PGRST122",
                      .say = L("Invalid preferences given with handling=strict",
                               "handling=strict 时给出了无效的偏好"),
                      .details = arena_print(call->arena, "Invalid preferences: %.*s",
                                             TEXT_ARG(prefer.unknown)));
    *ret_prefer = prefer;
    return OK;
}

void preferences_echo(struct call *call, const struct preferences *prefer, bool is_write)
{
    struct buffer out = buffer_in(call->arena, LIMIT_PREFERENCES);

    for (size_t i = 0; i < WORD_COUNT; i++)
        if (member_value(prefer, &words[i]) == words[i].means &&
            (is_write || !words[i].is_of_writes))
            buffer_print(&out, "%s%s=%s", out.size > 0 ? ", " : "", words[i].name, words[i].value);
    if (prefer->time_zone.at)
        buffer_print(&out, "%stimezone=%.*s", out.size > 0 ? ", " : "",
                     TEXT_ARG(prefer->time_zone));
    if (is_write && prefer->handling == HANDLING_STRICT && prefer->max_affected >= 0)
        buffer_print(&out, "%smax-affected=%lld", out.size > 0 ? ", " : "",
                     (long long)prefer->max_affected);
    if (out.size > 0)
        call_add_header(call, T("Preference-Applied"), buffer_text(&out));
}
