/* barcode_read: the barcodes in a photo, for when the camera cannot be used in the browser. */
#include "codec/utf8.h"
#include "files/print.h"
#include "ops/barcode.h"
#include "ops/label_functions.h"

enum { LIMIT_CODE_PHOTO = 16 << 20 };

struct code_output {
    struct text code, symbology;
    int64_t x, y, width, height, image_width, image_height;
};

#define ROW struct code_output
/* clang-format off */
static const struct field outputs[] = {
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL),
    TEXT(symbology, L("Kind", "码制"), NOT_PERSONAL),
    INTEGER(x, L("From the left, in pixels", "左边距（像素）"), NOT_PERSONAL),
    INTEGER(y, L("From the top, in pixels", "上边距（像素）"), NOT_PERSONAL),
    INTEGER(width, L("Width in pixels", "宽度（像素）"), NOT_PERSONAL),
    INTEGER(height, L("Height in pixels", "高度（像素）"), NOT_PERSONAL),
    INTEGER(image_width, L("Width of the photo", "照片宽度"), NOT_PERSONAL),
    INTEGER(image_height, L("Height of the photo", "照片高度"), NOT_PERSONAL),
};
/* clang-format on */

/* Of enum media_code_kind: as product_barcode.symbology calls them. */
static const char *const symbologies[] = {
    [CODE_EAN_13] = "ean_13", [CODE_EAN_8] = "ean_8", [CODE_UPC_A] = "upc_a",
    [CODE_128] = "code_128",  [CODE_QR] = "qr",
};

static void write_code(struct json_writer *json, const struct media_codes *codes,
                       const struct media_code *code)
{
    json_begin_object(json);
    json_write_text_member(json, T("code"), (struct text){ code->text, code->size });
    json_write_text_member(json, T("symbology"), text_from(symbologies[code->kind]));
    json_write_integer_member(json, T("x"), code->x);
    json_write_integer_member(json, T("y"), code->y);
    json_write_integer_member(json, T("width"), code->width);
    json_write_integer_member(json, T("height"), code->height);
    json_write_integer_member(json, T("image_width"), codes->width);
    json_write_integer_member(json, T("image_height"), codes->height);
    json_end_object(json);
}

/* A QR code may hold bytes that are no text: nobody could have typed them either. */
static bool is_code(const struct media_code *code)
{
    struct text text = { code->text, code->size };

    return code->size <= BARCODE_MAX && utf8_is_printable(text);
}

static enum status read_run(struct call *call, const void *input)
{
    struct media_codes codes;
    struct json_writer json;
    enum status status = codes_in_image(call, http_body(call->exchange), &codes);

    (void)input;
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t i = 0; i < codes.count; i++)
        if (is_code(&codes.at[i]))
            write_code(&json, &codes, &codes.at[i]);
    json_end_array(&json);
    return OK;
}

const struct function barcode_read_functions[] = {
    { .name = "barcode_read",
      .label = L("Barcodes in a photo", "识别照片中的条码"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .takes_body = true,
      .body_limit = LIMIT_CODE_PHOTO,
      .returns = RETURNS_LIST,
      .outputs = LIST(outputs),
      .run = read_run },
    { 0 },
};
