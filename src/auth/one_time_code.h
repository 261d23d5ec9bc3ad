/* One-time code: hashes of codes that are short enough to be typed. A plain hash of so few bits
   could be guessed from a copy of the store, so these are keyed with the master key. */
#ifndef AUTH_ONE_TIME_CODE_H
#define AUTH_ONE_TIME_CODE_H

#include "call/call.h"

enum { ONE_TIME_CODE_DIGITS = 8 };

/* 64 hex digits that follow from the master key, what the code is for, whose it is, and it. */
struct text one_time_code_hash(const struct instance *instance, struct arena *arena,
                               const char *purpose, struct id account, struct text code);
/* ONE_TIME_CODE_DIGITS random digits. */
struct text one_time_code_random(struct arena *arena);

#endif
