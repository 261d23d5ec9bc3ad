/* Idempotency: one row for each key, found by a hash of who asked and of the key. A row without
   a status is a claim: its request is under way. */
#include "call/idempotency.h"

#include "crypto/hash.h"
#include "store/row.h"

enum { HASH_SIZE = 64, LIMIT_KEPT_HEADERS = 4000, HOUR_MS = 3600 * 1000 };

struct kept_answer {
    struct row row;
    struct text key_hash, request_hash;
    int64_t http_status; /* 0: claimed */
    struct text content_type;
    struct text headers; /* [["Location","..."]] */
    struct text body;
    int64_t expires_at;
};

#define ROW struct kept_answer

/* clang-format off */
static const struct field fields[] = {
    TEXT(key_hash, L("Hash of the key", "键的散列"), NOT_PERSONAL, .min = HASH_SIZE, .max = HASH_SIZE, .unique = true,
         .hidden = true),
    TEXT(request_hash, L("Hash of the request", "请求的散列"), NOT_PERSONAL, .min = HASH_SIZE, .max = HASH_SIZE,
         .hidden = true),
    INTEGER(http_status, L("Status", "状态"), NOT_PERSONAL, .max = 599),
    TEXT(content_type, L("Kind of answer", "响应类型"), NOT_PERSONAL, .max = 100, .optional = true),
    JSON(headers, L("Header of the answer", "响应头"), NOT_PERSONAL, .max = LIMIT_KEPT_HEADERS, .sealed = true),
    TEXT(body, L("Answer", "响应"), FREE_TEXT, .max = LIMIT_KEPT_ANSWER, .optional = true, .sealed = true),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL, .index = true),
};
/* clang-format on */

