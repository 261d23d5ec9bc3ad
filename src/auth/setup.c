/* Set-up: what is done once. */
#include "auth/setup.h"

#include "auth/audit.h"
#include "auth/credential.h"
#include "auth/one_time_token.h"
#include "auth/server_setting.h"
#include "auth/workspace.h"
#include "store/row.h"

struct setting_up {
    struct call *call;
    const struct setup *setup;
    bool is_operator;
    struct account account;
    struct text public_url;
    struct signed_in result;
};

static enum status refuse_empty(struct call *call, const char *name, struct label label)
{
    struct field *field = ARENA_NEW(call->arena, struct field);

    *field = (struct field){ .name = name, .label = label };
    return REFUSE(call, INVALID, .code = "23502", .field = field,
                  .say = L("{field} is needed.", "请填写{field}。"));
}

static enum status check_controller(struct call *call, const struct setup *setup)
{
    struct text email;

    if (text_trim(setup->controller_name).size == 0)
        return refuse_empty(call, "controller_name",
                            (struct label)L("Who answers for this server", "服务器负责人"));
    if (text_trim(setup->controller_place).size == 0)
        return refuse_empty(call, "controller_place",
                            (struct label)L("Place of who answers for it", "负责人所在地"));
    if (!account_fold_email(call->arena, setup->controller_email, &email))
        return refuse_empty(call, "controller_email",
                            (struct label)L("Their e-mail address", "负责人邮箱"));
    return OK;
}

/* Names and password of the first account, checked; nothing is written yet. */
static enum status make_account(struct setting_up *up)
{
    struct call *call = up->call;
    const struct setup *setup = up->setup;
    struct account *account = &up->account;
    struct text name = setup->display_name;

    account->row = server_row(call->now_ms);
    account->is_operator = true;
    account->language = setup->language ? setup->language : (int)call->language + 1;
    account->password_changed_at = account->email_confirmed_at = call->now_ms;
    if (setup->email.size > 0 && !account_fold_email(call->arena, setup->email, &account->email))
        return gotrue_refuse_email(call);
    if (setup->username.size > 0 &&
        !account_fold_username(call->arena, setup->username, &account->username))
        return REFUSE(call, INVALID, .code = "22023", .field = account_field("username"),
                      .say = L("A user name has 2 to {limit} characters, without spaces and @.",
                               "用户名为 2 至 {limit} 个字符，不能含空格和 @。"),
                      .limit = LIMIT_USERNAME);
    if (account->email.size == 0 && account->username.size == 0)
        return refuse_empty(call, "email", (struct label)L("E-mail or user name", "邮箱或用户名"));
    if (name.size == 0)
        name = setup->username.size > 0
                   ? setup->username
                   : text_slice(account->email, 0, text_find_byte(account->email, '@'));
    account->display_name = account_clean_name(call->arena, name);
    return credential_make(call, setup->password, &account->password);
}

/* The address at which the administrator reaches the server, for links in mails; not when it is
   this machine's own, whose port may change. */
static struct text public_url_of(const struct call *call)
{
    static const char *const local[] = { "127.", "localhost", "[::1]" };
    struct text host;

    if (!call->exchange)
        return (struct text){ 0 };
    host = http_host(call->exchange);
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        if (text_starts_with(host, text_from(local[i])))
            return (struct text){ 0 };
    return arena_print(call->arena, "%s://%.*s", http_is_secure(call->exchange) ? "https" : "http",
                       TEXT_ARG(host));
}

static enum status write_settings(struct tx *tx, const struct setting_up *up)
{
    int64_t now_ms = up->call->now_ms;
    const struct {
        const char *name;
        struct text value;
        int64_t number;
    } settings[] = {
        { SETTING_CONTROLLER_NAME, text_trim(up->setup->controller_name), 0 },
        { SETTING_CONTROLLER_PLACE, text_trim(up->setup->controller_place), 0 },
        { SETTING_CONTROLLER_EMAIL, text_trim(up->setup->controller_email), 0 },
        { SETTING_PUBLIC_URL, up->public_url, 0 },
        { SETTING_SET_UP_AT, (struct text){ 0 }, now_ms },
    };

    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        enum status status = server_setting_write(tx, settings[i].name, settings[i].value,
                                                  settings[i].number, now_ms);

        if (status != OK)
            return status;
    }
    return OK;
}

static enum status check_once(struct tx *tx, struct setting_up *up)
{
    struct call *call = up->call;
    struct one_time_token token;
    int64_t set_up_at = 0;
    enum status status = server_setting_number(tx, SETTING_SET_UP_AT, &set_up_at);

    if (status != OK)
        return status;
    if (set_up_at != 0)
        return REFUSE(call, CONFLICT, .code = "P0001",
                      .say = L("This server is set up already.", "服务器已完成设置。"));
    if (up->is_operator)
        return OK;
    status = one_time_token_find(tx, TOKEN_SET_UP, up->setup->token, call->now_ms, &token);
    if (status == NOT_FOUND)
        return REFUSE(call, FORBIDDEN, .code = "42501",
                      .say = L("This set-up link is not valid. Take the one that the server "
                               "printed when it started.",
                               "设置链接无效，请使用服务器启动时显示的链接。"));
    return status == OK ? one_time_token_use(tx, &token, call->now_ms) : status;
}

static enum status set_up(struct tx *tx, void *context)
{
    struct setting_up *up = context;
    struct call *call = up->call;
    struct signed_in *result = &up->result;
    struct workspace wish = { .name = text_trim(up->setup->workspace_name),
                              .time_zone = up->setup->time_zone,
                              .currency = up->setup->currency,
                              .week_start = up->setup->week_start };
    int64_t workspace_id = 0;
    enum status status = check_once(tx, up);

    result->account = up->account;
    if (status == OK)
        status = row_insert(tx, &account_entity, &result->account);
    if (status == OK)
        status = workspace_make(tx, call, &wish, &result->account, &workspace_id);
    if (status == OK)
        status = write_settings(tx, up);
    if (status == OK)
        status = audit_write(tx, call, &(struct audit){ .action = "server.set_up" });
    if (status == OK)
        status = session_begin(tx, call, &result->account, METHOD_SET_UP, &result->session);
    if (status == OK)
        status = signed_in_complete(tx, result);
    return status;
}

enum status setup_apply(struct call *call, const struct setup *setup, bool is_operator,
                        struct signed_in *ret_signed_in)
{
    struct setting_up up = { .call = call, .setup = setup, .is_operator = is_operator };
    enum status status = check_controller(call, setup);

    if (status == OK)
        status = make_account(&up);
    if (status != OK)
        return status;
    up.public_url = public_url_of(call);
    status = call_write_as_system(call, set_up, &up);
    if (status == OK)
        *ret_signed_in = up.result;
    return status;
}
