/* The Chinese shop: sports shoes on Douyin, Taobao and Kuaishou, CNY, EU sizes with the thirds
   of some brands. */
#include "ops/bench_shop.h"

static const struct shop_size half_sizes[] = {
    { "36", 5 },    { "36.5", 5 }, { "37.5", 7 }, { "38", 8 },   { "38.5", 8 },
    { "39", 8 },    { "40", 9 },   { "40.5", 9 }, { "41", 11 },  { "42", 13 },
    { "42.5", 12 }, { "43", 10 },  { "44", 7 },   { "44.5", 3 }, { "45", 3 },
};
static const struct shop_size third_sizes[] = {
    { "36 2/3", 6 }, { "37 1/3", 7 },  { "38", 9 },      { "38 2/3", 9 }, { "39 1/3", 8 },
    { "40", 9 },     { "40 2/3", 10 }, { "41 1/3", 11 }, { "42", 13 },    { "42 2/3", 12 },
    { "43 1/3", 9 }, { "44", 6 },      { "44 2/3", 3 },
};
static const struct shop_size whole_sizes[] = {
    { "35", 4 },  { "36", 8 },  { "37", 11 }, { "38", 12 }, { "39", 11 }, { "40", 11 },
    { "41", 13 }, { "42", 14 }, { "43", 11 }, { "44", 6 },  { "45", 3 },
};
static const struct shop_size women_sizes[] = {
    { "35", 7 }, { "36", 15 }, { "37", 21 }, { "38", 22 }, { "39", 17 }, { "40", 8 },
};

static const struct shop_sizes half = { SIZE_SYSTEM_EU, half_sizes,
                                        sizeof half_sizes / sizeof *half_sizes };
static const struct shop_sizes third = { SIZE_SYSTEM_EU, third_sizes,
                                         sizeof third_sizes / sizeof *third_sizes };
static const struct shop_sizes whole = { SIZE_SYSTEM_EU, whole_sizes,
                                         sizeof whole_sizes / sizeof *whole_sizes };
static const struct shop_sizes women = { SIZE_SYSTEM_EU, women_sizes,
                                         sizeof women_sizes / sizeof *women_sizes };

/* clang-format off */
static const struct shop_product products[] = {
    { "耐克",     "Dunk Low",   569, 398, 100,  -34, { 100, 100, 100, 100 }, &half },
    { "耐克",     "空军一号",   519, 352,  96,    2, { 100, 100, 100, 100 }, &half },
    { "耐克",     "P-6000",     489, 330,  52,   74, { 100, 100, 100, 100 }, &half },
    { "耐克",     "Vomero 5",   769, 548,  40,   40, { 100, 100, 100, 100 }, &half },
    { "乔丹",     "AJ1 高帮",   829, 612,  44,  -22, { 100, 100, 100, 100 }, &half },
    { "乔丹",     "AJ4",       1189, 902,  30,  -10, { 100, 100, 100, 100 }, &half },
    { "阿迪达斯", "Samba",      529, 356,  82,  -66, { 100, 100, 100, 100 }, &third },
    { "阿迪达斯", "贝壳头",     429, 276,  54,   38, { 100, 100, 100, 100 }, &third },
    { "阿迪达斯", "椰子350",    899, 668,  24,  -20, { 100, 100, 100, 100 }, &third },
    { "新百伦",   "530",        459, 308,  62,   16, { 100, 100, 100, 100 }, &half },
    { "新百伦",   "2002R",      689, 478,  40,   -2, { 100, 100, 100, 100 }, &half },
    { "新百伦",   "9060",       829, 588,  30,   50, { 100, 100, 100, 100 }, &half },
    { "亚瑟士",   "GEL-1130",   509, 346,  46,   68, { 100, 100, 100, 100 }, &half },
    { "亚瑟士",   "Kayano 14",  789, 562,  28,   44, { 100, 100, 100, 100 }, &half },
    { "匡威",     "1970S",      359, 232,  56,   -8, { 100, 100, 100, 100 }, &half, true },
    { "李宁",     "超轻",       329, 204,  64,    8, { 100, 100, 100, 100 }, &whole },
    { "李宁",     "韦德之道",   899, 640,  22,   18, { 100, 100, 100, 100 }, &whole },
    { "安踏",     "C202",       459, 296,  50,   32, { 100, 100, 100, 100 }, &whole },
    { "安踏",     "KT",         529, 348,  38,    0, { 100, 100, 100, 100 }, &whole },
    { "鸿星尔克", "奇弹",       239, 142,  58,    0, { 100, 100, 100, 100 }, &whole, true },
    { "回力",     "帆布鞋",      89,  42,  72,    0, { 70, 120, 130, 80 }, &whole, true },
    { "斯凯奇",   "健步鞋",     349, 222,  60,    2, { 100, 100, 100, 100 }, &women },
    { "UGG",      "迷你雪地靴", 899, 628,  32,    0, { 120, 22, 56, 224 }, &women },
    { "卡骆驰",   "洞洞鞋",     229, 128,  70,    0, { 44, 150, 168, 40 }, &whole, true },
};

