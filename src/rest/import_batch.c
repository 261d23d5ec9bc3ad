/* A batch may be run again from the start after a serialization failure: whatever it counts and
   collects begins anew inside the work. */
#include "rest/import_batch.h"

#include "codec/utf8.h"
#include "schema/column.h"
#include "store/feed.h"
#include "store/row.h"

enum { LIMIT_MADE = IMPORT_BATCH_ROWS * (1 + IMPORT_LINKS), SHOWN_CHARACTERS = 500 };

void import_fault_write(struct json_writer *json, const struct import_fault *fault)
{
    json_begin_object(json);
    json_write_integer_member(json, T("row"), fault->row);
    json_write_key(json, T("field"));
    if (fault->field)
        json_write_text(json, text_from(fault->field->name));
    else
        json_write_null(json);
    json_write_text_member(json, T("column"),
                           utf8_first_characters(fault->column, SHOWN_CHARACTERS));
    json_write_text_member(json, T("value"), utf8_first_characters(fault->value, SHOWN_CHARACTERS));
    json_write_text_member(json, T("message"), fault->sentence);
    json_end_object(json);
}

/* ---- reading ---- */

static void add_broken_item(struct call *call, struct import_batch *batch, size_t row)
{
    struct import_item *item = &batch->items[batch->count];
    struct label sentence = L("The file cannot be read from here on.", "文件从此处起无法读取。");

    batch->is_known[batch->count++] = false;
    *item = (struct import_item){ .number = (int64_t)row };
    import_item_blame(call, item, NULL, (struct text){ 0 },
                      text_from(label_in(sentence, call->language)));
    item->read_fault_count = 1;
}

void import_batch_read(struct call *call, const struct import_plan *plan,
                       struct import_table *table, struct import_batch *batch)
{
    size_t last_row = 0;

    batch->plan = plan;
    batch->count = 0;
    batch->passed_over = 0;
    batch->is_last = batch->is_broken = false;
    while (batch->count < IMPORT_BATCH_ROWS) {
        struct table_row row;

        if (import_table_next(table, call->arena, &row) != OK) {
            batch->is_last = batch->is_broken = true;
            add_broken_item(call, batch, last_row + 1);
            return;
        }
        if (row.count == 0) {
            batch->is_last = true;
            return;
        }
        last_row = row.number;
        if (import_plan_skips(call, plan, &row)) {
            batch->passed_over++;
            continue;
        }
        batch->is_known[batch->count] = false;
        import_item_read(call, plan, &row, &batch->items[batch->count++]);
    }
}

/* ---- counting ---- */

void import_batch_count(const struct import_batch *batch, struct import_tally *tally)
{
    tally->total += batch->passed_over;
    tally->skipped += batch->passed_over;
    for (size_t i = 0; i < batch->count; i++) {
        tally->total++;
        if (batch->items[i].fault_count > 0)
            tally->failed++;
        else if (batch->is_known[i])
            tally->skipped++;
        else
            tally->done++;
    }
}

/* A duplicate is passed over or told, as the options say. */
static void mark_known(struct call *call, struct import_batch *batch, size_t at)
{
    struct label sentence = L("This row is there already.", "该行已存在。");

    if (batch->plan->options.skip_duplicates)
        batch->is_known[at] = true;
    else
        import_item_blame(call, &batch->items[at], NULL, (struct text){ 0 },
                          text_from(label_in(sentence, call->language)));
}

/* ---- the dry run ---- */

struct checking {
    struct call *call;
    struct import_batch *batch;
    struct import_seen *seen;
};

static enum status check_item(struct checking *checking, struct tx *tx, size_t at)
{
    struct import_batch *batch = checking->batch;
    struct import_item *item = &batch->items[at];
    struct arena *kept = checking->seen->links.arena;
    struct text key;
    bool is_known;
    enum status status =
        import_item_link(checking->call, tx, batch->plan, item, &checking->seen->links, NULL, NULL);

