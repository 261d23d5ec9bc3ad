/* JWT: with a mac that always fits, whatever passes is HS256 with an expiry in the future, and
   with one that never fits nothing passes. The first byte takes the input as header, claims and
   all, or as claims behind a right header. */
#include "base/encode.h"
#include "codec/json_read.h"
#include "codec/jwt.h"
#include "fuzz.h"

enum { NOW_S = 1000 };

static bool says(const void *context, struct text key_id, struct text bytes, struct text mac)
{
    fuzz_touch(key_id);
    fuzz_touch(bytes);
    CHECK(key_id.size <= JWT_LIMIT_KEY_ID && mac.size == JWT_MAC_SIZE);
    return *(const bool *)context;
}

static void no_mac(const void *context, struct text bytes, unsigned char *ret_mac)
{
    (void)context;
    fuzz_touch(bytes);
    memset(ret_mac, 0, JWT_MAC_SIZE);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    bool yes = true, no = false;
    struct jwt_check check = { says, &yes, .now_s = NOW_S };
    struct jwt_sign sign = { no_mac, NULL, T("k") };
    struct text token = fuzz_text(at, size);
    struct jwt jwt;
    const char *fault = NULL;

    if (size > 0 && at[0] == '{' && jwt_write(&arena, token, &sign, &token) != OK)
        token = T("");
    if (jwt_read(&arena, token, &check, &jwt, &fault) == OK) {
        CHECK(jwt.expires_at_s > NOW_S);
        CHECK(json_kind(jwt.claims) == JSON_KIND_OBJECT);
        check.context = &no;
        CHECK(jwt_read(&arena, token, &check, &jwt, &fault) == UNAUTHENTICATED);
    }
    CHECK(fault);
    arena_release(&arena);
    return 0;
}
