/* Relation: links of the declarations, both ways, and what to say when a name fits none or
   several of them. */
#include "rest/relation.h"

#include <stdio.h>

enum { LIMIT_RELATIONS = 16, LIMIT_MESSAGE = 2048, LIMIT_NAME = 64, NEAR = 3 };

struct found {
    struct relation relations[LIMIT_RELATIONS];
    size_t count;
};

/* The owner of the link. */
static const struct entity *owner_of(const struct entity *from, const struct relation *relation)
{
    return relation->is_to_many ? relation->entity : from;
}

/* By column, by the other entity, or by the constraint's name: ours or as Supabase names it. */
static bool hint_matches(struct text hint, const struct entity *owner, const struct field *link)
{
    char name[3 * LIMIT_NAME];

    if (!hint.at || text_equal(hint, text_from(link->name)) ||
        text_equal(hint, text_from(link->to->name)))
        return true;
    snprintf(name, sizeof name, "%s_%s_link", owner->name, link->name);
    if (text_equal(hint, text_from(name)))
        return true;
    snprintf(name, sizeof name, "%s_%s_fkey", owner->name, link->name);
    return text_equal(hint, text_from(name));
}

static void add(struct found *found, struct relation relation)
{
    if (found->count < LIMIT_RELATIONS)
        found->relations[found->count++] = relation;
}

static struct found find_relations(const struct schema *schema, const struct entity *from,
                                   struct text name, struct text hint)
{
    const struct entity *to = schema_find(schema, name);
    struct found found = { 0 };

    for (size_t i = 0; i < from->fields.count; i++) {
        const struct field *field = &from->fields.at[i];
        bool is_ours = field->to && text_equal(name, text_from(field->name));
        bool is_meant = field->to && field->to == to && to != from;

        if ((is_ours || is_meant) && !field->hidden && entity_is_on_the_wire(field->to) &&
            hint_matches(hint, from, field))
            add(&found, (struct relation){ field->to, field, false });
    }
    for (size_t i = 0; to && entity_is_on_the_wire(to) && i < to->fields.count; i++) {
        const struct field *field = &to->fields.at[i];

        if (field->to == from && !field->hidden && hint_matches(hint, to, field))
            add(&found, (struct relation){ to, field, true });
    }
    return found;
}

/* --- what to say */

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters have to change; names are short. */
static size_t distance(struct text a, struct text b)
{
    size_t row[LIMIT_NAME + 1];

    if (a.size > LIMIT_NAME || b.size > LIMIT_NAME)
        return LIMIT_NAME;
    for (size_t j = 0; j <= b.size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t above = row[j];

            row[j] =
                smaller(smaller(row[j], row[j - 1]) + 1, diagonal + (a.at[i - 1] != b.at[j - 1]));
            diagonal = above;
        }
    }
    return row[b.size];
}

static const char *nearest(const struct schema *schema, const struct entity *from, struct text name)
{
    const char *best = NULL;
    size_t least = NEAR + 1;

    for (size_t i = 0; i < schema->count; i++) {
        struct text candidate = text_from(schema->entities[i]->name);
        size_t far = distance(name, candidate);

        if (far >= least || find_relations(schema, from, candidate, (struct text){ 0 }).count == 0)
            continue;
        least = far;
        best = schema->entities[i]->name;
    }
    return best;
}

static enum status refuse_none(struct call *call, const struct entity *from, struct text name)
{
    const char *better = nearest(&call->instance->schema, from, name);
    struct label hint = { 0 };

    if (better)
        hint = (struct label){
            arena_print(call->arena, "Perhaps you meant '%s' instead of '%.*s'.", better,
                        TEXT_ARG(name))
                .at,
            arena_print(call->arena, "是否想写 '%s' 而不是 '%.*s'？", better, TEXT_ARG(name)).at,
        };
    return REFUSE(
        call, INVALID, .code = "PGRST200",
        .say = L("Could not find a relationship between {value} in the schema cache",
                 "找不到 {value} 之间的关联"),
        .value = arena_print(call->arena, "'%s' and '%.*s'", from->name, TEXT_ARG(name)),
        .hint = hint,
        .details = arena_print(call->arena,
                               "Searched for a foreign key relationship between '%s' and '%.*s', "
                               "but no matches were found.",
                               from->name, TEXT_ARG(name)));
}

static void describe(struct json_writer *json, struct arena *arena, const struct entity *from,
                     const struct relation *relation)
{
    const struct entity *owner = owner_of(from, relation);
    const struct field *link = relation->link;

    json_begin_object(json);
    json_write_text_member(json, T("cardinality"),
                           relation->is_to_many ? T("one-to-many") : T("many-to-one"));
    json_write_text_member(json, T("embedding"),
                           arena_print(arena, "%s with %s", from->name, relation->entity->name));
    json_write_text_member(json, T("relationship"),
                           arena_print(arena, "%s_%s_link using %s(%s) and %s(id)", owner->name,
                                       link->name, owner->name, link->name, link->to->name));
    json_end_object(json);
}

static enum status refuse_several(struct call *call, const struct entity *from, struct text name,
                                  const struct found *found)
{
    struct buffer details = buffer_in(call->arena, LIMIT_RELATIONS * LIMIT_MESSAGE);
    struct buffer choices = buffer_in(call->arena, LIMIT_MESSAGE);
    struct json_writer json = json_writer_to(&details);

    json_begin_array(&json);
    for (size_t i = 0; i < found->count; i++) {
        describe(&json, call->arena, from, &found->relations[i]);
        buffer_print(&choices, "%s'%.*s!%s'", i > 0 ? ", " : "", TEXT_ARG(name),
                     found->relations[i].link->name);
    }
    json_end_array(&json);
    buffer_append_byte(&choices, '\0');
    return REFUSE(
        call, INVALID, .http = 300, .code = "PGRST201",
        .say = L("Could not embed because more than one relationship was found for {value}",
                 "{value} 之间有多个关联，无法嵌入"),
        .value =
            arena_print(call->arena, "'%s' and '%s'", from->name, found->relations[0].entity->name),
        .details = buffer_text(&details), .details_are_json = true,
        .hint = {
            arena_print(call->arena,
                        "Try changing '%.*s' to one of the following: %s. Find the desired "
                        "relationship in the 'details' key.",
                        TEXT_ARG(name), choices.at)
                .at,
            arena_print(call->arena, "请把 '%.*s' 改为其中之一：%s。详见 'details'。",
                        TEXT_ARG(name), choices.at)
                .at,
        });
}

enum status relation_find(struct call *call, const struct entity *from, struct text name,
                          struct text hint, struct relation *ret_relation)
{
    struct found found = find_relations(&call->instance->schema, from, name, hint);

    if (found.count == 0)
        return refuse_none(call, from, name);
    if (found.count > 1)
        return refuse_several(call, from, name, &found);
    *ret_relation = found.relations[0];
    return OK;
}
