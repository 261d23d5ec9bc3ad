/* Links of an item: found by what the file names, by the preset's rule, or made. And what is in
   the store already. */
#include "rest/import_item.h"

#include "rest/import_cell.h"

#include "schema/column.h"
#include "store/find.h"

#include <assert.h>

enum { LIMIT_LINK_SQL = 8192, LIMIT_LINK_VALUES = 64 };

struct lookup {
    struct buffer sql;
    struct value values[LIMIT_LINK_VALUES];
    size_t count;
};

/* ---- looking up ---- */

static void look_for(struct lookup *lookup, const char *column, struct value value)
{
    assert(lookup->count < LIMIT_LINK_VALUES);
    lookup->values[lookup->count++] = value;
    buffer_print(&lookup->sql, "%s%s = $%zu", lookup->count > 1 ? " AND " : " WHERE ", column,
                 lookup->count);
}

static struct lookup lookup_in(struct call *call, const struct entity *entity)
{
    struct lookup lookup = { .sql = buffer_in(call->arena, LIMIT_LINK_SQL) };

    buffer_print(&lookup.sql, "SELECT id FROM %s", entity->name);
    return lookup;
}

static enum status look_up(struct tx *tx, struct lookup *lookup, struct id *ret_id)
{
    buffer_append(&lookup->sql, T(" ORDER BY id LIMIT 1"));
    return tx_find_id(tx, buffer_text(&lookup->sql), lookup->values, lookup->count, ret_id);
}

/* By every field that the file gave; searched text without regard to case. */
static enum status find_named(struct call *call, struct tx *tx, const struct entity *entity,
                              const struct row_draft *draft, struct id *ret_id)
{
    struct lookup lookup = lookup_in(call, entity);
    size_t count = column_count(entity);

    for (size_t i = ROW_COLUMNS; i < count; i++) {
        struct column column = column_at(entity, i);
        size_t field = column_index(entity, column.field);
        struct buffer name = buffer_in(call->arena, LIMIT_LINK_SQL);

        if (!draft->is_given[field] || column.field->sealed ||
            column.is_fold != column.field->search || column.field->type == FIELD_CURRENCY)
            continue;
        column_print_name(&name, column);
        look_for(&lookup, arena_c_string(call->arena, buffer_text(&name)), draft->values[i]);
    }
    return lookup.count == 0 ? NOT_FOUND : look_up(tx, &lookup, ret_id);
}

/* ---- making ---- */

struct making {
    struct call *call;
    const struct entity *entity;
    struct row_draft *draft;
    struct id id;
};

static enum status make(struct tx *tx, void *context)
{
    struct making *making = context;
    bool is_written;

    return draft_insert(making->call, tx, making->entity, making->draft, NULL, &making->id,
                        &is_written);
}

/* INVALID with a refusal when the linked row cannot be made of what is known. */
static enum status make_linked(struct call *call, struct tx *tx, const struct entity *entity,
                               struct import_linked *linked, bool may_write, struct id *ret_id)
{
    struct making making = { .call = call, .entity = entity, .draft = &linked->draft };
    enum status status = call_require(call, entity->module, LEVEL_EDIT_OWN);

    if (status == OK)
        status = draft_finish(call, entity, &linked->draft);
    if (status == OK && may_write)
        status = tx_savepoint(tx, make, &making);
    if (status == OK)
        *ret_id = may_write ? making.id : linked->draft.values[COLUMN_ID].id;
    return status;
}

static enum status refuse_unknown(struct call *call, const struct entity *entity)
{
    return REFUSE(call, NOT_FOUND, .entity = entity,
                  .say = L("{entity}: there is none with this name. Allow the import to create it.",
                           "{entity}：找不到同名记录，可在选项中允许自动创建。"));
}

static void keep(struct import_links *links, struct text key, struct id id)
{
    struct id *kept = ARENA_NEW(links->arena, struct id);

    *kept = id;
    map_set(&links->by_key, arena_copy(links->arena, key), kept);
}

struct linking_one {
    struct call *call;
    const struct import_plan *plan;
    const struct import_linking *linking;
    struct import_linked *linked;
    struct import_links *links;
    import_made made;
    void *context;
};

static enum status find_or_make(struct linking_one *one, struct tx *tx, struct id *ret_id)
{
    const struct entity *entity = one->linking->field->to;
    const struct id *known = map_get(&one->links->by_key, one->linked->key);
    enum status status;

    if (known) {
        *ret_id = *known;
        return OK;
    }
    draft_derive(one->call, entity, &one->linked->draft);
    status = find_named(one->call, tx, entity, &one->linked->draft, ret_id);
    if (status == NOT_FOUND && !one->plan->options.create_links)
        return refuse_unknown(one->call, entity);
    if (status == NOT_FOUND) {
        status = make_linked(one->call, tx, entity, one->linked, one->links->may_write, ret_id);
        if (status == OK) {
            one->links->created++;
            if (one->made)
                one->made(one->context, entity, *ret_id);
        }
    }
    if (status == OK)
        keep(one->links, one->linked->key, *ret_id);
    return status;
}

