/* The privacy page. Who is responsible comes from set-up, what is held from the entity tables, what
   the browser keeps from browser_storage, limits from the settings in force, with whom it is
   shared from the register of processors and the ledger of calls, how it is protected from the last
   self-check. Headings and what is said about use and cookies are written by hand; tests of the
   browser hold the latter. */
#include "privacy/page.h"

#include "auth/server_setting.h"
#include "codec/query.h"
#include "codec/template.h"
#include "privacy/browser_storage.h"
#include "privacy/protection.h"
#include "privacy/recipients.h"

enum { LIMIT_HELD = 64, LIMIT_STORED = 16, LIMIT_LIST_TEXT = 16384 };

static const struct label data_words[] = {
    [DATA_UNDECLARED] = L("", ""),
    [NOT_PERSONAL] = L("", ""),
    [IDENTITY] = L("names", "姓名"),
    [CONTACT] = L("contact details", "联系方式"),
    [FINANCIAL] = L("amounts", "金额"),
    [FREE_TEXT] = L("free text", "自由文本"),
    [DEVICE] = L("device and region", "设备与地区"),
    [CREDENTIAL] = L("sealed credentials", "加密凭据"),
};
static const struct label basis_words[] = {
    [BASIS_UNDECLARED] = L("", ""),
    [CONTRACT] = L("contract", "合同"),
    [LEGITIMATE_INTEREST] = L("legitimate interest", "合法利益"),
    [LEGAL_OBLIGATION] = L("legal obligation", "法定义务"),
    [CONSENT] = L("consent", "同意"),
};
static const struct label storage_words[] = {
    [STORAGE_UNDECLARED] = L("", ""),
    [STORAGE_COOKIE] = L("cookie", "Cookie"),
    [STORAGE_LOCAL] = L("local storage", "本地存储"),
    [STORAGE_CACHE] = L("cache", "缓存"),
    [STORAGE_DATABASE] = L("database of the browser", "浏览器数据库"),
};

/* A file of its own: the policy of every page forbids styles inside it. */
static const char style[] =
    ":root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;"
    "margin:0 auto;padding:2rem 1.25rem 4rem}h1{line-height:1.2}h2{margin-top:2.5rem}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}.wide{overflow-x:auto}"
    "th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;"
    "border-bottom:1px solid color-mix(in srgb,currentColor 18%,transparent)}"
    "dt{font-weight:600;margin-top:1rem}dd{margin:0}a{color:inherit}nav{font-size:.9rem}";

static const char page[] =
    "<!doctype html>\n<html lang=\"{{lang}}\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    "<title>{{title}}</title><link rel=\"stylesheet\" href=\"/privacy.css\">"
    "</head><body>"
    "<nav><a href=\"/\">Steward</a> · <a href=\"/privacy?lang=en\">English</a> · "
    "<a href=\"/privacy?lang=zh\" lang=\"zh-CN\">中文</a></nav>"
    "<main><h1>{{title}}</h1><p>{{intro}}</p>"
    "<h2>{{who}}</h2>{{#controller}}<p><strong>{{name}}</strong><br>{{place}}<br>"
    "<a href=\"mailto:{{email}}\">{{email}}</a></p>{{/controller}}"
    "{{^controller}}<p>{{nobody}}</p>{{/controller}}"
    "<h2>{{collect}}</h2><dl>{{#held}}<dt>{{name}}</dt><dd>{{purpose}}{{#data}}<br>{{data}}{{/data}}"
    "<br><small>{{basis}} · {{keep}}</small></dd>{{/held}}</dl>"
    "<h2>{{use}}</h2><p>{{use_text}}</p>"
    "<h2>{{store}}</h2><p>{{store_text}}</p><p>{{place_text}}</p>"
    "<p>{{measures_text}}</p><p id=\"self-check\">{{verdict_text}}</p><p>{{session_text}}</p>"
    "<p><a href=\"/security\">{{report}}</a></p>"
    "<h2>{{share}}</h2><p>{{share_text}}</p>{{#recipients}}<div class=\"wide\" tabindex=\"0\"><table>"
    "<thead><tr><th>{{col_who}}</th><th>{{col_purpose}}</th><th>{{col_data}}</th><th>{{col_where}}"
    "</th><th>{{col_ledger}}</th></tr></thead><tbody>{{#recipient}}<tr><td>{{name}}<br><small>{{terms}}"
    "</small></td><td>{{purpose}}</td><td>{{data}}</td><td>{{place}}</td><td>{{ledger}}</td></tr>"
    "{{/recipient}}</tbody></table></div>{{/recipients}}"
    "<h2>{{browser}}</h2><p>{{browser_text}}</p><div class=\"wide\" tabindex=\"0\"><table><thead>"
    "<tr><th>{{col_name}}</th><th>{{col_kind}}</th><th>{{col_purpose}}</th>"
    "<th>{{col_lifetime}}</th></tr></thead><tbody>{{#stored}}<tr><td><code>{{name}}</code></td>"
    "<td>{{kind}}{{#essential}} ({{essential}}){{/essential}}</td><td>{{purpose}}</td>"
    "<td>{{lifetime}}</td></tr>{{/stored}}</tbody></table></div>"
    "</main></body></html>\n";

