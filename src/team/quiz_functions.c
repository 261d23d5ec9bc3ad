/* quiz_edit and quiz_save for who may change the article; quiz_take and quiz_answer for readers. A
   reader never gets a right answer before the test is passed: a failed test only tells which
   questions were wrong. */
#include "auth/activity.h"
#include "codec/json_read.h"
#include "store/row.h"
#include "team/quiz.h"
#include "team/team.h"

enum { ATTEMPTS_PER_HOUR = 20 };

struct quiz_input {
    struct id article_id;
    struct text questions, answers;
    int64_t number;
};

struct quiz_output {
    struct id article_id;
    int64_t number, pass_percent, score, question_count;
    bool is_passed;
    struct text questions, results;
};

/* clang-format off */
#define ROW struct quiz_input
#define ARTICLE_INPUT ID(article_id, L("Article", "文章"), NOT_PERSONAL)
#define NUMBER_INPUT  INTEGER(number, L("Version that was read", "所读版本"), NOT_PERSONAL, .min = 1)
static const struct field article_inputs[] = { ARTICLE_INPUT };
static const struct field save_inputs[] = {
    ARTICLE_INPUT,
    JSON(questions, L("Questions", "测试题"), FREE_TEXT, .max = LIMIT_QUIZ_TEXT),
};
static const struct field answer_inputs[] = {
    ARTICLE_INPUT,
    NUMBER_INPUT,
    JSON(answers, L("Answers", "作答"), NOT_PERSONAL, .max = 4000,
         .help = L("For each question a list of choices, from 0.", "每题一个选项列表，从 0 开始。")),
};
#undef ROW
#define ROW struct quiz_output
static const struct field quiz_outputs[] = {
    ID(article_id, L("Article", "文章"), NOT_PERSONAL),
    INTEGER(number, L("Version", "版本"), NOT_PERSONAL),
    INTEGER(pass_percent, L("Passed from (%)", "及格线（%）"), NOT_PERSONAL),
    JSON(questions, L("Questions", "测试题"), FREE_TEXT),
};
static const struct field answer_outputs[] = {
    INTEGER(score, L("Right answers", "答对题数"), NOT_PERSONAL),
    INTEGER(question_count, L("Questions", "题数"), NOT_PERSONAL),
    BOOLEAN(is_passed, L("Passed", "通过"), NOT_PERSONAL),
    JSON(results, L("Question by question", "逐题结果"), FREE_TEXT),
};
#undef ROW
/* clang-format on */

struct asking {
    struct call *call;
    const struct quiz_input *input;
    struct article article;
    struct quiz quiz;
    bool with_answers;
};

static struct asking *begin(struct call *call, const void *input)
{
    struct asking *asking = ARENA_NEW(call->arena, struct asking);

    asking->call = call;
    asking->input = input;
    return asking;
}

/* ---- questions out */

static void write_raw_member(struct json_writer *json, struct text name, struct text value)
{
    json_write_key(json, name);
    json_write_raw(json, value.size > 0 ? value : T("null"));
}

static void write_question(struct json_writer *json, const struct asking *asking, int64_t at)
{
    const struct quiz_question *question = &asking->quiz.questions[at];

    json_begin_object(json);
    json_write_text_member(json, T("question"), question->question);
    write_raw_member(json, T("choices"), question->choices);
    if (asking->with_answers) {
        write_raw_member(json, T("answers"), question->answers);
        json_write_text_member(json, T("explanation"), question->explanation);
    } else {
        unsigned mask = quiz_choices_mask(asking->call->arena, question->answers);

        json_write_boolean_member(json, T("has_several"), (mask & (mask - 1)) != 0);
    }
    json_end_object(json);
}

static void answer_quiz(struct asking *asking, int64_t number)
{
    struct call *call = asking->call;
    struct json_writer json;

    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("article_id"),
                           text_from(id_to_text(asking->article.row.id).at));
    json_write_integer_member(&json, T("number"), number);
    json_write_integer_member(&json, T("pass_percent"), asking->article.pass_percent);
    json_write_key(&json, T("questions"));
    json_begin_array(&json);
    for (int64_t i = 0; i < asking->quiz.count; i++)
        write_question(&json, asking, i);
    json_end_array(&json);
    json_end_object(&json);
}

static enum status load_next(struct tx *tx, void *context)
{
    struct asking *asking = context;

    return quiz_load(tx, &asking->article, 0, &asking->quiz);
}

static enum status load_current(struct tx *tx, void *context)
{
    struct asking *asking = context;

    return quiz_load(tx, &asking->article, asking->article.version_number, &asking->quiz);
}

