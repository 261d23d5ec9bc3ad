/* Zone: finds zone files by name, keeps each for the life of the process, and does the
   arithmetic of local days. */
#include "base/zone.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/zone_file.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"

enum { LIMIT_ZONE_NAME = 64, LIMIT_ZONE_NAMES = 4096 };

struct zone {
    struct text name;
    struct zone_table table;
};

/* The zones of the process. Guards `kept` and `kept_in`; a zone itself is constant. */
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena kept_in;
static struct map kept = { .arena = &kept_in };

static const struct zone utc = { .name = { "UTC", 3 } };

static bool is_name_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+';
}

/* Words of names, between slashes: no dots, so no way out of the folder and no tables. The
   folders posix and right and the system's own choice are files but no zones to pick. */
static bool is_zone_name(struct text name)
{
    static const char *const refused[] = { "posix",      "right",   "localtime",
                                           "posixrules", "Factory", "leapseconds" };
    struct text rest = name, word = text_cut(&rest, '/');

    if (name.size > LIMIT_ZONE_NAME)
        return false;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (text_equal(word, text_from(refused[i])))
            return false;
    for (;;) {
        if (word.size == 0 || word.at[0] == '-')
            return false;
        for (size_t i = 0; i < word.size; i++)
            if (!is_name_byte(word.at[i]))
                return false;
        if (!rest.at)
            return true;
        word = text_cut(&rest, '/');
    }
}

/* A whole plain file, or false. */
static bool read_file(struct arena *arena, const char *path, struct text *ret_bytes)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    char *bytes;
    ssize_t got = -1;

    if (file < 0)
        return false;
    if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= LIMIT_ZONE_FILE) {
        bytes = arena_alloc(arena, (size_t)about.st_size);
        got = read(file, bytes, (size_t)about.st_size);
    }
    close(file);
    if (got < 0 || got != about.st_size)
        return false;
    *ret_bytes = (struct text){ bytes, (size_t)got };
    return true;
}

static bool read_zone_file(struct arena *arena, struct text name, struct text *ret_bytes)
{
    return read_file(arena, arena_print(arena, ZONE_FOLDER "%.*s", TEXT_ARG(name)).at, ret_bytes);
}

/* Under kept_lock. */
static const struct zone *zone_keep(struct text name, struct text bytes)
{
    struct zone *zone = map_get(&kept, name);
    struct zone_table table;

    if (zone || !zone_table_from_bytes(&kept_in, bytes, &table))
        return zone;
    zone = ARENA_NEW(&kept_in, struct zone);
    zone->name = arena_copy(&kept_in, name);
    zone->table = table;
    map_set(&kept, zone->name, zone);
    return zone;
}

static const struct zone *zone_load(struct text name)
{
    struct arena scratch = { 0 };
    const struct zone *zone = NULL;
    struct text bytes;

    if (read_zone_file(&scratch, name, &bytes)) {
        pthread_mutex_lock(&kept_lock);
        zone = zone_keep(name, bytes);
        pthread_mutex_unlock(&kept_lock);
    }
    arena_release(&scratch);
    return zone;
}

const struct zone *zone_find(struct text name)
{
    const struct zone *zone;

    if (text_equal(name, utc.name))
        return &utc;
    if (!is_zone_name(name))
        return NULL;
    pthread_mutex_lock(&kept_lock);
    zone = map_get(&kept, name);
    pthread_mutex_unlock(&kept_lock);
    return zone ? zone : zone_load(name);
}

struct text zone_name(const struct zone *zone)
{
    return zone->name;
}

static int64_t floor_seconds(int64_t instant_ms)
{
    return instant_ms / MS_PER_SECOND - (instant_ms % MS_PER_SECOND < 0);
}

int64_t zone_offset_ms(const struct zone *zone, int64_t instant_ms)
{
    return (int64_t)zone_table_offset(&zone->table, floor_seconds(instant_ms)) * MS_PER_SECOND;
}

struct date zone_day(const struct zone *zone, int64_t instant_ms)
{
    return instant_to_date(instant_ms + zone_offset_ms(zone, instant_ms), NULL);
}

int zone_hour(const struct zone *zone, int64_t instant_ms)
{
    int64_t ms_of_day;

    instant_to_date(instant_ms + zone_offset_ms(zone, instant_ms), &ms_of_day);
    return (int)(ms_of_day / MS_PER_HOUR);
}

int64_t zone_instant(const struct zone *zone, struct date date, int64_t ms_of_day)
{
    int64_t local = (int64_t)date.days * MS_PER_DAY + ms_of_day;
    /* No zone is a day away from UTC, so these two lie on both sides of the instant. */
    int64_t before = zone_offset_ms(zone, local - MS_PER_DAY);
    int64_t after = zone_offset_ms(zone, local + MS_PER_DAY);

    if (zone_offset_ms(zone, local - before) == before)
        return local - before;
    if (zone_offset_ms(zone, local - after) == after)
        return local - after;
    return local - before;
}

static int by_text(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* zone.tab: country, coordinates, name, and perhaps a comment, by tabs; # begins a comment. */
static bool name_of_line(struct text line, struct text *ret_name)
{
    if (line.size == 0 || line.at[0] == '#')
        return false;
    text_cut(&line, '\t');
    text_cut(&line, '\t');
    *ret_name = text_cut(&line, '\t');
    return is_zone_name(*ret_name);
}

struct zone_names zone_names(struct arena *arena)
{
    struct text *names = ARENA_NEW_ARRAY(arena, struct text, LIMIT_ZONE_NAMES);
    struct text rest = { 0 }, name;
    size_t count = 0;

    names[count++] = utc.name;
    if (read_file(arena, ZONE_FOLDER "zone.tab", &rest))
        while (rest.size > 0 && count < LIMIT_ZONE_NAMES)
            if (name_of_line(text_cut(&rest, '\n'), &name))
                names[count++] = name;
    qsort(names, count, sizeof names[0], by_text);
    return (struct zone_names){ names, count };
}
