/* Reading the head of a request: lines, then the request line, then each header, then what the
   headers mean together. */
#include "http/http1_parse.h"

enum { METHOD_LARGEST = 16, HOST_LARGEST = 255 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_one_of(char c, struct text set)
{
    return text_find_byte(set, c) < set.size;
}

bool http1_is_token(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_alphanumeric(text.at[i]) && !is_one_of(text.at[i], T("!#$%&'*+-.^_`|~")))
            return false;
    return text.size > 0;
}

bool http1_value_is_valid(struct text value)
{
    for (size_t i = 0; i < value.size; i++) {
        unsigned char c = (unsigned char)value.at[i];

        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

/* --- Lines --------------------------------------------------------------------------------- */

static enum refusal too_large(size_t line_from)
{
    return line_from == 0 ? REFUSAL_TARGET_TOO_LONG : REFUSAL_HEADERS_TOO_LARGE;
}

/* Only the line ends matter here; they are looked at as they arrive, so that a client that
   sends bare LF is told so at once and not when its time is over. */
enum refusal http1_find_head(struct text bytes, const struct http_limits *limits, size_t *scanned,
                             size_t *ret_size)
{
    size_t line_from = *scanned;

    for (;;) {
        struct text rest = text_from_offset(bytes, line_from);
        size_t lf = text_find_byte(rest, '\n');

        if (line_from + lf >= limits->header_bytes)
            return too_large(line_from);
        if (lf == rest.size)
            break;
        if (lf == 0 || rest.at[lf - 1] != '\r')
            return REFUSAL_LINE_END;
        line_from += lf + 1;
        if (lf == 1) {
            *scanned = line_from;
            *ret_size = line_from;
            return REFUSAL_NONE;
        }
    }
    *scanned = line_from;
    *ret_size = 0;
    return REFUSAL_NONE;
}

/* The next line without its CR LF. */
static struct text next_line(struct text *rest)
{
    struct text line = text_cut(rest, '\n');

    line.size -= line.size > 0;
    return line;
}

/* --- The request line ---------------------------------------------------------------------- */

static const struct text method_names[] = {
    [HTTP_GET] = T_INIT("GET"),         [HTTP_HEAD] = T_INIT("HEAD"),
    [HTTP_POST] = T_INIT("POST"),       [HTTP_PUT] = T_INIT("PUT"),
    [HTTP_PATCH] = T_INIT("PATCH"),     [HTTP_DELETE] = T_INIT("DELETE"),
    [HTTP_OPTIONS] = T_INIT("OPTIONS"),
};

enum http_method http1_method(struct text name)
{
    for (enum http_method method = HTTP_GET; method <= HTTP_OPTIONS; method++)
        if (text_equal(name, method_names[method]))
            return method;
    return HTTP_NONE;
}

static bool escape_is_valid(struct text text, size_t at)
{
    return text.size - at > 2 && is_hex(text.at[at + 1]) && is_hex(text.at[at + 2]) &&
           !(text.at[at + 1] == '0' && text.at[at + 2] == '0');
}

/* Visible ASCII without the signs that servers and proxies read in two ways; %00 is none. The
   query may hold what browsers leave unescaped there. */
bool http1_target_is_valid(struct text target)
{
    bool in_query = false;

    if (target.size == 0 || target.at[0] != '/')
        return false;
    for (size_t i = 0; i < target.size; i++) {
        char c = target.at[i];

        if (c <= ' ' || c >= 0x7f || c == '#')
            return false;
        if (c == '%' && !escape_is_valid(target, i))
            return false;
        if (!in_query && is_one_of(c, T("\\\"<>")))
            return false;
        in_query = in_query || c == '?';
    }
    return true;
}

static enum refusal parse_version(struct text version, struct http_head *head)
{
    if (version.size != 8 || !text_starts_with(version, T("HTTP/")) || !is_digit(version.at[5]) ||
        version.at[6] != '.' || !is_digit(version.at[7]))
        return REFUSAL_REQUEST_LINE;
    if (version.at[5] != '1' || version.at[7] > '1')
        return REFUSAL_VERSION;
    head->is_http_1_0 = version.at[7] == '0';
    head->keep_alive = !head->is_http_1_0;
    return REFUSAL_NONE;
}

static enum refusal parse_request_line(struct text line, const struct http_limits *limits,
                                       struct http_head *head)
{
    struct text rest = line;
    enum refusal refusal;

    head->method_name = text_cut(&rest, ' ');
    head->target = text_cut(&rest, ' ');
    if (!rest.at || head->method_name.size > METHOD_LARGEST || !http1_is_token(head->method_name))
        return REFUSAL_REQUEST_LINE;
    refusal = parse_version(rest, head);
    if (refusal != REFUSAL_NONE)
        return refusal;
    head->method = http1_method(head->method_name);
    if (head->method == HTTP_NONE)
        return REFUSAL_METHOD;
    if (head->target.size > limits->target_bytes)
        return REFUSAL_TARGET_TOO_LONG;
    if (!http1_target_is_valid(head->target))
        return REFUSAL_TARGET;
    head->query = head->target;
    head->path = text_cut(&head->query, '?');
    return REFUSAL_NONE;
}

/* --- Headers that mean something to the server ---------------------------------------------- */

static bool is_port(struct text port)
{
    int64_t number;

    for (size_t i = 0; i < port.size; i++)
        if (!is_digit(port.at[i]))
            return false;
    return port.size <= 5 && text_to_int64(port, &number) && number <= UINT16_MAX;
}

bool http1_host_is_valid(struct text host)
{
    struct text name, port;
    bool in_brackets = host.size > 0 && host.at[0] == '[';
    size_t end = in_brackets ? text_find_byte(host, ']') + 1 : text_find_byte(host, ':');

    if (end > host.size || host.size > HOST_LARGEST)
        return false;
    name = text_slice(host, in_brackets, end - 2 * in_brackets);
    port = text_from_offset(host, end);
    if (name.size == 0 || (port.size > 0 && port.at[0] != ':'))
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (in_brackets ? !is_hex(name.at[i]) && !is_one_of(name.at[i], T(":."))
                        : !is_alphanumeric(name.at[i]) && !is_one_of(name.at[i], T("-._~")))
            return false;
    return port.size == 0 || is_port(text_from_offset(port, 1));
}

static enum refusal take_host(struct http_head *head, struct text value)
{
    if (!http1_host_is_valid(value))
        return REFUSAL_HOST;
    head->host = value;
    return REFUSAL_NONE;
}

static enum refusal take_length(struct http_head *head, struct text value)
{
    int64_t length;

    for (size_t i = 0; i < value.size; i++)
        if (!is_digit(value.at[i]))
            return REFUSAL_LENGTH;
    if (!text_to_int64(value, &length))
        return REFUSAL_LENGTH;
    head->has_length = true;
    head->content_length = (uint64_t)length;
    return REFUSAL_NONE;
}

static enum refusal take_coding(struct http_head *head, struct text value)
{
    if (!text_equal_nocase(value, T("chunked")))
        return REFUSAL_CODING;
    head->is_chunked = true;
    return REFUSAL_NONE;
}

static enum refusal take_connection(struct http_head *head, struct text value)
{
    bool close = false, keep_alive = false;

    while (value.at) {
        struct text option = text_trim(text_cut(&value, ','));

        close = close || text_equal_nocase(option, T("close"));
        keep_alive = keep_alive || text_equal_nocase(option, T("keep-alive"));
    }
    if (close || keep_alive)
        head->keep_alive = !close;
    return REFUSAL_NONE;
}

static enum refusal take_expectation(struct http_head *head, struct text value)
{
    if (!text_equal_nocase(value, T("100-continue")))
        return REFUSAL_EXPECTATION;
    head->expects_continue = !head->is_http_1_0;
    return REFUSAL_NONE;
}

/* Headers that may stand once only, and those the server reads itself. */
static const struct header_rule {
    struct text name;
    enum refusal (*take)(struct http_head *head, struct text value);
    enum refusal if_repeated; /* REFUSAL_NONE: a list that may be split over several headers */
} header_rules[] = {
    { T_INIT("host"), take_host, REFUSAL_HOST },
    { T_INIT("content-length"), take_length, REFUSAL_LENGTH },
    { T_INIT("transfer-encoding"), take_coding, REFUSAL_CODING },
    { T_INIT("connection"), take_connection, REFUSAL_NONE },
    { T_INIT("expect"), take_expectation, REFUSAL_EXPECTATION },
    { T_INIT("authorization"), NULL, REFUSAL_HEADER_REPEATED },
    { T_INIT("content-type"), NULL, REFUSAL_HEADER_REPEATED },
    { T_INIT("origin"), NULL, REFUSAL_HEADER_REPEATED },
    { T_INIT("range"), NULL, REFUSAL_HEADER_REPEATED },
    { T_INIT("sec-websocket-key"), NULL, REFUSAL_HEADER_REPEATED },
    { T_INIT("sec-websocket-version"), NULL, REFUSAL_HEADER_REPEATED },
};
enum { HEADER_RULES = sizeof header_rules / sizeof *header_rules };

enum refusal http1_take_header(struct http_head *head, const struct http_header *header,
                               unsigned *seen)
{
    for (size_t i = 0; i < HEADER_RULES; i++) {
        if (!text_equal_nocase(header->name, header_rules[i].name))
            continue;
        if (*seen & 1u << i && header_rules[i].if_repeated != REFUSAL_NONE)
            return header_rules[i].if_repeated;
        *seen |= 1u << i;
        return header_rules[i].take ? header_rules[i].take(head, header->value) : REFUSAL_NONE;
    }
    return REFUSAL_NONE;
}

/* --- All headers --------------------------------------------------------------------------- */

static struct text trim_blanks(struct text text)
{
    while (text.size > 0 && is_one_of(text.at[0], T(" \t")))
        text = (struct text){ text.at + 1, text.size - 1 };
    while (text.size > 0 && is_one_of(text.at[text.size - 1], T(" \t")))
        text.size--;
    return text;
}

static enum refusal parse_header(struct text line, struct http_header *ret_header)
{
    struct text value = line;
    struct text name = text_cut(&value, ':');

    if (is_one_of(line.at[0], T(" \t")))
        return REFUSAL_HEADER_FOLDED;
    if (!value.at || !http1_is_token(name))
        return REFUSAL_HEADER_NAME;
    value = trim_blanks(value);
    if (!http1_value_is_valid(value))
        return REFUSAL_HEADER_VALUE;
    *ret_header = (struct http_header){ name, value };
    return REFUSAL_NONE;
}

/* What the headers mean together. */
static enum refusal check_together(const struct http_head *head)
{
    if (head->is_chunked && head->has_length)
        return REFUSAL_LENGTH_AND_CODING;
    if (head->is_chunked && head->is_http_1_0)
        return REFUSAL_CODING;
    if (head->host.size == 0 && !head->is_http_1_0)
        return REFUSAL_HOST;
    return REFUSAL_NONE;
}

static size_t count_lines(struct text text)
{
    size_t count = 0;

    while (text.at) {
        text_cut(&text, '\n');
        count++;
    }
    return count;
}

static enum refusal parse_headers(struct text lines, const struct http_limits *limits,
                                  struct arena *arena, struct http_head *head)
{
    size_t count = count_lines(lines) - 2; /* not the empty line and what stands behind it */
    unsigned seen = 0;

    if (count > limits->header_count)
        return REFUSAL_HEADERS_TOO_MANY;
    head->headers = ARENA_NEW_ARRAY(arena, struct http_header, count + 1);
    for (; head->header_count < count; head->header_count++) {
        struct http_header *header = &head->headers[head->header_count];
        enum refusal refusal = parse_header(next_line(&lines), header);

        if (refusal == REFUSAL_NONE)
            refusal = http1_take_header(head, header, &seen);
        if (refusal != REFUSAL_NONE)
            return refusal;
    }
    return check_together(head);
}

enum refusal http1_parse_head(struct text head, const struct http_limits *limits,
                              struct arena *arena, struct http_head *ret_head)
{
    struct http_head parsed = { 0 };
    struct text rest = head;
    enum refusal refusal = parse_request_line(next_line(&rest), limits, &parsed);

    if (refusal == REFUSAL_NONE)
        refusal = parse_headers(rest, limits, arena, &parsed);
    if (refusal == REFUSAL_NONE)
        *ret_head = parsed;
    return refusal;
}
