/* Vfs: opening and closing, and the methods that only pass through. Everything that SQLite does
   not read or write content by is left to its own VFS underneath. */
#include "store/sqlite_vfs.h"

#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/sector.h"
#include "crypto/xaes.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { NONCE_PREFIX_SIZE = 16, KIND_SHIFT = 60 };

struct sqlite_vfs {
    sqlite3_vfs base;
    sqlite3_vfs *real;
    char name[32];
    struct vfs_keys keys;
    unsigned char nonce_prefix[NONCE_PREFIX_SIZE];
    _Atomic uint64_t nonces;
    _Atomic uint64_t damage; /* kind << KIND_SHIFT | place; 0: none */
};

/* ---- what the files share ---- */

sqlite3_file *vfs_real(struct vfs_file *file)
{
    return (sqlite3_file *)(void *)(file + 1);
}

void vfs_nonce(struct sqlite_vfs *vfs, unsigned char *ret_nonce)
{
    uint64_t number = atomic_fetch_add(&vfs->nonces, 1);

    memcpy(ret_nonce, vfs->nonce_prefix, NONCE_PREFIX_SIZE);
    memcpy(ret_nonce + NONCE_PREFIX_SIZE, &number, sizeof number);
}

int vfs_damaged(struct vfs_file *file, sqlite3_int64 place)
{
    atomic_store(&file->vfs->damage, (uint64_t)file->kind << KIND_SHIFT | (uint64_t)place);
    return SQLITE_IOERR_DATA;
}

bool vfs_has_log(const struct vfs_file *file)
{
    sqlite3_vfs *real = file->vfs->real;
    int is_there = 0;

    return file->log_name &&
           real->xAccess(real, file->log_name, SQLITE_ACCESS_EXISTS, &is_there) == SQLITE_OK &&
           is_there;
}

struct text sqlite_vfs_damage(const struct sqlite_vfs *vfs, struct arena *arena)
{
    uint64_t damage = vfs ? atomic_load(&vfs->damage) : 0;
    bool is_log = damage >> KIND_SHIFT == VFS_LOG;

    if (damage == 0)
        return (struct text){ 0 };
    return arena_print(arena,
                       "%s %llu of the %s fails its check: it was damaged or changed on the disk. "
                       "Restore a backup.",
                       is_log ? "byte" : "page",
                       (unsigned long long)(damage & (((uint64_t)1 << KIND_SHIFT) - 1)),
                       is_log ? "write-ahead log" : "database");
}

/* ---- methods of a file ---- */

static struct vfs_file *file_of(sqlite3_file *base)
{
    return (struct vfs_file *)(void *)base;
}

static int close_file(sqlite3_file *base)
{
    struct vfs_file *file = file_of(base);
    sqlite3_file *real = vfs_real(file);

    xaes_free(file->pages);
    sector_free(file->sectors);
    free(file->scratch);
    return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int read_file(sqlite3_file *base, void *to, int size, sqlite3_int64 from)
{
    struct vfs_file *file = file_of(base);

    return file->kind == VFS_TEMPORARY ? vfs_temporary_read(file, to, size, from)
                                       : vfs_page_read(file, to, size, from);
}

static int write_file(sqlite3_file *base, const void *from, int size, sqlite3_int64 to)
{
    struct vfs_file *file = file_of(base);

    return file->kind == VFS_TEMPORARY ? vfs_temporary_write(file, from, size, to)
                                       : vfs_page_write(file, from, size, to);
}

/* Our block in front of a database. */
static sqlite3_int64 shift_of(const struct vfs_file *file)
{
    return file->kind == VFS_DATABASE ? VFS_PAGE_SIZE : 0;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 size)
{
    struct vfs_file *file = file_of(base);
    sqlite3_file *real = vfs_real(file);

    if (file->kind == VFS_TEMPORARY)
        return vfs_temporary_truncate(file, size);
    return real->pMethods->xTruncate(real, size + shift_of(file));
}

static int size_of_file(sqlite3_file *base, sqlite3_int64 *ret_size)
{
    struct vfs_file *file = file_of(base);
    sqlite3_file *real = vfs_real(file);
    sqlite3_int64 size = 0;
    int code = real->pMethods->xFileSize(real, &size);

    if (code != SQLITE_OK)
        return code;
    if (file->kind == VFS_TEMPORARY)
        *ret_size = file->content_size;
    else
        *ret_size = size > shift_of(file) ? size - shift_of(file) : 0;
    return SQLITE_OK;
}

static int sync_file(sqlite3_file *base, int flags)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xSync(real, flags);
}

static int lock_file(sqlite3_file *base, int level)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xLock(real, level);
}

static int unlock_file(sqlite3_file *base, int level)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xUnlock(real, level);
}

static int check_reserved(sqlite3_file *base, int *ret_is_reserved)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xCheckReservedLock(real, ret_is_reserved);
}

/* A file never grows by zeros, which are no page, and is never mapped. */
static int control_file(sqlite3_file *base, int what, void *argument)
{
    sqlite3_file *real = vfs_real(file_of(base));

    if (what == SQLITE_FCNTL_CHUNK_SIZE || what == SQLITE_FCNTL_SIZE_HINT ||
        what == SQLITE_FCNTL_MMAP_SIZE)
        return SQLITE_OK;
    return real->pMethods->xFileControl(real, what, argument);
}

static int sector_size(sqlite3_file *base)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xSectorSize(real);
}

