/* Answer: one writer per form, all fed row by row from the cursor. */
#include "rest/answer.h"

#include "base/limits.h"
#include "base/money.h"
#include "base/zone.h"
#include "codec/csv.h"
#include "codec/xlsx_write.h"
#include "rest/operand.h"
#include "rest/unseal.h"

bool form_is_export(enum form form)
{
    return form == FORM_CSV || form == FORM_SHEET_CSV || form == FORM_XLSX;
}

/* --- JSON */

struct json_column {
    struct text key;
    const struct field *field;          /* how the value is written; NULL: as it is */
    bool is_raw;                        /* embedded rows, lists of spread ones */
    const struct select_column *sealed; /* NULL: nothing in it is */
};

struct json_columns {
    struct json_column *at;
    size_t count;
    bool strips_nulls;
    struct call *call;
    const struct rest_query *query;
};

static struct json_columns prepare(struct call *call, const struct rest_query *query)
{
    const struct selection *root = query->root;
    size_t count = 0;
    struct json_column *columns;

    for (const struct select_column *at = root->columns; at; at = at->next)
        count++;
    columns = ARENA_NEW_ARRAY(call->arena, struct json_column, count);
    count = 0;
    for (const struct select_column *at = root->columns; at; at = at->next) {
        bool is_raw = at->embed || at->array;

        columns[count++] = (struct json_column){ json_prepare_key(call->arena, at->name),
                                                 type_as_field(column_type(at)), is_raw,
                                                 column_needs_unsealing(query, at) ? at : NULL };
    }
    return (struct json_columns){ columns, count, query->strips_nulls, call, query };
}

/* Without members that are null, however deep. */
static void write_stripped(struct json_writer *json, const struct json *value)
{
    struct json_members members = { .object = value };

    if (json_kind(value) == JSON_KIND_ARRAY) {
        json_begin_array(json);
        for (size_t i = 0; i < json_count(value); i++)
            write_stripped(json, json_at(value, i));
        json_end_array(json);
    } else if (json_kind(value) == JSON_KIND_OBJECT) {
        json_begin_object(json);
        while (json_next_member(&members)) {
            if (json_kind(members.value) == JSON_KIND_NULL)
                continue;
            json_write_key(json, members.name);
            write_stripped(json, members.value);
        }
        json_end_object(json);
    } else {
        json_write_value(json, value);
    }
}

static void write_stripped_text(struct json_writer *json, struct text text)
{
    static const struct json_limits limits = { .size_bytes = LIMIT_REPLY };
    struct arena arena = { 0 };
    const struct json *value;

    if (json_parse(&arena, text, &limits, &value, NULL) == OK)
        write_stripped(json, value);
    else
        json_write_raw(json, text);
    arena_release(&arena);
}

static bool is_null(const struct json_column *column, struct value value)
{
    return value.type == VALUE_NULL ||
           (column->is_raw && value.type == VALUE_TEXT && text_equal(value.text, T("null")));
}

static enum status write_row(struct json_writer *json, const struct json_columns *columns,
                             const struct cursor *cursor)
{
    json_begin_object(json);
    for (size_t i = 0; i < columns->count; i++) {
        const struct json_column *column = &columns->at[i];
        struct value value = cursor_value(cursor, i);
        enum status status = OK;
        bool is_json;

        if (column->sealed)
            status = unseal_value(columns->call, columns->query, column->sealed, cursor, i, &value);
        if (status != OK)
            return status;
        is_json = value.type == VALUE_TEXT &&
                  (column->is_raw || (column->field && column->field->type == FIELD_JSON));
        if (columns->strips_nulls && is_null(column, value))
            continue;
        json_write_prepared_key(json, column->key);
        if (columns->strips_nulls && is_json)
            write_stripped_text(json, value.text);
        else if (column->is_raw && value.type == VALUE_TEXT)
            json_write_raw(json, value.text);
        else
            value_write_json(json, column->field, value);
    }
    json_end_object(json);
    return OK;
}

static enum status answer_array(struct call *call, const struct rest_query *query,
                                struct cursor *cursor, int64_t *ret_count)
{
    struct json_writer json = call_answer_json(call);
    struct json_columns columns = prepare(call, query);
    enum status status;
    bool found;

    if (query->strips_nulls)
        call->content_type = T("application/vnd.pgrst.array+json; nulls=stripped; charset=utf-8");
    json_begin_array(&json);
    for (;;) {
        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            break;
        status = write_row(&json, &columns, cursor);
        if (status != OK)
            break;
        ++*ret_count;
    }
    json_end_array(&json);
    return status;
}

