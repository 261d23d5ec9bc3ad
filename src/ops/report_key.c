/* Keys: what a row of a report stands for, and what a human reads for it. */
#include "ops/report_key.h"

#include "ops/size.h"

enum { HOURS_PER_DAY = 24, DAYS_PER_WEEK = 7, MONTHS_PER_YEAR = 12 };

static const struct label weekdays[] = {
    L("Monday", "周一"), L("Tuesday", "周二"),  L("Wednesday", "周三"), L("Thursday", "周四"),
    L("Friday", "周五"), L("Saturday", "周六"), L("Sunday", "周日"),
};

/* What stands for a key that is empty. */
static const struct label nothing[GROUP_COUNT] = {
    [GROUP_ALL] = L("All", "全部"),
    [GROUP_SHOW] = L("No show", "无场次"),
    [GROUP_PLATFORM] = L("No show", "无场次"),
    [GROUP_HOST] = L("No host", "未填主播"),
    [GROUP_SIZE] = L("No size", "无尺码"),
    [GROUP_SIZE_RUN] = L("No size", "无尺码"),
};

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t report_period(enum report_group group, struct date date)
{
    struct civil civil;

    switch (group) {
    case GROUP_WEEK:
        return floor_divide((int64_t)date.days + 3, DAYS_PER_WEEK);
    case GROUP_MONTH:
        civil = date_to_civil(date);
        return (int64_t)civil.year * MONTHS_PER_YEAR + civil.month - 1;
    case GROUP_WEEKDAY:
        return date_weekday(date);
    case GROUP_ALL:
    case GROUP_SHOW:
    case GROUP_DAY:
    case GROUP_PLATFORM:
    case GROUP_HOST:
    case GROUP_BRAND:
    case GROUP_SHOE_TYPE:
    case GROUP_SIZE:
    case GROUP_HOUR:
    case GROUP_WEEKDAY_HOUR:
    case GROUP_SIZE_RUN:
    case GROUP_COUNT:
        break;
    }
    return date.days;
}

struct text report_period_key(enum report_group group, int64_t period, struct arena *arena)
{
    struct date_text text;

    if (group == GROUP_WEEKDAY)
        return arena_print(arena, "%lld", (long long)period);
    if (group == GROUP_MONTH)
        return arena_print(arena, "%04lld-%02lld", (long long)period / MONTHS_PER_YEAR,
                           (long long)period % MONTHS_PER_YEAR + 1);
    if (group == GROUP_WEEK)
        period = period * DAYS_PER_WEEK - 3;
    text = date_to_text((struct date){ (int32_t)period });
    return arena_copy(arena, text_from(text.at));
}

static struct text choice_label(struct text value, enum language language)
{
    const struct field *field = entity_field(&live_session_entity, T("platform"));

    for (size_t i = 0; i < field->choice_count; i++)
        if (text_equal(value, text_from(field->choices[i].value)))
            return text_from(label_in(field->choices[i].label, language));
    return value;
}

static struct text join(struct arena *arena, struct text first, struct text second)
{
    if (first.size == 0 || second.size == 0)
        return first.size > 0 ? first : second;
    return arena_print(arena, "%.*s %.*s", TEXT_ARG(first), TEXT_ARG(second));
}

static void name_size(struct report_row *row, struct arena *arena)
{
    row->size = size_to_label(row->size, arena);
    row->label = join(arena, row->size_system, row->size);
    row->key = row->label;
}

static void name_size_run(struct report_row *row, struct arena *arena)
{
    name_size(row, arena);
    row->key = arena_print(arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(row->brand),
                           TEXT_ARG(row->shoe_type), TEXT_ARG(row->key));
}

static void name_show(struct report_row *row, struct arena *arena)
{
    if (!id_is_zero(row->live_session_id)) {
        struct id_text id = id_to_text(row->live_session_id);

        row->key = arena_copy(arena, text_from(id.at));
    } else {
        row->day = (struct text){ 0 };
    }
    row->label = row->title;
}

static void name_period(struct report_row *row, enum report_group group, enum language language,
                        struct arena *arena)
{
    struct date date;

    if (!date_from_text(row->day, &date))
        return;
    row->sort = report_period(group, date);
    row->key = row->label = report_period_key(group, row->sort, arena);
    if (group == GROUP_WEEKDAY)
        row->label = text_from(label_in(weekdays[row->sort - 1], language));
    if (group != GROUP_DAY)
        row->day = (struct text){ 0 };
}

/* "5 20" is Friday, eight in the evening. */
static void name_weekday_hour(struct report_row *row, enum language language, struct arena *arena)
{
    long long hour = row->sort, weekday;
    struct date date;

    if (!date_from_text(row->day, &date))
        return;
    weekday = report_period(GROUP_WEEKDAY, date);
    row->key = arena_print(arena, "%lld %lld", weekday, hour);
    row->label =
        arena_print(arena, "%s %02lld:00", label_in(weekdays[weekday - 1], language), hour);
    row->sort = weekday * HOURS_PER_DAY + hour;
    row->day = (struct text){ 0 };
}

void report_name_row(struct report_row *row, enum report_group group, enum language language,
                     struct arena *arena)
{
    switch (group) {
    case GROUP_SHOW:
        name_show(row, arena);
        break;
    case GROUP_DAY:
    case GROUP_WEEK:
    case GROUP_MONTH:
    case GROUP_WEEKDAY:
        name_period(row, group, language, arena);
        break;
    case GROUP_PLATFORM:
        row->key = row->platform;
        row->label = choice_label(row->platform, language);
        break;
    case GROUP_HOST:
        row->key = row->label = row->host;
        break;
    case GROUP_BRAND:
        row->key = row->label = row->brand;
        break;
    case GROUP_SHOE_TYPE:
        row->key = row->label = join(arena, row->brand, row->shoe_type);
        break;
    case GROUP_SIZE:
        name_size(row, arena);
        break;
    case GROUP_SIZE_RUN:
        name_size_run(row, arena);
        break;
    case GROUP_HOUR:
        row->key = arena_print(arena, "%lld", (long long)row->sort);
        row->label = arena_print(arena, "%02lld:00", (long long)row->sort);
        break;
    case GROUP_WEEKDAY_HOUR:
        name_weekday_hour(row, language, arena);
        break;
    case GROUP_ALL:
    case GROUP_COUNT:
        break;
    }
    if (row->label.size == 0 && nothing[group].en)
        row->label = text_from(label_in(nothing[group], language));
}
