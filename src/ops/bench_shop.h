/* The two shops that bench data is made of: tables of words, prices and weights. Weights and
   factors are per cent. Private to bench_*.c. */
#ifndef OPS_BENCH_SHOP_H
#define OPS_BENCH_SHOP_H

#include "ops/bench_data.h"

enum { SHOP_HOSTS = 4, SHOP_PLATFORMS = 3 };

struct shop_size {
    const char *text;
    int weight;
};

struct shop_sizes {
    enum size_system system;
    const struct shop_size *at;
    size_t count;
};

/* What sells, priced in whole units of the currency. */
struct shop_product {
    const char *brand, *shoe_type;
    int price, cost, weight;
    int trend;     /* how much more often at the end of the year than at its beginning */
    int season[4]; /* by calendar quarter */
    const struct shop_sizes *sizes;
    bool is_bought_in_pairs; /* cheap enough to take two */
};

struct shop_platform {
    enum platform platform;
    int weight, sells;
    int fee; /* of the GMV, in tenths of a per cent */
};

struct shop_host {
    const char *name;
    int weight, sells;
    int pay; /* per hour, whole units */
};

enum shop_slot { SLOT_ANY, SLOT_DAY, SLOT_EVENING };

struct shop_theme {
    const char *title;
    int weight, sells, price;
    const char *brand;              /* sold three times as often; NULL: none */
    const struct shop_sizes *sizes; /* likewise */
    unsigned weekdays;              /* ONLY(5): Fridays; 0: any */
    enum shop_slot slot;
};

struct shop {
    const char *currency, *time_zone;
    int month[12], weekday[7], growth; /* growth over the year */
    int packing;                       /* per piece, minor units */
    int cents;                         /* what odd prices end in */
    struct shop_platform platforms[SHOP_PLATFORMS];
    struct shop_host hosts[SHOP_HOSTS];
    const struct shop_theme *themes;
    size_t theme_count;
    const struct shop_product *products;
    size_t product_count;
    const char *const *good_notes, *const *bad_notes, *const *notes; /* NULL-ended */
};

extern const struct shop shop_en, shop_zh;

#endif
