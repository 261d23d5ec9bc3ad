/* Signed addresses: tokens, and the routes that make them. */
#include "files/signed.h"

#include "files/render.h"

#include "codec/jwt.h"
#include "codec/query.h"
#include "files/files.h"

enum { LIMIT_CLAIMS = 4096, LIMIT_SIGNED_PATHS = 1000 };

/* --- tokens */

static void make_mac(const void *context, struct text bytes, unsigned char *ret_mac)
{
    const struct call *call = context;
    struct digest mac = hmac_sha256(call->instance->files->signs, bytes);

    memcpy(ret_mac, mac.bytes, JWT_MAC_SIZE);
}

static bool mac_fits(const void *context, struct text key_id, struct text bytes, struct text mac)
{
    const struct call *call = context;
    struct digest wanted = hmac_sha256(call->instance->files->signs, bytes);

    (void)key_id;
    return text_equal_constant_time(mac, digest_text(&wanted));
}

static struct text place_of(const struct call *call, struct text bucket, struct text name)
{
    return arena_print(call->arena, "%.*s/%.*s", TEXT_ARG(bucket), TEXT_ARG(name));
}

/* Names are at most 1 KiB, so that a token always fits. */
static struct text sign_claims(const struct call *call, struct buffer *claims)
{
    const struct jwt_sign sign = { .mac_make = make_mac, .context = call };
    struct text token = { 0 };

    if (buffer_status(claims) != OK ||
        jwt_write(call->arena, buffer_text(claims), &sign, &token) != OK)
        return (struct text){ 0 };
    return token;
}

static struct json_writer begin_claims(struct buffer *claims, const char *kind, struct text place,
                                       int64_t workspace_id, int64_t from_s, int64_t until_s)
{
    struct json_writer json = json_writer_to(claims);

    json_begin_object(&json);
    json_write_text_member(&json, T("url"), place);
    json_write_text_member(&json, T("kind"), text_from(kind));
    json_write_integer_member(&json, T("workspace"), workspace_id);
    json_write_integer_member(&json, T("iat"), from_s);
    json_write_integer_member(&json, T("exp"), until_s);
    return json;
}

static struct text read_token_of(const struct call *call, const struct signed_read *address)
{
    struct buffer claims = buffer_in(call->arena, LIMIT_CLAIMS);
    struct json_writer json =
        begin_claims(&claims, "read", place_of(call, address->bucket, address->name),
                     address->workspace_id, address->from_s, address->until_s);

    json_write_text_member(&json, T("owner"), text_from(id_to_text(address->account_id).at));
    if (address->transform.size > 0)
        json_write_text_member(&json, T("transform"), address->transform);
    json_end_object(&json);
    return sign_claims(call, &claims);
}

struct signed_read signed_read_of(const struct call *call, struct text bucket, struct text name,
                                  struct text transform, int64_t expires_in_s)
{
    int64_t now_s = call->now_ms / 1000;

    return (struct signed_read){ .workspace_id = call->identity.workspace_id,
                                 .account_id = call->caller.account_id,
                                 .bucket = bucket,
                                 .name = name,
                                 .transform = transform,
                                 .from_s = now_s,
                                 .until_s = now_s + expires_in_s };
}

struct text signed_upload_make(const struct call *call, const struct signed_upload *address,
                               struct text name)
{
    struct buffer claims = buffer_in(call->arena, LIMIT_CLAIMS);
    int64_t now_s = call->now_ms / 1000;
    struct json_writer json =
        begin_claims(&claims, "upload", place_of(call, address->bucket.name, name),
                     address->actor.workspace_id, now_s, now_s + SIGNED_UPLOAD_S);

    json_write_text_member(&json, T("owner"), text_from(id_to_text(address->actor.account_id).at));
    json_write_boolean_member(&json, T("every"), address->actor.may_every);
    json_write_boolean_member(&json, T("upsert"), address->upserts);
    json_end_object(&json);
    return sign_claims(call, &claims);
}