static bool is_fault_of_row(enum status status)
{
    return status == INVALID || status == NOT_FOUND || status == CONFLICT || status == FORBIDDEN;
}

/* By the preset's own rule, unless the file gives the linked row's title. */
static enum status find_unnamed(struct linking_one *one, struct tx *tx,
                                const struct import_item *item, struct id *ret_id)
{
    const struct import_link *link = one->linking->link;
    const struct entity *to = one->linking->field->to;
    size_t title = column_index_named(to, to->title);

    if (!link || !link->find || !one->plan->options.match_links ||
        one->linked->draft.is_given[title])
        return NOT_FOUND;
    return link->find(one->call, tx, &item->draft, ret_id);
}

/* Neither named by the file nor found by the preset's rule. */
static void blame_missing(const struct linking_one *one, struct import_item *item)
{
    const struct field *field = one->linking->field;
    struct label missing = one->linking->link ? one->linking->link->missing : (struct label){ 0 };
    enum status status = OK;

    if (field->optional || import_item_is_blamed(item, field))
        return;
    if (missing.en)
        status = REFUSE(one->call, INVALID, .field = field, .say = missing);
    else
        status = call_refuse_field(one->call, NULL, field, PARSE_REQUIRED, (struct text){ 0 });
    if (status != OK)
        import_item_blame_refusal(one->call, item);
}

static enum status link_one(struct linking_one *one, struct tx *tx, struct import_item *item)
{
    struct call *call = one->call;
    struct id id;
    enum status status;

    status = find_unnamed(one, tx, item, &id);
    if (status == NOT_FOUND && one->linked->has_names)
        status = find_or_make(one, tx, &id);
    if (status == OK) {
        item->draft.values[column_index(one->plan->entity, one->linking->field)] = VALUE_OF_ID(id);
        return OK;
    }
    if (!one->linked->has_names && status == NOT_FOUND) {
        blame_missing(one, item);
        return OK;
    }
    if (!is_fault_of_row(status))
        return status;
    if (!call->is_refused)
        (void)!call_refuse_store(call, status, tx_error(tx));
    import_item_blame_refusal(call, item);
    item->faults[item->fault_count - 1].field = one->linking->field;
    return OK;
}

enum status import_item_link(struct call *call, struct tx *tx, const struct import_plan *plan,
                             struct import_item *item, struct import_links *links, import_made made,
                             void *context)
{
    item->fault_count = item->read_fault_count;
    for (size_t i = 0; i < plan->link_count; i++) {
        size_t at = column_index(plan->entity, plan->links[i].field);
        struct linking_one one = { .call = call,
                                   .plan = plan,
                                   .linking = &plan->links[i],
                                   .linked = &item->links[i],
                                   .links = links,
                                   .made = made,
                                   .context = context };
        enum status status;

        if (item->draft.is_given[at])
            continue;
        item->draft.values[at] = VALUE_OF_NULL;
        status = link_one(&one, tx, item);
        if (status != OK)
            return status;
    }
    return OK;
}

/* ---- what is there already ---- */

struct knowing {
    struct call *call;
    struct tx *tx;
    const struct entity *entity;
    const struct import_item *item;
    struct buffer key;
};

static enum status is_known_by(struct knowing *knowing, const char *const *names, bool *ret_known)
{
    struct lookup lookup = lookup_in(knowing->call, knowing->entity);
    struct id id;
    enum status status;

    for (const char *const *name = names; *name; name++) {
        size_t at = column_index_named(knowing->entity, *name);
        struct value value = knowing->item->draft.values[at];

        if (value.type == VALUE_NULL)
            return OK;
        look_for(&lookup, *name, value);
    }
    for (size_t i = 0; i < lookup.count; i++)
        buffer_print(&knowing->key, "%s\n%.*s\n", names[i],
                     TEXT_ARG(value_to_text(entity_field(knowing->entity, text_from(names[i])),
                                            lookup.values[i], knowing->call->arena)));
    status = look_up(knowing->tx, &lookup, &id);
    if (status == OK)
        *ret_known = true;
    return status == NOT_FOUND ? OK : status;
}

enum status import_item_is_known(struct call *call, struct tx *tx, const struct import_plan *plan,
                                 const struct import_item *item, bool *ret_known,
                                 struct text *ret_key)
{
    struct knowing knowing = { .call = call,
                               .tx = tx,
                               .entity = plan->entity,
                               .item = item,
                               .key = buffer_in(call->arena, LIMIT_LINK_SQL) };
    enum status status = OK;

    *ret_known = false;
    if (plan->entity->unique_together)
        status = is_known_by(&knowing, plan->entity->unique_together, ret_known);
    for (size_t i = 0; i < plan->entity->fields.count && status == OK; i++) {
        const struct field *field = &plan->entity->fields.at[i];

        if (field->unique)
            status = is_known_by(&knowing, (const char *const[]){ field->name, NULL }, ret_known);
    }
    *ret_key = buffer_text(&knowing.key);
    return status;
}
