/* Routes: the paths of GoTrue. */
#include "auth/auth.h"
#include "auth/gotrue.h"

#define AUTH_GET(path_, who_, run_)                                                                \
    {                                                                                              \
        .method = HTTP_GET, .path = "/auth/v1/" path_, .who = (who_), .dialect = DIALECT_AUTH,     \
        .run = (run_)                                                                              \
    }
#define AUTH_SEND(method_, path_, who_, run_)                                                      \
    {                                                                                              \
        .method = (method_), .path = "/auth/v1/" path_, .who = (who_), .dialect = DIALECT_AUTH,    \
        .body_limit = LIMIT_AUTH_BODY, .run = (run_)                                               \
    }

const struct route auth_routes[] = {
    AUTH_SEND(HTTP_POST, "signup", WHO_ANYONE, sign_up_handle),
    AUTH_SEND(HTTP_POST, "token", WHO_ANYONE, token_handle),
    AUTH_SEND(HTTP_POST, "logout", WHO_SIGNED_IN, sign_out_handle),
    AUTH_SEND(HTTP_POST, "recover", WHO_ANYONE, recover_handle),
    AUTH_SEND(HTTP_POST, "resend", WHO_ANYONE, resend_handle),
    AUTH_SEND(HTTP_POST, "otp", WHO_ANYONE, otp_handle),
    AUTH_GET("reauthenticate", WHO_SIGNED_IN, reauthenticate_handle),
    AUTH_SEND(HTTP_POST, "verify", WHO_ANYONE, verify_post_handle),
    AUTH_GET("verify", WHO_ANYONE, verify_get_handle),
    AUTH_GET("user", WHO_SIGNED_IN, user_get_handle),
    AUTH_SEND(HTTP_PUT, "user", WHO_SIGNED_IN, user_put_handle),
    AUTH_GET("authorize", WHO_ANYONE, authorize_handle),
    AUTH_GET("callback", WHO_ANYONE, callback_handle),
    AUTH_GET("user/identities/authorize", WHO_SIGNED_IN, identity_authorize_handle),
    AUTH_SEND(HTTP_DELETE, "user/identities/{}", WHO_SIGNED_IN, identity_delete_handle),
    AUTH_SEND(HTTP_POST, "factors", WHO_SIGNED_IN, factor_enroll_handle),
    AUTH_SEND(HTTP_POST, "factors/{}/challenge", WHO_SIGNED_IN, factor_challenge_handle),
    AUTH_SEND(HTTP_POST, "factors/{}/verify", WHO_SIGNED_IN, factor_verify_handle),
    AUTH_SEND(HTTP_DELETE, "factors/{}", WHO_SIGNED_IN, factor_delete_handle),
    AUTH_SEND(HTTP_POST, "admin/users", WHO_SERVICE, admin_user_create_handle),
    AUTH_GET("admin/users", WHO_SERVICE, admin_user_list_handle),
    AUTH_GET("admin/users/{}", WHO_SERVICE, admin_user_get_handle),
    AUTH_SEND(HTTP_PUT, "admin/users/{}", WHO_SERVICE, admin_user_put_handle),
    AUTH_SEND(HTTP_DELETE, "admin/users/{}", WHO_SERVICE, admin_user_delete_handle),
    AUTH_GET("admin/users/{}/factors", WHO_SERVICE, admin_factor_list_handle),
    AUTH_SEND(HTTP_DELETE, "admin/users/{}/factors/{}", WHO_SERVICE, admin_factor_delete_handle),
    AUTH_SEND(HTTP_POST, "admin/generate_link", WHO_SERVICE, admin_generate_link_handle),
    AUTH_SEND(HTTP_POST, "invite", WHO_SERVICE, admin_invite_handle),
    AUTH_GET("settings", WHO_ANYONE, settings_handle),
    AUTH_GET("health", WHO_ANYONE, health_handle),
    AUTH_GET(".well-known/jwks.json", WHO_ANYONE, keys_handle),
    { 0 },
};