static int device_characteristics(sqlite3_file *base)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xDeviceCharacteristics(real) &
           (SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN);
}

static int map_shared(sqlite3_file *base, int region, int size, int extend,
                      void volatile **ret_memory)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xShmMap(real, region, size, extend, ret_memory);
}

static int lock_shared(sqlite3_file *base, int offset, int count, int flags)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xShmLock(real, offset, count, flags);
}

static void order_shared(sqlite3_file *base)
{
    sqlite3_file *real = vfs_real(file_of(base));

    real->pMethods->xShmBarrier(real);
}

static int unmap_shared(sqlite3_file *base, int is_deleted)
{
    sqlite3_file *real = vfs_real(file_of(base));

    return real->pMethods->xShmUnmap(real, is_deleted);
}

/* Version 2: without xFetch SQLite maps nothing. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = order_shared,
    .xShmUnmap = unmap_shared,
};

/* ---- opening ---- */

static void take_keys(struct vfs_file *file)
{
    const struct vfs_keys *keys = &file->vfs->keys;
    struct secret *passing;

    file->scratch = memory_alloc(VFS_PAGE_SIZE);
    if (file->kind == VFS_DATABASE) {
        file->pages = xaes_new(keys->pages);
    } else if (file->kind == VFS_LOG) {
        file->pages = xaes_new(keys->log);
        file->sectors = sector_new(keys->log_headers);
    } else {
        passing = secret_random(SECTOR_KEY_SIZE);
        file->sectors = sector_new(passing);
        secret_free(passing);
    }
}

static enum vfs_kind kind_of(int flags)
{
    if (flags & SQLITE_OPEN_MAIN_DB)
        return VFS_DATABASE;
    return flags & SQLITE_OPEN_WAL ? VFS_LOG : VFS_TEMPORARY;
}

/* A rollback journal is only written while a copy is made that nobody has yet (sqlite_copy.c),
   under a key that is gone afterwards. So none that is found has anything to say, and a database
   with one is no state that this program leaves. */
static bool is_left_over(struct vfs_file *file, int flags)
{
    sqlite3_file *real = vfs_real(file);
    sqlite3_int64 size = 0;

    return (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0 &&
           (real->pMethods->xFileSize(real, &size) != SQLITE_OK || size > 0);
}

static int open_file(sqlite3_vfs *base, const char *name, sqlite3_file *sqlite_file, int flags,
                     int *ret_flags)
{
    struct sqlite_vfs *vfs = base->pAppData;
    struct vfs_file *file = file_of(sqlite_file);
    int code;

    memset(file, 0, sizeof *file);
    file->vfs = vfs;
    file->kind = kind_of(flags);
    if (flags & SQLITE_OPEN_SUPER_JOURNAL)
        return SQLITE_CANTOPEN; /* there is one database */
    if (file->kind == VFS_DATABASE) {
        flags &= ~SQLITE_OPEN_CREATE; /* a database is made with its key (sqlite_key_block.h) */
        file->log_name = name ? sqlite3_filename_wal(name) : NULL;
    }
    vfs_real(file)->pMethods = NULL;
    code = vfs->real->xOpen(vfs->real, name, vfs_real(file), flags, ret_flags);
    if (code != SQLITE_OK)
        return code;
    if (is_left_over(file, flags)) {
        close_file(sqlite_file);
        return SQLITE_CANTOPEN;
    }
    take_keys(file);
    file->base.pMethods = &methods;
    return SQLITE_OK;
}

struct sqlite_vfs *sqlite_vfs_new(const struct secret *key)
{
    static _Atomic int count;
    struct sqlite_vfs *vfs = memory_alloc(sizeof *vfs);

    assert(secret_size(key) == VFS_KEY_SIZE);
    vfs->real = sqlite3_vfs_find(NULL);
    snprintf(vfs->name, sizeof vfs->name, "steward-%d", atomic_fetch_add(&count, 1));
    vfs->keys = (struct vfs_keys){
        .pages =
            hkdf_sha256(key, (struct text){ 0 }, T("steward database pages v1"), XAES_KEY_SIZE),
        .log = hkdf_sha256(key, (struct text){ 0 }, T("steward log pages v1"), XAES_KEY_SIZE),
        .log_headers =
            hkdf_sha256(key, (struct text){ 0 }, T("steward log headers v1"), SECTOR_KEY_SIZE),
    };
    random_fill(vfs->nonce_prefix, sizeof vfs->nonce_prefix);
    vfs->base = *vfs->real;
    vfs->base.zName = vfs->name;
    vfs->base.pAppData = vfs;
    vfs->base.pNext = NULL;
    vfs->base.szOsFile = (int)sizeof(struct vfs_file) + vfs->real->szOsFile;
    vfs->base.xOpen = open_file;
    if (sqlite3_vfs_register(&vfs->base, 0) == SQLITE_OK)
        return vfs;
    sqlite_vfs_free(vfs);
    return NULL;
}

void sqlite_vfs_free(struct sqlite_vfs *vfs)
{
    if (!vfs)
        return;
    sqlite3_vfs_unregister(&vfs->base);
    secret_free(vfs->keys.pages);
    secret_free(vfs->keys.log);
    secret_free(vfs->keys.log_headers);
    free(vfs);
}

const char *sqlite_vfs_name(const struct sqlite_vfs *vfs)
{
    return vfs ? vfs->name : NULL;
}
