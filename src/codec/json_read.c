/* JSON reading over jansson. The ceilings are checked in one pass over the bytes before jansson
   allocates anything, as it knows none of them itself. What it allocates comes from the arena: a
   jansson that gets no memory loses bytes of the text and reads past its end. */
#include "codec/json_read.h"

#include <jansson.h>
#include <pthread.h>

enum { JANSSON_DEPTH = 1000 }; /* below its own 2048, and below what the stack bears */

/* What jansson says is quoted up to here: what follows repeats the input. */
static const char quoting[] = " near ";

struct measure {
    size_t depth, values;
};

static const json_t *inside(const struct json *json)
{
    return (const json_t *)(const void *)json;
}

static const struct json *outside(const json_t *json)
{
    return (const struct json *)(const void *)json;
}

/* jansson's iterators want a mutable object, though they change nothing. */
static json_t *inside_mutable(const struct json *json)
{
    union {
        const struct json *json;
        json_t *inside;
    } cast = { .json = json };

    return cast.inside;
}

static size_t skip_string(struct text text, size_t at)
{
    while (++at < text.size && text.at[at] != '"')
        if (text.at[at] == '\\')
            at++;
    return at;
}

/* Depth and number of values, exact for valid JSON and never too low before its first error. */
static struct measure measure(struct text text)
{
    struct measure found = { .values = 1 };
    size_t depth = 0;

    for (size_t at = 0; at < text.size; at++) {
        switch (text.at[at]) {
        case '"':
            at = skip_string(text, at);
            break;
        case '[':
        case '{':
            found.values++;
            if (++depth > found.depth)
                found.depth = depth;
            break;
        case ']':
        case '}':
            if (depth > 0)
                depth--;
            break;
        case ',':
            found.values++;
            break;
        default:
            break;
        }
    }
    return found;
}

size_t json_count_listed(struct text list)
{
    size_t depth = 0, count = 0;
    bool is_due = true;

    for (size_t at = 0; at < list.size; at++) {
        char byte = list.at[at];

        if (is_due && depth == 1 && byte != ']' && (unsigned char)byte > ' ') {
            count++;
            is_due = false;
        }
        if (byte == '"')
            at = skip_string(list, at);
        else if (byte == '[' || byte == '{')
            depth++;
        else if (byte == ']' || byte == '}')
            depth--;
        else if (byte == ',' && depth == 1)
            is_due = true;
    }
    return count;
}

/* Of the text that this thread reads; jansson neither allocates nor frees at any other time. */
static _Thread_local struct arena *reading;

static void *take_memory(size_t size)
{
    return arena_alloc(reading, size);
}

static void leave_memory(void *memory)
{
    (void)memory; /* it goes with the arena */
}

static void prepare(void)
{
    json_set_alloc_funcs(take_memory, leave_memory);
}

static json_t *read_tree(struct arena *arena, struct text text, json_error_t *ret_error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    json_t *json;

    pthread_once(&once, prepare);
    reading = arena;
    json = json_loadb(text.at, text.size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, ret_error);
    reading = NULL;
    return json;
}

static enum status say(struct json_error *ret_error, enum status status, const char *reason)
{
    if (ret_error)
        *ret_error = (struct json_error){ .reason = reason };
    return status;
}

static enum status check_limits(struct text text, const struct json_limits *limits,
                                struct json_error *ret_error)
{
    static const struct json_limits defaults = { 0 };
    size_t bytes, depth, values;
    struct measure found;

    if (!limits)
        limits = &defaults;
    bytes = limits->size_bytes ? limits->size_bytes : JSON_LIMIT_BYTES;
    depth = limits->depth ? limits->depth : JSON_LIMIT_DEPTH;
    values = limits->values ? limits->values : JSON_LIMIT_VALUES;
    if (depth > JANSSON_DEPTH)
        depth = JANSSON_DEPTH;
    if (text.size > bytes)
        return say(ret_error, TOO_LARGE, "the JSON text is too large");
    found = measure(text);
    if (found.depth > depth)
        return say(ret_error, TOO_LARGE, "the JSON text is nested too deeply");
    if (found.values > values)
        return say(ret_error, TOO_LARGE, "the JSON text has too many values");
    return OK;
}

