/* Quiz: the short test of an article. Its questions are kept where only who may change the article
   reads them; a reader is handed questions and choices, and the right answers with the pass. */
#ifndef TEAM_QUIZ_H
#define TEAM_QUIZ_H

#include "team/article.h"

enum {
    LIMIT_QUESTIONS = 30,
    LIMIT_QUESTION = 500,
    LIMIT_CHOICES = 8,
    LIMIT_CHOICE = 200,
    LIMIT_EXPLANATION = 500,
    LIMIT_QUIZ_TEXT = 200 * 1024,
};

/* One question of one version of an article; number 0: of the next version. */
struct quiz_question {
    struct row row; /* created_by: the author of the article */
    struct id article_id;
    int64_t number;
    int64_t position; /* from 1 */
    struct text question;
    struct text choices; /* JSON list of texts */
    struct text answers; /* JSON list of the right ones, from 0, ascending */
    struct text explanation;
    int audience;
    struct text members;
};

struct quiz_attempt {
    struct row row;
    struct id article_id, account_id;
    int64_t number;
    int64_t score, question_count;
    bool is_passed;
};

extern const struct entity quiz_question_entity, quiz_attempt_entity;

struct quiz {
    struct quiz_question questions[LIMIT_QUESTIONS];
    int64_t count;
};

/* As the server's own code: the questions of a version, in order. */
enum status MUST_CHECK quiz_load(struct tx *tx, const struct article *article, int64_t number,
                                 struct quiz *ret_quiz);
/* The questions of the next version become those of article->version_number. *ret_count is how
   many there are. */
enum status MUST_CHECK quiz_publish(struct call *call, struct tx *tx, const struct article *article,
                                    int64_t *ret_count);
/* Puts these in the place of those of the next version. */
enum status MUST_CHECK quiz_replace(struct call *call, struct tx *tx, const struct article *article,
                                    struct quiz *quiz);

/* Reads [{"question", "choices": [], "answers": [0], "explanation"}]; refuses with the number of
   the question. */
enum status MUST_CHECK quiz_read(struct call *call, const struct field *field, struct text text,
                                 struct quiz *ret_quiz);
/* Bit i: choice i. `text` is a list as it is stored. */
unsigned quiz_choices_mask(struct arena *arena, struct text text);
/* The same of what a client sent for a question with `count` choices; false when it is none. */
bool quiz_mask_read(const struct json *json, size_t count, unsigned *ret_mask);

#endif
