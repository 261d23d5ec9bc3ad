/* GoTrue: what the handlers of /auth/v1 share: reading their bodies, their errors, and writing
   users and sessions as supabase-js reads them. */
#ifndef AUTH_GOTRUE_H
#define AUTH_GOTRUE_H

#include "auth/member.h"
#include "auth/session.h"
#include "auth/throttle.h"
#include "auth/user_details.h"

enum { LIMIT_AUTH_BODY = 64 * 1024, LIMIT_TOKEN_METADATA = 2048 };

/* The handlers; their rows are in routes.c. */
enum status sign_up_handle(struct call *call);
enum status resend_handle(struct call *call);
enum status otp_handle(struct call *call);
enum status reauthenticate_handle(struct call *call);
enum status token_handle(struct call *call);
enum status user_get_handle(struct call *call);
enum status user_put_handle(struct call *call);
enum status sign_out_handle(struct call *call);
enum status recover_handle(struct call *call);
enum status verify_post_handle(struct call *call);
enum status verify_get_handle(struct call *call);
enum status settings_handle(struct call *call);
enum status health_handle(struct call *call);
enum status factor_enroll_handle(struct call *call);
enum status factor_challenge_handle(struct call *call);
enum status factor_verify_handle(struct call *call);
enum status factor_delete_handle(struct call *call);
enum status authorize_handle(struct call *call);
enum status callback_handle(struct call *call);
enum status identity_authorize_handle(struct call *call);
enum status identity_delete_handle(struct call *call);
enum status admin_user_create_handle(struct call *call);
enum status admin_user_list_handle(struct call *call);
enum status admin_user_get_handle(struct call *call);
enum status admin_user_put_handle(struct call *call);
enum status admin_user_delete_handle(struct call *call);
enum status admin_invite_handle(struct call *call);
enum status admin_generate_link_handle(struct call *call);
enum status admin_factor_list_handle(struct call *call);
enum status admin_factor_delete_handle(struct call *call);
enum status keys_handle(struct call *call);
/* Grants of /token. */
enum status sign_in_with_password(struct call *call, const struct json *body);
enum status sign_in_with_code(struct call *call, const struct json *body);
enum status sign_in_with_refresh_token(struct call *call, const struct json *body);

/* The body as a JSON object; bad_json otherwise. */
enum status MUST_CHECK gotrue_body(struct call *call, const struct json **ret_body);
/* One parameter of the query, decoded; empty when it is not there. */
struct text gotrue_query(struct call *call, struct text name);
/* 429 over_request_rate_limit when `who` has tried too often; the try is charged. */
enum status MUST_CHECK gotrue_charge(struct call *call, enum throttle_kind kind, struct text who);
/* Before a mail to an address of the caller's choice: counts against both of them. */
enum status MUST_CHECK gotrue_charge_letter(struct call *call, struct text recipient);
enum status MUST_CHECK gotrue_refuse_email(struct call *call);
/* {} */
enum status MUST_CHECK gotrue_answer_empty(struct call *call);

/* What a session is in: the workspace of its next token. */
struct standing {
    int64_t workspace_id;
    enum role role; /* ROLE_NOBODY: in no workspace */
    struct text grants;
};

enum status MUST_CHECK standing_read(struct tx *tx, struct id account, int64_t workspace_id,
                                     struct standing *ret_standing);

struct signed_in {
    struct account account;
    struct session session;
    struct standing standing;
    struct user_details details;
};

/* Account and session are there; reads the rest, for the session's current workspace. */
enum status MUST_CHECK signed_in_complete(struct tx *tx, struct signed_in *signed_in);

/* {access_token, token_type, expires_in, expires_at, refresh_token, user} */
enum status MUST_CHECK gotrue_answer_session(struct call *call, const struct signed_in *signed_in);
/* The same as the members of an object that is open. */
enum status MUST_CHECK gotrue_write_session(struct call *call, struct json_writer *json,
                                            const struct signed_in *signed_in);
enum gotrue_user_form { USER_COMPLETE, USER_JUST_SIGNED_UP };
/* `details` may be NULL. */
void gotrue_write_user(struct call *call, struct json_writer *json, const struct account *account,
                       const struct user_details *details, enum gotrue_user_form form);
/* The same as members of an object that is open. */
void gotrue_write_user_members(struct call *call, struct json_writer *json,
                               const struct account *account, const struct user_details *details,
                               enum gotrue_user_form form);
/* 401 insufficient_aal when the account has a second factor and the session has not shown it. */
enum status MUST_CHECK gotrue_require_factor(struct call *call);

#endif
