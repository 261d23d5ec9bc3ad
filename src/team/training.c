/* Training: members and published articles are loaded, then read marks and tests fall into the
   cells between them. */
#include "team/training.h"

#include "base/map.h"
#include "store/row.h"
#include "team/article_ack.h"
#include "team/quiz.h"

struct loading {
    struct call *call;
    struct training *training;
    const struct training_page *page;
    size_t trainee_room, article_room;
    struct map trainees, articles; /* id bytes -> its place */
};

static struct text key_of(const struct id *id)
{
    return (struct text){ (const char *)id->bytes, sizeof id->bytes };
}

static struct training_cell *cell_at(const struct loading *loading, struct id account,
                                     struct id article)
{
    const size_t *row = map_get(&loading->trainees, key_of(&account));
    const size_t *column = map_get(&loading->articles, key_of(&article));

    return row && column
               ? &loading->training->cells[*row * loading->training->article_count + *column]
               : NULL;
}

static void remember(struct map *map, struct arena *arena, const struct id *id, size_t place)
{
    size_t *kept = ARENA_NEW(arena, size_t);

    *kept = place;
    map_set(map, key_of(id), kept);
}

/* ---- who and what */

size_t training_page_room(size_t wanted, size_t article_count)
{
    size_t most = article_count > 0 ? LIMIT_TRAINING_CELLS / article_count : LIMIT_TRAINED;

    if (most > LIMIT_TRAINED)
        most = LIMIT_TRAINED;
    if (most == 0)
        most = 1;
    return wanted > 0 && wanted < most ? wanted : most;
}

static enum status keep_member(struct tx *tx, void *row, void *context)
{
    struct loading *loading = context;
    struct training *training = loading->training;
    struct trainee trainee = { .member = *(const struct member *)row };
    struct grants grants = grants_read(tx_arena(tx), trainee.member.grants);

    levels_of(loading->call->instance->settings, (enum role)trainee.member.role, &grants,
              trainee.level);
    if (trainee.level[MODULE_KNOWLEDGE] < LEVEL_VIEW)
        return OK;
    training->member_count++;
    if (training->member_count <= loading->page->offset ||
        training->trainee_count == training_page_room(loading->page->room, training->article_count))
        return OK;
    training->trainees = arena_room(tx_arena(tx), training->trainees, training->trainee_count,
                                    &loading->trainee_room, sizeof *training->trainees);
    training->trainees[training->trainee_count] = trainee;
    remember(&loading->trainees, tx_arena(tx),
             &training->trainees[training->trainee_count].member.account_id,
             training->trainee_count);
    training->trainee_count++;
    return OK;
}

static enum status load_members(struct tx *tx, struct loading *loading)
{
    const struct id only = loading->page->only;
    const struct value values[] = { VALUE_OF_INTEGER(loading->call->identity.workspace_id),
                                    VALUE_OF_ID(only) };
    bool is_one = !id_is_zero(only);
    struct member scratch;

    return row_each(tx, &member_entity,
                    is_one ? T("workspace_id = $1 AND account_id = $2")
                           : T("workspace_id = $1 ORDER BY display_name, id"),
                    values, is_one ? 2 : 1, &scratch, keep_member, loading);
}

static enum status keep_article(struct tx *tx, void *row, void *context)
{
    struct loading *loading = context;
    struct training *training = loading->training;
    struct article *article;

    training->articles = arena_room(tx_arena(tx), training->articles, training->article_count,
                                    &loading->article_room, sizeof *training->articles);
    article = &training->articles[training->article_count];
    *article = *(const struct article *)row;
    article->body = (struct text){ 0 };
    remember(&loading->articles, tx_arena(tx), &article->row.id, training->article_count);
    training->article_count++;
    return OK;
}

static enum status load_articles(struct tx *tx, struct loading *loading)
{
    const struct value values[] = { VALUE_OF_INTEGER(loading->call->identity.workspace_id) };
    struct article scratch;

    return row_each(tx, &article_entity,
                    T("workspace_id = $1 AND published_at IS NOT NULL ORDER BY title, id"), values,
                    1, &scratch, keep_article, loading);
}

static bool is_seen(const struct article *article, const struct trainee *trainee)
{
    const struct id account = trainee->member.account_id;

    if (trainee->level[MODULE_KNOWLEDGE] >= LEVEL_EDIT_EVERY ||
        article->audience == AUDIENCE_EVERYBODY || id_equal(article->row.created_by, account))
        return true;
    if (article->audience == AUDIENCE_EDITORS)
        return trainee->level[MODULE_KNOWLEDGE] >= LEVEL_EDIT_OWN;
    return text_find(article->members, text_from(id_to_text(account).at)) < article->members.size;
}

