/* Pages of the encrypting VFS: the database and the write-ahead log. Both are made of units that
   are sealed as a whole; SQLite reads parts of them now and then and writes whole ones only. */
#include "store/sqlite_vfs.h"

#include "crypto/sector.h"
#include "crypto/xaes.h"

enum {
    LOG_HEADER_SIZE = 32,
    FRAME_HEADER_SIZE = 24,
    FRAME_SIZE = FRAME_HEADER_SIZE + VFS_PAGE_SIZE,
    SEALED_SIZE = VFS_PAGE_SIZE - VFS_PAGE_RESERVED,
    ABOUT_SIZE = 9,
    RESERVED_AT = 20, /* in SQLite's header: bytes of a page that are not SQLite's */
};

enum unit_form { UNIT_PAGE, UNIT_FRAME_HEADER, UNIT_LOG_HEADER };

struct unit {
    enum unit_form form;
    sqlite3_int64 at; /* as SQLite counts */
    int size;
};

static struct unit unit_at(const struct vfs_file *file, sqlite3_int64 at)
{
    sqlite3_int64 frame;

    if (file->kind == VFS_DATABASE)
        return (struct unit){ UNIT_PAGE, at - at % VFS_PAGE_SIZE, VFS_PAGE_SIZE };
    if (at < LOG_HEADER_SIZE)
        return (struct unit){ UNIT_LOG_HEADER, 0, LOG_HEADER_SIZE };
    frame = at - (at - LOG_HEADER_SIZE) % FRAME_SIZE;
    if (at < frame + FRAME_HEADER_SIZE)
        return (struct unit){ UNIT_FRAME_HEADER, frame, FRAME_HEADER_SIZE };
    return (struct unit){ UNIT_PAGE, frame + FRAME_HEADER_SIZE, VFS_PAGE_SIZE };
}

/* Number of a page, or byte of the log. */
static sqlite3_int64 place_of(const struct vfs_file *file, struct unit unit)
{
    return file->kind == VFS_DATABASE ? unit.at / VFS_PAGE_SIZE + 1 : unit.at;
}

static sqlite3_int64 on_disk(const struct vfs_file *file, sqlite3_int64 at)
{
    return file->kind == VFS_DATABASE ? at + VFS_PAGE_SIZE : at;
}

/* ---- one unit ---- */

static struct text about_unit(const struct vfs_file *file, struct unit unit,
                              unsigned char about[ABOUT_SIZE])
{
    uint64_t place = (uint64_t)place_of(file, unit);

    about[0] = (unsigned char)file->kind;
    for (int i = 1; i < ABOUT_SIZE; i++)
        about[i] = (unsigned char)(place >> 8 * (i - 1));
    return (struct text){ (const char *)about, ABOUT_SIZE };
}

static void seal_unit(struct vfs_file *file, struct unit unit, const unsigned char *from,
                      unsigned char *to)
{
    unsigned char about[ABOUT_SIZE], *nonce = to + SEALED_SIZE;

    if (unit.form == UNIT_PAGE) {
        vfs_nonce(file->vfs, nonce);
        xaes_seal(file->pages, nonce, about_unit(file, unit, about),
                  (struct text){ (const char *)from, SEALED_SIZE }, to, nonce + XAES_NONCE_SIZE);
        return;
    }
    memcpy(to, from, (size_t)unit.size);
    if (unit.form == UNIT_FRAME_HEADER)
        sector_encrypt(file->sectors, (uint64_t)unit.at, to, FRAME_HEADER_SIZE);
}

/* In place. What is not a page's content is read as zeros, as SQLite has written it: the log's
   checksums go over it. */
static enum status open_unit(struct vfs_file *file, struct unit unit, unsigned char *bytes)
{
    unsigned char about[ABOUT_SIZE], *nonce = bytes + SEALED_SIZE;
    enum status status = OK;

    if (unit.form == UNIT_FRAME_HEADER)
        sector_decrypt(file->sectors, (uint64_t)unit.at, bytes, FRAME_HEADER_SIZE);
    if (unit.form == UNIT_PAGE) {
        status = xaes_open(file->pages, nonce, about_unit(file, unit, about),
                           (struct text){ (const char *)bytes, SEALED_SIZE },
                           nonce + XAES_NONCE_SIZE, bytes);
        memset(nonce, 0, VFS_PAGE_RESERVED);
    }
    return status;
}

/* ---- reading ---- */

/* A power cut may tear page 1 while a checkpoint writes it. The log then still has it, but SQLite
   looks at the head of the file before it opens the log: this says what that needs, a database
   with a log and pages of our size, and nothing else. */
