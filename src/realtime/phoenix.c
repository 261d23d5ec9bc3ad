/* Reading and writing Phoenix messages. */
#include "realtime/phoenix.h"

#include "codec/json_write.h"
#include "codec/utf8.h"

enum {
    BINARY_PUSH = 3, /* a client's broadcast */
    BINARY_BROADCAST = 4,
    PUSH_HEADER = 7,
    ENCODING_BINARY = 0,
    ENCODING_JSON = 1,
};

bool phoenix_version_from_text(struct text text, enum phoenix_version *ret_version)
{
    if (!text_is_empty(text) && !text_equal(text, T("1.0.0")) && !text_equal(text, T("2.0.0")))
        return false;
    *ret_version = text_equal(text, T("2.0.0")) ? PHOENIX_2 : PHOENIX_1;
    return true;
}

/* --- Reading --- */

static bool name_is_valid(struct text name)
{
    return name.size > 0 && name.size <= LIMIT_PHOENIX_NAME && utf8_is_printable(name);
}

/* A string, a number, or null; older clients count their references in numbers. */
static bool read_ref(struct arena *arena, const struct json *json, struct text *ret_ref)
{
    enum json_kind kind = json_kind(json);

    *ret_ref = (struct text){ 0 };
    if (kind == JSON_KIND_INTEGER)
        *ret_ref = arena_print(arena, "%lld", (long long)json_as_integer(json));
    else if (kind == JSON_KIND_STRING)
        *ret_ref = json_as_text(json);
    else
        return kind == JSON_KIND_NULL || kind == JSON_KIND_ABSENT;
    return ret_ref->size <= LIMIT_PHOENIX_NAME;
}

static enum status check(const struct phoenix_message *message)
{
    bool has_payload = message->is_binary || json_kind(message->payload) == JSON_KIND_OBJECT;

    return name_is_valid(message->topic) && name_is_valid(message->event) && has_payload ? OK
                                                                                         : INVALID;
}

static enum status read_text(struct arena *arena, enum phoenix_version version, struct text bytes,
                             struct phoenix_message *ret_message)
{
    static const struct json_limits limits = { .depth = 32, .values = LIMIT_PHOENIX_VALUES };
    static const struct text names[] = { T_INIT("join_ref"), T_INIT("ref"), T_INIT("topic"),
                                         T_INIT("event"), T_INIT("payload") };
    const struct json *json, *parts[5];
    enum json_kind wanted = version == PHOENIX_2 ? JSON_KIND_ARRAY : JSON_KIND_OBJECT;
    enum status status = json_parse(arena, bytes, &limits, &json, NULL);

    if (status != OK || json_kind(json) != wanted)
        return INVALID;
    for (size_t i = 0; i < 5; i++)
        parts[i] = version == PHOENIX_2 ? json_at(json, i) : json_member(json, names[i]);
    if (!read_ref(arena, parts[0], &ret_message->join_ref) ||
        !read_ref(arena, parts[1], &ret_message->ref))
        return INVALID;
    ret_message->topic = json_as_text(parts[2]);
    ret_message->event = json_as_text(parts[3]);
    ret_message->payload = parts[4];
    return check(ret_message);
}

static struct text cut_bytes(struct text *rest, size_t size)
{
    struct text piece = text_slice(*rest, 0, size);

    *rest = text_from_offset(*rest, size);
    return piece;
}

/* kind, sizes of join_ref, ref, topic, event and metadata, encoding; then these, and the payload.
 */
