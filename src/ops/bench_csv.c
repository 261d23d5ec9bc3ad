/* Bench data as the spreadsheets a seller keeps, with headers in the language. */
#include "ops/bench_data.h"

#include "base/decimal.h"
#include "codec/csv.h"
#include "ops/live_session.h"

enum { MINUTES_PER_DAY = 1440, CELL_SIZE = 32 };

static const char *const show_headers[][11] = {
    [LANGUAGE_EN] = { "Date", "Platform", "Title", "Host", "Start", "End", "GMV (USD)",
                      "Cost (USD)", "Buyers", "Items", "Notes" },
    [LANGUAGE_ZH] = { "日期", "平台", "标题", "主播", "开播时间", "下播时间", "成交额(元)",
                      "成本(元)", "买家数", "件数", "复盘" },
};

static const char *const sale_headers[][7] = {
    [LANGUAGE_EN] = { "Order time", "Brand", "Shoe type", "US size", "Qty", "Price (USD)",
                      "Unit cost (USD)" },
    [LANGUAGE_ZH] = { "成交时间", "品牌", "鞋型", "欧码", "数量", "成交价(元)", "单件成本(元)" },
};

static const char *const file_names[][2] = {
    [LANGUAGE_EN] = { "shows.csv", "sales.csv" },
    [LANGUAGE_ZH] = { "场次.csv", "销售流水.csv" },
};

struct writing {
    enum language language;
    struct csv_writer csv;
};

static void write_words(struct writing *writing, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_write_field(&writing->csv, text_from(words[i]));
    csv_end_row(&writing->csv);
}

static void write_number(struct writing *writing, int64_t number)
{
    struct decimal_text text = decimal_to_text(number, 0);

    csv_write_field(&writing->csv, text_from(text.at));
}

/* Two digits after the point, none when they are zero. */
static void write_money(struct writing *writing, int64_t minor)
{
    struct decimal_text text = decimal_to_text(minor, 2);
    struct text whole = text_from(text.at);

    if (minor % 100 == 0)
        whole.size -= 3;
    csv_write_field(&writing->csv, whole);
}

static void write_minute(struct writing *writing, int64_t minute)
{
    struct instant_text text = instant_to_text(minute * MS_PER_MINUTE);
    char cell[CELL_SIZE];

    memcpy(cell, text.at, 16);
    cell[10] = ' ';
    csv_write_field(&writing->csv, (struct text){ cell, 16 });
}

static const char *platform_name(enum platform platform, enum language language)
{
    const struct field *field = entity_field(&live_session_entity, T("platform"));

    return label_in(field->choices[platform - 1].label, language);
}

static enum status write_show(const struct bench_show *show, void *context)
{
    struct writing *writing = context;
    struct date_text day = date_to_text(show->day);

    csv_write_field(&writing->csv, text_from(day.at));
    csv_write_field(&writing->csv, text_from(platform_name(show->platform, writing->language)));
    csv_write_field(&writing->csv, text_from(show->title));
    csv_write_field(&writing->csv, text_from(show->host));
    write_minute(writing, show->starts_minute);
    write_minute(writing, show->ends_minute);
    write_money(writing, show->gmv);
    write_money(writing, show->cost);
    write_number(writing, show->buyers);
    write_number(writing, show->items);
    csv_write_field(&writing->csv, text_from(show->notes));
    csv_end_row(&writing->csv);
    return buffer_status(writing->csv.buffer);
}

static enum status write_sale(const struct bench_show *show, const struct bench_sale *sale,
                              void *context)
{
    struct writing *writing = context;

    (void)show;
    write_minute(writing, sale->sold_minute);
    csv_write_field(&writing->csv, text_from(sale->brand));
    csv_write_field(&writing->csv, text_from(sale->shoe_type));
    csv_write_field(&writing->csv, text_from(sale->size));
    write_number(writing, sale->quantity);
    write_money(writing, sale->price);
    write_money(writing, sale->cost);
    csv_end_row(&writing->csv);
    return buffer_status(writing->csv.buffer);
}

const char *bench_file_name(enum language language, enum bench_file file)
{
    return file_names[language][file];
}

enum status bench_data_write(const struct bench_settings *settings, enum bench_file file,
                             struct buffer *out)
{
    struct writing writing = { .language = settings->language, .csv = { .buffer = out } };
    struct bench_sink sink = { .context = &writing };

    csv_write_mark(&writing.csv);
    if (file == BENCH_FILE_SHOWS) {
        sink.show = write_show;
        write_words(&writing, show_headers[settings->language], 11);
    } else {
        sink.sale = write_sale;
        write_words(&writing, sale_headers[settings->language], 7);
    }
    return bench_data_each(settings, &sink);
}
