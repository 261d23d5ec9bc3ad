/* Auth mail: templates as data, in both languages, and the links in them. */
#include "auth/auth_mail.h"

#include "auth/one_time_token.h"
#include "auth/server_setting.h"
#include "codec/template.h"
#include "egress/outbox_mail.h"

struct template
{
    const char *kind;
    const char *path;      /* of the page behind the link; the token follows */
    enum token_kind token; /* how long the link works is how long the mail is worth sending */
    struct label subject, body;
};

#define EN_HELLO "Hello{{#name}} {{name}}{{/name}},\n\n"
#define ZH_HELLO "{{#name}}{{name}}，{{/name}}您好：\n\n"
#define EN_END   "\n\n--\nSteward at {{base}}\n{{controller}}"
#define ZH_END   "\n\n--\nSteward  {{base}}\n{{controller}}"

/* clang-format off */
static const struct template templates[AUTH_MAILS] = {
    [MAIL_CONFIRM] = {
        "confirm", "/auth/v1/verify?type=signup&token=", TOKEN_CONFIRM,
        L("Confirm your e-mail address", "请确认您的邮箱"),
        L(EN_HELLO "an account was made with this address. Please confirm that it is yours:\n\n"
          "{{link}}\n\n"
          "The link works once, for seven days. If it was not you, ignore this mail." EN_END,
          ZH_HELLO "有人用此邮箱注册了账户。如果是您本人，请点击确认：\n\n{{link}}\n\n"
          "链接七天内有效，只能使用一次。如果不是您本人，请忽略此邮件。" ZH_END),
    },
    [MAIL_EXISTS] = {
        "exists", "/signin", TOKEN_NONE,
        L("You already have an account", "您已有账户"),
        L(EN_HELLO "somebody wanted to use this address for an account. It has one already, so nothing was changed.\n\n"
          "Sign in here, or ask there for a new password:\n\n{{link}}\n\n"
          "If it was not you, ignore this mail." EN_END,
          ZH_HELLO "有人想用此邮箱注册或绑定账户。该邮箱已有账户，因此没有任何更改。\n\n"
          "请在此登录，或找回密码：\n\n{{link}}\n\n如果不是您本人，请忽略此邮件。" ZH_END),
    },
    [MAIL_RECOVERY] = {
        "recovery", "/reset#", TOKEN_RECOVERY,
        L("Set a new password", "重设密码"),
        L(EN_HELLO "here you can set a new password:\n\n{{link}}\n\n"
          "The link works once, for one hour. If you did not ask for it, ignore this mail; your password stays as it is." EN_END,
          ZH_HELLO "请点击以下链接重设密码：\n\n{{link}}\n\n"
          "链接一小时内有效，只能使用一次。如果您没有申请，请忽略此邮件，密码不会改变。" ZH_END),
    },
    [MAIL_INVITE] = {
        "invite", "/join?token=", TOKEN_INVITE,
        L("{{inviter}} invites you to {{workspace}}", "{{inviter}} 邀请您加入 {{workspace}}"),
        L(EN_HELLO "{{inviter}} invites you to work in \"{{workspace}}\". Accept here:\n\n{{link}}\n\n"
          "The link works once, for seven days." EN_END,
          ZH_HELLO "{{inviter}} 邀请您加入“{{workspace}}”。请点击接受：\n\n{{link}}\n\n"
          "链接七天内有效，只能使用一次。" ZH_END),
    },
    [MAIL_EMAIL_CHANGE] = {
        "email_change", "/auth/v1/verify?type=email_change&token=", TOKEN_EMAIL,
        L("Confirm your new e-mail address", "请确认您的新邮箱"),
        L(EN_HELLO "please confirm that this is your new address:\n\n{{link}}\n\n"
          "The link works once, for one day. Until then you sign in with the old one. If it was not you, ignore this mail." EN_END,
          ZH_HELLO "请确认这是您的新邮箱：\n\n{{link}}\n\n"
          "链接一天内有效，只能使用一次。确认之前请继续使用原邮箱登录。如果不是您本人，请忽略此邮件。" ZH_END),
    },
    [MAIL_PASSWORD_CHANGED] = {
        "password_changed", "/recover", TOKEN_NONE,
        L("Your password was changed", "您的密码已修改"),
        L(EN_HELLO "the password of your account was changed, and all other sessions were ended.\n\n"
          "If it was not you, set a new one at once:\n\n{{link}}" EN_END,
          ZH_HELLO "您的账户密码已修改，其他会话均已结束。\n\n如果不是您本人操作，请立即重设密码：\n\n{{link}}" ZH_END),
    },
    [MAIL_EMAIL_CHANGE_OLD] = {
        "email_change_old", "/auth/v1/verify?type=email_change&token=", TOKEN_EMAIL_OLD,
        L("Do you want another e-mail address?", "请确认更换邮箱"),
        L(EN_HELLO "your account is to have the address {{new_email}} instead of this one. If you want that:\n\n{{link}}\n\n"
          "The link works once, for one day, and the new address has to answer too. If it was not you, do not follow it: set a new password instead." EN_END,
          ZH_HELLO "您的账户将把此邮箱更换为 {{new_email}}。如果是您本人操作，请点击确认：\n\n{{link}}\n\n"
          "链接一天内有效，只能使用一次，新邮箱也需要确认。如果不是您本人，请不要点击，并立即修改密码。" ZH_END),
    },
    [MAIL_EMAIL_CHANGED] = {
        "email_changed", "/recover", TOKEN_NONE,
        L("Your e-mail address was changed", "您的邮箱已更换"),
        L(EN_HELLO "your account has the address {{new_email}} from now on. This is the last mail to the old one.\n\n"
          "If it was not you, write to whoever runs this server at once." EN_END,
          ZH_HELLO "您的账户邮箱已更换为 {{new_email}}。这是发往原邮箱的最后一封邮件。\n\n如果不是您本人操作，请立即联系本服务器的管理人员。" ZH_END),
    },
    [MAIL_SIGN_IN] = {
        "sign_in", "/signin#", TOKEN_SIGN_IN,
        L("Your sign-in link", "您的登录链接"),
        L(EN_HELLO "here you can sign in without your password:\n\n{{link}}\n\nOr type this code where you asked for it: {{code}}\n\n"
          "Either works once, for one hour. If you did not ask for it, ignore this mail, and tell the code to nobody." EN_END,
          ZH_HELLO "请点击以下链接登录，无需密码：\n\n{{link}}\n\n或在登录处输入验证码：{{code}}\n\n"
          "一小时内有效，只能使用一次。如果您没有申请，请忽略此邮件，并且不要把验证码告诉任何人。" ZH_END),
    },
    [MAIL_REAUTHENTICATE] = {
        "reauthenticate", "/settings", TOKEN_REAUTHENTICATE,
        L("Your code: {{code}}", "您的验证码：{{code}}"),
        L(EN_HELLO "this code shows that it is you who changes your account: {{code}}\n\n"
          "It works once, for one hour. If you are not changing anything, set a new password, and tell the code to nobody." EN_END,
          ZH_HELLO "此验证码用于确认是您本人在修改账户：{{code}}\n\n"
          "一小时内有效，只能使用一次。如果您没有进行任何修改，请立即修改密码，并且不要把验证码告诉任何人。" ZH_END),
    },
    [MAIL_ACCOUNT_INVITE] = {
        "account_invite", "/reset#", TOKEN_ACCOUNT_INVITE,
        L("You have an account now", "您的账户已开通"),
        L(EN_HELLO "an account was made for you. Choose a password here:\n\n{{link}}\n\n"
          "The link works once, for seven days." EN_END,
          ZH_HELLO "我们已为您开通账户。请在此设置密码：\n\n{{link}}\n\n链接七天内有效，只能使用一次。" ZH_END),
    },
    [MAIL_IDENTITY_LINKED] = {
        "identity_linked", "/settings", TOKEN_NONE,
        L("A Google account was linked", "已关联 Google 账户"),
        L(EN_HELLO "a Google account can be used to sign in to your account from now on.\n\n"
          "If it was not you, remove it in your settings and set a new password:\n\n{{link}}" EN_END,
          ZH_HELLO "今后可以使用一个 Google 账户登录您的账户。\n\n如果不是您本人操作，请在设置中解除关联并修改密码：\n\n{{link}}" ZH_END),
    },
    [MAIL_IDENTITY_UNLINKED] = {
        "identity_unlinked", "/settings", TOKEN_NONE,
        L("A Google account was removed", "已解除 Google 账户关联"),
        L(EN_HELLO "a Google account cannot be used to sign in to your account any more.\n\n"
          "If it was not you, set a new password:\n\n{{link}}" EN_END,
          ZH_HELLO "您的账户已不能再使用该 Google 账户登录。\n\n如果不是您本人操作，请修改密码：\n\n{{link}}" ZH_END),
    },
    [MAIL_GRANT_LEFT] = {
        "grant_left", "/settings", TOKEN_NONE,
        L("Google was not told that you removed it", "未能通知 Google 解除关联"),
        L(EN_HELLO "you removed a Google account from your account here. What Google had given this server is destroyed, but Google did not "
          "answer for a day when it was told so.\n\nYou can withdraw this server's access there yourself: https://myaccount.google.com/connections\n\n"
          "Your account here:\n\n{{link}}" EN_END,
          ZH_HELLO "您已解除与 Google 账户的关联。Google 授予本服务器的令牌已销毁，但通知 Google 时，对方一天内没有应答。\n\n"
          "您可以在 Google 自行撤销本服务器的访问权限：https://myaccount.google.com/connections\n\n您在本站的账户：\n\n{{link}}" ZH_END),
    },
    [MAIL_FACTOR_ADDED] = {
        "factor_added", "/settings", TOKEN_NONE,
        L("A second factor was set up", "已启用第二重验证"),
        L(EN_HELLO "an authenticator app was set up for your account, and all other sessions were ended. From now on signing in needs a code from it.\n\n"
          "If it was not you, somebody knows your password: write to whoever runs this server.\n\n{{link}}" EN_END,
          ZH_HELLO "您的账户已绑定验证器应用，其他会话均已结束。今后登录需要输入其中的验证码。\n\n"
          "如果不是您本人操作，说明有人知道您的密码，请联系本服务器的管理人员。\n\n{{link}}" ZH_END),
    },
    [MAIL_FACTOR_REMOVED] = {
        "factor_removed", "/settings", TOKEN_NONE,
        L("A second factor was removed", "已移除第二重验证"),
        L(EN_HELLO "an authenticator app was removed from your account.\n\n"
          "If it was not you, set a new password at once and set the app up again:\n\n{{link}}" EN_END,
          ZH_HELLO "您的账户已移除一个验证器应用。\n\n如果不是您本人操作，请立即修改密码并重新绑定：\n\n{{link}}" ZH_END),
    },
    [MAIL_RECOVERY_CODE_USED] = {
        "recovery_code_used", "/settings", TOKEN_NONE,
        L("A recovery code was used", "恢复码已被使用"),
        L(EN_HELLO "a recovery code was used in place of your second factor. It does not work again.\n\n"
          "If it was not you, set a new password at once:\n\n{{link}}" EN_END,
          ZH_HELLO "有人使用恢复码代替了您的第二重验证。该恢复码已失效。\n\n如果不是您本人操作，请立即修改密码：\n\n{{link}}" ZH_END),
    },
    [MAIL_REPORT_RECEIVED] = {
        "security_report", "/server/reports", TOKEN_NONE,
        L("Somebody reports a weakness", "收到安全报告"),
        L(EN_HELLO "somebody reports a weakness of this server. The answer is due by {{content}}, 72 hours after it came in.\n\n"
          "Read and answer it here:\n\n{{link}}" EN_END,
          ZH_HELLO "有人报告了本服务器的安全问题，请在收到后 72 小时内（{{content}} 前）答复。\n\n"
          "请在此查看并答复：\n\n{{link}}" ZH_END),
    },
    [MAIL_REPORT_ANSWERED] = {
        "security_answer", "/security", TOKEN_NONE,
        L("Your security report was answered", "您的安全报告已答复"),
        L(EN_HELLO "thank you for your report \"{{code}}\". This is the answer:\n\n{{content}}\n\n"
          "If there is more to say, write to the address below, or here:\n\n{{link}}" EN_END,
          ZH_HELLO "感谢您的报告“{{code}}”。答复如下：\n\n{{content}}\n\n如需补充，请写信至下方邮箱，或在此提交：\n\n{{link}}" ZH_END),
    },
    [MAIL_SELF_CHECK] = {
        "self_check", "/server", TOKEN_NONE,
        L("Your server needs you", "服务器需要您处理"),
        L(EN_HELLO "the self-check of this server found something that needs doing:\n\n{{content}}\n"
          "You get this mail once for each of them. All checks are here:\n\n{{link}}" EN_END,
          ZH_HELLO "服务器自检发现以下需要处理的问题：\n\n{{content}}\n每个问题只通知一次。全部检查结果：\n\n{{link}}" ZH_END),
    },
};
/* clang-format on */

