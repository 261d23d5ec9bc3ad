/* finance_month_pdf and finance_month_xlsx: the answers of finance_month and finance_shows, set. */
#include "ops/finance_paper.h"

#include "base/money.h"
#include "codec/xlsx_write.h"
#include "files/print.h"
#include "ops/finance_month.h"
#include "ops/finance_shares.h"
#include "ops/finance_sheet.h"
#include "ops/paper_words.h"
#include "paper/flow.h"

enum { LIMIT_MONTH_JSON = 16 << 20, LIMIT_MONTH_FILE = 16 << 20, MARGIN_DECIMALS = 2 };

struct month_input {
    struct text month;
};

#define ROW struct month_input
static const struct field inputs[] = {
    TEXT(month, L("Month", "月份"), NOT_PERSONAL, .min = 7, .max = 7,
         .help = L("2026-06", "2026-06")),
};

/* ---- reading ---- */

struct month_paper {
    struct call *call;
    struct text name; /* "2026-06" */
    struct text workspace;
    struct finance_month month;
    const struct json *sums, *shows; /* shows: NULL when they may not be seen */
};

static const struct json *parsed(struct call *call, const struct buffer *bytes)
{
    const struct json_limits limits = { .depth = 8,
                                        .size_bytes = LIMIT_MONTH_JSON,
                                        .values = LIMIT_MONTH_JSON };
    const struct json *json = NULL;

    if (buffer_status(bytes) != OK ||
        json_parse(call->arena, buffer_text(bytes), &limits, &json, NULL) != OK)
        return NULL;
    return json;
}

static enum status read_sums(struct tx *tx, struct month_paper *paper)
{
    struct buffer bytes = buffer_in(paper->call->arena, LIMIT_MONTH_JSON);
    struct json_writer json = json_writer_to(&bytes);
    enum status status = finance_month_run(tx, &paper->month, paper->call->language);

    if (status != OK)
        return status;
    finance_month_write(&json, &paper->month);
    paper->sums = parsed(paper->call, &bytes);
    return paper->sums ? OK : TOO_LARGE;
}

static enum status read_shows(struct tx *tx, struct month_paper *paper)
{
    struct buffer bytes = buffer_in(paper->call->arena, LIMIT_MONTH_JSON);
    struct json_writer json = json_writer_to(&bytes);
    struct finance_shares shares = { 0 };
    enum status status = finance_shares_run(tx, &paper->month, paper->call->language, &shares);

    if (status != OK)
        return status;
    finance_shares_write(&json, &shares);
    paper->shows = parsed(paper->call, &bytes);
    return paper->shows ? OK : TOO_LARGE;
}

static enum status read_workspace(struct tx *tx, struct month_paper *paper)
{
    const struct value values[] = { VALUE_OF_INTEGER(paper->call->identity.workspace_id) };
    struct cursor *cursor;
    bool found = false;
    enum status status =
        tx_query(tx, T("SELECT name FROM workspace WHERE workspace_id = $1"), values, 1, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found)
        paper->workspace = arena_copy(paper->call->arena, cursor_value(cursor, 0).text);
    cursor_close(cursor);
    return status;
}

/* All in one transaction, so that the figures belong to each other. */
static enum status read_all(struct tx *tx, void *context)
{
    struct month_paper *paper = context;
    enum status status = read_workspace(tx, paper);

    if (status == OK)
        status = read_sums(tx, paper);
    if (status == OK && paper->month.has_sales)
        status = read_shows(tx, paper);
    return status;
}

static enum status read_month(struct call *call, const struct month_input *input,
                              struct month_paper **ret_paper)
{
    struct month_paper *paper = ARENA_NEW(call->arena, struct month_paper);
    enum status status;

    paper->call = call;
    paper->name = input->month;
    status = finance_month_read(call, &inputs[0], input->month, &paper->month);
    if (status != OK)
        return status;
    paper->month.has_sales = call_level(call, MODULE_SALES) >= LEVEL_VIEW &&
                             call_level(call, MODULE_LIVE) >= LEVEL_VIEW;
    status = call_read(call, read_all, paper);
    report_want_sums(call, status, &paper->month.sold);
    if (status == OK)
        *ret_paper = paper;
    return status;
}