struct text query_of_call(const struct call *call, struct text name)
{
    struct query query;

    if (query_parse(call->arena, http_query(call->exchange), &query) != OK)
        return (struct text){ 0 };
    return query_value(&query, name);
}

static enum status read_token(struct call *call, const char *kind, const struct json **ret_claims)
{
    const struct jwt_check check = { .mac_fits = mac_fits,
                                     .context = call,
                                     .now_s = call->now_ms / 1000 };
    struct text token = query_of_call(call, T("token"));
    struct text place = place_of(call, call->path_parameter, call->path_parameter_2);
    struct jwt jwt;
    enum status status = INVALID;

    if (token.size > 0)
        status = jwt_read(call->arena, token, &check, &jwt, NULL);
    if (status == OK && text_equal(json_text_member(jwt.claims, T("kind")), text_from(kind)) &&
        text_equal(json_text_member(jwt.claims, T("url")), place)) {
        *ret_claims = jwt.claims;
        return OK;
    }
    return REFUSE(call, INVALID, .code = "InvalidJWT",
                  .say = L("This address is not signed by this server, or its time is over.",
                           "此链接签名无效或已过期。"));
}

enum status signed_read_check(struct call *call, struct signed_read *ret_address)
{
    const struct json *claims;
    struct signed_read address = { .bucket = call->path_parameter, .name = call->path_parameter_2 };
    enum status status = read_token(call, "read", &claims);

    if (status != OK)
        return status;
    address.workspace_id = json_integer_member(claims, T("workspace"));
    address.transform = json_text_member(claims, T("transform"));
    address.from_s = json_integer_member(claims, T("iat"));
    address.until_s = json_integer_member(claims, T("exp"));
    if (!id_from_text(json_text_member(claims, T("owner")), &address.account_id))
        return FAILED;
    *ret_address = address;
    return OK;
}

struct reading {
    struct call *call;
    struct signed_upload *address;
};

static enum status load_bucket(struct tx *tx, void *context)
{
    struct reading *reading = context;

    return bucket_load(reading->call, tx, reading->address->actor.workspace_id,
                       reading->call->path_parameter, &reading->address->bucket);
}

enum status signed_upload_read(struct call *call, struct signed_upload *ret_address)
{
    struct signed_upload address = { .upserts = false };
    struct reading reading = { call, &address };
    const struct json *claims;
    enum status status = read_token(call, "upload", &claims);

    if (status != OK)
        return status;
    address.actor.workspace_id = json_integer_member(claims, T("workspace"));
    address.actor.may_every = json_boolean_member(claims, T("every"));
    address.upserts = json_boolean_member(claims, T("upsert"));
    if (!id_from_text(json_text_member(claims, T("owner")), &address.actor.account_id))
        return FAILED;
    status = call_read_as_system(call, load_bucket, &reading);
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "NoSuchBucket",
                      .say = L("Bucket not found", "没有此存储桶"));
    if (status == OK)
        *ret_address = address;
    return status;
}

/* --- routes */

static enum status read_expiry(struct call *call, const struct json *body, int64_t *ret_seconds)
{
    int64_t seconds = json_integer_member(body, T("expiresIn"));

    if (seconds < 1 || seconds > SIGNED_URL_LIMIT_S)
        return REFUSE(
            call, INVALID, .code = "InvalidParameter", .limit = SIGNED_URL_LIMIT_S,
            .say = L("expiresIn must be 1 to {limit} seconds", "expiresIn 应为 1 到 {limit} 秒"));
    *ret_seconds = seconds;
    return OK;
}

static struct text address_of(const struct call *call, const char *path, struct text bucket,
                              struct text name, struct text token)
{
    return arena_print(call->arena, "/%s/%.*s/%.*s?token=%.*s", path, TEXT_ARG(bucket),
                       TEXT_ARG(name), TEXT_ARG(token));
}