static enum status say_invalid(struct arena *arena, const json_error_t *error,
                               struct json_error *ret_error)
{
    struct text reason = text_from(error->text);

    if (ret_error) {
        reason = text_slice(reason, 0, text_find(reason, text_from(quoting)));
        *ret_error = (struct json_error){ .line = error->line > 0 ? error->line : 0,
                                          .column = error->column > 0 ? error->column : 0,
                                          .reason = arena_c_string(arena, reason) };
    }
    return INVALID;
}

enum status json_parse(struct arena *arena, struct text text, const struct json_limits *limits,
                       const struct json **ret_json, struct json_error *ret_error)
{
    json_error_t error;
    json_t *json;
    enum status status = check_limits(text, limits, ret_error);

    if (status != OK)
        return status;

    if (text.size == 0)
        return say(ret_error, INVALID, "the JSON text is empty");
    json = read_tree(arena, text, &error);
    if (!json)
        return say_invalid(arena, &error, ret_error);
    *ret_json = outside(json);
    return OK;
}

enum json_kind json_kind(const struct json *json)
{
    static const enum json_kind kinds[] = {
        [JSON_OBJECT] = JSON_KIND_OBJECT, [JSON_ARRAY] = JSON_KIND_ARRAY,
        [JSON_STRING] = JSON_KIND_STRING, [JSON_INTEGER] = JSON_KIND_INTEGER,
        [JSON_REAL] = JSON_KIND_REAL,     [JSON_TRUE] = JSON_KIND_BOOLEAN,
        [JSON_FALSE] = JSON_KIND_BOOLEAN, [JSON_NULL] = JSON_KIND_NULL,
    };

    return json ? kinds[json_typeof(inside(json))] : JSON_KIND_ABSENT;
}

const char *json_kind_name(enum json_kind kind)
{
    static const char *const names[] = {
        [JSON_KIND_ABSENT] = "nothing",    [JSON_KIND_NULL] = "null",
        [JSON_KIND_BOOLEAN] = "a boolean", [JSON_KIND_INTEGER] = "an integer",
        [JSON_KIND_REAL] = "a number",     [JSON_KIND_STRING] = "a string",
        [JSON_KIND_ARRAY] = "an array",    [JSON_KIND_OBJECT] = "an object",
    };

    return names[kind];
}

struct text json_as_text(const struct json *json)
{
    const json_t *string = inside(json);

    if (!json_is_string(string))
        return (struct text){ 0 };
    return (struct text){ json_string_value(string), json_string_length(string) };
}

int64_t json_as_integer(const struct json *json)
{
    return json_integer_value(inside(json));
}

double json_as_real(const struct json *json)
{
    return json_number_value(inside(json));
}

bool json_as_boolean(const struct json *json)
{
    return json_is_true(inside(json));
}

size_t json_count(const struct json *json)
{
    return json_is_array(inside(json)) ? json_array_size(inside(json))
                                       : json_object_size(inside(json));
}

const struct json *json_at(const struct json *array, size_t index)
{
    return outside(json_array_get(inside(array), index));
}

const struct json *json_member(const struct json *object, struct text name)
{
    return outside(json_object_getn(inside(object), name.at ? name.at : "", name.size));
}

struct text json_text_member(const struct json *object, struct text name)
{
    return json_as_text(json_member(object, name));
}

int64_t json_integer_member(const struct json *object, struct text name)
{
    return json_as_integer(json_member(object, name));
}

bool json_boolean_member(const struct json *object, struct text name)
{
    return json_as_boolean(json_member(object, name));
}

bool json_next_member(struct json_members *members)
{
    json_t *object = inside_mutable(members->object);

    members->place = members->started ? json_object_iter_next(object, members->place)
                                      : json_object_iter(object);
    members->started = true;
    if (!members->place)
        return false;
    members->name = (struct text){ json_object_iter_key(members->place),
                                   json_object_iter_key_len(members->place) };
    members->value = outside(json_object_iter_value(members->place));
    return true;
}
