/* Money: the table of currencies, and numbers as people and spreadsheets write them. */
#include "base/money.h"

/* By code. */
static const struct currency currencies[] = {
    { "AED", 2, "UAE dirham", "阿联酋迪拉姆", { "د.إ", "Dh" } },
    { "ARS", 2, "Argentine peso", "阿根廷比索", { "AR$", "$" } },
    { "AUD", 2, "Australian dollar", "澳大利亚元", { "AU$", "A$", "$", "澳元" } },
    { "BDT", 2, "Bangladeshi taka", "孟加拉塔卡", { "৳", "Tk" } },
    { "BGN", 2, "Bulgarian lev", "保加利亚列弗", { "лв." } },
    { "BHD", 3, "Bahraini dinar", "巴林第纳尔", { "BD" } },
    { "BRL", 2, "Brazilian real", "巴西雷亚尔", { "R$" } },
    { "CAD", 2, "Canadian dollar", "加拿大元", { "CA$", "C$", "$", "加元" } },
    { "CHF", 2, "Swiss franc", "瑞士法郎", { "Fr.", "SFr." } },
    { "CLP", 0, "Chilean peso", "智利比索", { "CLP$", "$" } },
    { "CNY", 2, "Chinese yuan", "人民币", { "CN¥", "¥", "元", "RMB", "人民币" } },
    { "COP", 2, "Colombian peso", "哥伦比亚比索", { "COL$", "$" } },
    { "CZK", 2, "Czech koruna", "捷克克朗", { "Kč" } },
    { "DKK", 2, "Danish krone", "丹麦克朗", { "kr.", "kr" } },
    { "EGP", 2, "Egyptian pound", "埃及镑", { "E£", "LE" } },
    { "EUR", 2, "Euro", "欧元", { "€", "欧元" } },
    { "GBP", 2, "Pound sterling", "英镑", { "£", "英镑" } },
    { "GHS", 2, "Ghanaian cedi", "加纳塞地", { "GH₵", "₵" } },
    { "HKD", 2, "Hong Kong dollar", "港元", { "HK$", "$", "港元", "港币" } },
    { "HUF", 2, "Hungarian forint", "匈牙利福林", { "Ft" } },
    { "IDR", 2, "Indonesian rupiah", "印度尼西亚盾", { "Rp" } },
    { "ILS", 2, "Israeli new shekel", "以色列新谢克尔", { "₪" } },
    { "INR", 2, "Indian rupee", "印度卢比", { "₹", "Rs.", "Rs" } },
    { "ISK", 0, "Icelandic króna", "冰岛克朗", { "kr.", "kr" } },
    { "JOD", 3, "Jordanian dinar", "约旦第纳尔", { "JD" } },
    { "JPY", 0, "Japanese yen", "日元", { "JP¥", "¥", "円", "日元" } },
    { "KES", 2, "Kenyan shilling", "肯尼亚先令", { "KSh" } },
    { "KRW", 0, "South Korean won", "韩元", { "₩", "원", "韩元" } },
    { "KWD", 3, "Kuwaiti dinar", "科威特第纳尔", { "KD" } },
    { "KZT", 2, "Kazakhstani tenge", "哈萨克斯坦坚戈", { "₸" } },
    { "LKR", 2, "Sri Lankan rupee", "斯里兰卡卢比", { "Rs.", "Rs" } },
    { "MAD", 2, "Moroccan dirham", "摩洛哥迪拉姆", { "DH" } },
    { "MOP", 2, "Macanese pataca", "澳门元", { "MOP$", "澳门元" } },
    { "MXN", 2, "Mexican peso", "墨西哥比索", { "MX$", "Mex$", "$" } },
    { "MYR", 2, "Malaysian ringgit", "马来西亚林吉特", { "RM" } },
    { "NGN", 2, "Nigerian naira", "尼日利亚奈拉", { "₦" } },
    { "NOK", 2, "Norwegian krone", "挪威克朗", { "kr.", "kr" } },
    { "NZD", 2, "New Zealand dollar", "新西兰元", { "NZ$", "$" } },
    { "OMR", 3, "Omani rial", "阿曼里亚尔", { "R.O." } },
    { "PEN", 2, "Peruvian sol", "秘鲁索尔", { "S/.", "S/" } },
    { "PHP", 2, "Philippine peso", "菲律宾比索", { "₱" } },
    { "PKR", 2, "Pakistani rupee", "巴基斯坦卢比", { "Rs.", "Rs" } },
    { "PLN", 2, "Polish złoty", "波兰兹罗提", { "zł" } },
    { "QAR", 2, "Qatari riyal", "卡塔尔里亚尔", { "QR" } },
    { "RON", 2, "Romanian leu", "罗马尼亚列伊", { "lei" } },
    { "RSD", 2, "Serbian dinar", "塞尔维亚第纳尔", { "din." } },
    { "RUB", 2, "Russian rouble", "俄罗斯卢布", { "₽", "руб." } },
    { "SAR", 2, "Saudi riyal", "沙特里亚尔", { "SR" } },
    { "SEK", 2, "Swedish krona", "瑞典克朗", { "kr.", "kr" } },
    { "SGD", 2, "Singapore dollar", "新加坡元", { "SG$", "S$", "$", "新元" } },
    { "THB", 2, "Thai baht", "泰铢", { "฿" } },
    { "TND", 3, "Tunisian dinar", "突尼斯第纳尔", { "DT" } },
    { "TRY", 2, "Turkish lira", "土耳其里拉", { "₺", "TL" } },
    { "TWD", 2, "New Taiwan dollar", "新台币", { "NT$", "$", "元", "新台币" } },
    { "TZS", 2, "Tanzanian shilling", "坦桑尼亚先令", { "TSh" } },
    { "UAH", 2, "Ukrainian hryvnia", "乌克兰格里夫纳", { "₴" } },
    { "UGX", 0, "Ugandan shilling", "乌干达先令", { "USh" } },
    { "USD", 2, "US dollar", "美元", { "US$", "$", "美元" } },
    { "UYU", 2, "Uruguayan peso", "乌拉圭比索", { "$U", "$" } },
    { "VND", 0, "Vietnamese dong", "越南盾", { "₫", "đ" } },
    { "XAF", 0, "Central African CFA franc", "中非法郎", { "FCFA" } },
    { "XOF", 0, "West African CFA franc", "西非法郎", { "CFA" } },
    { "ZAR", 2, "South African rand", "南非兰特", { "R" } },
};