    if (status != OK || item->fault_count > 0)
        return status;
    status = import_item_is_known(checking->call, tx, batch->plan, item, &is_known, &key);
    if (status != OK)
        return status;
    if (key.size > 0) {
        is_known |= map_get(&checking->seen->keys, key) != NULL;
        map_set(&checking->seen->keys, arena_copy(kept, key), checking->seen);
    }
    if (is_known)
        mark_known(checking->call, batch, at);
    return OK;
}

static enum status check_items(struct tx *tx, void *context)
{
    struct checking *checking = context;
    enum status status = OK;

    for (size_t i = 0; i < checking->batch->count && status == OK; i++)
        if (checking->batch->items[i].read_fault_count == 0)
            status = check_item(checking, tx, i);
    return status;
}

enum status import_batch_check(struct call *call, struct import_batch *batch,
                               struct import_seen *seen)
{
    struct checking checking = { .call = call, .batch = batch, .seen = seen };

    return call_read(call, check_items, &checking);
}

/* ---- writing ---- */

struct made_row {
    const struct entity *entity;
    struct id id;
};

struct writing {
    struct call *call;
    struct import_batch *batch;
    struct id run_id;
    struct import_tally *tally; /* as before the batch */
    struct import_tally after;
    struct made_row made[LIMIT_MADE];
    size_t made_count;
    struct import_links links;
    bool is_careful; /* each row has a savepoint of its own */
};

static void keep_made(void *context, const struct entity *entity, struct id id)
{
    struct writing *writing = context;

    if (writing->made_count < LIMIT_MADE)
        writing->made[writing->made_count++] = (struct made_row){ entity, id };
}

struct inserting {
    struct writing *writing;
    struct import_item *item;
    struct id id;
};

static enum status insert_item(struct tx *tx, void *context)
{
    struct inserting *inserting = context;
    const struct writing *writing = inserting->writing;
    struct insert_options options = { .locks_later = !writing->is_careful };
    bool is_written;

    return draft_insert(writing->call, tx, writing->batch->plan->entity, &inserting->item->draft,
                        &options, &inserting->id, &is_written);
}

/* The database's own faults end the batch; a refusal is the row's. */
static bool is_fault_of_row(struct tx *tx, const struct call *call)
{
    enum store_fault fault = tx_error(tx)->fault;

    return call->is_refused || fault == STORE_UNIQUE || fault == STORE_LINK ||
           fault == STORE_NOT_NULL || fault == STORE_CHECK || fault == STORE_TOO_BIG;
}

static enum status write_item(struct writing *writing, struct tx *tx, size_t at)
{
    struct import_batch *batch = writing->batch;
    struct call *call = writing->call;
    struct inserting inserting = { .writing = writing, .item = &batch->items[at] };
    enum status status = import_item_link(call, tx, batch->plan, inserting.item, &writing->links,
                                          keep_made, writing);

    if (status != OK || inserting.item->fault_count > 0)
        return status;
    status = writing->is_careful ? tx_savepoint(tx, insert_item, &inserting)
                                 : insert_item(tx, &inserting);
    if (status == OK) {
        keep_made(writing, batch->plan->entity, inserting.id);
        return OK;
    }
    if (!writing->is_careful || !is_fault_of_row(tx, call))
        return status;
    if (!call->is_refused && tx_error(tx)->fault == STORE_UNIQUE) {
        mark_known(call, batch, at);
        return OK;
    }
    if (!call->is_refused && call_refuse_store(call, status, tx_error(tx)) == OK)
        return OK;
    import_item_blame_refusal(call, inserting.item);
    return OK;
}

/* Which rows the run made, with their versions, newest first when it is undone. */
static enum status write_made(struct writing *writing, struct tx *tx)
{
    enum status status = OK;

    for (size_t i = 0; i < writing->made_count && status == OK; i++) {
        struct import_row made = { .row = call_new_row(writing->call),
                                   .run_id = writing->run_id,
                                   .entity = text_from(writing->made[i].entity->name),
                                   .row_id = writing->made[i].id,
                                   .row_version = 1 };

        status = row_insert(tx, &import_row_entity, &made);
    }
    return status;
}

