/* Tar: one header, written and read. What is read is written again and compared, so that nothing
   passes that has two meanings. */
#include "codec/tar.h"

#include <assert.h>

enum {
    SIZE_AT = 124,
    SIZE_BYTES = 12,
    SUM_AT = 148,
    SUM_BYTES = 8,
    KIND_AT = 156,
    MAGIC_AT = 257,
    OCTAL_DIGITS = 11,
};

static void put(char *block, size_t at, struct text text)
{
    memcpy(block + at, text.at, text.size);
}

static void put_octal(char *at, size_t digits, uint64_t value)
{
    for (size_t i = digits; i-- > 0; value >>= 3)
        at[i] = (char)('0' + (value & 7));
}

static void put_size(char *block, int64_t size)
{
    uint64_t rest = (uint64_t)size;

    if (rest >> (3 * OCTAL_DIGITS) == 0) {
        put_octal(block + SIZE_AT, OCTAL_DIGITS, rest);
        return;
    }
    for (size_t i = SIZE_BYTES; i-- > 0; rest >>= 8)
        block[SIZE_AT + i] = (char)(unsigned char)(rest & 0xff);
    block[SIZE_AT] = (char)0x80;
}

static uint64_t sum_of(const char block[TAR_BLOCK])
{
    uint64_t sum = 0;

    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= SUM_AT && i < SUM_AT + SUM_BYTES ? ' ' : (unsigned char)block[i];
    return sum;
}

void tar_write(char block[TAR_BLOCK], struct tar_member member)
{
    assert(member.name.size > 0 && member.name.size <= TAR_LIMIT_NAME && member.size >= 0);
    memset(block, 0, TAR_BLOCK);
    put(block, 0, member.name);
    put(block, 100, T("0000600"));
    put(block, 108, T("0000000"));
    put(block, 116, T("0000000"));
    put_size(block, member.size);
    put(block, 136, T("00000000000"));
    block[KIND_AT] = '0';
    put(block, MAGIC_AT, T("ustar\00000"));
    put_octal(block + SUM_AT, 6, sum_of(block));
    block[SUM_AT + 7] = ' ';
}

/* ---- reading ---- */

static bool is_zero(const char block[TAR_BLOCK])
{
    for (size_t i = 0; i < TAR_BLOCK; i++)
        if (block[i] != 0)
            return false;
    return true;
}

static int64_t size_in(const char block[TAR_BLOCK])
{
    const unsigned char *at = (const unsigned char *)block + SIZE_AT;
    uint64_t size = 0;

    if (at[0] == 0x80) {
        for (size_t i = 4; i < SIZE_BYTES; i++)
            size = size << 8 | at[i];
        return size > INT64_MAX ? -1 : (int64_t)size;
    }
    for (size_t i = 0; i < OCTAL_DIGITS; i++) {
        if (at[i] < '0' || at[i] > '7')
            return -1;
        size = size << 3 | (uint64_t)(at[i] - '0');
    }
    return (int64_t)size;
}

/* Stays where it is unpacked, and is plain to look at. */
static bool is_name(struct text name)
{
    if (name.size == 0 || name.at[0] == '/' || text_find(name, T("..")) < name.size)
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (name.at[i] <= ' ' || name.at[i] > '~')
            return false;
    return true;
}

enum tar_kind tar_read(const char block[TAR_BLOCK], struct tar_member *ret_member)
{
    struct tar_member member = { .name = { block, 0 }, .size = size_in(block) };
    char again[TAR_BLOCK];

    if (is_zero(block))
        return TAR_END;
    while (member.name.size < TAR_LIMIT_NAME && block[member.name.size] != '\0')
        member.name.size++;
    if (member.size < 0 || !is_name(member.name))
        return TAR_DAMAGED;
    tar_write(again, member);
    if (memcmp(again, block, TAR_BLOCK) != 0)
        return TAR_DAMAGED;
    *ret_member = member;
    return TAR_MEMBER;
}

size_t tar_padding(int64_t size)
{
    return (size_t)((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
}
