/* Paper words: amounts as they stand on paper. Private to what prints. */
#ifndef OPS_PAPER_WORDS_H
#define OPS_PAPER_WORDS_H

#include "base/arena.h"
#include "base/text.h"

/* 1234.5 in 2 digits is "1,234.50", and with a real minus sign in front when it is below zero. */
struct text paper_amount(struct arena *arena, int64_t minor, int digits);
/* With the currency's sign, as on a price tag: "$59.90", "¥599", "599 CHF"; no digits after the
   point when they are all zero. */
struct text paper_price(struct arena *arena, int64_t minor, struct text currency);
/* Digits of the currency; 2 for one that nobody knows. */
int paper_digits(struct text currency);

#endif