/* What stands on the page besides the lists. */
static const struct {
    const char *name;
    struct label text;
} words[] = {
    { "title", L("Privacy", "隐私") },
    { "intro",
      L("What this server collects, uses, stores and shares. This page is made from the "
        "program's own tables each time it is opened.",
        "本服务器收集、使用、存储和共享哪些信息。此页面在每次打开时由程序自身的数据表生成。") },
    { "who", L("Who is responsible", "责任方") },
    { "nobody", L("This server has not been set up yet.", "此服务器尚未完成设置。") },
    { "collect", L("What is collected", "收集哪些信息") },
    { "use", L("How it is used", "如何使用") },
    { "use_text", L("Only for the purposes named above. No advertising, no tracking, no sale of "
                    "data, no training of AI models.",
                    "仅用于上述目的。不做广告，不跟踪，不出售数据，不用于训练 AI 模型。") },
    { "store", L("How it is stored", "如何存储") },
    { "share", L("With whom it is shared", "与谁共享") },
    { "browser", L("What your browser keeps", "您的浏览器保存的内容") },
    { "col_who", L("Who", "接收方") },
    { "col_data", L("Which data", "哪些数据") },
    { "col_where", L("Where", "位置") },
    { "col_ledger", L("Last 30 days", "最近 30 天") },
    { "report", L("Report a weakness of this server", "报告安全问题") },
    { "col_name", L("Name", "名称") },
    { "col_kind", L("Kind", "类型") },
    { "col_purpose", L("What for", "用途") },
    { "col_lifetime", L("How long", "保存多久") },
};
enum { WORDS = sizeof words / sizeof *words, VALUES = WORDS + 16 };

struct building {
    struct call *call;
    enum language language;
    struct text name, place, email; /* of the controller */
    struct self_check_verdict verdict;
    struct recipient_counts recipients;
};

static struct template_value value_of(const char *name, struct text text)
{
    return (struct template_value){ .name = text_from(name), .text = text };
}

static struct template_scope scope_of(struct arena *arena, const struct template_value *values,
                                      size_t count)
{
    struct template_value *copy = ARENA_NEW_ARRAY(arena, struct template_value, count);

    memcpy(copy, values, count * sizeof *copy);
    return (struct template_scope){ copy, count };
}

static struct text say(const struct building *building, struct label label)
{
    return text_from(label_in(label, building->language));
}

/* --- what is held */

static struct text data_of(const struct building *building, const struct entity *entity)
{
    struct buffer out = buffer_in(building->call->arena, LIMIT_LIST_TEXT);

    for (enum data_class data = IDENTITY; data <= CREDENTIAL; data++) {
        bool is_there = false;

        for (size_t i = 0; i < entity->fields.count; i++)
            is_there = is_there || entity->fields.at[i].data == data;
        if (!is_there)
            continue;
        if (out.size > 0)
            buffer_append(&out, building->language == LANGUAGE_ZH ? T("、") : T(", "));
        buffer_append(&out, say(building, data_words[data]));
    }
    return out.size > 0 ? buffer_text(&out) : T("");
}

static struct text keep_of(const struct building *building, const struct entity *entity)
{
    static const struct label keeps[] = {
        [KEEP_UNDECLARED] = L("", ""),
        [UNTIL_DELETED] = L("kept until it is deleted", "保存至被删除"),
        [WITH_ACCOUNT] = L("kept as long as the account", "与账户同时保存"),
        [FOR_DAYS] = L("days", "天"),
        [UNTIL_EXPIRED] = L("kept until it expires", "保存至过期"),
    };

    if (entity->keep == FOR_DAYS)
        return arena_print(building->call->arena,
                           building->language == LANGUAGE_ZH ? "保存 %d 天" : "kept %d days",
                           entity->keep_days);
    return say(building, keeps[entity->keep]);
}