enum {
    CURRENCIES = sizeof currencies / sizeof currencies[0],
    SIGNS = sizeof currencies[0].signs / sizeof currencies[0].signs[0],
    LIMIT_SHEET_NUMBER = 64,
};

const struct currency *currency_list(size_t *ret_count)
{
    *ret_count = CURRENCIES;
    return currencies;
}

const struct currency *currency_find(struct text code)
{
    for (size_t i = 0; i < CURRENCIES; i++)
        if (text_equal_nocase(code, text_from(currencies[i].code)))
            return &currencies[i];
    return NULL;
}

/* Characters that a spreadsheet may hold for a plain one. */
static const struct folding {
    const char *from, *to;
} foldings[] = {
    { "\u00a0", " " }, /* no-break space */
    { "\u2009", " " }, /* thin space */
    { "\u202f", " " }, /* narrow no-break space */
    { "\u3000", " " }, /* ideographic space */
    { "\u2019", "'" }, /* right single quotation mark */
    { "\u2212", "-" }, /* minus sign */
    { "\uff04", "$" }, /* full-width forms from here */
    { "\uff08", "(" }, { "\uff09", ")" }, { "\uff0b", "+" }, { "\uff0c", "," }, { "\uff0d", "-" },
    { "\uff0e", "." }, { "\uff10", "0" }, { "\uff11", "1" }, { "\uff12", "2" }, { "\uff13", "3" },
    { "\uff14", "4" }, { "\uff15", "5" }, { "\uff16", "6" }, { "\uff17", "7" }, { "\uff18", "8" },
    { "\uff19", "9" }, { "\uffe1", "£" }, { "\uffe5", "¥" }, { "\uffe6", "₩" },
};

struct sheet_number {
    char at[LIMIT_SHEET_NUMBER];
    size_t size;
};

/* Moves one character from *rest to the number, folded. False when there is no room. */
static bool fold_one(struct text *rest, struct sheet_number *number)
{
    enum { FOLDINGS = sizeof foldings / sizeof foldings[0] };
    bool is_ascii = (unsigned char)rest->at[0] < 0x80;
    struct text to = text_slice(*rest, 0, 1);
    size_t taken = 1;

    for (size_t i = is_ascii ? FOLDINGS : 0; i < FOLDINGS; i++) {
        struct text from = text_from(foldings[i].from);

        if (text_starts_with(*rest, from)) {
            to = text_from(foldings[i].to);
            taken = from.size;
            break;
        }
    }
    if (to.size > sizeof number->at - number->size)
        return false;
    memcpy(number->at + number->size, to.at, to.size);
    number->size += to.size;
    *rest = text_from_offset(*rest, taken);
    return true;
}

static bool starts_with_nocase(struct text text, struct text prefix)
{
    return text.size >= prefix.size && text_equal_nocase(text_slice(text, 0, prefix.size), prefix);
}

static bool ends_with_nocase(struct text text, struct text suffix)
{
    return text.size >= suffix.size &&
           text_equal_nocase(text_from_offset(text, text.size - suffix.size), suffix);
}

/* Takes `sign` from either end. */
static bool take_sign(struct text *text, struct text sign)
{
    if (sign.size == 0)
        return false;
    if (starts_with_nocase(*text, sign)) {
        *text = text_from_offset(*text, sign.size);
        return true;
    }
    if (ends_with_nocase(*text, sign)) {
        *text = text_slice(*text, 0, text->size - sign.size);
        return true;
    }
    return false;
}

