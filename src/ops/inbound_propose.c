/* inbound_propose, inbound_accept, inbound_reject: whoever looks at a box (a model, a reader of
   packing lists, a person) proposes; a person with the grant decides, and only then there are
   lines. Nothing here books. */
#include "ops/barcode.h"
#include "ops/inbound_line.h"
#include "ops/inbound_proposal.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_code.h"
#include "ops/stock_functions.h"
#include "ops/stock_sheet.h"
#include "store/row.h"

enum { LIMIT_PROPOSALS = 200, LIMIT_PROPOSALS_TEXT = 200000, DECIDED_AT_ONCE = 250 };

/* ---- inbound_propose ---- */

struct propose_input {
    struct id inbound_box_id;
    struct text source, lines;
};

#define ROW struct propose_input
/* clang-format off */
static const struct field propose_inputs[] = {
    ID(inbound_box_id, L("Incoming box", "到货箱"), NOT_PERSONAL),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .min = 1, .max = 40),
    JSON(lines, L("Lines", "明细"), FREE_TEXT, .max = LIMIT_PROPOSALS_TEXT,
         .help = L("Each with a description, quantity and confidence (0 to 1).", "每行含描述、数量与置信度（0 至 1）。")),
};

struct proposed {
    struct id id, product_id, product_variant_id;
    struct text description, size, code;
    int64_t quantity, confidence;
};
#undef ROW
#define ROW struct proposed
/* `confidence` is a number of the wire: it is read by hand into thousandths. */
static const struct field line_fields[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL, .optional = true),
    TEXT(description, L("Description", "描述"), NOT_PERSONAL, .min = 1, .max = 200),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .max = 16, .optional = true, .format = SIZE),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL, .min = 1, .max = BARCODE_MAX, .optional = true),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = 1, .max = COUNT_MAX),
    INTEGER(confidence, L("Confidence", "置信度"), NOT_PERSONAL, .max = CONFIDENCE_MAX),
};

struct propose_output {
    int64_t proposed;
};
#undef ROW
#define ROW struct propose_output
static const struct field propose_outputs[] = { INTEGER(proposed, L("Proposed", "新增建议"), NOT_PERSONAL) };
/* clang-format on */

enum { LINE_FIELDS = sizeof line_fields / sizeof *line_fields, FIELD_CONFIDENCE = LINE_FIELDS - 1 };

struct proposing {
    struct call *call;
    const struct propose_input *input;
    struct proposed *lines;
    size_t count;
    int64_t made;
};

static enum status refuse_line(struct call *call, int64_t number, const struct field *field,
                               struct label say)
{
    return REFUSE(call, INVALID, .code = "23514", .row = number, .field = field, .say = say,
                  .entity = &inbound_proposal_entity);
}

static enum status read_confidence(struct call *call, const struct json *json, int64_t number,
                                   int64_t *ret_permille)
{
    enum json_kind kind = json_kind(json);
    double real = json_as_real(json);

    if ((kind == JSON_KIND_INTEGER || kind == JSON_KIND_REAL) && real >= 0 && real <= 1) {
        *ret_permille = (int64_t)(real * CONFIDENCE_MAX + 0.5);
        return OK;
    }
    return refuse_line(
        call, number, &line_fields[FIELD_CONFIDENCE],
        (struct label)L("\"{field}\" is a number from 0 to 1.", "“{field}”应为 0 到 1 之间的数。"));
}

static enum status read_member(struct call *call, const struct field *field,
                               const struct json *json, int64_t number, struct proposed *line)
{
    struct value value;
    enum parse_fault fault;
    enum status status;

    if (field == &line_fields[FIELD_CONFIDENCE])
        return read_confidence(call, json, number, &line->confidence);
    if (field->optional &&
        (json_kind(json) == JSON_KIND_ABSENT || json_kind(json) == JSON_KIND_NULL))
        return OK;
    fault = json_kind(json) == JSON_KIND_ABSENT ? PARSE_REQUIRED
                                                : value_from_json(field, json, call->arena, &value);
    if (fault == PARSE_FINE) {
        member_set(line, field, value);
        return OK;
    }
    status = call_refuse_field(call, &inbound_proposal_entity, field, fault, json_as_text(json));
    call->refusal.row = number;
    return status;
}

