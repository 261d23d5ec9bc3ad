/* Refusals: one sentence per failed call, in the caller's language, that names the field. */
#include "call/call.h"

#include "codec/utf8.h"

enum { LIMIT_SENTENCE = 1024, SHOWN_VALUE_CHARACTERS = 80 };

enum status call_refuse(struct call *call, struct refusal refusal)
{
    call->refusal = refusal;
    call->is_refused = true;
    return refusal.status;
}

enum status call_refuse_field(struct call *call, const struct entity *entity,
                              const struct field *field, enum parse_fault fault, struct text value)
{
    return REFUSE(call, INVALID, .code = parse_fault_code(fault),
                  .say = parse_fault_sentence(fault), .field = field, .entity = entity,
                  .limit = parse_fault_limit(fault, field), .value = value);
}

static void put_value(struct buffer *out, const struct call *call, struct text name)
{
    const struct refusal *refusal = &call->refusal;

    if (text_equal(name, T("field")) && refusal->field)
        buffer_append(out, text_from(label_in(refusal->field->label, call->language)));
    else if (text_equal(name, T("entity")) && refusal->entity)
        buffer_append(out, text_from(label_in(refusal->entity->label, call->language)));
    else if (text_equal(name, T("limit")))
        buffer_append_int(out, refusal->limit);
    else if (text_equal(name, T("row")))
        buffer_append_int(out, refusal->row);
    else if (text_equal(name, T("value")))
        utf8_append_clean(out, utf8_first_characters(refusal->value, SHOWN_VALUE_CHARACTERS));
}

struct text call_fill(const struct call *call, struct label sentence)
{
    struct buffer out = buffer_in(call->arena, LIMIT_SENTENCE);
    struct text rest = text_from(label_in(sentence, call->language));

    while (rest.size > 0) {
        size_t open = text_find_byte(rest, '{');

        buffer_append(&out, text_slice(rest, 0, open));
        rest = text_from_offset(rest, open);
        if (rest.size == 0)
            break;
        rest = text_from_offset(rest, 1);
        put_value(&out, call, text_cut(&rest, '}'));
    }
    return buffer_text(&out);
}

struct text call_refusal_sentence(const struct call *call)
{
    return call_fill(call, call->refusal.say);
}

/* --- what the database said */

/* "product.sku" (SQLite) or "product_sku_key" (PostgreSQL) -> the entity and the field. */
static void find_subject(const struct schema *schema, struct text constraint,
                         const struct entity **ret_entity, const struct field **ret_field)
{
    size_t longest = 0;

    for (size_t i = 0; i < schema->count; i++) {
        const struct entity *entity = schema->entities[i];
        struct text name = text_from(entity->name);

        if (!text_starts_with(constraint, name))
            continue;
        for (size_t f = 0; f < entity->fields.count; f++) {
            struct text field = text_from(entity->fields.at[f].name);

            if (field.size > longest &&
                text_starts_with(text_from_offset(constraint, name.size + 1), field)) {
                longest = field.size;
                *ret_entity = entity;
                *ret_field = &entity->fields.at[f];
            }
        }
    }
}

/* SQLite names all columns of the constraint; the last one says most. */
static struct text last_column(struct text constraint)
{
    struct text last = constraint;

    while (constraint.size > 0)
        last = text_trim(text_cut(&constraint, ','));
    return last;
}

static const struct {
    const char *code;
    struct label say;
    struct label hint;
    int64_t retry_after_s;
} store_sentences[] = {
    [STORE_FINE] = { "XX000", L("Something went wrong.", "出错了。") },
    [STORE_UNIQUE] = { "23505",
                       L("There is already one with this {field}.", "已存在相同{field}的记录。") },
    [STORE_LINK] = { "23503", L("A record that this one points to does not exist.",
                                "所关联的记录不存在。") },
    [STORE_NOT_NULL] = { "23502", L("{field} is needed.", "请填写{field}。") },
    [STORE_CHECK] = { "23514",
                      L("{field} has a value that is not allowed.", "{field}的值不被允许。") },
    [STORE_ROW_SECURITY] = { "42501",
                             L("You may not change this record.", "您无权修改这条记录。") },
    [STORE_TOO_BIG] = { "22003", L("A number is too large.", "数值太大。") },
    [STORE_BROKEN] = { "XX000", L("The server could not save or read this. Nothing was changed.",
                                  "服务器无法保存或读取。没有任何更改。") },
    [STORE_FULL] = { "53100",
                     L("The server's disk is full or cannot be written. Nothing was "
                       "saved.",
                       "服务器磁盘已满或无法写入。没有任何内容被保存。"),
                     .retry_after_s = 10 },
    [STORE_STATEMENT] = { "XX000", L("The server could not do this. Nothing was changed.",
                                     "服务器无法执行。没有任何更改。") },
    [STORE_SEALED] = { "XX001",
                       L("The sealed value of {field} in a record was changed: it cannot be "
                         "opened. All else can be read.",
                         "某条记录中{field}的加密值已被改动，无法打开；其余内容仍可读取。") },
    [STORE_NO_KEY] = { "XX001",
                       L("{field} was sealed with a master key that this server does not have.",
                         "{field}是用本服务器没有的主密钥加密的。") },
    [STORE_TOO_MUCH] = { "54000",
                         L("This is too much at once. Send or ask for less at a time. Nothing was "
                           "changed.",
                           "一次处理的内容过多，请分批提交或缩小范围。没有任何更改。") },
    [STORE_CROWDED] = { "53200",
                        L("The server has too much to do right now. Nothing was changed. Try "
                          "again in a moment.",
                          "服务器当前请求过多，没有任何更改，请稍后再试。"),
                        .retry_after_s = 1 },
    [STORE_AWAY] = { "08006",
                     L("The database cannot be reached. Nothing was changed. Try again in a "
                       "moment.",
                       "暂时无法连接数据库，没有任何更改，请稍后再试。"),
                     .retry_after_s = 1 },
    [STORE_UNKNOWN] = { "08007",
                        L("The database went away before it answered: nobody knows whether this "
                          "was saved.",
                          "数据库在应答前断开，无法确定是否已保存。"),
                        .hint = L("Send it again with the same Idempotency-Key, or look first.",
                                  "请用相同的 Idempotency-Key 重发，或先查看结果。"),
                        .retry_after_s = 1 },
    [STORE_TIMEOUT] = { "57014",
                        L("This took too long and was stopped. Narrow it down and try "
                          "again.",
                          "操作时间过长已中止，请缩小范围后重试。"),
                        .retry_after_s = 5 },
};

/* When the database does not say which. */
static const struct field some_field = { .name = "", .label = L("A field", "某个字段") };

enum status call_refuse_store(struct call *call, enum status status,
                              const struct store_error *error)
{
    const struct entity *entity = NULL;
    const struct field *field = NULL;

    call->fault = error->fault;
    call->fault_message = error->message;
    find_subject(&call->instance->schema, last_column(error->constraint), &entity, &field);
    if (error->fault == STORE_LINK) /* SQLite does not say which link */
        field = NULL;
    if (!field && error->fault == STORE_UNIQUE)
        field = &row_fields[COLUMN_ID];
    if (!field)
        field = &some_field;
    return call_refuse(
        call, (struct refusal){ .status = status,
                                .code = store_sentences[error->fault].code,
                                .say = store_sentences[error->fault].say,
                                .hint = store_sentences[error->fault].hint,
                                .retry_after_s = store_sentences[error->fault].retry_after_s,
                                .entity = entity,
                                .field = field });
}
