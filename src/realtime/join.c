/* Join: the config of a channel. What a listener may not read is refused here, by name: there is
   no channel that never says anything. */
#include "realtime/hub.h"
#include "rest/follow.h"

enum { LIMIT_PRESENCE_KEY = 255 };

static const struct {
    struct text name;
    unsigned kinds;
} events[] = {
    { T_INIT("*"), 1u << CHANGE_INSERT | 1u << CHANGE_UPDATE | 1u << CHANGE_DELETE },
    { T_INIT("INSERT"), 1u << CHANGE_INSERT },
    { T_INIT("UPDATE"), 1u << CHANGE_UPDATE },
    { T_INIT("DELETE"), 1u << CHANGE_DELETE },
};

static enum status read_event(struct call *call, struct text name, struct binding *binding)
{
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (text_equal(name, events[i].name)) {
            binding->kinds = events[i].kinds;
            return OK;
        }
    return REFUSE(call, INVALID, .code = "PGRST100",
                  .say = L("postgres_changes: event must be INSERT, UPDATE, DELETE or *.",
                           "postgres_changes：event 必须是 INSERT、UPDATE、DELETE 或 *。"));
}

static enum status read_table(struct call *call, struct text name, struct binding *binding)
{
    const struct entity *entity;

    if (name.size == 0 || text_equal(name, T("*")))
        return OK;
    entity = schema_find(&call->instance->schema, name);
    if (!entity || !entity_is_on_the_wire(entity))
        return REFUSE(call, NOT_FOUND, .code = "PGRST205",
                      .say = L("Could not find the table {value}", "找不到表 {value}"),
                      .value = text_slice(name, 0, 60));
    binding->entity = entity;
    return call_require(call, entity->module, LEVEL_VIEW);
}

static enum status read_filter(struct call *call, struct arena *arena, struct text filter,
                               struct binding *binding)
{
    enum status status;

    if (filter.size == 0)
        return OK;
    if (!binding->entity)
        return REFUSE(call, INVALID, .code = "PGRST100",
                      .say = L("postgres_changes: a filter needs a table.",
                               "postgres_changes：使用 filter 时必须指定 table。"));
    status = rest_follow_check(call, binding->entity, filter);
    if (status == OK)
        binding->filter = arena_copy(arena, filter);
    return status;
}

/* Equal entries have equal ids, so that what is sent is the same for everybody. */
static uint32_t id_of(struct text event, struct text schema, struct text table, struct text filter)
{
    const struct text parts[] = { event, schema, table, filter };
    uint64_t hash = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash = hash * 31 + text_hash(parts[i]);
    return (uint32_t)(hash ^ hash >> 32) & INT32_MAX;
}

static void echo(struct json_writer *json, const struct json *entry, struct text name)
{
    if (!json_member(entry, name))
        return;
    json_write_key(json, name);
    json_write_value(json, json_member(entry, name));
}

static enum status read_binding(struct call *call, struct arena *arena, const struct json *entry,
                                struct binding *binding, struct json_writer *json)
{
    struct text event = json_text_member(entry, T("event"));
    struct text schema = json_text_member(entry, T("schema"));
    struct text table = json_text_member(entry, T("table"));
    struct text filter = json_text_member(entry, T("filter"));
    enum status status = read_event(call, event, binding);

    if (status == OK && schema.size > 0 && !text_equal(schema, T("public")) &&
        !text_equal(schema, T("*")))
        status = REFUSE(call, NOT_FOUND, .code = "PGRST106",
                        .say = L("The schema must be \"public\".", "schema 必须为“public”。"));
    if (status == OK)
        status = read_table(call, table, binding);
    if (status == OK)
        status = read_filter(call, arena, filter, binding);
    if (status != OK)
        return status;
    binding->id = id_of(event, schema, table, filter);
    json_begin_object(json);
    json_write_integer_member(json, T("id"), binding->id);
    echo(json, entry, T("event"));
    echo(json, entry, T("schema"));
    echo(json, entry, T("table"));
    echo(json, entry, T("filter"));
    json_end_object(json);
    return OK;
}

static enum status read_bindings(struct call *call, const struct json *list,
                                 struct channel *channel, struct json_writer *json)
{
    size_t count = json_count(list);
    struct binding *bindings;

    if (count > LIMIT_BINDINGS)
        return REFUSE(call, TOO_LARGE, .code = "54000", .limit = LIMIT_BINDINGS,
                      .say = L("postgres_changes: at most {limit} in one channel.",
                               "postgres_changes：每个频道最多 {limit} 项。"));
    bindings = ARENA_NEW_ARRAY(&channel->arena, struct binding, count);
    for (size_t i = 0; i < count; i++) {
        enum status status =
            read_binding(call, &channel->arena, json_at(list, i), &bindings[i], json);

        if (status != OK)
            return status;
    }
    channel->bindings = bindings;
    channel->binding_count = count;
    return OK;
}

static enum status read_presence(struct call *call, const struct json *presence,
                                 struct channel *channel)
{
    struct text key = json_text_member(presence, T("key"));
    struct id_text made = id_to_text(call_new_id(call));

    if (key.size > LIMIT_PRESENCE_KEY)
        return REFUSE(call, TOO_LARGE, .code = "54000", .limit = LIMIT_PRESENCE_KEY,
                      .say = L("presence: the key has at most {limit} bytes.",
                               "presence：key 最多 {limit} 个字节。"));
    channel->presence_key = arena_copy(&channel->arena, key.size > 0 ? key : text_from(made.at));
    channel->has_presence = json_boolean_member(presence, T("enabled")) ||
                            json_kind(json_member(presence, T("enabled"))) == JSON_KIND_ABSENT;
    return OK;
}

enum status join_read(struct call *call, const struct json *payload, struct channel *channel,
                      struct buffer *ret_response)
{
    const struct json *config = json_member(payload, T("config"));
    const struct json *told = json_member(config, T("broadcast"));
    struct json_writer json = json_writer_to(ret_response);
    enum status status;

    channel->hears_itself = json_boolean_member(told, T("self"));
    channel->wants_ack = json_boolean_member(told, T("ack"));
    status = read_presence(call, json_member(config, T("presence")), channel);
    if (status != OK)
        return status;
    json_begin_object(&json);
    json_write_key(&json, T("postgres_changes"));
    json_begin_array(&json);
    status = read_bindings(call, json_member(config, T("postgres_changes")), channel, &json);
    json_end_array(&json);
    json_end_object(&json);
    return status == OK ? buffer_status(ret_response) : status;
}
