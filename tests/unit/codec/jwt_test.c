/* JWT: the example of RFC 7515, what we write reads back, and every way to forge or bend one. */
#include "base/encode.h"
#include "codec/json_read.h"
#include "codec/jwt.h"
#include "text_check.h"

#include <openssl/hmac.h>

struct key {
    struct text bytes, id;
};

static void make(const void *context, struct text bytes, unsigned char *ret_mac)
{
    const struct key *key = context;

    assert_non_null(HMAC(EVP_sha256(), key->bytes.at, (int)key->bytes.size,
                         (const unsigned char *)bytes.at, bytes.size, ret_mac, NULL));
}

static bool fits(const void *context, struct text key_id, struct text bytes, struct text mac)
{
    const struct key *key = context;
    unsigned char wanted[JWT_MAC_SIZE];

    make(context, bytes, wanted);
    return text_equal(key_id, key->id) &&
           text_equal(mac, (struct text){ (const char *)wanted, sizeof wanted });
}

static const struct key key = { T_INIT("0123456789abcdef0123456789abcdef"), T_INIT("k1") };
static const struct key bare = { T_INIT("0123456789abcdef0123456789abcdef"), T_INIT("") };

static void reads_the_example_of_the_rfc(void **state)
{
    struct text token = T("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                          ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmN"
                          "vbS9pc19yb290Ijp0cnVlfQ"
                          ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    struct arena arena = { 0 };
    struct key rfc = { .id = T("") };
    struct jwt_check check = { fits, &rfc, .now_s = 1300819379 };
    struct jwt jwt = { 0 };
    const char *fault = "";

    (void)state;
    assert_true(
        base64_decode(&arena,
                      T("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4h"
                        "cgUuTwjAzZr1Z9CAow"),
                      BASE64_URL, &rfc.bytes));
    assert_int_equal(jwt_read(&arena, token, &check, &jwt, &fault), OK);
    assert_text(json_text_member(jwt.claims, T("iss")), T("joe"));
    assert_int_equal(jwt.expires_at_s, 1300819380);
    check.now_s = 1300819380;
    assert_int_equal(jwt_read(&arena, token, &check, &jwt, &fault), UNAUTHENTICATED);
    assert_string_equal(fault, "the token has expired");
    arena_release(&arena);
}

static void reads_what_it_wrote(void **state)
{
    struct arena arena = { 0 };
    struct jwt_sign sign = { make, &key, T("k1") };
    struct jwt_check check = { fits, &key, .now_s = 1000 };
    struct jwt jwt = { 0 };
    struct text token;

    (void)state;
    assert_int_equal(
        jwt_write(&arena, T("{\"exp\":1001,\"iat\":999,\"sub\":\"u\"}"), &sign, &token), OK);
    assert_int_equal(jwt_read(&arena, token, &check, &jwt, NULL), OK);
    assert_text(jwt.key_id, T("k1"));
    assert_int_equal(jwt.expires_at_s, 1001);
    assert_int_equal(jwt.issued_at_s, 999);
    assert_text(json_text_member(jwt.claims, T("sub")), T("u"));

    /* One other bit anywhere, and it is nobody's token. */
    for (size_t i = 0; i < token.size; i++) {
        char *forged = arena_alloc(&arena, token.size);

        memcpy(forged, token.at, token.size);
        forged[i] ^= 1;
        assert_int_not_equal(
            jwt_read(&arena, (struct text){ forged, token.size }, &check, &jwt, NULL), OK);
    }
    for (size_t size = 0; size < token.size; size++)
        assert_int_not_equal(jwt_read(&arena, text_slice(token, 0, size), &check, &jwt, NULL), OK);
    arena_release(&arena);
}

struct bent {
    const char *header, *claims;
    enum status status;
};

#define GOOD_HEADER "{\"alg\":\"HS256\"}"
#define GOOD_CLAIMS "{\"exp\":2000}"

static const struct bent bents[] = {
    { GOOD_HEADER, GOOD_CLAIMS, OK },
    { "{\"alg\":\"HS256\",\"typ\":\"jwt\"}", GOOD_CLAIMS, OK },
    { "{\"alg\":\"HS256\",\"jku\":\"https://x\"}", GOOD_CLAIMS, OK },
    { "{\"alg\":\"none\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"None\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"hs256\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS512\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"RS256\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":[\"HS256\"]}", GOOD_CLAIMS, INVALID },
    { "{}", GOOD_CLAIMS, INVALID },
    { "[]", GOOD_CLAIMS, INVALID },
    { "\"HS256\"", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"alg\":\"none\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"none\",\"alg\":\"HS256\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\"", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"typ\":\"JWE\"}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"typ\":1}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"kid\":1}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"kid\":null}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"kid\":\"other\"}", GOOD_CLAIMS, UNAUTHENTICATED },
    { "{\"alg\":\"HS256\",\"kid\":\"0123456789012345678901234567890123456789012345678901234567890123"
      "4\"}",
      GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"b64\":false}", GOOD_CLAIMS, INVALID },
    { "{\"alg\":\"HS256\",\"zip\":\"DEF\"}", GOOD_CLAIMS, INVALID },
    { GOOD_HEADER, "{}", INVALID },
    { GOOD_HEADER, "[]", INVALID },
    { GOOD_HEADER, "exp", INVALID },
    { GOOD_HEADER, "{\"exp\":\"2000\"}", INVALID },
    { GOOD_HEADER, "{\"exp\":2000.5}", INVALID },
    { GOOD_HEADER, "{\"exp\":-1}", INVALID },
    { GOOD_HEADER, "{\"exp\":null}", INVALID },
    { GOOD_HEADER, "{\"exp\":9223372036854775808}", INVALID },
    { GOOD_HEADER, "{\"exp\":9223372036854775807}", OK },
    { GOOD_HEADER, "{\"exp\":2000,\"exp\":3000}", INVALID },
    { GOOD_HEADER, "{\"exp\":2000,\"sub\":\"a\",\"sub\":\"b\"}", INVALID },
    { GOOD_HEADER, "{\"exp\":2000,\"iat\":\"x\"}", INVALID },
    { GOOD_HEADER, "{\"exp\":2000,\"nbf\":1.5}", INVALID },
    { GOOD_HEADER, "{\"exp\":2000,\"nbf\":1000}", OK },
    { GOOD_HEADER, "{\"exp\":2000,\"nbf\":1010}", OK },
    { GOOD_HEADER, "{\"exp\":2000,\"nbf\":1011}", UNAUTHENTICATED },
    { GOOD_HEADER, "{\"exp\":991}", OK },
    { GOOD_HEADER, "{\"exp\":990}", UNAUTHENTICATED },
    { GOOD_HEADER, "{\"exp\":0}", UNAUTHENTICATED },
    { GOOD_HEADER, "{\"exp\":2000,\"a\":[[[[[[[]]]]]]]}", OK }, /* JWT_LIMIT_DEPTH */
    { GOOD_HEADER, "{\"exp\":2000,\"a\":[[[[[[[[]]]]]]]]}", INVALID },
};

/* A token with a right mac over whatever header and claims. */
static struct text signed_token(struct arena *arena, struct text header, struct text claims)
{
    struct text head = base64_encode(arena, header, BASE64_URL);
    struct text body = base64_encode(arena, claims, BASE64_URL), coded;
    struct text bytes = arena_print(arena, "%.*s.%.*s", TEXT_ARG(head), TEXT_ARG(body));
    unsigned char mac[JWT_MAC_SIZE];

    make(&bare, bytes, mac);
    coded = base64_encode(arena, (struct text){ (const char *)mac, sizeof mac }, BASE64_URL);
    return arena_print(arena, "%.*s.%.*s", TEXT_ARG(bytes), TEXT_ARG(coded));
}

static void judges_header_and_claims(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bents / sizeof bents[0]; i++) {
        struct arena arena = { 0 };
        struct jwt_check check = { fits, &bare, .now_s = 1000, .leeway_s = 10 };
        struct jwt jwt = { .expires_at_s = 77 };
        const char *fault = NULL;
        struct text token =
            signed_token(&arena, text_from(bents[i].header), text_from(bents[i].claims));
        enum status status = jwt_read(&arena, token, &check, &jwt, &fault);

        if (status != bents[i].status)
            print_error("%s %s\n", bents[i].header, bents[i].claims);
        assert_int_equal(status, bents[i].status);
        assert_int_equal(fault != NULL, status != OK);
        assert_int_equal(jwt.expires_at_s == 77, status != OK);
        arena_release(&arena);
    }
}

