/* stock_count_close and stock_count_report. Closing books what a count found and the books did not
   know; what moved after a size was scanned stays as it is. */
#include "ops/ops.h"
#include "ops/stock_average.h"
#include "ops/stock_book.h"
#include "ops/stock_functions.h"
#include "ops/stock_rows.h"
#include "ops/stock_sheet.h"
#include "store/row.h"

/* ---- stock_count_close ---- */

struct close_input {
    struct id id;
    bool missing_is_zero;
};

#define ROW struct close_input
/* clang-format off */
static const struct field close_inputs[] = {
    ID(id, L("Count", "盘点单"), NOT_PERSONAL),
    BOOLEAN(missing_is_zero, L("What was not counted is not there", "未盘到的视为零"), NOT_PERSONAL, .optional = true),
};

struct close_output {
    struct id id;
    int64_t lines, differences, missing, surplus;
    bool is_repeated;
};
#undef ROW
#define ROW struct close_output
static const struct field close_outputs[] = {
    ID(id, L("Count", "盘点单"), NOT_PERSONAL),
    INTEGER(lines, L("Sizes", "规格数"), NOT_PERSONAL),
    INTEGER(differences, L("With a difference", "有差异"), NOT_PERSONAL),
    INTEGER(missing, L("Pieces missing", "盘亏"), NOT_PERSONAL),
    INTEGER(surplus, L("Pieces too many", "盘盈"), NOT_PERSONAL),
    BOOLEAN(is_repeated, L("It was closed already", "已完成"), NOT_PERSONAL),
};
/* clang-format on */

struct closing {
    struct call *call;
    const struct close_input *input;
    struct stock_count count;
    struct sheet_figure *figures;
    size_t figure_count;
    struct close_output output;
};

static enum status read_figures(struct closing *closing, struct tx *tx)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_STOCK_SQL);
    const struct value values[] = { VALUE_OF_INTEGER(closing->call->identity.workspace_id),
                                    VALUE_OF_ID(closing->count.row.id),
                                    VALUE_OF_ID(closing->count.location_id) };
    struct cursor *cursor;
    bool found;
    enum status status;

    sheet_print_figures(&sql, "main.");
    buffer_append(&sql, T(" ORDER BY l.product_variant_id"));
    status = tx_query(tx, buffer_text(&sql), values, 3, &cursor);
    if (status != OK)
        return status;
    closing->figure_count = 0;
    /* As many that were counted as that were missing. */
    closing->figures = ARENA_NEW_ARRAY(tx_arena(tx), struct sheet_figure, 2 * LIMIT_SHEET_LINES);
    while ((status = cursor_next(cursor, &found)) == OK && found &&
           closing->figure_count < 2 * LIMIT_SHEET_LINES)
        closing->figures[closing->figure_count++] =
            (struct sheet_figure){ .line_id = cursor_value(cursor, 0).id,
                                   .variant_id = cursor_value(cursor, 1).id,
                                   .counted = cursor_value(cursor, 2).integer,
                                   .last_at = cursor_value(cursor, 3).integer,
                                   .expected = cursor_value(cursor, 4).integer,
                                   .is_disturbed = cursor_value(cursor, 5).integer == 1,
                                   .is_superseded = cursor_value(cursor, 6).integer == 1 };
    cursor_close(cursor);
    return status;
}

static enum status check_disturbed(struct closing *closing, struct tx *tx)
{
    struct text name = { 0 };
    enum status status;

    for (size_t i = 0; i < closing->figure_count; i++) {
        const struct sheet_figure *figure = &closing->figures[i];

        if (!figure->is_disturbed || figure->is_superseded)
            continue;
        status = sheet_name(closing->call, tx, figure->variant_id, &name);
        if (status != OK)
            return status;
        return sheet_refuse_of(closing->call, name,
                               (struct label)L("{value} moved while it was being counted.",
                                               "盘点期间 {value} 有出入库。"),
                               (struct label)L("Count it again, or type how many are there now.",
                                               "请重新盘点，或直接输入现有数量。"));
    }
    return OK;
}

