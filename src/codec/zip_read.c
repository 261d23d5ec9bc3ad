/* ZIP reading over libarchive. A part is found by reading the directory again: parts are few. */
#include "codec/zip_read.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

struct zip_part {
    struct archive *archive;
    size_t packed; /* bytes of the whole archive */
    size_t unpacked;
};

/* Why the library gave up: the file, or the machine. */
static enum status say_broken(struct archive *archive, const char **ret_fault)
{
    bool is_of_machine = !archive || archive_errno(archive) == ENOMEM;

    *ret_fault = is_of_machine ? "no memory to read the file"
                               : "the file is not a ZIP archive, or it is damaged";
    return is_of_machine ? FAILED : INVALID;
}

/* False with *ret_archive to be freed all the same. */
static bool open_archive(struct text bytes, struct archive **ret_archive)
{
    struct archive *archive = archive_read_new();

    *ret_archive = archive;
    return archive && archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK &&
           archive_read_open_memory(archive, bytes.at, bytes.size) == ARCHIVE_OK;
}

/* ARCHIVE_WARN is about names and times, which do not matter here. */
static bool next_entry(struct archive *archive, struct archive_entry **ret_entry, bool *ret_failed)
{
    int result = archive_read_next_header(archive, ret_entry);

    *ret_failed = result != ARCHIVE_OK && result != ARCHIVE_WARN && result != ARCHIVE_EOF;
    return result == ARCHIVE_OK || result == ARCHIVE_WARN;
}

enum status zip_check(struct text bytes, const char **ret_fault)
{
    struct archive *archive;
    struct archive_entry *entry;
    size_t count = 0;
    bool failed = !open_archive(bytes, &archive);
    enum status status = OK;

    while (!failed && count <= ZIP_LIMIT_ENTRIES && next_entry(archive, &entry, &failed))
        count++;
    if (failed || count == 0) {
        status = say_broken(archive, ret_fault);
    } else if (count > ZIP_LIMIT_ENTRIES) {
        *ret_fault = "the archive has too many entries";
        status = TOO_LARGE;
    }
    archive_read_free(archive);
    return status;
}

static void part_free(void *subject)
{
    struct zip_part *part = subject;

    archive_read_free(part->archive);
}

static bool is_named(struct archive_entry *entry, struct text name)
{
    const char *path = archive_entry_pathname(entry);

    return path && text_equal_nocase(text_from(path), name);
}

enum status zip_part_open(struct arena *arena, struct text bytes, struct text name,
                          struct zip_part **ret_part, const char **ret_fault)
{
    struct archive *archive;
    struct archive_entry *entry = NULL;
    bool failed = !open_archive(bytes, &archive), found = false;
    size_t count = 0;
    enum status status = NOT_FOUND;

    while (!failed && !found && count++ < ZIP_LIMIT_ENTRIES && next_entry(archive, &entry, &failed))
        found = is_named(entry, name);
    if (found) {
        struct zip_part *part = ARENA_NEW(arena, struct zip_part);

        *part = (struct zip_part){ archive, bytes.size, 0 };
        arena_defer(arena, part_free, part);
        *ret_part = part;
        return OK;
    }
    *ret_fault = "a part of the file is missing";
    if (failed)
        status = say_broken(archive, ret_fault);
    archive_read_free(archive);
    return status;
}

enum status zip_part_read(struct zip_part *part, struct text *ret_chunk, const char **ret_fault)
{
    const void *at = NULL;
    size_t size = 0;
    la_int64_t offset;
    int result = archive_read_data_block(part->archive, &at, &size, &offset);

    if (result == ARCHIVE_EOF) {
        *ret_chunk = (struct text){ 0 };
        return OK;
    }
    if (result != ARCHIVE_OK) /* a warning is about wrong sizes and checksums */
        return say_broken(part->archive, ret_fault);
    part->unpacked += size;
    if (part->unpacked > ZIP_LIMIT_UNPACKED ||
        (part->unpacked > ZIP_RATIO_FROM && part->unpacked / ZIP_LIMIT_RATIO > part->packed)) {
        *ret_fault = "a part of the file unpacks to too many bytes";
        return TOO_LARGE;
    }
    *ret_chunk = (struct text){ at, size };
    return OK;
}
