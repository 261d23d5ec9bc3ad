/* Quiz: the entities, and reading, keeping and freezing questions. */
#include "team/quiz.h"

#include "codec/json_read.h"
#include "codec/utf8.h"
#include "store/row.h"

enum { LIMIT_LIST = 8 * 1024 };

/* clang-format off */
#define ROW struct quiz_question
static const struct field question_fields[] = {
    ID(article_id, L("Article", "文章"), NOT_PERSONAL, .read_only = true, .index = true),
    INTEGER(number, L("Version", "版本"), NOT_PERSONAL, .read_only = true, .list = true),
    INTEGER(position, L("Position", "题号"), NOT_PERSONAL, .read_only = true, .list = true),
    TEXT(question, L("Question", "题目"), FREE_TEXT, .min = 1, .max = LIMIT_QUESTION, .read_only = true, .list = true),
    JSON(choices, L("Choices", "选项"), FREE_TEXT, .max = LIMIT_LIST, .read_only = true),
    JSON(answers, L("Right choices", "正确选项"), NOT_PERSONAL, .max = 100, .read_only = true),
    TEXT(explanation, L("Why", "解析"), FREE_TEXT, .max = LIMIT_EXPLANATION, .optional = true, .read_only = true),
    CHOICE(audience, L("Who may see it", "可见范围"), NOT_PERSONAL, CHOICES(audiences), .fallback = "chosen",
           .read_only = true),
    JSON(members, L("Chosen members", "指定成员"), IDENTITY, .max = LIMIT_AUDIENCE, .optional = true, .read_only = true),
};
#undef ROW
#define ROW struct quiz_attempt
static const struct field attempt_fields[] = {
    ID(article_id, L("Article", "文章"), NOT_PERSONAL, .read_only = true, .index = true),
    ID(account_id, L("Account", "账户"), IDENTITY, .read_only = true, .index = true),
    INTEGER(number, L("Version", "版本"), NOT_PERSONAL, .read_only = true, .list = true),
    INTEGER(score, L("Right answers", "答对题数"), NOT_PERSONAL, .read_only = true, .list = true),
    INTEGER(question_count, L("Questions", "题数"), NOT_PERSONAL, .read_only = true, .list = true),
    BOOLEAN(is_passed, L("Passed", "通过"), NOT_PERSONAL, .read_only = true, .fallback = "false", .list = true),
};
#undef ROW
/* clang-format on */

static const char *const one_place[] = { "article_id", "number", "position", NULL };