/* The code or the longest sign that stands at either end: CLP$ before CLP and $. */
static bool take_currency(struct text *text, const struct currency *currency)
{
    struct text best = { 0 };

    for (size_t i = 0; i <= SIGNS; i++) {
        struct text sign = text_from(i < SIGNS ? currency->signs[i] : currency->code);

        if (sign.size > best.size &&
            (starts_with_nocase(*text, sign) || ends_with_nocase(*text, sign)))
            best = sign;
    }
    return take_sign(text, best);
}

static bool take_brackets(struct text *text)
{
    if (!text_starts_with(*text, T("(")) || !text_ends_with(*text, T(")")))
        return false;
    *text = text_slice(*text, 1, text->size - 2);
    return true;
}

/* Takes currency, minus and brackets, each at most once and in any order, off both ends. */
static void take_ornaments(struct text *text, const struct currency *currency, bool *ret_negative)
{
    bool has_currency = false, has_minus = false;

    for (;;) {
        *text = text_trim(*text);
        if (!has_currency && take_currency(text, currency))
            has_currency = true;
        else if (!has_minus && (take_brackets(text) || take_sign(text, T("-"))))
            has_minus = *ret_negative = true;
        else if (!has_minus && text_starts_with(*text, T("+")))
            has_minus = take_sign(text, T("+"));
        else
            return;
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t count_digits(struct text text)
{
    size_t count = 0;

    while (count < text.size && is_digit(text.at[count]))
        count++;
    return count;
}

/* The last group has three digits, the first one to three, and those between are alike: three,
   or two as in 12,34,567. */
static bool is_grouped(struct text whole, char separator)
{
    struct text group = text_cut(&whole, separator);
    size_t middle = 0;

    if (group.size == 0 || group.size > 3 || group.at[0] == '0')
        return false;
    for (;;) {
        group = text_cut(&whole, separator);
        if (!whole.at)
            return group.size == 3;
        if ((group.size != 2 && group.size != 3) || (middle > 0 && group.size != middle))
            return false;
        middle = group.size;
    }
}

static bool is_separator(char c)
{
    return c == ',' || c == '.' || c == '\'' || c == ' ';
}

/* Appends the digits of the whole part, without its separators. */
static bool add_whole(struct sheet_number *plain, struct text whole)
{
    size_t digits = count_digits(whole);
    char separator = digits < whole.size ? whole.at[digits] : '\0';

    if (digits == 0)
        return false;
    if (separator && (!is_separator(separator) || !is_grouped(whole, separator)))
        return false;
    for (size_t i = 0; i < whole.size; i++) {
        if (is_digit(whole.at[i]))
            plain->at[plain->size++] = whole.at[i];
        else if (whole.at[i] != separator)
            return false;
    }
    return true;
}

/* "1.200" may be a thousand and two hundred: better refused than read as 1.20. */
static bool add_fraction(struct sheet_number *plain, struct text fraction, int digits)
{
    if (fraction.size == 0 || (fraction.size == 3 && digits < 3))
        return false;
    plain->at[plain->size++] = '.';
    memcpy(plain->at + plain->size, fraction.at, fraction.size);
    plain->size += fraction.size;
    return true;
}

static bool sheet_to_minor(struct text text, const struct currency *currency, char point,
                           int64_t *ret_minor)
{
    struct sheet_number folded = { .size = 0 }, plain = { .size = 0 };
    bool negative = false;
    struct text rest, whole;

    while (text.size > 0)
        if (!fold_one(&text, &folded))
            return false;
    rest = (struct text){ folded.at, folded.size };
    take_ornaments(&rest, currency, &negative);
    if (negative)
        plain.at[plain.size++] = '-';
    /* What is added from here was in `folded`, so `plain` has room for it. */
    whole = text_cut(&rest, point);
    if (!add_whole(&plain, whole) || (rest.at && !add_fraction(&plain, rest, currency->digits)))
        return false;
    return decimal_from_text((struct text){ plain.at, plain.size }, currency->digits, ret_minor);
}

bool money_from_text(struct text text, const struct currency *currency, enum money_form form,
                     int64_t *ret_minor)
{
    if (form == MONEY_PLAIN)
        return decimal_from_text(text, currency->digits, ret_minor);
    return sheet_to_minor(text, currency, form == MONEY_SHEET_COMMA ? ',' : '.', ret_minor);
}

struct decimal_text money_to_text(int64_t minor, const struct currency *currency)
{
    return decimal_to_text(minor, currency->digits);
}

int64_t money_sum(int64_t a, int64_t b)
{
    int64_t sum;

    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return b < 0 ? INT64_MIN : INT64_MAX;
}

int64_t money_difference(int64_t a, int64_t b)
{
    int64_t difference;

    if (!__builtin_sub_overflow(a, b, &difference))
        return difference;
    return b < 0 ? INT64_MAX : INT64_MIN;
}
