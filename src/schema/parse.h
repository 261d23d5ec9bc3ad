/* Parse: a value of the wire (JSON, query text, CSV cell) into a checked `struct value` of a
   field, and back. Parse once, at the edge: what comes out obeys type, limits and choices. */
#ifndef SCHEMA_PARSE_H
#define SCHEMA_PARSE_H

#include "codec/json_write.h"
#include "schema/entity.h"

/* Why a value was refused; parse_fault_sentence says it to a human. */
enum parse_fault {
    PARSE_FINE,
    PARSE_REQUIRED,   /* null or absent, and the field is not optional */
    PARSE_WRONG_TYPE, /* {"price": "cheap"} */
    PARSE_TOO_LONG,   /* more characters than .max */
    PARSE_EMPTY,      /* no character, where .min wants some */
    PARSE_TOO_SHORT,  /* fewer characters than .min */
    PARSE_TOO_SMALL,  /* below .min */
    PARSE_ABOVE,      /* above .max */
    PARSE_TOO_LARGE,  /* an amount of money above .max, or anything beyond 64 bits */
    PARSE_NOT_A_CHOICE,
    PARSE_NOT_A_DATE,
    PARSE_NOT_AN_INSTANT,
    PARSE_NOT_AN_ID,
    PARSE_NOT_EMAIL,
    PARSE_NOT_A_TIME_ZONE,
    PARSE_NOT_A_CURRENCY,
    PARSE_NOT_JSON,
    PARSE_CONTROL_CHARACTER, /* in a one-line text, or NUL anywhere */
    PARSE_FAULT_COUNT
};

/* PostgreSQL's SQLSTATE for the fault, and the sentence with {field}, {limit}, {value}. */
const char *parse_fault_code(enum parse_fault fault);
struct label parse_fault_sentence(enum parse_fault fault);
/* The number that {limit} stands for. */
int64_t parse_fault_limit(enum parse_fault fault, const struct field *field);

/* Text inside *ret_value lives as long as the JSON tree or in `arena`. */
enum parse_fault MUST_CHECK value_from_json(const struct field *field, const struct json *json,
                                            struct arena *arena, struct value *ret_value);
/* The same from text as it stands in a URL or a cell; empty text is empty text. */
enum parse_fault MUST_CHECK value_from_text(const struct field *field, struct text text,
                                            struct arena *arena, struct value *ret_value);
/* Only the type, without limits and choices: for filters (PostgREST compares, it does not
   validate). LIKE patterns and the like are plain text and need no parsing. */
enum parse_fault MUST_CHECK value_from_filter(const struct field *field, struct text text,
                                              struct arena *arena, struct value *ret_value);

/* One JSON value in wire form. */
void value_write_json(struct json_writer *writer, const struct field *field, struct value value);
/* The wire form as text, as CSV carries it; NULL gives the empty text. */
struct text value_to_text(const struct field *field, struct value value, struct arena *arena);

/* A JSON object into a struct described by fields; unknown members are refused by name. The
   struct is zeroed first. On a fault *ret_field is the field, or NULL with *ret_unknown set. */
enum parse_fault MUST_CHECK struct_from_json(const struct field *fields, size_t count,
                                             const struct json *object, struct arena *arena,
                                             void *ret_struct, size_t size,
                                             const struct field **ret_field,
                                             struct text *ret_unknown);

/* A value into and out of the member it belongs to. */
void member_set(void *owner, const struct field *field, struct value value);

#endif