static enum status refuse_unknown(struct call *call, const struct json *object, int64_t number)
{
    struct json_members members = { .object = object };

    while (json_next_member(&members)) {
        bool is_known = false;

        for (size_t i = 0; i < LINE_FIELDS; i++)
            is_known = is_known || text_equal(members.name, text_from(line_fields[i].name));
        if (!is_known)
            return REFUSE(call, INVALID, .code = "PGRST204", .row = number, .value = members.name,
                          .say = L("Could not find the column {value}", "找不到列 {value}"));
    }
    return OK;
}

static enum status read_line(struct call *call, const struct json *json, int64_t number,
                             struct proposed *line)
{
    enum status status;

    if (json_kind(json) != JSON_KIND_OBJECT)
        return REFUSE(call, INVALID, .code = "PGRST102", .row = number,
                      .say = L("A row must be a JSON object.", "每一行必须是 JSON 对象。"));
    status = refuse_unknown(call, json, number);
    for (size_t i = 0; status == OK && i < LINE_FIELDS; i++)
        status = read_member(call, &line_fields[i],
                             json_member(json, text_from(line_fields[i].name)), number, line);
    return status;
}

static enum status read_lines(struct proposing *proposing)
{
    struct call *call = proposing->call;
    const struct json *json;
    enum status status = json_parse(call->arena, proposing->input->lines, NULL, &json, NULL);

    if (status != OK || json_kind(json) != JSON_KIND_ARRAY)
        return REFUSE(call, INVALID, .code = "PGRST102", .details = T("field: lines"),
                      .say = L("The lines are not a JSON array.", "明细不是 JSON 数组。"));
    proposing->count = json_count(json);
    if (proposing->count == 0 || proposing->count > LIMIT_PROPOSALS)
        return REFUSE(
            call, INVALID, .code = "23514", .limit = LIMIT_PROPOSALS, .details = T("field: lines"),
            .say = L("A request proposes 1 to {limit} lines.", "一次请求可提交 1 至 {limit} 行。"));
    proposing->lines = ARENA_NEW_ARRAY(call->arena, struct proposed, proposing->count);
    for (size_t i = 0; status == OK && i < proposing->count; i++)
        status = read_line(call, json_at(json, i), (int64_t)i + 1, &proposing->lines[i]);
    return status;
}

static enum status propose_line(struct proposing *proposing, struct tx *tx,
                                const struct proposed *line)
{
    struct call *call = proposing->call;
    struct inbound_proposal proposal = { .row = call_new_row(call),
                                         .inbound_box_id = proposing->input->inbound_box_id,
                                         .source = proposing->input->source,
                                         .confidence_permille = line->confidence,
                                         .description = line->description,
                                         .size = line->size,
                                         .code = line->code,
                                         .product_id = line->product_id,
                                         .product_variant_id = line->product_variant_id,
                                         .quantity = line->quantity,
                                         .state = PROPOSAL_PROPOSED };
    struct inbound_proposal known;
    enum status status = NOT_FOUND;

    if (!id_is_zero(line->id)) {
        proposal.row.id = line->id;
        status =
            row_find(tx, &inbound_proposal_entity, call->identity.workspace_id, line->id, &known);
    }
    if (status != NOT_FOUND)
        return status;
    proposing->made++;
    return row_insert(tx, &inbound_proposal_entity, &proposal);
}

static enum status check_open(struct call *call, const struct inbound_box *box)
{
    if (box->status < INBOUND_COUNTED)
        return OK;
    return sheet_refuse(call, CONFLICT,
                        (struct label)L("This box was counted.", "该到货箱已清点完成。"));
}

static enum status propose_as_system(struct tx *tx, void *context)
{
    struct proposing *proposing = context;
    struct inbound_box box;
    enum status status =
        sheet_find_box(proposing->call, tx, proposing->input->inbound_box_id, &box);

    proposing->made = 0;
    if (status == OK)
        status = check_open(proposing->call, &box);
    for (size_t i = 0; status == OK && i < proposing->count; i++)
        status = propose_line(proposing, tx, &proposing->lines[i]);
    return status;
}

static void answer_count(struct call *call, const char *name, int64_t number)
{
    struct json_writer json;

    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_integer_member(&json, text_from(name), number);
    json_end_object(&json);
}

