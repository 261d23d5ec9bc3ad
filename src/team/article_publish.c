/* article_publish, article_restore, article_withdraw: one transaction each. A version is written
   once and holds everything of its publishing, its test too. */
#include "auth/activity.h"
#include "store/row.h"
#include "team/article.h"
#include "team/quiz.h"
#include "team/team.h"

struct publish_input {
    struct id id;
    struct text title, body, changed;
    int64_t version;
};

struct restore_input {
    struct id id;
    struct text changed;
};

struct withdraw_input {
    struct id id;
};

struct publish_output {
    struct id id;
    int64_t version_number, version, published_at;
};

/* clang-format off */
#define ROW struct publish_input
static const struct field publish_inputs[] = {
    ID(id, L("Article", "文章"), NOT_PERSONAL),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL, .min = 1, .max = LIMIT_ARTICLE_TITLE, .optional = true),
    TEXT(body, L("Text", "正文"), FREE_TEXT, .max = LIMIT_ARTICLE_BODY, .optional = true, .format = LONG),
    TEXT(changed, L("What changed", "更改说明"), FREE_TEXT, .max = LIMIT_ARTICLE_CHANGED, .optional = true),
    INTEGER(version, L("Version of the row that was changed", "所依据的记录版本"), NOT_PERSONAL, .min = 1, .optional = true),
};
#undef ROW
#define ROW struct restore_input
static const struct field restore_inputs[] = {
    ID(id, L("Version of an article", "文章版本"), NOT_PERSONAL),
    TEXT(changed, L("What changed", "更改说明"), FREE_TEXT, .max = LIMIT_ARTICLE_CHANGED, .optional = true),
};
#undef ROW
#define ROW struct withdraw_input
static const struct field withdraw_inputs[] = { ID(id, L("Article", "文章"), NOT_PERSONAL) };
#undef ROW
#define ROW struct publish_output
static const struct field publish_outputs[] = {
    ID(id, L("Article", "文章"), NOT_PERSONAL),
    INTEGER(version_number, L("Version", "版本"), NOT_PERSONAL),
    INTEGER(version, L("Version of the row", "记录版本"), NOT_PERSONAL),
    INSTANT(published_at, L("Published", "发布时间"), NOT_PERSONAL, .optional = true),
};
#undef ROW
/* clang-format on */

struct publishing {
    struct call *call;
    const struct publish_input *wish;      /* of article_publish */
    const struct restore_input *restoring; /* of article_restore */
    struct article article;
    struct text changed;
    int64_t restored; /* the number of the old version */
};

static void answer(struct call *call, const struct article *article)
{
    struct json_writer json;

    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(article->row.id).at));
    json_write_integer_member(&json, T("version_number"), article->version_number);
    json_write_integer_member(&json, T("version"), article->row.version);
    json_write_key(&json, T("published_at"));
    if (article->published_at != 0)
        json_write_text(&json, text_from(instant_to_text(article->published_at).at));
    else
        json_write_null(&json);
    json_end_object(&json);
}

/* Its author sees it as they see the article, whoever published it. */
static struct article_version version_of(struct call *call, const struct publishing *publishing)
{
    const struct article *article = &publishing->article;
    struct row row = call_new_row(call);

    row.created_by = article->row.created_by;
    return (struct article_version){ .row = row,
                                     .article_id = article->row.id,
                                     .published_by = call->caller.account_id,
                                     .number = article->version_number,
                                     .title = article->title,
                                     .body = article->body,
                                     .changed = publishing->changed,
                                     .pass_percent = article->pass_percent,
                                     .question_count = article->question_count,
                                     .audience = (int)article_audience(article),
                                     .members = article_members(article) };
}

static enum status tell(struct tx *tx, const struct publishing *publishing, const char *action)
{
    return activity_write(tx, publishing->call,
                          &(struct activity){ .entity = &article_entity,
                                              .action = action,
                                              .row_id = publishing->article.row.id,
                                              .count = 1,
                                              .audience = article_audience(&publishing->article),
                                              .members = article_members(&publishing->article) });
}

/* The article is as it shall be read. */
static enum status publish(struct tx *tx, void *context)
{
    struct publishing *publishing = context;
    struct call *call = publishing->call;
    struct article *article = &publishing->article;
    bool was_out = article->published_at != 0;
    struct article_version version;
    enum status status;

    article->version_number++;
    article->state = ARTICLE_PUBLISHED;
    article->published_at = article->row.updated_at = call->now_ms;
    article->published_by = call->caller.account_id;
    article->has_new_quiz = false;
    status = quiz_publish(call, tx, article, &article->question_count);
    if (status == OK)
        status = row_update(tx, &article_entity, article);
    if (status == OK && !was_out)
        status = article_spread(tx, article);
    if (status != OK)
        return status;
    version = version_of(call, publishing);
    status = row_insert(tx, &article_version_entity, &version);
    if (status == OK)
        status = tell(tx, publishing, publishing->restored ? "restore" : "publish");
    if (status == OK)
        answer(call, article);
    return status;
}

/* ---- article_publish */

static enum status refuse_unchanged(struct call *call)
{
    return REFUSE(
        call, CONFLICT, .code = "55000", .entity = &article_entity,
        .say = L("Nothing has changed since the last version.", "与上一版本相比没有更改。"));
}

static enum status refuse_stale(struct call *call)
{
    return REFUSE(call, CONFLICT, .code = "40001", .entity = &article_entity,
                  .say = L("Somebody else changed this article meanwhile. Load it again.",
                           "其他人已更改此文章，请重新加载。"));
}

