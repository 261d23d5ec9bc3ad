/* Mail sender: lease, deliver outside of any transaction, settle. */
#include "egress/mail_sender.h"

#include "base/log.h"
#include "egress/mail_message.h"
#include "egress/mail_transport.h"
#include "store/row.h"

enum {
    EVERY_MS = 2000,
    LEASE_MS = 5 * MS_PER_MINUTE,
    LIMIT_ROUND = 50,
    LIMIT_ATTEMPTS = 8,
    LIMIT_FAULT = 80,
    LIMIT_WAITING = 1000000,
};

static const struct identity system_identity = { .is_system = true };

/* One mail on its way. */
struct delivery {
    const struct instance *instance;
    const struct mail_transport *transport;
    int64_t now_ms;
    struct outbox_mail mail;
    bool is_found;
    struct text controller_email;
};

struct text mail_seal_about(struct arena *arena, struct id id)
{
    return arena_print(arena, "outbox_mail:%s", id_to_text(id).at);
}

/* Minutes until the attempt after this one. */
static int64_t wait_ms(int64_t attempts)
{
    static const int64_t minutes[] = { 1, 5, 15, 60, 180, 360, 720 };
    size_t last = sizeof minutes / sizeof *minutes - 1;

    return minutes[attempts > (int64_t)last ? last : (size_t)attempts] * MS_PER_MINUTE;
}

/* ---- what a dead sender has left ---- */

/* Writing a file again changes nothing; what a mail server was doing nobody knows. */
static enum status settle_lost(struct tx *tx, void *context)
{
    const struct delivery *delivery = context;
    struct value values[] = { VALUE_OF_INTEGER(delivery->now_ms) };
    struct text sql =
        delivery->transport->is_repeatable
            ? T("UPDATE main.outbox_mail SET status = 'queued', next_attempt_at = $1, "
                "version = version + 1 WHERE workspace_id = 0 AND status = 'sending' AND "
                "leased_until < $1")
            : T("UPDATE main.outbox_mail SET status = 'unknown', settled_at = $1, sealed = NULL, "
                "fault = 'the sender died', version = version + 1 WHERE workspace_id = 0 AND "
                "status = 'sending' AND leased_until < $1");

    return tx_execute(tx, sql, values, 1, NULL);
}

/* ---- what comes too late ---- */

/* A mail whose link does not work any more is not sent; and of those that are held, the oldest make
   room. */
static enum status drop_late(struct tx *tx, void *context)
{
    const struct delivery *delivery = context;
    struct value values[] = {
        VALUE_OF_INTEGER(delivery->now_ms), VALUE_OF_INTEGER(MAIL_VALID_DAYS * (int64_t)MS_PER_DAY),
        VALUE_OF_INTEGER(delivery->transport->is_holding ? MAILS_HELD : LIMIT_WAITING),
        VALUE_OF_INTEGER(LIMIT_WAITING)
    };

    return tx_execute(
        tx,
        T("UPDATE main.outbox_mail SET status = 'failed', settled_at = $1, sealed = NULL, "
          "fault = 'too late to be sent', version = version + 1 WHERE workspace_id = 0 AND "
          "status = 'queued' AND (coalesce(valid_until, created_at + $2) <= $1 OR id IN "
          "(SELECT id FROM main.outbox_mail WHERE workspace_id = 0 AND status = 'queued' "
          "ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $3))"),
        values, 4, NULL);
}

/* ---- lease ---- */

/* Whoever holds mails has nothing to do but to drop some. */
static enum status is_due(struct tx *tx, void *context)
{
    struct delivery *delivery = context;
    struct value values[] = { VALUE_OF_INTEGER(delivery->now_ms),
                              VALUE_OF_INTEGER(MAIL_VALID_DAYS * (int64_t)MS_PER_DAY),
                              VALUE_OF_INTEGER(delivery->transport->is_holding),
                              VALUE_OF_INTEGER(MAILS_HELD) };
    struct cursor *cursor;
    enum status status = tx_query(
        tx,
        T("SELECT 1 FROM main.outbox_mail WHERE workspace_id = 0 AND ((status = 'queued' AND "
          "($3 = 0 AND next_attempt_at <= $1 OR coalesce(valid_until, created_at + $2) <= $1)) OR "
          "(status = 'sending' AND leased_until < $1)) UNION ALL SELECT 1 WHERE $3 = 1 AND "
          "(SELECT count(*) FROM main.outbox_mail WHERE workspace_id = 0 AND status = 'queued') > "
          "$4 LIMIT 1"),
        values, 4, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &delivery->is_found);
    cursor_close(cursor);
    return status;
}

static enum status lease(struct tx *tx, void *context)
{
    struct delivery *delivery = context;
    struct value values[] = { VALUE_OF_INTEGER(delivery->now_ms) };
    struct outbox_mail *mail = &delivery->mail;
    enum status status = row_find_where(
        tx, &outbox_mail_entity,
        T("workspace_id = 0 AND status = 'queued' AND next_attempt_at <= $1 ORDER BY "
          "next_attempt_at, id"),
        values, 1, mail);

    delivery->is_found = status == OK;
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    mail->status = MAIL_SENDING;
    mail->attempts++;
    mail->leased_until = delivery->now_ms + LEASE_MS;
    mail->row.updated_at = delivery->now_ms;
    return row_update(tx, &outbox_mail_entity, mail);
}

