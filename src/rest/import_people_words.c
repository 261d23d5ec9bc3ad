/* How a header or a cell tells that it is about a buyer. */
#include "rest/import_people.h"

#include "rest/import_cell.h"

/* --- headers --- */

/* Folded. `whole`: the header is this word; else it is part of it. */
static const struct {
    const char *word;
    enum people_kind kind;
    bool whole;
} words[] = {
    { "recipient", PEOPLE_NAME, false },
    { "receiver", PEOPLE_NAME, false },
    { "consignee", PEOPLE_NAME, false },
    { "buyer", PEOPLE_NAME, false },
    { "customer", PEOPLE_NAME, false },
    { "firstname", PEOPLE_NAME, false },
    { "lastname", PEOPLE_NAME, false },
    { "fullname", PEOPLE_NAME, false },
    { "shippingname", PEOPLE_NAME, false },
    { "billingname", PEOPLE_NAME, false },
    { "shipto", PEOPLE_NAME, false },
    { "收货人", PEOPLE_NAME, false },
    { "收件人", PEOPLE_NAME, false },
    { "收货姓名", PEOPLE_NAME, false },
    { "姓名", PEOPLE_NAME, false },
    { "买家", PEOPLE_NAME, false },
    { "客户", PEOPLE_NAME, false },
    { "会员名", PEOPLE_NAME, false },
    { "旺旺", PEOPLE_NAME, false },
    { "支付宝账号", PEOPLE_NAME, false },
    { "用户昵称", PEOPLE_NAME, false },
    { "身份证", PEOPLE_NAME, false },
    { "微信", PEOPLE_NAME, false },
    { "phone", PEOPLE_PHONE, false },
    { "mobile", PEOPLE_PHONE, false },
    { "telephone", PEOPLE_PHONE, false },
    { "tel", PEOPLE_PHONE, true },
    { "手机", PEOPLE_PHONE, false },
    { "电话", PEOPLE_PHONE, false },
    { "联系方式", PEOPLE_PHONE, false },
    { "email", PEOPLE_EMAIL, false },
    { "邮箱", PEOPLE_EMAIL, false },
    { "address", PEOPLE_ADDRESS, false },
    { "地址", PEOPLE_ADDRESS, false },
    { "zipcode", PEOPLE_ADDRESS, false },
    { "postalcode", PEOPLE_ADDRESS, false },
    { "postcode", PEOPLE_ADDRESS, false },
    { "housename", PEOPLE_ADDRESS, false },
    { "邮编", PEOPLE_ADDRESS, false },
    { "邮政编码", PEOPLE_ADDRESS, false },
    { "zip", PEOPLE_ADDRESS, true },
    { "city", PEOPLE_ADDRESS, true },
    { "state", PEOPLE_ADDRESS, true },
    { "province", PEOPLE_ADDRESS, true },
    { "street", PEOPLE_ADDRESS, true },
    { "district", PEOPLE_ADDRESS, true },
    { "districts", PEOPLE_ADDRESS, true },
    { "town", PEOPLE_ADDRESS, true },
    { "barangay", PEOPLE_ADDRESS, true },
    { "municipality", PEOPLE_ADDRESS, true },
    { "villages", PEOPLE_ADDRESS, true },
    { "regencyandcity", PEOPLE_ADDRESS, true },
    { "省", PEOPLE_ADDRESS, true },
    { "市", PEOPLE_ADDRESS, true },
    { "区", PEOPLE_ADDRESS, true },
    { "街道", PEOPLE_ADDRESS, true },
    { "省份", PEOPLE_ADDRESS, true },
    { "城市", PEOPLE_ADDRESS, true },
    { "区县", PEOPLE_ADDRESS, true },
    { "收货省份", PEOPLE_ADDRESS, true },
    { "收货城市", PEOPLE_ADDRESS, true },
    { "收货地区", PEOPLE_ADDRESS, true },
    { "留言", PEOPLE_WORDS, false },
    { "buyermessage", PEOPLE_WORDS, true },
    { "buyernote", PEOPLE_WORDS, true },
    { "buyernotes", PEOPLE_WORDS, true },
    { "deliveryinstruction", PEOPLE_WORDS, false },
};

/* What makes an amount, a count, a yes or no, or somebody of the team of it. */
static const char *const otherwise[] = {
    "金额",  "应付", "实付",   "货款",      "邮费",  "积分",   "人数",
    "是否",  "主播", "达人",   "服务费",    "count", "amount", "paid",
    "price", "fee",  "buyers", "customers", "host",  "type",   NULL,
};

/* The same, where nothing else stands in the header: what a payout file says of its orders. */
static const char *const amounts[] = { "customerpayment", "customerrefund", NULL };

static bool stands_in(struct text text, const char *word)
{
    return text_find(text, text_from(word)) < text.size;
}

