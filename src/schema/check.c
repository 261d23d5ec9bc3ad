/* Check: what a declaration must say before the server starts. Each rule is one row: a question
   that is true when something is missing, and the sentence for the developer. */
#include "schema/schema.h"

#include "base/limits.h"

#include <ctype.h>

struct subject {
    const struct schema *schema;
    const struct entity *entity;
    const struct field *field; /* NULL for rules of the entity */
};

struct rule {
    bool (*is_broken)(const struct subject *subject);
    const char *sentence;
};

static bool is_name(const char *name)
{
    if (!name || !islower((unsigned char)name[0]))
        return false;
    for (; *name; name++)
        if (!islower((unsigned char)*name) && !isdigit((unsigned char)*name) && *name != '_')
            return false;
    return true;
}

static bool is_label(struct label label)
{
    return label.en && label.en[0] && label.zh && label.zh[0];
}

static bool field_name_is_bad(const struct subject *s)
{
    return !is_name(s->field->name);
}

static bool field_name_is_taken(const struct subject *s)
{
    struct text name = text_from(s->field->name);

    for (size_t i = 0; i < ROW_COLUMNS; i++)
        if (text_equal(name, text_from(row_fields[i].name)))
            return true;
    return entity_field(s->entity, name) != s->field || text_ends_with(name, T("_fold")) ||
           text_ends_with(name, T("_blind"));
}

static bool field_has_no_type(const struct subject *s)
{
    return s->field->type == FIELD_UNDECLARED;
}

static bool field_has_no_label(const struct subject *s)
{
    return !is_label(s->field->label);
}

static bool field_has_no_data_class(const struct subject *s)
{
    return s->field->data == DATA_UNDECLARED;
}

static bool text_has_no_limit(const struct subject *s)
{
    return (s->field->type == FIELD_TEXT || s->field->type == FIELD_JSON) && s->field->max <= 0;
}

/* Its folded text would be cut. */
static bool searched_is_too_long(const struct subject *s)
{
    return (s->field->search || s->field->blind) && s->field->max > LIMIT_TEXT_FIELD;
}

static bool link_is_incomplete(const struct subject *s)
{
    return s->field->type == FIELD_LINK &&
           (!s->field->to || !text_ends_with(text_from(s->field->name), T("_id")));
}

static bool link_leaves_the_workspace(const struct subject *s)
{
    const struct entity *to = s->field->to;

    return to && (to->rows == ROWS_OF_SERVER) != (s->entity->rows == ROWS_OF_SERVER);
}

static bool link_target_is_unknown(const struct subject *s)
{
    return s->field->to && schema_find(s->schema, text_from(s->field->to->name)) != s->field->to;
}

static bool choice_has_no_choices(const struct subject *s)
{
    if (s->field->type != FIELD_CHOICE)
        return false;
    for (size_t i = 0; i < s->field->choice_count; i++)
        if (!is_name(s->field->choices[i].value) &&
            !isupper((unsigned char)s->field->choices[i].value[0]))
            return true;
    return s->field->choice_count == 0 || s->field->choice_count > 31;
}

static bool money_has_no_currency(const struct subject *s)
{
    const struct field *currency = entity_field(s->entity, T("currency"));

    return s->field->type == FIELD_MONEY && (!currency || currency->type != FIELD_CURRENCY);
}

static bool derived_has_no_source(const struct subject *s)
{
    bool has_source = s->field->derived_from &&
                      entity_field(s->entity, text_from(s->field->derived_from)) != NULL;

    return (s->field->derive != NULL) != has_source;
}

static bool credential_is_visible(const struct subject *s)
{
    return s->field->data == CREDENTIAL && !s->field->hidden && s->entity->rows != ROWS_OF_SERVER;
}

static bool search_is_not_text(const struct subject *s)
{
    return s->field->search && s->field->type != FIELD_TEXT;
}

