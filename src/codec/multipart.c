/* Multipart: parts are found by their delimiters, header lines are read strictly, and what a part
   is called comes out of a small parameter parser that the Content-Type uses as well. */
#include "codec/multipart.h"

#include "base/buffer.h"
#include "codec/utf8.h"

enum { BOUNDARY_LARGEST = 70, DELIMITER_ROOM = 4 + BOUNDARY_LARGEST };

struct form {
    struct arena *arena;
    struct text rest; /* behind the last delimiter */
    struct text delimiter;
    const char *fault;
};

struct parameter {
    struct text name, value; /* value: quotes taken off, escapes still in */
    bool quoted;
};

static enum status fail(struct form *form, enum status status, const char *fault)
{
    form->fault = fault;
    return status;
}

static bool is_token_byte(char byte)
{
    return byte > ' ' && byte < 0x7F && !strchr("()<>@,;:\\\"/[]?={}", byte);
}

static struct text cut_token(struct text *rest)
{
    size_t size = 0;
    struct text token;

    while (size < rest->size && is_token_byte(rest->at[size]))
        size++;
    token = text_slice(*rest, 0, size);
    *rest = text_from_offset(*rest, size);
    return token;
}

static void skip_blanks(struct text *rest)
{
    while (rest->size > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t'))
        *rest = text_from_offset(*rest, 1);
}

/* What stands between two quotes; a backslash keeps the byte behind it. */
static bool cut_quoted(struct text *rest, struct text *ret_value)
{
    size_t at = 1;

    while (at < rest->size && rest->at[at] != '"')
        at += rest->at[at] == '\\' ? 2 : 1;
    if (at >= rest->size)
        return false;
    *ret_value = text_slice(*rest, 1, at - 1);
    *rest = text_from_offset(*rest, at + 1);
    return true;
}

/* Takes `; name=value` from the front. False at the end, with *rest empty, and before anything
   that is malformed, with *rest left. */
static bool cut_parameter(struct text *rest, struct parameter *ret_parameter)
{
    struct parameter parameter = { 0 };
    struct text at;

    skip_blanks(rest);
    at = text_from_offset(*rest, 1);
    skip_blanks(&at);
    parameter.name = cut_token(&at);
    if (!text_starts_with(*rest, T(";")) || parameter.name.size == 0 ||
        !text_starts_with(at, T("=")))
        return false;
    at = text_from_offset(at, 1);
    parameter.quoted = text_starts_with(at, T("\""));
    if (!parameter.quoted)
        parameter.value = cut_token(&at);
    else if (!cut_quoted(&at, &parameter.value))
        return false;
    if (!parameter.quoted && parameter.value.size == 0)
        return false;
    *rest = at;
    *ret_parameter = parameter;
    return true;
}

static bool is_boundary(struct text boundary)
{
    if (boundary.size == 0 || boundary.size > BOUNDARY_LARGEST ||
        boundary.at[boundary.size - 1] == ' ')
        return false;
    for (size_t i = 0; i < boundary.size; i++) {
        char byte = boundary.at[i];

        if (!((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
              (byte >= 'a' && byte <= 'z') || (byte && strchr("'()+_,-./:=? ", byte))))
            return false;
    }
    return true;
}

bool multipart_boundary(struct text content_type, struct text *ret_boundary)
{
    static const size_t type_size = sizeof "multipart/form-data" - 1;
    struct text rest = text_from_offset(content_type, type_size), boundary = { 0 };
    struct parameter parameter;

    if (!text_equal_nocase(text_slice(content_type, 0, type_size), T("multipart/form-data")))
        return false;
    while (cut_parameter(&rest, &parameter)) {
        if (!text_equal_nocase(parameter.name, T("boundary")))
            continue;
        if (boundary.at)
            return false;
        boundary = parameter.value;
    }
    if (rest.size > 0 || !is_boundary(boundary))
        return false;
    *ret_boundary = boundary;
    return true;
}

/* Escapes of quoted strings (\" and \\) and the one of browsers (%22) taken off. */
static struct text unescape(struct arena *arena, const struct parameter *parameter)
{
    struct text coded = parameter->value;
    char *at;
    size_t size = 0;

    if (!parameter->quoted)
        return coded;
    at = arena_alloc(arena, coded.size);
    for (size_t i = 0; i < coded.size; i++) {
        if (coded.at[i] == '\\' && i + 1 < coded.size &&
            (coded.at[i + 1] == '"' || coded.at[i + 1] == '\\'))
            i++;
        if (text_starts_with(text_from_offset(coded, i), T("%22"))) {
            at[size++] = '"';
            i += 2;
        } else {
            at[size++] = coded.at[i];
        }
    }
    return (struct text){ at, size };
}

/* Some clients send a path; only its last segment is a name. */
static struct text base_name(struct text path)
{
    size_t start = path.size;

    while (start > 0 && path.at[start - 1] != '/' && path.at[start - 1] != '\\')
        start--;
    path = text_from_offset(path, start);
    if (path.size == 0 || text_equal(path, T(".")) || text_equal(path, T("..")))
        return T("");
    return path;
}

static enum status take_name(struct form *form, const struct parameter *parameter,
                             struct text *ret_name)
{
    struct text name = unescape(form->arena, parameter);

    if (name.size > MULTIPART_LIMIT_NAME_BYTES)
        return fail(form, TOO_LARGE, "the name of a part is too long");
    if (!utf8_is_printable(name) || text_find_byte(name, '\n') < name.size ||
        text_find_byte(name, '\r') < name.size)
        return fail(form, INVALID, "the name of a part is not valid text");
    *ret_name = name;
    return OK;
}

static enum status read_disposition(struct form *form, struct text value,
                                    struct multipart_part *part)
{
    struct text rest = value;
    struct parameter parameter;
    enum status status = OK;

    if (part->name.at)
        return fail(form, INVALID, "a part has two Content-Disposition headers");
    if (!text_equal_nocase(cut_token(&rest), T("form-data")))
        return fail(form, INVALID, "a part is not form-data");
    while (status == OK && cut_parameter(&rest, &parameter)) {
        bool is_name = text_equal_nocase(parameter.name, T("name"));
        struct text *into = is_name ? &part->name : &part->filename;

        if ((!is_name && !text_equal_nocase(parameter.name, T("filename"))) || into->at)
            return fail(form, INVALID, "a part has a parameter twice or an unknown one");
        status = take_name(form, &parameter, into);
    }
    if (status != OK)
        return status;
    if (rest.size > 0 || !part->name.at)
        return fail(form, INVALID, "the Content-Disposition of a part is not valid");
    if (part->filename.at)
        part->filename = base_name(part->filename);
    return OK;
}

static bool is_field_value(struct text value)
{
    for (size_t i = 0; i < value.size; i++)
        if (((unsigned char)value.at[i] < 0x20 && value.at[i] != '\t') || value.at[i] == 0x7F)
            return false;
    return true;
}

static enum status read_header(struct form *form, struct text line, struct multipart_part *part)
{
    struct text rest = line, name = cut_token(&rest), value;

    if (name.size == 0 || !text_starts_with(rest, T(":")) || !is_field_value(rest))
        return fail(form, INVALID, "a header line of a part is not valid");
    value = text_trim(text_from_offset(rest, 1));
    if (text_equal_nocase(name, T("Content-Disposition")))
        return read_disposition(form, value, part);
    if (text_equal_nocase(name, T("Content-Transfer-Encoding")))
        return fail(form, INVALID, "a part has a transfer encoding");
    if (!text_equal_nocase(name, T("Content-Type")))
        return OK;
    if (part->content_type.at)
        return fail(form, INVALID, "a part has two Content-Type headers");
    part->content_type = value.at ? value : T("");
    return OK;
}

/* The header lines at the front of `bytes`, which is the part up to its delimiter. */
static enum status read_part(struct form *form, struct text bytes, struct multipart_part *part)
{
    struct text head = text_slice(bytes, 0, MULTIPART_LIMIT_HEADER_BYTES);
    enum status status = OK;
    size_t lines = 0, end;

    for (;; lines++) {
        end = text_find(head, T("\r\n"));
        if (end == head.size)
            break;
        if (end == 0) {
            part->bytes = text_from_offset(bytes, (size_t)(head.at - bytes.at) + 2);
            return part->name.at ? OK : fail(form, INVALID, "a part has no Content-Disposition");
        }
        if (lines == MULTIPART_LIMIT_HEADERS)
            return fail(form, TOO_LARGE, "a part has too many header lines");
        status = read_header(form, text_slice(head, 0, end), part);
        if (status != OK)
            return status;
        head = text_from_offset(head, end + 2);
    }
    if (bytes.size > MULTIPART_LIMIT_HEADER_BYTES)
        return fail(form, TOO_LARGE, "the header of a part is too large");
    return fail(form, INVALID, "the header of a part does not end");
}

/* Behind a delimiter comes a line end and a part, or `--` and the end of the body. */
static enum status next_part(struct form *form, struct text *ret_bytes, bool *ret_more)
{
    const char *found;
    struct text rest = form->rest;

    if (text_equal(rest, T("--")) || text_equal(rest, T("--\r\n"))) {
        *ret_more = false;
        return OK;
    }
    if (!text_starts_with(rest, T("\r\n")))
        return fail(form, INVALID, "a delimiter is not followed by a part or the end");
    rest = text_from_offset(rest, 2);
    found = rest.size ? memmem(rest.at, rest.size, form->delimiter.at, form->delimiter.size) : NULL;
    if (!found)
        return fail(form, INVALID, "the last delimiter is missing");
    *ret_bytes = text_slice(rest, 0, (size_t)(found - rest.at));
    form->rest = text_from_offset(rest, ret_bytes->size + form->delimiter.size);
    *ret_more = true;
    return OK;
}

static enum status read_parts(struct form *form, struct multipart_part *parts, size_t *ret_count)
{
    size_t count = 0;
    struct text bytes;
    enum status status;
    bool more;

    for (;;) {
        status = next_part(form, &bytes, &more);
        if (status != OK || !more)
            break;
        if (count == MULTIPART_LIMIT_PARTS)
            return fail(form, TOO_LARGE, "the form has too many parts");
        status = read_part(form, bytes, &parts[count++]);
        if (status != OK)
            break;
    }
    *ret_count = count;
    return status;
}

enum status multipart_parse(struct arena *arena, struct text body, struct text boundary,
                            struct multipart *ret_multipart, const char **ret_fault)
{
    struct buffer delimiter = buffer_in(arena, DELIMITER_ROOM);
    struct form form = { .arena = arena };
    struct multipart_part *parts =
        ARENA_NEW_ARRAY(arena, struct multipart_part, MULTIPART_LIMIT_PARTS);
    size_t count = 0;
    enum status status = OK;

    buffer_append(&delimiter, T("\r\n--"));
    buffer_append(&delimiter, boundary);
    form.delimiter = buffer_text(&delimiter);
    if (!is_boundary(boundary))
        status = fail(&form, INVALID, "the boundary is not valid");
    else if (!text_starts_with(body, text_from_offset(form.delimiter, 2)))
        status = fail(&form, INVALID, "the body does not begin with its boundary");
    form.rest = text_from_offset(body, form.delimiter.size - 2);
    if (status == OK)
        status = read_parts(&form, parts, &count);
    if (status == OK)
        *ret_multipart = (struct multipart){ parts, count };
    else if (ret_fault)
        *ret_fault = form.fault;
    return status;
}

const struct multipart_part *multipart_find(const struct multipart *multipart, struct text name)
{
    for (size_t i = 0; i < multipart->count; i++)
        if (text_equal(multipart->parts[i].name, name))
            return &multipart->parts[i];
    return NULL;
}