static enum status edit_work(struct tx *tx, void *context)
{
    struct asking *asking = context;
    enum status status =
        article_find_own(asking->call, tx, asking->input->article_id, &asking->article);

    return status == OK ? tx_as_system(tx, load_next, asking) : status;
}

static enum status quiz_edit(struct call *call, const void *input)
{
    struct asking *asking = begin(call, input);
    enum status status = call_read(call, edit_work, asking);

    asking->with_answers = true;
    if (status == OK)
        answer_quiz(asking, 0);
    return status;
}

static enum status take_work(struct tx *tx, void *context)
{
    struct asking *asking = context;
    enum status status =
        article_find(asking->call, tx, asking->input->article_id, &asking->article);

    if (status == OK)
        status = article_find_published(asking->call, tx, asking->article.row.id,
                                        asking->article.version_number, &asking->article);
    return status == OK ? tx_as_system(tx, load_current, asking) : status;
}

static enum status quiz_take(struct call *call, const void *input)
{
    struct asking *asking = begin(call, input);
    enum status status = call_read(call, take_work, asking);

    if (status == OK)
        answer_quiz(asking, asking->article.version_number);
    return status;
}

/* ---- quiz_save */

static enum status save(struct tx *tx, void *context)
{
    struct asking *asking = context;
    struct call *call = asking->call;
    enum status status = quiz_replace(call, tx, &asking->article, &asking->quiz);

    asking->article.has_new_quiz = true;
    asking->article.row.updated_at = call->now_ms;
    if (status == OK)
        status = row_update(tx, &article_entity, &asking->article);
    if (status != OK)
        return status;
    return activity_write(tx, call,
                          &(struct activity){ .entity = &article_entity,
                                              .action = "questions",
                                              .row_id = asking->article.row.id,
                                              .count = asking->quiz.count });
}

static enum status save_work(struct tx *tx, void *context)
{
    struct asking *asking = context;
    enum status status =
        article_find_own(asking->call, tx, asking->input->article_id, &asking->article);

    return status == OK ? tx_as_system(tx, save, asking) : status;
}

static enum status quiz_save(struct call *call, const void *input)
{
    struct asking *asking = begin(call, input);
    enum status status = quiz_read(call, &save_inputs[1], asking->input->questions, &asking->quiz);

    return status == OK ? call_write_last(call, save_work, asking, NULL) : status;
}

/* ---- quiz_answer */

struct answering {
    struct asking *asking;
    unsigned given[LIMIT_QUESTIONS], right[LIMIT_QUESTIONS];
    struct quiz_attempt attempt;
};

static enum status refuse_answers(struct call *call, int64_t count)
{
    return REFUSE(call, INVALID, .code = "22023", .field = &answer_inputs[2], .limit = count,
                  .say = L("Answer each of the {limit} questions with a list of its choices.",
                           "请为全部 {limit} 道题各给出一个选项列表。"));
}

static enum status read_given(struct answering *answering)
{
    struct asking *asking = answering->asking;
    struct call *call = asking->call;
    const struct json *json, *choices;

