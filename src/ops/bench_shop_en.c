/* The English shop: sneakers, TikTok Shop, Whatnot and Instagram, California, USD, US sizes. */
#include "ops/bench_shop.h"

static const struct shop_size men_sizes[] = {
    { "7", 3 },   { "7.5", 4 },   { "8", 7 },   { "8.5", 9 },  { "9", 12 }, { "9.5", 13 },
    { "10", 14 }, { "10.5", 12 }, { "11", 10 }, { "11.5", 6 }, { "12", 6 }, { "13", 4 },
};
static const struct shop_size women_sizes[] = {
    { "5.5W", 4 }, { "6W", 8 },    { "6.5W", 11 }, { "7W", 14 },  { "7.5W", 15 },
    { "8W", 14 },  { "8.5W", 12 }, { "9W", 9 },    { "9.5W", 5 }, { "10W", 4 },
};
static const struct shop_size whole_sizes[] = {
    { "6", 5 }, { "7", 9 }, { "8", 14 }, { "9", 18 }, { "10", 19 }, { "11", 15 }, { "12", 9 },
};

static const struct shop_sizes men = { SIZE_SYSTEM_US, men_sizes,
                                       sizeof men_sizes / sizeof *men_sizes };
static const struct shop_sizes women = { SIZE_SYSTEM_US, women_sizes,
                                         sizeof women_sizes / sizeof *women_sizes };
static const struct shop_sizes whole = { SIZE_SYSTEM_US, whole_sizes,
                                         sizeof whole_sizes / sizeof *whole_sizes };

/* clang-format off */
static const struct shop_product products[] = {
    { "Nike",        "Dunk Low",      118,  72, 120,  -44, { 100, 100, 100, 100 }, &men },
    { "Nike",        "Dunk Low",      112,  70,  60,  -32, { 100, 100, 100, 100 }, &women },
    { "Nike",        "Air Force 1",   104,  64,  90,    2, { 100, 100, 100, 100 }, &men },
    { "Nike",        "Air Max 90",    122,  79,  44,    0, { 100, 100, 100, 100 }, &men },
    { "Nike",        "Air Max 95",    162, 104,  38,   36, { 100, 100, 100, 100 }, &men },
    { "Nike",        "P-6000",         97,  61,  46,   78, { 100, 100, 100, 100 }, &women },
    { "Nike",        "Vomero 5",      144,  96,  48,   42, { 100, 100, 100, 100 }, &men },
    { "Jordan",      "Jordan 1 High", 174, 122,  70,  -32, { 100, 100, 100, 100 }, &men },
    { "Jordan",      "Jordan 1 Low",  126,  82,  66,   -8, { 100, 100, 100, 100 }, &women },
    { "Jordan",      "Jordan 3",      206, 152,  40,    0, { 100, 100, 100, 100 }, &men },
    { "Jordan",      "Jordan 4",      242, 178,  72,  -12, { 100, 100, 100, 100 }, &men },
    { "Jordan",      "Jordan 11",     231, 172,  34,    0, { 80, 70, 80, 190 }, &men },
    { "adidas",      "Samba",          92,  58,  86,  -72, { 100, 100, 100, 100 }, &women },
    { "adidas",      "Gazelle",        88,  54,  52,  -38, { 100, 100, 100, 100 }, &women },
    { "adidas",      "Campus 00s",     96,  57,  44,  -14, { 100, 100, 100, 100 }, &men },
    { "adidas",      "Superstar",      84,  47,  26,   48, { 100, 100, 100, 100 }, &men },
    { "Yeezy",       "350 V2",        214, 158,  36,  -24, { 100, 100, 100, 100 }, &men },
    { "Yeezy",       "Slide",          98,  63,  40,    0, { 60, 130, 140, 70 }, &whole },
    { "New Balance", "550",           108,  67,  50,  -36, { 100, 100, 100, 100 }, &men },
    { "New Balance", "9060",          149,  98,  58,   50, { 100, 100, 100, 100 }, &women },
    { "New Balance", "990v6",         184, 130,  28,    2, { 100, 100, 100, 100 }, &men },
    { "New Balance", "2002R",         134,  87,  34,   -4, { 100, 100, 100, 100 }, &men },
    { "ASICS",       "Gel-1130",       94,  58,  48,   68, { 100, 100, 100, 100 }, &women },
    { "ASICS",       "Kayano 14",     139,  92,  36,   48, { 100, 100, 100, 100 }, &men },
    { "UGG",         "Tasman",        112,  74,  52,    0, { 110, 40, 60, 210 }, &women },
    { "UGG",         "Classic Mini",  136,  90,  30,    0, { 120, 30, 60, 220 }, &women },
    { "Crocs",       "Classic Clog",   46,  24,  54,    0, { 60, 140, 150, 60 }, &whole, true },
    { "Converse",    "Chuck 70",       72,  41,  36,   -6, { 100, 100, 100, 100 }, &men, true },
    { "On",          "Cloud 5",       132,  94,  26,   24, { 100, 100, 100, 100 }, &women },
    { "Hoka",        "Clifton 9",     128,  89,  30,   16, { 100, 100, 100, 100 }, &women },
    { "Salomon",     "XT-6",          168, 118,  20,   14, { 100, 100, 100, 100 }, &men },
    { "Puma",        "Speedcat",       86,  53,  22,   92, { 100, 100, 100, 100 }, &women },
};