static enum status book_difference(struct closing *closing, struct tx *tx,
                                   const struct sheet_figure *figure, int64_t difference)
{
    const struct stock_count *count = &closing->count;
    struct stock_booked booked;

    if (difference == 0)
        return stock_book_counted(closing->call, tx, figure->variant_id, count->location_id,
                                  figure->last_at);
    return stock_book(closing->call, tx,
                      &(struct stock_line){ .kind = STOCK_COUNT,
                                            .variant_id = figure->variant_id,
                                            .location_id = count->location_id,
                                            .quantity = difference,
                                            .is_change = true,
                                            .counted = figure->counted,
                                            .reason = REASON_COUNT,
                                            .reference_kind = REFERENCE_COUNT,
                                            .reference_id = count->row.id,
                                            .moved_at = figure->last_at },
                      &booked);
}

static enum status close_line(struct closing *closing, struct tx *tx,
                              const struct sheet_figure *figure)
{
    struct close_output *output = &closing->output;
    int64_t difference = figure->is_superseded ? 0 : figure->counted - figure->expected;
    struct stock_count_line line;
    enum status status = row_find(tx, &stock_count_line_entity,
                                  closing->call->identity.workspace_id, figure->line_id, &line);

    if (status != OK)
        return status;
    line.expected = figure->expected;
    line.difference = difference;
    line.row.nulls = 0;
    line.row.updated_at = closing->call->now_ms;
    output->lines++;
    output->differences += difference != 0;
    output->missing -= difference < 0 ? difference : 0;
    output->surplus += difference > 0 ? difference : 0;
    status = row_update(tx, &stock_count_line_entity, &line);
    return status == OK && !figure->is_superseded ? book_difference(closing, tx, figure, difference)
                                                  : status;
}

/* Lines of none for what the books say is at the place and nobody found. */
static enum status add_missing(struct closing *closing, struct tx *tx)
{
    struct call *call = closing->call;
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(closing->count.row.id),
                                    VALUE_OF_ID(closing->count.location_id),
                                    VALUE_OF_INTEGER(LIMIT_SHEET_LINES + 1) };
    struct id *ids = ARENA_NEW_ARRAY(tx_arena(tx), struct id, LIMIT_SHEET_LINES);
    struct cursor *cursor;
    size_t count = 0;
    bool found;
    enum status status = tx_query(
        tx,
        T("SELECT t.product_variant_id FROM main.stock_level t WHERE t.workspace_id = $1 AND "
          "t.location_id = $3 AND t.on_hand <> 0 AND NOT EXISTS (SELECT 1 FROM "
          "main.stock_count_line l WHERE l.workspace_id = $1 AND l.stock_count_id = $2 AND "
          "l.product_variant_id = t.product_variant_id) ORDER BY t.product_variant_id LIMIT $4"),
        values, 4, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found && count < LIMIT_SHEET_LINES)
        ids[count++] = cursor_value(cursor, 0).id;
    cursor_close(cursor);
    if (status == OK && found)
        return REFUSE(call, CONFLICT, .code = "55000", .limit = LIMIT_SHEET_LINES,
                      .say = L("More than {limit} sizes of this place were not counted.",
                               "该位置未盘到的规格超过 {limit} 个。"));
    for (size_t i = 0; status == OK && i < count; i++) {
        struct stock_count_line line = { .row = call_new_row(call),
                                         .stock_count_id = closing->count.row.id,
                                         .product_variant_id = ids[i],
                                         .first_at = call->now_ms,
                                         .last_at = call->now_ms,
                                         .is_shared = true };

        row_set_null(&line, &stock_count_line_entity, "expected");
        row_set_null(&line, &stock_count_line_entity, "difference");
        status = row_insert(tx, &stock_count_line_entity, &line);
    }
    return status;
}

static enum status close_place(struct closing *closing, struct tx *tx)
{
    enum status status = closing->input->missing_is_zero ? add_missing(closing, tx) : OK;

    if (status == OK)
        status = read_figures(closing, tx);
    if (status == OK)
        status = check_disturbed(closing, tx);
    for (size_t i = 0; status == OK && i < closing->figure_count; i++)
        status = close_line(closing, tx, &closing->figures[i]);
    if (status != OK)
        return status;
    closing->count.state = SHEET_CLOSED;
    closing->count.closed_at = closing->call->now_ms;
    return row_update(tx, &stock_count_entity, &closing->count);
}

