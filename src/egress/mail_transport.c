/* Mail transport: the table, and the directory: one .eml file per letter, for whoever takes
   them from there. */
#include "egress/mail_transport.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct mail_transport transports[] = {
    { "hold", .is_holding = true },
    { "directory", .is_repeatable = true, .send = mail_send_to_directory },
    { "smtp", .send = mail_send_by_smtp },
};

const struct mail_transport *mail_transport_of(const struct settings *settings)
{
    for (size_t i = 0; i < sizeof transports / sizeof *transports; i++)
        if (text_equal(text_from(settings->mail_transport), text_from(transports[i].name)))
            return &transports[i];
    return &transports[0];
}

/* Written beside and renamed, so that who reads the directory never sees half a letter. */
static bool write_letter(struct arena *arena, const char *folder, const struct mail_letter *letter)
{
    struct text path = arena_print(arena, "%s/%.*s.eml", folder, TEXT_ARG(letter->id));
    struct text beside = arena_print(arena, "%.*s.part", TEXT_ARG(path));
    int fd = open(beside.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool is_written;

    if (fd < 0)
        return false;
    is_written = file_write_all(fd, letter->bytes) && fsync(fd) == 0;
    close(fd);
    return is_written && rename(beside.at, path.at) == 0;
}

static bool make_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

enum mail_result mail_send_to_directory(const struct settings *settings, struct arena *arena,
                                        const struct mail_letter *letter, struct text *ret_fault)
{
    const char *folder = settings->mail_directory;

    if (!make_folder(folder) || !write_letter(arena, folder, letter)) {
        *ret_fault = T("the mail directory cannot be written");
        return MAIL_RESULT_LATER;
    }
    return MAIL_RESULT_SENT;
}
