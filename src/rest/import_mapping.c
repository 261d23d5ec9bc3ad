/* Mappings: copied without the members that are not for everybody. */
#include "rest/import_mapping.h"

#include "base/limits.h"

typedef bool (*member_rule)(const struct call *call, const struct field *field,
                            const struct json *origin);

static bool may_be_set(const struct call *call, const struct field *field,
                       const struct json *origin)
{
    (void)origin;
    return call_sets(call, field);
}

static bool tells_no_value(const struct call *call, const struct field *field,
                           const struct json *origin)
{
    (void)call;
    return field->needs == MODULE_UNDECLARED || json_kind(origin) != JSON_KIND_OBJECT;
}

static struct text copy(struct call *call, const struct entity *entity, struct text mapping,
                        member_rule keeps)
{
    struct buffer out = buffer_in(call->arena, LIMIT_TEXT_FIELD);
    struct json_writer json = json_writer_to(&out);
    const struct json *object = NULL;
    struct json_members members = { 0 };

    if (json_parse(call->arena, mapping, NULL, &object, NULL) != OK)
        return mapping;
    members.object = object;
    json_begin_object(&json);
    while (json_kind(object) == JSON_KIND_OBJECT && json_next_member(&members)) {
        const struct field *inner, *field = import_path(entity, members.name, &inner);

        if (field && !keeps(call, inner ? inner : field, members.value))
            continue;
        json_write_key(&json, members.name);
        json_write_value(&json, members.value);
    }
    json_end_object(&json);
    return buffer_text(&out);
}

struct text import_mapping_for(struct call *call, const struct entity *entity, struct text mapping)
{
    return copy(call, entity, mapping, may_be_set);
}

struct text import_mapping_shared(struct call *call, const struct entity *entity,
                                  struct text mapping)
{
    return copy(call, entity, mapping, tells_no_value);
}