/* What was answered when it was closed. */
static enum status read_closed(struct closing *closing, struct tx *tx)
{
    const struct value values[] = { VALUE_OF_INTEGER(closing->call->identity.workspace_id),
                                    VALUE_OF_ID(closing->count.row.id) };
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx,
                 T("SELECT COUNT(*), COUNT(CASE WHEN difference <> 0 THEN 1 END), "
                   "CAST(coalesce(SUM(CASE WHEN difference < 0 THEN -difference END), 0) AS "
                   "BIGINT), CAST(coalesce(SUM(CASE WHEN difference > 0 THEN difference END), 0) "
                   "AS BIGINT) FROM main.stock_count_line WHERE workspace_id = $1 AND "
                   "stock_count_id = $2"),
                 values, 2, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found)
        closing->output = (struct close_output){ .lines = cursor_value(cursor, 0).integer,
                                                 .differences = cursor_value(cursor, 1).integer,
                                                 .missing = cursor_value(cursor, 2).integer,
                                                 .surplus = cursor_value(cursor, 3).integer };
    cursor_close(cursor);
    return status;
}

static enum status close_as_system(struct tx *tx, void *context)
{
    struct closing *closing = context;
    enum status status = sheet_find(closing->call, tx, closing->input->id, &closing->count);
    bool is_repeated;

    closing->output = (struct close_output){ .lines = 0 };
    if (status != OK)
        return status;
    is_repeated = closing->count.state == SHEET_CLOSED;
    if (!is_repeated && !id_is_zero(closing->count.inbound_box_id))
        status = inbound_count_close(closing->call, tx, &closing->count);
    else if (!is_repeated)
        return close_place(closing, tx);
    if (status == OK)
        status = read_closed(closing, tx);
    closing->output.is_repeated = is_repeated;
    return status;
}

static enum status close_work(struct tx *tx, void *context)
{
    struct closing *closing = context;
    const struct close_output *output = &closing->output;
    enum status status = tx_as_system(tx, close_as_system, closing);
    struct json_writer json;
    struct id_text id;

    if (status != OK)
        return status;
    buffer_clear(&closing->call->body);
    json = call_answer_json(closing->call);
    id = id_to_text(closing->count.row.id);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id.at));
    json_write_integer_member(&json, T("lines"), output->lines);
    json_write_integer_member(&json, T("differences"), output->differences);
    json_write_integer_member(&json, T("missing"), output->missing);
    json_write_integer_member(&json, T("surplus"), output->surplus);
    json_write_boolean_member(&json, T("is_repeated"), output->is_repeated);
    json_end_object(&json);
    return OK;
}

static enum status close_run(struct call *call, const void *input)
{
    struct closing *closing = ARENA_NEW(call->arena, struct closing);

    *closing = (struct closing){ .call = call, .input = input };
    return call_write_last(call, close_work, closing, NULL);
}

/* ---- stock_count_report ---- */

struct report_input {
    struct id id;
};

#undef ROW
#define ROW struct report_input
static const struct field report_inputs[] = { ID(id, L("Count", "盘点单"), NOT_PERSONAL) };

struct report_output {
    struct id product_id, product_variant_id;
    struct text name, brand, size;
    int64_t counted, expected, difference, scanned_at, counted_at;
    bool is_disturbed, is_superseded;
};
#undef ROW
#define ROW struct report_output
/* clang-format off */
static const struct field report_outputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    INTEGER(counted, L("Counted", "盘点数"), NOT_PERSONAL, .optional = true),
    INTEGER(expected, L("Expected", "账面数"), NOT_PERSONAL, .optional = true),
    INTEGER(difference, L("Difference", "差异"), NOT_PERSONAL, .optional = true),
    INSTANT(scanned_at, L("Last scan", "末次扫描"), NOT_PERSONAL, .optional = true),
    INSTANT(counted_at, L("Last counted", "上次盘点"), NOT_PERSONAL, .optional = true),
    BOOLEAN(is_disturbed, L("Moved meanwhile", "盘点中有出入库"), NOT_PERSONAL),
    BOOLEAN(is_superseded, L("Counted again since", "已被后来的盘点取代"), NOT_PERSONAL),
};
/* clang-format on */

struct reporting {
    struct call *call;
    const struct report_input *input;
};

#define NAMED                                                                                      \
    "JOIN product_variant v ON v.workspace_id = f.workspace_id AND v.id = f.product_variant_id "   \
    "JOIN product p ON p.workspace_id = v.workspace_id AND p.id = v.product_id "
