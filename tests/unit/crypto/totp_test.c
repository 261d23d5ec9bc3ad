/* crypto/totp.h: the vectors of RFC 4226 and RFC 6238, the window, and that a code counts once. */
#include "crypto/totp.h"

#include "text_check.h"

static struct secret *rfc_secret(void)
{
    return secret_from_bytes(T("12345678901234567890"));
}

static void codes_are_those_of_the_standards(void **state)
{
    static const uint32_t hotp_codes[] = { 755224, 287082, 359152, 969429, 338314,
                                           254676, 287922, 162583, 399871, 520489 };
    static const struct {
        int64_t at_s;
        uint32_t code;
    } totp_codes[] = {
        { 59, 94287082 },         { 1111111109, 7081804 },  { 1111111111, 14050471 },
        { 1234567890, 89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 },
    };
    struct secret *secret = rfc_secret();

    (void)state;
    for (size_t i = 0; i < sizeof hotp_codes / sizeof *hotp_codes; i++)
        assert_int_equal(hotp(secret, i, 6), hotp_codes[i]);
    for (size_t i = 0; i < sizeof totp_codes / sizeof *totp_codes; i++)
        assert_int_equal(hotp(secret, (uint64_t)(totp_codes[i].at_s / TOTP_STEP_S), 8),
                         totp_codes[i].code);
    secret_free(secret);
}

/* At 59 s (step 1) the codes of the steps 0, 1 and 2 count: 755224, 287082, 359152. */
static void a_code_counts_in_its_step_and_its_neighbours_once(void **state)
{
    static const struct {
        const char *typed;
        int64_t now_s, last_step;
        int64_t step; /* -1: refused */
    } cases[] = {
        { "287082", 59, -1, 1 },   { "755224", 59, -1, 0 },    { "359152", 59, -1, 2 },
        { "969429", 59, -1, -1 },  { "287082", 59, 1, -1 },    { "755224", 59, 1, -1 },
        { "359152", 59, 1, 2 },    { " 287 082 ", 59, -1, 1 }, { "28708", 59, -1, -1 },
        { "2870820", 59, -1, -1 }, { "", 59, -1, -1 },         { "28708a", 59, -1, -1 },
        { "-87082", 59, -1, -1 },  { "287082", 89, -1, 1 },    { "287082", 90, -1, -1 },
        { "755224", 0, -1, 0 },    { "755224", -1, -1, -1 },
    };
    struct secret *secret = rfc_secret();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t step = -1;
        bool fits =
            totp_fits(secret, text_from(cases[i].typed), cases[i].now_s, cases[i].last_step, &step);

        if (fits != (cases[i].step >= 0) || step != cases[i].step)
            fail_msg("%s at %lld: step %lld", cases[i].typed, (long long)cases[i].now_s,
                     (long long)step);
    }
    secret_free(secret);
}

static void the_secret_is_shown_as_base32(void **state)
{
    struct arena arena = { 0 };
    struct secret *secret = rfc_secret();

    (void)state;
    assert_text(totp_secret_text(&arena, secret), T("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
    secret_free(secret);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standards),
        cmocka_unit_test(a_code_counts_in_its_step_and_its_neighbours_once),
        cmocka_unit_test(the_secret_is_shown_as_base32),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
