/* Money: int64 minor units (cents, yen, fils) beside an ISO 4217 currency. The table knows how
   many digits each currency has; reading and printing are exact. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/decimal.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct currency {
    char code[4]; /* ISO 4217 */
    int digits;   /* after the point: 2 for USD, 0 for JPY, 3 for KWD */
    const char *name_en, *name_zh;
    const char *signs[6]; /* what a spreadsheet may write beside the number; NULL ends them */
};

enum money_form {
    MONEY_PLAIN, /* the wire: "-1234.50" */
    MONEY_SHEET, /* a spreadsheet: "$1,234.50", "(1'234.50)", "１２３４元", "1 234.50 USD" */
    MONEY_SHEET_COMMA, /* the same with the decimal comma: "1.234,50 €" */
};

/* The code in either case, or NULL. */
const struct currency *currency_find(struct text code);
/* All of them, by code. */
const struct currency *currency_list(size_t *ret_count);

/* Exact minor units, or false: not a number of this form, a sign of another currency, groups
   that are not thousands, more digits than the currency has (zeros excepted, but not exactly
   three in a spreadsheet: "1.200" may mean thousands), overflow.
   *ret_minor is then untouched. */
bool money_from_text(struct text text, const struct currency *currency, enum money_form form,
                     int64_t *ret_minor);
/* The plain form with all digits of the currency: "1234.50", "1235", "1.500". */
struct decimal_text money_to_text(int64_t minor, const struct currency *currency);

/* a + b and a - b of amounts that were added up before; at the largest or the smallest number they
   stop instead of running over. */
int64_t money_sum(int64_t a, int64_t b);
int64_t money_difference(int64_t a, int64_t b);

#endif