static enum status propose_work(struct tx *tx, void *context)
{
    struct proposing *proposing = context;
    enum status status = tx_as_system(tx, propose_as_system, proposing);

    if (status == OK)
        answer_count(proposing->call, "proposed", proposing->made);
    return status;
}

static enum status propose_run(struct call *call, const void *input)
{
    struct proposing *proposing = ARENA_NEW(call->arena, struct proposing);
    enum status status;

    *proposing = (struct proposing){ .call = call, .input = input };
    status = read_lines(proposing);
    return status == OK ? call_write_last(call, propose_work, proposing, NULL) : status;
}

/* ---- inbound_accept and inbound_reject ---- */

struct decide_input {
    struct id id, inbound_box_id, product_id, product_variant_id;
    int64_t confidence_permille, quantity;
    struct text size;
};

#undef ROW
#define ROW struct decide_input
/* clang-format off */
static const struct field accept_inputs[] = {
    ID(id, L("Proposed line", "识别建议"), NOT_PERSONAL, .optional = true),
    ID(inbound_box_id, L("Incoming box", "到货箱"), NOT_PERSONAL, .optional = true,
       .help = L("Instead of one line: all that are sure enough.", "代替单行：确认该箱所有达到置信度的建议。")),
    INTEGER(confidence_permille, L("At least so sure, in thousandths", "最低置信度（千分之）"), NOT_PERSONAL,
            .max = CONFIDENCE_MAX, .optional = true),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = 1, .max = COUNT_MAX, .optional = true),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .max = 16, .optional = true, .format = SIZE),
};
static const struct field reject_inputs[] = { ID(id, L("Proposed line", "识别建议"), NOT_PERSONAL) };

struct accept_output {
    int64_t accepted;
};
#undef ROW
#define ROW struct accept_output
static const struct field accept_outputs[] = { INTEGER(accepted, L("Accepted", "已确认"), NOT_PERSONAL) };
/* clang-format on */

struct deciding {
    struct call *call;
    const struct decide_input *input;
    struct inbound_proposal *proposals;
    size_t count;
    int64_t accepted;
};

/* What the person says goes first, then what was proposed, then what the code stands for. */
static enum status find_goods(struct deciding *deciding, struct tx *tx,
                              const struct inbound_proposal *proposal, struct inbound_line *line)
{
    const struct decide_input *input = deciding->input;
    struct stock_code code = { 0 };
    struct product_variant variant;
    enum status status = OK;

    line->size = input->size.size > 0 ? input->size : proposal->size;
    line->product_variant_id = input->product_variant_id;
    line->product_id = input->product_id;
    if (id_is_zero(line->product_variant_id) && id_is_zero(line->product_id)) {
        line->product_variant_id = proposal->product_variant_id;
        line->product_id = proposal->product_id;
    }
    if (id_is_zero(line->product_variant_id) && id_is_zero(line->product_id) &&
        proposal->code.size > 0) {
        status = stock_code_find(deciding->call, tx, proposal->code, &code);
        line->product_variant_id = code.variant_id;
        line->product_id = code.product_id;
    }
    if (status == OK && id_is_zero(line->product_variant_id) && !id_is_zero(line->product_id)) {
        status = product_variant_of_size(deciding->call, tx, line->product_id, line->size,
                                         &line->product_variant_id);
        return status == CONFLICT ? OK : status; /* which size is said later */
    }
    if (status != OK || id_is_zero(line->product_variant_id))
        return status;
    status = row_find(tx, &product_variant_entity, deciding->call->identity.workspace_id,
                      line->product_variant_id, &variant);
    if (status == OK) {
        line->product_id = variant.product_id;
        line->size = variant.size;
    }
    return status;
}