static struct text say(const struct month_paper *paper, struct label label)
{
    return text_from(label_in(label, paper->call->language));
}
#define SAY(paper, en, zh) say((paper), (struct label)L(en, zh))

static struct text currency_of(const struct json *row)
{
    return json_as_text(json_member(row, T("currency")));
}

/* ---- the workbook ---- */

/* A currency with three digits after the point makes them for the whole column. */
static int money_decimals(const struct month_paper *paper)
{
    int most = 0;

    for (size_t i = 0; i < json_count(paper->sums); i++) {
        int digits = paper_digits(currency_of(json_at(paper->sums, i)));

        most = digits > most ? digits : most;
    }
    return json_count(paper->sums) > 0 ? most : 2;
}

/* Currency, then the figures. */
static struct xlsx_column *columns_of(const struct month_paper *paper, struct figure_list list)
{
    struct xlsx_column *columns =
        ARENA_NEW_ARRAY(paper->call->arena, struct xlsx_column, list.count + 1);

    columns[0] = (struct xlsx_column){ .label = SAY(paper, "Currency", "币种"), .kind = XLSX_TEXT };
    for (size_t i = 0; i < list.count; i++) {
        const struct figure *figure = &list.at[i];
        struct xlsx_column *column = &columns[i + 1];

        column->label = say(paper, figure->label);
        column->kind = XLSX_NUMBER;
        column->width = 14;
        if (figure->kind == FIGURE_TEXT) {
            column->kind = XLSX_TEXT;
            column->width = 24;
        }
        if (figure->kind == FIGURE_DATE)
            column->kind = XLSX_DATE;
        if (figure->kind == FIGURE_MONEY)
            column->decimals = money_decimals(paper);
        if (figure->kind == FIGURE_PERCENT) {
            column->decimals = MARGIN_DECIMALS;
            column->label = arena_print(paper->call->arena, "%.*s %%", TEXT_ARG(column->label));
        }
    }
    return columns;
}

static void write_rows(const struct month_paper *paper, struct xlsx_writer *xlsx,
                       struct figure_list list, const struct json *rows, struct text currency)
{
    struct text *cells = ARENA_NEW_ARRAY(paper->call->arena, struct text, list.count + 1);

    for (size_t r = 0; r < json_count(rows); r++) {
        const struct json *row = json_at(rows, r);

        cells[0] = currency.size > 0 ? currency : currency_of(row);
        for (size_t i = 0; i < list.count; i++)
            cells[i + 1] = figure_cell(paper->call, &list.at[i], row, cells[0]);
        xlsx_write_row(xlsx, cells);
    }
}

static void write_categories(const struct month_paper *paper, struct xlsx_writer *xlsx)
{
    struct figure_list list = finance_category_figures;

    xlsx_writer_next_sheet(xlsx, SAY(paper, "Costs and budget", "费用与预算"),
                           columns_of(paper, list), list.count + 1);
    for (size_t i = 0; i < json_count(paper->sums); i++) {
        const struct json *sum = json_at(paper->sums, i);

        write_rows(paper, xlsx, list, json_member(sum, T("categories")), currency_of(sum));
    }
}

static void write_shows(const struct month_paper *paper, struct xlsx_writer *xlsx)
{
    struct figure_list list = figures_known(paper->call->arena, finance_show_figures, paper->shows);

    xlsx_writer_next_sheet(xlsx, SAY(paper, "Shows", "场次"), columns_of(paper, list),
                           list.count + 1);
    write_rows(paper, xlsx, list, paper->shows, T(""));
}

static enum status run_xlsx(struct call *call, const void *input)
{
    struct buffer bytes = buffer_in(call->arena, LIMIT_MONTH_FILE);
    struct month_paper *paper = NULL;
    struct figure_list list;
    struct xlsx_writer *xlsx;
    enum status status = read_month(call, input, &paper);

