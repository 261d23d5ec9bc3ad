/* Layouts are compared by folded headers; the one of which most is there, and that explains most
   of the file, is offered. */
#include "rest/import_layout.h"

#include "base/limits.h"
#include "base/zone.h"
#include "rest/import_cell.h"

enum { LEAST_FOUND = 3, SHARE = 1000 };

/* --- headers --- */

/* "结算金额(元)" without its unit. */
static struct text bare_header(struct call *call, struct text name)
{
    struct text folded = import_fold(call->arena, name);
    size_t open = text_find_byte(folded, '(');

    return open > 0 ? text_slice(folded, 0, open) : folded;
}

/* The file's column of this name; NULL: none. */
static const struct import_column *column_named(struct call *call, const struct import_look *look,
                                                struct text name)
{
    struct text folded = import_fold(call->arena, name);

    for (size_t i = 0; i < look->column_count; i++)
        if (text_equal(import_fold(call->arena, look->columns[i].name), folded))
            return &look->columns[i];
    for (size_t i = 0; i < look->column_count; i++)
        if (text_equal(bare_header(call, look->columns[i].name), folded))
            return &look->columns[i];
    return NULL;
}

/* The first of "name" or ["name", ...] that the file has. */
static const struct import_column *first_of(struct call *call, const struct import_look *look,
                                            const struct json *names)
{
    const struct import_column *column = NULL;

    if (json_kind(names) == JSON_KIND_STRING)
        return column_named(call, look, json_as_text(names));
    for (size_t i = 0; json_kind(names) == JSON_KIND_ARRAY && !column && i < json_count(names); i++)
        column = column_named(call, look, json_as_text(json_at(names, i)));
    return column;
}

/* {"join": ["ID", "Settled at"]}: all of them that the file has, one after the other. */
static const struct json *joined_of(const struct json *origin)
{
    const struct json *names =
        json_kind(origin) == JSON_KIND_OBJECT ? json_member(origin, T("join")) : NULL;

    return json_kind(names) == JSON_KIND_ARRAY ? names : NULL;
}

static const struct json *names_of(const struct json *origin)
{
    if (joined_of(origin))
        return joined_of(origin);
    return json_kind(origin) == JSON_KIND_OBJECT ? json_member(origin, T("column")) : origin;
}

static bool is_constant(const struct json *origin)
{
    return json_kind(origin) == JSON_KIND_OBJECT &&
           json_kind(json_member(origin, T("value"))) == JSON_KIND_STRING;
}

/* --- which fits --- */

struct fit {
    int64_t found, wanted; /* fields of the layout that have a column */
    int64_t known;         /* columns of the file that the layout knows */
};

static bool names_column(struct call *call, const struct json *names, struct text folded)
{
    if (json_kind(names) == JSON_KIND_STRING)
        return text_equal(import_fold(call->arena, json_as_text(names)), folded);
    for (size_t i = 0; json_kind(names) == JSON_KIND_ARRAY && i < json_count(names); i++)
        if (text_equal(import_fold(call->arena, json_as_text(json_at(names, i))), folded))
            return true;
    return false;
}

static bool knows_column(struct call *call, const struct import_layout *layout, struct text name)
{
    struct json_members members = { .object = layout->columns };
    struct text folded = import_fold(call->arena, name), bare = bare_header(call, name);

    while (json_next_member(&members))
        if (names_column(call, names_of(members.value), folded) ||
            names_column(call, names_of(members.value), bare))
            return true;
    return names_column(call, layout->headers, folded) || names_column(call, layout->headers, bare);
}

static struct fit fit_of(struct call *call, const struct import_layout *layout,
                         const struct import_look *look)
{
    struct json_members members = { .object = layout->columns };
    struct fit fit = { 0 };

    while (json_kind(layout->columns) == JSON_KIND_OBJECT && json_next_member(&members)) {
        if (is_constant(members.value))
            continue;
        fit.wanted++;
        fit.found += first_of(call, look, names_of(members.value)) != NULL;
    }
    for (size_t i = 0; fit.found > 0 && i < look->column_count; i++)
        fit.known += knows_column(call, layout, look->columns[i].name);
    return fit;
}

/* 0: it is something else. */
static int64_t worth_of(struct fit fit, const struct import_look *look)
{
    int64_t columns = (int64_t)look->column_count;

    if (fit.found < LEAST_FOUND || 2 * fit.found < fit.wanted || 2 * fit.known < columns)
        return 0;
    return fit.found * SHARE / fit.wanted + fit.known * SHARE / columns;
}

static bool is_wanted(const struct import_layout *layout, struct text wanted)
{
    struct id_text id = id_to_text(layout->id);

    return (layout->key.size > 0 && text_equal(layout->key, wanted)) ||
           (!id_is_zero(layout->id) && text_equal(text_from(id.at), wanted));
}

enum status import_layout_choose(struct call *call, const struct entity *entity,
                                 const struct import_look *look, struct text wanted,
                                 const struct import_layout **ret_layout)
{
    const struct import_layout *best = NULL;
    struct import_layout *layouts = NULL;
    size_t count = 0;
    int64_t best_worth = 0;
    enum status status = OK;

    *ret_layout = NULL;
    if (!call->instance->import_layouts || text_equal(wanted, T("none")))
        return OK;
    status = call->instance->import_layouts(call, &layouts, &count);
    for (size_t i = 0; status == OK && i < count; i++) {
        int64_t worth = 0;

        if (!text_equal(layouts[i].entity, text_from(entity->name)))
            continue;
        if (wanted.size > 0)
            worth = is_wanted(&layouts[i], wanted);
        else if (!layouts[i].is_off)
            worth = worth_of(fit_of(call, &layouts[i], look), look);
        if (worth > best_worth) {
            best = &layouts[i];
            best_worth = worth;
        }
    }
    *ret_layout = best;
    return status;
}

