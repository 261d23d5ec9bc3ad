/* training_mine: what I still have to read or pass. training_matrix: the same of everybody, in
   pages of members, for who may change every article. */
#include "team/team.h"
#include "team/training.h"

enum { COUNT_MOST = 1000000 };

struct mine_output {
    struct id article_id, article_category_id;
    struct text title, state;
    int64_t number, read_number, read_at, question_count, tries, score;
    bool is_required, is_due, is_passed;
};

struct matrix_input {
    int64_t rows, offset;
};

struct matrix_output {
    struct text members, articles, cells;
    int64_t member_count;
};

/* clang-format off */
#define ROW struct mine_output
static const struct field mine_outputs[] = {
    ID(article_id, L("Article", "文章"), NOT_PERSONAL),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL),
    INTEGER(number, L("Version", "版本"), NOT_PERSONAL),
    TEXT(state, L("State", "状态"), NOT_PERSONAL,
         .help = L("done, test, old, unread", "done、test、old、unread")),
    BOOLEAN(is_required, L("Has to be read", "必读"), NOT_PERSONAL),
    BOOLEAN(is_due, L("Still to do", "待完成"), NOT_PERSONAL),
    INTEGER(read_number, L("Version that was read", "已读版本"), NOT_PERSONAL),
    INSTANT(read_at, L("Read at", "阅读时间"), NOT_PERSONAL, .optional = true),
    INTEGER(question_count, L("Questions", "题数"), NOT_PERSONAL),
    INTEGER(tries, L("Tries", "尝试次数"), NOT_PERSONAL),
    INTEGER(score, L("Best result", "最好成绩"), NOT_PERSONAL),
    BOOLEAN(is_passed, L("Passed", "通过"), NOT_PERSONAL),
};
#undef ROW
#define ROW struct matrix_input
static const struct field matrix_inputs[] = {
    INTEGER(rows, L("Members on a page", "每页成员数"), NOT_PERSONAL, .min = 1, .max = LIMIT_TRAINED, .optional = true),
    INTEGER(offset, L("Members before", "跳过成员数"), NOT_PERSONAL, .max = COUNT_MOST, .optional = true),
};
#undef ROW
#define ROW struct matrix_output
static const struct field matrix_outputs[] = {
    JSON(members, L("Members", "成员"), IDENTITY),
    JSON(articles, L("Articles", "文章"), NOT_PERSONAL),
    JSON(cells, L("Who has read what", "阅读情况"), NOT_PERSONAL,
         .help = L("One for each member and article that they see.", "每位成员与其可见文章各一项。")),
    INTEGER(member_count, L("Members on all pages", "成员总数"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

struct asking {
    struct call *call;
    struct training_page page;
    struct training training;
};

static enum status load(struct tx *tx, void *context)
{
    struct asking *asking = context;

    return training_load(asking->call, tx, &asking->page, &asking->training);
}

static void write_id(struct json_writer *json, struct text name, struct id id)
{
    json_write_text_member(json, name, text_from(id_to_text(id).at));
}

static void write_instant(struct json_writer *json, struct text name, int64_t at_ms)
{
    json_write_key(json, name);
    if (at_ms != 0)
        json_write_text(json, text_from(instant_to_text(at_ms).at));
    else
        json_write_null(json);
}

static void write_done(struct json_writer *json, const struct article *article,
                       const struct training_cell *cell)
{
    enum training_state state = training_state(article, cell);

    json_write_text_member(json, T("state"), text_from(training_state_name(state)));
    json_write_boolean_member(json, T("is_required"), cell->is_required);
    json_write_boolean_member(json, T("is_due"), cell->is_required && state != TRAINING_DONE);
    json_write_integer_member(json, T("read_number"), cell->read_number);
    write_instant(json, T("read_at"), cell->read_at);
    json_write_integer_member(json, T("tries"), cell->tries);
    json_write_integer_member(json, T("score"), cell->score);
    json_write_boolean_member(json, T("is_passed"), cell->is_passed);
}

/* ---- training_mine */

static enum status training_mine(struct call *call, const void *input)
{
    struct asking asking = { .call = call, .page.only = call->caller.account_id };
    enum status status = call_read_as_system(call, load, &asking);
    struct json_writer json;

    (void)input;
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t a = 0; asking.training.trainee_count > 0 && a < asking.training.article_count;
         a++) {
        const struct article *article = &asking.training.articles[a];
        const struct training_cell *cell = training_cell(&asking.training, 0, a);

        if (!cell->is_seen)
            continue;
        json_begin_object(&json);
        write_id(&json, T("article_id"), article->row.id);
        json_write_text_member(&json, T("title"), article->title);
        json_write_integer_member(&json, T("number"), article->version_number);
        json_write_integer_member(&json, T("question_count"), article->question_count);
        write_done(&json, article, cell);
        json_end_object(&json);
    }
    json_end_array(&json);
    return OK;
}

/* ---- training_matrix */

static void write_members(struct json_writer *json, const struct training *training)
{
    json_write_key(json, T("members"));
    json_begin_array(json);
    for (size_t t = 0; t < training->trainee_count; t++) {
        const struct member *member = &training->trainees[t].member;

        json_begin_object(json);
        write_id(json, T("account_id"), member->account_id);
        json_write_text_member(json, T("display_name"), member->display_name);
        json_write_text_member(json, T("role"), text_from(role_name((enum role)member->role)));
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_articles(struct json_writer *json, const struct training *training)
{
    json_write_key(json, T("articles"));
    json_begin_array(json);
    for (size_t a = 0; a < training->article_count; a++) {
        const struct article *article = &training->articles[a];

        json_begin_object(json);
        write_id(json, T("article_id"), article->row.id);
        json_write_text_member(json, T("title"), article->title);
        json_write_integer_member(json, T("number"), article->version_number);
        json_write_integer_member(json, T("question_count"), article->question_count);
        write_instant(json, T("published_at"), article->published_at);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_cells(struct json_writer *json, const struct training *training)
{
    json_write_key(json, T("cells"));
    json_begin_array(json);
    for (size_t t = 0; t < training->trainee_count; t++)
        for (size_t a = 0; a < training->article_count; a++) {
            const struct training_cell *cell = training_cell(training, t, a);

            if (!cell->is_seen)
                continue;
            json_begin_object(json);
            write_id(json, T("account_id"), training->trainees[t].member.account_id);
            write_id(json, T("article_id"), training->articles[a].row.id);
            write_done(json, &training->articles[a], cell);
            json_end_object(json);
        }
    json_end_array(json);
}

static enum status training_matrix(struct call *call, const void *input)
{
    const struct matrix_input *said = input;
    struct asking asking = {
        .call = call, .page = { .offset = (size_t)said->offset, .room = (size_t)said->rows }
    };
    enum status status = call_read_as_system(call, load, &asking);
    struct json_writer json;

    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    write_members(&json, &asking.training);
    write_articles(&json, &asking.training);
    write_cells(&json, &asking.training);
    json_write_integer_member(&json, T("member_count"), (int64_t)asking.training.member_count);
    json_end_object(&json);
    return OK;
}

const struct function training_functions[] = {
    { .name = "training_mine",
      .label = L("My training", "我的培训"),
      .who = WHO_MEMBER,
      .module = MODULE_KNOWLEDGE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(mine_outputs),
      .run = training_mine },
    { .name = "training_matrix",
      .label = L("Training of the team", "团队培训进度"),
      .who = WHO_MEMBER,
      .module = MODULE_KNOWLEDGE,
      .level = LEVEL_EDIT_EVERY,
      .reads_only = true,
      .inputs = LIST(matrix_inputs),
      .input_size = sizeof(struct matrix_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(matrix_outputs),
      .run = training_matrix },
    { 0 },
};