/* As the server's own code: callers may not touch these tables. CONFLICT: cancelled. */
static enum status write_progress(struct tx *tx, void *context)
{
    struct writing *writing = context;
    const struct import_tally *after = &writing->after;
    struct value values[] = { VALUE_OF_INTEGER(writing->call->identity.workspace_id),
                              VALUE_OF_ID(writing->run_id),
                              VALUE_OF_INTEGER(after->done),
                              VALUE_OF_INTEGER(after->failed),
                              VALUE_OF_INTEGER(after->skipped),
                              VALUE_OF_INTEGER(after->links_created),
                              VALUE_OF_INTEGER(writing->call->now_ms) };
    int64_t changed = 0;
    enum status status = write_made(writing, tx);

    if (status != OK)
        return status;
    status = tx_execute(tx,
                        T("UPDATE main.import_run SET rows_done = $3, rows_failed = $4, "
                          "rows_skipped = $5, links_created = $6, updated_at = $7, "
                          "version = version + 1 WHERE workspace_id = $1 AND id = $2 AND "
                          "status = 'running'"),
                        values, 7, &changed);
    tx_note(tx, &import_run_entity, CHANGE_UPDATE, writing->call->identity.workspace_id,
            &writing->run_id, 1);
    return status == OK && changed == 0 ? CONFLICT : status;
}

/* Whether any of the rows is held fast, asked once for all of them. */
static enum status check_locks(struct writing *writing, struct tx *tx)
{
    const struct entity *entity = writing->batch->plan->entity;
    struct id *ids = ARENA_NEW_ARRAY(tx_arena(tx), struct id, writing->made_count + 1);
    size_t count = 0;

    for (size_t i = 0; i < writing->made_count; i++)
        if (writing->made[i].entity == entity)
            ids[count++] = writing->made[i].id;
    return draft_check_locks(writing->call, tx, entity, ids, count);
}

static enum status write_rows(struct tx *tx, void *context)
{
    struct writing *writing = context;
    struct import_batch *batch = writing->batch;
    enum status status = OK;

    writing->made_count = 0;
    writing->links = (struct import_links){ .arena = tx_arena(tx),
                                            .by_key = { .arena = tx_arena(tx) },
                                            .may_write = true };
    for (size_t i = 0; i < batch->count && status == OK; i++) {
        batch->is_known[i] = false;
        if (batch->items[i].read_fault_count == 0)
            status = write_item(writing, tx, i);
    }
    if (status == OK && !writing->is_careful)
        status = check_locks(writing, tx);
    return status;
}

/* A savepoint costs as much as the row that it is set for. So a batch goes in as a whole, and only
   one in which the database found a fault goes row by row. */
static enum status write_items(struct tx *tx, void *context)
{
    struct writing *writing = context;
    struct call *call = writing->call;
    enum status status;

    writing->after = *writing->tally;
    writing->is_careful = false;
    status = tx_savepoint(tx, write_rows, writing);
    if (status != OK && is_fault_of_row(tx, call)) {
        call->is_refused = false;
        call->refusal = (struct refusal){ 0 };
        writing->is_careful = true;
        status = write_rows(tx, writing);
    }
    if (status != OK)
        return status;
    import_batch_count(writing->batch, &writing->after);
    writing->after.links_created += writing->links.created;
    return tx_as_system(tx, write_progress, writing);
}

enum status import_batch_write(struct call *call, struct import_batch *batch, struct id run_id,
                               struct import_tally *tally)
{
    struct writing *writing = ARENA_NEW(call->arena, struct writing);
    enum status status;

    writing->call = call;
    writing->batch = batch;
    writing->run_id = run_id;
    writing->tally = tally;
    status = call_write(call, write_items, writing);
    if (status == OK)
        *tally = writing->after;
    return status;
}
