/* JSON reading: bytes in, a read-only tree out, over jansson. Stricter than RFC 8259: duplicate
   members, NUL inside strings, integers beyond 64 bits, invalid UTF-8 and anything behind the
   value are refused. Absent values are NULL, and every function here accepts NULL. */
#ifndef CODEC_JSON_READ_H
#define CODEC_JSON_READ_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

enum {
    JSON_LIMIT_BYTES = 1 << 20,
    JSON_LIMIT_DEPTH = 64,
    JSON_LIMIT_VALUES = 200000, /* a tree costs at most about 100 bytes a value */
};

/* Zero stands for the default above. */
struct json_limits {
    size_t size_bytes;
    size_t depth;  /* of nested arrays and objects; never more than 1000 */
    size_t values; /* array elements and members together */
};

struct json_error {
    int line, column;   /* from 1; 0 when the place is not known */
    const char *reason; /* lives as long as the arena */
};

enum json_kind {
    JSON_KIND_ABSENT, /* the kind of NULL: no such member or element */
    JSON_KIND_NULL,
    JSON_KIND_BOOLEAN,
    JSON_KIND_INTEGER,
    JSON_KIND_REAL,
    JSON_KIND_STRING,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
};

struct json;

/* The tree lives in the arena, and counts as its memory. INVALID or TOO_LARGE fill *ret_error; both
   `limits` and `ret_error` may be NULL. */
enum status MUST_CHECK json_parse(struct arena *arena, struct text text,
                                  const struct json_limits *limits, const struct json **ret_json,
                                  struct json_error *ret_error);

enum json_kind json_kind(const struct json *json);
/* "a string", "an object": for messages. */
const char *json_kind_name(enum json_kind kind);

/* The value, or the empty value of the asked type when the kind is another one. Text lives as
   long as the tree, has no NUL inside, and at == NULL unless it is a string. A real also gives
   the number of an integer. */
struct text json_as_text(const struct json *json);
int64_t json_as_integer(const struct json *json);
double json_as_real(const struct json *json);
bool json_as_boolean(const struct json *json);

/* Elements of an array or members of an object; 0 for everything else. */
size_t json_count(const struct json *json);
/* Elements of the array that `list` is as text, without its tree; it must be valid JSON. */
size_t json_count_listed(struct text list);
/* The element of an array, NULL past its end. */
const struct json *json_at(const struct json *array, size_t index);
/* The member of an object, or NULL. A member that is null is there: JSON_KIND_NULL. */
const struct json *json_member(const struct json *object, struct text name);
struct text json_text_member(const struct json *object, struct text name);
int64_t json_integer_member(const struct json *object, struct text name);
bool json_boolean_member(const struct json *object, struct text name);

/* Members in document order:
       struct json_members members = { .object = object };
       while (json_next_member(&members)) use(members.name, members.value); */
struct json_members {
    const struct json *object;
    struct text name;
    const struct json *value;
    void *place; /* private */
    bool started;
};

bool json_next_member(struct json_members *members);

#endif