/* A line for each size: what the packing list says stays, what proposals made adds up. */
static enum status put_line(struct deciding *deciding, struct tx *tx, struct inbound_line *wanted,
                            int64_t quantity)
{
    const struct value values[] = { VALUE_OF_INTEGER(deciding->call->identity.workspace_id),
                                    VALUE_OF_ID(wanted->inbound_box_id),
                                    VALUE_OF_ID(wanted->product_variant_id) };
    struct inbound_line line;
    enum status status = NOT_FOUND;

    if (!id_is_zero(wanted->product_variant_id))
        status = row_find_where(
            tx, &inbound_line_entity,
            T("workspace_id = $1 AND inbound_box_id = $2 AND product_variant_id = $3"), values, 3,
            &line);
    if (status == NOT_FOUND) {
        wanted->from_proposal = true;
        row_set_null(wanted, &inbound_line_entity, "counted");
        inbound_line_set_expected(wanted, quantity);
        return row_insert(tx, &inbound_line_entity, wanted);
    }
    if (status != OK)
        return status;
    wanted->row.id = line.row.id;
    if (!line.from_proposal && !row_is_null(&line, &inbound_line_entity, "expected"))
        return OK;
    line.from_proposal = true;
    inbound_line_set_expected(&line, line.expected + quantity);
    return row_update(tx, &inbound_line_entity, &line);
}

static enum status accept_one(struct deciding *deciding, struct tx *tx,
                              struct inbound_proposal *proposal)
{
    struct call *call = deciding->call;
    struct inbound_line line = { .row = call_new_row(call),
                                 .inbound_box_id = proposal->inbound_box_id,
                                 .description = proposal->description };
    enum status status;

    if (proposal->state == PROPOSAL_ACCEPTED)
        return OK;
    if (proposal->state == PROPOSAL_REJECTED)
        return sheet_refuse(call, CONFLICT,
                            (struct label)L("This was rejected already.", "该建议已被拒绝。"));
    status = find_goods(deciding, tx, proposal, &line);
    if (status == NOT_FOUND)
        return sheet_refuse(call, NOT_FOUND,
                            (struct label)L("There is no such product.", "没有这个商品。"));
    if (status == OK)
        status = put_line(deciding, tx, &line,
                          deciding->input->quantity > 0 ? deciding->input->quantity
                                                        : proposal->quantity);
    if (status != OK)
        return status;
    proposal->state = PROPOSAL_ACCEPTED;
    proposal->inbound_line_id = line.row.id;
    proposal->decided_by = call->caller.account_id;
    proposal->decided_at = call->now_ms;
    proposal->row.updated_at = call->now_ms;
    deciding->accepted++;
    return row_update(tx, &inbound_proposal_entity, proposal);
}

static enum status keep_proposal(struct tx *tx, void *row, void *context)
{
    struct deciding *deciding = context;

    (void)tx;
    deciding->proposals[deciding->count++] = *(struct inbound_proposal *)row;
    return OK;
}

/* The next ones that are open, or the one that is meant. */
static enum status read_proposals(struct deciding *deciding, struct tx *tx)
{
    const struct decide_input *input = deciding->input;
    bool is_one = !id_is_zero(input->id);
    const struct value values[] = { VALUE_OF_INTEGER(deciding->call->identity.workspace_id),
                                    VALUE_OF_ID(is_one ? input->id : input->inbound_box_id),
                                    VALUE_OF_INTEGER(input->confidence_permille),
                                    VALUE_OF_INTEGER(DECIDED_AT_ONCE) };
    struct inbound_proposal scratch;
    enum status status;

    deciding->count = 0;
    deciding->proposals = ARENA_NEW_ARRAY(tx_arena(tx), struct inbound_proposal, DECIDED_AT_ONCE);
    status = row_each(tx, &inbound_proposal_entity,
                      is_one ? T("workspace_id = $1 AND id = $2 AND confidence_permille >= $3 "
                                 "ORDER BY id LIMIT $4")
                             : T("workspace_id = $1 AND inbound_box_id = $2 AND state = "
                                 "'proposed' AND confidence_permille >= $3 ORDER BY created_at, id "
                                 "LIMIT $4"),
                      values, 4, &scratch, keep_proposal, deciding);
    if (status != OK || !is_one || deciding->count > 0)
        return status;
    return sheet_refuse(deciding->call, NOT_FOUND,
                        (struct label)L("There is no such proposal.", "没有这条建议。"));
}

static enum status accept_read(struct deciding *deciding, struct tx *tx)
{
    struct inbound_box box;
    enum status status = OK;

