/* Worker: load, confine, serve. It reads its images from sealed memory and answers with memory of
   its own; there is nothing else it could reach. */
#include "media/worker.h"

#include "media/channel.h"
#include "media/library.h"
#include "media/sandbox.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The picture in a file in memory; -1 when there is no room. */
static int picture_file(struct text picture)
{
    int file = memfd_create("picture", MFD_CLOEXEC);

    while (file >= 0 && picture.size > 0) {
        ssize_t done = write(file, picture.at, picture.size);

        if (done <= 0) {
            close(file);
            return -1;
        }
        picture = text_from_offset(picture, (size_t)done);
    }
    return file;
}

static struct media_answer make(struct text image, const struct media_wish *wish, int *ret_file)
{
    struct media_answer answer = { .version = MESSAGE_VERSION };
    struct text picture = { 0 };

    answer.fault = library_make(image, wish, &picture, &answer.facts);
    if (answer.fault != MEDIA_FINE)
        return answer;
    answer.size_bytes = (uint32_t)picture.size;
    *ret_file = picture_file(picture);
    if (*ret_file < 0)
        answer.fault = MEDIA_FAILED;
    library_forget(picture);
    return answer;
}

/* False: the server is gone, or talks nonsense. */
static bool serve_one(void)
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
        answer = make((struct text){ bytes, request.size_bytes }, &request.wish, &picture);
        munmap(bytes, request.size_bytes);
    }
    close(image);
    is_told = channel_send(WORKER_SOCKET, &answer, sizeof answer, picture);
    if (picture >= 0)
        close(picture);
    return is_told;
}

int media_worker(const char *try)
{
    struct media_hello hello = { .version = MESSAGE_VERSION };
    struct sandbox sandbox;
    bool is_loaded;

    (void)close_range(WORKER_SOCKET + 1, ~0U, 0); /* whatever was forgotten */
    sandbox_limit();
    is_loaded = library_open();
    sandbox = sandbox_enter();
    if (try)
        _exit(sandbox_try(try) ? 0 : 1);
    hello.is_loaded = is_loaded;
    hello.is_filtered = sandbox.is_filtered;
    hello.is_confined = sandbox.is_confined;
    if (!channel_send(WORKER_SOCKET, &hello, sizeof hello, -1) || !is_loaded)
        _exit(1);
    while (serve_one())
        ;
    _exit(0); /* without the library's farewell, which wants what the sandbox took */
}
