/* Conditional and range requests. */
#include "http/conditional.h"

/* A weak tag compares like the strong one (RFC 9110, 8.8.3.2). */
static struct text without_weakness(struct text etag)
{
    return text_starts_with(etag, T("W/")) ? text_from_offset(etag, 2) : etag;
}

bool http_etag_matches(struct text list, struct text etag)
{
    while (list.at) {
        struct text one = text_trim(text_cut(&list, ','));

        if (text_equal(one, T("*")) || text_equal(without_weakness(one), without_weakness(etag)))
            return true;
    }
    return false;
}

/* Decimal digits only; overflow counts as very large. */
static bool read_position(struct text text, uint64_t *ret_position)
{
    int64_t number;

    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    if (text.size == 0)
        return false;
    *ret_position = text_to_int64(text, &number) ? (uint64_t)number : UINT64_MAX;
    return true;
}

/* "-500": the last 500 bytes. */
static enum http_range_result read_suffix(struct text digits, uint64_t size_bytes,
                                          uint64_t *ret_from, uint64_t *ret_count)
{
    uint64_t count;

    if (!read_position(digits, &count))
        return HTTP_RANGE_NONE;
    if (count == 0 || size_bytes == 0)
        return HTTP_RANGE_OUTSIDE;
    *ret_count = count < size_bytes ? count : size_bytes;
    *ret_from = size_bytes - *ret_count;
    return HTTP_RANGE_PART;
}

enum http_range_result http_range_read(struct text range, uint64_t size_bytes, uint64_t *ret_from,
                                       uint64_t *ret_count)
{
    struct text last_text = range, first_text;
    uint64_t first, last = UINT64_MAX;

    if (!text_equal_nocase(text_cut(&last_text, '='), T("bytes")) || !last_text.at ||
        text_find_byte(last_text, ',') < last_text.size)
        return HTTP_RANGE_NONE;
    first_text = text_trim(text_cut(&last_text, '-'));
    if (!last_text.at)
        return HTTP_RANGE_NONE;
    last_text = text_trim(last_text);
    if (first_text.size == 0)
        return read_suffix(last_text, size_bytes, ret_from, ret_count);
    if (!read_position(first_text, &first) ||
        (last_text.size > 0 && !read_position(last_text, &last)) || last < first)
        return HTTP_RANGE_NONE;
    if (first >= size_bytes)
        return HTTP_RANGE_OUTSIDE;
    *ret_from = first;
    *ret_count = (last < size_bytes - 1 ? last : size_bytes - 1) - first + 1;
    return HTTP_RANGE_PART;
}

/* "0.25" is 250. What is not a quality counts as 1000, as if it were not there. */
static int read_quality(struct text text)
{
    static const int weights[] = { 1000, 0, 100, 10, 1 };
    int quality = 0;

    if (text.size == 0 || text.size > 5 || (text.size > 1 && text.at[1] != '.'))
        return 1000;
    for (size_t i = 0; i < text.size; i++) {
        if (i == 1)
            continue;
        if (text.at[i] < '0' || text.at[i] > '9')
            return 1000;
        quality += (text.at[i] - '0') * weights[i];
    }
    return quality > 1000 ? 1000 : quality;
}

static int quality_of(struct text parameters)
{
    while (parameters.at) {
        struct text parameter = text_trim(text_cut(&parameters, ';'));

        if (text_starts_with(parameter, T("q=")) || text_starts_with(parameter, T("Q=")))
            return read_quality(text_from_offset(parameter, 2));
    }
    return 1000;
}

int http_encoding_quality(struct text accept_encoding, struct text coding)
{
    int any = 0;

    while (accept_encoding.at) {
        struct text parameters = text_cut(&accept_encoding, ',');
        struct text name = text_trim(text_cut(&parameters, ';'));

        if (text_equal_nocase(name, coding))
            return quality_of(parameters);
        if (text_equal(name, T("*")))
            any = quality_of(parameters);
    }
    return any;
}