    for (size_t i = 0; status == OK && i < deciding->count; i++) {
        struct inbound_proposal *proposal = &deciding->proposals[i];

        if (proposal->state == PROPOSAL_PROPOSED) {
            status = sheet_find_box(deciding->call, tx, proposal->inbound_box_id, &box);
            if (status == OK)
                status = check_open(deciding->call, &box);
        }
        if (status == OK)
            status = accept_one(deciding, tx, proposal);
    }
    return status;
}

/* All that are open: those that are accepted are so no more. */
static enum status accept_as_system(struct tx *tx, void *context)
{
    struct deciding *deciding = context;
    struct inbound_box box;
    enum status status = read_proposals(deciding, tx);

    deciding->accepted = 0;
    if (status == OK && id_is_zero(deciding->input->id))
        status = sheet_find_box(deciding->call, tx, deciding->input->inbound_box_id, &box);
    if (status == OK)
        status = accept_read(deciding, tx);
    while (status == OK && deciding->count == DECIDED_AT_ONCE) {
        status = read_proposals(deciding, tx);
        if (status == OK)
            status = accept_read(deciding, tx);
    }
    return status;
}

static enum status accept_work(struct tx *tx, void *context)
{
    struct deciding *deciding = context;
    enum status status = tx_as_system(tx, accept_as_system, deciding);

    if (status == OK)
        answer_count(deciding->call, "accepted", deciding->accepted);
    return status;
}

static enum status accept_run(struct call *call, const void *input)
{
    struct deciding *deciding = ARENA_NEW(call->arena, struct deciding);

    *deciding = (struct deciding){ .call = call, .input = input };
    if (id_is_zero(deciding->input->id) == id_is_zero(deciding->input->inbound_box_id))
        return REFUSE(call, INVALID, .code = "23514", .entity = &inbound_proposal_entity,
                      .field = &accept_inputs[0],
                      .say = L("Say what is accepted: one of \"id\" and \"inbound_box_id\".",
                               "请用 “id” 或 “inbound_box_id” 之一说明要确认的建议。"));
    return call_write_last(call, accept_work, deciding, NULL);
}

static enum status reject_as_system(struct tx *tx, void *context)
{
    struct deciding *deciding = context;
    struct inbound_proposal *proposal;
    enum status status = read_proposals(deciding, tx);

    if (status != OK)
        return status;
    proposal = &deciding->proposals[0];
    if (proposal->state == PROPOSAL_ACCEPTED)
        return sheet_refuse(deciding->call, CONFLICT,
                            (struct label)L("This was accepted: change its line.",
                                            "该建议已确认，请修改对应明细。"));
    if (proposal->state == PROPOSAL_REJECTED)
        return OK;
    proposal->state = PROPOSAL_REJECTED;
    proposal->decided_by = deciding->call->caller.account_id;
    proposal->decided_at = deciding->call->now_ms;
    proposal->row.updated_at = deciding->call->now_ms;
    return row_update(tx, &inbound_proposal_entity, proposal);
}

static enum status reject_work(struct tx *tx, void *context)
{
    return tx_as_system(tx, reject_as_system, context);
}

static enum status reject_run(struct call *call, const void *input)
{
    struct deciding *deciding = ARENA_NEW(call->arena, struct deciding);

    *deciding = (struct deciding){ .call = call, .input = input };
    return call_write_last(call, reject_work, deciding, NULL);
}

#define PROPOSALS                                                                                  \
    .who = WHO_MEMBER, .module = MODULE_WAREHOUSE, .level = LEVEL_EDIT_OWN, .is_one_write = true

const struct function inbound_proposal_functions[] = {
    { .name = "inbound_propose",
      .label = L("Propose lines of a box", "提交到货识别建议"),
      PROPOSALS,
      .inputs = LIST(propose_inputs),
      .input_size = sizeof(struct propose_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(propose_outputs),
      .run = propose_run },
    { .name = "inbound_accept",
      .label = L("Accept proposed lines", "确认识别建议"),
      PROPOSALS,
      .inputs = LIST(accept_inputs),
      .input_size = sizeof(struct decide_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(accept_outputs),
      .run = accept_run },
    { .name = "inbound_reject",
      .label = L("Reject a proposed line", "拒绝识别建议"),
      PROPOSALS,
      .inputs = LIST(reject_inputs),
      .input_size = sizeof(struct decide_input),
      .returns = RETURNS_NOTHING,
      .run = reject_run },
    { 0 },
};
