/* Credential: between the settings and crypto/password. */
#include "auth/credential.h"

#include "base/limits.h"
#include "codec/utf8.h"

struct password_params credential_params(const struct settings *settings)
{
    struct password_params params = {
        .scheme = password_scheme_find(text_from(settings_password_scheme(settings))),
    };

    if (params.scheme == PASSWORD_BCRYPT)
        params.cost = (uint32_t)settings->bcrypt_cost;
    if (params.scheme == PASSWORD_PBKDF2_SHA256)
        params.rounds = (uint32_t)settings->pbkdf2_rounds;
    return params;
}

enum status credential_check_rules(struct call *call, struct text password)
{
    static const struct field field = { .name = "password", .label = L("Password", "密码") };

    if (password.size > LIMIT_PASSWORD)
        return REFUSE(
            call, INVALID, .code = "validation_failed", .field = &field,
            .say = L("The password is longer than {limit} bytes.", "密码超过了 {limit} 字节。"),
            .limit = LIMIT_PASSWORD);
    if (utf8_count(password) < PASSWORD_LEAST_CHARACTERS)
        return REFUSE(call, INVALID, .http = 422, .code = "weak_password", .field = &field,
                      .say = L("The password needs at least {limit} characters.",
                               "密码至少需要 {limit} 个字符。"),
                      .limit = PASSWORD_LEAST_CHARACTERS);
    return OK;
}

enum status credential_make(struct call *call, struct text password, struct text *ret_stored)
{
    struct password_params params = credential_params(call->instance->settings);
    enum status status = credential_check_rules(call, password);

    if (status != OK)
        return status;
    return password_hash(call->arena, password, &params, ret_stored);
}

bool credential_fits(const struct call *call, const struct account *account, struct text password)
{
    struct password_params params = credential_params(call->instance->settings);

    if (account && account->password.size > 0)
        return password_verify(account->password, password);
    return password_verify_nobody(&params, password);
}
