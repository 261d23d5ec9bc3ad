/* JWS: every ceiling, at its edge. What a token may look like is in codec/jws.h; signatures of
   others are in crypto/public_key_test.c. */
#include "codec/jws.h"

#include "base/buffer.h"
#include "base/encode.h"
#include "codec/json_read.h"
#include "text_check.h"

enum { ROOM = 1 << 20 };

static enum status parse(struct arena *arena, struct text header, struct text claims,
                         size_t signature_bytes)
{
    char *signature = arena_alloc(arena, signature_bytes);
    struct buffer token = buffer_in(arena, ROOM);
    struct jws jws;

    memset(signature, 's', signature_bytes);
    buffer_append(&token, base64_encode(arena, header, BASE64_URL));
    buffer_append_byte(&token, '.');
    buffer_append(&token, base64_encode(arena, claims, BASE64_URL));
    buffer_append_byte(&token, '.');
    buffer_append(&token,
                  base64_encode(arena, (struct text){ signature, signature_bytes }, BASE64_URL));
    return jws_parse(arena, buffer_text(&token), &jws);
}

struct ceiling {
    bool in_header;
    const char *begin, *open, *close, *end; /* what is repeated stands between begin and end */
    size_t most;
};

static struct text made(struct arena *arena, const struct ceiling *ceiling, size_t times)
{
    struct buffer out = buffer_in(arena, ROOM);

    buffer_append(&out, text_from(ceiling->begin));
    for (size_t i = 0; i < times; i++)
        buffer_append(&out, text_from(ceiling->open));
    for (size_t i = 0; i < times; i++)
        buffer_append(&out, text_from(ceiling->close));
    buffer_append(&out, text_from(ceiling->end));
    return buffer_text(&out);
}

#define HEADER "{\"alg\":\"RS256\"}"

/* The bytes of a token: its header and claims in base64, two dots, and the signature's base64. */
static void a_token_has_a_ceiling(void **state)
{
    enum { BEGINNING = 20 + 3 + 2 }; /* of HEADER, of "{}" and the dots, in base64 */
    size_t most = (JWS_LIMIT_BYTES - BEGINNING) / 4 * 3;
    struct arena arena = { 0 };

    (void)state;
    most += (JWS_LIMIT_BYTES - BEGINNING) % 4 > 1 ? (JWS_LIMIT_BYTES - BEGINNING) % 4 - 1 : 0;
    assert_int_equal(parse(&arena, T(HEADER), T("{}"), 64), OK);
    assert_int_equal(parse(&arena, T(HEADER), T("{}"), most), OK);
    assert_int_equal(parse(&arena, T(HEADER), T("{}"), most + 1), TOO_LARGE);
    arena_release(&arena);
}

static const struct ceiling ceilings[] = {
    { true, "{\"alg\":\"RS256\",\"kid\":\"", "k", "", "\"}", JWS_LIMIT_KEY_ID },
    /* LIMIT_DEPTH: eight levels, the claims themselves among them */
    { false, "{\"a\":", "[", "]", "}", 7 },
    /* LIMIT_VALUES: a thousand, the claims, their list and its first among them */
    { false, "{\"a\":[0", ",0", "", "]}", 997 },
};

static void what_a_token_says_has_a_ceiling(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ceilings / sizeof *ceilings; i++) {
        for (size_t more = 0; more < 2; more++) {
            struct arena arena = { 0 };
            struct text part = made(&arena, &ceilings[i], ceilings[i].most + more);
            enum status status = ceilings[i].in_header ? parse(&arena, part, T("{}"), 64)
                                                       : parse(&arena, T(HEADER), part, 64);

            if (status != (more ? INVALID : OK))
                fail_msg("case %zu, %zu more: %d", i, more, (int)status);
            arena_release(&arena);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_has_a_ceiling),
        cmocka_unit_test(what_a_token_says_has_a_ceiling),
    };

    return cmocka_run_group_tests_name("codec/jws", tests, NULL, NULL);
}
