/* File: writing to the end. */
#include "base/file.h"

#include <errno.h>
#include <unistd.h>

bool file_write_all(int file, struct text bytes)
{
    while (bytes.size > 0) {
        ssize_t done = write(file, bytes.at, bytes.size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes = text_from_offset(bytes, (size_t)done);
    }
    return true;
}
