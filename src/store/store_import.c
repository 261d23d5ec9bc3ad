/* Store import: lines to rows. What an archive of an earlier program does not have, because the
   column came later, and what follows from a column that it has, gets the value that a row made
   today would have. */
#include "codec/json_read.h"
#include "schema/column.h"
#include "store/engine.h"
#include "store/store_export.h"

enum { LIMIT_INSERT = 65536, LIMIT_PART_COLUMNS = 200, LIMIT_PART_FILLS = 32 };

static const struct json_limits limits = { .size_bytes = LIMIT_EXPORT_LINE };

/* The columns of a part, and its lines one by one. */
struct part {
    const struct entity *entity;
    struct text rest;
    struct arena arena; /* of a line */
    size_t width;
    size_t columns[LIMIT_PART_COLUMNS]; /* of the entity */
    size_t fill_count;
    struct fill fills[LIMIT_PART_FILLS]; /* columns that it does not have, and that follow */
    size_t sources[LIMIT_PART_FILLS];    /* from the column in this place */
    const char *why;
};

const struct entity *store_export_entity(const struct schema *schema, struct text name,
                                         struct text *ret_kind)
{
    struct text rest = name, kind;

    *ret_kind = (struct text){ 0 };
    if (!text_equal(text_cut(&rest, '/'), T("rows")) || !text_ends_with(rest, T(".jsonl")))
        return NULL;
    kind = text_cut(&rest, '/');
    *ret_kind = kind;
    return schema_find(schema, kind);
}

bool store_import_links(const struct entity *entity)
{
    for (size_t i = 0; i < entity->fields.count; i++)
        if (entity->fields.at[i].to == entity)
            return true;
    return false;
}

/* ---- reading a part ---- */

static enum status refuse(struct part *part, const char *why)
{
    part->why = why;
    return INVALID;
}

