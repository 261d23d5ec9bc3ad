/* Set-up functions: what the web app asks before anybody is signed in, and the set-up page. */
#include "auth/auth.h"
#include "auth/credential.h"
#include "auth/functions.h"
#include "auth/grants.h"
#include "auth/issuer.h"
#include "auth/server_setting.h"
#include "auth/setup.h"
#include "auth/workspace.h"
#include "base/limits.h"

struct server_facts {
    struct text name, place, email;
    int64_t set_up_at;
};

static enum status read_facts(struct tx *tx, void *context)
{
    struct server_facts *facts = context;
    enum status status = server_setting_read(tx, SETTING_CONTROLLER_NAME, &facts->name);

    if (status == OK)
        status = server_setting_read(tx, SETTING_CONTROLLER_PLACE, &facts->place);
    if (status == OK)
        status = server_setting_read(tx, SETTING_CONTROLLER_EMAIL, &facts->email);
    if (status == OK)
        status = server_setting_number(tx, SETTING_SET_UP_AT, &facts->set_up_at);
    return status;
}

struct state_output {
    bool needed, google;
    struct text name, version, sign_up;
};

/* clang-format off */
#define ROW struct state_output
static const struct field state_outputs[] = {
    BOOLEAN(needed, L("Set-up is needed", "需要设置"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(version, L("Version", "版本"), NOT_PERSONAL),
    TEXT(sign_up, L("Who may sign up", "谁可以注册"), NOT_PERSONAL),
    BOOLEAN(google, L("Sign-in with Google", "Google 登录"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

static enum status setup_state_run(struct call *call, const void *input)
{
    struct server_facts facts = { 0 };
    enum status status = call_read_as_system(call, read_facts, &facts);
    struct json_writer json;

    (void)input;
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_boolean_member(&json, T("needed"), facts.set_up_at == 0);
    json_write_text_member(&json, T("name"), facts.name);
    json_write_text_member(&json, T("version"), text_from(steward_version()));
    json_write_text_member(&json, T("sign_up"),
                           text_from(settings_sign_up(call->instance->settings)));
    json_write_boolean_member(&json, T("google"), issuer_is_used(call->instance->settings));
    json_end_object(&json);
    return OK;
}

struct info_output {
    struct text version, controller, sign_up, modules;
    bool needs_set_up;
    int64_t password_characters, idle_days, session_days;
};

/* clang-format off */
#define ROW struct info_output
static const struct field info_outputs[] = {
    TEXT(version, L("Version", "版本"), NOT_PERSONAL),
    BOOLEAN(needs_set_up, L("Set-up is needed", "需要设置"), NOT_PERSONAL),
    JSON(controller, L("Who answers for it", "负责人"), CONTACT),
    TEXT(sign_up, L("Who may sign up", "谁可以注册"), NOT_PERSONAL),
    JSON(modules, L("Modules", "模块"), NOT_PERSONAL),
    INTEGER(password_characters, L("Shortest password", "密码最短长度"), NOT_PERSONAL),
    INTEGER(idle_days, L("Days without use", "闲置天数"), NOT_PERSONAL),
    INTEGER(session_days, L("Longest session in days", "会话最长天数"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

static void write_modules(struct call *call, struct json_writer *json)
{
    json_begin_array(json);
    for (enum module module = 0; module < MODULE_COUNT; module++)
        if (module_is_grantable(module) && !module_is_off(call->instance->settings, module))
            json_write_text(json, text_from(module_name(module)));
    json_end_array(json);
}

static enum status instance_info_run(struct call *call, const void *input)
{
    const struct settings *settings = call->instance->settings;
    struct server_facts facts = { 0 };
    enum status status = call_read_as_system(call, read_facts, &facts);
    struct json_writer json;

    (void)input;
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("version"), text_from(steward_version()));
    json_write_boolean_member(&json, T("needs_set_up"), facts.set_up_at == 0);
    json_write_key(&json, T("controller"));
    json_begin_object(&json);
    json_write_text_member(&json, T("name"), facts.name);
    json_write_text_member(&json, T("place"), facts.place);
    json_write_text_member(&json, T("email"), facts.email);
    json_end_object(&json);
    json_write_text_member(&json, T("sign_up"), text_from(settings_sign_up(settings)));
    json_write_key(&json, T("modules"));
    write_modules(call, &json);
    json_write_integer_member(&json, T("password_characters"), PASSWORD_LEAST_CHARACTERS);
    json_write_integer_member(&json, T("idle_days"), settings->idle_days);
    json_write_integer_member(&json, T("session_days"), settings->session_days);
    json_end_object(&json);
    return OK;
}

#define ROW struct setup

static const struct choice languages[] = {
    { "en", L("English", "英文") },
    { "zh", L("Chinese", "中文") },
};

/* clang-format off */
static const struct field setup_inputs[] = {
    TEXT(token, L("Token of the link", "链接令牌"), CREDENTIAL, .min = 1, .max = 64),
    TEXT(controller_name, L("Who answers for this server", "服务器负责人"), CONTACT, .min = 1, .max = 200),
    TEXT(controller_place, L("Place of who answers for it", "负责人所在地"), CONTACT, .min = 1, .max = 200),
    TEXT(controller_email, L("Their e-mail address", "负责人邮箱"), CONTACT, .min = 3, .max = LIMIT_EMAIL,
         .format = EMAIL),
    TEXT(email, L("E-mail", "电子邮箱"), CONTACT, .max = LIMIT_EMAIL, .format = EMAIL, .optional = true),
    TEXT(username, L("User name", "用户名"), IDENTITY, .max = LIMIT_USERNAME, .optional = true),
    TEXT(display_name, L("Name", "姓名"), IDENTITY, .max = LIMIT_DISPLAY_NAME, .optional = true),
    TEXT(password, L("Password", "密码"), CREDENTIAL, .min = 1, .max = LIMIT_PASSWORD),
    TEXT(workspace_name, L("Name of the workspace", "工作区名称"), NOT_PERSONAL, .max = LIMIT_WORKSPACE_NAME,
         .optional = true),
    TEXT(time_zone, L("Time zone", "时区"), NOT_PERSONAL, .max = 64, .format = TIME_ZONE, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .optional = true),
    INTEGER(week_start, L("First day of the week", "每周第一天"), NOT_PERSONAL, .min = 1, .max = 7,
            .optional = true),
    CHOICE(language, L("Language", "语言"), NOT_PERSONAL, CHOICES(languages), .optional = true),
};
/* clang-format on */

struct session_output {
    struct text access_token, token_type, refresh_token, user;
    int64_t expires_in, expires_at;
};

/* clang-format off */
#undef ROW
#define ROW struct session_output
static const struct field session_outputs[] = {
    TEXT(access_token, L("Access token", "访问令牌"), CREDENTIAL),
    TEXT(token_type, L("Kind of token", "令牌类型"), NOT_PERSONAL),
    INTEGER(expires_in, L("Seconds it counts", "有效秒数"), NOT_PERSONAL),
    INTEGER(expires_at, L("Second it expires", "失效时刻"), NOT_PERSONAL),
    TEXT(refresh_token, L("Refresh token", "刷新令牌"), CREDENTIAL),
    JSON(user, L("Account", "账户"), CONTACT),
};
/* clang-format on */

static enum status setup_finish_run(struct call *call, const void *input)
{
    struct signed_in signed_in;
    enum status status = gotrue_charge(call, THROTTLE_TOKEN, call_party(call));

    if (status == OK)
        status = setup_apply(call, input, false, &signed_in);
    if (status != OK)
        return status;
    throttle_give_back(call->instance->throttle, THROTTLE_TOKEN, call_party(call));
    return gotrue_answer_session(call, &signed_in);
}

const struct function setup_functions[] = {
    { .name = "setup_state",
      .label = L("Is this server set up", "服务器是否已设置"),
      .who = WHO_ANYONE,
      .reads_only = true,
      .returns = RETURNS_OBJECT,
      .outputs = LIST(state_outputs),
      .run = setup_state_run },
    { .name = "setup_finish",
      .label = L("Set this server up", "完成服务器设置"),
      .who = WHO_ANYONE,
      .inputs = LIST(setup_inputs),
      .input_size = sizeof(struct setup),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(session_outputs),
      .run = setup_finish_run },
    { .name = "instance_info",
      .label = L("About this server", "关于本服务器"),
      .who = WHO_ANYONE,
      .reads_only = true,
      .returns = RETURNS_OBJECT,
      .outputs = LIST(info_outputs),
      .run = instance_info_run },
    { 0 },
};