static const struct entity kept_answer_entity = {
    .name = "kept_answer",
    .label = L("Kept answer", "保留的响应"),
    .plural = L("Kept answers", "保留的响应"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to carry out a request once that a device sends again after a broken connection",
                 "以便设备断线重发的请求只执行一次"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "http_status",
    .order = "created_at.desc",
    .sealed_for = "created_by",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

const struct entity *const idempotency_entities[] = { &kept_answer_entity, NULL };

enum status idempotency_key(struct call *call, struct text *ret_key)
{
    struct text key = call_header(call, T("Idempotency-Key"));

    for (size_t i = 0; i < key.size; i++)
        if (key.at[i] < ' ' || key.at[i] > '~' || key.size > LIMIT_IDEMPOTENCY_KEY)
            return REFUSE(call, INVALID, .code = "PGRST100", .limit = LIMIT_IDEMPOTENCY_KEY,
                          .details = T("field: Idempotency-Key"),
                          .say = L("The Idempotency-Key may have at most {limit} printable "
                                   "ASCII characters.",
                                   "Idempotency-Key 最多 {limit} 个可打印的 ASCII 字符。"));
    *ret_key = key;
    return OK;
}

/* --- which request */

static struct text key_hash(const struct call *call, struct text key)
{
    struct id_text account = id_to_text(call->caller.account_id);
    const struct text pieces[] = { text_from(account.at), T("\n"), key };

    return digest_hex(call->arena, sha256_list(pieces, sizeof pieces / sizeof *pieces));
}

/* What makes another request of it: address, body, and the headers that change the answer. */
static struct text request_hash(const struct call *call)
{
    const struct http_exchange *exchange = call->exchange;
    const struct text pieces[] = {
        http_method_name(exchange),
        T(" "),
        http_path(exchange),
        T("?"),
        http_query(exchange),
        T("\n"),
        call_header(call, T("Prefer")),
        T("\n"),
        call_header(call, T("Content-Type")),
        T("\n"),
        call_header(call, T("Accept")),
        T("\n"),
        http_body(exchange),
    };

    return digest_hex(call->arena, sha256_list(pieces, sizeof pieces / sizeof *pieces));
}

static enum status find(struct tx *tx, const struct call *call, struct text key,
                        struct kept_answer *ret_kept)
{
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_TEXT(key_hash(call, key)) };

    return row_find_where(tx, &kept_answer_entity, T("workspace_id = $1 AND key_hash = $2"), values,
                          2, ret_kept);
}

/* --- the answer, into the row and out of it */

static struct text headers_to_json(const struct call *call)
{
    struct buffer text = buffer_in(call->arena, LIMIT_KEPT_HEADERS);
    struct json_writer json = json_writer_to(&text);

    json_begin_array(&json);
    for (size_t i = 0; i < call->header_count; i++) {
        json_begin_array(&json);
        json_write_text(&json, call->headers[i].name);
        json_write_text(&json, call->headers[i].value);
        json_end_array(&json);
    }
    json_end_array(&json);
    return buffer_text(&text);
}

static enum status headers_from_json(struct call *call, struct text text)
{
    const struct json *json;
    enum status status = json_parse(call->arena, text, NULL, &json, NULL);

    call->header_count = 0;
    for (size_t i = 0; status == OK && i < json_count(json); i++) {
        const struct json *header = json_at(json, i);

        call_add_header(call, json_as_text(json_at(header, 0)), json_as_text(json_at(header, 1)));
    }
    return status;
}

static enum status repeat(struct call *call, const struct kept_answer *kept)
{
    enum status status = headers_from_json(call, kept->headers);

    call_add_header(call, T("Idempotency-Replayed"), T("true"));
    call->http_status = (int)kept->http_status;
    call->content_type = kept->content_type;
    buffer_clear(&call->body);
    buffer_append(&call->body, kept->body);
    return status;
}

static enum status fill(struct call *call, struct kept_answer *kept)
{
    struct text body = buffer_text(&call->body);

    if (body.size > LIMIT_KEPT_ANSWER || call->content_type.size > 100)
        return REFUSE(call, TOO_LARGE, .code = "54000",
                      .say = L("The answer is too large to be kept for the Idempotency-Key. "
                               "Nothing was changed.",
                               "响应太大，无法为 Idempotency-Key 保留。没有任何更改。"),
                      .hint = L("Ask for return=minimal.", "请使用 return=minimal。"));
    kept->http_status = call->http_status ? call->http_status : body.size > 0 ? 200 : 204;
    kept->content_type = call->content_type;
    kept->headers = headers_to_json(call);
    kept->body = body;
    return OK;
}

static struct kept_answer kept_new(const struct call *call, struct text key)
{
    return (struct kept_answer){
        .row = call_new_row(call),
        .key_hash = key_hash(call, key),
        .request_hash = request_hash(call),
        .headers = T("[]"),
        .expires_at = call->now_ms + (int64_t)KEPT_ANSWER_HOURS * HOUR_MS,
    };
}

/* --- in one transaction */

struct looking {
    struct call *call;
    struct text key;
    bool is_claimed; /* several transactions: an answer is claimed before it is known */
    bool is_repeated;
};

static enum status refuse_other(struct call *call)
{
    return REFUSE(call, INVALID, .http = 422, .code = "P0001",
                  .details = T("field: Idempotency-Key"),
                  .say = L("This Idempotency-Key was used for another request.",
                           "此 Idempotency-Key 已用于另一个请求。"));
}

static enum status refuse_claimed(struct call *call)
{
    return REFUSE(call, CONFLICT, .code = "P0001", .details = T("field: Idempotency-Key"),
                  .say = L("The first request with this Idempotency-Key has not ended.",
                           "使用此 Idempotency-Key 的首个请求尚未结束。"),
                  .hint = L("Should it stay so, look what has been done before you send it with a "
                            "new key.",
                            "若持续如此，请先查看已完成的内容，再用新的键发送。"));
}

static enum status look_work(struct tx *tx, void *context)
{
    struct looking *looking = context;
    struct call *call = looking->call;
    struct kept_answer kept;
    enum status status = find(tx, call, looking->key, &kept);

    looking->is_repeated = false;
    if (status == NOT_FOUND)
        return OK;
    if (status != OK)
        return status;
    if (kept.expires_at <= call->now_ms)
        return row_delete(tx, &kept_answer_entity, kept.row.workspace_id, kept.row.id);
    if (!text_equal(kept.request_hash, request_hash(call)))
        return refuse_other(call);
    if (kept.http_status == 0)
        return refuse_claimed(call);
    looking->is_repeated = true;
    return repeat(call, &kept);
}

enum status idempotency_look(struct tx *tx, struct call *call, struct text key,
                             bool *ret_is_repeated)
{
    struct looking looking = { .call = call, .key = key };
    enum status status = tx_as_system(tx, look_work, &looking);

    if (status == OK)
        *ret_is_repeated = looking.is_repeated;
    return status;
}

static enum status keep_work(struct tx *tx, void *context)
{
    const struct looking *looking = context;
    struct kept_answer kept = kept_new(looking->call, looking->key);
    enum status status = fill(looking->call, &kept);

    return status == OK ? row_insert(tx, &kept_answer_entity, &kept) : status;
}

enum status idempotency_keep(struct tx *tx, struct call *call, struct text key)
{
    struct looking looking = { .call = call, .key = key };

    return tx_as_system(tx, keep_work, &looking);
}

/* --- around several transactions */

static enum status claim_work(struct tx *tx, void *context)
{
    struct looking *looking = context;
    struct kept_answer kept = kept_new(looking->call, looking->key);
    enum status status = look_work(tx, looking);

    if (status != OK || looking->is_repeated)
        return status;
    return row_insert(tx, &kept_answer_entity, &kept);
}

enum status idempotency_claim(struct call *call, struct text key, bool *ret_is_repeated)
{
    struct looking looking = { .call = call, .key = key };
    enum status status = call_write_as_system(call, claim_work, &looking);

    if (status != OK)
        return status;
    call->is_claimed = !looking.is_repeated;
    *ret_is_repeated = looking.is_repeated;
    return OK;
}

static enum status settle_work(struct tx *tx, void *context)
{
    struct looking *looking = context;
    struct kept_answer kept;
    enum status status = find(tx, looking->call, looking->key, &kept);

    if (status != OK)
        return status;
    if (!looking->is_claimed)
        return row_delete(tx, &kept_answer_entity, kept.row.workspace_id, kept.row.id);
    status = fill(looking->call, &kept);
    return status == OK ? row_update(tx, &kept_answer_entity, &kept) : status;
}

/* When the answer cannot be kept, the claim stays: what was done is not done again. */
enum status idempotency_settle(struct call *call, struct text key, enum status status)
{
    struct looking looking = { .call = call, .key = key, .is_claimed = status == OK };
    struct refusal refusal = call->refusal;
    bool is_refused = call->is_refused;
    enum status settled = call_write_as_system(call, settle_work, &looking);

    call->is_refused = is_refused;
    call->refusal = refusal;
    (void)settled;
    return status;
}
