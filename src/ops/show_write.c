/* The result of a show on the wire. */
#include "ops/show_result.h"

#include "base/money.h"

static const char *const line_names[LINE_COUNT] = {
    [LINE_GMV] = "gmv",          [LINE_REFUNDS] = "refunds", [LINE_GOODS] = "goods_cost",
    [LINE_FEE] = "platform_fee", [LINE_PAY] = "host_pay",    [LINE_ADS] = "ads",
    [LINE_OTHER] = "other_cost", [LINE_OWN] = "show_cost",   [LINE_SHARED] = "shared_cost",
};

static const char *const sources[] = { [SOURCE_NONE] = "none",
                                       [SOURCE_BOOKED] = "booked",
                                       [SOURCE_TYPED] = "typed",
                                       [SOURCE_RULE] = "rule" };

static void write_id(struct json_writer *json, struct text name, struct id id)
{
    json_write_key(json, name);
    if (id_is_zero(id))
        json_write_null(json);
    else
        json_write_text(json, text_from(id_to_text(id).at));
}

static void write_lines(struct json_writer *json, const struct show_sums *sums)
{
    struct figures figures = { .gmv = sums->lines[LINE_GMV], .refunds = sums->lines[LINE_REFUNDS] };
    int64_t profit = show_profit(sums), margin;

    for (int i = 0; i < LINE_COUNT; i++)
        json_write_integer_member(json, text_from(line_names[i]), sums->lines[i]);
    json_write_integer_member(json, T("profit"), profit);
    figures.cost = money_difference(figures_net_gmv(&figures), profit);
    json_write_key(json, T("margin"));
    if (figures_margin(&figures, &margin))
        json_write_integer(json, margin);
    else
        json_write_null(json);
}

static void write_counts(struct json_writer *json, const struct show_sums *sums)
{
    json_write_integer_member(json, T("units"), sums->units);
    json_write_integer_member(json, T("returned_units"), sums->returned);
    json_write_integer_member(json, T("orders"), sums->orders);
    json_write_integer_member(json, T("units_without_cost"), sums->uncosted);
}

static bool is_empty(const struct show_part *part)
{
    for (int i = 0; i < LINE_COUNT; i++)
        if (part->sums.lines[i] != 0)
            return false;
    return part->sums.orders == 0;
}

/* Writes the parts; the first, which belongs to none, last and only when it holds anything. */
static void write_parts(struct json_writer *json, const struct show_parts *parts,
                        void (*write_name)(struct json_writer *json, const struct show_part *part,
                                           bool is_none))
{
    json_begin_array(json);
    for (size_t i = 1; i <= parts->count; i++) {
        bool is_none = i == parts->count;
        const struct show_part *part = &parts->at[is_none ? 0 : i];

        if (is_none && is_empty(part))
            continue;
        json_begin_object(json);
        write_name(json, part, is_none);
        write_lines(json, &part->sums);
        write_counts(json, &part->sums);
        json_end_object(json);
    }
    json_end_array(json);
}

static void name_minute(struct json_writer *json, const struct show_part *part, bool is_none)
{
    json_write_key(json, T("minute"));
    if (is_none)
        json_write_null(json);
    else
        json_write_integer(json, part->minute);
}

static void write_instant(struct json_writer *json, struct text name, int64_t instant)
{
    json_write_key(json, name);
    if (instant == 0)
        json_write_null(json);
    else
        json_write_text(json, text_from(instant_to_text(instant).at));
}

static void write_name_of(struct json_writer *json, struct text name, struct text text)
{
    json_write_key(json, name);
    if (text.size == 0)
        json_write_null(json);
    else
        json_write_text(json, text);
}

static void name_slot(struct json_writer *json, const struct show_part *part, bool is_none)
{
    (void)is_none;
    write_id(json, T("show_slot_id"), part->id);
    write_id(json, T("host_id"), part->host_id);
    write_name_of(json, T("host"), part->name);
    write_instant(json, T("starts_at"), part->starts_at);
    write_instant(json, T("ends_at"), part->ends_at);
}

static void name_product(struct json_writer *json, const struct show_part *part, bool is_none)
{
    (void)is_none;
    write_id(json, T("product_id"), part->id);
    write_name_of(json, T("brand"), part->name);
    write_name_of(json, T("shoe_type"), part->detail);
}

static void write_charges(struct json_writer *json, const struct show_charges *charges)
{
    json_begin_array(json);
    for (size_t i = 0; i < charges->count; i++) {
        const struct show_charge *charge = &charges->at[i];

        json_begin_object(json);
        write_name_of(json, T("name"), charge->name);
        write_id(json, T("host_id"), charge->host_id);
        json_write_integer_member(json, T("minutes"), charge->ms / MS_PER_MINUTE);
        json_write_integer_member(json, T("amount"), charge->amount);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_sums(struct json_writer *json, const struct show_result *result)
{
    json_write_key(json, T("sums"));
    json_begin_array(json);
    for (size_t i = 0; i < result->count; i++) {
        json_begin_object(json);
        json_write_text_member(json, T("currency"), result->sums[i].currency);
        write_lines(json, &result->sums[i].sums);
        write_counts(json, &result->sums[i].sums);
        json_end_object(json);
    }
    json_end_array(json);
    if (result->exchange.to.size == 0)
        return;
    json_write_key(json, T("converted"));
    json_begin_object(json);
    json_write_text_member(json, T("currency"), result->exchange.to);
    write_lines(json, &result->converted);
    json_write_key(json, T("missing"));
    exchange_write_missing(json, &result->exchange);
    json_end_object(json);
}

/* Rules pay the hosts of slots; a name alone is paid by none. */
static struct text unlinked_host(const struct show_result *result)
{
    bool is_paid = result->pay.source != SOURCE_NONE || result->slots.count > 1;

    return is_paid ? (struct text){ 0 } : result->show.host;
}

void show_result_write(struct json_writer *json, const struct show_result *result)
{
    const struct live_session *show = &result->show;

    json_begin_object(json);
    write_id(json, T("live_session_id"), show->row.id);
    json_write_text_member(json, T("title"), show->title);
    json_write_text_member(json, T("day"), text_from(date_to_text(show->day).at));
    json_write_text_member(json, T("currency"), show->currency);
    write_instant(json, T("starts_at"), show->starts_at);
    write_instant(json, T("ends_at"), show->ends_at);
    json_write_boolean_member(json, T("is_closed"), result->is_closed);
    json_write_integer_member(json, T("itemised_gmv"), result->itemised_gmv);
    json_write_text_member(json, T("fee_source"), text_from(sources[result->fees.source]));
    json_write_text_member(json, T("pay_source"), text_from(sources[result->pay.source]));
    write_name_of(json, T("unlinked_host"), unlinked_host(result));
    json_write_key(json, T("fees"));
    write_charges(json, &result->fees);
    json_write_key(json, T("pay"));
    write_charges(json, &result->pay);
    write_sums(json, result);
    json_write_key(json, T("minutes"));
    write_parts(json, &result->minutes, name_minute);
    json_write_key(json, T("slots"));
    write_parts(json, &result->slots, name_slot);
    json_write_key(json, T("products"));
    write_parts(json, &result->products, name_product);
    json_end_object(json);
}