static enum status read_binary(struct arena *arena, struct text bytes,
                               struct phoenix_message *ret_message)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    struct text rest = text_from_offset(bytes, PUSH_HEADER), meta;
    const struct json *json;

    if (bytes.size < PUSH_HEADER || at[0] != BINARY_PUSH || at[6] > ENCODING_JSON ||
        rest.size < (size_t)at[1] + at[2] + at[3] + at[4] + at[5])
        return INVALID;
    ret_message->join_ref = cut_bytes(&rest, at[1]);
    ret_message->ref = cut_bytes(&rest, at[2]);
    ret_message->topic = cut_bytes(&rest, at[3]);
    ret_message->user_event = cut_bytes(&rest, at[4]);
    meta = cut_bytes(&rest, at[5]);
    ret_message->event = T("broadcast");
    ret_message->is_binary = true;
    ret_message->is_json = at[6] == ENCODING_JSON;
    ret_message->user_payload = rest;
    if (ret_message->join_ref.size == 0)
        ret_message->join_ref.at = NULL;
    if (ret_message->ref.size == 0)
        ret_message->ref.at = NULL;
    if (!utf8_is_printable(ret_message->join_ref) || !utf8_is_printable(ret_message->ref) ||
        !name_is_valid(ret_message->user_event) || !utf8_is_valid(meta))
        return INVALID;
    if (ret_message->is_json && json_parse(arena, rest, NULL, &json, NULL) != OK)
        return INVALID;
    return check(ret_message);
}

enum status phoenix_read(struct arena *arena, enum phoenix_version version, bool is_text,
                         struct text bytes, struct phoenix_message *ret_message)
{
    struct phoenix_message message = { 0 };
    enum status status = INVALID;

    if (is_text)
        status = read_text(arena, version, bytes, &message);
    else if (version == PHOENIX_2)
        status = read_binary(arena, bytes, &message);
    if (status == OK)
        *ret_message = message;
    return status;
}

/* --- Writing --- */

static void write_ref(struct json_writer *json, struct text ref)
{
    if (ref.at)
        json_write_text(json, ref);
    else
        json_write_null(json);
}

void phoenix_write(struct buffer *out, enum phoenix_version version, struct text join_ref,
                   struct text ref, struct text topic, struct text event, struct text payload)
{
    struct json_writer json = json_writer_to(out);

    if (version == PHOENIX_2) {
        json_begin_array(&json);
        write_ref(&json, join_ref);
        write_ref(&json, ref);
        json_write_text(&json, topic);
        json_write_text(&json, event);
        json_write_raw(&json, payload);
        json_end_array(&json);
        return;
    }
    json_begin_object(&json);
    json_write_text_member(&json, T("topic"), topic);
    json_write_text_member(&json, T("event"), event);
    json_write_key(&json, T("payload"));
    json_write_raw(&json, payload);
    json_write_key(&json, T("ref"));
    write_ref(&json, ref);
    if (join_ref.at)
        json_write_text_member(&json, T("join_ref"), join_ref);
    json_end_object(&json);
}

static void write_broadcast_1(struct buffer *out, struct text topic, struct text event,
                              struct text payload)
{
    struct json_writer json = json_writer_to(out);

    json_begin_object(&json);
    json_write_text_member(&json, T("topic"), topic);
    json_write_text_member(&json, T("event"), T("broadcast"));
    json_write_key(&json, T("payload"));
    json_begin_object(&json);
    json_write_text_member(&json, T("type"), T("broadcast"));
    json_write_text_member(&json, T("event"), event);
    json_write_key(&json, T("payload"));
    json_write_raw(&json, payload);
    json_end_object(&json);
    json_write_key(&json, T("ref"));
    json_write_null(&json);
    json_end_object(&json);
}

bool phoenix_write_broadcast(struct buffer *out, enum phoenix_version version, struct text topic,
                             struct text event, bool is_json, struct text payload)
{
    if (version == PHOENIX_1 && is_json)
        write_broadcast_1(out, topic, event, payload);
    if (version == PHOENIX_1)
        return is_json;
    buffer_append_byte(out, BINARY_BROADCAST);
    buffer_append_byte(out, (char)topic.size);
    buffer_append_byte(out, (char)event.size);
    buffer_append_byte(out, 0); /* no metadata */
    buffer_append_byte(out, is_json ? ENCODING_JSON : ENCODING_BINARY);
    buffer_append(out, topic);
    buffer_append(out, event);
    buffer_append(out, payload);
    return true;
}
