/* Print: marks go to the press, which is another process, and come back as a PDF. */
#include "files/print.h"

#include "call/pool.h"
#include "files/files.h"
#include "files/render.h"

static enum status refuse_paper(struct call *call)
{
    return REFUSE(call, TOO_LARGE, .code = "54000", .limit = LIMIT_PAPER_PAGES,
                  .say = L("That is more than {limit} pages.", "超过 {limit} 页。"));
}

static enum status refuse_press(struct call *call, enum media_fault fault)
{
    if (fault == MEDIA_TOO_LARGE)
        return refuse_paper(call);
    if (fault == MEDIA_MISSING)
        return REFUSE(
            call, UNAVAILABLE, .code = "58000",
            .say = L("The server lacks what it needs for PDF. `steward doctor` says what.",
                     "服务器缺少生成 PDF 所需的组件，运行 steward doctor 可查看。"));
    return REFUSE(call, UNAVAILABLE, .code = "58000",
                  .say = L("The PDF cannot be made now. Try again.", "暂时无法生成 PDF，请重试。"));
}

void file_answer(struct call *call, struct text type, struct text name, struct text bytes)
{
    call->content_type = type;
    call_add_header(call, T("Content-Disposition"),
                    arena_print(call->arena, "inline; filename=\"%.*s\"", TEXT_ARG(name)));
    buffer_clear(&call->body);
    buffer_append(&call->body, bytes);
}

enum status print_answer(struct call *call, const struct paper *paper, struct text name)
{
    struct text marks, pdf;
    enum media_fault fault;
    enum status status = paper_finish(paper, &marks);

    if (status == TOO_LARGE)
        return refuse_paper(call);
    if (status != OK)
        return status;
    pool_wait_begin();
    fault = media_print(call->instance->files->press, marks, call->arena, &pdf);
    pool_wait_end();
    if (fault != MEDIA_FINE)
        return refuse_press(call, fault);
    file_answer(call, T("application/pdf"), name, pdf);
    return OK;
}

enum status codes_in_image(struct call *call, struct text image, struct media_codes *ret_codes)
{
    static const struct {
        int http;
        enum status status;
    } answers[] = {
        [MEDIA_FINE] = { 200, OK },
        [MEDIA_NO_IMAGE] = { 415, INVALID },
        [MEDIA_TOO_LARGE] = { 413, TOO_LARGE },
        [MEDIA_BROKEN] = { 422, INVALID },
        [MEDIA_UNREADABLE] = { 422, INVALID },
        [MEDIA_HOSTILE] = { 422, INVALID },
        [MEDIA_MISSING] = { 503, UNAVAILABLE },
        [MEDIA_FAILED] = { 503, UNAVAILABLE },
    };
    enum media_fault fault;

    pool_wait_begin();
    fault = media_find_codes(call->instance->files->media, image, call->arena, ret_codes);
    pool_wait_end();
    if (fault == MEDIA_FINE)
        return OK;
    return REFUSE(call, answers[fault].status, .code = "22023", .http = answers[fault].http,
                  .say = media_fault_label(fault));
}
