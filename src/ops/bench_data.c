/* The year is drafted first: how many shows each day, then how many sales each show, so that both
   totals are exact. Each show has its own stream of chance; its sales are made twice, once to
   add them up and once to hand them out, so memory does not grow with them. */
#include "ops/bench_data.h"

#include "ops/bench_shop.h"

#include <assert.h>

enum { MINUTES_PER_DAY = 1440, PRODUCTS_MAX = 48, SLOT_COUNT = 6, CENT = 100 };

struct chance {
    uint64_t state;
};

struct draft {
    int day; /* of the year, from 0 */
    int64_t starts_minute, minutes;
    const struct shop_platform *platform;
    const struct shop_host *host;
    const struct shop_theme *theme;
    const char *notes;
    int64_t weight;
    int sales;
};

/* Hours a show can have, in order of time; the lower the rank the earlier it is taken. */
struct slot {
    int minute, shortest, longest, rank;
};

static const struct slot slots[SLOT_COUNT] = {
    { 300, 60, 85, 5 },   { 420, 90, 140, 4 },  { 600, 120, 180, 2 },
    { 840, 100, 150, 1 }, { 1030, 60, 100, 3 }, { 1170, 150, 255, 0 },
};

struct year {
    const struct bench_settings *settings;
    const struct shop *shop;
    struct draft *drafts;
};