static enum status refuse_count(struct call *call, int64_t count)
{
    return REFUSE(
        call, INVALID, .http = 406, .code = "PGRST116",
        .say = L("Cannot coerce the result to a single JSON object", "结果不是恰好一条记录"),
        .details = arena_print(call->arena, "The result contains %s rows",
                               count == 0 ? "0" : "more than 1"));
}

static enum status answer_object(struct call *call, const struct rest_query *query,
                                 struct cursor *cursor, int64_t *ret_count)
{
    struct json_writer json = call_answer_json(call);
    struct json_columns columns = prepare(call, query);
    bool found;
    enum status status = cursor_next(cursor, &found);

    call->content_type = query->strips_nulls
                             ? T("application/vnd.pgrst.object+json; nulls=stripped; charset=utf-8")
                             : T("application/vnd.pgrst.object+json; charset=utf-8");
    if (status != OK)
        return status;
    if (!found)
        return refuse_count(call, 0);
    status = write_row(&json, &columns, cursor);
    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status != OK)
        return status;
    *ret_count = 1;
    return found ? refuse_count(call, 2) : OK;
}

/* --- CSV */

static enum status answer_csv(struct call *call, const struct rest_query *query,
                              struct cursor *cursor, int64_t *ret_count)
{
    struct csv_writer csv = { .buffer = &call->body };
    enum status status;
    bool found;

    call->content_type = T("text/csv; charset=utf-8");
    for (const struct select_column *at = query->root->columns; at; at = at->next)
        csv_write_field(&csv, at->name);
    csv_end_row(&csv);
    for (;;) {
        size_t i = 0;

        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            return status;
        for (const struct select_column *at = query->root->columns; at; at = at->next, i++) {
            struct value value;

            status = unseal_value(call, query, at, cursor, i, &value);
            if (status != OK)
                return status;
            csv_write_field(&csv,
                            value_to_text(type_as_field(column_type(at)), value, call->arena));
        }
        csv_end_row(&csv);
        ++*ret_count;
    }
}

/* --- sheets for people */

struct sheet {
    struct call *call;
    const struct rest_query *query;
    size_t width;
    size_t currency_at; /* which column says the row's currency; == width: none */
};

static struct sheet sheet_of(struct call *call, const struct rest_query *query)
{
    struct sheet sheet = { .call = call, .query = query, .currency_at = SIZE_MAX };

    for (const struct select_column *at = query->root->columns; at; at = at->next) {
        if (at->operand.field && column_type(at) == FIELD_CURRENCY)
            sheet.currency_at = sheet.width;
        sheet.width++;
    }
    return sheet;
}

static struct text money_cell(const struct sheet *sheet, const struct cursor *cursor, int64_t minor)
{
    struct value code = sheet->currency_at < sheet->width ? cursor_value(cursor, sheet->currency_at)
                                                          : VALUE_OF_TEXT(sheet->call->currency);
    const struct currency *currency =
        currency_find(code.type == VALUE_TEXT ? code.text : (struct text){ 0 });
    struct decimal_text text;

    if (!currency)
        return arena_print(sheet->call->arena, "%lld", (long long)minor);
    text = money_to_text(minor, currency);
    return arena_copy(sheet->call->arena, text_from(text.at));
}

static struct text choice_cell(const struct sheet *sheet, const struct field *field,
                               struct text value)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (text_equal(value, text_from(field->choices[i].value)))
            return text_from(label_in(field->choices[i].label, sheet->call->language));
    return value;
}

static struct text instant_cell(const struct sheet *sheet, int64_t instant_ms)
{
    int64_t local_ms = instant_ms + zone_offset_ms(sheet->call->zone, instant_ms);

    return arena_copy(sheet->call->arena,
                      text_slice(text_from(instant_to_text(local_ms).at), 0, 19));
}

/* As a human reads it. */
static struct text sheet_text(const struct sheet *sheet, const struct select_column *column,
                              const struct cursor *cursor, struct value value)
{
    const struct field *field = column->operand.field;
    bool is_plain = !field || column_type(column) != field->type || value.type == VALUE_NULL;

    if (!is_plain && field->type == FIELD_MONEY && value.type == VALUE_INTEGER)
        return money_cell(sheet, cursor, value.integer);
    if (!is_plain && field->type == FIELD_CHOICE)
        return choice_cell(sheet, field, value.text);
    if (!is_plain && field->type == FIELD_INSTANT)
        return instant_cell(sheet, value.integer);
    return value_to_text(type_as_field(column_type(column)), value, sheet->call->arena);
}

