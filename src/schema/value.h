/* Value: one cell on its way between the wire, a row struct and the store. */
#ifndef SCHEMA_VALUE_H
#define SCHEMA_VALUE_H

#include "base/id.h"
#include "base/text.h"

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT, VALUE_ID };

struct value {
    enum value_type type;
    union {
        int64_t integer;
        double real;
        struct text text; /* borrowed: lives as long as its source says */
        struct id id;
    };
};

#define VALUE_OF_NULL          ((struct value){ .type = VALUE_NULL })
#define VALUE_OF_INTEGER(what) ((struct value){ .type = VALUE_INTEGER, .integer = (what) })
#define VALUE_OF_REAL(what)    ((struct value){ .type = VALUE_REAL, .real = (what) })
#define VALUE_OF_TEXT(what)    ((struct value){ .type = VALUE_TEXT, .text = (what) })
#define VALUE_OF_ID(what)      ((struct value){ .type = VALUE_ID, .id = (what) })

bool value_equal(struct value a, struct value b);

#endif