struct text signed_read_address(const struct call *call, const struct signed_read *address)
{
    return address_of(call, address->transform.size > 0 ? "render/image/sign" : "object/sign",
                      address->bucket, address->name, read_token_of(call, address));
}

static struct text sign_address(const struct call *call, struct text bucket, struct text name,
                                struct text transform, int64_t seconds)
{
    struct signed_read address = signed_read_of(call, bucket, name, transform, seconds);

    return signed_read_address(call, &address);
}

enum status signed_url_one(struct call *call)
{
    struct storage_object object;
    const struct json *body;
    struct json_writer json;
    struct bucket bucket;
    struct text transform = { 0 };
    int64_t seconds = 0;
    enum status status = call_json(call, &body);

    if (status == OK)
        status = read_expiry(call, body, &seconds);
    if (status == OK)
        status = render_read_transform(call, json_member(body, T("transform")), &transform);
    if (status == OK)
        status = bucket_require(call, call->path_parameter, LEVEL_VIEW, &bucket);
    if (status == OK)
        status = object_require(call, bucket.name, call->path_parameter_2, &object);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(
        &json, T("signedURL"),
        sign_address(call, bucket.name, call->path_parameter_2, transform, seconds));
    json_end_object(&json);
    return OK;
}

static void write_signed(struct call *call, struct json_writer *json, struct text bucket,
                         struct text name, int64_t seconds)
{
    struct storage_object object;
    bool found = object_require(call, bucket, name, &object) == OK;

    call->is_refused = false;
    json_begin_object(json);
    json_write_key(json, T("error"));
    if (found)
        json_write_null(json);
    else
        json_write_text(json,
                        T("Either the object does not exist or you do not have access to it"));
    json_write_text_member(json, T("path"), name);
    json_write_key(json, T("signedURL"));
    if (found)
        json_write_text(json, sign_address(call, bucket, name, T(""), seconds));
    else
        json_write_null(json);
    json_end_object(json);
}

enum status signed_url_many(struct call *call)
{
    const struct json *body, *paths;
    struct json_writer json;
    struct bucket bucket;
    int64_t seconds = 0;
    enum status status = call_json(call, &body);

    if (status == OK)
        status = read_expiry(call, body, &seconds);
    if (status == OK)
        status = bucket_require(call, call->path_parameter, LEVEL_VIEW, &bucket);
    if (status != OK)
        return status;
    paths = json_member(body, T("paths"));
    if (json_kind(paths) != JSON_KIND_ARRAY || json_count(paths) == 0 ||
        json_count(paths) > LIMIT_SIGNED_PATHS)
        return REFUSE(call, INVALID, .code = "InvalidParameter", .limit = LIMIT_SIGNED_PATHS,
                      .say = L("paths must be a list of 1 to {limit} paths",
                               "paths 应为 1 到 {limit} 个路径的列表"));
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t i = 0; i < json_count(paths); i++)
        write_signed(call, &json, bucket.name, json_as_text(json_at(paths, i)), seconds);
    json_end_array(&json);
    return OK;
}

enum status signed_upload_url(struct call *call)
{
    struct signed_upload address = { .upserts = text_equal_nocase(call_header(call, T("x-upsert")),
                                                                  T("true")) };
    struct text name = call->path_parameter_2, token;
    struct json_writer json;
    enum status status =
        bucket_require(call, call->path_parameter, LEVEL_EDIT_OWN, &address.bucket);

    if (status == OK)
        status = object_name_check(call, name);
    if (status != OK)
        return status;
    address.actor = actor_of(call, &address.bucket);
    token = signed_upload_make(call, &address, name);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(
        &json, T("url"), address_of(call, "object/upload/sign", address.bucket.name, name, token));
    json_write_text_member(&json, T("token"), token);
    json_end_object(&json);
    return OK;
}