/* *ret_cell lives in the arena or until the next row. */
static enum status sheet_cell(const struct sheet *sheet, const struct select_column *column,
                              const struct cursor *cursor, size_t at, struct text *ret_cell)
{
    struct value value;
    enum status status = unseal_value(sheet->call, sheet->query, column, cursor, at, &value);

    if (status == OK)
        *ret_cell = sheet_text(sheet, column, cursor, value);
    return status;
}

static struct text sheet_label(const struct sheet *sheet, const struct select_column *column)
{
    const struct field *field = column->operand.field;
    bool is_named = field && column->aggregate == AGGREGATE_NONE &&
                    text_equal(column->name, text_from(field->name));

    return is_named ? text_from(label_in(field->label, sheet->call->language)) : column->name;
}

static enum status answer_sheet_csv(struct call *call, const struct rest_query *query,
                                    struct cursor *cursor, int64_t *ret_count)
{
    struct sheet sheet = sheet_of(call, query);
    struct csv_writer csv = { .buffer = &call->body, .guard_formulas = true };
    bool found;

    call->content_type = T("text/csv; charset=utf-8");
    csv_write_mark(&csv);
    for (const struct select_column *at = query->root->columns; at; at = at->next)
        csv_write_field(&csv, sheet_label(&sheet, at));
    csv_end_row(&csv);
    for (;;) {
        size_t i = 0;
        enum status status = cursor_next(cursor, &found);

        if (status != OK || !found)
            return status;
        for (const struct select_column *at = query->root->columns; at; at = at->next, i++) {
            struct text cell;

            status = sheet_cell(&sheet, at, cursor, i, &cell);
            if (status != OK)
                return status;
            csv_write_field(&csv, cell);
        }
        csv_end_row(&csv);
        ++*ret_count;
    }
}

static struct xlsx_column xlsx_column_of(const struct sheet *sheet,
                                         const struct select_column *column)
{
    struct xlsx_column result = { .label = sheet_label(sheet, column) };
    const struct currency *currency = currency_find(sheet->call->currency);
    enum field_type type = column_type(column);

    if (type == FIELD_INTEGER || type == FIELD_MONEY || type == FIELD_UNDECLARED)
        result.kind = XLSX_NUMBER;
    if (type == FIELD_MONEY)
        result.decimals = currency ? currency->digits : 2;
    if (type == FIELD_DATE)
        result.kind = XLSX_DATE;
    if (type == FIELD_INSTANT)
        result.kind = XLSX_INSTANT;
    return result;
}

static enum status answer_xlsx(struct call *call, const struct rest_query *query,
                               struct cursor *cursor, int64_t *ret_count)
{
    struct sheet sheet = sheet_of(call, query);
    struct xlsx_column *columns = ARENA_NEW_ARRAY(call->arena, struct xlsx_column, sheet.width);
    struct text *cells = ARENA_NEW_ARRAY(call->arena, struct text, sheet.width);
    struct xlsx_writer *xlsx;
    size_t i = 0;
    bool found;
    enum status status;

    call->content_type = T("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    for (const struct select_column *at = query->root->columns; at; at = at->next)
        columns[i++] = xlsx_column_of(&sheet, at);
    xlsx = xlsx_writer_new(call->arena, &call->body,
                           text_from(label_in(query->root->entity->plural, call->language)),
                           columns, sheet.width);
    for (;;) {
        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            break;
        i = 0;
        for (const struct select_column *at = query->root->columns; at && status == OK;
             at = at->next, i++)
            status = sheet_cell(&sheet, at, cursor, i, &cells[i]);
        if (status != OK)
            break;
        xlsx_write_row(xlsx, cells);
        ++*ret_count;
    }
    return status != OK ? status : xlsx_writer_finish(xlsx);
}

enum status answer_rows(struct call *call, const struct rest_query *query, enum form form,
                        struct cursor *cursor, int64_t *ret_count)
{
    static enum status (*const answers[])(struct call *, const struct rest_query *, struct cursor *,
                                          int64_t *) = {
        [FORM_JSON] = answer_array,          [FORM_OBJECT] = answer_object, [FORM_CSV] = answer_csv,
        [FORM_SHEET_CSV] = answer_sheet_csv, [FORM_XLSX] = answer_xlsx,
    };

    *ret_count = 0;
    buffer_clear(&call->body);
    return answers[form](call, query, cursor, ret_count);
}
