/* Articles and their versions: the entities, and what follows from changing one. */
#include "team/article.h"

#include "codec/json_read.h"
#include "files/photo.h"
#include "store/row.h"
#include "team/team.h"

enum { LIMIT_CHOSEN = 200 };

static const struct choice languages[] = {
    { "en", L("English", "英文") },
    { "zh", L("Chinese", "中文") },
};

static const struct choice states[] = {
    { "draft", L("Draft", "草稿") },
    { "published", L("Published", "已发布") },
};

static const struct choice requireds[] = {
    { "nobody", L("Nobody", "无需必读") },
    { "everybody", L("Everybody who sees it", "所有可见成员") },
    { "members", L("Members (not administrators)", "普通成员") },
    { "admins", L("Administrators", "管理员") },
    { "module", L("Who works in a module", "有指定模块权限的成员") },
};

static const struct choice article_modules[] = {
    { "live", L("Live shows", "直播") },
    { "sales", L("Sales", "销售") },
    { "warehouse", L("Warehouse", "仓库") },
    { "finance", L("Finance", "财务") },
};

#define ROW struct article

/* clang-format off */
static const struct field fields[] = {
    TEXT(title, L("Title", "标题"), NOT_PERSONAL, .min = 1, .max = LIMIT_ARTICLE_TITLE, .search = true, .list = true),
    LINK(article_category_id, L("Category", "分类"), NOT_PERSONAL, .to = &article_category_entity, .optional = true,
         .index = true, .list = true),
    CHOICE(language, L("Language", "语言"), NOT_PERSONAL, CHOICES(languages), .optional = true),
    TEXT(body, L("Text", "正文"), FREE_TEXT, .max = LIMIT_ARTICLE_BODY, .format = LONG, .search = true, .fallback = "",
         .help = L("Markdown. What readers see changes by publishing.", "Markdown 格式；发布后读者才能看到更改。")),
    CHOICE(audience, L("Who may see it", "可见范围"), NOT_PERSONAL, CHOICES(audiences), .fallback = "everybody",
           .list = true),
    JSON(members, L("Chosen members", "指定成员"), IDENTITY, .max = LIMIT_AUDIENCE, .optional = true,
         .help = L("A list of accounts.", "账户编号列表。")),
    CHOICE(required, L("Who has to read it", "必读人员"), NOT_PERSONAL, CHOICES(requireds), .fallback = "nobody"),
    CHOICE(required_module, L("Module", "模块"), NOT_PERSONAL, CHOICES(article_modules), .optional = true,
           .help = L("For “who works in a module”.", "用于“有指定模块权限的成员”。")),
    INTEGER(pass_percent, L("Passed from (%)", "及格线（%）"), NOT_PERSONAL, .min = 1, .max = 100, .fallback = "80"),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(states), .fallback = "draft", .read_only = true,
           .index = true, .list = true),
    INTEGER(version_number, L("Version", "版本"), NOT_PERSONAL, .fallback = "0", .read_only = true, .list = true),
    INTEGER(question_count, L("Questions", "测试题数"), NOT_PERSONAL, .fallback = "0", .read_only = true),
    INSTANT(published_at, L("Published", "发布时间"), NOT_PERSONAL, .optional = true, .read_only = true,
            .index = true, .list = true),
    ID(published_by, L("Published by", "发布人"), IDENTITY, .optional = true, .read_only = true),
    BOOLEAN(has_new_quiz, L("New questions", "测试题有更改"), NOT_PERSONAL, .fallback = "false", .read_only = true,
            .hidden = true),
};

#undef ROW
#define ROW struct article_version
static const struct field version_fields[] = {
    ID(article_id, L("Article", "文章"), NOT_PERSONAL, .read_only = true, .index = true),
    INTEGER(number, L("Version", "版本"), NOT_PERSONAL, .min = 1, .read_only = true, .list = true),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL, .min = 1, .max = LIMIT_ARTICLE_TITLE, .read_only = true, .list = true),
    TEXT(body, L("Text", "正文"), FREE_TEXT, .max = LIMIT_ARTICLE_BODY, .format = LONG, .read_only = true),
    ID(published_by, L("Published by", "发布人"), IDENTITY, .optional = true, .read_only = true),
    TEXT(changed, L("What changed", "更改说明"), FREE_TEXT, .max = LIMIT_ARTICLE_CHANGED, .optional = true,
         .read_only = true, .list = true),
    INTEGER(pass_percent, L("Passed from (%)", "及格线（%）"), NOT_PERSONAL, .read_only = true),
    INTEGER(question_count, L("Questions", "测试题数"), NOT_PERSONAL, .read_only = true),
    CHOICE(audience, L("Who may see it", "可见范围"), NOT_PERSONAL, CHOICES(audiences), .fallback = "editors",
           .read_only = true),
    JSON(members, L("Chosen members", "指定成员"), IDENTITY, .max = LIMIT_AUDIENCE, .optional = true, .read_only = true),
};
#undef ROW
/* clang-format on */