static const struct shop_theme themes[] = {
    { "Friday Night Heat",          14, 118, 101, "Jordan", NULL, ONLY(5), SLOT_EVENING },
    { "Sunday Steals",              14, 122,  91, NULL,     NULL, ONLY(7), SLOT_ANY },
    { "Dunk Night",                 10, 108, 100, "Nike",   NULL, 0, SLOT_EVENING },
    { "Retro Runners",              10,  96, 102, "New Balance", NULL, 0, SLOT_ANY },
    { "Women's Sizes Only",         10, 104,  99, NULL,     &women, 0, SLOT_ANY },
    { "Dollar Start Auctions",      12, 126,  84, NULL,     NULL, 0, SLOT_ANY },
    { "Clearance: Everything Goes",  6, 134,  76, NULL,     NULL, 0, SLOT_ANY },
    { "New Arrivals",               12, 110, 106, NULL,     NULL, 0, SLOT_ANY },
    { "Quick Lunch Drop",            8,  62, 100, NULL,     NULL, 0, SLOT_DAY },
    { "Three Stripes Hour",          6,  84,  98, "adidas", NULL, 0, SLOT_ANY },
};

static const char *const good_notes[] = {
    "Restock sold out in 20 minutes. Order twice as many next time.",
    "Giveaway every half hour kept viewers in. Do it again.",
    "Best show of the month. The half sizes went first.",
    "New camera angle on the heel tabs: far fewer questions.",
    NULL,
};
static const char *const bad_notes[] = {
    "Audio dropped for the first half hour.",
    "Started late, the room never filled up.",
    "Too many large sizes left. Ask before buying the next lot.",
    "Against a big game on TV. Move it to another evening.",
    NULL,
};
static const char *const notes[] = {
    "Pinned the size chart, fewer returns than usual.",
    "Auction starts at $1 work better after 9 pm.",
    "Bundle price on clogs was taken by a third of the buyers.",
    "Ran out of 9.5 and 10 early.",
    "Steady evening. Ship the same night.",
    NULL,
};

const struct shop shop_en = {
    .currency = "USD",
    .time_zone = "America/Los_Angeles",
    .month = { 84, 82, 95, 96, 97, 94, 98, 118, 104, 102, 138, 142 },
    .weekday = { 72, 74, 84, 92, 128, 140, 132 },
    .growth = 42,
    .packing = 85,
    .cents = 99,
    .platforms = { { PLATFORM_TIKTOK, 46, 108, 80 }, { PLATFORM_WHATNOT, 40, 100, 112 },
                   { PLATFORM_INSTAGRAM, 14, 58, 30 } },
    .hosts = { { "Maya", 34, 118, 38 }, { "Dre", 30, 106, 34 }, { "Kim", 22, 92, 30 },
               { "Tony", 14, 78, 26 } },
    .themes = themes, .theme_count = sizeof themes / sizeof *themes,
    .products = products, .product_count = sizeof products / sizeof *products,
    .good_notes = good_notes, .bad_notes = bad_notes, .notes = notes,
};
/* clang-format on */
