/* Channel: sendmsg and recvmsg with SCM_RIGHTS. */
#include "media/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
};

bool channel_send(int socket, const void *message, size_t size, int file)
{
    union control control = { 0 };
    struct iovec piece = { .iov_base = (void *)(uintptr_t)message, .iov_len = size };
    struct msghdr letter = { .msg_iov = &piece, .msg_iovlen = 1 };
    ssize_t done;

    if (file >= 0) {
        letter.msg_control = control.bytes;
        letter.msg_controllen = sizeof control.bytes;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof file);
        memcpy(CMSG_DATA(&control.header), &file, sizeof file);
    }
    do
        done = sendmsg(socket, &letter, MSG_NOSIGNAL);
    while (done < 0 && errno == EINTR);
    return done == (ssize_t)size;
}

bool channel_receive(int socket, void *message, size_t size, int *ret_file)
{
    union control control = { 0 };
    struct iovec piece = { .iov_base = message, .iov_len = size };
    struct msghdr letter = { .msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes };
    const struct cmsghdr *header;
    int file = -1;
    ssize_t done;

    do
        done = recvmsg(socket, &letter, MSG_CMSG_CLOEXEC);
    while (done < 0 && errno == EINTR);
    header = done > 0 ? CMSG_FIRSTHDR(&letter) : NULL;
    if (header && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof file))
        memcpy(&file, CMSG_DATA(header), sizeof file);
    if (done == (ssize_t)size && !(letter.msg_flags & (MSG_TRUNC | MSG_CTRUNC))) {
        *ret_file = file;
        return true;
    }
    if (file >= 0)
        close(file);
    return false;
}
