/* article_read: a reader says that they have read the version that is out. Saying it again changes
   nothing; the next version asks again. */
#include "store/row.h"
#include "team/article.h"
#include "team/article_ack.h"
#include "team/team.h"

struct read_input {
    struct id article_id;
    int64_t number;
};

/* clang-format off */
#define ROW struct article_ack
static const struct field fields[] = {
    ID(article_id, L("Article", "文章"), NOT_PERSONAL, .read_only = true, .index = true),
    ID(account_id, L("Account", "账户"), IDENTITY, .read_only = true, .index = true),
    INTEGER(number, L("Version", "版本"), NOT_PERSONAL, .min = 1, .read_only = true, .list = true),
};
#undef ROW
#define ROW struct read_input
static const struct field inputs[] = {
    ID(article_id, L("Article", "文章"), NOT_PERSONAL),
    INTEGER(number, L("Version that was read", "所读版本"), NOT_PERSONAL, .min = 1),
};
#undef ROW
/* clang-format on */

static const char *const once[] = { "article_id", "number", "account_id", NULL };

const struct entity article_ack_entity = {
    .name = "article_ack",
    .label = L("Read mark", "阅读确认"),
    .plural = L("Read marks", "阅读确认"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_OWNER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know who has read which version", "以便了解谁读过哪一版"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "number",
    .order = "created_at.desc",
    .size = sizeof(struct article_ack),
    .fields = LIST(fields),
    .unique_together = once,
};

struct reading {
    struct call *call;
    const struct read_input *input;
};

static enum status mark(struct tx *tx, void *context)
{
    const struct reading *reading = context;
    struct article_ack ack = { .row = call_new_row(reading->call),
                               .article_id = reading->input->article_id,
                               .account_id = reading->call->caller.account_id,
                               .number = reading->input->number };
    const struct value values[] = { VALUE_OF_INTEGER(ack.row.workspace_id),
                                    VALUE_OF_ID(ack.article_id), VALUE_OF_INTEGER(ack.number),
                                    VALUE_OF_ID(ack.account_id) };
    struct article_ack before;
    enum status status = row_find_where(
        tx, &article_ack_entity,
        T("workspace_id = $1 AND article_id = $2 AND number = $3 AND account_id = $4"), values, 4,
        &before);

    return status == NOT_FOUND ? row_insert(tx, &article_ack_entity, &ack) : status;
}

static enum status work(struct tx *tx, void *context)
{
    struct reading *reading = context;
    struct article article;
    enum status status = article_find_published(reading->call, tx, reading->input->article_id,
                                                reading->input->number, &article);

    return status == OK ? tx_as_system(tx, mark, reading) : status;
}

static enum status run(struct call *call, const void *input)
{
    struct reading *reading = ARENA_NEW(call->arena, struct reading);

    *reading = (struct reading){ call, input };
    return call_write_last(call, work, reading, NULL);
}

const struct function article_read_functions[] = {
    { .name = "article_read",
      .label = L("I have read it", "确认已阅读"),
      .who = WHO_MEMBER,
      .module = MODULE_KNOWLEDGE,
      .level = LEVEL_VIEW,
      .is_one_write = true,
      .inputs = LIST(inputs),
      .input_size = sizeof(struct read_input),
      .run = run },
    { 0 },
};
