/* Values on their way to and from PostgreSQL. Parameters of the four types that we declare go in
   binary form, exactly; what the server inferred for a NULL goes as text. Results come as text, the
   one form of every type there is, until all columns are known to be of those read here in binary
   form: neither side then prints and reads numbers and ids. */
#include "store/postgresql.h"

#include <stdio.h>
#include <stdlib.h>

enum { FORMAT_TEXT = 0, FORMAT_BINARY = 1, LIMIT_NUMBER_TEXT = 32 };

Oid value_type_oid(enum value_type type)
{
    static const Oid oids[] = {
        [VALUE_NULL] = TYPE_UNKNOWN, [VALUE_INTEGER] = TYPE_INT8, [VALUE_REAL] = TYPE_FLOAT8,
        [VALUE_TEXT] = TYPE_TEXT,    [VALUE_ID] = TYPE_UUID,
    };

    return oids[type];
}

bool value_fits_oid(struct value value, Oid type)
{
    if (value.type == VALUE_NULL || type == value_type_oid(value.type))
        return true;
    if (value.type == VALUE_TEXT)
        return type == TYPE_VARCHAR;
    if (value.type != VALUE_INTEGER)
        return false;
    if (type == TYPE_INT2)
        return value.integer >= INT16_MIN && value.integer <= INT16_MAX;
    if (type == TYPE_INT4)
        return value.integer >= INT32_MIN && value.integer <= INT32_MAX;
    return type == TYPE_NUMERIC;
}

static struct bound bind_bits(uint64_t bits, struct arena *scratch)
{
    char *at = arena_alloc(scratch, sizeof bits);

    for (size_t i = 0; i < sizeof bits; i++)
        at[i] = (char)(bits >> (56 - 8 * i));
    return (struct bound){ at, (int)sizeof bits, FORMAT_BINARY };
}

static struct bound bind_integer(int64_t integer, Oid type, struct arena *scratch)
{
    char *at;

    if (type == TYPE_INT8)
        return bind_bits((uint64_t)integer, scratch);
    at = arena_alloc(scratch, LIMIT_NUMBER_TEXT);
    snprintf(at, LIMIT_NUMBER_TEXT, "%lld", (long long)integer);
    return (struct bound){ at, 0, FORMAT_TEXT };
}

struct bound value_bind(const struct value *value, Oid type, struct arena *scratch)
{
    uint64_t bits;

    switch (value->type) {
    case VALUE_INTEGER:
        return bind_integer(value->integer, type, scratch);
    case VALUE_REAL:
        memcpy(&bits, &value->real, sizeof bits);
        return bind_bits(bits, scratch);
    case VALUE_TEXT:
        return (struct bound){ value->text.at ? value->text.at : "", (int)value->text.size,
                               FORMAT_BINARY };
    case VALUE_ID:
        return (struct bound){ (const char *)value->id.bytes, sizeof value->id.bytes,
                               FORMAT_BINARY };
    case VALUE_NULL:
        break;
    }
    return (struct bound){ NULL, 0, FORMAT_TEXT };
}

/* A numeric without a fraction is an integer as long as it fits: sums of integers. */
static struct value number(struct text text, bool may_be_integer)
{
    int64_t integer;

    if (may_be_integer && text_to_int64(text, &integer))
        return VALUE_OF_INTEGER(integer);
    return VALUE_OF_REAL(strtod(text.at, NULL)); /* libpq ends every cell with a NUL */
}

/* The bytes of a number, the highest first. */
static uint64_t bits_of(struct text bytes)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < bytes.size; i++)
        bits = bits << 8 | (unsigned char)bytes.at[i];
    return bits;
}

static struct value binary_value(Oid type, struct text bytes)
{
    uint64_t bits = bytes.size <= sizeof bits ? bits_of(bytes) : 0;
    uint32_t low = (uint32_t)bits;
    struct value value = VALUE_OF_TEXT(bytes);
    double real;
    float single;

    switch (type) {
    case TYPE_BOOL:
    case TYPE_OID:
    case TYPE_INT8:
        return VALUE_OF_INTEGER((int64_t)bits);
    case TYPE_INT4:
        return VALUE_OF_INTEGER((int32_t)low);
    case TYPE_INT2:
        return VALUE_OF_INTEGER((int16_t)low);
    case TYPE_FLOAT8:
        memcpy(&real, &bits, sizeof real);
        return VALUE_OF_REAL(real);
    case TYPE_FLOAT4:
        memcpy(&single, &low, sizeof single);
        return VALUE_OF_REAL((double)single);
    case TYPE_UUID:
        if (bytes.size != sizeof value.id.bytes)
            return VALUE_OF_NULL;
        value.type = VALUE_ID;
        memcpy(value.id.bytes, bytes.at, sizeof value.id.bytes);
        return value;
    default:
        return value;
    }
}

bool value_reads_binary(const PGresult *result)
{
    static const Oid types[] = { TYPE_BOOL, TYPE_INT2,   TYPE_INT4,   TYPE_INT8, TYPE_OID,
                                 TYPE_TEXT, TYPE_FLOAT4, TYPE_FLOAT8, TYPE_UUID, TYPE_VARCHAR };
    size_t count = sizeof types / sizeof *types;

    for (int column = 0; column < PQnfields(result); column++) {
        size_t i = 0;

        while (i < count && types[i] != PQftype(result, column))
            i++;
        if (i == count)
            return false;
    }
    return true;
}

struct value value_from_result(const PGresult *result, int row, int column)
{
    struct text text = { PQgetvalue(result, row, column),
                         (size_t)PQgetlength(result, row, column) };
    struct id id;

    if (PQgetisnull(result, row, column))
        return VALUE_OF_NULL;
    if (PQfformat(result, column) == FORMAT_BINARY)
        return binary_value(PQftype(result, column), text);
    switch (PQftype(result, column)) {
    case TYPE_BOOL:
        return VALUE_OF_INTEGER(text.at[0] == 't');
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
    case TYPE_OID:
    case TYPE_NUMERIC:
        return number(text, true);
    case TYPE_FLOAT4:
    case TYPE_FLOAT8:
        return number(text, false);
    case TYPE_UUID:
        return id_from_text(text, &id) ? VALUE_OF_ID(id) : VALUE_OF_TEXT(text);
    default:
        return VALUE_OF_TEXT(text);
    }
}
