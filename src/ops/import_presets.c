/* The words are those of exports of TikTok Shop, Whatnot, Douyin, Taobao, Kuaishou and of sheets
   that sellers keep themselves, folded: lower case, without spaces, dashes and brackets. */
#include "ops/import_presets.h"

#include "codec/utf8.h"
#include "ops/closeout_rows.h"
#include "ops/live_session.h"
#include "ops/payout_of_sale.h"
#include "ops/product.h"
#include "ops/sale.h"
#include "ops/show_of_sale.h"
#include "rest/write.h"
#include "schema/column.h"

enum { LIMIT_PRODUCT_NAME = 1024 };

/* clang-format off */
static const struct import_word sale_words[] = {
    { "ordertime", "sold_at", NULL, NULL },          { "orderdate", "sold_at", NULL, NULL },
    { "createdtime", "sold_at", NULL, NULL },        { "createtime", "sold_at", NULL, NULL },
    { "paidtime", "sold_at", NULL, NULL },           { "paymenttime", "sold_at", NULL, NULL },
    { "soldat", "sold_at", NULL, NULL },             { "solddate", "sold_at", NULL, NULL },
    { "saledate", "sold_at", NULL, NULL },           { "datesold", "sold_at", NULL, NULL },
    { "placedat", "sold_at", NULL, NULL },           { "transactiondate", "sold_at", NULL, NULL },
    { "date", "sold_at", NULL, NULL },               { "time", "sold_at", NULL, NULL },
    { "日期", "sold_at", NULL, NULL },               { "时间", "sold_at", NULL, NULL },
    { "成交时间", "sold_at", NULL, NULL },           { "成交日期", "sold_at", NULL, NULL },
    { "下单时间", "sold_at", NULL, NULL },           { "付款时间", "sold_at", NULL, NULL },
    { "支付时间", "sold_at", NULL, NULL },           { "支付完成时间", "sold_at", NULL, NULL },
    { "订单提交时间", "sold_at", NULL, NULL },       { "订单创建时间", "sold_at", NULL, NULL },
    { "销售日期", "sold_at", NULL, NULL },
    { "brandname", "brand", NULL, NULL },            { "manufacturer", "brand", NULL, NULL },
    { "牌子", "brand", NULL, NULL },                 { "品牌名称", "brand", NULL, NULL },
    { "model", "shoe_type", NULL, NULL },            { "style", "shoe_type", NULL, NULL },
    { "type", "shoe_type", NULL, NULL },             { "shoe", "shoe_type", NULL, NULL },
    { "item", "shoe_type", NULL, NULL },             { "product", "shoe_type", NULL, NULL },
    { "productname", "shoe_type", NULL, NULL },      { "itemname", "shoe_type", NULL, NULL },
    { "title", "shoe_type", NULL, NULL },            { "silhouette", "shoe_type", NULL, NULL },
    { "款式", "shoe_type", NULL, NULL },             { "款型", "shoe_type", NULL, NULL },
    { "鞋款", "shoe_type", NULL, NULL },             { "型号", "shoe_type", NULL, NULL },
    { "商品", "shoe_type", NULL, NULL },             { "商品名称", "shoe_type", NULL, NULL },
    { "商品标题", "shoe_type", NULL, NULL },         { "选购商品", "shoe_type", NULL, NULL },
    { "ussize", "size", "size_system", "US" },       { "sizeus", "size", "size_system", "US" },
    { "美码", "size", "size_system", "US" },
    { "eusize", "size", "size_system", "EU" },       { "sizeeu", "size", "size_system", "EU" },
    { "eursize", "size", "size_system", "EU" },      { "欧码", "size", "size_system", "EU" },
    { "uksize", "size", "size_system", "UK" },       { "sizeuk", "size", "size_system", "UK" },
    { "英码", "size", "size_system", "UK" },
    { "sizecm", "size", "size_system", "CM" },       { "cm", "size", "size_system", "CM" },
    { "脚长", "size", "size_system", "CM" },
    { "shoesize", "size", NULL, NULL },              { "variant", "size", NULL, NULL },
    { "variation", "size", NULL, NULL },             { "码数", "size", NULL, NULL },
    { "尺寸", "size", NULL, NULL },                  { "鞋码", "size", NULL, NULL },
    { "规格", "size", NULL, NULL },                  { "商品规格", "size", NULL, NULL },
    { "sizetype", "size_system", NULL, NULL },       { "码制", "size_system", NULL, NULL },
    { "qty", "quantity", NULL, NULL },               { "quantity", "quantity", NULL, NULL },
    { "units", "quantity", NULL, NULL },             { "pcs", "quantity", NULL, NULL },
    { "pairs", "quantity", NULL, NULL },             { "件数", "quantity", NULL, NULL },
    { "双数", "quantity", NULL, NULL },              { "商品数量", "quantity", NULL, NULL },
    { "unitprice", "price", NULL, NULL },            { "saleprice", "price", NULL, NULL },
    { "soldprice", "price", NULL, NULL },            { "sellingprice", "price", NULL, NULL },
    { "itemprice", "price", NULL, NULL },            { "originalitemprice", "price", NULL, NULL },
    { "amount", "price", NULL, NULL },               { "winningbid", "price", NULL, NULL },
    { "成交价", "price", NULL, NULL },               { "单价", "price", NULL, NULL },
    { "售价", "price", NULL, NULL },                 { "商品单价", "price", NULL, NULL },
    { "实付", "price", NULL, NULL },                 { "实付金额", "price", NULL, NULL },
    { "金额", "price", NULL, NULL },                 { "成交金额", "price", NULL, NULL },
    { "costprice", "cost", NULL, NULL },             { "cogs", "cost", NULL, NULL },
    { "costperitem", "cost", NULL, NULL },           { "buyprice", "cost", NULL, NULL },
    { "成本", "cost", NULL, NULL },                  { "成本价", "cost", NULL, NULL },
    { "进价", "cost", NULL, NULL },                  { "进货价", "cost", NULL, NULL },
    { "拿货价", "cost", NULL, NULL },
    { "币种", "currency", NULL, NULL },              { "currencycode", "currency", NULL, NULL },
    { "orderid", "external_ref", NULL, NULL },       { "orderno", "external_ref", NULL, NULL },
    { "ordernumber", "external_ref", NULL, NULL },   { "order#", "external_ref", NULL, NULL },
    { "orderlineid", "external_ref", NULL, NULL },   { "transactionid", "external_ref", NULL, NULL },
    { "订单编号", "external_ref", NULL, NULL },      { "主订单编号", "external_ref", NULL, NULL },
    { "子订单编号", "external_ref", NULL, NULL },    { "流水号", "external_ref", NULL, NULL },
    { "show", "live_session_id.title", NULL, NULL }, { "showtitle", "live_session_id.title", NULL, NULL },
    { "showname", "live_session_id.title", NULL, NULL }, { "livestream", "live_session_id.title", NULL, NULL },
    { "livetitle", "live_session_id.title", NULL, NULL }, { "场次", "live_session_id.title", NULL, NULL },
    { "直播间", "live_session_id.title", NULL, NULL }, { "直播标题", "live_session_id.title", NULL, NULL },
    { "showdate", "live_session_id.day", NULL, NULL }, { "场次日期", "live_session_id.day", NULL, NULL },
    { "直播日期", "live_session_id.day", NULL, NULL },
    { "platform", "live_session_id.platform", NULL, NULL }, { "平台", "live_session_id.platform", NULL, NULL },
    { "channel", "live_session_id.platform", NULL, NULL }, { "渠道", "live_session_id.platform", NULL, NULL },
    { "host", "live_session_id.host", NULL, NULL },  { "主播", "live_session_id.host", NULL, NULL },
    { "sku", "product_id.sku", NULL, NULL },         { "sellersku", "product_id.sku", NULL, NULL },
    { "货号", "product_id.sku", NULL, NULL },        { "商家编码", "product_id.sku", NULL, NULL },
    { "barcode", "product_id.barcode", NULL, NULL }, { "条码", "product_id.barcode", NULL, NULL },
    { "note", "transcript", NULL, NULL },            { "notes", "transcript", NULL, NULL },
    { "备注", "transcript", NULL, NULL },            { "语音", "transcript", NULL, NULL },
    { 0 },
};

