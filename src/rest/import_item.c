/* Reading collects every fault of a row instead of stopping at the first: a person repairs a file
   in one go. */
#include "rest/import_item.h"

#include "codec/xlsx_read.h"
#include "rest/import_cell.h"
#include "schema/column.h"

/* Nothing that stands in a file is left out of what is joined, or of what tells linked rows apart:
   a cell too long for its field is refused by the field. */
enum {
    LIMIT_JOINED = IMPORT_JOINED * (XLSX_LIMIT_CELL_BYTES + 1),
    LIMIT_LINK_KEY = 16 << 20,
};

/* ---- faults ---- */

void import_item_blame(struct call *call, struct import_item *item, const struct field *field,
                       struct text value, struct text sentence)
{
    struct import_fault *faults =
        ARENA_NEW_ARRAY(call->arena, struct import_fault, item->fault_count + 1);

    if (item->fault_count > 0)
        memcpy(faults, item->faults, item->fault_count * sizeof *faults);
    faults[item->fault_count++] = (struct import_fault){
        .row = item->number, .field = field, .value = value, .sentence = sentence
    };
    item->faults = faults;
}

void import_item_blame_refusal(struct call *call, struct import_item *item)
{
    struct text sentence = call_refusal_sentence(call);

    import_item_blame(call, item, call->refusal.field, call->refusal.value, sentence);
    call->is_refused = false;
    call->refusal = (struct refusal){ 0 };
}

static void blame_value(struct call *call, struct import_item *item, const struct field *field,
                        enum parse_fault fault, struct text value)
{
    if (call_refuse_field(call, NULL, field, fault, value) != OK)
        import_item_blame_refusal(call, item);
}

bool import_item_is_blamed(const struct import_item *item, const struct field *field)
{
    for (size_t i = 0; i < item->fault_count; i++)
        if (item->faults[i].field == field)
            return true;
    return false;
}

/* ---- cells ---- */

/* Where the first word ends: at a blank, or where Latin and Chinese meet. */
static size_t first_word_size(struct text cell)
{
    size_t at = text_find_byte(cell, ' ');
    struct text wide = T("\xE3\x80\x80");

    return text_find(cell, wide) < at ? text_find(cell, wide) : at;
}

/* Behind the last comma, colon, bar or the like, also those of a Chinese keyboard. */
static struct text last_part(struct text cell)
{
    static const char *const marks[] = { ",", ";", ":", "/", "|", "，", "；", "：", "、", NULL };

    for (const char *const *mark = marks; *mark; mark++)
        for (size_t at; (at = text_find(cell, text_from(*mark))) < cell.size;)
            cell = text_from_offset(cell, at + strlen(*mark));
    return text_trim(cell);
}

static struct text take_part(enum import_take take, struct text cell)
{
    struct text bare = text_trim(cell);
    size_t size = first_word_size(bare);
    struct text rest = text_trim(text_from_offset(bare, size));

    switch (take) {
    case TAKE_FIRST_WORD:
        return text_slice(bare, 0, size);
    case TAKE_REST:
        return rest.size > 0 ? rest : bare;
    case TAKE_LAST_PART:
        return last_part(bare);
    case TAKE_ALL:
        break;
    }
    return cell;
}

/* Date and time in two columns become one text. */
static struct text join_cells(struct call *call, const struct import_origin *origin,
                              const struct table_row *row)
{
    struct buffer joined = buffer_in(call->arena, LIMIT_JOINED);

    if (origin->constant.at)
        return origin->constant;
    if (origin->column_count == 1)
        return take_part(origin->take, import_cell_at(row, origin->columns[0]));
    for (size_t i = 0; i < origin->column_count; i++) {
        struct text cell = text_trim(import_cell_at(row, origin->columns[i]));

        if (joined.size > 0 && cell.size > 0)
            buffer_append_byte(&joined, ' ');
        buffer_append(&joined, cell);
    }
    return buffer_text(&joined);
}

