/* Identity: the entity, and the rule by which a sign-in finds its account
   (docs/decisions/2026-11-21-sign-in-with-google.md). */
#include "auth/identity.h"

#include "auth/address_proof.h"
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/one_time_code.h"
#include "auth/server_setting.h"
#include "auth/workspace.h"
#include "store/row.h"

#define ROW struct identity_link

static const struct choice providers[] = { { "google", L("Google", "Google") } };

/* clang-format off */
static const struct field fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity),
    CHOICE(provider, L("Provider", "提供方"), NOT_PERSONAL, CHOICES(providers)),
    TEXT(subject_hash, L("Hash of the account there", "对方账户散列"), CREDENTIAL, .min = 64, .max = 64, .unique = true,
         .hidden = true),
    TEXT(email, L("E-mail there", "对方邮箱"), CONTACT, .max = LIMIT_EMAIL, .optional = true, .sealed = true),
    INSTANT(last_sign_in_at, L("Last sign-in", "最近登录"), DEVICE, .optional = true),
};
/* clang-format on */

const struct entity identity_entity = {
    .name = "identity",
    .label = L("Linked account", "关联账户"),
    .plural = L("Linked accounts", "关联账户"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to let you sign in with your Google account", "以便您使用 Google 账户登录"),
    .basis = CONSENT,
    .keep = WITH_ACCOUNT,
    .title = "email",
    .order = "created_at.asc",
    .sealed_for = "account_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

const struct refusal *identity_refusal(enum identity_outcome outcome)
{
    static const struct refusal refusals[] = {
        [IDENTITY_NO_EMAIL] = { .status = FORBIDDEN,
                                .code = "provider_email_needs_verification",
                                .say = L("Google has not verified the address of this account.",
                                         "Google 尚未验证该账户的邮箱。") },
        [IDENTITY_NOT_SURE] = { .status = FORBIDDEN,
                                .code = "email_conflict_identity_not_deletable",
                                .say =
                                    L("This address has an account. Sign in with your password "
                                      "and link Google in your settings.",
                                      "该邮箱已有账户，请使用密码登录，并在设置中关联 Google。") },
        [IDENTITY_OTHERS] = { .status = CONFLICT,
                              .http = 422,
                              .code = "identity_already_exists",
                              .say = L("This Google account is linked to another account.",
                                       "该 Google 账户已关联其他账户。") },
        [IDENTITY_NO_SIGN_UP] = { .status = FORBIDDEN,
                                  .code = "signup_disabled",
                                  .say = L("Accounts are made by invitation here.",
                                           "本服务器仅限受邀注册。") },
    };

    return &refusals[outcome];
}

/* ---- the rows ---- */

struct collecting {
    struct identity_link *at;
    size_t count, room;
};

static enum status collect(struct tx *tx, void *row, void *context)
{
    struct collecting *collecting = context;

    collecting->at = arena_room(tx_arena(tx), collecting->at, collecting->count, &collecting->room,
                                sizeof *collecting->at);
    collecting->at[collecting->count++] = *(struct identity_link *)row;
    return OK;
}

enum status identity_list(struct tx *tx, struct id account, struct identities *ret_identities)
{
    struct value values[] = { VALUE_OF_ID(account) };
    struct collecting collecting = { 0 };
    struct identity_link link;
    enum status status = row_each(tx, &identity_entity,
                                  T("workspace_id = 0 AND account_id = $1 ORDER BY id"), values, 1,
                                  &link, collect, &collecting);

    if (status == OK)
        *ret_identities = (struct identities){ collecting.at, collecting.count };
    return status;
}

static struct text hash_of(struct tx *tx, const struct call *call, struct text subject)
{
    struct text whole = arena_print(tx_arena(tx), "%s %.*s",
                                    call->instance->settings->google_issuer, TEXT_ARG(subject));

    return one_time_code_hash(call->instance, tx_arena(tx), "identity", (struct id){ { 0 } },
                              whole);
}

static enum status find(struct tx *tx, const struct call *call, struct text subject,
                        struct identity_link *ret_link)
{
    struct value values[] = { VALUE_OF_TEXT(hash_of(tx, call, subject)) };

    return row_find_where(tx, &identity_entity, T("workspace_id = 0 AND subject_hash = $1"), values,
                          1, ret_link);
}

enum status identity_find(struct tx *tx, const struct call *call,
                          const struct id_token_facts *facts, struct identity_link *ret_link)
{
    return find(tx, call, facts->subject, ret_link);
}

static struct text folded_email(struct tx *tx, const struct id_token_facts *facts)
{
    struct text email = { 0 };

    return account_fold_email(tx_arena(tx), facts->email, &email) ? email : (struct text){ 0 };
}

static enum status tell(struct tx *tx, struct call *call, const struct account *account)
{
    struct auth_mail_values values = { .recipient = account->email,
                                       .language = account_language(account),
                                       .name = account->display_name };

    return account->email.size > 0 ? auth_mail_queue(tx, call, MAIL_IDENTITY_LINKED, &values) : OK;
}

static enum status insert(struct tx *tx, struct call *call, const struct id_token_facts *facts,
                          struct id account)
{
    struct identity_link link = { .row = server_row(call->now_ms),
                                  .account_id = account,
                                  .provider = 1,
                                  .subject_hash = hash_of(tx, call, facts->subject),
                                  .email = folded_email(tx, facts),
                                  .last_sign_in_at = call->now_ms };
    enum status status = row_insert(tx, &identity_entity, &link);

    return status == OK ? audit_write(tx, call,
                                      &(struct audit){ .action = "identity.link",
                                                       .entity = "identity",
                                                       .row_id = link.row.id })
                        : status;
}

/* ---- the rule ---- */

static enum status make_account(struct tx *tx, struct call *call,
                                const struct id_token_facts *facts, struct text email,
                                struct account *ret_account)
{
    struct account account = { .row = server_row(call->now_ms),
                               .email = email,
                               .email_confirmed_at = call->now_ms,
                               .display_name = account_clean_name(tx_arena(tx), facts->name) };
    struct workspace wish = { 0 };
    int64_t workspace_id;
    enum status status;

    if (account.display_name.size == 0)
        account.display_name =
            account_clean_name(tx_arena(tx), text_slice(email, 0, text_find_byte(email, '@')));
    account_set_language(&account, call->language);
    status = row_insert(tx, &account_entity, &account);
    if (status == OK)
        status = workspace_make(tx, call, &wish, &account, &workspace_id);
    if (status == OK)
        status = insert(tx, call, facts, account.row.id);
    if (status == OK)
        *ret_account = account;
    return status;
}

static enum status adopt(struct tx *tx, struct call *call, const struct id_token_facts *facts,
                         struct account *account)
{
    enum status status = address_prove(tx, call, account);

    if (status == OK)
        status = insert(tx, call, facts, account->row.id);
    return status == OK ? tell(tx, call, account) : status;
}

static enum status note_sign_in(struct tx *tx, const struct call *call, struct identity_link *link)
{
    link->last_sign_in_at = call->now_ms;
    link->row.updated_at = call->now_ms;
    return row_update(tx, &identity_entity, link);
}

enum status identity_resolve(struct tx *tx, struct call *call, const struct id_token_facts *facts,
                             struct account *ret_account, enum identity_outcome *ret_outcome)
{
    struct text email = folded_email(tx, facts);
    struct identity_link link;
    enum status status = find(tx, call, facts->subject, &link);

    *ret_outcome = IDENTITY_FINE;
    if (status == OK)
        status = note_sign_in(tx, call, &link);
    if (status != NOT_FOUND)
        return status == OK ? account_find(tx, link.account_id, ret_account) : status;
    *ret_outcome = IDENTITY_NO_EMAIL;
    if (email.size == 0 || !facts->is_email_verified)
        return OK;
    status = account_find_by_email(tx, email, ret_account);
    *ret_outcome = IDENTITY_NOT_SURE;
    if (status == OK && !facts->is_email_authoritative)
        return OK;
    *ret_outcome = IDENTITY_FINE;
    if (status == OK)
        return adopt(tx, call, facts, ret_account);
    if (status != NOT_FOUND)
        return status;
    *ret_outcome = IDENTITY_NO_SIGN_UP;
    if (text_equal(text_from(settings_sign_up(call->instance->settings)), T("invited")))
        return OK;
    *ret_outcome = IDENTITY_FINE;
    return make_account(tx, call, facts, email, ret_account);
}

enum status identity_link_to(struct tx *tx, struct call *call, const struct id_token_facts *facts,
                             struct id account_id, enum identity_outcome *ret_outcome)
{
    struct identity_link link;
    struct account account;
    enum status status = find(tx, call, facts->subject, &link);

    *ret_outcome = status == OK ? IDENTITY_OTHERS : IDENTITY_FINE;
    if (status == OK && id_equal(link.account_id, account_id))
        *ret_outcome = IDENTITY_FINE;
    if (status != NOT_FOUND)
        return status;
    status = account_find(tx, account_id, &account);
    if (status == OK)
        status = insert(tx, call, facts, account_id);
    return status == OK ? tell(tx, call, &account) : status;
}