/* Who answers for the server stands under every mail (N-003). */
static struct text controller_of(struct arena *arena, const struct auth_mail_sender *sender)
{
    if (sender->name.size == 0)
        return T("");
    return arena_print(arena, "%.*s, %.*s\n%.*s\n", TEXT_ARG(sender->name), TEXT_ARG(sender->place),
                       TEXT_ARG(sender->email));
}

enum status auth_mail_render(struct arena *arena, enum auth_mail mail,
                             const struct auth_mail_values *values,
                             const struct auth_mail_sender *sender, struct text *ret_subject,
                             struct text *ret_body)
{
    const struct template *template = &templates[mail];
    struct template_value list[] = {
        { .name = T("name"), .text = values->name },
        { .name = T("base"), .text = sender->base },
        { .name = T("controller"), .text = controller_of(arena, sender) },
        { .name = T("inviter"), .text = values->inviter },
        { .name = T("workspace"), .text = values->workspace },
        { .name = T("code"), .text = values->code },
        { .name = T("new_email"), .text = values->new_email },
        { .name = T("content"), .text = values->content },
        { .name = T("link"),
          .text = arena_print(arena, "%.*s%s%.*s", TEXT_ARG(sender->base), template->path,
                              TEXT_ARG(values->token)) },
    };
    struct template_scope scope = { list, sizeof list / sizeof *list };
    struct text subject = text_from(label_in(template->subject, values->language));
    struct text body = text_from(label_in(template->body, values->language));
    enum status status = template_to_text(arena, subject, &scope, ret_subject, NULL);