static bool is_published_like_this(const struct article *article, const struct article *before)
{
    return before->state == ARTICLE_PUBLISHED && !before->has_new_quiz &&
           text_equal(article->title, before->title) && text_equal(article->body, before->body);
}

static enum status publish_work(struct tx *tx, void *context)
{
    struct publishing *publishing = context;
    struct call *call = publishing->call;
    const struct publish_input *wish = publishing->wish;
    struct article before;
    enum status status = article_find_own(call, tx, wish->id, &before);

    if (status != OK)
        return status;
    if (wish->version != 0 && wish->version != before.row.version)
        return refuse_stale(call);
    publishing->article = before;
    publishing->changed = wish->changed;
    if (wish->title.at)
        publishing->article.title = wish->title;
    if (wish->body.at)
        publishing->article.body = wish->body;
    if (is_published_like_this(&publishing->article, &before))
        return refuse_unchanged(call);
    if (text_trim(publishing->article.body).size == 0)
        return REFUSE(
            call, INVALID, .code = "23514", .entity = &article_entity,
            .field = entity_field(&article_entity, T("body")),
            .say = L("An article without text is not published.", "正文为空，不能发布。"));
    return tx_as_system(tx, publish, publishing);
}

static enum status publish_run(struct call *call, const void *input)
{
    struct publishing *publishing = ARENA_NEW(call->arena, struct publishing);

    *publishing = (struct publishing){ .call = call, .wish = input };
    return call_write_last(call, publish_work, publishing, NULL);
}

/* ---- article_restore */

static enum status restore_work(struct tx *tx, void *context)
{
    struct publishing *publishing = context;
    struct call *call = publishing->call;
    struct article_version old;
    enum status status = row_find(tx, &article_version_entity, call->identity.workspace_id,
                                  publishing->restoring->id, &old);

    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "PGRST116", .entity = &article_version_entity,
                      .say = L("This record does not exist: {entity}.", "记录不存在：{entity}。"));
    if (status == OK)
        status = article_find_own(call, tx, old.article_id, &publishing->article);
    if (status != OK)
        return status;
    if (publishing->article.state == ARTICLE_PUBLISHED &&
        text_equal(old.title, publishing->article.title) &&
        text_equal(old.body, publishing->article.body))
        return refuse_unchanged(call);
    publishing->article.title = old.title;
    publishing->article.body = old.body;
    publishing->restored = old.number;
    publishing->changed = publishing->restoring->changed;
    if (publishing->changed.size == 0)
        publishing->changed = arena_print(
            call->arena, call->language == LANGUAGE_ZH ? "恢复第 %lld 版" : "Version %lld again",
            (long long)old.number);
    return tx_as_system(tx, publish, publishing);
}

static enum status restore_run(struct call *call, const void *input)
{
    struct publishing *publishing = ARENA_NEW(call->arena, struct publishing);

    *publishing = (struct publishing){ .call = call, .restoring = input };
    return call_write_last(call, restore_work, publishing, NULL);
}

/* ---- article_withdraw */

static enum status withdraw(struct tx *tx, void *context)
{
    struct publishing *publishing = context;
    struct article *article = &publishing->article;
    enum status status;

    article->state = ARTICLE_DRAFT;
    article->published_at = 0;
    article->row.updated_at = publishing->call->now_ms;
    status = row_update(tx, &article_entity, article);
    if (status == OK)
        status = tell(tx, publishing, "withdraw");
    if (status == OK)
        status = article_spread(tx, article);
    if (status == OK)
        status = article_spread_activity(tx, article);
    if (status == OK)
        answer(publishing->call, article);
    return status;
}

struct withdrawing {
    struct publishing publishing;
    struct id id;
};

static enum status withdraw_work(struct tx *tx, void *context)
{
    struct withdrawing *withdrawing = context;
    struct call *call = withdrawing->publishing.call;
    struct article *article = &withdrawing->publishing.article;
    enum status status = article_find_own(call, tx, withdrawing->id, article);

    if (status != OK)
        return status;
    if (article->state != ARTICLE_PUBLISHED)
        return REFUSE(call, CONFLICT, .code = "55000", .entity = &article_entity,
                      .say = L("This article is not published.", "文章尚未发布。"));
    return tx_as_system(tx, withdraw, &withdrawing->publishing);
}

static enum status withdraw_run(struct call *call, const void *input)
{
    struct withdrawing *withdrawing = ARENA_NEW(call->arena, struct withdrawing);

    *withdrawing = (struct withdrawing){ .publishing = { .call = call },
                                         .id = ((const struct withdraw_input *)input)->id };
    return call_write_last(call, withdraw_work, withdrawing, NULL);
}

#define WRITES                                                                                     \
    .who = WHO_MEMBER, .module = MODULE_KNOWLEDGE, .level = LEVEL_EDIT_OWN, .is_one_write = true,  \
    .returns = RETURNS_OBJECT, .outputs = LIST(publish_outputs)

const struct function article_functions[] = {
    { .name = "article_publish",
      .label = L("Publish an article", "发布文章"),
      WRITES,
      .inputs = LIST(publish_inputs),
      .input_size = sizeof(struct publish_input),
      .run = publish_run },
    { .name = "article_restore",
      .label = L("Publish an old version again", "恢复旧版本"),
      WRITES,
      .inputs = LIST(restore_inputs),
      .input_size = sizeof(struct restore_input),
      .run = restore_run },
    { .name = "article_withdraw",
      .label = L("Take an article back", "撤回文章"),
      WRITES,
      .inputs = LIST(withdraw_inputs),
      .input_size = sizeof(struct withdraw_input),
      .run = withdraw_run },
    { 0 },
};