/* splitmix64 */
static uint64_t chance_next(struct chance *chance)
{
    uint64_t z = (chance->state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 to below - 1. */
static int chance_below(struct chance *chance, int below)
{
    assert(below > 0);
    return (int)((chance_next(chance) >> 16) % (uint64_t)below);
}

static struct chance chance_of(uint64_t seed, uint64_t stream)
{
    struct chance chance = { seed * 0xd1342543de82ef95u + stream };

    chance.state = chance_next(&chance);
    return chance;
}

/* An index by weight; the weights are not all zero. */
static size_t chance_pick(struct chance *chance, const int *weights, size_t count)
{
    int total = 0, at;

    for (size_t i = 0; i < count; i++)
        total += weights[i];
    at = chance_below(chance, total);
    for (size_t i = 0; i < count; i++) {
        at -= weights[i];
        if (at < 0)
            return i;
    }
    return count - 1;
}

static struct date day_of(const struct bench_settings *settings, int day)
{
    return (struct date){ settings->first_day.days + day };
}

static int grown(int growth, int day)
{
    return 100 + growth * day / BENCH_DAYS;
}

static int64_t day_weight(const struct year *year, int day)
{
    struct date date = day_of(year->settings, day);
    int month = date_to_civil(date).month;

    return (int64_t)year->shop->month[month - 1] * year->shop->weekday[date_weekday(date) - 1] *
           grown(year->shop->growth, day);
}

static const struct shop_platform *pick_platform(const struct shop *shop, struct chance *chance)
{
    int weights[SHOP_PLATFORMS];

    for (size_t i = 0; i < SHOP_PLATFORMS; i++)
        weights[i] = shop->platforms[i].weight;
    return &shop->platforms[chance_pick(chance, weights, SHOP_PLATFORMS)];
}

static const struct shop_host *pick_host(const struct shop *shop, struct chance *chance)
{
    int weights[SHOP_HOSTS];

    for (size_t i = 0; i < SHOP_HOSTS; i++)
        weights[i] = shop->hosts[i].weight;
    return &shop->hosts[chance_pick(chance, weights, SHOP_HOSTS)];
}

static const struct shop_theme *pick_theme(const struct shop *shop, int weekday, bool is_evening,
                                           struct chance *chance)
{
    enum shop_slot other = is_evening ? SLOT_DAY : SLOT_EVENING;
    int weights[PRODUCTS_MAX];

    for (size_t i = 0; i < shop->theme_count; i++) {
        const struct shop_theme *theme = &shop->themes[i];
        bool is_meant = theme->weekdays == 0 || (theme->weekdays & ONLY(weekday)) != 0;

        weights[i] = is_meant && theme->slot != other ? theme->weight : 0;
        if (theme->weekdays != 0)
            weights[i] *= 4;
    }
    return &shop->themes[chance_pick(chance, weights, shop->theme_count)];
}

static const char *pick_note(const char *const *notes, struct chance *chance)
{
    int count = 0;

    while (notes[count])
        count++;
    return notes[chance_below(chance, count)];
}

/* How well the evening went, per cent: most near 100, a few far off. */
static int pick_luck(struct chance *chance)
{
    int at = chance_below(chance, 100);

    if (at < 4)
        return 34 + chance_below(chance, 20);
    if (at < 13)
        return 62 + chance_below(chance, 16);
    if (at < 86)
        return 84 + chance_below(chance, 33);
    if (at < 96)
        return 124 + chance_below(chance, 30);
    return 172 + chance_below(chance, 60);
}

static const char *note_for(const struct shop *shop, int luck, struct chance *chance)
{
    if (luck >= 160)
        return pick_note(shop->good_notes, chance);
    if (luck <= 56)
        return pick_note(shop->bad_notes, chance);
    return chance_below(chance, 4) == 0 ? pick_note(shop->notes, chance) : NULL;
}

static void draft_show(const struct year *year, int day, const struct slot *slot,
                       struct draft *ret_draft, struct chance *chance)
{
    const struct shop *shop = year->shop;
    struct date date = day_of(year->settings, day);
    int season = shop->month[date_to_civil(date).month - 1];
    bool is_evening = slot->rank == 0;
    struct draft draft = { .day = day };
    int luck = pick_luck(chance);

    draft.starts_minute = (int64_t)date.days * MINUTES_PER_DAY + slot->minute;
    draft.starts_minute += 5 * chance_below(chance, 7);
    draft.minutes = slot->shortest + chance_below(chance, slot->longest - slot->shortest + 1);
    draft.platform = pick_platform(shop, chance);
    draft.host = pick_host(shop, chance);
    draft.theme = pick_theme(shop, date_weekday(date), is_evening, chance);
    draft.notes = note_for(shop, luck, chance);
    draft.weight = draft.minutes * luck * (is_evening ? 118 : 84) * draft.platform->sells / 100;
    draft.weight = draft.weight * draft.host->sells / 100 * draft.theme->sells / 100;
    draft.weight = draft.weight * (100 + season) / 200 * grown(shop->growth / 2, day) / 100;
    *ret_draft = draft;
}

static void draft_shows(struct year *year)
{
    struct chance chance = chance_of(year->settings->seed, 0);
    int64_t total = 0, sum = 0, before = 0;
    size_t made = 0;

    for (int day = 0; day < BENCH_DAYS; day++)
        total += day_weight(year, day);
    for (int day = 0; day < BENCH_DAYS; day++) {
        int64_t until;
        int count;

        sum += day_weight(year, day);
        until = year->settings->shows * sum / total;
        count = (int)(until - before);
        before = until;
        for (size_t i = 0; i < SLOT_COUNT; i++)
            if (slots[i].rank < count)
                draft_show(year, day, &slots[i], &year->drafts[made++], &chance);
    }
}

static void draft_sales(struct year *year)
{
    int64_t total = 0, sum = 0, before = 0;

    for (int i = 0; i < year->settings->shows; i++)
        total += year->drafts[i].weight;
    for (int i = 0; i < year->settings->shows; i++) {
        int64_t until;

        sum += year->drafts[i].weight;
        until = year->settings->sales * (sum >> 8) / (total >> 8);
        year->drafts[i].sales = (int)(until - before);
        before = until;
    }
}

static void weigh_products(const struct year *year, const struct draft *draft, int *weights)
{
    int month = date_to_civil(day_of(year->settings, draft->day)).month;

    for (size_t i = 0; i < year->shop->product_count; i++) {
        const struct shop_product *product = &year->shop->products[i];
        const struct shop_theme *theme = draft->theme;

        weights[i] = product->weight * product->season[(month - 1) / 3];
        weights[i] = weights[i] *
                     (200 - product->trend + 2 * product->trend * draft->day / BENCH_DAYS) / 200;
        if (theme->brand && text_equal(text_from(theme->brand), text_from(product->brand)))
            weights[i] *= 3;
        if (theme->sizes && theme->sizes == product->sizes)
            weights[i] *= 4;
    }
}

static const char *pick_size(const struct shop_sizes *sizes, struct chance *chance)
{
    int weights[PRODUCTS_MAX];

    for (size_t i = 0; i < sizes->count; i++)
        weights[i] = sizes->at[i].weight;
    return sizes->at[chance_pick(chance, weights, sizes->count)].text;
}

static int64_t pick_price(const struct shop *shop, const struct shop_product *product,
                          const struct shop_theme *theme, struct chance *chance)
{
    int64_t whole = (int64_t)product->price * theme->price * (89 + chance_below(chance, 23)) /
                    10000;
    int ending = chance_below(chance, 10);

    if (ending < 7)
        return whole * CENT;
    return whole * CENT + (ending < 9 ? shop->cents - CENT : CENT / 2);
}

static int64_t pick_cost(const struct shop_product *product, struct chance *chance)
{
    int64_t whole = (int64_t)product->cost * (93 + chance_below(chance, 15)) / 100;

    return whole * CENT + (chance_below(chance, 5) == 0 ? CENT / 2 : 0);
}

/* Per mille of the show at which the `at`-th per mille of its sales is made: slow to start, most
   in the middle. */
static int64_t moment_of(int64_t at)
{
    if (at < 70)
        return at * 150 / 70;
    if (at < 800)
        return 150 + (at - 70) * 600 / 730;
    return 750 + (at - 800) * 250 / 200;
}

/* Makes the sales of one show, in order of time; sums go into `show`, sales to the sink. */
static enum status make_sales(const struct year *year, const struct draft *draft,
                              struct bench_show *show, const struct bench_sink *sink)
{
    struct chance chance = chance_of(year->settings->seed, (uint64_t)show->number);
    int weights[PRODUCTS_MAX];
    enum status status = OK;

    weigh_products(year, draft, weights);
    show->gmv = show->items = 0;
    for (int i = 0; i < draft->sales && status == OK; i++) {
        const struct shop_product *product =
            &year->shop->products[chance_pick(&chance, weights, year->shop->product_count)];
        int64_t at = ((int64_t)i * 1000 + chance_below(&chance, 1000)) / draft->sales;
        struct bench_sale sale = { .brand = product->brand, .shoe_type = product->shoe_type };

        sale.sold_minute = draft->starts_minute + draft->minutes * moment_of(at) / 1000;
        sale.size = pick_size(product->sizes, &chance);
        sale.size_system = product->sizes->system;
        sale.price = pick_price(year->shop, product, draft->theme, &chance);
        sale.cost = pick_cost(product, &chance);
        sale.quantity = chance_below(&chance, product->is_bought_in_pairs ? 5 : 60) == 0 ? 2 : 1;
        show->gmv += sale.price * sale.quantity;
        show->items += sale.quantity;
        if (sink && sink->sale)
            status = sink->sale(show, &sale, sink->context);
    }
    return status;
}

/* What the show itself cost: the platform's fee, the host, advertising and boxes. */
static int64_t show_cost(const struct year *year, const struct draft *draft,
                         const struct bench_show *show, struct chance *chance)
{
    int64_t fee = show->gmv * draft->platform->fee / 1000;
    int64_t pay = (int64_t)draft->host->pay * CENT * draft->minutes / 60;
    int64_t advertising = show->gmv * chance_below(chance, 36) / 1000;

    return fee + pay + advertising + show->items * year->shop->packing;
}

static enum status make_show(const struct year *year, int number, const struct bench_sink *sink)
{
    const struct draft *draft = &year->drafts[number - 1];
    struct chance chance = chance_of(~year->settings->seed, (uint64_t)number);
    struct bench_show show = {
        .number = number,
        .day = day_of(year->settings, draft->day),
        .starts_minute = draft->starts_minute,
        .ends_minute = draft->starts_minute + draft->minutes,
        .platform = draft->platform->platform,
        .title = draft->theme->title,
        .host = draft->host->name,
        .notes = draft->notes,
    };
    enum status status = make_sales(year, draft, &show, NULL);

    if (status != OK)
        return status;

    show.cost = show_cost(year, draft, &show, &chance);
    show.buyers = show.items * (78 + chance_below(&chance, 17)) / 100;
    if (show.buyers == 0 && show.items > 0)
        show.buyers = 1;
    if (sink->show)
        status = sink->show(&show, sink->context);
    if (status != OK || !sink->sale)
        return status;

    return make_sales(year, draft, &show, sink);
}

static const struct shop *shop_of(enum language language)
{
    return language == LANGUAGE_ZH ? &shop_zh : &shop_en;
}

enum status bench_data_each(const struct bench_settings *settings, const struct bench_sink *sink)
{
    struct arena arena = { 0 };
    struct year year = { .settings = settings, .shop = shop_of(settings->language) };
    enum status status = OK;

    if (settings->shows < 1 || settings->shows > BENCH_SHOWS_MAX || settings->sales < 1 ||
        settings->sales > BENCH_SALES_MAX)
        return INVALID;

    year.drafts = ARENA_NEW_ARRAY(&arena, struct draft, BENCH_DAYS * SLOT_COUNT);
    draft_shows(&year);
    draft_sales(&year);
    for (int number = 1; number <= settings->shows && status == OK; number++)
        status = make_show(&year, number, sink);
    arena_release(&arena);
    return status;
}

const char *bench_currency(enum language language)
{
    return shop_of(language)->currency;
}

const char *bench_time_zone(enum language language)
{
    return shop_of(language)->time_zone;
}

struct bench_settings bench_settings_of_examples(enum language language)
{
    struct bench_settings settings = {
        .language = language, .seed = 1, .shows = BENCH_SHOWS, .sales = BENCH_SALES
    };

    if (!date_from_civil((struct civil){ 2025, 7, 1 }, &settings.first_day))
        settings.first_day = (struct date){ 0 };
    return settings;
}