    return status == OK ? template_to_text(arena, body, &scope, ret_body, NULL) : status;
}

static struct text listening_on(const struct call *call)
{
    const struct instance *instance = call->instance;
    struct text address = text_from(instance->settings->listen);
    const char *scheme = instance->settings->tls_certificate[0] ? "https" : "http";

    while (address.size > 0 && address.at[address.size - 1] != ':')
        address.size--;
    if (!instance->http)
        return arena_print(call->arena, "%s://%s", scheme, instance->settings->listen);
    return arena_print(call->arena, "%s://%.*s%d", scheme, TEXT_ARG(address),
                       http_server_port(instance->http, 0));
}

static struct text without_slash(struct text url)
{
    while (url.size > 0 && url.at[url.size - 1] == '/')
        url.size--;
    return url;
}

enum status auth_link_base(struct tx *tx, const struct call *call, struct text *ret_base)
{
    struct text stored = { 0 };
    enum status status;

    if (call->instance->settings->public_url[0]) {
        *ret_base = without_slash(text_from(call->instance->settings->public_url));
        return OK;
    }
    status = server_setting_read(tx, SETTING_PUBLIC_URL, &stored);
    if (status == OK)
        *ret_base = stored.size > 0 ? without_slash(stored) : listening_on(call);
    return status;
}

enum status auth_mail_queue(struct tx *tx, struct call *call, enum auth_mail mail,
                            const struct auth_mail_values *values)
{
    struct mail letter = {
        .recipient = values->recipient,
        .kind = templates[mail].kind,
        .idempotency_key = values->idempotency_key,
    };
    struct auth_mail_sender sender = { 0 };
    enum token_kind token = templates[mail].token;
    enum status status = auth_link_base(tx, call, &sender.base);

    if (token)
        letter.valid_ms = one_time_token_hours(token) * MS_PER_HOUR;

    if (status == OK)
        status = server_setting_read(tx, SETTING_CONTROLLER_NAME, &sender.name);
    if (status == OK)
        status = server_setting_read(tx, SETTING_CONTROLLER_PLACE, &sender.place);
    if (status == OK)
        status = server_setting_read(tx, SETTING_CONTROLLER_EMAIL, &sender.email);
    if (status == OK)
        status =
            auth_mail_render(tx_arena(tx), mail, values, &sender, &letter.subject, &letter.body);
    return status == OK ? mail_queue(tx, call, &letter) : status;
}
