/* Decimal: exact numbers as an int64 counted in units of 10^-scale. 9.5 at scale 1 is 95, at
   scale 3 it is 9500. No floating point anywhere. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_SCALE_MAX = 18, DECIMAL_TEXT_SIZE = 21 };

struct decimal_text {
    char at[DECIMAL_TEXT_SIZE + 1]; /* -0.000000000000000001 */
};

/* Optional minus, digits, optional point with digits: "12", "-12.50", "0.5". False on anything
   else (white space, plus, exponent, ".5", "5."), on digits past `scale` that are not zero, and
   on overflow; *ret_value is then untouched. */
bool decimal_from_text(struct text text, int scale, int64_t *ret_value);
/* With exactly `scale` digits after the point: 9500 at scale 3 is "9.500". */
struct decimal_text decimal_to_text(int64_t value, int scale);
/* Without zeros at the end: 9500 at scale 3 is "9.5", 9000 is "9". */
struct decimal_text decimal_to_short_text(int64_t value, int scale);

#endif
