/* File: what the C library leaves to each caller about descriptors. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/text.h"

#include <stdbool.h>

/* All of the bytes, however many writes they take. False with errno of the one that failed. */
bool file_write_all(int file, struct text bytes);

#endif
