/* One-time token: 32 random bytes, so that a plain SHA-256 of them is enough in the store. */
#include "auth/one_time_token.h"

#include "auth/account.h"
#include "auth/one_time_code.h"
#include "auth/server_setting.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "store/row.h"

#define ROW struct one_time_token

enum { TOKEN_BYTES = 32, LIMIT_CODE_TRIES = 5 };

static const struct choice kinds[] = {
    { "recovery", L("Password recovery", "找回密码") },
    { "invite", L("Invitation", "邀请") },
    { "confirm", L("Confirmation of an address", "确认邮箱") },
    { "email", L("Change of address", "更换邮箱") },
    { "set_up", L("Set-up", "初始设置") },
    { "sign_in", L("Sign-in by mail", "邮件登录") },
    { "reauthenticate", L("Proof by mail", "邮件验证") },
    { "email_old", L("Leave of the old address", "原邮箱确认") },
    { "account_invite", L("Invitation to the server", "服务器邀请") },
};

/* clang-format off */
static const struct field fields[] = {
    CHOICE(kind, L("Kind", "类型"), NOT_PERSONAL, CHOICES(kinds)),
    TEXT(token_hash, L("Hash of the token", "令牌散列"), CREDENTIAL, .min = 64, .max = 64, .unique = true,
         .hidden = true),
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity, .optional = true),
    INTEGER(for_workspace, L("Workspace", "工作区"), NOT_PERSONAL, .fallback = "0"),
    ID(invite_id, L("Invitation", "邀请"), NOT_PERSONAL, .optional = true),
    TEXT(email, L("New address", "新邮箱"), CONTACT, .max = LIMIT_EMAIL, .optional = true, .sealed = true),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL, .index = true),
    INSTANT(used_at, L("Used", "使用时间"), NOT_PERSONAL, .optional = true),
    TEXT(code_hash, L("Hash of the code", "验证码散列"), CREDENTIAL, .max = 64, .optional = true, .hidden = true),
    INTEGER(tries, L("Wrong codes", "错误次数"), NOT_PERSONAL, .fallback = "0"),
    BOOLEAN(waits, L("Waits for the other address", "等待另一邮箱确认"), NOT_PERSONAL, .fallback = "false"),
};
/* clang-format on */