static const struct import_word show_words[] = {
    { "date", "day", NULL, NULL },                   { "showdate", "day", NULL, NULL },
    { "livedate", "day", NULL, NULL },               { "开播日期", "day", NULL, NULL },
    { "直播日期", "day", NULL, NULL },               { "场次日期", "day", NULL, NULL },
    { "show", "title", NULL, NULL },                 { "showtitle", "title", NULL, NULL },
    { "showname", "title", NULL, NULL },             { "name", "title", NULL, NULL },
    { "livetitle", "title", NULL, NULL },            { "直播标题", "title", NULL, NULL },
    { "场次", "title", NULL, NULL },                 { "主题", "title", NULL, NULL },
    { "直播间", "title", NULL, NULL },
    { "channel", "platform", NULL, NULL },           { "渠道", "platform", NULL, NULL },
    { "直播平台", "platform", NULL, NULL },
    { "streamer", "host", NULL, NULL },              { "anchor", "host", NULL, NULL },
    { "达人", "host", NULL, NULL },                  { "主播昵称", "host", NULL, NULL },
    { "starttime", "starts_at", NULL, NULL },        { "startedat", "starts_at", NULL, NULL },
    { "livestarttime", "starts_at", NULL, NULL },    { "直播开始时间", "starts_at", NULL, NULL },
    { "开始时间", "starts_at", NULL, NULL },
    { "endtime", "ends_at", NULL, NULL },            { "endedat", "ends_at", NULL, NULL },
    { "liveendtime", "ends_at", NULL, NULL },        { "直播结束时间", "ends_at", NULL, NULL },
    { "结束时间", "ends_at", NULL, NULL },
    { "sales", "gmv", NULL, NULL },                  { "revenue", "gmv", NULL, NULL },
    { "grossrevenue", "gmv", NULL, NULL },           { "grosssales", "gmv", NULL, NULL },
    { "totalsales", "gmv", NULL, NULL },             { "销售额", "gmv", NULL, NULL },
    { "成交金额", "gmv", NULL, NULL },               { "直播间成交金额", "gmv", NULL, NULL },
    { "支付金额", "gmv", NULL, NULL },
    { "costs", "cost", NULL, NULL },                 { "expenses", "cost", NULL, NULL },
    { "费用", "cost", NULL, NULL },                  { "总成本", "cost", NULL, NULL },
    { "customers", "buyers", NULL, NULL },           { "buyercount", "buyers", NULL, NULL },
    { "买家", "buyers", NULL, NULL },                { "成交人数", "buyers", NULL, NULL },
    { "下单人数", "buyers", NULL, NULL },            { "支付人数", "buyers", NULL, NULL },
    { "units", "items", NULL, NULL },                { "itemssold", "items", NULL, NULL },
    { "unitssold", "items", NULL, NULL },            { "qty", "items", NULL, NULL },
    { "成交件数", "items", NULL, NULL },             { "销量", "items", NULL, NULL },
    { "note", "review", NULL, NULL },                { "review", "review", NULL, NULL },
    { "remarks", "review", NULL, NULL },             { "备注", "review", NULL, NULL },
    { "总结", "review", NULL, NULL },
    { 0 },
};

