/* Objects in the forms of the API. */
#include "files/object_json.h"

static void write_instant(struct json_writer *json, struct text name, int64_t instant_ms)
{
    json_write_text_member(json, name, text_from(instant_to_text(instant_ms).at));
}

static void write_etag(struct json_writer *json, struct text name, struct text etag)
{
    char quoted[80];
    size_t size = etag.size < sizeof quoted - 2 ? etag.size : sizeof quoted - 2;

    quoted[0] = '"';
    if (size > 0)
        memcpy(quoted + 1, etag.at, size);
    quoted[size + 1] = '"';
    json_write_text_member(json, name, (struct text){ quoted, size + 2 });
}

static void write_metadata(struct json_writer *json, const struct storage_object *object)
{
    json_write_key(json, T("metadata"));
    json_begin_object(json);
    write_etag(json, T("eTag"), object->etag);
    json_write_integer_member(json, T("size"), object->size);
    json_write_text_member(json, T("mimetype"), object->content_type);
    json_write_text_member(json, T("cacheControl"), object->cache_control);
    write_instant(json, T("lastModified"), object->row.updated_at);
    json_write_integer_member(json, T("contentLength"), object->size);
    json_write_integer_member(json, T("httpStatusCode"), 200);
    json_end_object(json);
}

static void write_object(struct json_writer *json, const struct storage_object *object,
                         struct text name)
{
    json_write_text_member(json, T("name"), name);
    json_write_text_member(json, T("id"), text_from(id_to_text(object->row.id).at));
    write_instant(json, T("updated_at"), object->row.updated_at);
    write_instant(json, T("created_at"), object->row.created_at);
    write_instant(json, T("last_accessed_at"), object->row.updated_at);
    write_metadata(json, object);
}

void object_write_listed(struct json_writer *json, const struct storage_object *object)
{
    json_begin_object(json);
    write_object(json, object, object->leaf);
    json_end_object(json);
}

void object_write_folder(struct json_writer *json, struct text name)
{
    static const char *const nulls[] = { "id", "updated_at", "created_at", "last_accessed_at",
                                         "metadata" };

    json_begin_object(json);
    json_write_text_member(json, T("name"), name);
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++) {
        json_write_key(json, text_from(nulls[i]));
        json_write_null(json);
    }
    json_end_object(json);
}

void object_write_removed(struct json_writer *json, const struct storage_object *object)
{
    json_begin_object(json);
    write_object(json, object, object->name);
    json_write_text_member(json, T("bucket_id"), object->bucket);
    json_write_text_member(json, T("owner"), text_from(id_to_text(object->row.created_by).at));
    json_end_object(json);
}

void object_write_info(struct json_writer *json, const struct storage_object *object)
{
    json_begin_object(json);
    json_write_text_member(json, T("id"), text_from(id_to_text(object->row.id).at));
    json_write_text_member(json, T("name"), object->name);
    json_write_text_member(json, T("version"), text_from(id_to_text(object->blob_id).at));
    json_write_text_member(json, T("bucket_id"), object->bucket);
    json_write_integer_member(json, T("size"), object->size);
    json_write_text_member(json, T("content_type"), object->content_type);
    json_write_text_member(json, T("cache_control"), object->cache_control);
    write_etag(json, T("etag"), object->etag);
    json_write_key(json, T("metadata"));
    if (object->metadata.size > 0)
        json_write_raw(json, object->metadata);
    else
        json_write_null(json);
    write_instant(json, T("last_modified"), object->row.updated_at);
    write_instant(json, T("created_at"), object->row.created_at);
    json_end_object(json);
}