enum module article_module(int choice)
{
    return choice > 0 ? module_from_name(text_from(article_modules[choice - 1].value))
                      : MODULE_UNDECLARED;
}

/* ---- rules over a row */

static bool is_list_of_accounts(struct call *call, struct text members)
{
    const struct json *json;

    if (json_parse(call->arena, members, NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_ARRAY || json_count(json) == 0 ||
        json_count(json) > LIMIT_CHOSEN)
        return false;
    for (size_t i = 0; i < json_count(json); i++) {
        struct text text = json_as_text(json_at(json, i));
        struct id id;

        if (!id_from_text(text, &id) || !text_equal(text, text_from(id_to_text(id).at)))
            return false;
    }
    return true;
}

static enum status refuse_field(struct call *call, const char *field, struct label say)
{
    return REFUSE(call, INVALID, .code = "23514", .say = say, .limit = LIMIT_CHOSEN,
                  .field = entity_field(&article_entity, text_from(field)),
                  .entity = &article_entity);
}

static enum status check(struct call *call, const void *row)
{
    const struct article *article = row;

    if (article->audience == AUDIENCE_CHOSEN && !is_list_of_accounts(call, article->members))
        return refuse_field(call, "members",
                            (struct label)L("Choose 1 to {limit} members who may see it.",
                                            "请选择 1 到 {limit} 位可见成员。"));
    if (article->required == REQUIRED_MODULE && article->required_module == 0)
        return refuse_field(call, "required_module",
                            (struct label)L("Say which module.", "请选择模块。"));
    return OK;
}

/* ---- what follows from a change */

static enum status delete_of(struct tx *tx, const char *table, const struct article *article)
{
    const struct value values[] = { VALUE_OF_INTEGER(article->row.workspace_id),
                                    VALUE_OF_ID(article->row.id) };

    return tx_execute(tx,
                      arena_print(tx_arena(tx),
                                  "DELETE FROM main.%s WHERE workspace_id = $1 AND article_id = $2",
                                  table),
                      values, 2, NULL);
}

static enum status forget(struct tx *tx, void *context)
{
    static const char *const tables[] = { "quiz_attempt", "quiz_question", "article_ack",
                                          "article_version" };
    const struct article *article = context;
    const struct value values[] = { VALUE_OF_INTEGER(article->row.workspace_id),
                                    VALUE_OF_ID(article->row.id) };
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.activity SET audience = 'chosen', members = NULL WHERE "
                     "workspace_id = $1 AND row_id = $2 AND entity = 'article'"),
                   values, 2, NULL);

    for (size_t i = 0; status == OK && i < sizeof tables / sizeof *tables; i++)
        status = delete_of(tx, tables[i], context);
    return status;
}

static enum status spread(struct tx *tx, void *context)
{
    enum status status = article_spread(tx, context);

    return status == OK ? article_spread_activity(tx, context) : status;
}

/* Readers see what was published, so the text of a published article changes by publishing. */
static enum status follow(struct call *call, struct tx *tx, const void *before, const void *after)
{
    const struct article *was = before, *is = after;
    struct article article;

    if (!was)
        return OK;
    article = is ? *is : *was;
    if (!is)
        return tx_as_system(tx, forget, &article);
    if (was->state == ARTICLE_PUBLISHED && !text_equal(was->body, is->body))
        return REFUSE(call, CONFLICT, .code = "55000", .entity = &article_entity,
                      .field = entity_field(&article_entity, T("body")),
                      .say = L("This article is published: its text changes by publishing anew.",
                               "文章已发布，正文需通过重新发布更改。"),
                      .hint = L("Use rpc/article_publish.", "请使用 rpc/article_publish。"));
    if (was->audience == is->audience && text_equal(was->members, is->members))
        return OK;
    return tx_as_system(tx, spread, &article);
}

enum audience_kind article_audience(const struct article *article)
{
    if (article->published_at == 0 && article->audience == AUDIENCE_EVERYBODY)
        return AUDIENCE_EDITORS;
    return (enum audience_kind)article->audience;
}

