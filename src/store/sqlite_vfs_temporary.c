/* Temporary files of the encrypting VFS: statement journals and whatever else SQLite puts aside,
   read and written at any place and size. The file on the disk is whole blocks under a key that
   only this open file has; nobody can read it afterwards, this program included. */
#include "store/sqlite_vfs.h"

#include "crypto/sector.h"

static bool is_hole(const unsigned char *block)
{
    for (int i = 0; i < VFS_PAGE_SIZE; i++)
        if (block[i] != 0)
            return false;
    return true;
}

/* A block that was never written is zeros. */
static int load_block(struct vfs_file *file, sqlite3_int64 at)
{
    sqlite3_file *real = vfs_real(file);
    int code = SQLITE_OK;

    if (at >= file->content_size) {
        memset(file->scratch, 0, VFS_PAGE_SIZE);
        return SQLITE_OK;
    }
    code = real->pMethods->xRead(real, file->scratch, VFS_PAGE_SIZE, at);
    if (code == SQLITE_IOERR_SHORT_READ) /* it was cut off; the rest is zeros by now */
        code = SQLITE_OK;
    if (code == SQLITE_OK && !is_hole(file->scratch))
        sector_decrypt(file->sectors, (uint64_t)at, file->scratch, VFS_PAGE_SIZE);
    return code;
}

static int store_block(struct vfs_file *file, sqlite3_int64 at)
{
    sqlite3_file *real = vfs_real(file);

    sector_encrypt(file->sectors, (uint64_t)at, file->scratch, VFS_PAGE_SIZE);
    return real->pMethods->xWrite(real, file->scratch, VFS_PAGE_SIZE, at);
}

int vfs_temporary_read(struct vfs_file *file, unsigned char *to, int size, sqlite3_int64 from)
{
    while (size > 0) {
        sqlite3_int64 at = from - from % VFS_PAGE_SIZE;
        int skip = (int)(from - at);
        int part = VFS_PAGE_SIZE - skip < size ? VFS_PAGE_SIZE - skip : size;
        int code = load_block(file, at);

        if (code == SQLITE_OK && from >= file->content_size)
            code = SQLITE_IOERR_SHORT_READ;
        if (code != SQLITE_OK) {
            memset(to, 0, (size_t)size);
            return code;
        }
        memcpy(to, file->scratch + skip, (size_t)part);
        to += part;
        from += part;
        size -= part;
    }
    return from > file->content_size ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

int vfs_temporary_write(struct vfs_file *file, const unsigned char *from, int size,
                        sqlite3_int64 to)
{
    while (size > 0) {
        sqlite3_int64 at = to - to % VFS_PAGE_SIZE;
        int skip = (int)(to - at);
        int part = VFS_PAGE_SIZE - skip < size ? VFS_PAGE_SIZE - skip : size;
        int code = part < VFS_PAGE_SIZE ? load_block(file, at) : SQLITE_OK;

        if (code != SQLITE_OK)
            return code;
        memcpy(file->scratch + skip, from, (size_t)part);
        code = store_block(file, at);
        if (code != SQLITE_OK)
            return code;
        from += part;
        to += part;
        size -= part;
        if (to > file->content_size)
            file->content_size = to;
    }
    return SQLITE_OK;
}

int vfs_temporary_truncate(struct vfs_file *file, sqlite3_int64 size)
{
    sqlite3_file *real = vfs_real(file);

    if (size < file->content_size)
        file->content_size = size;
    return real->pMethods->xTruncate(real,
                                     (size + VFS_PAGE_SIZE - 1) / VFS_PAGE_SIZE * VFS_PAGE_SIZE);
}