/* --- what it makes of the file --- */

static void write_joined(struct call *call, struct json_writer *json,
                         const struct import_look *look, const struct json *names)
{
    json_begin_array(json);
    for (size_t i = 0; i < json_count(names); i++) {
        const struct import_column *column =
            column_named(call, look, json_as_text(json_at(names, i)));

        if (column)
            json_write_text(json, column->name);
    }
    json_end_array(json);
}

static void write_origin(struct json_writer *json, const struct json *origin,
                         const struct import_column *column)
{
    struct text take = json_kind(origin) == JSON_KIND_OBJECT ? json_text_member(origin, T("take"))
                                                             : (struct text){ 0 };

    if (!column) {
        json_write_value(json, origin);
        return;
    }
    if (take.size == 0) {
        json_write_text(json, column->name);
        return;
    }
    json_begin_object(json);
    json_write_text_member(json, T("column"), column->name);
    json_write_text_member(json, T("take"), take);
    json_end_object(json);
}

/* Members of the suggestion whose field and column the layout leaves free. */
static void write_guesses(struct call *call, struct json_writer *json,
                          const struct import_layout *layout, struct text suggested)
{
    const struct json *object = NULL;
    struct json_members members = { 0 };

    if (!json_as_boolean(json_member(layout->options, T("guess"))) ||
        json_parse(call->arena, suggested, NULL, &object, NULL) != OK)
        return;
    members.object = object;
    while (json_next_member(&members)) {
        bool is_taken = json_kind(json_member(layout->columns, members.name)) != JSON_KIND_ABSENT &&
                        json_kind(members.value) != JSON_KIND_STRING;

        if (is_taken || (json_kind(members.value) == JSON_KIND_STRING &&
                         knows_column(call, layout, json_as_text(members.value))))
            continue;
        json_write_key(json, members.name);
        json_write_value(json, members.value);
    }
}

struct text import_layout_mapping(struct call *call, const struct entity *entity,
                                  const struct import_layout *layout,
                                  const struct import_look *look, struct text suggested)
{
    struct buffer text = buffer_in(call->arena, LIMIT_TEXT_FIELD);
    struct json_writer json = json_writer_to(&text);
    struct json_members members = { .object = layout->columns };

    json_begin_object(&json);
    while (json_next_member(&members)) {
        const struct import_column *column = first_of(call, look, names_of(members.value));
        const struct field *inner, *field = import_path(entity, members.name, &inner);

        if (!field || !call_sets(call, inner ? inner : field) ||
            (!column && !is_constant(members.value)))
            continue;
        json_write_key(&json, members.name);
        if (column && joined_of(members.value))
            write_joined(call, &json, look, joined_of(members.value));
        else
            write_origin(&json, members.value, column);
    }
    write_guesses(call, &json, layout, suggested);
    json_end_object(&json);
    return buffer_text(&text);
}

/* {"Order Status": ["Canceled"]} with the file's own names, of columns that it has. */
static struct text skip_of(struct call *call, const struct json *skip,
                           const struct import_look *look)
{
    struct buffer text = buffer_in(call->arena, LIMIT_TEXT_FIELD);
    struct json_writer json = json_writer_to(&text);
    struct json_members members = { .object = skip };

    json_begin_object(&json);
    while (json_kind(skip) == JSON_KIND_OBJECT && json_next_member(&members)) {
        const struct import_column *column = column_named(call, look, members.name);

        if (!column || json_kind(members.value) != JSON_KIND_ARRAY)
            continue;
        json_write_key(&json, column->name);
        json_write_value(&json, members.value);
    }
    json_end_object(&json);
    return buffer_text(&text);
}

void import_layout_options(struct call *call, const struct import_layout *layout,
                           const struct import_look *look, struct import_options *options)
{
    const struct json *own = layout->options;
    struct text order = json_text_member(own, T("date_order"));
    struct text decimal = json_text_member(own, T("decimal"));
    struct text currency = json_text_member(own, T("currency"));
    struct text zone = json_text_member(own, T("time_zone"));
    struct text source = json_text_member(own, T("source"));

    if (text_equal(order, T("mdy")))
        options->date_order = DATE_ORDER_MDY;
    else if (text_equal(order, T("dmy")))
        options->date_order = DATE_ORDER_DMY;
    if (text_equal(decimal, T("comma")))
        options->decimal = DECIMAL_COMMA;
    if (currency.size > 0 && currency_find(currency))
        options->currency = currency;
    if (options->time_zone.size == 0 && zone.size > 0 && zone_find(zone))
        options->time_zone = zone;
    if (options->source.size == 0 && source.size <= 40)
        options->source = source;
    options->create_links = true; /* what a platform names is there or is made */
    options->skip = skip_of(call, json_member(own, T("skip")), look);
}

void import_layout_write(struct json_writer *json, const struct import_layout *layout, bool whole)
{
    struct id_text id = id_to_text(layout->id);

    json_begin_object(json);
    json_write_key(json, T("id"));
    if (id_is_zero(layout->id))
        json_write_null(json);
    else
        json_write_text(json, text_from(id.at));
    json_write_text_member(json, T("key"), layout->key);
    json_write_text_member(json, T("name"), layout->name);
    json_write_text_member(json, T("entity"), layout->entity);
    json_write_text_member(json, T("platform"), layout->platform);
    json_write_boolean_member(json, T("is_off"), layout->is_off);
    if (whole) {
        json_write_key(json, T("columns"));
        json_write_value(json, layout->columns);
        json_write_key(json, T("headers"));
        json_write_value(json, layout->headers);
        json_write_key(json, T("options"));
        json_write_value(json, layout->options);
    }
    json_end_object(json);
}
