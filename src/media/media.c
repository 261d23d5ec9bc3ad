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
    enum media_trade trade;
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
static int spawn(const struct media *media, int socket, pid_t *ret_pid)
{
    static char pictures[] = "pictures", paper[] = "paper", trade[] = "--for";
    static char name[] = "steward", command[] = "media-worker", language[] = "LC_ALL=C.UTF-8";
    static char silence[] = "VIPS_WARNING=0", nothing[] = "/dev/null";
    char *words[] = { name, command, trade, media->trade == MEDIA_FOR_PAPER ? paper : pictures,
                      NULL };
    char *variables[] = { language, silence, NULL };
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
    code = posix_spawn(ret_pid, media->program, &files, &attributes, words, variables);
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
    if (spawn(media, ends[1], &worker->pid) != 0) {
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

/* What a worker may say about a picture, about codes, about a PDF. */
static bool is_picture(const struct media_answer *answer, struct text result)
{
    const struct media_facts *facts = &answer->facts;

    return result.size > 0 && is_side(facts->width) && is_side(facts->height) &&
           is_side(facts->picture_width) && is_side(facts->picture_height) &&
           media_type_of(facts->kind) && media_type_of(facts->picture_kind) &&
           media_sniff(result) == facts->picture_kind;
}

static bool is_code(const struct media_code *code, const struct media_facts *image)
{
    return code->kind >= CODE_EAN_13 && code->kind <= CODE_QR && code->size > 0 &&
           code->size <= LIMIT_CODE_TEXT && code->x >= 0 && code->y >= 0 && code->width >= 0 &&
           code->height >= 0 && code->x <= image->width && code->y <= image->height &&
           code->width <= image->width && code->height <= image->height;
}

static bool are_codes(const struct media_answer *answer, struct text result)
{
    size_t count = result.size / sizeof(struct media_code);
    struct media_code code;

    if (result.size % sizeof code != 0 || count > LIMIT_CODES || !is_side(answer->facts.width) ||
        !is_side(answer->facts.height))
        return false;
    for (size_t i = 0; i < count; i++) {
        memcpy(&code, result.at + i * sizeof code, sizeof code);
        if (!is_code(&code, &answer->facts))
            return false;
    }
    return true;
}

static bool is_pdf(const struct media_answer *answer, struct text result)
{
    (void)answer;
    return text_starts_with(result, T("%PDF-1."));
}

static bool is_sensible(enum media_job job, const struct media_answer *answer, struct text result)
{
    static bool (*const looks[])(const struct media_answer *answer, struct text result) = {
        [JOB_PICTURE] = is_picture,
        [JOB_CODES] = are_codes,
        [JOB_PAPER] = is_pdf,
    };

    return looks[job](answer, result);
}

/* Copied by reading, as the worker could still cut the file. */
static bool read_result(int file, size_t wanted, struct arena *arena, struct text *ret_result)
{
    char *bytes = arena_alloc(arena, wanted + 1);
    size_t size = 0;

    while (size < wanted) {
        ssize_t done = pread(file, bytes + size, wanted - size, (off_t)size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        size += (size_t)done;
    }
    *ret_result = (struct text){ bytes, size };
    return true;
}

struct work {
    struct media_request request;
    struct arena *arena;
    struct media_answer answer;
    struct text result;
};

/* What came must be what it is said to be, as a browser will be told so. */
static bool is_believed(struct work *work, int file)
{
    const struct media_answer *answer = &work->answer;

    if (answer->version != MESSAGE_VERSION || answer->fault > MEDIA_FAILED ||
        answer->size_bytes > LIMIT_PICTURE_BYTES)
        return false;
    if (answer->fault != MEDIA_FINE)
        return file < 0;
    return file >= 0 && read_result(file, answer->size_bytes, work->arena, &work->result) &&
           is_sensible(work->request.job, answer, work->result);
}

static enum media_fault ask(const struct media *media, struct worker *worker, struct work *work)
{
    int file = -1;
    bool is_answered = wait_for_word(worker->socket, media->deadline_ms) &&
                       channel_receive(worker->socket, &work->answer, sizeof work->answer, &file);
    bool is_good = is_answered && is_believed(work, file);

    if (file >= 0)
        close(file);
    worker->jobs++;
    if (!is_good) {
        end_worker(worker);
        return MEDIA_HOSTILE;
    }
    return work->answer.fault;
}

/* `bytes` are looked at; work->result and work->answer come. */
static enum media_fault run(struct media *media, struct work *work, struct text bytes)
{
    int file = image_file(bytes);
    struct worker *worker;
    enum media_fault fault;

    if (file < 0)
        return MEDIA_FAILED;
    work->request.version = MESSAGE_VERSION;
    work->request.size_bytes = (uint32_t)bytes.size;
    worker = take(media);
    fault = hand_over(media, worker, &work->request, file);
    close(file);
    if (fault == MEDIA_FINE)
        fault = ask(media, worker, work);
    give(media, worker);
    return fault;
}

static enum media_fault check_image(struct text image)
{
    if (image.size > LIMIT_IMAGE_BYTES)
        return MEDIA_TOO_LARGE;
    return media_sniff(image) == MEDIA_UNKNOWN ? MEDIA_NO_IMAGE : MEDIA_FINE;
}

enum media_fault media_make(struct media *media, struct text image, const struct media_wish *wish,
                            struct arena *arena, struct text *ret_picture,
                            struct media_facts *ret_facts)
{
    struct work work = { .request = { .job = JOB_PICTURE, .wish = *wish }, .arena = arena };
    enum media_fault fault = check_image(image);

    if (wish->width > LIMIT_IMAGE_SIDE || wish->height > LIMIT_IMAGE_SIDE)
        return MEDIA_TOO_LARGE;
    if (fault == MEDIA_FINE)
        fault = run(media, &work, image);
    if (fault != MEDIA_FINE)
        return fault;
    *ret_picture = work.result;
    *ret_facts = work.answer.facts;
    return MEDIA_FINE;
}

enum media_fault media_find_codes(struct media *media, struct text image, struct arena *arena,
                                  struct media_codes *ret_codes)
{
    struct work work = { .request = { .job = JOB_CODES }, .arena = arena };
    enum media_fault fault = check_image(image);

    if (fault == MEDIA_FINE)
        fault = run(media, &work, image);
    if (fault != MEDIA_FINE)
        return fault;
    *ret_codes = (struct media_codes){ .count = work.result.size / sizeof(struct media_code),
                                       .width = work.answer.facts.width,
                                       .height = work.answer.facts.height };
    ret_codes->at = ARENA_NEW_ARRAY(arena, struct media_code, ret_codes->count + 1);
    memcpy(ret_codes->at, work.result.at, work.result.size);
    return MEDIA_FINE;
}

enum media_fault media_print(struct media *media, struct text marks, struct arena *arena,
                             struct text *ret_pdf)
{
    struct work work = { .request = { .job = JOB_PAPER }, .arena = arena };
    enum media_fault fault = run(media, &work, marks);

    if (fault == MEDIA_FINE)
        *ret_pdf = work.result;
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
    media->trade = settings->trade;
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

    if (fault == MEDIA_MISSING)
        *ret_reason =
            arena_print(arena, "%.*s", (int)sizeof worker->hello.missing, worker->hello.missing);
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