static bool required_is_unreachable(const struct subject *s)
{
    /* A currency is the workspace's unless somebody says. */
    return s->field->read_only && s->field->type != FIELD_CURRENCY && !s->field->optional &&
           !s->field->fallback && s->entity->access == ACCESS_FULL &&
           s->entity->rows != ROWS_OF_SERVER;
}

/* What may name the account whose key seals a row. */
static bool names_an_account(const struct entity *entity, const char *name)
{
    const struct field *field = entity_field(entity, text_from(name));

    if (strcmp(name, "id") == 0 || strcmp(name, "created_by") == 0 ||
        strcmp(name, "workspace_id") == 0)
        return true;
    return field && (field->type == FIELD_ID || field->type == FIELD_LINK);
}

static bool sealed_has_no_key(const struct subject *s)
{
    return s->field->sealed &&
           (!s->entity->sealed_for || !names_an_account(s->entity, s->entity->sealed_for));
}

static bool sealed_is_no_text(const struct subject *s)
{
    return s->field->sealed && ((s->field->type != FIELD_TEXT && s->field->type != FIELD_JSON) ||
                                s->field->fallback || s->field->derive);
}

static bool sealed_is_looked_into(const struct subject *s)
{
    const struct field *field = s->field;
    struct text order = text_from(s->entity->order ? s->entity->order : "");
    bool is_source = false;

    for (const char *const *at = s->entity->unique_together; at && *at; at++)
        is_source |= strcmp(*at, field->name) == 0;
    for (size_t i = 0; i < s->entity->fields.count; i++)
        is_source |= s->entity->fields.at[i].derived_from &&
                     strcmp(s->entity->fields.at[i].derived_from, field->name) == 0;
    return field->sealed &&
           (field->index || field->search || is_source || (field->unique && !field->blind) ||
            text_equal(text_cut(&order, '.'), text_from(field->name)));
}

static bool blind_is_not_sealed(const struct subject *s)
{
    return s->field->blind && (!s->field->sealed || s->field->type != FIELD_TEXT);
}

/* The key of whoever wrote it may be destroyed, and what it opened then reads as nothing. */
static bool shredded_is_required(const struct subject *s)
{
    return s->field->sealed && s->entity->rows != ROWS_OF_SERVER && !s->field->optional &&
           s->entity->sealed_for && strcmp(s->entity->sealed_for, "workspace_id") != 0;
}

/* What names rows, orders lists, or is unique shows itself; what is computed shows its source. */
static bool needs_is_shown_otherwise(const struct subject *s)
{
    const struct field *field = s->field;
    struct text order = text_from(s->entity->order ? s->entity->order : "");
    struct text title = text_from(s->entity->title ? s->entity->title : "");
    bool is_shown = field->unique || text_equal(text_cut(&order, '.'), text_from(field->name));

    while (title.size > 0)
        is_shown |= text_equal(text_cut(&title, ' '), text_from(field->name));
    for (const char *const *at = s->entity->unique_together; at && *at; at++)
        is_shown |= strcmp(*at, field->name) == 0;
    for (size_t i = 0; i < s->entity->fields.count; i++)
        is_shown |= s->entity->fields.at[i].derived_from &&
                    strcmp(s->entity->fields.at[i].derived_from, field->name) == 0 &&
                    s->entity->fields.at[i].needs != field->needs;
    return field->needs != MODULE_UNDECLARED && is_shown;
}

/* Who may not set it can make a row without it. */
static bool needs_is_required(const struct subject *s)
{
    const struct field *field = s->field;

    if (field->needs == MODULE_UNDECLARED)
        return field->needs_besides != 0;
    return !module_is_grantable(field->needs) || (!field->optional && !field->fallback);
}

