/* Worker: load, confine, serve. It reads what it gets from sealed memory and answers with memory of
   its own; there is nothing else it could reach. */
#include "media/worker.h"

#include "media/channel.h"
#include "media/codes.h"
#include "media/library.h"
#include "media/press.h"
#include "media/sandbox.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What was made, in a file in memory; -1 when there is no room. */
static int result_file(struct text bytes)
{
    int file = memfd_create("result", MFD_CLOEXEC);

    while (file >= 0 && bytes.size > 0) {
        ssize_t done = write(file, bytes.at, bytes.size);

        if (done <= 0) {
            close(file);
            return -1;
        }
        bytes = text_from_offset(bytes, (size_t)done);
    }
    return file;
}

static void make_picture(struct text image, const struct media_request *request,
                         struct media_answer *answer, int *ret_file)
{
    struct text picture = { 0 };

    answer->fault = library_make(image, &request->wish, &picture, &answer->facts);
    if (answer->fault != MEDIA_FINE)
        return;
    answer->size_bytes = (uint32_t)picture.size;
    *ret_file = result_file(picture);
    library_forget(picture);
}

static void find_codes(struct text image, const struct media_request *request,
                       struct media_answer *answer, int *ret_file)
{
    struct media_codes codes;
    struct text bytes;

    (void)request;
    answer->fault = codes_find(image, &codes);
    if (answer->fault != MEDIA_FINE)
        return;
    bytes = (struct text){ (const char *)codes.at, codes.count * sizeof *codes.at };
    answer->facts.width = codes.width;
    answer->facts.height = codes.height;
    answer->size_bytes = (uint32_t)bytes.size;
    *ret_file = result_file(bytes);
}

static void print(struct text marks, const struct media_request *request,
                  struct media_answer *answer, int *ret_file)
{
    struct text pdf;

    (void)request;
    answer->fault = press_print(marks, &pdf);
    if (answer->fault != MEDIA_FINE)
        return;
    answer->size_bytes = (uint32_t)pdf.size;
    *ret_file = result_file(pdf);
}

/* --- trades */

static const char *open_pictures(void)
{
    return library_open() ? codes_open() : "libvips42";
}

static const struct trade {
    const char *name;
    const char *(*open)(void); /* NULL, or the package that is missing */
    struct {
        enum media_job job;
        void (*run)(struct text bytes, const struct media_request *request,
                    struct media_answer *answer, int *ret_file);
    } jobs[2];
} trades[] = {
    { "pictures", open_pictures, { { JOB_PICTURE, make_picture }, { JOB_CODES, find_codes } } },
    { "paper", press_open, { { JOB_PAPER, print } } },
};

static const struct trade *find_trade(const char *name)
{
    for (size_t i = 0; name && i < sizeof trades / sizeof *trades; i++)
        if (strcmp(trades[i].name, name) == 0)
            return &trades[i];
    return name ? NULL : &trades[0];
}

static struct media_answer make(const struct trade *trade, struct text bytes,
                                const struct media_request *request, int *ret_file)
{
    struct media_answer answer = { .version = MESSAGE_VERSION, .fault = MEDIA_FAILED };

    for (size_t i = 0; i < sizeof trade->jobs / sizeof *trade->jobs; i++)
        if (trade->jobs[i].run && trade->jobs[i].job == request->job)
            trade->jobs[i].run(bytes, request, &answer, ret_file);
    if (answer.fault == MEDIA_FINE && *ret_file < 0)
        answer.fault = MEDIA_FAILED;
    return answer;
}

/* False: the server is gone, or talks nonsense. */
static bool serve_one(const struct trade *trade)
{
    struct media_request request;
    struct media_answer answer = { .version = MESSAGE_VERSION, .fault = MEDIA_FAILED };
    int image = -1, picture = -1;
    bool is_told;
    void *bytes;

    if (!channel_receive(WORKER_SOCKET, &request, sizeof request, &image) || image < 0 ||
        request.version != MESSAGE_VERSION || request.size_bytes == 0)
        return false;
    bytes = mmap(NULL, request.size_bytes, PROT_READ, MAP_PRIVATE, image, 0);
    if (bytes != MAP_FAILED) {
        answer = make(trade, (struct text){ bytes, request.size_bytes }, &request, &picture);
        munmap(bytes, request.size_bytes);
    }
    close(image);
    is_told = channel_send(WORKER_SOCKET, &answer, sizeof answer, picture);
    if (picture >= 0)
        close(picture);
    return is_told;
}

int media_worker(const char *trade_name, const char *try)
{
    const struct trade *trade = find_trade(trade_name);
    struct media_hello hello = { .version = MESSAGE_VERSION };
    struct sandbox sandbox;
    const char *missing;

    if (!trade)
        return 2;
    (void)close_range(WORKER_SOCKET + 1, ~0U, 0); /* whatever was forgotten */
    sandbox_limit();
    missing = trade->open();
    sandbox = sandbox_enter();
    if (try)
        _exit(sandbox_try(try) ? 0 : 1);
    hello.is_loaded = !missing;
    if (missing)
        snprintf(hello.missing, sizeof hello.missing, "%s", missing);
    hello.is_filtered = sandbox.is_filtered;
    hello.is_confined = sandbox.is_confined;
    if (!channel_send(WORKER_SOCKET, &hello, sizeof hello, -1) || missing)
        _exit(1);
    while (serve_one(trade))
        ;
    _exit(0); /* without the library's farewell, which wants what the sandbox took */
}