/* ---- deliver ---- */

static enum mail_result deliver(const struct delivery *delivery, struct arena *arena,
                                struct text *ret_fault)
{
    const struct outbox_mail *mail = &delivery->mail;
    struct mail_letter letter = { .recipient = mail->recipient };
    struct mail_message message = { .recipient = mail->recipient, .date_ms = delivery->now_ms };
    struct mail_content content;

    if (mail_open(delivery->instance, arena, mail, &content) != OK) {
        *ret_fault = T("the content cannot be opened");
        return MAIL_RESULT_REFUSED;
    }
    message.subject = content.subject;
    message.body = content.body;
    message.sender = mail_sender_of(delivery->instance->settings, delivery->controller_email);
    message.id = text_from(id_to_text(mail->row.id).at);
    message.id = arena_copy(arena, message.id);
    letter.id = message.id;
    letter.sender = mail_address_of(message.sender);
    letter.bytes = mail_message_write(arena, &message);
    return delivery->transport->send(delivery->instance->settings, arena, &letter, ret_fault);
}

/* ---- settle ---- */

static void apply(struct outbox_mail *mail, enum mail_result result, struct text fault,
                  int64_t now_ms)
{
    static const enum mail_status status_of[] = {
        [MAIL_RESULT_SENT] = MAIL_SENT,
        [MAIL_RESULT_LATER] = MAIL_QUEUED,
        [MAIL_RESULT_REFUSED] = MAIL_FAILED,
        [MAIL_RESULT_UNKNOWN] = MAIL_UNKNOWN,
    };

    mail->status = (int)status_of[result];
    if (result == MAIL_RESULT_LATER && mail->attempts >= LIMIT_ATTEMPTS)
        mail->status = MAIL_FAILED;
    mail->leased_until = 0;
    mail->fault = text_slice(fault, 0, LIMIT_FAULT);
    mail->row.updated_at = now_ms;
    if (mail->status == MAIL_QUEUED) {
        mail->next_attempt_at = now_ms + wait_ms(mail->attempts - 1);
    } else {
        mail->settled_at = now_ms;
        mail->sealed = (struct text){ 0 };
    }
}

static enum status save(struct tx *tx, void *context)
{
    struct delivery *delivery = context;
    struct outbox_mail copy = delivery->mail; /* the work may run twice */

    return row_update(tx, &outbox_mail_entity, &copy);
}

static void log_result(const struct outbox_mail *mail)
{
    if (mail->status == MAIL_SENT)
        return;
    LOG(LOG_ERROR, "mail not sent", LOG_TEXT("mail", mail->kind), LOG_TEXT("why", mail->fault),
        LOG_NUMBER("attempts", mail->attempts), LOG_NUMBER("status", mail->status));
}

static enum status send_next(struct delivery *delivery, struct arena *arena)
{
    struct store *store = delivery->instance->store;
    struct text fault = { 0 };
    enum mail_result result;
    enum status status = store_write(store, &system_identity, arena, lease, delivery, NULL);

    if (status == CONFLICT) { /* another process has taken it */
        delivery->is_found = false;
        return OK;
    }
    if (status != OK || !delivery->is_found)
        return status;
    result = deliver(delivery, arena, &fault);
    apply(&delivery->mail, result, fault, delivery->now_ms);
    log_result(&delivery->mail);
    return store_write(store, &system_identity, arena, save, delivery, NULL);
}

static enum status read_controller(struct tx *tx, void *context)
{
    struct delivery *delivery = context;
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx,
                                  T("SELECT value FROM main.server_setting WHERE "
                                    "workspace_id = 0 AND name = 'controller_email'"),
                                  NULL, 0, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found && cursor_value(cursor, 0).type == VALUE_TEXT)
        delivery->controller_email = cursor_value_kept(cursor, 0).text;
    cursor_close(cursor);
    return status;
}

enum status mail_send_due(const struct instance *instance, int64_t now_ms)
{
    struct arena arena = { 0 };
    struct delivery delivery = {
        .instance = instance,
        .transport = mail_transport_of(instance->settings),
        .now_ms = now_ms,
    };
    enum status status =
        store_read(instance->store, &system_identity, &arena, is_due, &delivery, NULL);

    if (status == OK && delivery.is_found) {
        status =
            store_write(instance->store, &system_identity, &arena, settle_lost, &delivery, NULL);
        if (status == OK)
            status =
                store_write(instance->store, &system_identity, &arena, drop_late, &delivery, NULL);
        if (status == OK && delivery.transport->is_holding)
            delivery.is_found = false;
        if (status == OK)
            status = store_read(instance->store, &system_identity, &arena, read_controller,
                                &delivery, NULL);
        for (int i = 0; i < LIMIT_ROUND && status == OK && delivery.is_found; i++)
            status = send_next(&delivery, &arena);
    }
    arena_release(&arena);
    return status;
}

static void run(const struct instance *instance)
{
    enum status status = mail_send_due(instance, clock_now_ms());

    if (status != OK)
        LOG(LOG_ERROR, "outbox", LOG_TEXT("status", text_from(status_name(status))));
}

const struct ticker_task mail_sender_task = { "mail", EVERY_MS, run, false };
