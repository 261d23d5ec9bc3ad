/* OAuth revocation: lease, tell outside of any transaction, settle. Telling a provider twice is
   harmless, so what a dead process had taken is simply taken again. */
#include "auth/oauth_revocation.h"

#include "auth/admin.h"
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/issuer.h"
#include "auth/server_setting.h"
#include "base/limits.h"
#include "base/log.h"
#include "store/row.h"

#define ROW struct oauth_revocation

enum {
    EVERY_MS = 15 * MS_PER_SECOND,
    LEASE_MS = MS_PER_MINUTE,
    FIRST_MS = 30 * MS_PER_SECOND, /* before the task looks at what the call itself tries first */
    GIVE_UP_HOURS = 24,
    LIMIT_ROUND = 50,
    LIMIT_TRIED = 10, /* by the call itself */
    LIMIT_SEALED_TOKEN = 2 * LIMIT_TOKEN,
    TRY_TIMEOUT_MS = 3000,
    TIMEOUT_MS = 10000,
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(provider, L("Provider", "提供方"), NOT_PERSONAL, .min = 1, .max = 40),
    TEXT(hint, L("Kind of token", "令牌类型"), NOT_PERSONAL, .min = 1, .max = 20),
    ID(account_id, L("Whom to tell", "通知对象"), IDENTITY, .optional = true),
    TEXT(sealed, L("Sealed token", "加密令牌"), CREDENTIAL, .min = 1, .max = LIMIT_SEALED_TOKEN, .hidden = true,
         .sealed = true),
    INTEGER(attempts, L("Attempts", "尝试次数"), NOT_PERSONAL, .fallback = "0"),
    INSTANT(next_attempt_at, L("Next attempt", "下次尝试"), NOT_PERSONAL, .index = true),
    INSTANT(leased_until, L("Leased until", "占用至"), NOT_PERSONAL, .optional = true),
    INSTANT(give_up_at, L("Given up", "放弃时间"), NOT_PERSONAL),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL),
};
/* clang-format on */