    if (status != OK)
        return status;
    list = figures_known(call->arena, finance_sum_figures, paper->sums);
    xlsx =
        xlsx_writer_new(call->arena, &bytes, paper->name, columns_of(paper, list), list.count + 1);
    write_rows(paper, xlsx, list, paper->sums, T(""));
    write_categories(paper, xlsx);
    if (paper->shows)
        write_shows(paper, xlsx);
    status = xlsx_writer_finish(xlsx);
    if (status == OK)
        file_answer(call, T("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    arena_print(call->arena, "%.*s.xlsx", TEXT_ARG(paper->name)),
                    buffer_text(&bytes));
    return status;
}

/* ---- the document ---- */

static bool is_known(const struct json *row, const char *key)
{
    const struct json *json = json_member(row, text_from(key));

    return json && json_kind(json) != JSON_KIND_NULL;
}

static const struct figure *figure_called(const struct figure_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->at[i].key, key) == 0)
            return &list->at[i];
    return NULL;
}

static void put_figures(const struct month_paper *paper, struct flow *flow, const struct json *sum)
{
    static const char *const keys[] = { "gmv", "profit", "margin", "units" };
    enum { COUNT = sizeof keys / sizeof *keys };
    struct text labels[COUNT], figures[COUNT];

    for (size_t i = 0; i < COUNT; i++) {
        const struct figure *figure = figure_called(&finance_sum_figures, keys[i]);

        labels[i] = say(paper, figure->label);
        figures[i] = figure_words(paper->call, figure, sum, currency_of(sum));
    }
    flow_figures(flow, labels, figures, COUNT);
}

/* What was taken from what came in, down to the profit; then the counts. */
static void put_statement(const struct month_paper *paper, struct flow *flow,
                          const struct json *sum)
{
    static const struct flow_column columns[] = { { T_INIT(""), 13000, PAPER_LEFT },
                                                  { T_INIT(""), 5000, PAPER_RIGHT } };
    struct figure_list list = figures_known(paper->call->arena, finance_sum_figures, paper->sums);

    flow_table(flow, columns, 2);
    for (size_t i = 0; i < list.count; i++) {
        const struct figure *figure = &list.at[i];
        struct text cells[] = { say(paper, figure->label),
                                figure_words(paper->call, figure, sum, currency_of(sum)) };

        flow_row(flow, cells, strcmp(figure->key, "profit") == 0);
    }
}

static struct flow_column *paper_columns(const struct month_paper *paper, struct figure_list list)
{
    struct flow_column *columns =
        ARENA_NEW_ARRAY(paper->call->arena, struct flow_column, list.count);
    int32_t all = 0;

    for (size_t i = 0; i < list.count; i++)
        all += list.at[i].width;
    for (size_t i = 0; i < list.count; i++)
        columns[i] = (struct flow_column){
            .label = say(paper, list.at[i].label),
            .width = FLOW_WIDTH * list.at[i].width / all,
            .align = list.at[i].kind <= FIGURE_DATE ? PAPER_LEFT : PAPER_RIGHT,
        };
    return columns;
}

static void put_row(const struct month_paper *paper, struct flow *flow, struct figure_list list,
                    const struct json *row, struct text currency)
{
    struct text *cells = ARENA_NEW_ARRAY(paper->call->arena, struct text, list.count);

    for (size_t i = 0; i < list.count; i++)
        cells[i] = figure_words(paper->call, &list.at[i], row, currency);
    flow_row(flow, cells, false);
}

/* The last row adds the categories up; a budget only over those that have one. */
static void put_category_sum(const struct month_paper *paper, struct flow *flow,
                             const struct json *sum)
{
    const struct json *categories = json_member(sum, T("categories"));
    int digits = paper_digits(currency_of(sum));
    int64_t amount = 0, budget = 0, left = 0, one;
    bool has_budget = false;
    struct text dash = T("\xE2\x80\x93");

    for (size_t i = 0; i < json_count(categories); i++) {
        const struct json *category = json_at(categories, i);

        amount = money_sum(amount, json_as_integer(json_member(category, T("amount"))));
        if (!figure_left(category, &one))
            continue;
        has_budget = true;
        budget = money_sum(budget, json_as_integer(json_member(category, T("budget"))));
        left = money_sum(left, one);
    }
    flow_row(
        flow,
        (const struct text[]){ SAY(paper, "Together", "合计"), T(""),
                               paper_amount(paper->call->arena, amount, digits),
                               has_budget ? paper_amount(paper->call->arena, budget, digits) : dash,
                               has_budget ? paper_amount(paper->call->arena, left, digits) : dash },
        true);
}

