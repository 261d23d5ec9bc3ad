/* Grants: from text to levels and back. */
#include "auth/grants.h"

enum { LEVEL_HIGHEST = LEVEL_EDIT_EVERY };

static bool level_from_json(const struct json *json, unsigned char *ret_level)
{
    int64_t level = json_as_integer(json);

    if (json_kind(json) != JSON_KIND_INTEGER || level < LEVEL_NONE || level > LEVEL_HIGHEST)
        return false;
    *ret_level = (unsigned char)level;
    return true;
}

bool grants_from_json(const struct json *json, struct grants *ret_grants)
{
    struct json_members members = { .object = json };
    struct grants grants = { { 0 } };

    if (json_kind(json) != JSON_KIND_OBJECT)
        return false;
    while (json_next_member(&members)) {
        enum module module = module_from_name(members.name);

        if (module == MODULE_UNDECLARED || !level_from_json(members.value, &grants.level[module]))
            return false;
    }
    *ret_grants = grants;
    return true;
}

struct grants grants_read(struct arena *arena, struct text json)
{
    struct grants grants = { { 0 } };
    const struct json *object = NULL;
    struct json_members members = { 0 };

    if (json.size == 0 || json_parse(arena, json, NULL, &object, NULL) != OK)
        return grants;
    members.object = object;
    while (json_kind(object) == JSON_KIND_OBJECT && json_next_member(&members)) {
        enum module module = module_from_name(members.name);
        unsigned char level;

        if (module != MODULE_UNDECLARED && level_from_json(members.value, &level))
            grants.level[module] = level;
    }
    return grants;
}

struct text grants_to_text(struct arena *arena, const struct grants *grants)
{
    struct buffer out = buffer_in(arena, LIMIT_GRANTS);
    struct json_writer json = json_writer_to(&out);

    json_begin_object(&json);
    for (enum module module = 0; module < MODULE_COUNT; module++)
        if (module_is_grantable(module) && grants->level[module] != LEVEL_NONE)
            json_write_integer_member(&json, text_from(module_name(module)), grants->level[module]);
    json_end_object(&json);
    return buffer_text(&out);
}

bool module_is_off(const struct settings *settings, enum module module)
{
    struct text rest = text_from(settings->modules_off);

    while (module_is_grantable(module) && rest.size > 0)
        if (text_equal(text_trim(text_cut(&rest, ',')), text_from(module_name(module))))
            return true;
    return false;
}

struct text modules_off_to_text(struct arena *arena, const struct settings *settings)
{
    struct buffer out = buffer_in(arena, LIMIT_GRANTS);
    struct json_writer json = json_writer_to(&out);
    bool has_any = false;

    json_begin_array(&json);
    for (enum module module = 0; module < MODULE_COUNT; module++) {
        if (!module_is_off(settings, module))
            continue;
        json_write_text(&json, text_from(module_name(module)));
        has_any = true;
    }
    json_end_array(&json);
    return has_any ? buffer_text(&out) : (struct text){ 0 };
}

void levels_of(const struct settings *settings, enum role role, const struct grants *grants,
               unsigned char ret_level[MODULE_COUNT])
{
    memset(ret_level, LEVEL_NONE, MODULE_COUNT);
    if (role != ROLE_MEMBER && role != ROLE_ADMIN)
        return;
    ret_level[MODULE_CORE] = LEVEL_EDIT_OWN;
    if (role == ROLE_ADMIN)
        ret_level[MODULE_CORE] = ret_level[MODULE_ADMIN] = LEVEL_EDIT_EVERY;
    for (enum module module = 0; module < MODULE_COUNT; module++) {
        if (!module_is_grantable(module) || module_is_off(settings, module))
            continue;
        ret_level[module] = role == ROLE_ADMIN ? LEVEL_EDIT_EVERY : grants->level[module];
    }
}