static const struct import_word product_words[] = {
    { "productname", "name", NULL, NULL },           { "title", "name", NULL, NULL },
    { "item", "name", NULL, NULL },                  { "商品名称", "name", NULL, NULL },
    { "品名", "name", NULL, NULL },                  { "商品标题", "name", NULL, NULL },
    { "type", "shoe_type", NULL, NULL },             { "category", "shoe_type", NULL, NULL },
    { "款型", "shoe_type", NULL, NULL },             { "类目", "shoe_type", NULL, NULL },
    { "style", "model", NULL, NULL },                { "型号", "model", NULL, NULL },
    { "color", "colour", NULL, NULL },               { "colorway", "colour", NULL, NULL },
    { "配色", "colour", NULL, NULL },
    { "stylecode", "sku", NULL, NULL },              { "sellersku", "sku", NULL, NULL },
    { "商家编码", "sku", NULL, NULL },               { "款号", "sku", NULL, NULL },
    { "upc", "barcode", NULL, NULL },                { "ean", "barcode", NULL, NULL },
    { "gtin", "barcode", NULL, NULL },               { "国际码", "barcode", NULL, NULL },
    { "retailprice", "price", NULL, NULL },          { "价格", "price", NULL, NULL },
    { "单价", "price", NULL, NULL },
    { "costprice", "cost", NULL, NULL },             { "成本", "cost", NULL, NULL },
    { "成本价", "cost", NULL, NULL },                { "进货价", "cost", NULL, NULL },
    { "active", "is_active", NULL, NULL },           { "上架", "is_active", NULL, NULL },
    { 0 },
};

