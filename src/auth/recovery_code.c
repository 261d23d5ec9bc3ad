/* Recovery code: 50 random bits each, without letters that look like others. */
#include "auth/recovery_code.h"

#include "auth/one_time_code.h"
#include "auth/server_setting.h"
#include "crypto/random.h"
#include "store/row.h"

#define ROW struct recovery_code

enum { CODE_SIZE = 10 };

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* clang-format off */
static const struct field fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity),
    TEXT(code_hash, L("Hash of the code", "恢复码散列"), CREDENTIAL, .min = 64, .max = 64, .hidden = true),
    INSTANT(used_at, L("Used", "使用时间"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

const struct entity recovery_code_entity = {
    .name = "recovery_code",
    .label = L("Recovery code", "恢复码"),
    .plural = L("Recovery codes", "恢复码"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to let you in once when your authenticator app is lost",
                 "以便在验证器应用丢失时让您登录一次"),
    .basis = CONTRACT,
    .keep = WITH_ACCOUNT,
    .title = "used_at",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

static struct text hash_of(struct arena *arena, const struct call *call, struct id account,
                           struct text plain)
{
    return one_time_code_hash(call->instance, arena, "recovery code", account, plain);
}

static struct text random_plain(struct arena *arena)
{
    char *plain = arena_alloc(arena, CODE_SIZE);

    for (size_t i = 0; i < CODE_SIZE; i++)
        plain[i] = alphabet[random_below(sizeof alphabet - 1)];
    return (struct text){ plain, CODE_SIZE };
}

/* What was typed, as it was made: 'o' is zero, 'i' and 'l' are one. Empty when it is no code. */
static struct text plain_of(struct arena *arena, struct text typed)
{
    char *plain = arena_alloc(arena, CODE_SIZE);
    size_t size = 0;

    for (size_t i = 0; i < typed.size; i++) {
        char c = typed.at[i];

        if (c == ' ' || c == '-')
            continue;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
        if (size == CODE_SIZE || c == 0 || !memchr(alphabet, c, sizeof alphabet - 1))
            return (struct text){ 0 };
        plain[size++] = c;
    }
    return size == CODE_SIZE ? (struct text){ plain, size } : (struct text){ 0 };
}

enum status recovery_code_delete_all(struct tx *tx, struct id account)
{
    struct value values[] = { VALUE_OF_ID(account) };

    return tx_execute(tx,
                      T("DELETE FROM main.recovery_code WHERE workspace_id = 0 AND "
                        "account_id = $1"),
                      values, 1, NULL);
}

enum status recovery_code_make_all(struct tx *tx, const struct call *call, struct id account,
                                   struct text ret_codes[RECOVERY_CODES])
{
    struct arena *arena = tx_arena(tx);
    enum status status = recovery_code_delete_all(tx, account);

    for (size_t i = 0; status == OK && i < RECOVERY_CODES; i++) {
        struct text plain = random_plain(arena);
        struct recovery_code code = { .row = server_row(call->now_ms),
                                      .account_id = account,
                                      .code_hash = hash_of(arena, call, account, plain) };

        status = row_insert(tx, &recovery_code_entity, &code);
        ret_codes[i] = arena_print(arena, "%.*s-%.*s", TEXT_ARG(text_slice(plain, 0, 5)),
                                   TEXT_ARG(text_from_offset(plain, 5)));
    }
    return status;
}

enum status recovery_code_count(struct tx *tx, struct id account, int64_t *ret_left)
{
    struct value values[] = { VALUE_OF_ID(account) };
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx,
                                  T("SELECT count(*) FROM main.recovery_code WHERE "
                                    "workspace_id = 0 AND account_id = $1 AND used_at IS NULL"),
                                  values, 1, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    *ret_left = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return OK;
}

enum status recovery_code_use(struct tx *tx, const struct call *call, struct id account,
                              struct text typed)
{
    struct text plain = plain_of(tx_arena(tx), typed);
    struct value values[] = { VALUE_OF_ID(account),
                              VALUE_OF_TEXT(hash_of(tx_arena(tx), call, account, plain)),
                              VALUE_OF_INTEGER(call->now_ms) };
    int64_t changed = 0;
    enum status status;

    if (plain.size == 0)
        return NOT_FOUND;
    status = tx_execute(tx,
                        T("UPDATE main.recovery_code SET used_at = $3, updated_at = $3, "
                          "version = version + 1 WHERE workspace_id = 0 AND account_id = $1 AND "
                          "code_hash = $2 AND used_at IS NULL"),
                        values, 3, &changed);
    if (status != OK)
        return status;
    return changed == 1 ? OK : NOT_FOUND;
}
