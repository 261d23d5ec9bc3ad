/* Account: the entity, and how what people type becomes the names they sign in with. */
#include "auth/account.h"

#include "codec/utf8.h"
#include "store/row.h"
#include "store/sealed.h"

#include <assert.h>

#define ROW struct account

static const struct choice languages[] = {
    { "en", L("English", "英文") },
    { "zh", L("Chinese", "中文") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(email, L("E-mail", "电子邮箱"), CONTACT, .max = LIMIT_EMAIL, .optional = true, .unique = true,
         .format = EMAIL, .sealed = true, .blind = true),
    TEXT(username, L("User name", "用户名"), IDENTITY, .min = 2, .max = LIMIT_USERNAME, .optional = true,
         .unique = true),
    TEXT(display_name, L("Name", "姓名"), IDENTITY, .min = 1, .max = LIMIT_DISPLAY_NAME),
    TEXT(password, L("Password verifier", "密码校验串"), CREDENTIAL, .max = 256, .optional = true,
         .hidden = true),
    INSTANT(password_changed_at, L("Password changed", "密码修改时间"), NOT_PERSONAL, .optional = true),
    CHOICE(language, L("Language", "语言"), NOT_PERSONAL, CHOICES(languages), .fallback = "en"),
    INSTANT(email_confirmed_at, L("E-mail confirmed", "邮箱确认时间"), NOT_PERSONAL, .optional = true),
    INTEGER(last_workspace, L("Last workspace", "最近的工作区"), NOT_PERSONAL, .fallback = "0"),
    INSTANT(last_sign_in_at, L("Last sign-in", "最近登录"), DEVICE, .optional = true),
    BOOLEAN(is_operator, L("Operates this server", "服务器运营者"), NOT_PERSONAL, .fallback = "false"),
};
/* clang-format on */

const struct entity account_entity = {
    .name = "account",
    .label = L("Account", "账户"),
    .plural = L("Accounts", "账户"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to let you sign in, and to show your team who you are",
                 "以便您登录，并让团队知道您是谁"),
    .basis = CONTRACT,
    .keep = WITH_ACCOUNT,
    .title = "display_name",
    .order = "created_at.desc",
    .sealed_for = "id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

const struct field *account_field(const char *name)
{
    const struct field *field = entity_field(&account_entity, text_from(name));

    assert(field);
    return field;
}

enum language account_language(const struct account *account)
{
    return account->language == LANGUAGE_ZH + 1 ? LANGUAGE_ZH : LANGUAGE_EN;
}

void account_set_language(struct account *account, enum language language)
{
    account->language = (int)language + 1;
}

static struct text folded(struct arena *arena, struct text typed)
{
    struct buffer fold = buffer_in(arena, 4096);

    utf8_fold(&fold, text_trim(typed));
    return buffer_text(&fold);
}

static bool has_space_or_control(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7f)
            return true;
    return false;
}

/* Addresses are written into mail headers as they are. */
static bool is_plain_address(struct text email)
{
    static const char special[] = "<>()[]\\,;:\"";

    for (size_t i = 0; i < email.size; i++)
        if (memchr(special, email.at[i], sizeof special - 1))
            return false;
    return !has_space_or_control(email);
}

bool account_fold_email(struct arena *arena, struct text typed, struct text *ret_email)
{
    struct value value;

    if (typed.size == 0 || typed.size > LIMIT_EMAIL || !utf8_is_valid(typed))
        return false;
    if (value_from_text(account_field("email"), folded(arena, typed), arena, &value) !=
            PARSE_FINE ||
        value.type != VALUE_TEXT || !is_plain_address(value.text))
        return false;
    *ret_email = value.text;
    return true;
}

bool account_fold_username(struct arena *arena, struct text typed, struct text *ret_username)
{
    struct text name;
    size_t characters;

    if (typed.size > LIMIT_USERNAME * 4 || !utf8_is_printable(typed))
        return false;
    name = folded(arena, typed);
    characters = utf8_count(name);
    if (characters < 2 || characters > LIMIT_USERNAME || has_space_or_control(name) ||
        text_find_byte(name, '@') < name.size)
        return false;
    *ret_username = name;
    return true;
}

struct text account_clean_name(struct arena *arena, struct text typed)
{
    struct buffer clean = buffer_in(arena, 4 * LIMIT_DISPLAY_NAME + 4);
    struct text rest = text_trim(typed);

    for (int i = 0; i < LIMIT_DISPLAY_NAME && rest.size > 0; i++) {
        uint32_t code_point = utf8_next(&rest);

        utf8_append(&clean, code_point < ' ' || code_point == 0x7f ? ' ' : code_point);
    }
    return text_trim(buffer_text(&clean));
}

enum status account_find(struct tx *tx, struct id id, struct account *ret_account)
{
    return row_find(tx, &account_entity, 0, id, ret_account);
}

enum status account_find_by_email(struct tx *tx, struct text email, struct account *ret_account)
{
    struct value values[] = { tx_blind(tx, &account_entity, "email", 0, email) };

    return row_find_where(tx, &account_entity, T("workspace_id = 0 AND email_blind = $1"), values,
                          1, ret_account);
}

enum status account_find_by_username(struct tx *tx, struct text username,
                                     struct account *ret_account)
{
    struct value values[] = { VALUE_OF_TEXT(username) };

    return row_find_where(tx, &account_entity, T("workspace_id = 0 AND username = $1"), values, 1,
                          ret_account);
}

enum status account_find_by_login(struct tx *tx, struct text typed, struct account *ret_account)
{
    struct text name;

    if (text_find_byte(typed, '@') < typed.size)
        return account_fold_email(tx_arena(tx), typed, &name)
                   ? account_find_by_email(tx, name, ret_account)
                   : NOT_FOUND;
    return account_fold_username(tx_arena(tx), typed, &name)
               ? account_find_by_username(tx, name, ret_account)
               : NOT_FOUND;
}

enum status account_note_sign_in(struct tx *tx, const struct account *account)
{
    struct value values[] = { VALUE_OF_ID(account->row.id),
                              VALUE_OF_INTEGER(account->last_workspace),
                              VALUE_OF_INTEGER(account->last_sign_in_at) };

    return tx_execute(tx,
                      T("UPDATE main.account SET last_workspace = $2, last_sign_in_at = $3 WHERE "
                        "workspace_id = 0 AND id = $1"),
                      values, 3, NULL);
}

enum status account_save(struct tx *tx, struct account *account, int64_t now_ms)
{
    account->row.updated_at = now_ms;
    return row_update(tx, &account_entity, account);
}