static const struct rule field_rules[] = {
    { field_name_is_bad, "the name is not snake_case" },
    { field_name_is_taken,
      "the name stands twice, is a column of every row, or ends in _fold or _blind" },
    { field_has_no_type, "say of which type it is" },
    { field_has_no_label, "say what a human reads, in both languages" },
    { field_has_no_data_class, "say which personal data it holds" },
    { text_has_no_limit, "text needs a limit" },
    { searched_is_too_long, "text that is searched has LIMIT_TEXT_FIELD characters at most" },
    { link_is_incomplete, "a link is named <entity>_id and says .to" },
    { link_target_is_unknown, "the link points to an entity that is in no list" },
    { link_leaves_the_workspace, "a link may not join rows of a workspace with the server's" },
    { choice_has_no_choices, "a choice needs 1 to 31 choices with plain names" },
    { money_has_no_currency, "money needs a CURRENCY(currency, ...) in the row" },
    { derived_has_no_source, "derive and derived_from go together" },
    { credential_is_visible, "a credential must be hidden" },
    { search_is_not_text, "only text can be searched" },
    { sealed_has_no_key, "say in sealed_for whose key seals it" },
    { sealed_is_no_text, "only text and JSON that is not computed can be sealed" },
    { sealed_is_looked_into,
      "what is sealed is not indexed, searched, ordered or looked into; .blind finds it" },
    { blind_is_not_sealed, "only sealed text has a keyed hash" },
    { shredded_is_required, "what a person's key seals in a workspace is optional" },
    { needs_is_shown_otherwise,
      "what needs a grant of its own names, orders and tells apart no rows, nor what follows from it" },
    { needs_is_required, "what needs a grant of its own can be left out, and the grant be given" },
    { required_is_unreachable, "nobody can fill a required read-only field without fallback" },
};

static bool entity_name_is_bad(const struct subject *s)
{
    return !is_name(s->entity->name) ||
           schema_find(s->schema, text_from(s->entity->name)) != s->entity;
}

static bool entity_has_no_label(const struct subject *s)
{
    return !is_label(s->entity->label) || !is_label(s->entity->plural);
}

static bool entity_has_no_module(const struct subject *s)
{
    return s->entity->module == MODULE_UNDECLARED;
}

static bool entity_has_no_rows(const struct subject *s)
{
    return s->entity->rows == ROWS_UNDECLARED;
}

static bool entity_has_no_purpose(const struct subject *s)
{
    return !is_label(s->entity->purpose);
}

static bool entity_has_no_basis(const struct subject *s)
{
    return s->entity->basis == BASIS_UNDECLARED;
}

static bool entity_has_no_retention(const struct subject *s)
{
    return s->entity->keep == KEEP_UNDECLARED ||
           (s->entity->keep == FOR_DAYS) != (s->entity->keep_days > 0);
}

static bool expiry_has_no_column(const struct subject *s)
{
    const struct field *expiry = entity_field(s->entity, T("expires_at"));

    return s->entity->keep == UNTIL_EXPIRED && (!expiry || expiry->type != FIELD_INSTANT);
}

/* A choice of modules only, and of rows that no caller writes. */
static bool module_by_is_bad(const struct subject *s)
{
    const struct field *field;

    if (!s->entity->module_by)
        return false;
    field = entity_field(s->entity, text_from(s->entity->module_by));
    if (!field || field->type != FIELD_CHOICE || field->optional ||
        s->entity->access != ACCESS_READ_ONLY || s->entity->rows != ROWS_OF_WORKSPACE)
        return true;
    for (size_t i = 0; i < field->choice_count; i++)
        if (strcmp(field->choices[i].value, module_name((enum module)(i + 1))) != 0)
            return true;
    return false;
}

/* A kind of record is named always, so that a row without one cannot be everybody's. */
static bool module_of_is_bad(const struct subject *s)
{
    const char *name = s->entity->module_of;
    const struct field *field = name ? entity_field(s->entity, text_from(name)) : NULL;

    return name && (!field || field->type != FIELD_TEXT || field->optional || field->sealed ||
                    s->entity->rows == ROWS_OF_SERVER);
}