static size_t list_held(const struct building *building, struct template_scope *held)
{
    const struct schema *schema = &building->call->instance->schema;
    size_t count = 0;

    for (size_t i = 0; i < schema->count && count < LIMIT_HELD; i++) {
        const struct entity *entity = schema->entities[i];
        const struct template_value values[] = {
            value_of("name", say(building, entity->plural)),
            value_of("purpose", say(building, entity->purpose)),
            value_of("data", data_of(building, entity)),
            value_of("basis", say(building, basis_words[entity->basis])),
            value_of("keep", keep_of(building, entity)),
        };

        held[count++] = scope_of(building->call->arena, values, sizeof values / sizeof *values);
    }
    return count;
}

static size_t list_stored(const struct building *building, struct template_scope *stored)
{
    static const struct label essential = L("essential", "必需");
    size_t count = 0;

    for (const struct browser_storage *at = browser_storage; at->name && count < LIMIT_STORED;
         at++) {
        const struct template_value values[] = {
            value_of("name", text_from(at->name)),
            value_of("kind", say(building, storage_words[at->kind])),
            value_of("essential", at->is_essential ? say(building, essential) : T("")),
            value_of("purpose", say(building, at->purpose)),
            value_of("lifetime", say(building, at->lifetime)),
        };

        stored[count++] = scope_of(building->call->arena, values, sizeof values / sizeof *values);
    }
    return count;
}

/* --- sentences that follow from the settings */

static struct text session_text(const struct building *building)
{
    const struct settings *settings = building->call->instance->settings;

    return arena_print(building->call->arena,
                       building->language == LANGUAGE_ZH
                           ? "会话闲置 %lld 天或登录满 %lld 天后结束；修改密码会立即结束其他会话。"
                           : "A session ends after %lld days without use, and after %lld days in "
                             "any case; a new password ends all other sessions at once.",
                       (long long)settings->idle_days, (long long)settings->session_days);
}

/* The scheme, and what it costs to try a password: a setting that raises it changes the page. */
static struct text verifier_text(const struct building *building)
{
    const struct settings *settings = building->call->instance->settings;
    struct text scheme = text_from(settings_password_scheme(settings));
    bool is_chinese = building->language == LANGUAGE_ZH;

    if (text_equal(scheme, T("pbkdf2-sha256")))
        return arena_print(building->call->arena,
                           is_chinese ? "%.*s（%lld 轮）" : "%.*s (%lld rounds)", TEXT_ARG(scheme),
                           (long long)settings->pbkdf2_rounds);
    if (text_equal(scheme, T("bcrypt")))
        return arena_print(building->call->arena,
                           is_chinese ? "%.*s（强度 %lld）" : "%.*s (cost %lld)", TEXT_ARG(scheme),
                           (long long)settings->bcrypt_cost);
    return scheme;
}

static struct text store_text(const struct building *building)
{
    const struct settings *settings = building->call->instance->settings;
    struct text verifier = verifier_text(building);
    bool is_embedded = !settings->database[0];

    if (building->language == LANGUAGE_ZH)
        return arena_print(
            building->call->arena,
            "%s密码仅以 %.*s 校验值保存，无法还原。每个工作区的数据由数据库的行级安全隔离。",
            is_embedded ? "数据保存在本服务器上。" : "数据保存在运营者的数据库中。",
            TEXT_ARG(verifier));
    return arena_print(building->call->arena,
                       "%s Passwords are kept only as %.*s verifiers, which cannot be turned back. "
                       "The database itself keeps workspaces apart (row-level security).",
                       is_embedded ? "On this server."
                                   : "In the database of whoever runs this server.",
                       TEXT_ARG(verifier));
}

/* The one cookie there is belongs to sign-in with Google. */
static struct text browser_text(const struct building *building)
{
    static const struct label without = L(
        "This site sets no cookies. What it keeps lies in your browser only; you can clear it there "
        "at any time. Without the session you cannot stay signed in.",
        "本站不设置 Cookie。所保存的内容仅在您的浏览器中，可随时清除；没有会话信息将无法保持登录。");
    static const struct label with_google = L(
        "This site sets one cookie, while you sign in with Google, and no other. What it keeps lies "
        "in your browser only; you can clear it there at any time. Without the session you cannot "
        "stay signed in.",
        "本站仅在您使用 Google 登录期间设置一个 Cookie。所保存的内容仅在您的浏览器中，可随时清除；没有"
        "会话信息将无法保持登录。");
    bool has_google = building->call->instance->settings->google_client_id[0] != 0;

    return say(building, has_google ? with_google : without);
}

static struct label say_data(enum data_class data)
{
    return data_words[data];
}