/* NULL: no more lines, or one that is none (`why`). */
static const struct json *next_line(struct part *part)
{
    struct text line;
    const struct json *json = NULL;

    arena_clear(&part->arena);
    if (part->rest.size == 0)
        return NULL;
    line = text_cut(&part->rest, '\n');
    if (json_parse(&part->arena, line, &limits, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_ARRAY) {
        part->why = "a line is no list in JSON";
        return NULL;
    }
    return json;
}

static enum status find_column(struct part *part, struct text name)
{
    for (size_t i = 0; i < column_count(part->entity); i++) {
        if (!column_has_name(column_at(part->entity, i), name))
            continue;
        for (size_t c = 0; c < part->width; c++)
            if (part->columns[c] == i)
                return refuse(part, "a column stands there twice");
        part->columns[part->width++] = i;
        return OK;
    }
    return refuse(part, "it has a column that this program does not know: a newer one has made it");
}

static bool has_column(const struct part *part, size_t column, size_t *ret_place)
{
    for (size_t i = 0; i < part->width; i++)
        if (part->columns[i] == column) {
            *ret_place = i;
            return true;
        }
    return false;
}

/* What follows from a sealed field is sealed too, or a keyed hash: the store makes it when it
 * opens. */
static void find_fills(struct part *part)
{
    size_t place;

    for (size_t i = 0; i < column_count(part->entity) && part->fill_count < LIMIT_PART_FILLS; i++) {
        struct column column = column_at(part->entity, i);
        const char *source = fill_source(column);
        const struct field *field = source ? entity_field(part->entity, text_from(source)) : NULL;

        if (!field || field->sealed || column.is_blind || column.field->sealed ||
            has_column(part, i, &place))
            continue;
        for (size_t c = 0; c < part->width; c++) {
            struct column from = column_at(part->entity, part->columns[c]);

            if (from.field != field || column_is_extra(from))
                continue;
            part->fills[part->fill_count] = (struct fill){ part->entity, column, source };
            part->sources[part->fill_count++] = c;
        }
    }
}

static enum status part_open(struct part *part, const struct entity *entity, struct text bytes)
{
    const struct json *names;
    enum status status = OK;

    *part = (struct part){ .entity = entity, .rest = bytes };
    names = next_line(part);
    if (!names || json_count(names) > LIMIT_PART_COLUMNS)
        return refuse(part, "it does not begin with the names of its columns");
    for (size_t i = 0; status == OK && i < json_count(names); i++)
        status = find_column(part, json_as_text(json_at(names, i)));
    if (status == OK && part->width < ROW_COLUMNS)
        status = refuse(part, "a column is missing that every row has");
    for (size_t i = 0; status == OK && i < ROW_COLUMNS; i++)
        if (part->columns[i] != i)
            status = refuse(part, "a column is missing that every row has");
    if (status == OK)
        find_fills(part);
    return status;
}

static bool is_id(const struct part *part, size_t place)
{
    struct column column = column_at(part->entity, part->columns[place]);

    return !column.is_fold && (column.field->type == FIELD_ID || column.field->type == FIELD_LINK);
}

static enum status take_value(struct part *part, size_t place, const struct json *json,
                              struct value *ret_value)
{
    struct text text = json_as_text(json);
    struct id id;

    switch (json_kind(json)) {
    case JSON_KIND_NULL:
        *ret_value = VALUE_OF_NULL;
        return OK;
    case JSON_KIND_INTEGER:
        *ret_value = VALUE_OF_INTEGER(json_as_integer(json));
        return is_id(part, place) ? refuse(part, "an id is none") : OK;
    case JSON_KIND_STRING:
        if (!is_id(part, place)) {
            *ret_value = VALUE_OF_TEXT(text);
            return OK;
        }
        if (!id_from_text(text, &id))
            return refuse(part, "an id is none");
        *ret_value = VALUE_OF_ID(id);
        return OK;
    case JSON_KIND_ABSENT:
    case JSON_KIND_BOOLEAN:
    case JSON_KIND_REAL:
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT:
        break;
    }
    return refuse(part, "a value is neither a text nor a whole number");
}

/* The values live until the next line. */
static enum status next_row(struct part *part, struct value *values, bool *ret_found)
{
    const struct json *row = next_line(part);
    enum status status = OK;

    *ret_found = row != NULL;
    if (!row)
        return part->why ? INVALID : OK;
    if (json_count(row) != part->width)
        return refuse(part, "a row has more or fewer values than there are columns");
    for (size_t i = 0; status == OK && i < part->width; i++)
        status = take_value(part, i, json_at(row, i), &values[i]);
    return status;
}

enum status store_import_check(const struct entity *entity, struct text bytes, struct row_sum *sum,
                               const char **ret_why)
{
    struct value values[LIMIT_PART_COLUMNS];
    struct part part;
    bool is_found = true;
    enum status status = part_open(&part, entity, bytes);

    if (status == OK)
        digest_stream_append(sum->digest, part.rest);
    while (status == OK && (status = next_row(&part, values, &is_found)) == OK && is_found)
        sum->count++;
    arena_release(&part.arena);
    if (status != OK)
        *ret_why = part.why;
    return status;
}

/* ---- writing ---- */

static bool links_itself(const struct part *part, size_t place)
{
    struct column column = column_at(part->entity, part->columns[place]);

    return !column.is_fold && column.field->to == part->entity;
}

static struct text insert_sql(const struct part *part, struct arena *arena)
{
    struct buffer sql = buffer_in(arena, LIMIT_INSERT);

    buffer_print(&sql, "INSERT INTO main.%s (", part->entity->name);
    for (size_t i = 0; i < part->width; i++) {
        if (i > 0)
            buffer_append(&sql, T(", "));
        column_print_name(&sql, column_at(part->entity, part->columns[i]));
    }
    for (size_t i = 0; i < part->fill_count; i++) {
        buffer_append(&sql, T(", "));
        column_print_name(&sql, part->fills[i].column);
    }
    buffer_append(&sql, T(") VALUES ("));
    for (size_t i = 0; i < part->width + part->fill_count; i++)
        buffer_print(&sql, "%s$%zu", i > 0 ? ", " : "", i + 1);
    buffer_append_byte(&sql, ')');
    return buffer_text(&sql);
}

static enum status link_row(struct tx *tx, const struct part *part, const struct value *values,
                            struct arena *arena)
{
    enum status status = OK;

    for (size_t i = 0; status == OK && i < part->width; i++) {
        const struct value bound[] = { values[i], values[COLUMN_WORKSPACE_ID], values[COLUMN_ID] };

        if (!links_itself(part, i) || values[i].type == VALUE_NULL)
            continue;
        status = tx_execute(
            tx,
            arena_print(arena, "UPDATE main.%s SET %s = $1 WHERE workspace_id = $2 AND id = $3",
                        part->entity->name, column_at(part->entity, part->columns[i]).field->name),
            bound, 3, NULL);
    }
    return status;
}

/* The time zone of the workspace whose rows come now; rows come workspace by workspace. */
struct zone_of {
    struct arena arena;
    bool is_known;
    int64_t workspace_id;
    struct text name;
};

static enum status look_up_zone(struct tx *tx, int64_t workspace_id, struct zone_of *zone)
{
    const struct entity *workspace = schema_find(tx_schema(tx), T("workspace"));
    struct value values[] = { VALUE_OF_INTEGER(workspace_id) };
    struct cursor *cursor;
    bool is_found = false;
    enum status status;

    if (zone->is_known && zone->workspace_id == workspace_id)
        return OK;
    arena_clear(&zone->arena);
    zone->is_known = true;
    zone->workspace_id = workspace_id;
    zone->name = (struct text){ 0 };
    if (!workspace || !entity_field(workspace, T("time_zone")))
        return OK;
    status = tx_query(tx,
                      T("SELECT time_zone FROM main.workspace WHERE workspace_id = $1 ORDER BY id "
                        "LIMIT 1"),
                      values, 1, &cursor);
    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    if (is_found && cursor_value(cursor, 0).type == VALUE_TEXT)
        zone->name = arena_copy(&zone->arena, cursor_value(cursor, 0).text);
    cursor_close(cursor);
    return OK;
}

static enum status insert_row(struct tx *tx, struct part *part, struct text sql,
                              struct zone_of *zone, struct value *values)
{
    enum status status = OK;

    if (part->fill_count > 0)
        status = look_up_zone(tx, values[COLUMN_WORKSPACE_ID].integer, zone);
    for (size_t i = 0; status == OK && i < part->fill_count; i++)
        values[part->width + i] =
            fill_value(&part->fills[i], values[part->sources[i]], zone->name, &part->arena);
    for (size_t i = 0; i < part->width; i++)
        if (links_itself(part, i))
            values[i] = VALUE_OF_NULL;
    return status == OK ? tx_execute(tx, sql, values, part->width + part->fill_count, NULL)
                        : status;
}

enum status store_import_part(struct tx *tx, const struct entity *entity, struct text bytes,
                              enum import_pass pass)
{
    struct value values[LIMIT_PART_COLUMNS + LIMIT_PART_FILLS];
    struct arena scratch = { 0 };
    struct zone_of zone = { 0 };
    struct part part;
    bool is_found = true;
    enum status status = part_open(&part, entity, bytes);
    struct text sql = insert_sql(&part, &scratch);

    while (status == OK && (status = next_row(&part, values, &is_found)) == OK && is_found)
        status = pass == IMPORT_ROWS ? insert_row(tx, &part, sql, &zone, values)
                                     : link_row(tx, &part, values, &part.arena);
    arena_release(&part.arena);
    arena_release(&scratch);
    arena_release(&zone.arena);
    return status;
}