static bool never_asked(const void *context, struct text key_id, struct text bytes, struct text mac)
{
    (void)context, (void)key_id, (void)bytes, (void)mac;
    fail();
    return true;
}

static void refuses_other_forms(void **state)
{
    static const char *const tokens[] = {
        "",
        ".",
        "..",
        "a.b",
        "eyJhbGciOiJIUzI1NiJ9.e30.",
        "eyJhbGciOiJIUzI1NiJ9.e30",
        "eyJhbGciOiJub25lIn0.eyJleHAiOjIwMDB9.",
        "eyJhbGciOiJIUzI1NiJ9..AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ".e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "eyJhbGciOiJIUzI1NiJ9.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "eyJhbGciOiJIUzI1NiJ9.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "eyJhbGciOiJIUzI1NiJ9.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.x",
        "eyJhbGciOiJIUzI1NiJ9=.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        " eyJhbGciOiJIUzI1NiJ9.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    struct arena arena = { 0 };
    struct jwt_check check = { .mac_fits = never_asked };
    struct jwt jwt;

    (void)state;
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        assert_int_equal(jwt_read(&arena, text_from(tokens[i]), &check, &jwt, NULL), INVALID);
    arena_release(&arena);
}

static struct text claims_of_size(struct arena *arena, size_t size)
{
    char *at = arena_alloc(arena, size);
    struct text begin = T("{\"exp\":2000,\"a\":\"");

    memset(at, 'a', size);
    memcpy(at, begin.at, begin.size);
    memcpy(at + size - 2, "\"}", 2);
    return (struct text){ at, size };
}

static void holds_its_ceiling(void **state)
{
    struct arena arena = { 0 };
    struct jwt_sign sign = { make, &key, T("k1") };
    struct jwt_check check = { fits, &key, .now_s = 1000 };
    struct text long_id = text_slice(claims_of_size(&arena, 200), 20, JWT_LIMIT_KEY_ID + 1), token;
    struct jwt jwt;
    size_t size = 2000;

    (void)state;
    while (jwt_write(&arena, claims_of_size(&arena, size + 1), &sign, &token) == OK)
        size++;
    assert_in_range(token.size, JWT_LIMIT_BYTES - 1, JWT_LIMIT_BYTES);
    assert_int_equal(jwt_read(&arena, token, &check, &jwt, NULL), OK);
    assert_int_equal(jwt_read(&arena,
                              signed_token(&arena, T(GOOD_HEADER), claims_of_size(&arena, 4096)),
                              &check, &jwt, NULL),
                     INVALID);
    sign.key_id = long_id;
    assert_int_equal(jwt_write(&arena, T(GOOD_CLAIMS), &sign, &token), TOO_LARGE);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_example_of_the_rfc),
        cmocka_unit_test(reads_what_it_wrote),
        cmocka_unit_test(judges_header_and_claims),
        cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(holds_its_ceiling),
    };

    return cmocka_run_group_tests_name("codec/jwt", tests, NULL, NULL);
}
