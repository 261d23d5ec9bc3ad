/* Barcodes: GTIN check digits weigh 3, 1, 3, ... from the right, before the check digit. */
#include "ops/barcode.h"

static bool is_digits(struct text code)
{
    for (size_t i = 0; i < code.size; i++)
        if (code.at[i] < '0' || code.at[i] > '9')
            return false;
    return code.size > 0;
}

size_t barcode_digits(enum symbology symbology)
{
    return symbology == SYMBOLOGY_EAN_13  ? 13
           : symbology == SYMBOLOGY_EAN_8 ? 8
           : symbology == SYMBOLOGY_UPC_A ? 12
                                          : 0;
}

enum symbology barcode_guess(struct text code)
{
    if (is_digits(code)) {
        for (int kind = SYMBOLOGY_EAN_13; kind <= SYMBOLOGY_UPC_A; kind++)
            if (code.size == barcode_digits((enum symbology)kind))
                return (enum symbology)kind;
    }
    for (size_t i = 0; i < code.size; i++)
        if ((unsigned char)code.at[i] >= 0x80)
            return SYMBOLOGY_QR;
    return SYMBOLOGY_CODE_128;
}

int barcode_check_digit(struct text code)
{
    int sum = 0;

    if (code.size < 2 || code.size > 18 || !is_digits(code))
        return -1;
    for (size_t back = 1; back < code.size; back++)
        sum += (code.at[code.size - 1 - back] - '0') * (back % 2 == 1 ? 3 : 1);
    return (10 - sum % 10) % 10;
}

struct text barcode_key(struct text code, struct arena *arena)
{
    if (code.size == 12 && is_digits(code))
        return arena_print(arena, "0%.*s", TEXT_ARG(code));
    return code;
}

struct text barcode_own(int64_t number, struct arena *arena)
{
    struct text open = arena_print(arena, "2%011lld0", (long long)number);

    return arena_print(arena, "%.*s%d", (int)open.size - 1, open.at, barcode_check_digit(open));
}
