/* AWS signature: the canonical request, its hash in a scope, signed with a key for the day. */
#include "egress/aws_signature.h"

#include "base/buffer.h"
#include "base/time.h"
#include "crypto/hash.h"

#include <stdio.h>

enum { LIMIT_CANONICAL = 64 * 1024, DAY_SIZE = 8 };

struct aws_time aws_time_text(int64_t now_ms)
{
    struct instant_text instant = instant_to_text(now_ms);
    struct aws_time time;
    size_t size = 0;

    for (size_t i = 0; instant.at[i] && instant.at[i] != '.'; i++)
        if (instant.at[i] != '-' && instant.at[i] != ':')
            time.at[size++] = instant.at[i];
    time.at[size++] = 'Z';
    time.at[size] = '\0';
    return time;
}

static struct text signed_names(struct arena *arena, const struct aws_request *request)
{
    struct buffer names = buffer_in(arena, LIMIT_CANONICAL);

    for (size_t i = 0; i < request->header_count; i++) {
        if (i > 0)
            buffer_append_byte(&names, ';');
        buffer_append(&names, request->headers[i].name);
    }
    return buffer_text(&names);
}

static struct text canonical_request(struct arena *arena, const struct aws_request *request)
{
    struct buffer out = buffer_in(arena, LIMIT_CANONICAL);

    buffer_print(&out, "%.*s\n%.*s\n%.*s\n", TEXT_ARG(request->method), TEXT_ARG(request->path),
                 TEXT_ARG(request->query));
    for (size_t i = 0; i < request->header_count; i++)
        buffer_print(&out, "%.*s:%.*s\n", TEXT_ARG(request->headers[i].name),
                     TEXT_ARG(text_trim(request->headers[i].value)));
    buffer_print(&out, "\n%.*s\n%.*s", TEXT_ARG(signed_names(arena, request)),
                 TEXT_ARG(request->body_hash));
    return buffer_text(&out);
}

static struct secret *next_key(struct secret *key, struct text word)
{
    struct digest mac = hmac_sha256(key, word);

    secret_free(key);
    return secret_from_bytes(digest_text(&mac));
}

/* From the secret key over day, region and service. */
static struct secret *signing_key(const struct aws_keys *keys, struct text day)
{
    struct secret *key = secret_prefixed("AWS4", keys->secret_key);

    key = next_key(key, day);
    key = next_key(key, keys->region);
    key = next_key(key, keys->service);
    return next_key(key, T("aws4_request"));
}

struct text aws_authorization(struct arena *arena, const struct aws_keys *keys,
                              const struct aws_request *request)
{
    struct aws_time time = aws_time_text(request->now_ms);
    struct text day = { time.at, DAY_SIZE };
    struct text scope = arena_print(arena, "%.*s/%.*s/%.*s/aws4_request", TEXT_ARG(day),
                                    TEXT_ARG(keys->region), TEXT_ARG(keys->service));
    struct text hash = digest_hex(arena, sha256(canonical_request(arena, request)));
    struct text to_sign = arena_print(arena, "AWS4-HMAC-SHA256\n%s\n%.*s\n%.*s", time.at,
                                      TEXT_ARG(scope), TEXT_ARG(hash));
    struct secret *key = signing_key(keys, day);
    struct text signature = digest_hex(arena, hmac_sha256(key, to_sign));

    secret_free(key);
    return arena_print(arena,
                       "AWS4-HMAC-SHA256 Credential=%.*s/%.*s, SignedHeaders=%.*s, "
                       "Signature=%.*s",
                       TEXT_ARG(keys->access_key), TEXT_ARG(scope),
                       TEXT_ARG(signed_names(arena, request)), TEXT_ARG(signature));
}
