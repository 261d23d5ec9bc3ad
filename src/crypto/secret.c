/* Secret: bytes on the heap, wiped before they are given back. */
#include "crypto/secret.h"

#include "base/encode.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/reveal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct secret {
    size_t size;
    char bytes[]; /* and a NUL */
};

static struct secret *secret_new(size_t size)
{
    struct secret *secret = memory_alloc(sizeof *secret + size + 1);

    secret->size = size;
    return secret;
}

struct secret *secret_from_bytes(struct text bytes)
{
    struct secret *secret = secret_new(bytes.size);

    if (bytes.size > 0)
        memcpy(secret->bytes, bytes.at, bytes.size);
    return secret;
}

struct secret *secret_prefixed(const char *prefix, const struct secret *secret)
{
    size_t size = strlen(prefix);
    struct secret *prefixed = secret_new(size + secret->size);

    memcpy(prefixed->bytes, prefix, size);
    memcpy(prefixed->bytes + size, secret->bytes, secret->size);
    return prefixed;
}

struct secret *secret_random(size_t size_bytes)
{
    struct secret *secret = secret_new(size_bytes);

    random_fill(secret->bytes, size_bytes);
    return secret;
}

enum status secret_from_hex(struct text text, struct secret **ret_secret)
{
    struct secret *secret = secret_new(text.size / 2);

    if (!hex_decode_into(text, (unsigned char *)secret->bytes, secret->size, &secret->size)) {
        secret_free(secret);
        return INVALID;
    }
    *ret_secret = secret;
    return OK;
}

/* By its letters and its end; the URL form may be padded here, as other tools write it. */
static enum base64_form form_of(struct text *text)
{
    if (text_find_byte(*text, '-') == text->size && text_find_byte(*text, '_') == text->size)
        return text_ends_with(*text, T("=")) ? BASE64_PADDED : BASE64_BARE;
    for (int i = 0; i < 2 && text_ends_with(*text, T("=")); i++)
        text->size--;
    return BASE64_URL;
}

enum status secret_from_base64(struct text text, struct secret **ret_secret)
{
    enum base64_form form = form_of(&text);
    struct secret *secret = secret_new(text.size);

    if (!base64_decode_into(text, form, (unsigned char *)secret->bytes, secret->size,
                            &secret->size)) {
        secret_free(secret);
        return INVALID;
    }
    *ret_secret = secret;
    return OK;
}

enum status secret_take_env(const char *name, struct secret **ret_secret)
{
    char *value = getenv(name);
    size_t size = value ? strlen(value) : 0;

    if (size == 0)
        return NOT_FOUND;
    if (size > LIMIT_SECRET)
        return TOO_LARGE;
    *ret_secret = secret_from_bytes((struct text){ value, size });
    explicit_bzero(value, size);
    unsetenv(name);
    return OK;
}

/* May anybody but its owner, who is us or root, have seen or changed it? */
static enum status check_file(int file)
{
    struct stat about;

    if (fstat(file, &about) != 0)
        return FAILED;
    if (!S_ISREG(about.st_mode) || about.st_size == 0)
        return INVALID;
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0 ||
        (about.st_uid != geteuid() && about.st_uid != 0))
        return FORBIDDEN;
    return about.st_size > LIMIT_SECRET ? TOO_LARGE : OK;
}

static bool read_all(int file, char *at, size_t room, size_t *ret_size)
{
    size_t size = 0;

    while (size < room) {
        ssize_t got = read(file, at + size, room - size);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        size += (size_t)got;
    }
    *ret_size = size;
    return true;
}

static enum status read_secret(int file, struct secret **ret_secret)
{
    enum status status = check_file(file);
    struct secret *secret;

    if (status != OK)
        return status;
    secret = secret_new(LIMIT_SECRET);
    if (!read_all(file, secret->bytes, secret->size, &secret->size))
        status = FAILED;
    if (secret->size > 0 && secret->bytes[secret->size - 1] == '\n')
        secret->size--;
    if (secret->size > 0 && secret->bytes[secret->size - 1] == '\r')
        secret->size--;
    secret->bytes[secret->size] = '\0';
    if (status == OK && secret->size == 0)
        status = INVALID;
    if (status == OK)
        *ret_secret = secret_from_bytes(secret_reveal(secret));
    secret->size = LIMIT_SECRET; /* wiped as a whole */
    secret_free(secret);
    return status;
}

enum status secret_from_file(const char *path, struct secret **ret_secret)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    enum status status;

    if (file < 0)
        return errno == ENOENT || errno == ENOTDIR ? NOT_FOUND : FAILED;
    status = read_secret(file, ret_secret);
    close(file);
    return status;
}

size_t secret_size(const struct secret *secret)
{
    return secret->size;
}

bool secret_equal(const struct secret *a, const struct secret *b)
{
    return text_equal_constant_time(secret_reveal(a), secret_reveal(b));
}

bool secret_equal_text(const struct secret *secret, struct text text)
{
    return text_equal_constant_time(secret_reveal(secret), text);
}

void secret_free(struct secret *secret)
{
    if (!secret)
        return;
    explicit_bzero(secret->bytes, secret->size);
    free(secret);
}

static void secret_undo(void *secret)
{
    secret_free(secret);
}

void secret_keep(struct arena *arena, struct secret *secret)
{
    arena_defer(arena, secret_undo, secret);
}

struct text secret_reveal(const struct secret *secret)
{
    return (struct text){ secret->bytes, secret->size };
}
