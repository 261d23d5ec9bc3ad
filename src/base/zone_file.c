/* Zone file: TZif bytes (RFC 8536) and POSIX TZ rules, bounded and checked before use. */
#include "base/zone_file.h"

#include "base/time.h"

#include <assert.h>

enum {
    HEADER_SIZE = 44,
    TYPE_SIZE = 6, /* offset, is summer, index of the abbreviation */
    LIMIT_TRANSITIONS = 8192,
    LIMIT_TYPES = 256,
    LIMIT_OFFSET_SECONDS = 26 * 3600,
    SECONDS_PER_DAY = 86400,
};

/* The counts of a header, in the order of the file. */
struct header {
    unsigned char version;
    uint32_t utc_flags, standard_flags, leaps, times, types, letters;
};

static uint32_t read_u32(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;

    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t read_i64(const char *at)
{
    return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

static bool take_bytes(struct text *rest, size_t size, const char **ret_at)
{
    if (rest->size < size)
        return false;
    *ret_at = rest->at;
    *rest = (struct text){ rest->at + size, rest->size - size };
    return true;
}

static bool take_header(struct text *rest, struct header *ret_header)
{
    const char *at;

    if (!take_bytes(rest, HEADER_SIZE, &at) || memcmp(at, "TZif", 4) != 0)
        return false;
    *ret_header = (struct header){
        .version = (unsigned char)at[4],
        .utc_flags = read_u32(at + 20),
        .standard_flags = read_u32(at + 24),
        .leaps = read_u32(at + 28),
        .times = read_u32(at + 32),
        .types = read_u32(at + 36),
        .letters = read_u32(at + 40),
    };
    return ret_header->times <= LIMIT_TRANSITIONS && ret_header->types >= 1 &&
           ret_header->types <= LIMIT_TYPES && ret_header->letters <= LIMIT_TRANSITIONS &&
           ret_header->leaps <= LIMIT_TRANSITIONS && ret_header->utc_flags <= LIMIT_TYPES &&
           ret_header->standard_flags <= LIMIT_TYPES;
}

/* Bytes of a data block behind its header; a time has 4 bytes in version 1 and 8 later. */
static size_t block_size(const struct header *header, size_t time_size)
{
    return header->times * (time_size + 1) + (size_t)header->types * TYPE_SIZE + header->letters +
           header->leaps * (time_size + 4) + header->standard_flags + header->utc_flags;
}

static bool read_types(const char *at, uint32_t count, int32_t ret_offsets[LIMIT_TYPES])
{
    for (uint32_t i = 0; i < count; i++) {
        int32_t offset = (int32_t)read_u32(at + (size_t)i * TYPE_SIZE);

        if (offset < -LIMIT_OFFSET_SECONDS || offset > LIMIT_OFFSET_SECONDS)
            return false;
        ret_offsets[i] = offset;
    }
    return true;
}

static bool read_block(struct arena *arena, struct text block, const struct header *header,
                       struct zone_table *ret_table)
{
    const char *indexes = block.at + (size_t)header->times * 8;
    int32_t type_offsets[LIMIT_TYPES];
    int64_t *times = ARENA_NEW_ARRAY(arena, int64_t, header->times);
    int32_t *offsets = ARENA_NEW_ARRAY(arena, int32_t, header->times);

    if (!read_types(indexes + header->times, header->types, type_offsets))
        return false;
    for (uint32_t i = 0; i < header->times; i++) {
        unsigned char type = (unsigned char)indexes[i];

        times[i] = read_i64(block.at + (size_t)i * 8);
        if (type >= header->types || (i > 0 && times[i] <= times[i - 1]))
            return false;
        offsets[i] = type_offsets[type];
    }
    ret_table->count = header->times;
    ret_table->times = times;
    ret_table->offsets = offsets;
    ret_table->first_offset = type_offsets[0];
    return true;
}

/* Newline, rule, newline; an empty rule says nothing about the future. */
static bool read_footer(struct text footer, struct zone_rule *ret_rule)
{
    struct text rule;

    if (!text_starts_with(footer, T("\n")))
        return false;
    footer = text_from_offset(footer, 1);
    rule = text_slice(footer, 0, text_find_byte(footer, '\n'));
    if (rule.size == footer.size)
        return false;
    if (rule.size == 0)
        return true;
    return zone_rule_from_text(rule, ret_rule);
}

bool zone_table_from_bytes(struct arena *arena, struct text bytes, struct zone_table *ret_table)
{
    struct zone_table table = { 0 };
    struct text rest = bytes;
    struct header header;
    const char *skipped;
    struct text block;

    if (!take_header(&rest, &header) || header.version < '2' ||
        !take_bytes(&rest, block_size(&header, 4), &skipped))
        return false;
    if (!take_header(&rest, &header) || header.version < '2' || header.leaps > 0)
        return false;
    block.size = block_size(&header, 8);
    if (!take_bytes(&rest, block.size, &block.at) || !read_block(arena, block, &header, &table) ||
        !read_footer(rest, &table.rule))
        return false;
    *ret_table = table;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Three letters or more, or at least three of anything in <>. */
static bool skip_abbreviation(struct text *rest)
{
    size_t size = 0;

    if (text_starts_with(*rest, T("<"))) {
        size = text_find_byte(*rest, '>');
        if (size < 4 || size == rest->size)
            return false;
        *rest = text_from_offset(*rest, size + 1);
        return true;
    }
    while (size < rest->size && is_letter(rest->at[size]))
        size++;
    *rest = text_from_offset(*rest, size);
    return size >= 3;
}

static bool take_byte(struct text *rest, char byte)
{
    if (rest->size == 0 || rest->at[0] != byte)
        return false;
    *rest = text_from_offset(*rest, 1);
    return true;
}

static bool take_number(struct text *rest, int least, int most, int *ret_number)
{
    size_t size = 0;
    int number = 0;

    while (size < rest->size && size < 4 && is_digit(rest->at[size]))
        number = number * 10 + (rest->at[size++] - '0');
    if (size == 0 || number < least || number > most)
        return false;
    *rest = text_from_offset(*rest, size);
    *ret_number = number;
    return true;
}

/* [+-]h[:m[:s]] */
static bool take_clock(struct text *rest, int most_hours, int32_t *ret_seconds)
{
    int sign = take_byte(rest, '-') ? -1 : 1;
    int hours, minutes = 0, seconds = 0;

    if (sign == 1)
        (void)take_byte(rest, '+');
    if (!take_number(rest, 0, most_hours, &hours))
        return false;
    if (take_byte(rest, ':')) {
        if (!take_number(rest, 0, 59, &minutes))
            return false;
        if (take_byte(rest, ':') && !take_number(rest, 0, 59, &seconds))
            return false;
    }
    *ret_seconds = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

static bool take_switch_day(struct text *rest, struct zone_switch *ret_switch)
{
    if (take_byte(rest, 'M')) {
        ret_switch->kind = ZONE_DAY_OF_MONTH_WEEK;
        return take_number(rest, 1, 12, &ret_switch->month) && take_byte(rest, '.') &&
               take_number(rest, 1, 5, &ret_switch->week) && take_byte(rest, '.') &&
               take_number(rest, 0, 6, &ret_switch->day);
    }
    if (take_byte(rest, 'J')) {
        ret_switch->kind = ZONE_DAY_NO_LEAP;
        return take_number(rest, 1, 365, &ret_switch->day);
    }
    ret_switch->kind = ZONE_DAY_ZERO_BASED;
    return take_number(rest, 0, 365, &ret_switch->day);
}

/* ,date[/time] with the time up to a week away (version 3) */
static bool take_switch(struct text *rest, struct zone_switch *ret_switch)
{
    ret_switch->seconds = 2 * 3600;
    if (!take_byte(rest, ',') || !take_switch_day(rest, ret_switch))
        return false;
    return !take_byte(rest, '/') || take_clock(rest, 167, &ret_switch->seconds);
}

bool zone_rule_from_text(struct text text, struct zone_rule *ret_rule)
{
    struct zone_rule rule = { .is_set = true };
    int32_t west;

    if (!skip_abbreviation(&text) || !take_clock(&text, 24, &west))
        return false;
    rule.standard_offset = -west;
    if (text.size > 0) {
        rule.has_summer = true;
        rule.summer_offset = rule.standard_offset + 3600;
        if (!skip_abbreviation(&text))
            return false;
        if (text.size > 0 && text.at[0] != ',') {
            if (!take_clock(&text, 24, &west))
                return false;
            rule.summer_offset = -west;
        }
        if (!take_switch(&text, &rule.summer_starts) || !take_switch(&text, &rule.summer_ends) ||
            text.size > 0)
            return false;
    }
    *ret_rule = rule;
    return true;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01 to 1 January; the calendar repeats every 400 years. */
static int64_t days_to_year(int64_t year)
{
    int64_t cycle = floor_divide(year - 1, 400);
    struct date date = { 0 };
    bool known = date_from_civil(
        (struct civil){ .year = (int)(year - cycle * 400), .month = 1, .day = 1 }, &date);

    assert(known);
    return cycle * 146097 + date.days;
}

static int64_t year_of_day(int64_t days)
{
    int64_t cycle = floor_divide(days, 146097);
    struct civil civil = date_to_civil((struct date){ (int32_t)(days - cycle * 146097) });

    return cycle * 400 + civil.year;
}

/* Days from 1 January to the day of the switch. */
static int day_of_year(const struct zone_switch *at, int64_t year, int64_t first_day)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };
    bool leap = is_leap(year);
    int first, length, day;

    if (at->kind == ZONE_DAY_ZERO_BASED)
        return at->day;
    if (at->kind == ZONE_DAY_NO_LEAP)
        return at->day - 1 + (leap && at->day > 59);
    first = before[at->month - 1] + (leap && at->month > 2);
    length = before[at->month] - before[at->month - 1] + (leap && at->month == 2);
    /* 1970-01-01 was a Thursday, day 4 of a week that begins with Sunday. */
    day = (int)((at->day - (first_day + first + 4) % 7 + 14) % 7) + (at->week - 1) * 7;
    if (day >= length)
        day -= 7;
    return first + day;
}

static int64_t switch_seconds(const struct zone_switch *at, int64_t year, int32_t offset)
{
    int64_t first_day = days_to_year(year);

    return (first_day + day_of_year(at, year, first_day)) * SECONDS_PER_DAY + at->seconds - offset;
}

static int32_t rule_offset(const struct zone_rule *rule, int64_t seconds)
{
    int64_t year, starts, ends;
    bool summer;

    if (!rule->has_summer)
        return rule->standard_offset;
    year = year_of_day(floor_divide(seconds + rule->standard_offset, SECONDS_PER_DAY));
    starts = switch_seconds(&rule->summer_starts, year, rule->standard_offset);
    ends = switch_seconds(&rule->summer_ends, year, rule->summer_offset);
    summer = starts < ends ? seconds >= starts && seconds < ends
                           : seconds >= starts || seconds < ends;
    return summer ? rule->summer_offset : rule->standard_offset;
}

/* How many transitions are at or before `seconds`. */
static size_t count_before(const struct zone_table *table, int64_t seconds)
{
    size_t low = 0, high = table->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (table->times[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t zone_table_offset(const struct zone_table *table, int64_t seconds)
{
    size_t before = count_before(table, seconds);

    if (before == table->count && table->rule.is_set)
        return rule_offset(&table->rule, seconds);
    return before > 0 ? table->offsets[before - 1] : table->first_offset;
}
