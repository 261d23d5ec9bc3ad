/* Discovery: what supabase-js and an operator ask before anybody is signed in. */
#include "auth/gotrue.h"
#include "auth/issuer.h"

enum status settings_handle(struct call *call)
{
    const char *sign_up = settings_sign_up(call->instance->settings);
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_key(&json, T("external"));
    json_begin_object(&json);
    json_write_boolean_member(&json, T("email"), true);
    json_write_boolean_member(&json, T("phone"), false);
    json_write_boolean_member(&json, T("anonymous_users"), false);
    json_write_boolean_member(&json, T("google"), issuer_is_used(call->instance->settings));
    json_end_object(&json);
    json_write_boolean_member(&json, T("disable_signup"),
                              text_equal(text_from(sign_up), T("invited")));
    json_write_boolean_member(&json, T("mailer_autoconfirm"), false);
    json_write_boolean_member(&json, T("phone_autoconfirm"), false);
    json_write_boolean_member(&json, T("saml_enabled"), false);
    json_write_text_member(&json, T("sms_provider"), T(""));
    json_end_object(&json);
    return OK;
}

enum status health_handle(struct call *call)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_text_member(&json, T("version"), text_from(steward_version()));
    json_write_text_member(&json, T("name"), T("Steward"));
    json_write_text_member(&json, T("description"), T("Sign-in in the dialect of GoTrue"));
    json_end_object(&json);
    return OK;
}

/* Tokens are signed with a secret: there are no public keys. */
enum status keys_handle(struct call *call)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_key(&json, T("keys"));
    json_begin_array(&json);
    json_end_array(&json);
    json_end_object(&json);
    return OK;
}