const struct entity oauth_revocation_entity = {
    .name = "oauth_revocation",
    .label = L("Access to be withdrawn", "待撤销的访问权限"),
    .plural = L("Accesses to be withdrawn", "待撤销的访问权限"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose =
        L("to tell a provider that this server may do nothing for you any more, for a day at "
          "most if it does not answer",
          "以便通知提供方本服务器不再有权代您操作；对方无应答时最多重试一天"),
    .basis = CONSENT,
    .keep = UNTIL_EXPIRED,
    .title = "provider",
    .order = "created_at.desc",
    .sealed_for = "workspace_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

static struct text about(struct arena *arena, const void *row)
{
    const struct oauth_revocation *revocation = row;
    struct id_text id = id_to_text(revocation->row.id);

    return arena_print(arena, "oauth_revocation\n%s\n%.*s", id.at, TEXT_ARG(revocation->provider));
}

const struct master_sealed oauth_revocation_sealed = { &oauth_revocation_entity,
                                                       offsetof(struct oauth_revocation, sealed),
                                                       about };

/* Who knows how to tell a provider. */
static const struct {
    const char *name;
    enum issuer_revoked (*revoke)(struct call *call, struct text token, struct text hint,
                                  int timeout_ms);
} providers[] = { { "google", issuer_revoke } };

/* ---- queueing ---- */

enum status oauth_revocation_queue(struct tx *tx, struct call *call,
                                   const struct oauth_revocation *revocation, struct text token,
                                   const char *hint)
{
    struct oauth_revocation row = *revocation;
    enum status status;

    row.row = server_row(call->now_ms);
    row.hint = text_from(hint);
    row.next_attempt_at = call->now_ms + FIRST_MS;
    row.give_up_at = call->now_ms + GIVE_UP_HOURS * (int64_t)MS_PER_HOUR;
    row.expires_at = row.give_up_at + MS_PER_DAY;
    status = master_seal(tx, call->instance->seals, &oauth_revocation_sealed, token, &row);
    return status == OK ? row_insert(tx, &oauth_revocation_entity, &row) : status;
}

enum status oauth_revocation_note(struct tx *tx, const struct call *call,
                                  const struct oauth_revocation *revocation, const char *action)
{
    return audit_write(
        tx, call,
        &(struct audit){ .action = action,
                         .entity = "oauth_revocation",
                         .row_id = revocation->row.id,
                         .details = arena_print(tx_arena(tx), "{\"provider\":\"%.*s\"}",
                                                TEXT_ARG(revocation->provider)) });
}

enum status oauth_revocation_forget(struct tx *tx, struct id account)
{
    struct value values[] = { VALUE_OF_ID(account) };

    return tx_execute(tx,
                      T("UPDATE main.oauth_revocation SET account_id = NULL, version = version + 1 "
                        "WHERE workspace_id = 0 AND account_id = $1"),
                      values, 1, NULL);
}

/* ---- one attempt ---- */

struct telling {
    struct call *call;
    bool is_first; /* only what was never tried */
    int timeout_ms;
    struct oauth_revocation row;
    bool is_found;
    enum issuer_revoked result;
};

static enum status find_due(struct tx *tx, void *context)
{
    struct telling *telling = context;
    int64_t now_ms = telling->call->now_ms;
    struct value values[] = { VALUE_OF_INTEGER(now_ms) };
    struct text condition =
        telling->is_first
            ? T("workspace_id = 0 AND attempts = 0 AND created_at >= $1 AND leased_until IS NULL "
                "ORDER BY created_at, id")
            : T("workspace_id = 0 AND next_attempt_at <= $1 AND coalesce(leased_until, 0) <= $1 "
                "ORDER BY next_attempt_at, id");
    enum status status =
        row_find_where(tx, &oauth_revocation_entity, condition, values, 1, &telling->row);

    telling->is_found = status == OK;
    return status == NOT_FOUND ? OK : status;
}

static enum status lease(struct tx *tx, void *context)
{
    struct telling *telling = context;
    enum status status = find_due(tx, telling);

    if (status != OK || !telling->is_found)
        return status;
    telling->row.attempts++;
    telling->row.leased_until = telling->call->now_ms + LEASE_MS;
    telling->row.row.updated_at = telling->call->now_ms;
    return row_update(tx, &oauth_revocation_entity, &telling->row);
}

static enum issuer_revoked tell(struct telling *telling)
{
    struct call *call = telling->call;
    struct text token;
    enum status status = master_seal_open(call->arena, call->instance->seals,
                                          &oauth_revocation_sealed, &telling->row, &token);

    if (status != OK) {
        LOG(LOG_ERROR, "a token cannot be revoked", LOG_TEXT("why", seal_sentence(status)));
        return ISSUER_REFUSES;
    }
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
        if (text_equal(telling->row.provider, text_from(providers[i].name)))
            return providers[i].revoke(call, token, telling->row.hint, telling->timeout_ms);
    return ISSUER_REFUSES;
}

/* ---- settling ---- */

static int64_t wait_ms(int64_t attempts)
{
    static const int64_t minutes[] = { 1, 5, 15, 30, 60, 120 };
    size_t last = sizeof minutes / sizeof *minutes - 1;

    return minutes[attempts > (int64_t)last ? last : (size_t)attempts] * MS_PER_MINUTE;
}

static enum status tell_person(struct tx *tx, struct call *call,
                               const struct oauth_revocation *revocation)
{
    struct auth_mail_values values = { 0 };
    struct account account;
    enum status status;

    if (id_is_zero(revocation->account_id))
        return OK;
    status = account_find(tx, revocation->account_id, &account);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    values.recipient = account.email;
    values.language = account_language(&account);
    values.name = account.display_name;
    return account.email.size > 0 ? auth_mail_queue(tx, call, MAIL_GRANT_LEFT, &values) : OK;
}

static enum status settle(struct tx *tx, void *context)
{
    const struct telling *telling = context;
    struct call *call = telling->call;
    struct oauth_revocation row = telling->row; /* the work may run twice */
    bool is_done = telling->result == ISSUER_REVOKED;
    enum status status;

    if (telling->result == ISSUER_SILENT && call->now_ms < row.give_up_at) {
        row.leased_until = 0;
        row.next_attempt_at = call->now_ms + wait_ms(row.attempts - 1);
        if (row.next_attempt_at > row.give_up_at)
            row.next_attempt_at = row.give_up_at; /* the last one */
        row.row.updated_at = call->now_ms;
        return row_update(tx, &oauth_revocation_entity, &row);
    }
    status = row_delete(tx, &oauth_revocation_entity, 0, row.row.id);
    if (status == OK)
        status =
            oauth_revocation_note(tx, call, &row, is_done ? "oauth.revoke" : "oauth.revoke_failed");
    return status == OK && !is_done ? tell_person(tx, call, &row) : status;
}

/* *ret_goes_on is false when there is nothing more, or the provider does not answer. */
static enum status tell_next(struct telling *telling, bool *ret_goes_on)
{
    enum status status = call_write_as_system(telling->call, lease, telling);

    *ret_goes_on = false;
    if (status == CONFLICT) { /* another process has taken it */
        telling->call->is_refused = false;
        return OK;
    }
    if (status != OK || !telling->is_found)
        return status;
    telling->result = tell(telling);
    if (telling->result != ISSUER_REVOKED)
        LOG(LOG_ERROR, "a provider was not told", LOG_TEXT("provider", telling->row.provider),
            LOG_NUMBER("attempts", telling->row.attempts));
    *ret_goes_on = telling->result != ISSUER_SILENT;
    return call_write_as_system(telling->call, settle, telling);
}

static enum status tell_all(struct telling *telling, int limit)
{
    bool goes_on = true;
    enum status status = OK;

    for (int i = 0; status == OK && goes_on && i < limit; i++)
        status = tell_next(telling, &goes_on);
    return status;
}

void oauth_revocation_try(struct call *call)
{
    struct telling telling = { .call = call, .is_first = true, .timeout_ms = TRY_TIMEOUT_MS };

    if (call_read_as_system(call, find_due, &telling) != OK || !telling.is_found ||
        tell_all(&telling, LIMIT_TRIED) != OK)
        call->is_refused = false; /* the task goes on */
}

enum status oauth_revocation_run(struct call *call)
{
    struct telling telling = { .call = call, .timeout_ms = TIMEOUT_MS };
    enum status status = call_read_as_system(call, find_due, &telling);

    return status == OK && telling.is_found ? tell_all(&telling, LIMIT_ROUND) : status;
}

static void run(const struct instance *instance)
{
    struct arena arena = { 0 };
    struct call call = operator_call(instance, &arena);
    enum status status = oauth_revocation_run(&call);

    if (status != OK && status != CONFLICT)
        LOG(LOG_ERROR, "revocation", LOG_TEXT("status", text_from(status_name(status))));
    arena_release(&arena);
}

const struct ticker_task oauth_revocation_task = { "revocation", EVERY_MS, run, .at_start = true };