const struct entity one_time_token_entity = {
    .name = "one_time_token",
    .label = L("One-time link", "一次性链接"),
    .plural = L("One-time links", "一次性链接"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to let a link in a mail work once", "以便邮件中的链接只能使用一次"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "kind",
    .order = "created_at.desc",
    .sealed_for = "account_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

int64_t one_time_token_hours(enum token_kind kind)
{
    static const int64_t hours[] = {
        [TOKEN_RECOVERY] = 1,       [TOKEN_INVITE] = 7 * 24, [TOKEN_CONFIRM] = 7 * 24,
        [TOKEN_EMAIL] = 24,         [TOKEN_SET_UP] = 7 * 24, [TOKEN_SIGN_IN] = 1,
        [TOKEN_REAUTHENTICATE] = 1, [TOKEN_EMAIL_OLD] = 24,  [TOKEN_ACCOUNT_INVITE] = 7 * 24,
    };

    return hours[kind];
}

enum status one_time_token_make(struct tx *tx, struct arena *arena, int64_t now_ms,
                                struct one_time_token *token, struct text *ret_token)
{
    struct text plain = random_token(arena, TOKEN_BYTES);
    enum status status;

    token->row = server_row(now_ms);
    token->token_hash = digest_hex(arena, sha256(plain));
    token->expires_at = now_ms + one_time_token_hours((enum token_kind)token->kind) * MS_PER_HOUR;
    status = row_insert(tx, &one_time_token_entity, token);
    if (status != OK)
        return status;
    *ret_token = plain;
    return OK;
}

static struct text code_hash_of(const struct call *call, struct arena *arena, enum token_kind kind,
                                struct id account, struct text code)
{
    return one_time_code_hash(call->instance, arena, kinds[(int)kind - 1].value, account, code);
}

enum status one_time_token_make_with_code(struct tx *tx, const struct call *call,
                                          struct one_time_token *token, struct text *ret_token,
                                          struct text *ret_code)
{
    struct text code = one_time_code_random(tx_arena(tx));
    enum status status;

    token->code_hash =
        code_hash_of(call, tx_arena(tx), (enum token_kind)token->kind, token->account_id, code);
    status = one_time_token_make(tx, tx_arena(tx), call->now_ms, token, ret_token);
    if (status == OK)
        *ret_code = code;
    return status;
}

enum status one_time_token_find_open(struct tx *tx, enum token_kind kind, struct id account,
                                     int64_t now_ms, struct one_time_token *ret_token)
{
    struct value values[] = { VALUE_OF_ID(account),
                              VALUE_OF_TEXT(text_from(kinds[(int)kind - 1].value)),
                              VALUE_OF_INTEGER(now_ms) };

    return row_find_where(tx, &one_time_token_entity,
                          T("workspace_id = 0 AND account_id = $1 AND kind = $2 AND "
                            "used_at IS NULL AND expires_at > $3 ORDER BY id DESC"),
                          values, 3, ret_token);
}

enum status one_time_token_find_by_code(struct tx *tx, const struct call *call,
                                        enum token_kind kind, struct id account, struct text code,
                                        struct one_time_token *ret_token)
{
    struct value values[] = { VALUE_OF_NULL, VALUE_OF_INTEGER(call->now_ms),
                              VALUE_OF_INTEGER(LIMIT_CODE_TRIES) };
    struct one_time_token token;
    enum status status = one_time_token_find_open(tx, kind, account, call->now_ms, &token);

    if (status != OK)
        return status;
    if (token.code_hash.size > 0 &&
        text_equal_constant_time(token.code_hash,
                                 code_hash_of(call, tx_arena(tx), kind, account, code))) {
        *ret_token = token;
        return OK;
    }
    values[0] = VALUE_OF_ID(token.row.id);
    status = tx_execute(tx,
                        T("UPDATE main.one_time_token SET tries = tries + 1, updated_at = $2, "
                          "used_at = CASE WHEN tries + 1 >= $3 THEN $2 ELSE used_at END, "
                          "version = version + 1 WHERE workspace_id = 0 AND id = $1"),
                        values, 3, NULL);
    return status == OK ? NOT_FOUND : status;
}

enum status one_time_token_make_nobodys(struct tx *tx, enum token_kind kind, int64_t now_ms)
{
    struct one_time_token token = { .kind = (int)kind, .used_at = now_ms };
    struct text plain;

    return one_time_token_make(tx, tx_arena(tx), now_ms, &token, &plain);
}

enum status one_time_token_find(struct tx *tx, enum token_kind kind, struct text token,
                                int64_t now_ms, struct one_time_token *ret_token)
{
    struct text hash = digest_hex(tx_arena(tx), sha256(token));
    struct value values[] = { VALUE_OF_TEXT(hash) };
    struct one_time_token found;
    enum status status;

    if (token.size == 0)
        return NOT_FOUND;
    status = row_find_where(tx, &one_time_token_entity, T("workspace_id = 0 AND token_hash = $1"),
                            values, 1, &found);
    if (status != OK)
        return status;
    if (found.kind != (int)kind || found.used_at != 0 || found.expires_at <= now_ms)
        return NOT_FOUND;
    *ret_token = found;
    return OK;
}

enum status one_time_token_save(struct tx *tx, struct one_time_token *token, int64_t now_ms)
{
    token->row.updated_at = now_ms;
    return row_update(tx, &one_time_token_entity, token);
}

enum status one_time_token_use(struct tx *tx, struct one_time_token *token, int64_t now_ms)
{
    token->used_at = now_ms;
    return one_time_token_save(tx, token, now_ms);
}

enum status one_time_token_revoke(struct tx *tx, enum token_kind kind, struct id account,
                                  int64_t now_ms)
{
    struct value values[] = { VALUE_OF_TEXT(text_from(kinds[(int)kind - 1].value)),
                              VALUE_OF_INTEGER(now_ms), VALUE_OF_ID(account) };
    struct text sql =
        id_is_zero(account)
            ? T("UPDATE main.one_time_token SET used_at = $2, updated_at = $2 WHERE "
                "workspace_id = 0 AND kind = $1 AND used_at IS NULL")
            : T("UPDATE main.one_time_token SET used_at = $2, updated_at = $2 WHERE "
                "workspace_id = 0 AND kind = $1 AND used_at IS NULL AND account_id = $3");

    return tx_execute(tx, sql, values, id_is_zero(account) ? 2 : 3, NULL);
}

enum status one_time_token_revoke_all(struct tx *tx, struct id account, int64_t now_ms)
{
    struct value values[] = { VALUE_OF_ID(account), VALUE_OF_INTEGER(now_ms) };

    return tx_execute(tx,
                      T("UPDATE main.one_time_token SET used_at = $2, updated_at = $2 WHERE "
                        "workspace_id = 0 AND account_id = $1 AND kind <> 'confirm' AND "
                        "used_at IS NULL"),
                      values, 2, NULL);
}