struct text article_members(const struct article *article)
{
    bool names_some = article->published_at != 0 && article->audience == AUDIENCE_CHOSEN;

    return names_some ? article->members : (struct text){ 0 };
}

/* `sql` takes workspace, article, audience and members. */
static enum status spread_to(struct tx *tx, const struct article *article, struct text sql)
{
    struct text members = article_members(article);
    const struct value values[] = {
        VALUE_OF_INTEGER(article->row.workspace_id),
        VALUE_OF_ID(article->row.id),
        VALUE_OF_TEXT(text_from(audiences[article_audience(article) - 1].value)),
        members.size > 0 ? VALUE_OF_TEXT(members) : VALUE_OF_NULL,
    };

    return tx_execute(tx, sql, values, 4, NULL);
}

enum status article_spread(struct tx *tx, const struct article *article)
{
    enum status status =
        spread_to(tx, article,
                  T("UPDATE main.article_version SET audience = $3, members = $4 WHERE "
                    "workspace_id = $1 AND article_id = $2"));

    if (status != OK)
        return status;
    return photo_follow_record(tx, &article_entity, article->row.workspace_id, article->row.id);
}

enum status article_spread_activity(struct tx *tx, const struct article *article)
{
    return spread_to(tx, article,
                     T("UPDATE main.activity SET audience = $3, members = $4 WHERE workspace_id = "
                       "$1 AND row_id = $2 AND entity = 'article'"));
}

const struct entity article_entity = {
    .name = "article",
    .label = L("Article", "文章"),
    .plural = L("Articles", "文章"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to teach the team how things are done", "以便培训团队、统一做法"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "title",
    .order = "title.asc",
    .size = sizeof(struct article),
    .fields = LIST(fields),
    .photos = ARTICLE_PHOTOS,
    .seen = { .audience = "audience", .members = "members", .since = "published_at" },
    .check = check,
    .follow = { .column = "title", .run = follow },
};

static const char *const one_of_each[] = { "article_id", "number", NULL };

const struct entity article_version_entity = {
    .name = "article_version",
    .label = L("Version of an article", "文章版本"),
    .plural = L("Versions of articles", "文章版本"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know what was published when, and what somebody has read",
                 "以便了解何时发布了什么内容，以及成员读过哪一版"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "title",
    .order = "created_at.desc",
    .size = sizeof(struct article_version),
    .fields = LIST(version_fields),
    .unique_together = one_of_each,
    .seen = { .audience = "audience", .members = "members" },
};

/* ---- finding */

enum status article_find(struct call *call, struct tx *tx, struct id id,
                         struct article *ret_article)
{
    enum status status =
        row_find(tx, &article_entity, call->identity.workspace_id, id, ret_article);

    if (status != NOT_FOUND)
        return status;
    return REFUSE(call, NOT_FOUND, .code = "PGRST116", .entity = &article_entity,
                  .say = L("This record does not exist: {entity}.", "记录不存在：{entity}。"));
}

enum status article_find_published(struct call *call, struct tx *tx, struct id id, int64_t number,
                                   struct article *ret_article)
{
    struct article article;
    enum status status = article_find(call, tx, id, &article);

    if (status != OK)
        return status;
    if (article.state != ARTICLE_PUBLISHED)
        return REFUSE(call, CONFLICT, .code = "55000", .entity = &article_entity,
                      .say = L("This article is not published.", "文章尚未发布。"));
    if (number != article.version_number)
        return REFUSE(call, CONFLICT, .code = "40001", .entity = &article_entity,
                      .limit = article.version_number,
                      .say = L("There is a newer version: {limit}. Read that one.",
                               "文章已更新到第 {limit} 版，请阅读新版本。"));
    *ret_article = article;
    return OK;
}

enum status article_find_own(struct call *call, struct tx *tx, struct id id,
                             struct article *ret_article)
{
    struct article article;
    enum status status = article_find(call, tx, id, &article);

    if (status != OK)
        return status;
    if (!id_equal(article.row.created_by, call->caller.account_id) &&
        call_level(call, MODULE_KNOWLEDGE) < LEVEL_EDIT_EVERY)
        return REFUSE(call, FORBIDDEN, .code = "42501", .entity = &article_entity,
                      .say = L("You may change only what you created yourself.",
                               "您只能更改自己创建的记录。"));
    *ret_article = article;
    return OK;
}
