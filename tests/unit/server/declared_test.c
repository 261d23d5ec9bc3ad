/* What callers say in the fields of entities and functions is as long as its limit at most, and not
   one character longer; who says more is told the field and the limit. */
#include "auth/grants.h"
#include "auth/workspace.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "codec/json_read.h"
#include "http/assets.h"
#include "ops/label_functions.h"
#include "ops/stock_line.h"
#include "privacy/security_report.h"
#include "schema/parse.h"
#include "server/products.h"
#include "team/article.h"
#include "team/quiz.h"
#include "text_check.h"

/* No web app comes with this program. */
const struct http_asset http_assets[1] = { 0 };
const size_t http_asset_count = 0;

static const struct {
    const char *of, *name; /* an entity or a function, and its field */
    int64_t limit;
} fields[] = {
    { "setup_finish", "workspace_name", LIMIT_WORKSPACE_NAME },
    { "workspace_create", "name", LIMIT_WORKSPACE_NAME },
    { "workspace", "name", LIMIT_WORKSPACE_NAME },
    { "member_invite", "grants", LIMIT_GRANTS },
    { "security_report_send", "subject", LIMIT_REPORT_SUBJECT },
    { "security_report_send", "report", LIMIT_REPORT_TEXT },
    { "security_report_answer", "answer", LIMIT_REPORT_TEXT },
    { "article", "title", LIMIT_ARTICLE_TITLE },
    { "article", "body", LIMIT_ARTICLE_BODY },
    { "article", "members", LIMIT_AUDIENCE },
    { "article_publish", "title", LIMIT_ARTICLE_TITLE },
    { "article_publish", "body", LIMIT_ARTICLE_BODY },
    { "article_publish", "changed", LIMIT_ARTICLE_CHANGED },
    { "article_restore", "changed", LIMIT_ARTICLE_CHANGED },
    { "quiz_save", "questions", LIMIT_QUIZ_TEXT },
    { "label_print", "labels", LIMIT_LABELS_TEXT },
    { "stock_move", "lines", LIMIT_LINES_TEXT },
    { "show_order", "items", 64 * 1024 /* LIMIT_ITEMS_TEXT */ },
    { "inbound_propose", "lines", 200000 /* LIMIT_PROPOSALS_TEXT */ },
    { "photo_links", "records", 64 * 100 /* LIMIT_ID_LIST */ },
    { "photo_order", "photos", 64 * 100 },
    { "import_preset", "columns", LIMIT_TEXT_FIELD },
    { "import_preset", "headers", LIMIT_TEXT_FIELD },
    { "import_mapping", "mapping", LIMIT_TEXT_FIELD },
};

static const struct field *find(const struct field *at, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(at[i].name, name) == 0)
            return &at[i];
    return NULL;
}

static const struct field *field_of(const char *of, const char *name)
{
    for (size_t i = 0; i < product_entity_lists; i++)
        for (const struct entity *const *at = product_entities[i]; *at; at++)
            if (strcmp((*at)->name, of) == 0)
                return find((*at)->fields.at, (*at)->fields.count, name);
    for (const struct function *const *list = product_functions; *list; list++)
        for (const struct function *at = *list; at->name; at++)
            if (strcmp(at->name, of) == 0)
                return find(at->inputs.at, at->inputs.count, name);
    return NULL;
}

/* A JSON string that makes a value of so many characters: as a document, its quotes count. */
static enum parse_fault say(const struct field *field, const char *character, size_t characters)
{
    size_t quotes = field->type == FIELD_JSON ? 2 : 0;
    struct arena arena = { 0 };
    struct buffer out = buffer_in(&arena, 8 << 20);
    const struct json_limits limits = { .size_bytes = 8 << 20 };
    const struct json *json;
    struct value value;
    enum parse_fault fault;

    buffer_append_byte(&out, '"');
    for (size_t i = quotes; i < characters; i++)
        buffer_append(&out, text_from(character));
    buffer_append_byte(&out, '"');
    assert_int_equal(json_parse(&arena, buffer_text(&out), &limits, &json, NULL), OK);
    fault = value_from_json(field, json, &arena, &value);
    arena_release(&arena);
    return fault;
}

static void limits_hold_at_their_edge(void **state)
{
    static const char *const characters[] = { "a", "字", "\U0001F45F" };

    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct field *field = field_of(fields[i].of, fields[i].name);

        if (!field)
            fail_msg("no %s.%s", fields[i].of, fields[i].name);
        for (size_t c = 0; c < sizeof characters / sizeof *characters; c++)
            if (say(field, characters[c], (size_t)fields[i].limit) != PARSE_FINE ||
                say(field, characters[c], (size_t)fields[i].limit + 1) != PARSE_TOO_LONG)
                fail_msg("%s.%s of %s", fields[i].of, fields[i].name, characters[c]);
        assert_int_equal(parse_fault_limit(PARSE_TOO_LONG, field), fields[i].limit);
        assert_true(strlen(field->label.en) > 0 && strlen(field->label.zh) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_hold_at_their_edge),
    };

    return cmocka_run_group_tests_name("server/declared", tests, NULL, NULL);
}