static struct text column_name(const struct import_plan *plan, const struct import_origin *origin)
{
    return origin->column_count > 0 ? plan->table->columns[origin->columns[0]] : (struct text){ 0 };
}

/* The fields of one draft, from the origins beside them. */
struct filling {
    struct call *call;
    const struct import_plan *plan; /* with the entity that is filled */
    const struct import_origin *origins;
    const struct table_row *row;
    const struct currency *currency;
    struct import_item *item;
    struct row_draft *draft;
    bool is_named; /* some cell said something */
};

static bool bears_sign(struct text cell)
{
    struct text figures = T("0123456789.,'+-() ");

    for (size_t i = 0; i < cell.size; i++)
        if (text_find_byte(figures, cell.at[i]) == figures.size)
            return true;
    return false;
}

/* An amount that would be one in another currency: the row's is not the file's. */
static bool is_foreign(const struct filling *filling, struct text cell)
{
    enum money_form form = filling->plan->options.decimal == DECIMAL_COMMA ? MONEY_SHEET_COMMA
                                                                           : MONEY_SHEET;
    size_t count;
    const struct currency *all = currency_list(&count);
    int64_t minor;

    for (size_t i = 0; bears_sign(cell) && i < count; i++)
        if (money_from_text(text_trim(cell), &all[i], form, &minor))
            return true;
    return false;
}

static void blame_currency(struct filling *filling, const struct field *field, struct text cell)
{
    struct call *call = filling->call;
    const char *code = filling->currency->code;

    if (REFUSE(call, INVALID, .field = field, .value = cell,
               .say = { arena_print(call->arena,
                                    "\"{value}\" is not in %s: choose the currency of "
                                    "the file in the options.",
                                    code)
                            .at,
                        arena_print(call->arena,
                                    "“{value}”不是 %s 金额，请在选项中选择文件的币种。", code)
                            .at }) != OK)
        import_item_blame_refusal(call, filling->item);
}

static void fill_field(struct filling *filling, size_t at)
{
    const struct field *field = &filling->plan->entity->fields.at[at];
    const struct import_origin *origin = &filling->origins[at];
    struct text cell;
    struct value value;
    enum parse_fault fault;

    if (!import_origin_is_said(origin))
        return;
    cell = join_cells(filling->call, origin, filling->row);
    fault =
        import_cell(filling->plan, field, cell, filling->currency, filling->call->arena, &value);
    if (fault != PARSE_FINE) {
        if (field->type == FIELD_MONEY && is_foreign(filling, cell))
            blame_currency(filling, field, cell);
        else
            blame_value(filling->call, filling->item, field, fault, cell);
        filling->item->faults[filling->item->fault_count - 1].column =
            column_name(filling->plan, origin);
        return;
    }
    if (value.type == VALUE_NULL)
        return;
    draft_set(filling->plan->entity, filling->draft, field, value);
    filling->is_named |= origin->column_count > 0;
}

/* The currency first: amounts are read with its digits and signs. */
static void fill_fields(struct filling *filling)
{
    const struct entity *entity = filling->plan->entity;
    const struct field *currency = entity_field(entity, T("currency"));
    size_t first = currency ? (size_t)(currency - entity->fields.at) : entity->fields.count;

    if (currency) {
        struct value *value = &filling->draft->values[ROW_COLUMNS + first];

        *value = VALUE_OF_TEXT(text_from(filling->plan->currency->code));
        fill_field(filling, first);
        filling->currency = value->type == VALUE_TEXT ? currency_find(value->text)
                                                      : filling->currency;
    }
    if (!filling->currency)
        filling->currency = filling->plan->currency;
    for (size_t i = 0; i < entity->fields.count; i++)
        if (i != first)
            fill_field(filling, i);
}

/* ---- linked rows ---- */