/* Photos are seen by the grant of the module, so the rows must be, too. */
static bool photos_are_bad(const struct subject *s)
{
    const struct entity *entity = s->entity;

    return entity->photos < 0 || entity->photos > LIMIT_PHOTOS ||
           (entity->photos > 0 &&
            (entity->rows != ROWS_OF_WORKSPACE || entity->module_by ||
             !module_is_grantable(entity->module) || !entity_is_on_the_wire(entity)));
}

static bool entity_has_no_struct(const struct subject *s)
{
    return s->entity->size < sizeof(struct row) || s->entity->fields.count == 0 ||
           s->entity->fields.count > LIMIT_FIELDS;
}

static bool title_is_unknown(const struct subject *s)
{
    struct text rest = text_from(s->entity->title ? s->entity->title : "");

    do {
        if (!entity_field(s->entity, text_cut(&rest, ' ')))
            return true;
    } while (rest.size > 0);
    return false;
}

static bool order_is_unknown(const struct subject *s)
{
    struct text order = text_from(s->entity->order);
    struct text name = text_cut(&order, '.');

    if (!text_equal(order, T("asc")) && !text_equal(order, T("desc")))
        return true;
    for (size_t i = 0; i < ROW_COLUMNS; i++)
        if (text_equal(name, text_from(row_fields[i].name)))
            return false;
    return !entity_field(s->entity, name);
}

static bool action_is_incomplete(const struct subject *s)
{
    for (size_t i = 0; i < s->entity->actions.count; i++) {
        const struct action *action = &s->entity->actions.at[i];
        const struct field *state =
            action->state ? entity_field(s->entity, text_from(action->state)) : NULL;

        if (!is_name(action->name) || !is_label(action->label) || !action->run ||
            action->may == LEVEL_NONE || (action->state && (!state || state->type != FIELD_CHOICE)))
            return true;
    }
    return false;
}

static bool follow_has_no_column(const struct subject *s)
{
    const char *column = s->entity->follow.column;

    return (s->entity->follow.run != NULL) !=
           (column && entity_field(s->entity, text_from(column)) != NULL);
}

/* Whoever may delete the whole may delete its parts; and nothing else hangs on them. */
static bool part_is_of_nothing(const struct subject *s)
{
    const struct entity *entity = s->entity;
    const struct field *link =
        entity->part_of.link ? entity_field(entity, text_from(entity->part_of.link)) : NULL;

    if (!entity->part_of.link)
        return entity->part_of.by_force;
    return !link || !link->to || link->optional || link->to->module != entity->module ||
           entity->rows != ROWS_OF_WORKSPACE || entity->photos > 0 || entity->daily;
}

static bool sharing_is_undecided(const struct subject *s)
{
    const struct field *field =
        s->entity->shared_by ? entity_field(s->entity, text_from(s->entity->shared_by)) : NULL;

    return s->entity->shared_by && (s->entity->rows != ROWS_OF_OWNER || !field ||
                                    field->type != FIELD_BOOLEAN || field->optional);
}

static bool seeing_is_undecided(const struct subject *s)
{
    const struct entity *entity = s->entity;
    const struct field *audience, *members, *since;

    if (!entity->seen.audience)
        return entity->seen.members || entity->seen.since;
    if (!entity->seen.members || entity->rows != ROWS_OF_WORKSPACE)
        return true;
    audience = entity_field(entity, text_from(entity->seen.audience));
    members = entity_field(entity, text_from(entity->seen.members));
    since = entity->seen.since ? entity_field(entity, text_from(entity->seen.since)) : NULL;
    return !audience || audience->choices != audiences || audience->optional || !members ||
           members->type != FIELD_JSON || (entity->seen.since && !since) ||
           (since && (since->type != FIELD_INSTANT || !since->optional || !since->read_only));
}