enum people_kind people_in_header(struct arena *arena, struct text header)
{
    struct text folded = import_fold(arena, header);
    enum people_kind kind = PEOPLE_NONE;

    for (const char *const *word = otherwise; *word; word++)
        if (stands_in(folded, *word))
            return PEOPLE_NONE;
    for (const char *const *word = amounts; *word; word++)
        if (text_equal(folded, text_from(*word)))
            return PEOPLE_NONE;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool fits = words[i].whole ? text_equal(folded, text_from(words[i].word))
                                   : stands_in(folded, words[i].word);

        if (fits)
            kind = words[i].kind; /* the later ones say it more exactly: "buyer phone" */
    }
    return kind;
}

bool people_is_code(struct arena *arena, struct text header)
{
    static const char *const codes[] = { "id",   "order",  "sku",  "code", "number", "upc",  "ean",
                                         "编号", "订单号", "货号", "编码", "条码",   "单号", NULL };
    struct text folded = import_fold(arena, header);

    for (const char *const *word = codes; *word; word++)
        if (stands_in(folded, *word))
            return true;
    return false;
}

/* --- cells --- */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Digits, and asterisks for those that a platform hides, without what stands between them. */
static bool take_number(struct text cell, char number[16], size_t *ret_count, int *ret_gaps)
{
    size_t count = 0;
    int gaps = 0;

    for (size_t i = 0; i < cell.size; i++) {
        char byte = cell.at[i];

        if (is_digit(byte) || byte == '*') {
            if (count == 15)
                return false;
            number[count++] = byte;
        } else if (strchr(" -().", byte) && byte) {
            gaps++;
        } else if (byte != '+' || count > 0) {
            return false;
        }
    }
    *ret_count = count;
    *ret_gaps = gaps;
    return true;
}

/* +1 415 555 0123, (+1)415*****23, 13812345678, 138****5678, 415-555-0123 */
static bool is_phone(struct text cell)
{
    bool is_foreign = text_starts_with(cell, T("+")) || text_starts_with(cell, T("(+"));
    char number[16];
    size_t count;
    int gaps;

    if (cell.size < 8 || cell.size > 24 || !take_number(cell, number, &count, &gaps))
        return false;
    if (is_foreign)
        return count >= 8;
    if (text_find_byte(cell, '.') < cell.size)
        return false;
    if (count == 11 && number[0] == '1' && number[1] >= '3' && number[1] <= '9')
        return true;
    return count == 10 && gaps >= 2 && number[0] >= '2';
}

static bool is_email(struct text cell)
{
    size_t at = text_find_byte(cell, '@');
    struct text domain = text_from_offset(cell, at + 1);

    return at > 0 && at < cell.size && cell.size <= 254 && text_find_byte(cell, ' ') == cell.size &&
           text_find_byte(domain, '@') == domain.size && text_find_byte(domain, '.') > 0 &&
           text_find_byte(domain, '.') + 1 < domain.size;
}

static bool has_one(struct text cell, const char *const *parts)
{
    for (; *parts; parts++)
        if (stands_in(cell, *parts))
            return true;
    return false;
}

/* 浙江省杭州市西湖区某某路 12 号: of each kind one. */
static bool is_chinese_address(struct text cell)
{
    static const char *const large[] = { "省", "市", "自治区", NULL };
    static const char *const middle[] = { "区", "县", "镇", "乡", NULL };
    static const char *const small[] = { "路", "街", "巷", "村", "栋", "室", "弄", "小区", NULL };

    return cell.size >= 15 && has_one(cell, large) && has_one(cell, middle) && has_one(cell, small);
}

/* 12 Example Street, Apt 4: a number in front, and the word for a road. */
static bool is_english_address(struct text cell)
{
    static const char *const roads[] = { "street", "st", "road", "rd",   "avenue",    "ave",
                                         "lane",   "ln", "dr",   "blvd", "apartment", "apt" };
    struct text rest = cell;
    struct text word = text_cut(&rest, ' ');
    int64_t number;
    size_t count = 0;

    if (!text_to_int64(word, &number) || number <= 0)
        return false;
    for (; rest.size > 0; count++) {
        word = text_cut(&rest, ' ');
        while (text_ends_with(word, T(",")) || text_ends_with(word, T(".")))
            word.size--;
        for (size_t i = 0; count > 0 && i < sizeof roads / sizeof *roads; i++)
            if (text_equal_nocase(word, text_from(roads[i])))
                return true;
    }
    return false;
}

enum people_kind people_in_cell(struct text cell)
{
    struct text bare = text_trim(cell);

    if (is_phone(bare))
        return PEOPLE_PHONE;
    if (is_email(bare))
        return PEOPLE_EMAIL;
    return is_chinese_address(bare) || is_english_address(bare) ? PEOPLE_ADDRESS : PEOPLE_NONE;
}
