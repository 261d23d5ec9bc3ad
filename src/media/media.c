/* Media, the server's side: starts workers, hands each one image at a time, and believes nothing
   they say without looking. */
#include "media/media.h"

#include "base/file.h"
#include "base/time.h"
#include "media/channel.h"
#include "media/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START_MS = 10000 };

struct worker {
    struct worker *next_idle;
    pid_t pid; /* 0: not started */
    int socket;
    int jobs;
    struct media_hello hello;
};

struct media {
    const char *program;
    int deadline_ms;
    pthread_mutex_t lock; /* guards idle */
    pthread_cond_t has_idle;
    struct worker *idle;
    struct worker workers[LIMIT_MEDIA_WORKERS];
};

/* --- a worker's life */

static void end_worker(struct worker *worker)
{
    if (worker->pid <= 0)
        return;
    close(worker->socket);
    kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    worker->pid = 0;
    worker->jobs = 0;
}

/* Nothing of the server goes along: no variable, no descriptor but the socket, no signal mask. */
static int spawn(const char *program, int socket, pid_t *ret_pid)
{
    static char name[] = "steward", command[] = "media-worker", language[] = "LC_ALL=C.UTF-8";
    static char silence[] = "VIPS_WARNING=0", nothing[] = "/dev/null";
    char *words[] = { name, command, NULL }, *variables[] = { language, silence, NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int code;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    for (int i = 0; i < WORKER_SOCKET; i++)
        posix_spawn_file_actions_addopen(&files, i, nothing, O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&files, socket, WORKER_SOCKET);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    code = posix_spawn(ret_pid, program, &files, &attributes, words, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return code;
}

static bool wait_for_word(int socket, int wait_ms)
{
    int64_t end_us = clock_monotonic_us() + (int64_t)wait_ms * 1000;

    for (;;) {
        struct pollfd poll_for = { .fd = socket, .events = POLLIN };
        int64_t left_ms = (end_us - clock_monotonic_us()) / 1000;
        int count = poll(&poll_for, 1, left_ms > 0 ? (int)left_ms : 0);

        if (count >= 0 || errno != EINTR)
            return count > 0;
    }
}

static enum media_fault start_worker(const struct media *media, struct worker *worker)
{
    int ends[2], file = -1;
    bool is_ready;

    if (worker->pid > 0)
        return MEDIA_FINE;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return MEDIA_FAILED;
    if (spawn(media->program, ends[1], &worker->pid) != 0) {
        worker->pid = 0;
        close(ends[0]);
        close(ends[1]);
        return MEDIA_FAILED;
    }
    close(ends[1]);
    worker->socket = ends[0];
    is_ready = wait_for_word(worker->socket, START_MS) &&
               channel_receive(worker->socket, &worker->hello, sizeof worker->hello, &file) &&
               worker->hello.version == MESSAGE_VERSION;
    if (is_ready && worker->hello.is_loaded && worker->hello.is_filtered)
        return MEDIA_FINE;
    end_worker(worker);
    return is_ready && !worker->hello.is_loaded ? MEDIA_MISSING : MEDIA_FAILED;
}

static struct worker *take(struct media *media)
{
    struct worker *worker;

    pthread_mutex_lock(&media->lock);
    while (!media->idle)
        pthread_cond_wait(&media->has_idle, &media->lock);
    worker = media->idle;
    media->idle = worker->next_idle;
    pthread_mutex_unlock(&media->lock);
    return worker;
}

static void give(struct media *media, struct worker *worker)
{
    if (worker->jobs >= MEDIA_JOBS_EACH)
        end_worker(worker);
    pthread_mutex_lock(&media->lock);
    worker->next_idle = media->idle;
    media->idle = worker;
    pthread_cond_signal(&media->has_idle);
    pthread_mutex_unlock(&media->lock);
}

/* --- one image */

/* Sealed: the worker can neither change nor cut what it maps. */
static int image_file(struct text image)
{
    int file = memfd_create("image", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (file >= 0 && file_write_all(file, image) &&
        fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0)
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

/* A worker that died while it was idle is no fault of this image: a fresh one gets it. */
static enum media_fault hand_over(const struct media *media, struct worker *worker,
                                  const struct media_request *request, int image)
{
    for (int i = 0; i < 2; i++) {
        enum media_fault fault = start_worker(media, worker);

        if (fault != MEDIA_FINE)
            return fault;
        if (channel_send(worker->socket, request, sizeof *request, image))
            return MEDIA_FINE;
        end_worker(worker);
    }
    return MEDIA_FAILED;
}

static bool is_side(int32_t side)
{
    return side >= 1 && side <= LIMIT_IMAGE_SIDE;
}

/* What a worker may say. */
static bool is_sensible(const struct media_answer *answer, int picture)
{
    const struct media_facts *facts = &answer->facts;

    if (answer->version != MESSAGE_VERSION || answer->fault > MEDIA_FAILED)
        return false;
    if (answer->fault != MEDIA_FINE)
        return picture < 0;
    return picture >= 0 && answer->size_bytes > 0 && answer->size_bytes <= LIMIT_PICTURE_BYTES &&
           is_side(facts->width) && is_side(facts->height) && is_side(facts->picture_width) &&
           is_side(facts->picture_height) && media_type_of(facts->kind) &&
           media_type_of(facts->picture_kind);
}

/* Copied by reading, as the worker could still cut the file; and it must be what it is said to
   be, as a browser will be told so. */
static bool read_picture(int file, const struct media_answer *answer, struct arena *arena,
                         struct text *ret_picture)
{
    char *bytes = arena_alloc(arena, answer->size_bytes);
    size_t size = 0;

    while (size < answer->size_bytes) {
        ssize_t done = pread(file, bytes + size, answer->size_bytes - size, (off_t)size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        size += (size_t)done;
    }
    *ret_picture = (struct text){ bytes, size };
    return media_sniff(*ret_picture) == answer->facts.picture_kind;
}

static enum media_fault ask(const struct media *media, struct worker *worker,
                            struct media_answer *answer, struct arena *arena,
                            struct text *ret_picture)
{
    struct text picture = { 0 };
    int file = -1;
    bool is_answered = wait_for_word(worker->socket, media->deadline_ms) &&
                       channel_receive(worker->socket, answer, sizeof *answer, &file);
    bool is_believed = is_answered && is_sensible(answer, file) &&
                       (file < 0 || read_picture(file, answer, arena, &picture));

    if (file >= 0)
        close(file);
    worker->jobs++;
    if (!is_believed) {
        end_worker(worker);
        return MEDIA_HOSTILE;
    }
    if (answer->fault == MEDIA_FINE)
        *ret_picture = picture;
    return answer->fault;
}

enum media_fault media_make(struct media *media, struct text image, const struct media_wish *wish,
                            struct arena *arena, struct text *ret_picture,
                            struct media_facts *ret_facts)
{
    struct media_request request = { .version = MESSAGE_VERSION,
                                     .size_bytes = (uint32_t)image.size,
                                     .wish = *wish };
    struct media_answer answer;
    struct worker *worker;
    enum media_fault fault = MEDIA_FAILED;
    int file;

    if (image.size > LIMIT_IMAGE_BYTES || wish->width > LIMIT_IMAGE_SIDE ||
        wish->height > LIMIT_IMAGE_SIDE)
        return MEDIA_TOO_LARGE;
    if (media_sniff(image) == MEDIA_UNKNOWN)
        return MEDIA_NO_IMAGE;
    file = image_file(image);
    if (file < 0)
        return MEDIA_FAILED;
    worker = take(media);
    fault = hand_over(media, worker, &request, file);
    close(file);
    if (fault == MEDIA_FINE)
        fault = ask(media, worker, &answer, arena, ret_picture);
    give(media, worker);
    if (fault == MEDIA_FINE)
        *ret_facts = answer.facts;
    return fault;
}

/* --- all of them */

struct media *media_start(const struct media_settings *settings)
{
    struct media *media = memory_alloc(sizeof *media);
    int count = settings->workers;

    if (count < 1)
        count = 1;
    if (count > LIMIT_MEDIA_WORKERS)
        count = LIMIT_MEDIA_WORKERS;
    media->program = settings->program ? settings->program : "/proc/self/exe";
    media->deadline_ms = settings->deadline_ms > 0 ? settings->deadline_ms : MEDIA_DEADLINE_MS;
    pthread_mutex_init(&media->lock, NULL);
    pthread_cond_init(&media->has_idle, NULL);
    for (int i = 0; i < count; i++)
        give(media, &media->workers[i]);
    return media;
}

void media_stop(struct media *media)
{
    if (!media)
        return;
    for (int i = 0; i < LIMIT_MEDIA_WORKERS; i++)
        end_worker(&media->workers[i]);
    pthread_cond_destroy(&media->has_idle);
    pthread_mutex_destroy(&media->lock);
    free(media);
}

enum media_fault media_inspect_worker(struct media *media, struct arena *arena,
                                      struct text *ret_reason)
{
    struct worker *worker = take(media);
    enum media_fault fault = start_worker(media, worker);

    if (fault == MEDIA_FINE)
        *ret_reason = worker->hello.is_confined
                          ? T("")
                          : arena_print(arena, "%s",
                                        "this kernel has no Landlock: the worker's "
                                        "files are kept from it by its system calls "
                                        "alone");
    give(media, worker);
    return fault;
}

const char *media_fault_sentence(enum media_fault fault, bool in_chinese)
{
    static const char *const sentences[][2] = {
        [MEDIA_FINE] = { "", "" },
        [MEDIA_NO_IMAGE] = { "This is no image that can be read: JPEG, PNG, WebP, GIF and HEIC are.",
                             "无法识别的图片：支持 JPEG、PNG、WebP、GIF 和 HEIC。" },
        [MEDIA_TOO_LARGE] = { "The image is too large: at most 64 MiB, 20,000 pixels a side and "
                              "100 million pixels.",
                              "图片太大：最大 64 MiB，单边 2 万像素，总计 1 亿像素。" },
        [MEDIA_BROKEN] = { "The image is damaged.", "图片已损坏。" },
        [MEDIA_UNREADABLE] = { "This HEIC image cannot be read here. Save it as JPEG, or set the "
                               "camera to its most compatible format.",
                               "此处无法读取该 HEIC 图片。请另存为 JPEG，或将相机设为“兼容性最佳”格式。" },
        [MEDIA_HOSTILE] = { "The image could not be decoded safely.", "无法安全地解码此图片。" },
        [MEDIA_MISSING] = { "The image library is not installed on the server.",
                            "服务器未安装图像库。" },
        [MEDIA_FAILED] = { "The image cannot be worked on now.", "暂时无法处理图片。" },
    };

    return sentences[fault][in_chinese ? 1 : 0];
}
