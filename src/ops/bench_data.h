/* Bench data: a year of a live seller's shows and sales, made from a seed. The same settings
   give the same bytes on every machine (integers only), so the files in examples/ can be made
   again and compared. Nothing in it is about a real person or shop. */
#ifndef OPS_BENCH_DATA_H
#define OPS_BENCH_DATA_H

#include "base/buffer.h"
#include "base/status.h"
#include "base/time.h"
#include "ops/live_session.h"
#include "ops/sale.h"

enum {
    BENCH_SHOWS = 420,
    BENCH_SALES = 20000,
    BENCH_DAYS = 365,
    BENCH_SHOWS_MAX = 800,
    BENCH_SALES_MAX = 10000000
};

/* English: a US shop on TikTok Shop, Whatnot and Instagram, USD, US sizes. Chinese: a shop on
   Douyin, Taobao and Kuaishou, CNY, EU sizes. */
struct bench_settings {
    enum language language;
    uint64_t seed;
    int shows, sales;
    struct date first_day;
};

/* The settings of the files in examples/. */
struct bench_settings bench_settings_of_examples(enum language language);

/* Times are minutes on the wall of the shop since 1970-01-01 00:00. Text is static. */
struct bench_show {
    int number; /* counts from 1, in order of time */
    struct date day;
    int64_t starts_minute, ends_minute;
    enum platform platform;
    const char *title, *host, *notes; /* notes may be NULL */
    int64_t gmv, cost;                /* minor units: cents, fen */
    int64_t buyers, items;
};

struct bench_sale {
    int64_t sold_minute;
    const char *brand, *shoe_type, *size;
    enum size_system size_system;
    int64_t quantity;
    int64_t price, cost; /* of one piece, minor units */
};

/* Where the rows go, a show before its sales; a member that is NULL is skipped. The first status
   but OK ends it. */
struct bench_sink {
    enum status (*show)(const struct bench_show *show, void *context);
    enum status (*sale)(const struct bench_show *show, const struct bench_sale *sale,
                        void *context);
    void *context;
};

/* INVALID when the settings are past the limits above or below one. */
enum status MUST_CHECK bench_data_each(const struct bench_settings *settings,
                                       const struct bench_sink *sink);

enum bench_file { BENCH_FILE_SHOWS, BENCH_FILE_SALES };

const char *bench_currency(enum language language);
/* The wall clock that the minutes are read from. */
const char *bench_time_zone(enum language language);
/* "shows.csv", "销售流水.csv", ... */
const char *bench_file_name(enum language language, enum bench_file file);
/* Appends the whole file, with a header in the language. */
enum status MUST_CHECK bench_data_write(const struct bench_settings *settings, enum bench_file file,
                                        struct buffer *out);

#endif