static const struct import_word payout_words[] = {
    { "orderid", "external_ref", NULL, NULL },
    { "ordernumber", "external_ref", NULL, NULL },
    { "order#", "external_ref", NULL, NULL },
    { "订单号", "external_ref", NULL, NULL },
    { "订单编号", "external_ref", NULL, NULL },
    { "子订单号", "external_ref", NULL, NULL },
    { "子订单编号", "external_ref", NULL, NULL },
    { "revenue", "amount", NULL, NULL },
    { "totalrevenue", "amount", NULL, NULL },
    { "收入合计", "amount", NULL, NULL },
    { "订单实付", "amount", NULL, NULL },
    { "成交金额", "amount", NULL, NULL },
    { "payout", "paid", NULL, NULL },
    { "settlementamount", "paid", NULL, NULL },
    { "totalsettlementamount", "paid", NULL, NULL },
    { "netamount", "paid", NULL, NULL },
    { "netearnings", "paid", NULL, NULL },
    { "实际结算金额", "paid", NULL, NULL },
    { "入账金额", "paid", NULL, NULL },
    { "payoutdate", "paid_on", NULL, NULL },
    { "settlementdate", "paid_on", NULL, NULL },
    { "settledtime", "paid_on", NULL, NULL },
    { "结算时间", "paid_on", NULL, NULL },
    { "到账时间", "paid_on", NULL, NULL },
    { "statementid", "line_ref", NULL, NULL },
    { "lineid", "line_ref", NULL, NULL },
    { "流水号", "line_ref", NULL, NULL },
    { "show", "live_session_id.title", NULL, NULL },
    { "showtitle", "live_session_id.title", NULL, NULL },
    { "showname", "live_session_id.title", NULL, NULL },
    { "直播标题", "live_session_id.title", NULL, NULL },
    { 0 },
};

static const struct import_choice sale_choices[] = {
    { "size_system", "美国", "US" },  { "size_system", "usa", "US" },
    { "size_system", "欧洲", "EU" },  { "size_system", "eur", "EU" },
    { "size_system", "英国", "UK" },  { "size_system", "gb", "UK" },
    { "size_system", "jp", "CM" },    { "size_system", "mm", "CM" },
    { 0 },
};

static const struct import_choice show_choices[] = {
    { "platform", "tiktoklive", "tiktok" },  { "platform", "tt", "tiktok" },
    { "platform", "抖音直播", "douyin" },    { "platform", "抖店", "douyin" },
    { "platform", "淘宝", "taobao" },        { "platform", "天猫", "taobao" },
    { "platform", "点淘", "taobao" },        { "platform", "快手直播", "kuaishou" },
    { "platform", "快手小店", "kuaishou" },  { "platform", "ig", "instagram" },
    { "platform", "instagramlive", "instagram" },
    { "status", "finished", "ended" },       { "status", "done", "ended" },
    { "status", "已下播", "ended" },         { "status", "已完成", "ended" },
    { 0 },
};
/* clang-format on */

/* A file tells of shows that were. */
static const struct import_constant show_constants[] = { { "status", "ended" }, { 0 } };

/* A product that a sale names by SKU or barcode is called what was sold. */
static void complete_product(struct call *call, const struct row_draft *draft,
                             struct row_draft *linked)
{
    static const char *const same[] = { "brand", "shoe_type", "currency", NULL };
    const struct entity *to = &product_entity;
    size_t name = column_index_named(to, "name");
    struct buffer text = buffer_in(call->arena, LIMIT_PRODUCT_NAME);

    for (const char *const *at = same; *at; at++) {
        const struct field *field = entity_field(to, text_from(*at));
        struct value value = draft->values[column_index_named(&sale_entity, *at)];
        struct value *target = &linked->values[column_index(to, field)];

        if (!linked->is_given[column_index(to, field)])
            *target = value;
        if (value.type == VALUE_TEXT && field->type == FIELD_TEXT) {
            buffer_append(&text, text.size > 0 ? T(" ") : T(""));
            buffer_append(&text, value.text);
        }
    }
    if (!linked->is_given[name])
        linked->values[name] = VALUE_OF_TEXT(utf8_first_characters(buffer_text(&text), 160));
}

static const struct import_link sale_links[] = {
    { .field = "live_session_id", .find = show_of_sale_find, .complete = show_of_sale_complete },
    { .field = "product_id", .complete = complete_product },
    { 0 },
};

static const struct import_link payout_links[] = {
    { .field = "live_session_id",
      .find = payout_find_show,
      .missing = L("No sale with this order number names a show: import the orders first, or say "
                   "the show.",
                   "没有该订单号的销售或其未关联场次：请先导入订单，或指定场次。") },
    { 0 },
};

static const struct import_preset sale_preset = {
    .entity = &sale_entity, .words = sale_words, .choices = sale_choices, .links = sale_links
};
static const struct import_preset show_preset = { .entity = &live_session_entity,
                                                  .words = show_words,
                                                  .choices = show_choices,
                                                  .constants = show_constants };
static const struct import_preset product_preset = { .entity = &product_entity,
                                                     .words = product_words };
static const struct import_preset payout_preset = { .entity = &payout_line_entity,
                                                    .words = payout_words,
                                                    .links = payout_links,
                                                    .complete = payout_complete };

const struct import_preset *const ops_import_presets[] = { &sale_preset, &show_preset,
                                                           &product_preset, &payout_preset, NULL };