#define WHAT "SELECT p.id, v.id, p.name, p.brand, v.size, "

/* As they were when it was closed; of a box and of a blind count, what was counted alone. */
static void print_kept(struct stock_query *query, bool hides_books)
{
    buffer_print(&query->sql,
                 WHAT "f.counted, %s, f.last_at, t.counted_at, 0, 0 FROM stock_count_line f " NAMED
                      "LEFT JOIN stock_level t ON t.workspace_id = f.workspace_id AND "
                      "t.product_variant_id = f.product_variant_id AND t.location_id = $3 "
                      "WHERE f.workspace_id = $1 AND f.stock_count_id = $2 ORDER BY p.name, p.id, "
                      "v.size_order NULLS FIRST, v.id",
                 hides_books ? "CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)"
                             : "f.expected, f.difference");
}

/* With what is on hand and was not counted yet. */
static void print_open(struct stock_query *query)
{
    buffer_append(&query->sql,
                  T("SELECT x.* FROM (" WHAT "f.counted AS counted, f.expected, f.counted - "
                    "f.expected, f.last_at, t.counted_at, f.is_disturbed, f.is_superseded, "
                    "v.size_order AS in_order, p.name AS in_name, p.id AS in_product, v.id AS "
                    "in_variant FROM ("));
    sheet_print_figures(&query->sql, "");
    buffer_append(&query->sql,
                  T(") f " NAMED "LEFT JOIN stock_level t ON t.workspace_id = f.workspace_id AND "
                    "t.product_variant_id = f.product_variant_id AND t.location_id = $3 "
                    "UNION ALL " WHAT "NULL, f.on_hand, NULL, NULL, f.counted_at, 0, 0, "
                    "v.size_order, p.name, p.id, v.id FROM stock_level f " NAMED
                    "WHERE f.workspace_id = $1 AND f.location_id = $3 AND f.on_hand <> 0 AND NOT "
                    "EXISTS (SELECT 1 FROM stock_count_line l WHERE l.workspace_id = $1 AND "
                    "l.stock_count_id = $2 AND l.product_variant_id = f.product_variant_id)) x "
                    "ORDER BY in_name, in_product, in_order NULLS FIRST, in_variant"));
}

static enum status report_work(struct tx *tx, void *context)
{
    struct reporting *reporting = context;
    struct call *call = reporting->call;
    struct stock_query query =
        stock_query_new(call, report_outputs, sizeof report_outputs / sizeof *report_outputs);
    struct stock_count count;
    struct json_writer json;
    bool is_open, hides_books;
    enum status status;

    status = row_find(tx, &stock_count_entity, call->identity.workspace_id, reporting->input->id,
                      &count);
    if (status == NOT_FOUND)
        return sheet_refuse(call, NOT_FOUND,
                            (struct label)L("There is no such count.", "没有这张盘点单。"));
    if (status != OK)
        return status;
    query.values[query.count++] = VALUE_OF_INTEGER(call->identity.workspace_id);
    query.values[query.count++] = VALUE_OF_ID(count.row.id);
    query.values[query.count++] = VALUE_OF_ID(count.location_id);
    is_open = count.state == SHEET_OPEN && id_is_zero(count.inbound_box_id);
    hides_books = count.hides_books && call_level(call, MODULE_WAREHOUSE) < LEVEL_EDIT_EVERY;
    if (is_open && !hides_books)
        print_open(&query);
    else
        print_kept(&query, is_open && hides_books);
    buffer_clear(&call->body);
    json = call_answer_json(call);
    return stock_query_write(tx, &query, &json);
}

static enum status report_run(struct call *call, const void *input)
{
    struct reporting reporting = { call, input };

    return call_read(call, report_work, &reporting);
}

const struct function stock_count_close_functions[] = {
    { .name = "stock_count_close",
      .label = L("Close a count", "完成盘点"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(close_inputs),
      .input_size = sizeof(struct close_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(close_outputs),
      .run = close_run },
    { .name = "stock_count_report",
      .label = L("Differences of a count", "盘点差异"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(report_inputs),
      .input_size = sizeof(struct report_input),
      .returns = RETURNS_LIST,
      .outputs = LIST(report_outputs),
      .run = report_run },
    { 0 },
};
