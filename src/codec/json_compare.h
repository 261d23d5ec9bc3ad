/* Parts of JSON documents and their comparison, as PostgreSQL's jsonb has them. */
#ifndef CODEC_JSON_COMPARE_H
#define CODEC_JSON_COMPARE_H

#include "codec/json_read.h"

/* As #>: each text of the array `path` is a key of an object and, where it is a number, an index
   of an array, from its end when it is negative. NULL when there is no such part. */
const struct json *json_part(const struct json *json, const struct json *path);
/* As =: numbers by value, objects in any order. */
bool json_is_same(const struct json *a, const struct json *b);
/* As @>: an array holds its elements in any order, an object its members. */
bool json_contains(const struct json *whole, const struct json *part);
/* How jsonb is ordered: null, text, number, truth, array, object. */
int json_rank(const struct json *json);

#endif
