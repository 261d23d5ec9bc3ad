/* Fuzz: amounts as people write them. Whatever is understood, in whichever form and currency,
   must survive being printed and read in the plain form. */
#include "base/money.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static const char *const codes[] = { "CNY", "USD", "EUR", "JPY", "KWD", "INR", "DKK" };
    struct text input = fuzz_text(at, size);

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        const struct currency *currency = currency_find(text_from(codes[i]));

        for (int form = MONEY_PLAIN; form <= MONEY_SHEET_COMMA; form++) {
            struct decimal_text plain;
            int64_t minor, back;

            if (!money_from_text(input, currency, (enum money_form)form, &minor))
                continue;
            plain = money_to_text(minor, currency);
            CHECK(money_from_text(text_from(plain.at), currency, MONEY_PLAIN, &back));
            CHECK(back == minor);
        }
    }
    return 0;
}
