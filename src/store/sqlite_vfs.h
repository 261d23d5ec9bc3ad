/* Encryption under SQLite: a VFS that lets nothing readable reach the disk. Private to src/store.

   The database file begins with one block of ours (sqlite_key_block.h), then come its pages. A
   page keeps 40 of its bytes for a nonce and a tag of XAES-256-GCM, bound to its number and its
   kind of file; what was changed, torn or moved is an error and never content. Pages of the
   write-ahead log are sealed in the same way, its frame headers by AES-XTS; temporary files
   under a key that dies with them. The shared-memory file holds page numbers only. */
#ifndef STORE_SQLITE_VFS_H
#define STORE_SQLITE_VFS_H

#include "crypto/secret.h"
#include "store/sqlite.h"

enum { VFS_PAGE_SIZE = 4096, VFS_PAGE_RESERVED = 40, VFS_KEY_SIZE = 32 };

/* --- sqlite_vfs.c */
/* Registers a VFS that encrypts with this key, under a name of its own. The key stays the
   caller's. NULL when SQLite refuses. */
struct sqlite_vfs *sqlite_vfs_new(const struct secret *key);
/* After the last file is closed; NULL is fine. */
void sqlite_vfs_free(struct sqlite_vfs *vfs);
/* For sqlite3_open_v2 and URIs; NULL (SQLite's own) for NULL. */
const char *sqlite_vfs_name(const struct sqlite_vfs *vfs);
/* What failed its check last, as a sentence for the log; empty when nothing did. */
struct text sqlite_vfs_damage(const struct sqlite_vfs *vfs, struct arena *arena);

/* --- for the files of the VFS itself */

/* Part of what is bound: the values never change. */
enum vfs_kind { VFS_DATABASE = 1, VFS_LOG = 2, VFS_TEMPORARY = 3 };

struct vfs_keys {
    struct secret *pages, *log, *log_headers;
};

struct vfs_file {
    sqlite3_file base; /* SQLite's view; the real file follows in memory */
    struct sqlite_vfs *vfs;
    enum vfs_kind kind;
    struct xaes *pages;         /* database and log */
    struct sector *sectors;     /* log headers, temporary files */
    unsigned char *scratch;     /* one page */
    const char *log_name;       /* of a database */
    bool is_recovering;         /* log: its header was read, and nothing written since */
    sqlite3_int64 content_size; /* temporary: what SQLite has written */
};

sqlite3_file *vfs_real(struct vfs_file *file);
/* The next nonce of this process: never the same twice. */
void vfs_nonce(struct sqlite_vfs *vfs, unsigned char *ret_nonce);
/* Remembers what is damaged; SQLite's code for it. */
int vfs_damaged(struct vfs_file *file, sqlite3_int64 place);
/* Is there a write-ahead log with content beside this database. */
bool vfs_has_log(const struct vfs_file *file);

/* --- sqlite_vfs_page.c: database and log */
int vfs_page_read(struct vfs_file *file, unsigned char *to, int size, sqlite3_int64 from);
int vfs_page_write(struct vfs_file *file, const unsigned char *from, int size, sqlite3_int64 to);

/* --- sqlite_vfs_temporary.c */
int vfs_temporary_read(struct vfs_file *file, unsigned char *to, int size, sqlite3_int64 from);
int vfs_temporary_write(struct vfs_file *file, const unsigned char *from, int size,
                        sqlite3_int64 to);
int vfs_temporary_truncate(struct vfs_file *file, sqlite3_int64 size);

#endif
