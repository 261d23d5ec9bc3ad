/* Relation: what a name means when an entity has several links to another one, and to itself. */
#include "rest/relation.h"
#include "text_check.h"

struct person {
    struct row row;
    struct text name;
    struct id boss_id;
};

struct letter {
    struct row row;
    struct id from_person_id, to_person_id;
};

#define ABOUT                                                                                      \
    .label = L("Thing", "东西"), .plural = L("Things", "东西"), .module = MODULE_CORE,             \
    .rows = ROWS_OF_WORKSPACE

extern const struct entity person_entity;

#define ROW struct person
static const struct field person_fields[] = {
    TEXT(name, L("Name", "姓名"), IDENTITY, .max = 40),
    LINK(boss_id, L("Boss", "上级"), NOT_PERSONAL, .to = &person_entity, .optional = true),
};
#undef ROW

const struct entity person_entity = {
    .name = "person",
    ABOUT,
    .size = sizeof(struct person),
    .fields = LIST(person_fields),
};

#define ROW struct letter
static const struct field letter_fields[] = {
    LINK(from_person_id, L("From", "寄件人"), NOT_PERSONAL, .to = &person_entity),
    LINK(to_person_id, L("To", "收件人"), NOT_PERSONAL, .to = &person_entity),
};
#undef ROW

static const struct entity letter_entity = {
    .name = "letter",
    ABOUT,
    .size = sizeof(struct letter),
    .fields = LIST(letter_fields),
};

static const struct entity *const entities[] = { &person_entity, &letter_entity, NULL };

static const struct {
    const struct entity *from;
    const char *name, *hint, *code, *link; /* code: refused; link: found */
    bool is_to_many;
} cases[] = {
    { &letter_entity, "person", NULL, "PGRST201", NULL, false },
    { &letter_entity, "person", "from_person_id", NULL, "from_person_id", false },
    { &letter_entity, "person", "letter_to_person_id_link", NULL, "to_person_id", false },
    { &letter_entity, "person", "letter_to_person_id_fkey", NULL, "to_person_id", false },
    { &letter_entity, "to_person_id", NULL, NULL, "to_person_id", false },
    { &letter_entity, "person", "nothing", "PGRST200", NULL, false },
    { &letter_entity, "persn", NULL, "PGRST200", NULL, false },
    { &person_entity, "letter", NULL, "PGRST201", NULL, true },
    { &person_entity, "letter", "to_person_id", NULL, "to_person_id", true },
    { &person_entity, "person", NULL, NULL, "boss_id", true },
    { &person_entity, "boss_id", NULL, NULL, "boss_id", false },
};

static void finds_the_one_that_is_meant(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct entity *const *lists[] = { entities };
        struct arena arena = { 0 };
        struct instance instance = { .arena = &arena };
        struct call call = { .instance = &instance, .arena = &arena };
        struct text hint = { 0 };
        struct relation relation = { 0 };
        enum status status;

        if (cases[i].hint)
            hint = text_from(cases[i].hint);
        schema_init(&instance.schema, &arena, lists, 1);
        status = relation_find(&call, cases[i].from, text_from(cases[i].name), hint, &relation);
        if (cases[i].code) {
            assert_int_not_equal(status, OK);
            assert_string_equal(call.refusal.code, cases[i].code);
        } else {
            assert_int_equal(status, OK);
            assert_string_equal(relation.link->name, cases[i].link);
            assert_int_equal(relation.is_to_many, cases[i].is_to_many);
        }
        arena_release(&arena);
    }
}

static void says_what_there_is_to_choose_from(void **state)
{
    const struct entity *const *lists[] = { entities };
    struct arena arena = { 0 };
    struct instance instance = { .arena = &arena };
    struct call call = { .instance = &instance, .arena = &arena };
    struct relation relation;
    const struct json *details;

    (void)state;
    schema_init(&instance.schema, &arena, lists, 1);
    assert_int_not_equal(
        relation_find(&call, &letter_entity, T("person"), (struct text){ 0 }, &relation), OK);
    assert_int_equal(call.refusal.http, 300);
    assert_true(call.refusal.details_are_json);
    assert_int_equal(json_parse(&arena, call.refusal.details, NULL, &details, NULL), OK);
    assert_int_equal(json_count(details), 2);
    assert_text(json_text_member(json_at(details, 0), T("cardinality")), T("many-to-one"));
    assert_text(json_text_member(json_at(details, 1), T("relationship")),
                T("letter_to_person_id_link using letter(to_person_id) and person(id)"));
    assert_string_equal(call.refusal.hint.en,
                        "Try changing 'person' to one of the following: 'person!from_person_id', "
                        "'person!to_person_id'. Find the desired relationship in the 'details' "
                        "key.");
    assert_text(call_refusal_sentence(&call),
                T("Could not embed because more than one relationship was found for 'letter' and "
                  "'person'"));
    assert_int_not_equal(
        relation_find(&call, &letter_entity, T("persn"), (struct text){ 0 }, &relation), OK);
    assert_string_equal(call.refusal.hint.en, "Perhaps you meant 'person' instead of 'persn'.");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_one_that_is_meant),
        cmocka_unit_test(says_what_there_is_to_choose_from),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