/* Chosen members, and none is chosen: the author and who may change every article. */
const struct entity quiz_question_entity = {
    .name = "quiz_question",
    .label = L("Test question", "测试题"),
    .plural = L("Test questions", "测试题"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to ask whether an article was understood", "以便检验是否理解文章内容"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "question",
    .order = "position.asc",
    .size = sizeof(struct quiz_question),
    .fields = LIST(question_fields),
    .unique_together = one_place,
    .seen = { .audience = "audience", .members = "members" },
};

const struct entity quiz_attempt_entity = {
    .name = "quiz_attempt",
    .label = L("Test taken", "测试记录"),
    .plural = L("Tests taken", "测试记录"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_OWNER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know which training somebody has passed", "以便了解成员通过了哪些培训"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "number",
    .order = "created_at.desc",
    .size = sizeof(struct quiz_attempt),
    .fields = LIST(attempt_fields),
};

/* ---- kept */

static enum status keep_one(struct tx *tx, void *row, void *context)
{
    struct quiz *quiz = context;

    (void)tx;
    if (quiz->count < LIMIT_QUESTIONS)
        quiz->questions[quiz->count++] = *(const struct quiz_question *)row;
    return OK;
}

enum status quiz_load(struct tx *tx, const struct article *article, int64_t number,
                      struct quiz *ret_quiz)
{
    const struct value values[] = { VALUE_OF_INTEGER(article->row.workspace_id),
                                    VALUE_OF_ID(article->row.id), VALUE_OF_INTEGER(number) };
    struct quiz_question scratch;

    ret_quiz->count = 0;
    return row_each(tx, &quiz_question_entity,
                    T("workspace_id = $1 AND article_id = $2 AND number = $3 ORDER BY position"),
                    values, 3, &scratch, keep_one, ret_quiz);
}

static enum status insert_all(struct call *call, struct tx *tx, const struct article *article,
                              int64_t number, struct quiz *quiz)
{
    enum status status = OK;

    for (int64_t i = 0; status == OK && i < quiz->count; i++) {
        struct quiz_question *question = &quiz->questions[i];

        question->row = call_new_row(call);
        question->row.created_by = article->row.created_by;
        question->article_id = article->row.id;
        question->number = number;
        question->position = i + 1;
        question->audience = AUDIENCE_CHOSEN;
        question->members = (struct text){ 0 };
        status = row_insert(tx, &quiz_question_entity, question);
    }
    return status;
}

enum status quiz_publish(struct call *call, struct tx *tx, const struct article *article,
                         int64_t *ret_count)
{
    struct quiz *quiz = ARENA_NEW(call->arena, struct quiz);
    enum status status = quiz_load(tx, article, 0, quiz);

    if (status == OK)
        status = insert_all(call, tx, article, article->version_number, quiz);
    if (status == OK)
        *ret_count = quiz->count;
    return status;
}

enum status quiz_replace(struct call *call, struct tx *tx, const struct article *article,
                         struct quiz *quiz)
{
    const struct value values[] = { VALUE_OF_INTEGER(article->row.workspace_id),
                                    VALUE_OF_ID(article->row.id) };
    enum status status = tx_execute(tx,
                                    T("DELETE FROM main.quiz_question WHERE workspace_id = $1 AND "
                                      "article_id = $2 AND number = 0"),
                                    values, 2, NULL);

    return status == OK ? insert_all(call, tx, article, 0, quiz) : status;
}

/* ---- read */

static bool text_is_between(struct text text, size_t min, size_t max)
{
    size_t count = utf8_count(text);

    return count >= min && count <= max && text_trim(text).size >= min;
}

bool quiz_mask_read(const struct json *json, size_t count, unsigned *ret_mask)
{
    unsigned mask = 0;

    if (json_kind(json) != JSON_KIND_ARRAY || json_count(json) > count)
        return false;
    for (size_t i = 0; i < json_count(json); i++) {
        int64_t at = json_as_integer(json_at(json, i));

        if (json_kind(json_at(json, i)) != JSON_KIND_INTEGER || at < 0 || at >= (int64_t)count ||
            (mask >> at & 1))
            return false;
        mask |= 1u << at;
    }
    *ret_mask = mask;
    return true;
}

unsigned quiz_choices_mask(struct arena *arena, struct text text)
{
    const struct json *json;
    unsigned mask = 0;

    if (json_parse(arena, text, NULL, &json, NULL) != OK ||
        !quiz_mask_read(json, LIMIT_CHOICES, &mask))
        return 0;
    return mask;
}

static bool choices_are_good(const struct json *choices)
{
    size_t count = json_count(choices);

    if (json_kind(choices) != JSON_KIND_ARRAY || count < 2 || count > LIMIT_CHOICES)
        return false;
    for (size_t i = 0; i < count; i++)
        if (json_kind(json_at(choices, i)) != JSON_KIND_STRING ||
            !text_is_between(json_as_text(json_at(choices, i)), 1, LIMIT_CHOICE))
            return false;
    return true;
}

/* What is left JSON writes twice as long at most, within LIMIT_LIST. */
static bool texts_are_storable(struct text question, const struct json *choices,
                               struct text explanation)
{
    for (size_t i = 0; i < json_count(choices); i++)
        if (!utf8_is_printable(json_as_text(json_at(choices, i))))
            return false;
    return utf8_is_printable(question) && utf8_is_printable(explanation);
}

static struct text mask_text(struct arena *arena, unsigned mask)
{
    struct buffer out = buffer_in(arena, 64);
    struct json_writer json = json_writer_to(&out);

    json_begin_array(&json);
    for (int i = 0; i < LIMIT_CHOICES; i++)
        if (mask >> i & 1)
            json_write_integer(&json, i);
    json_end_array(&json);
    return buffer_text(&out);
}

static struct text json_text(struct arena *arena, const struct json *json)
{
    struct buffer out = buffer_in(arena, LIMIT_LIST * 2);
    struct json_writer writer = json_writer_to(&out);

    json_write_value(&writer, json);
    return buffer_text(&out);
}

/* NULL, or what is wrong with it. */
static const struct label *question_read(struct arena *arena, const struct json *json,
                                         struct quiz_question *ret_question)
{
    static const struct label no_question =
        L("Question {value} has no text, or one that is too long.",
          "第 {value} 题没有题目，或题目过长。");
    static const struct label no_choices =
        L("Question {value} needs 2 to 8 choices, each with a text.",
          "第 {value} 题需要 2 到 8 个选项，且不能为空。");
    static const struct label no_answer =
        L("Say which choices of question {value} are right.", "请标出第 {value} 题的正确选项。");
    static const struct label long_why =
        L("The explanation of question {value} is too long.", "第 {value} 题的解析过长。");
    static const struct label not_storable =
        L("Question {value} holds a character that cannot be stored.",
          "第 {value} 题含有无法保存的字符。");
    const struct json *choices = json_member(json, T("choices"));
    struct text question = json_text_member(json, T("question"));
    struct text explanation = json_text_member(json, T("explanation"));
    unsigned mask = 0;

    if (!text_is_between(question, 1, LIMIT_QUESTION))
        return &no_question;
    if (!choices_are_good(choices))
        return &no_choices;
    if (!quiz_mask_read(json_member(json, T("answers")), json_count(choices), &mask) || mask == 0)
        return &no_answer;
    if (utf8_count(explanation) > LIMIT_EXPLANATION)
        return &long_why;
    if (!texts_are_storable(question, choices, explanation))
        return &not_storable;
    *ret_question = (struct quiz_question){ .question = question,
                                            .choices = json_text(arena, choices),
                                            .answers = mask_text(arena, mask),
                                            .explanation = explanation };
    return NULL;
}

enum status quiz_read(struct call *call, const struct field *field, struct text text,
                      struct quiz *ret_quiz)
{
    const struct json *json;

    if (json_parse(call->arena, text, NULL, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_ARRAY || json_count(json) > LIMIT_QUESTIONS)
        return REFUSE(
            call, INVALID, .code = "22023", .field = field, .limit = LIMIT_QUESTIONS,
            .say = L("A test is a list of at most {limit} questions.", "测试最多 {limit} 题。"));
    ret_quiz->count = 0;
    for (size_t i = 0; i < json_count(json); i++) {
        const struct label *fault =
            question_read(call->arena, json_at(json, i), &ret_quiz->questions[i]);

        if (fault)
            return REFUSE(call, INVALID, .code = "22023", .field = field, .say = *fault,
                          .value = arena_print(call->arena, "%zu", i + 1));
        ret_quiz->count++;
    }
    return OK;
}
