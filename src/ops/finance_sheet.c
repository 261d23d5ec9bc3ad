/* Finance sheet. */
#include "ops/finance_sheet.h"

#include "base/decimal.h"
#include "base/money.h"
#include "ops/cost.h"
#include "ops/paper_words.h"

#define DASH "\xE2\x80\x93"

enum { MARGIN_DIGITS = 2 }; /* basis points are hundredths of a percent */

/* clang-format off */
static const struct figure sum_figures[] = {
    { "gmv",                L("GMV", "成交额"),                        FIGURE_MONEY,   1 },
    { "refunds",            L("Refunds", "退款金额"),                  FIGURE_MONEY,   1 },
    { "goods_cost",         L("Cost of goods", "货品成本"),            FIGURE_MONEY,   1 },
    { "show_cost",          L("Costs of shows", "场次费用"),           FIGURE_MONEY,   1 },
    { "other_cost",         L("Other costs", "其他费用"),              FIGURE_MONEY,   1 },
    { "profit",             L("Profit", "利润"),                       FIGURE_MONEY,   1 },
    { "margin",             L("Margin", "利润率"),                     FIGURE_PERCENT, 1 },
    { "shows",              L("Shows", "场次"),                        FIGURE_COUNT,   1 },
    { "units",              L("Pieces sold", "销售件数"),              FIGURE_COUNT,   1 },
    { "returned_units",     L("Pieces returned", "退货件数"),          FIGURE_COUNT,   1 },
    { "orders",             L("Orders", "订单数"),                     FIGURE_COUNT,   1 },
    { "units_without_cost", L("Pieces without a cost", "未录成本件数"), FIGURE_COUNT,   1 },
};
static const struct figure category_figures[] = {
    { "name",   L("Category", "费用分类"), FIGURE_TEXT,  5 },
    { "kind",   L("Kind", "类别"),         FIGURE_TEXT,  4 },
    { "amount", L("Actual", "实际"),       FIGURE_MONEY, 3 },
    { "budget", L("Budget", "预算"),       FIGURE_MONEY, 3 },
    { "left",   L("Left", "剩余"),         FIGURE_MONEY, 3 },
};
static const struct figure show_figures[] = {
    { "day",            L("Date", "日期"),            FIGURE_DATE,    9 },
    { "title",          L("Show", "场次"),            FIGURE_TEXT,   16 },
    { "gmv",            L("GMV", "成交额"),           FIGURE_MONEY,  10 },
    { "refunds",        L("Refunds", "退款"),         FIGURE_MONEY,   9 },
    { "units",          L("Pieces", "件数"),          FIGURE_COUNT,   6 },
    { "returned_units", L("Returned", "退货"),        FIGURE_COUNT,   7 },
    { "minutes",        L("Minutes", "分钟"),         FIGURE_COUNT,   7 },
    { "cost",           L("Goods, show", "货品与本场"), FIGURE_MONEY,  10 },
    { "direct_cost",    L("Booked", "归属费用"),      FIGURE_MONEY,   9 },
    { "shared_cost",    L("Shared", "分摊费用"),      FIGURE_MONEY,   9 },
    { "profit",         L("Profit", "利润"),          FIGURE_MONEY,  10 },
    { "margin",         L("Margin", "利润率"),        FIGURE_PERCENT, 8 },
};
/* clang-format on */

#define FIGURES(array)                                                                             \
    {                                                                                              \
        array, sizeof(array) / sizeof *(array)                                                     \
    }

const struct figure_list finance_sum_figures = FIGURES(sum_figures);
const struct figure_list finance_category_figures = FIGURES(category_figures);
const struct figure_list finance_show_figures = FIGURES(show_figures);

struct figure_list figures_known(struct arena *arena, struct figure_list list,
                                 const struct json *rows)
{
    struct figure *known = ARENA_NEW_ARRAY(arena, struct figure, list.count);
    size_t count = 0;

    for (size_t i = 0; i < list.count; i++)
        if (json_count(rows) == 0 || strcmp(list.at[i].key, "left") == 0 ||
            json_member(json_at(rows, 0), text_from(list.at[i].key)))
            known[count++] = list.at[i];
    return (struct figure_list){ known, count };
}

bool figure_left(const struct json *category, int64_t *ret_left)
{
    const struct json *budget = json_member(category, T("budget"));

    if (!budget || json_kind(budget) != JSON_KIND_INTEGER)
        return false;
    *ret_left = money_difference(json_as_integer(budget),
                                 json_as_integer(json_member(category, T("amount"))));
    return true;
}

/* ---- one figure ---- */

static bool number_of(const struct figure *figure, const struct json *row, int64_t *ret_number)
{
    const struct json *json = json_member(row, text_from(figure->key));

    if (strcmp(figure->key, "left") == 0)
        return figure_left(row, ret_number);
    if (!json || json_kind(json) != JSON_KIND_INTEGER)
        return false;
    *ret_number = json_as_integer(json);
    return true;
}

static struct text kind_words(const struct call *call, struct text name)
{
    const struct field *field = entity_field(&cost_category_entity, T("kind"));

    for (size_t i = 0; field && i < field->choice_count; i++)
        if (text_equal(name, text_from(field->choices[i].value)))
            return text_from(label_in(field->choices[i].label, call->language));
    return name;
}

static struct text text_of(const struct call *call, const struct figure *figure,
                           const struct json *row)
{
    const struct json *json = json_member(row, text_from(figure->key));

    if (!json || json_kind(json) != JSON_KIND_STRING)
        return T("");
    if (strcmp(figure->key, "kind") == 0)
        return kind_words(call, json_as_text(json));
    return json_as_text(json);
}

static bool is_text(const struct figure *figure)
{
    return figure->kind == FIGURE_TEXT || figure->kind == FIGURE_DATE;
}

static int digits_of(const struct figure *figure, struct text currency)
{
    if (figure->kind == FIGURE_MONEY)
        return paper_digits(currency);
    return figure->kind == FIGURE_PERCENT ? MARGIN_DIGITS : 0;
}

struct text figure_words(struct call *call, const struct figure *figure, const struct json *row,
                         struct text currency)
{
    int64_t number = 0;
    struct text words;

    if (is_text(figure)) {
        words = text_of(call, figure, row);
        return words.size > 0 ? words : T(DASH);
    }
    if (!number_of(figure, row, &number))
        return T(DASH);
    words = paper_amount(call->arena, number, digits_of(figure, currency));
    return figure->kind == FIGURE_PERCENT ? arena_print(call->arena, "%.*s%%", TEXT_ARG(words))
                                          : words;
}

struct text figure_cell(struct call *call, const struct figure *figure, const struct json *row,
                        struct text currency)
{
    int64_t number = 0;

    if (is_text(figure))
        return text_of(call, figure, row);
    if (!number_of(figure, row, &number))
        return T("");
    return arena_copy(call->arena,
                      text_from(decimal_to_text(number, digits_of(figure, currency)).at));
}