/* The table, once, when there is anybody in it. */
static size_t list_recipients(const struct building *building, struct template_scope *ret_table)
{
    struct arena *arena = building->call->arena;
    struct template_scope *rows = ARENA_NEW_ARRAY(arena, struct template_scope, LIMIT_RECIPIENTS);
    struct template_value *values = ARENA_NEW(arena, struct template_value);

    *values = (struct template_value){
        .name = T("recipient"),
        .list = rows,
        .list_count = recipients_list(arena, building->call->instance->settings,
                                      &building->recipients, building->language, say_data, rows),
    };
    *ret_table = (struct template_scope){ values, 1 };
    return values->list_count > 0;
}

static enum status read_facts(struct tx *tx, void *context)
{
    struct building *building = context;
    enum status status = server_setting_read(tx, SETTING_CONTROLLER_NAME, &building->name);

    if (status == OK)
        status = server_setting_read(tx, SETTING_CONTROLLER_PLACE, &building->place);
    if (status == OK)
        status = server_setting_read(tx, SETTING_CONTROLLER_EMAIL, &building->email);
    if (status == OK)
        status = recipients_read(tx, building->call->now_ms, &building->recipients);
    return status == OK ? self_check_read_verdict(tx, &building->verdict) : status;
}

static size_t fill(struct building *building, struct template_value *values)
{
    struct arena *arena = building->call->arena;
    const struct settings *settings = building->call->instance->settings;
    struct template_scope *held = ARENA_NEW_ARRAY(arena, struct template_scope, LIMIT_HELD);
    struct template_scope *stored = ARENA_NEW_ARRAY(arena, struct template_scope, LIMIT_STORED);
    struct template_scope *recipients = ARENA_NEW(arena, struct template_scope);
    struct template_scope *controller = ARENA_NEW(arena, struct template_scope);
    const struct template_value identity[] = { value_of("name", building->name),
                                               value_of("place", building->place),
                                               value_of("email", building->email) };
    size_t count = 0;

    for (size_t i = 0; i < WORDS; i++)
        values[count++] = value_of(words[i].name, say(building, words[i].text));
    values[count++] = value_of("lang", building->language == LANGUAGE_ZH ? T("zh-CN") : T("en"));
    values[count++] = value_of("store_text", store_text(building));
    values[count++] = value_of("place_text", protection_place(arena, settings, building->language));
    values[count++] =
        value_of("measures_text", protection_measures(arena, settings, building->language));
    values[count++] =
        value_of("verdict_text", protection_verdict(arena, &building->verdict, building->language));
    values[count++] = value_of("browser_text", browser_text(building));
    values[count++] = value_of("session_text", session_text(building));
    values[count++] = value_of("share_text", recipients_text(settings, building->language));
    values[count++] =
        (struct template_value){ .name = T("recipients"),
                                 .list = recipients,
                                 .list_count = list_recipients(building, recipients) };
    *controller = scope_of(arena, identity, 3);
    values[count++] = (struct template_value){ .name = T("controller"),
                                               .list = controller,
                                               .list_count = building->name.size > 0 };
    values[count++] = (struct template_value){ .name = T("held"),
                                               .list = held,
                                               .list_count = list_held(building, held) };
    values[count++] = (struct template_value){ .name = T("stored"),
                                               .list = stored,
                                               .list_count = list_stored(building, stored) };
    return count;
}

static enum language language_of(const struct call *call)
{
    struct query query;
    struct text asked;

    if (query_parse(call->arena, http_query(call->exchange), &query) != OK)
        return call->language;
    asked = query_value(&query, T("lang"));
    if (text_equal(asked, T("zh")))
        return LANGUAGE_ZH;
    return text_equal(asked, T("en")) ? LANGUAGE_EN : call->language;
}

static enum status privacy_page(struct call *call)
{
    struct building building = { .call = call, .language = language_of(call) };
    struct template_value values[VALUES];
    struct template_scope scope = { values, 0 };
    struct html html;
    enum status status = call_read_as_system(call, read_facts, &building);

    if (status != OK)
        return status;
    scope.count = fill(&building, values);
    status = template_to_html(call->arena, text_from(page), &scope, &html, NULL);
    if (status != OK)
        return status;
    buffer_append(&call->body, html.text);
    call->content_type = T("text/html; charset=utf-8");
    return OK;
}

static enum status privacy_style(struct call *call)
{
    buffer_append(&call->body, text_from(style));
    call->content_type = T("text/css; charset=utf-8");
    return OK;
}

const struct route privacy_routes[] = {
    { .method = HTTP_GET,
      .path = "/privacy.css",
      .who = WHO_ANYONE,
      .dialect = DIALECT_PAGE,
      .run = privacy_style },
    { .method = HTTP_GET,
      .path = "/privacy",
      .who = WHO_ANYONE,
      .dialect = DIALECT_PAGE,
      .run = privacy_page },
    { 0 },
};
