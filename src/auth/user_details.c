/* User details: reading and writing. */
#include "auth/user_details.h"

#include "auth/one_time_token.h"

enum status user_details_read(struct tx *tx, struct id account, struct user_details *ret_details)
{
    struct user_details details = { 0 };
    struct one_time_token token;
    enum status status = factor_list(tx, account, &details.factors);

    if (status == OK)
        status = identity_list(tx, account, &details.identities);
    if (status != OK)
        return status;
    status = one_time_token_find_open(tx, TOKEN_EMAIL, account, clock_now_ms(), &token);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == OK)
        details.new_email = token.email;
    *ret_details = details;
    return OK;
}

static void write_instant(struct json_writer *json, struct text name, int64_t instant_ms)
{
    struct instant_text text = instant_to_text(instant_ms);

    json_write_text_member(json, name, text_from(text.at));
}

void factor_write(struct json_writer *json, const struct factor *factor)
{
    struct id_text id = id_to_text(factor->row.id);

    json_begin_object(json);
    json_write_text_member(json, T("id"), text_from(id.at));
    json_write_text_member(json, T("friendly_name"), factor->friendly_name);
    json_write_text_member(json, T("factor_type"), T("totp"));
    json_write_text_member(json, T("status"),
                           factor->status == FACTOR_VERIFIED ? T("verified") : T("unverified"));
    write_instant(json, T("created_at"), factor->row.created_at);
    write_instant(json, T("updated_at"), factor->row.updated_at);
    json_end_object(json);
}

void user_details_write(struct json_writer *json, const struct user_details *details)
{
    if (details->new_email.size > 0)
        json_write_text_member(json, T("new_email"), details->new_email);
    if (details->factors.count == 0)
        return;
    json_write_key(json, T("factors"));
    json_begin_array(json);
    for (size_t i = 0; i < details->factors.count; i++)
        factor_write(json, &details->factors.at[i]);
    json_end_array(json);
}

/* What Google calls the account is not kept: its id here is that of the link. */
static void write_identity(struct json_writer *json, const struct identity_link *link)
{
    struct id_text id = id_to_text(link->row.id), user = id_to_text(link->account_id);

    json_begin_object(json);
    json_write_text_member(json, T("identity_id"), text_from(id.at));
    json_write_text_member(json, T("id"), text_from(id.at));
    json_write_text_member(json, T("user_id"), text_from(user.at));
    json_write_key(json, T("identity_data"));
    json_begin_object(json);
    json_write_text_member(json, T("sub"), text_from(id.at));
    json_write_text_member(json, T("email"), link->email);
    json_write_boolean_member(json, T("email_verified"), true);
    json_end_object(json);
    json_write_text_member(json, T("provider"), T("google"));
    write_instant(json, T("last_sign_in_at"), link->last_sign_in_at);
    write_instant(json, T("created_at"), link->row.created_at);
    write_instant(json, T("updated_at"), link->row.updated_at);
    json_write_text_member(json, T("email"), link->email);
    json_end_object(json);
}

void user_details_write_identities(struct json_writer *json, const struct user_details *details)
{
    for (size_t i = 0; i < details->identities.count; i++)
        write_identity(json, &details->identities.at[i]);
}