static const struct shop_theme themes[] = {
    { "周五潮鞋夜",   14, 118, 102, "耐克",     NULL, ONLY(5), SLOT_EVENING },
    { "周末福利场",   16, 124,  92, NULL,       NULL, ONLY(6) | ONLY(7), SLOT_ANY },
    { "国货专场",     12, 104,  98, "李宁",     NULL, 0, SLOT_ANY },
    { "女鞋专场",     12, 106,  99, NULL,       &women, 0, SLOT_ANY },
    { "清仓福利",      8, 136,  76, NULL,       NULL, 0, SLOT_ANY },
    { "新款首发",     12, 110, 106, NULL,       NULL, 0, SLOT_ANY },
    { "复古跑鞋专场", 10,  96, 102, "新百伦",   NULL, 0, SLOT_ANY },
    { "三叶草专场",    8,  90,  99, "阿迪达斯", NULL, 0, SLOT_ANY },
    { "午间快闪",      8,  60, 100, NULL,       NULL, 0, SLOT_DAY },
};

static const char *const good_notes[] = {
    "补货二十分钟售罄，下次备双倍。",
    "半小时一次福袋，停留明显变长，继续做。",
    "本月最好的一场，半码最先卖完。",
    "换了近景机位，问尺码的人少了很多。",
    NULL,
};
static const char *const bad_notes[] = {
    "开播半小时没有声音。",
    "晚开播，人气一直没起来。",
    "大码压货，进货前先问尺码。",
    "撞上平台大主播，下次换时段。",
    NULL,
};
static const char *const notes[] = {
    "挂了尺码表，退货少于平时。",
    "九点以后一元起拍效果更好。",
    "两双组合价三成买家都拍了。",
    "42 和 42.5 很早断码。",
    "节奏平稳，当晚发货。",
    NULL,
};

const struct shop shop_zh = {
    .currency = "CNY",
    .time_zone = "Asia/Shanghai",
    .month = { 96, 58, 92, 95, 104, 136, 88, 96, 100, 108, 148, 112 },
    .weekday = { 80, 80, 84, 88, 120, 138, 140 },
    .growth = 36,
    .packing = 320,
    .cents = 90,
    .platforms = { { PLATFORM_DOUYIN, 54, 112, 50 }, { PLATFORM_TAOBAO, 28, 92, 60 },
                   { PLATFORM_KUAISHOU, 18, 80, 50 } },
    .hosts = { { "小鹿", 36, 120, 180 }, { "阿杰", 28, 104, 150 }, { "静静", 22, 94, 140 },
               { "大鹏", 14, 78, 120 } },
    .themes = themes, .theme_count = sizeof themes / sizeof *themes,
    .products = products, .product_count = sizeof products / sizeof *products,
    .good_notes = good_notes, .bad_notes = bad_notes, .notes = notes,
};
/* clang-format on */