static bool is_required(const struct article *article, const struct trainee *trainee)
{
    switch ((enum required)article->required) {
    case REQUIRED_EVERYBODY:
        return true;
    case REQUIRED_MEMBERS:
        return trainee->member.role == ROLE_MEMBER;
    case REQUIRED_ADMINS:
        return trainee->member.role == ROLE_ADMIN;
    case REQUIRED_MODULE:
        return trainee->level[article_module(article->required_module)] >= LEVEL_VIEW;
    case REQUIRED_NOBODY:
        break;
    }
    return false;
}

static void fill_cells(struct loading *loading, struct arena *arena)
{
    struct training *training = loading->training;

    training->cells = ARENA_NEW_ARRAY(arena, struct training_cell,
                                      training->trainee_count * training->article_count + 1);
    for (size_t t = 0; t < training->trainee_count; t++)
        for (size_t a = 0; a < training->article_count; a++) {
            struct training_cell *cell = &training->cells[t * training->article_count + a];

            cell->is_seen = is_seen(&training->articles[a], &training->trainees[t]);
            cell->is_required = cell->is_seen &&
                                is_required(&training->articles[a], &training->trainees[t]);
        }
}

/* ---- what was done */

static enum status take_ack(struct tx *tx, void *row, void *context)
{
    const struct article_ack *ack = row;
    struct training_cell *cell = cell_at(context, ack->account_id, ack->article_id);

    (void)tx;
    if (!cell || ack->number <= cell->read_number)
        return OK;
    cell->read_number = ack->number;
    cell->read_at = ack->row.created_at;
    return OK;
}

static enum status take_attempt(struct tx *tx, void *row, void *context)
{
    const struct loading *loading = context;
    const struct quiz_attempt *attempt = row;
    struct training_cell *cell = cell_at(loading, attempt->account_id, attempt->article_id);
    const size_t *column = map_get(&loading->articles, key_of(&attempt->article_id));

    (void)tx;
    if (!cell || !column || attempt->number != loading->training->articles[*column].version_number)
        return OK;
    cell->tries++;
    cell->is_passed |= attempt->is_passed;
    if (attempt->score > cell->score)
        cell->score = attempt->score;
    return OK;
}

static enum status load_done(struct tx *tx, struct loading *loading)
{
    const struct id only = loading->page->only;
    const struct value values[] = { VALUE_OF_INTEGER(loading->call->identity.workspace_id),
                                    VALUE_OF_ID(only) };
    bool is_one = !id_is_zero(only);
    struct text which = is_one ? T("workspace_id = $1 AND account_id = $2")
                               : T("workspace_id = $1");
    struct article_ack ack;
    struct quiz_attempt attempt;
    enum status status =
        row_each(tx, &article_ack_entity, which, values, is_one ? 2 : 1, &ack, take_ack, loading);

    return status == OK ? row_each(tx, &quiz_attempt_entity, which, values, is_one ? 2 : 1,
                                   &attempt, take_attempt, loading)
                        : status;
}

enum status training_load(struct call *call, struct tx *tx, const struct training_page *page,
                          struct training *ret_training)
{
    struct arena *arena = tx_arena(tx);
    struct loading *loading = ARENA_NEW(arena, struct loading);
    struct training training = { 0 };
    enum status status;

    *loading = (struct loading){ .call = call,
                                 .training = &training,
                                 .page = page,
                                 .trainees = { .arena = arena },
                                 .articles = { .arena = arena } };
    status = load_articles(tx, loading);
    if (status == OK)
        status = load_members(tx, loading);
    if (status != OK)
        return status;
    fill_cells(loading, arena);
    status = load_done(tx, loading);
    if (status == OK)
        *ret_training = training;
    return status;
}

const struct training_cell *training_cell(const struct training *training, size_t trainee,
                                          size_t article)
{
    return &training->cells[trainee * training->article_count + article];
}

enum training_state training_state(const struct article *article, const struct training_cell *cell)
{
    if (cell->read_number == 0)
        return TRAINING_UNREAD;
    if (cell->read_number < article->version_number)
        return TRAINING_OLD;
    return article->question_count > 0 && !cell->is_passed ? TRAINING_TEST : TRAINING_DONE;
}

const char *training_state_name(enum training_state state)
{
    static const char *const names[] = { [TRAINING_DONE] = "done",
                                         [TRAINING_TEST] = "test",
                                         [TRAINING_OLD] = "old",
                                         [TRAINING_UNREAD] = "unread" };

    return names[state];
}
