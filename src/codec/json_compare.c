/* Comparison of JSON documents: recursive, to the depth that the reader lets in. */
#include "codec/json_compare.h"

enum { COMPARE_DEPTH = JSON_LIMIT_DEPTH };

const struct json *json_part(const struct json *json, const struct json *path)
{
    for (size_t i = 0; i < json_count(path) && json; i++) {
        struct text step = json_as_text(json_at(path, i));
        int64_t index;

        if (json_kind(json) == JSON_KIND_OBJECT) {
            json = json_member(json, step);
            continue;
        }
        if (json_kind(json) != JSON_KIND_ARRAY || !text_to_int64(step, &index))
            return NULL;
        if (index < 0)
            index += (int64_t)json_count(json);
        json = index < 0 ? NULL : json_at(json, (size_t)index);
    }
    return json;
}

static bool is_number(const struct json *json)
{
    return json_kind(json) == JSON_KIND_INTEGER || json_kind(json) == JSON_KIND_REAL;
}

static bool is_same_number(const struct json *a, const struct json *b)
{
    if (json_kind(a) == JSON_KIND_INTEGER && json_kind(b) == JSON_KIND_INTEGER)
        return json_as_integer(a) == json_as_integer(b);
    return json_as_real(a) == json_as_real(b);
}

static bool is_same(const struct json *a, const struct json *b, int depth);

static bool is_same_object(const struct json *a, const struct json *b, int depth)
{
    struct json_members members = { .object = a };

    if (json_count(a) != json_count(b))
        return false;
    while (json_next_member(&members)) {
        const struct json *other = json_member(b, members.name);

        if (!other || !is_same(members.value, other, depth))
            return false;
    }
    return true;
}

static bool is_same(const struct json *a, const struct json *b, int depth)
{
    if (is_number(a) && is_number(b))
        return is_same_number(a, b);
    if (json_kind(a) != json_kind(b) || depth > COMPARE_DEPTH)
        return false;
    switch (json_kind(a)) {
    case JSON_KIND_BOOLEAN:
        return json_as_boolean(a) == json_as_boolean(b);
    case JSON_KIND_STRING:
        return text_equal(json_as_text(a), json_as_text(b));
    case JSON_KIND_OBJECT:
        return is_same_object(a, b, depth + 1);
    case JSON_KIND_ARRAY:
        if (json_count(a) != json_count(b))
            return false;
        for (size_t i = 0; i < json_count(a); i++)
            if (!is_same(json_at(a, i), json_at(b, i), depth + 1))
                return false;
        return true;
    case JSON_KIND_ABSENT:
    case JSON_KIND_NULL:
    case JSON_KIND_INTEGER:
    case JSON_KIND_REAL:
        break;
    }
    return true;
}

static bool contains(const struct json *whole, const struct json *part, int depth);

static bool array_has(const struct json *array, const struct json *element, int depth)
{
    bool is_nested = json_kind(element) == JSON_KIND_ARRAY ||
                     json_kind(element) == JSON_KIND_OBJECT;

    for (size_t i = 0; i < json_count(array); i++) {
        const struct json *each = json_at(array, i);

        if (is_nested ? json_kind(each) == json_kind(element) && contains(each, element, depth)
                      : is_same(each, element, depth))
            return true;
    }
    return false;
}

static bool contains(const struct json *whole, const struct json *part, int depth)
{
    struct json_members members = { .object = part };

    if (depth > COMPARE_DEPTH)
        return false;
    if (json_kind(whole) == JSON_KIND_OBJECT && json_kind(part) == JSON_KIND_OBJECT) {
        while (json_next_member(&members)) {
            const struct json *own = json_member(whole, members.name);

            if (!own || !contains(own, members.value, depth + 1))
                return false;
        }
        return true;
    }
    if (json_kind(whole) != JSON_KIND_ARRAY)
        return is_same(whole, part, depth);
    if (json_kind(part) != JSON_KIND_ARRAY) /* one value by itself, at the top only */
        return depth == 0 && json_kind(part) != JSON_KIND_OBJECT && array_has(whole, part, 1);
    for (size_t i = 0; i < json_count(part); i++)
        if (!array_has(whole, json_at(part, i), depth + 1))
            return false;
    return true;
}

bool json_is_same(const struct json *a, const struct json *b)
{
    return is_same(a, b, 0);
}

bool json_contains(const struct json *whole, const struct json *part)
{
    return contains(whole, part, 0);
}

int json_rank(const struct json *json)
{
    static const int ranks[] = {
        [JSON_KIND_ABSENT] = 0,  [JSON_KIND_NULL] = 0,   [JSON_KIND_STRING] = 1,
        [JSON_KIND_INTEGER] = 2, [JSON_KIND_REAL] = 2,   [JSON_KIND_BOOLEAN] = 3,
        [JSON_KIND_ARRAY] = 4,   [JSON_KIND_OBJECT] = 5,
    };

    return ranks[json_kind(json)];
}