static struct text key_of(struct call *call, const struct entity *entity,
                          const struct row_draft *draft)
{
    struct buffer key = buffer_in(call->arena, LIMIT_LINK_KEY);

    buffer_append(&key, text_from(entity->name));
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];
        struct text text;

        if (!draft->is_given[ROW_COLUMNS + i])
            continue;
        text = value_to_text(field, draft->values[ROW_COLUMNS + i], call->arena);
        buffer_print(&key, "\n%s\n", field->name);
        buffer_append(&key, field->search ? import_fold(call->arena, text) : text);
    }
    return buffer_text(&key);
}

/* Constants of the linked entity's own preset: an imported show has ended. */
static void fill_constants(struct call *call, const struct import_preset *preset,
                           struct row_draft *draft)
{
    const struct import_constant *constant = preset ? preset->constants : NULL;

    for (; constant && constant->field; constant++) {
        const struct field *field = entity_field(preset->entity, text_from(constant->field));
        size_t at = column_index(preset->entity, field);
        struct value value;

        if (!draft->is_given[at] &&
            value_from_text(field, text_from(constant->value), call->arena, &value) == PARSE_FINE)
            draft->values[at] = value;
    }
}

static void read_linked(struct call *call, const struct import_plan *plan,
                        const struct table_row *row, size_t at, struct import_item *item)
{
    const struct import_linking *linking = &plan->links[at];
    struct import_linked *linked = &item->links[at];
    struct import_plan inner = *plan;
    struct filling filling = { .call = call,
                               .plan = &inner,
                               .origins = linking->origins,
                               .row = row,
                               .item = item,
                               .draft = &linked->draft };

    inner.entity = linking->field->to;
    inner.preset = import_preset_of(call->instance, inner.entity);
    linked->draft = draft_new(call, inner.entity);
    fill_fields(&filling);
    linked->has_names = filling.is_named;
    if (!linked->has_names)
        return;
    if (linking->link && linking->link->complete)
        linking->link->complete(call, &item->draft, &linked->draft);
    fill_constants(call, inner.preset, &linked->draft);
    linked->key = key_of(call, inner.entity, &linked->draft);
}

/* ---- the item ---- */

/* Links are looked for later. */
static bool is_linked(const struct import_plan *plan, const struct field *field)
{
    for (size_t i = 0; i < plan->link_count; i++)
        if (plan->links[i].field == field)
            return true;
    return false;
}

static void require_fields(struct call *call, const struct import_plan *plan,
                           struct import_item *item)
{
    for (size_t i = 0; i < plan->entity->fields.count; i++) {
        const struct field *field = &plan->entity->fields.at[i];

        if (field->optional || field->derive || import_item_is_blamed(item, field) ||
            is_linked(plan, field) || item->draft.values[ROW_COLUMNS + i].type != VALUE_NULL)
            continue;
        blame_value(call, item, field, PARSE_REQUIRED, (struct text){ 0 });
    }
}

static void set_source(const struct import_plan *plan, struct import_item *item)
{
    const struct field *source = entity_field(plan->entity, T("source"));

    if (source && source->read_only && plan->options.source.size > 0)
        draft_set(plan->entity, &item->draft, source, VALUE_OF_TEXT(plan->options.source));
}

void import_item_read(struct call *call, const struct import_plan *plan,
                      const struct table_row *row, struct import_item *ret_item)
{
    struct import_item item = { .number = (int64_t)row->number,
                                .draft = draft_new(call, plan->entity) };
    struct filling filling = { .call = call,
                               .plan = plan,
                               .origins = plan->origins,
                               .row = row,
                               .item = &item,
                               .draft = &item.draft };

    item.draft.number = item.number;
    fill_fields(&filling);
    set_source(plan, &item);
    if (plan->preset && plan->preset->complete)
        plan->preset->complete(&item.draft);
    draft_derive(call, plan->entity, &item.draft);
    require_fields(call, plan, &item);
    for (size_t i = 0; i < plan->link_count; i++)
        read_linked(call, plan, row, i, &item);
    item.read_fault_count = item.fault_count;
    *ret_item = item;
}