static bool lock_is_incomplete(const struct subject *s)
{
    const struct row_lock *lock = s->entity->lock;

    return lock && (!lock->when || !is_label(lock->say) || !is_label(lock->hint));
}

/* One column twice would be no fault of the engines, but of whoever wrote it. */
static bool index_is_bad(const struct subject *s, const struct entity_index *index)
{
    size_t count = 0;

    for (; index->columns[count]; count++) {
        const struct field *field = entity_field(s->entity, text_from(index->columns[count]));

        if (!field || field->sealed || count == LIMIT_INDEX_COLUMNS)
            return true;
        for (size_t i = 0; i < count; i++)
            if (strcmp(index->columns[i], index->columns[count]) == 0)
                return true;
    }
    return count == 0 || !is_name(index->name) ||
           entity_field(s->entity, text_from(index->name)) != NULL;
}

static bool indexes_are_bad(const struct subject *s)
{
    for (const struct entity_index *at = s->entity->indexes; at && at->name; at++)
        if (index_is_bad(s, at))
            return true;
    return false;
}

static const struct rule entity_rules[] = {
    { entity_name_is_bad, "the name is not snake_case, or stands twice" },
    { entity_has_no_label, "say what a human reads, in both languages" },
    { entity_has_no_module, "say to which module it belongs" },
    { entity_has_no_rows, "say whose rows they are" },
    { entity_has_no_purpose, "say what it is held for, in both languages" },
    { entity_has_no_basis, "say on which basis it is held" },
    { entity_has_no_retention, "say how long it is kept" },
    { module_by_is_bad,
      "module_by names a choice of the modules, in rows that callers do not write" },
    { module_of_is_bad, "module_of names a required text of rows that callers see" },
    { photos_are_bad, "photos are up to 100, of rows that a whole workspace sees by a grant" },
    { expiry_has_no_column, "UNTIL_EXPIRED needs INSTANT(expires_at, ...)" },
    { entity_has_no_struct, "it needs .size of a row struct and 1 to LIMIT_FIELDS fields" },
    { title_is_unknown, "the title is not one of its fields" },
    { order_is_unknown, "the order is not a column with .asc or .desc" },
    { sharing_is_undecided, "shared_by names a required boolean of rows that have an owner" },
    { follow_has_no_column, "follow names one of the fields and what to run" },
    { part_is_of_nothing, "part_of names a required link to a row of the same module, in rows of a "
                          "workspace without photos and daily sums" },
    { seeing_is_undecided, "seen names a choice of the audiences, a JSON list, and an instant that "
                           "the server sets, of rows of a workspace" },
    { lock_is_incomplete, "a lock needs a condition, and what to say and do, in both languages" },
    { indexes_are_bad, "an index has a name that is no field's, and fields that are not sealed" },
    { action_is_incomplete, "an action needs a name, a label, a level and a handler" },
};

static size_t apply(const struct rule *rules, size_t count, const struct subject *subject,
                    struct buffer *faults)
{
    size_t broken = 0;

    for (size_t i = 0; i < count; i++) {
        if (!rules[i].is_broken(subject))
            continue;
        buffer_print(faults, "%s%s%s: %s\n", subject->entity->name, subject->field ? "." : "",
                     subject->field ? subject->field->name : "", rules[i].sentence);
        broken++;
    }
    return broken;
}

size_t schema_check(const struct schema *schema, struct buffer *faults)
{
    size_t broken = 0;

    for (size_t i = 0; i < schema->count; i++) {
        struct subject subject = { schema, schema->entities[i], NULL };

        broken += apply(entity_rules, sizeof entity_rules / sizeof *entity_rules, &subject, faults);
        for (size_t f = 0; f < subject.entity->fields.count; f++) {
            subject.field = &subject.entity->fields.at[f];
            broken +=
                apply(field_rules, sizeof field_rules / sizeof *field_rules, &subject, faults);
        }
    }
    return broken;
}
