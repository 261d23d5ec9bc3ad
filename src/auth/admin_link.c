/* Admin link: inviting to the server, links for mails that the operator's program sends itself,
   and the second factors of an account. */
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/gotrue.h"
#include "auth/one_time_token.h"
#include "auth/server_setting.h"
#include "codec/query.h"
#include "store/row.h"

enum { LIMIT_LINK = 1024 };

struct link_type {
    const char *type;
    enum token_kind kind;
    bool makes_account; /* when there is none */
    bool has_code;
    const char *in_link; /* the type whose page asks for a password, when it is another one */
};

static const struct link_type link_types[] = {
    { "signup", TOKEN_CONFIRM, true, false },
    { "invite", TOKEN_ACCOUNT_INVITE, true, false, "recovery" },
    { "magiclink", TOKEN_SIGN_IN, false, true },
    { "recovery", TOKEN_RECOVERY, false, false },
};

struct linking {
    struct call *call;
    const struct link_type *type;
    struct text email, display_name;
    bool is_mailed;
    struct account account;
    struct user_details details;
    struct text token, code, base;
};

static enum status find_or_make(struct tx *tx, struct linking *linking)
{
    struct call *call = linking->call;
    struct account *account = &linking->account;
    enum status status = account_find_by_email(tx, linking->email, account);

    if (status == OK && linking->type->makes_account && account->email_confirmed_at != 0)
        return REFUSE(call, INVALID, .http = 422, .code = "email_exists",
                      .field = account_field("email"),
                      .say = L("This address has an account already.", "该邮箱已有账户。"));
    if (status != NOT_FOUND)
        return status;
    if (!linking->type->makes_account)
        return REFUSE(call, NOT_FOUND, .code = "user_not_found",
                      .say = L("There is no such account.", "没有这个账户。"));
    *account = (struct account){ .row = server_row(call->now_ms), .email = linking->email };
    account->display_name = linking->display_name;
    if (account->display_name.size == 0)
        account->display_name = account_clean_name(
            tx_arena(tx), text_slice(linking->email, 0, text_find_byte(linking->email, '@')));
    account_set_language(account, call->language);
    status = row_insert(tx, &account_entity, account);
    return status == OK ? audit_write(tx, call,
                                      &(struct audit){ .action = "account.create",
                                                       .entity = "account",
                                                       .row_id = account->row.id })
                        : status;
}

static enum status queue_letter(struct tx *tx, const struct linking *linking)
{
    struct auth_mail_values values = {
        .recipient = linking->email,
        .language = account_language(&linking->account),
        .name = linking->account.display_name,
        .token = linking->token,
    };

    return auth_mail_queue(tx, linking->call, MAIL_ACCOUNT_INVITE, &values);
}

static enum status make_link(struct tx *tx, void *context)
{
    struct linking *linking = context;
    struct call *call = linking->call;
    struct one_time_token token = { .kind = (int)linking->type->kind };
    enum status status = find_or_make(tx, linking);

    if (status == OK)
        status =
            one_time_token_revoke(tx, linking->type->kind, linking->account.row.id, call->now_ms);
    token.account_id = linking->account.row.id;
    if (status == OK)
        status =
            linking->type->has_code
                ? one_time_token_make_with_code(tx, call, &token, &linking->token, &linking->code)
                : one_time_token_make(tx, tx_arena(tx), call->now_ms, &token, &linking->token);
    if (status == OK)
        status = auth_link_base(tx, call, &linking->base);
    if (status == OK)
        status = user_details_read(tx, token.account_id, &linking->details);
    return status == OK && linking->is_mailed ? queue_letter(tx, linking) : status;
}

static enum status read_address(struct linking *linking, const struct json *body, struct text data)
{
    struct call *call = linking->call;

    linking->display_name = account_clean_name(
        call->arena, json_text_member(json_member(body, data), T("display_name")));
    return account_fold_email(call->arena, json_text_member(body, T("email")), &linking->email)
               ? OK
               : gotrue_refuse_email(call);
}

enum status admin_invite_handle(struct call *call)
{
    struct linking linking = { .call = call, .type = &link_types[1], .is_mailed = true };
    const struct json *body;
    struct json_writer json;
    enum status status = gotrue_body(call, &body);