    if (json_parse(call->arena, asking->input->answers, NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_ARRAY || json_count(json) != (size_t)asking->quiz.count)
        return refuse_answers(call, asking->quiz.count);
    for (int64_t i = 0; i < asking->quiz.count; i++) {
        const struct quiz_question *question = &asking->quiz.questions[i];

        if (json_parse(call->arena, question->choices, NULL, &choices, NULL) != OK)
            return FAILED;
        if (!quiz_mask_read(json_at(json, (size_t)i), json_count(choices), &answering->given[i]))
            return refuse_answers(call, asking->quiz.count);
        answering->right[i] = quiz_choices_mask(call->arena, question->answers);
    }
    return OK;
}

/* Guessing one by one is no test. */
static enum status check_rate(struct tx *tx, const struct answering *answering)
{
    struct call *call = answering->asking->call;
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(answering->asking->article.row.id),
                                    VALUE_OF_ID(call->caller.account_id),
                                    VALUE_OF_INTEGER(call->now_ms - MS_PER_HOUR) };
    struct cursor *cursor;
    bool is_found = false;
    int64_t count = 0;
    enum status status =
        tx_query(tx,
                 T("SELECT cast(count(*) AS BIGINT) FROM main.quiz_attempt WHERE workspace_id = $1 "
                   "AND article_id = $2 AND account_id = $3 AND created_at > $4"),
                 values, 4, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    count = is_found ? cursor_value(cursor, 0).integer : 0;
    cursor_close(cursor);
    if (count < ATTEMPTS_PER_HOUR)
        return OK;
    return REFUSE(call, TOO_MANY, .code = "54000", .limit = ATTEMPTS_PER_HOUR,
                  .retry_after_s = MS_PER_HOUR / 1000,
                  .say = L("{limit} tries within an hour: read it again and come back later.",
                           "一小时内已尝试 {limit} 次，请重新阅读后再来。"));
}

static void write_result(struct json_writer *json, const struct answering *answering, int64_t at)
{
    const struct quiz_question *question = &answering->asking->quiz.questions[at];

    json_begin_object(json);
    json_write_boolean_member(json, T("is_right"), answering->given[at] == answering->right[at]);
    if (answering->attempt.is_passed) {
        write_raw_member(json, T("answers"), question->answers);
        json_write_text_member(json, T("explanation"), question->explanation);
    }
    json_end_object(json);
}

static void answer_attempt(const struct answering *answering)
{
    struct call *call = answering->asking->call;
    const struct quiz_attempt *attempt = &answering->attempt;
    struct json_writer json;

    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_integer_member(&json, T("score"), attempt->score);
    json_write_integer_member(&json, T("question_count"), attempt->question_count);
    json_write_boolean_member(&json, T("is_passed"), attempt->is_passed);
    json_write_key(&json, T("results"));
    json_begin_array(&json);
    for (int64_t i = 0; i < attempt->question_count; i++)
        write_result(&json, answering, i);
    json_end_array(&json);
    json_end_object(&json);
}

static enum status mark(struct tx *tx, void *context)
{
    struct answering *answering = context;
    struct asking *asking = answering->asking;
    const struct article *article = &asking->article;
    struct quiz_attempt *attempt = &answering->attempt;
    enum status status = quiz_load(tx, article, article->version_number, &asking->quiz);

    if (status == OK && asking->quiz.count == 0)
        return REFUSE(asking->call, CONFLICT, .code = "55000", .entity = &article_entity,
                      .say = L("This article has no test.", "该文章没有测试。"));
    if (status == OK)
        status = check_rate(tx, answering);
    if (status == OK)
        status = read_given(answering);
    if (status != OK)
        return status;
    *attempt = (struct quiz_attempt){ .row = call_new_row(asking->call),
                                      .article_id = article->row.id,
                                      .account_id = asking->call->caller.account_id,
                                      .number = article->version_number,
                                      .question_count = asking->quiz.count };
    for (int64_t i = 0; i < asking->quiz.count; i++)
        attempt->score += answering->given[i] == answering->right[i];
    attempt->is_passed = attempt->score * 100 >= article->pass_percent * attempt->question_count;
    status = row_insert(tx, &quiz_attempt_entity, attempt);
    if (status == OK)
        answer_attempt(answering);
    return status;
}

static enum status answer_work(struct tx *tx, void *context)
{
    struct answering *answering = context;
    struct asking *asking = answering->asking;
    enum status status = article_find_published(asking->call, tx, asking->input->article_id,
                                                asking->input->number, &asking->article);

    return status == OK ? tx_as_system(tx, mark, answering) : status;
}

static enum status quiz_answer(struct call *call, const void *input)
{
    struct answering *answering = ARENA_NEW(call->arena, struct answering);

    answering->asking = begin(call, input);
    return call_write_last(call, answer_work, answering, NULL);
}

#define OF_QUIZ(may)                                                                               \
    .who = WHO_MEMBER, .module = MODULE_KNOWLEDGE, .level = (may),                                 \
    .input_size = sizeof(struct quiz_input)

const struct function quiz_functions[] = {
    { .name = "quiz_edit",
      .label = L("Questions of the next version", "下一版的测试题"),
      OF_QUIZ(LEVEL_EDIT_OWN),
      .reads_only = true,
      .inputs = LIST(article_inputs),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(quiz_outputs),
      .run = quiz_edit },
    { .name = "quiz_save",
      .label = L("Save the questions", "保存测试题"),
      OF_QUIZ(LEVEL_EDIT_OWN),
      .is_one_write = true,
      .inputs = LIST(save_inputs),
      .run = quiz_save },
    { .name = "quiz_take",
      .label = L("Take the test", "参加测试"),
      OF_QUIZ(LEVEL_VIEW),
      .reads_only = true,
      .inputs = LIST(article_inputs),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(quiz_outputs),
      .run = quiz_take },
    { .name = "quiz_answer",
      .label = L("Hand the test in", "提交测试"),
      OF_QUIZ(LEVEL_VIEW),
      .is_one_write = true,
      .inputs = LIST(answer_inputs),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(answer_outputs),
      .run = quiz_answer },
    { 0 },
};
