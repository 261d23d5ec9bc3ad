/* Preview: a dry run over the whole file that shows its first rows and the first errors. */
#include "rest/import_batch.h"
#include "rest/import_open.h"

#include "base/limits.h"

/* A preview under way: the shown rows and the errors are written while batches pass. */
struct preview {
    struct call *call;
    const struct import_plan *plan;
    struct json_writer rows, errors;
    struct buffer rows_text, errors_text;
    int64_t shown, error_count;
    struct import_tally tally;
    struct import_seen seen;
};

static void write_values(const struct call *call, struct json_writer *json,
                         const struct import_plan *plan, const struct import_item *item)
{
    json_write_key(json, T("values"));
    json_begin_object(json);
    for (size_t i = 0; i < plan->entity->fields.count && item->draft.values; i++) {
        const struct field *field = &plan->entity->fields.at[i];

        if (field->hidden || !call_sees(call, field))
            continue;
        json_write_key(json, text_from(field->name));
        value_write_json(json, field, item->draft.values[ROW_COLUMNS + i]);
    }
    json_end_object(json);
}

/* What the file says about linked rows, in words: {"live_session_id": {"title": ...}}. */
static void write_links(struct json_writer *json, const struct import_plan *plan,
                        const struct import_item *item)
{
    json_write_key(json, T("links"));
    json_begin_object(json);
    for (size_t i = 0; i < plan->link_count && item->draft.values; i++) {
        const struct entity *to = plan->links[i].field->to;
        const struct import_linked *linked = &item->links[i];

        if (!linked->has_names)
            continue;
        json_write_key(json, text_from(plan->links[i].field->name));
        json_begin_object(json);
        for (size_t f = 0; f < to->fields.count; f++) {
            if (!linked->draft.is_given[ROW_COLUMNS + f])
                continue;
            json_write_key(json, text_from(to->fields.at[f].name));
            value_write_json(json, &to->fields.at[f], linked->draft.values[ROW_COLUMNS + f]);
        }
        json_end_object(json);
    }
    json_end_object(json);
}

static void show_row(struct preview *preview, const struct import_item *item, bool is_known)
{
    struct json_writer *json = &preview->rows;

    json_begin_object(json);
    json_write_integer_member(json, T("row"), item->number);
    json_write_boolean_member(json, T("duplicate"), is_known);
    write_values(preview->call, json, preview->plan, item);
    write_links(json, preview->plan, item);
    json_write_key(json, T("errors"));
    json_begin_array(json);
    for (size_t i = 0; i < item->fault_count; i++)
        import_fault_write(json, &item->faults[i]);
    json_end_array(json);
    json_end_object(json);
}

static void show_batch(struct preview *preview, const struct import_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct import_item *item = &batch->items[i];

        if (preview->shown < IMPORT_PREVIEW_ROWS) {
            show_row(preview, item, batch->is_known[i]);
            preview->shown++;
        }
        for (size_t f = 0; f < item->fault_count; f++)
            if (preview->error_count++ < IMPORT_ERRORS)
                import_fault_write(&preview->errors, &item->faults[f]);
    }
    import_batch_count(batch, &preview->tally);
}

static enum status check_file(struct preview *preview, struct import_table *table)
{
    struct import_batch *batch = ARENA_NEW(preview->call->arena, struct import_batch);
    struct arena arena = { 0 };
    enum status status = OK;

    while (status == OK && !batch->is_last) {
        struct call call = *preview->call;

        arena_clear(&arena);
        call.arena = &arena;
        import_batch_read(&call, preview->plan, table, batch);
        status = import_batch_check(&call, batch, &preview->seen);
        if (status == OK)
            show_batch(preview, batch);
        else {
            preview->call->is_refused = call.is_refused;
            preview->call->refusal = call.refusal;
        }
    }
    arena_release(&arena);
    return status;
}

static void answer_preview(struct call *call, struct preview *preview)
{
    struct json_writer json = call_answer_json(call);

    json_end_array(&preview->rows);
    json_end_array(&preview->errors);
    json_begin_object(&json);
    json_write_integer_member(&json, T("total"), preview->tally.total);
    json_write_integer_member(&json, T("ready"), preview->tally.done);
    json_write_integer_member(&json, T("failed"), preview->tally.failed);
    json_write_integer_member(&json, T("duplicates"), preview->tally.skipped);
    json_write_integer_member(&json, T("links_created"), preview->seen.links.created);
    json_write_key(&json, T("rows"));
    json_write_raw(&json, buffer_text(&preview->rows_text));
    json_write_integer_member(&json, T("error_count"), preview->error_count);
    json_write_key(&json, T("errors"));
    json_write_raw(&json, buffer_text(&preview->errors_text));
    json_end_object(&json);
}

enum status import_answer_preview(struct call *call, const struct import_plan *plan,
                                  struct import_table *table)
{
    struct preview preview = { .call = call, .plan = plan };
    enum status status;

    preview.rows_text = buffer_in(call->arena, LIMIT_REPLY / 2);
    preview.errors_text = buffer_in(call->arena, LIMIT_REPLY / 2);
    preview.rows = json_writer_to(&preview.rows_text);
    preview.errors = json_writer_to(&preview.errors_text);
    preview.seen.keys.arena = preview.seen.links.arena = call->arena;
    preview.seen.links.by_key.arena = call->arena;
    json_begin_array(&preview.rows);
    json_begin_array(&preview.errors);
    status = check_file(&preview, table);
    if (status == OK)
        answer_preview(call, &preview);
    return status;
}