    if (status == OK)
        status = read_address(&linking, body, T("data"));
    if (status == OK)
        status = gotrue_charge(call, THROTTLE_MAIL, linking.email);
    if (status == OK)
        status = call_write_as_system(call, make_link, &linking);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    gotrue_write_user(call, &json, &linking.account, &linking.details, USER_COMPLETE);
    return OK;
}

/* ---- generate_link ---- */

static enum status read_type(struct linking *linking, struct text type)
{
    for (size_t i = 0; i < sizeof link_types / sizeof *link_types; i++)
        if (text_equal(type, text_from(link_types[i].type)))
            linking->type = &link_types[i];
    if (linking->type)
        return OK;
    return REFUSE(linking->call, INVALID, .code = "validation_failed",
                  .say = L("A link is one of signup, invite, magiclink and recovery.",
                           "链接类型只能是 signup、invite、magiclink 或 recovery。"));
}

static enum status answer_link(const struct linking *linking)
{
    struct call *call = linking->call;
    struct json_writer json = call_answer_json(call);
    struct buffer link = buffer_in(call->arena, LIMIT_LINK);

    buffer_print(&link, "%.*s/auth/v1/verify?token=%.*s&type=%s", TEXT_ARG(linking->base),
                 TEXT_ARG(linking->token),
                 linking->type->in_link ? linking->type->in_link : linking->type->type);
    json_begin_object(&json);
    json_write_text_member(&json, T("action_link"), buffer_text(&link));
    json_write_text_member(&json, T("email_otp"), linking->code);
    json_write_text_member(&json, T("hashed_token"), linking->token);
    json_write_text_member(&json, T("verification_type"), text_from(linking->type->type));
    json_write_text_member(&json, T("redirect_to"), linking->base);
    gotrue_write_user_members(call, &json, &linking->account, &linking->details, USER_COMPLETE);
    json_end_object(&json);
    return buffer_status(&link);
}

enum status admin_generate_link_handle(struct call *call)
{
    struct linking linking = { .call = call };
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    if (status == OK)
        status = read_type(&linking, json_text_member(body, T("type")));
    if (status == OK)
        status = read_address(&linking, body, T("data"));
    if (status == OK)
        status = call_write_as_system(call, make_link, &linking);
    return status == OK ? answer_link(&linking) : status;
}

/* ---- second factors ---- */

struct looking {
    struct call *call;
    struct id account, factor;
    struct factors factors;
};

static enum status refuse_missing(struct call *call)
{
    return REFUSE(call, NOT_FOUND, .code = "mfa_factor_not_found",
                  .say = L("There is no such second factor.", "没有这个第二验证方式。"));
}

static enum status list_factors(struct tx *tx, void *context)
{
    struct looking *looking = context;

    return factor_list(tx, looking->account, &looking->factors);
}

enum status admin_factor_list_handle(struct call *call)
{
    struct looking looking = { .call = call };
    struct json_writer json;
    enum status status;

    if (!id_from_text(call->path_parameter, &looking.account))
        return refuse_missing(call);
    status = call_read_as_system(call, list_factors, &looking);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t i = 0; i < looking.factors.count; i++)
        factor_write(&json, &looking.factors.at[i]);
    json_end_array(&json);
    return OK;
}

static enum status delete_factor(struct tx *tx, void *context)
{
    const struct looking *looking = context;
    struct call *call = looking->call;
    struct factor factor;
    bool is_set_up = false;
    enum status status = factor_find(tx, looking->account, looking->factor, &factor);

    if (status == NOT_FOUND)
        return refuse_missing(call);
    if (status == OK)
        status = factor_delete(tx, &factor);
    if (status == OK)
        status = factor_is_set_up(tx, looking->account, &is_set_up);
    if (status == OK && !is_set_up)
        status = factor_forget_proofs(tx, call, looking->account);
    session_forget_after_commit(call, looking->account);
    return status == OK ? audit_write(tx, call,
                                      &(struct audit){ .action = "factor.remove",
                                                       .entity = "factor",
                                                       .row_id = factor.row.id })
                        : status;
}

enum status admin_factor_delete_handle(struct call *call)
{
    struct looking looking = { .call = call };
    struct json_writer json;
    struct id_text id;
    enum status status;

    if (!id_from_text(call->path_parameter, &looking.account) ||
        !id_from_text(call->path_parameter_2, &looking.factor))
        return refuse_missing(call);
    status = call_write_as_system(call, delete_factor, &looking);
    if (status != OK)
        return status;
    id = id_to_text(looking.factor);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id.at));
    json_end_object(&json);
    return OK;
}
