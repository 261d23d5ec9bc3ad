/* What rules and shared costs gave a show when it was closed out: kept with the closing's figures,
   and read from there while the show is closed, whatever becomes of the rules. */
#include "ops/show_result.h"

#include "base/money.h"
#include "codec/json_read.h"
#include "ops/closeout_rows.h"
#include "store/row.h"

static void write_charges(struct json_writer *json, struct text name,
                          const struct show_charges *charges)
{
    json_write_key(json, name);
    json_begin_array(json);
    for (size_t i = 0; i < charges->count; i++) {
        json_begin_object(json);
        if (id_is_zero(charges->at[i].host_id)) /* a person's name stays with the person */
            json_write_text_member(json, T("name"), charges->at[i].name);
        else
            json_write_text_member(json, T("host_id"),
                                   text_from(id_to_text(charges->at[i].host_id).at));
        json_write_integer_member(json, T("amount"), charges->at[i].amount);
        json_end_object(json);
    }
    json_end_array(json);
}

void show_held_write(struct json_writer *json, const struct show_result *result)
{
    json_begin_object(json);
    write_charges(json, T("fees"), &result->fees);
    write_charges(json, T("pay"), &result->pay);
    json_write_key(json, T("shared"));
    json_begin_array(json);
    for (size_t i = 0; i < result->count; i++) {
        if (result->sums[i].sums.lines[LINE_SHARED] == 0)
            continue;
        json_begin_object(json);
        json_write_text_member(json, T("currency"), result->sums[i].currency);
        json_write_integer_member(json, T("amount"), result->sums[i].sums.lines[LINE_SHARED]);
        json_end_object(json);
    }
    json_end_array(json);
    json_end_object(json);
}

/* As the system: the figures hold more than who reads a result may see. */
static enum status find_held(struct tx *tx, void *context)
{
    struct show_result *result = context;
    const struct value values[] = { VALUE_OF_INTEGER(result->show.row.workspace_id),
                                    VALUE_OF_ID(result->show.row.id) };
    const struct json *figures;
    struct show_close close;
    enum status status = row_find_where(
        tx, &show_close_entity,
        T("workspace_id = $1 AND live_session_id = $2 AND reopened_at IS NULL"), values, 2, &close);

    if (status == NOT_FOUND || (status == OK && close.figures.size == 0))
        return OK;
    if (status == OK)
        status = json_parse(tx_arena(tx), close.figures, NULL, &figures, NULL);
    if (status == OK)
        result->held = json_member(figures, T("held"));
    return status;
}

enum status show_held_find(struct tx *tx, struct show_result *result)
{
    return result->is_closed ? tx_as_system(tx, find_held, result) : OK;
}

enum status show_held_shared(struct show_result *result)
{
    const struct json *shared = json_member(result->held, T("shared"));

    for (size_t i = 0; i < json_count(shared); i++) {
        const struct json *part = json_at(shared, i);
        struct show_sums *sums = show_sums_of(result, json_text_member(part, T("currency")));

        if (!sums)
            return TOO_LARGE;
        sums->lines[LINE_SHARED] =
            money_sum(sums->lines[LINE_SHARED], json_integer_member(part, T("amount")));
    }
    return OK;
}