static void put_categories(const struct month_paper *paper, struct flow *flow,
                           const struct json *sum)
{
    struct figure_list list = finance_category_figures;
    const struct json *categories = json_member(sum, T("categories"));

    if (json_count(categories) == 0)
        return;
    flow_heading(flow, SAY(paper, "Costs and budget", "费用与预算"));
    flow_table(flow, paper_columns(paper, list), list.count);
    for (size_t i = 0; i < json_count(categories); i++)
        put_row(paper, flow, list, json_at(categories, i), currency_of(sum));
    put_category_sum(paper, flow, sum);
}

static void put_shows(const struct month_paper *paper, struct flow *flow, struct text currency)
{
    struct figure_list list = figures_known(paper->call->arena, finance_show_figures, paper->shows);
    bool has_head = false;

    for (size_t i = 0; paper->shows && i < json_count(paper->shows); i++) {
        const struct json *show = json_at(paper->shows, i);

        if (!text_equal(currency_of(show), currency))
            continue;
        if (!has_head) {
            flow_heading(flow, SAY(paper, "Shows with all costs", "各场完整损益"));
            flow_table(flow, paper_columns(paper, list), list.count);
        }
        has_head = true;
        put_row(paper, flow, list, show, currency);
    }
}

static void put_currency(const struct month_paper *paper, struct flow *flow, const struct json *sum)
{
    flow_heading(flow, currency_of(sum));
    if (is_known(sum, "gmv"))
        put_figures(paper, flow, sum);
    put_statement(paper, flow, sum);
    put_categories(paper, flow, sum);
    put_shows(paper, flow, currency_of(sum));
}

static enum status run_pdf(struct call *call, const void *input)
{
    struct month_paper *month = NULL;
    struct paper paper;
    struct flow flow;
    struct text title, state;
    enum status status = read_month(call, input, &month);

    if (status != OK)
        return status;
    title = arena_print(call->arena, "%.*s %.*s",
                        TEXT_ARG(SAY(month, "Monthly report", "月度报表")), TEXT_ARG(month->name));
    state = month->month.is_closed ? SAY(month, "closed", "已结账")
                                   : SAY(month, "still open", "未结账");
    paper = paper_new(call->arena, title);
    flow = flow_begin(call->arena, &paper,
                      arena_print(call->arena, "%.*s \xC2\xB7 %.*s", TEXT_ARG(month->workspace),
                                  TEXT_ARG(title)));
    flow_title(&flow, title,
               arena_print(call->arena, "%.*s \xC2\xB7 %.*s", TEXT_ARG(month->workspace),
                           TEXT_ARG(state)));
    for (size_t i = 0; i < json_count(month->sums); i++)
        put_currency(month, &flow, json_at(month->sums, i));
    if (json_count(month->sums) == 0)
        flow_note(&flow, SAY(month, "Nothing was booked in this month.", "该月没有任何记录。"));
    return print_answer(call, &paper, arena_print(call->arena, "%.*s.pdf", TEXT_ARG(month->name)));
}

/* clang-format off */
#define FINANCE_FILE(name_, en, zh, type, run_)                                                    \
    { .name = name_, .label = L(en, zh), .who = WHO_MEMBER, .module = MODULE_FINANCE,              \
      .level = LEVEL_VIEW, .reads_only = true, .inputs = LIST(inputs), .input_size = sizeof(ROW),  \
      .returns = RETURNS_FILE, .file_type = type, .run = run_ }

const struct function finance_paper_functions[] = {
    FINANCE_FILE("finance_month_pdf", "Month as PDF", "月度报表 PDF", "application/pdf", run_pdf),
    FINANCE_FILE("finance_month_xlsx", "Month as a workbook", "月度报表 Excel",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", run_xlsx),
    { 0 },
};
/* clang-format on */
