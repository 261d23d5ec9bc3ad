/* Template: one recursive pass over the source; a section is rendered by rendering its body again
   with one more scope. */
#include "codec/template.h"

enum tag_kind { TAG_VALUE, TAG_SECTION, TAG_INVERTED, TAG_END };

struct tag {
    enum tag_kind kind;
    struct text name;
    size_t start, end; /* of the braces, in the source */
};

struct scope_chain {
    const struct template_scope *scope;
    const struct scope_chain *outer;
    size_t depth;
};

struct rendering {
    struct text source;
    struct buffer output;
    bool escape;
    const char *reason;
    size_t fault_at;
};

static enum status fail(struct rendering *r, enum status status, size_t at, const char *reason)
{
    r->reason = reason;
    r->fault_at = at;
    return status;
}

static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.at[i];

        if (!((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
              (byte >= '0' && byte <= '9')))
            return false;
    }
    return name.size > 0;
}

/* The next tag in [from, end). Without one: OK with ret_tag->start == end. */
static enum status next_tag(struct rendering *r, size_t from, size_t end, struct tag *ret_tag)
{
    struct text part = text_slice(r->source, from, end - from);
    size_t open = text_find(part, T("{{")), close;
    struct text inner;
    struct tag tag = { .start = from + open, .end = end };

    if (open == part.size) {
        *ret_tag = (struct tag){ .start = end, .end = end };
        return OK;
    }
    inner = text_from_offset(part, open + 2);
    close = text_find(inner, T("}}"));
    if (close == inner.size)
        return fail(r, INVALID, tag.start, "a tag is not closed");
    tag.end = tag.start + 2 + close + 2;
    tag.name = text_slice(inner, 0, close);
    if (text_starts_with(tag.name, T("#")))
        tag.kind = TAG_SECTION;
    else if (text_starts_with(tag.name, T("^")))
        tag.kind = TAG_INVERTED;
    else if (text_starts_with(tag.name, T("/")))
        tag.kind = TAG_END;
    tag.name = text_from_offset(tag.name, tag.kind == TAG_VALUE ? 0 : 1);
    if (!is_name(tag.name))
        return fail(r, INVALID, tag.start, "a tag has no valid name");
    *ret_tag = tag;
    return OK;
}

/* The tag that closes `open`, sections inside it skipped. */
static enum status find_end(struct rendering *r, const struct tag *open, size_t end,
                            struct tag *ret_tag)
{
    struct tag tag = *open;
    size_t depth = 1;
    enum status status;

    while (depth > 0) {
        status = next_tag(r, tag.end, end, &tag);
        if (status != OK)
            return status;
        if (tag.start == end)
            return fail(r, INVALID, open->start, "a section is not closed");
        if (tag.kind == TAG_END)
            depth--;
        else if (tag.kind != TAG_VALUE)
            depth++;
    }
    if (!text_equal(tag.name, open->name))
        return fail(r, INVALID, tag.start, "a section is closed by another name");
    *ret_tag = tag;
    return OK;
}

static const struct template_value *find_value(const struct scope_chain *chain, struct text name)
{
    for (; chain; chain = chain->outer)
        for (size_t i = 0; i < chain->scope->count; i++)
            if (text_equal(chain->scope->values[i].name, name))
                return &chain->scope->values[i];
    return NULL;
}

static enum status render_value(struct rendering *r, const struct tag *tag,
                                const struct template_value *value)
{
    if (value->list)
        return fail(r, INVALID, tag->start, "a list stands where a text is wanted");
    if (value->html.text.at && !r->escape)
        return fail(r, INVALID, tag->start, "markup stands in a plain text");
    if (value->html.text.at)
        buffer_append(&r->output, value->html.text);
    else if (r->escape)
        html_append_escaped(&r->output, value->text);
    else
        buffer_append(&r->output, value->text);
    return OK;
}

static enum status render(struct rendering *r, size_t from, size_t end,
                          const struct scope_chain *chain);

static enum status render_list(struct rendering *r, size_t from, size_t end,
                               const struct template_value *value, const struct scope_chain *outer)
{
    enum status status = OK;

    for (size_t i = 0; i < value->list_count && status == OK && !r->output.overflowed; i++) {
        struct scope_chain inner = { &value->list[i], outer, outer->depth + 1 };

        status = render(r, from, end, &inner);
    }
    return status;
}

static enum status render_section(struct rendering *r, const struct tag *open,
                                  const struct tag *close, const struct scope_chain *chain,
                                  const struct template_value *value)
{
    bool is_there = value->list_count > 0 || value->text.size > 0 || value->html.text.size > 0;
    struct scope_chain inner = { &(struct template_scope){ 0 }, chain, chain->depth + 1 };

    if (chain->depth == TEMPLATE_LIMIT_DEPTH)
        return fail(r, TOO_LARGE, open->start, "sections are nested too deeply");
    if (is_there != (open->kind == TAG_SECTION))
        return OK;
    if (value->list_count > 0)
        return render_list(r, open->end, close->start, value, chain);
    return render(r, open->end, close->start, &inner);
}

static enum status render(struct rendering *r, size_t from, size_t end,
                          const struct scope_chain *chain)
{
    enum status status = OK;
    struct tag tag, close;

    while (status == OK) {
        const struct template_value *value;

        status = next_tag(r, from, end, &tag);
        if (status != OK)
            break;
        buffer_append(&r->output, text_slice(r->source, from, tag.start - from));
        if (tag.start == end)
            break;
        if (tag.kind == TAG_END)
            return fail(r, INVALID, tag.start, "a section is closed that was not open");
        value = find_value(chain, tag.name);
        if (!value)
            return fail(r, INVALID, tag.start, "a name has no value");
        from = tag.end;
        if (tag.kind == TAG_VALUE) {
            status = render_value(r, &tag, value);
            continue;
        }
        status = find_end(r, &tag, end, &close);
        if (status != OK)
            break;
        status = render_section(r, &tag, &close, chain, value);
        from = close.end;
    }
    return status;
}

static size_t line_of(struct text source, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += source.at[i] == '\n';
    return line;
}

static enum status render_all(struct rendering *r, const struct template_scope *values,
                              struct template_fault *ret_fault)
{
    struct scope_chain chain = { values, NULL, 0 };
    enum status status = OK;

    if (r->source.size > TEMPLATE_LIMIT_BYTES)
        status = fail(r, TOO_LARGE, 0, "the template is too large");
    if (status == OK)
        status = render(r, 0, r->source.size, &chain);
    if (status == OK && r->output.overflowed)
        status = fail(r, TOO_LARGE, 0, "the result is too large");
    if (status != OK && ret_fault)
        *ret_fault = (struct template_fault){ r->reason, line_of(r->source, r->fault_at) };
    return status;
}

enum status template_to_html(struct arena *arena, struct text source,
                             const struct template_scope *values, struct html *ret_html,
                             struct template_fault *ret_fault)
{
    struct rendering r = { source, buffer_in(arena, TEMPLATE_LIMIT_OUTPUT), .escape = true };
    enum status status = render_all(&r, values, ret_fault);

    if (status == OK)
        *ret_html = (struct html){ buffer_text(&r.output) };
    return status;
}

enum status template_to_text(struct arena *arena, struct text source,
                             const struct template_scope *values, struct text *ret_text,
                             struct template_fault *ret_fault)
{
    struct rendering r = { source, buffer_in(arena, TEMPLATE_LIMIT_OUTPUT), .escape = false };
    enum status status = render_all(&r, values, ret_fault);

    if (status == OK)
        *ret_text = buffer_text(&r.output);
    return status;
}
