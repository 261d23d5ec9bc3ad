/* Outbox: the entity and queueing. */
#include "egress/outbox_mail.h"

#include "base/encode.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "egress/mail_sender.h"
#include "store/row.h"

#define ROW struct outbox_mail

/* As JSON, in which one byte of an answer of LIMIT_REPORT_TEXT characters may be six; then sealed,
   in base64. */
enum { LIMIT_MAIL = 64 * 1024, LIMIT_SEALED_TEXT = 90 * 1024 };

static const struct choice statuses[] = {
    { "queued", L("Queued", "待发送") },     { "sending", L("Sending", "发送中") },
    { "sent", L("Sent", "已发送") },         { "failed", L("Failed", "失败") },
    { "unknown", L("Unknown", "结果未知") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(recipient, L("Recipient", "收件人"), CONTACT, .min = 3, .max = 254, .sealed = true),
    TEXT(kind, L("Kind", "类型"), NOT_PERSONAL, .min = 1, .max = 40),
    TEXT(idempotency_key, L("Key", "唯一键"), NOT_PERSONAL, .min = 1, .max = 120, .unique = true),
    TEXT(sealed, L("Sealed content", "加密内容"), CREDENTIAL, .max = LIMIT_SEALED_TEXT, .optional = true,
         .hidden = true, .sealed = true),
    CHOICE(status, L("Status", "状态"), NOT_PERSONAL, CHOICES(statuses), .fallback = "queued"),
    INTEGER(attempts, L("Attempts", "尝试次数"), NOT_PERSONAL, .fallback = "0"),
    INSTANT(next_attempt_at, L("Next attempt", "下次尝试"), NOT_PERSONAL, .index = true),
    INSTANT(leased_until, L("Leased until", "占用至"), NOT_PERSONAL, .optional = true),
    INSTANT(settled_at, L("Settled", "完成时间"), NOT_PERSONAL, .optional = true),
    INSTANT(valid_until, L("Worth sending until", "有效期至"), NOT_PERSONAL, .optional = true),
    TEXT(fault, L("Fault", "故障"), NOT_PERSONAL, .max = 80, .optional = true),
};
/* clang-format on */

const struct entity outbox_mail_entity = {
    .name = "outbox_mail",
    .label = L("Mail", "邮件"),
    .plural = L("Mails", "邮件"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to send you the mails you asked for, once each", "以便将您需要的邮件各发送一次"),
    .basis = CONTRACT,
    .keep = FOR_DAYS,
    .keep_days = 30,
    .title = "kind",
    .order = "created_at.desc",
    .sealed_for = "workspace_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

static enum status seal_content(struct tx *tx, const struct call *call, struct id id,
                                const struct mail *mail, struct text *ret_sealed)
{
    struct buffer plain = buffer_in(tx_arena(tx), LIMIT_MAIL);
    struct json_writer json = json_writer_to(&plain);
    struct text sealed;
    enum status status;

    json_begin_object(&json);
    json_write_text_member(&json, T("subject"), mail->subject);
    json_write_text_member(&json, T("body"), mail->body);
    json_end_object(&json);
    status = buffer_status(&plain);
    if (status == OK)
        status = seal(call->instance->seals, buffer_text(&plain), mail_seal_about(tx_arena(tx), id),
                      tx_arena(tx), &sealed);
    if (status == OK)
        *ret_sealed = base64_encode(tx_arena(tx), sealed, BASE64_BARE);
    return status;
}

enum status mail_open(const struct instance *instance, struct arena *arena,
                      const struct outbox_mail *mail, struct mail_content *ret_content)
{
    const struct json *json;
    struct text sealed, plain;
    enum status status;

    if (mail->sealed.size == 0 || !base64_decode(arena, mail->sealed, BASE64_BARE, &sealed))
        return INVALID;
    status =
        seal_open(instance->seals, sealed, mail_seal_about(arena, mail->row.id), arena, &plain);
    if (status == OK)
        status = json_parse(arena, plain, NULL, &json, NULL);
    if (status == OK)
        *ret_content = (struct mail_content){ json_text_member(json, T("subject")),
                                              json_text_member(json, T("body")) };
    return status;
}

enum status mail_count_waiting(struct tx *tx, int64_t *ret_count)
{
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx,
                                  T("SELECT count(*) FROM main.outbox_mail WHERE workspace_id = 0 "
                                    "AND status = 'queued'"),
                                  NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    *ret_count = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return OK;
}

static void wake_sender(const struct instance *instance, void *context)
{
    (void)context;
    ticker_poke(instance->ticker, &mail_sender_task);
}

static enum status is_queued(struct tx *tx, struct text key, bool *ret_is_queued)
{
    struct value values[] = { VALUE_OF_TEXT(key) };
    struct outbox_mail found;
    enum status status = row_find_where(
        tx, &outbox_mail_entity, T("workspace_id = 0 AND idempotency_key = $1"), values, 1, &found);

    if (status != OK && status != NOT_FOUND)
        return status;
    *ret_is_queued = status == OK;
    return OK;
}

enum status mail_queue(struct tx *tx, struct call *call, const struct mail *mail)
{
    struct id id = random_id(call->now_ms);
    struct outbox_mail row = {
        .row = { .id = id, .created_at = call->now_ms, .updated_at = call->now_ms, .version = 1 },
        .recipient = mail->recipient,
        .kind = text_from(mail->kind),
        .idempotency_key = mail->idempotency_key,
        .status = MAIL_QUEUED,
        .next_attempt_at = call->now_ms,
        .valid_until = call->now_ms + (mail->valid_ms > 0 ? mail->valid_ms
                                                          : MAIL_VALID_DAYS * (int64_t)MS_PER_DAY),
    };
    bool is_there = false;
    enum status status = OK;

    if (row.idempotency_key.size == 0)
        row.idempotency_key = arena_print(tx_arena(tx), "%s", id_to_text(id).at);
    else
        status = is_queued(tx, row.idempotency_key, &is_there);
    if (status != OK || is_there)
        return status;
    status = seal_content(tx, call, id, mail, &row.sealed);
    if (status == OK)
        status = row_insert(tx, &outbox_mail_entity, &row);
    if (status == OK)
        call_after_commit(call, wake_sender, NULL);
    return status;
}
