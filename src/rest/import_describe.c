/* The answer to an upload: what the file looks like, what its columns could be. */
#include "rest/import_mapping.h"
#include "rest/import_open.h"

static void write_texts(struct json_writer *json, struct text name, const struct text *texts,
                        size_t count)
{
    json_write_key(json, name);
    json_begin_array(json);
    for (size_t i = 0; i < count; i++)
        json_write_text(json, texts[i]);
    json_end_array(json);
}

static void write_columns(struct json_writer *json, const struct import_look *look)
{
    json_write_key(json, T("columns"));
    json_begin_array(json);
    for (size_t i = 0; i < look->column_count; i++) {
        const struct import_column *column = &look->columns[i];

        json_begin_object(json);
        json_write_text_member(json, T("name"), column->name);
        write_texts(json, T("samples"), column->samples, column->sample_count);
        json_write_key(json, T("suggestion"));
        if (column->path.size > 0)
            json_write_text(json, column->path);
        else
            json_write_null(json);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_reading(struct json_writer *json, const struct import_table *table)
{
    json_write_text_member(json, T("format"), table->is_workbook ? T("xlsx") : T("csv"));
    if (!table->is_workbook) {
        json_write_text_member(json, T("encoding"), table->encoding);
        json_write_text_member(json, T("delimiter"), (struct text){ &table->delimiter, 1 });
    }
    write_texts(json, T("sheets"), table->sheets, table->sheet_count);
    json_write_integer_member(json, T("sheet"), (int64_t)table->sheet);
    json_write_integer_member(json, T("header_row"), (int64_t)table->header_row);
}

/* A preset that finds a link by a rule needs no column for it. */
static bool is_found_by_itself(struct call *call, const struct entity *entity,
                               const struct field *field)
{
    const struct import_preset *preset = import_preset_of(call->instance, entity);
    const struct import_link *link = preset ? preset->links : NULL;

    for (; link && link->field; link++)
        if (link->find && text_equal(text_from(link->field), text_from(field->name)))
            return true;
    return false;
}

/* The fields a column can be mapped to: the entity's own, and those by which a link is found. */
static void write_fields(struct call *call, struct json_writer *json,
                         const struct import_opened *opened)
{
    json_write_key(json, T("fields"));
    json_begin_array(json);
    for (size_t i = 0; i < opened->entity->fields.count; i++) {
        const struct field *field = &opened->entity->fields.at[i];

        if (!import_field_is_open(field) || !call_sets(call, field))
            continue;
        json_begin_object(json);
        json_write_text_member(json, T("name"), text_from(field->name));
        json_write_text_member(json, T("label"), text_from(label_in(field->label, call->language)));
        json_write_boolean_member(json, T("required"),
                                  !field->optional && !field->fallback &&
                                      field->type != FIELD_CURRENCY &&
                                      !is_found_by_itself(call, opened->entity, field));
        json_write_key(json, T("inner"));
        json_begin_array(json);
        for (size_t f = 0; field->to && f < field->to->fields.count; f++) {
            const struct field *inner = &field->to->fields.at[f];

            if (!import_field_is_open(inner) || !call_sets(call, inner) ||
                inner->type == FIELD_LINK)
                continue;
            json_begin_object(json);
            json_write_text_member(json, T("name"), text_from(inner->name));
            json_write_text_member(json, T("label"),
                                   text_from(label_in(inner->label, call->language)));
            json_end_object(json);
        }
        json_end_array(json);
        json_end_object(json);
    }
    json_end_array(json);
}

/* A run of the same file that is already in. */
static enum status write_same(struct call *call, struct json_writer *json,
                              const struct import_run *run)
{
    struct import_run same;
    bool is_found;
    enum status status = import_run_find_same(call, run, &same, &is_found);

    if (status != OK)
        return status;
    json_write_key(json, T("imported_before"));
    if (is_found) {
        json_begin_object(json);
        json_write_text_member(json, T("file_name"), same.file_name);
        json_write_text_member(
            json, T("at"), arena_print(call->arena, "%s", instant_to_text(same.row.created_at).at));
        json_write_integer_member(json, T("rows_done"), same.rows_done);
        json_end_object(json);
    } else {
        json_write_null(json);
    }
    return OK;
}

/* The mapping used last for this header, else what is suggested. */
static enum status recall(struct call *call, struct import_opened *opened, struct text *ret_mapping,
                          bool *ret_remembered)
{
    struct import_mapping kept;
    struct text wanted = opened->options.preset;
    struct text suggested = import_suggest(call, opened->entity, &opened->look, &opened->options);
    enum status status =
        import_layout_choose(call, opened->entity, &opened->look, wanted, &opened->layout);

    *ret_remembered = false;
    if (status == OK && wanted.size == 0)
        status = import_mapping_find(call, opened->entity, opened->look.header_key, &kept,
                                     ret_remembered);
    if (status != OK)
        return status;
    if (opened->layout && !*ret_remembered) {
        suggested =
            import_layout_mapping(call, opened->entity, opened->layout, &opened->look, suggested);
        import_layout_options(call, opened->layout, &opened->look, &opened->options);
    }
    *ret_mapping = *ret_remembered ? import_mapping_for(call, opened->entity, kept.mapping)
                                   : suggested;
    if (*ret_remembered) {
        struct import_options said = opened->options;

        status = import_options_parse(call, kept.options, &opened->options);
        opened->options.sheet = said.sheet;
        opened->options.encoding = said.encoding;
        opened->options.delimiter = said.delimiter;
        opened->options.header_row = said.header_row;
    }
    import_settle_source(call, &opened->options, opened->look.header_key);
    return status;
}

enum status import_answer_file(struct call *call, struct import_opened *opened,
                               const struct import_run *run)
{
    struct json_writer json = call_answer_json(call);
    struct text mapping;
    bool is_remembered;
    enum status status = recall(call, opened, &mapping, &is_remembered);

    if (status != OK)
        return status;
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(run->row.id).at));
    json_write_text_member(&json, T("entity"), run->entity);
    json_write_text_member(&json, T("file_name"), run->file_name);
    write_reading(&json, &opened->table);
    json_write_integer_member(&json, T("rows"), opened->look.rows_total);
    write_columns(&json, &opened->look);
    write_fields(call, &json, opened);
    json_write_key(&json, T("mapping"));
    json_write_raw(&json, mapping);
    json_write_key(&json, T("options"));
    import_options_write(&json, &opened->options);
    json_write_boolean_member(&json, T("remembered"), is_remembered);
    json_write_key(&json, T("preset"));
    if (opened->layout)
        import_layout_write(&json, opened->layout, false);
    else
        json_write_null(&json);
    json_write_key(&json, T("left_out"));
    json_write_raw(&json, run->left_out.size > 0 ? run->left_out : T("[]"));
    status = write_same(call, &json, run);
    json_end_object(&json);
    return status;
}
