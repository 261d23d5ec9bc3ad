/* Functions in SQL that give SQLite what PostgreSQL has for JSON and regular expressions: the same
   answers, over the readers of src/codec. A document that cannot be read gives NULL. */
#include "store/sqlite.h"

#include "base/limits.h"
#include "codec/json_compare.h"
#include "codec/json_write.h"
#include "codec/pattern.h"

#include <stdlib.h>

static struct text text_of(sqlite3_value *value)
{
    const char *at = (const char *)sqlite3_value_text(value);

    return (struct text){ at, at ? (size_t)sqlite3_value_bytes(value) : 0 };
}

static const struct json *document_of(struct arena *arena, sqlite3_value *value)
{
    const struct json *json;

    if (sqlite3_value_type(value) == SQLITE_NULL ||
        json_parse(arena, text_of(value), NULL, &json, NULL) != OK)
        return NULL;
    return json;
}

static void give_text(sqlite3_context *context, struct text text)
{
    sqlite3_result_text(context, text.at ? text.at : "", (int)text.size, SQLITE_TRANSIENT);
}

/* --- parts */

static void give_json(sqlite3_context *context, struct arena *arena, const struct json *json)
{
    struct buffer out = buffer_in(arena, 2 * JSON_LIMIT_BYTES);
    struct json_writer writer = json_writer_to(&out);

    json_write_value(&writer, json);
    if (buffer_status(&out) == OK)
        give_text(context, buffer_text(&out));
}

static void json_at_path(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct arena arena = { 0 };
    const struct json *json = document_of(&arena, values[0]);
    const struct json *part = json_part(json, document_of(&arena, values[1]));

    (void)count;
    if (part)
        give_json(context, &arena, part);
    arena_release(&arena);
}

static void json_text_at_path(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct arena arena = { 0 };
    const struct json *json = document_of(&arena, values[0]);
    const struct json *part = json_part(json, document_of(&arena, values[1]));

    (void)count;
    if (json_kind(part) == JSON_KIND_STRING)
        give_text(context, json_as_text(part));
    else if (part && json_kind(part) != JSON_KIND_NULL)
        give_json(context, &arena, part);
    arena_release(&arena);
}

/* As json_typeof. */
static void json_kind_of(sqlite3_context *context, int count, sqlite3_value **values)
{
    static const char *const names[] = {
        [JSON_KIND_NULL] = "null",      [JSON_KIND_BOOLEAN] = "boolean",
        [JSON_KIND_INTEGER] = "number", [JSON_KIND_REAL] = "number",
        [JSON_KIND_STRING] = "string",  [JSON_KIND_ARRAY] = "array",
        [JSON_KIND_OBJECT] = "object",
    };
    struct arena arena = { 0 };
    const struct json *json = document_of(&arena, values[0]);

    (void)count;
    if (json)
        sqlite3_result_text(context, names[json_kind(json)], -1, SQLITE_STATIC);
    arena_release(&arena);
}

/* --- comparison, as jsonb has it */

static void compare(sqlite3_context *context, sqlite3_value **values,
                    bool (*holds)(const struct json *, const struct json *))
{
    struct arena arena = { 0 };
    const struct json *a = document_of(&arena, values[0]), *b = document_of(&arena, values[1]);

    if (a && b)
        sqlite3_result_int(context, holds(a, b));
    arena_release(&arena);
}

static void is_same(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    compare(context, values, json_is_same);
}

static void contains(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    compare(context, values, json_contains);
}

/* --- numbers and patterns */

/* The shortest text of a real number, as JSON has it. */
static void wire_real(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct arena arena = { 0 };
    struct buffer out = buffer_in(&arena, LIMIT_TOKEN);
    struct json_writer writer = json_writer_to(&out);

    (void)count;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL) {
        json_write_real(&writer, sqlite3_value_double(values[0]));
        give_text(context, buffer_text(&out));
    }
    arena_release(&arena);
}

struct compiled {
    struct arena arena;
    const struct pattern *pattern;
};

static void compiled_free(void *subject)
{
    struct compiled *compiled = subject;

    arena_release(&compiled->arena);
    free(compiled);
}

/* pattern_match(text, pattern, folds): a pattern is read once per statement. */
static void pattern_match(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct compiled *compiled = sqlite3_get_auxdata(context, 1);
    const char *reason;

    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL ||
        sqlite3_value_type(values[1]) == SQLITE_NULL)
        return;
    if (!compiled) {
        compiled = memory_alloc(sizeof *compiled);
        if (pattern_parse(&compiled->arena, text_of(values[1]), sqlite3_value_int(values[2]) != 0,
                          &compiled->pattern, &reason) != OK) {
            compiled_free(compiled);
            sqlite3_result_error(context, "not a pattern", -1);
            return;
        }
        sqlite3_set_auxdata(context, 1, compiled, compiled_free);
        compiled = sqlite3_get_auxdata(context, 1);
    }
    if (compiled)
        sqlite3_result_int(context, pattern_matches(compiled->pattern, text_of(values[0])));
}

void sqlite_json_install(struct sqlite_connection *connection)
{
    static const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
    static const struct {
        const char *name;
        int count;
        void (*run)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        { "json_at", 2, json_at_path },        { "json_text_at", 2, json_text_at_path },
        { "json_kind", 1, json_kind_of },      { "json_same", 2, is_same },
        { "json_contains", 2, contains },      { "wire_real", 1, wire_real },
        { "pattern_match", 3, pattern_match },
    };

    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        sqlite3_create_function(connection->db, functions[i].name, functions[i].count, flags, NULL,
                                functions[i].run, NULL, NULL);
}