static void stand_in_for_head(unsigned char *page)
{
    static const unsigned char head[] = {
        'S',
        'Q',
        'L',
        'i',
        't',
        'e',
        ' ',
        'f',
        'o',
        'r',
        'm',
        'a',
        't',
        ' ',
        '3',
        0,
        VFS_PAGE_SIZE >> 8,
        0,
        2,
        2,
        VFS_PAGE_RESERVED,
        64,
        32,
        32,
    };

    memset(page, 0, VFS_PAGE_SIZE);
    memcpy(page, head, sizeof head);
}

/* What a unit that fails its check means. While SQLite recovers a log, that is where it was torn,
   as a wrong checksum would be: zeros, which are no frame, end the recovery there. */
static int settle_damage(struct vfs_file *file, struct unit unit, unsigned char *bytes,
                         int wanted_size)
{
    if (file->kind == VFS_LOG && file->is_recovering && wanted_size == FRAME_SIZE) {
        memset(bytes, 0, (size_t)unit.size);
        return SQLITE_OK;
    }
    if (file->kind == VFS_DATABASE && unit.at == 0 && wanted_size < VFS_PAGE_SIZE &&
        vfs_has_log(file)) {
        stand_in_for_head(bytes);
        return SQLITE_OK;
    }
    return vfs_damaged(file, place_of(file, unit));
}

/* Nothing there is the end of the file; half a page there is damage. */
static int settle_short(struct vfs_file *file, struct unit unit, int wanted_size)
{
    sqlite3_file *real = vfs_real(file);
    sqlite3_int64 size = 0;

    if (file->kind == VFS_LOG || wanted_size < VFS_PAGE_SIZE)
        return SQLITE_IOERR_SHORT_READ;
    if (real->pMethods->xFileSize(real, &size) != SQLITE_OK)
        return SQLITE_IOERR_FSTAT;
    return size <= on_disk(file, unit.at) ? SQLITE_IOERR_SHORT_READ
                                          : vfs_damaged(file, place_of(file, unit));
}

static int read_unit(struct vfs_file *file, struct unit unit, unsigned char *bytes, int wanted_size)
{
    sqlite3_file *real = vfs_real(file);
    int code = real->pMethods->xRead(real, bytes, unit.size, on_disk(file, unit.at));

    if (code == SQLITE_IOERR_SHORT_READ)
        return settle_short(file, unit, wanted_size);
    if (code == SQLITE_OK && open_unit(file, unit, bytes) != OK)
        return settle_damage(file, unit, bytes, wanted_size);
    return code;
}

int vfs_page_read(struct vfs_file *file, unsigned char *to, int size, sqlite3_int64 from)
{
    int wanted_size = size;

    if (file->kind == VFS_LOG && from == 0)
        file->is_recovering = true;
    while (size > 0) {
        struct unit unit = unit_at(file, from);
        int skip = (int)(from - unit.at);
        int part = unit.size - skip < size ? unit.size - skip : size;
        unsigned char *bytes = part == unit.size ? to : file->scratch;
        int code = read_unit(file, unit, bytes, wanted_size);

        if (code != SQLITE_OK) {
            memset(to, 0, (size_t)size);
            return code;
        }
        if (bytes != to)
            memcpy(to, bytes + skip, (size_t)part);
        to += part;
        from += part;
        size -= part;
    }
    return SQLITE_OK;
}

/* ---- writing ---- */

/* A database that was not told to leave room would lose the end of each page: it is refused. */
static bool may_be_written(const struct vfs_file *file, struct unit unit,
                           const unsigned char *bytes, sqlite3_int64 at, int size)
{
    if (at != unit.at || size < unit.size)
        return false;
    return file->kind != VFS_DATABASE || unit.at != 0 || bytes[RESERVED_AT] == VFS_PAGE_RESERVED;
}

int vfs_page_write(struct vfs_file *file, const unsigned char *from, int size, sqlite3_int64 to)
{
    sqlite3_file *real = vfs_real(file);

    file->is_recovering = false;
    while (size > 0) {
        struct unit unit = unit_at(file, to);
        int code;

        if (!may_be_written(file, unit, from, to, size))
            return SQLITE_IOERR_WRITE;
        seal_unit(file, unit, from, file->scratch);
        code = real->pMethods->xWrite(real, file->scratch, unit.size, on_disk(file, unit.at));
        if (code != SQLITE_OK)
            return code;
        from += unit.size;
        to += unit.size;
        size -= unit.size;
    }
    return SQLITE_OK;
}
