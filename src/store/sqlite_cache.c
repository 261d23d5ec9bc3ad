/* Page cache: SQLite's own, but for one thing. Where SQLite swaps two pages while it balances a
   tree, one of them is numbered 262145 for a moment, and at the end of the transaction the cache is
   told to drop what is past the end of the file. In a file below 1 GiB it then looks at every page
   it holds, once a commit, for a number that is long gone. Here who has which number is known. */
#include "store/sqlite.h"

#include <stdlib.h>

struct pages {
    sqlite3_pcache *own;
    unsigned highest; /* no page has a higher number ... */
    unsigned away;    /* ... but for this one; 0: none */
};

static sqlite3_pcache_methods2 real;

static struct pages *pages_of(sqlite3_pcache *cache)
{
    return (struct pages *)(void *)cache;
}

static int start(void *context)
{
    (void)context;
    return real.xInit(real.pArg);
}

static void stop(void *context)
{
    (void)context;
    real.xShutdown(real.pArg);
}

static sqlite3_pcache *create(int page_size, int extra_size, int is_purgeable)
{
    struct pages *pages = memory_alloc(sizeof *pages);

    pages->own = real.xCreate(page_size, extra_size, is_purgeable);
    if (pages->own)
        return (sqlite3_pcache *)(void *)pages;
    free(pages);
    return NULL;
}

static void destroy(sqlite3_pcache *cache)
{
    real.xDestroy(pages_of(cache)->own);
    free(cache);
}

static void limit(sqlite3_pcache *cache, int pages)
{
    real.xCachesize(pages_of(cache)->own, pages);
}

static int count(sqlite3_pcache *cache)
{
    return real.xPagecount(pages_of(cache)->own);
}

static sqlite3_pcache_page *fetch(sqlite3_pcache *cache, unsigned number, int how)
{
    struct pages *pages = pages_of(cache);
    sqlite3_pcache_page *page = real.xFetch(pages->own, number, how);

    if (page && number > pages->highest)
        pages->highest = number;
    return page;
}

static void unpin(sqlite3_pcache *cache, sqlite3_pcache_page *page, int is_dropped)
{
    real.xUnpin(pages_of(cache)->own, page, is_dropped);
}

static void renumber(sqlite3_pcache *cache, sqlite3_pcache_page *page, unsigned was, unsigned is)
{
    struct pages *pages = pages_of(cache);

    real.xRekey(pages->own, page, was, is);
    if (was == pages->away)
        pages->away = 0;
    if (is <= pages->highest)
        return;
    if (pages->away == 0)
        pages->away = is;
    else
        pages->highest = is;
}

/* Drops the pages from `first` on. */
static void truncate_to(sqlite3_pcache *cache, unsigned first)
{
    struct pages *pages = pages_of(cache);

    if (first > pages->highest && pages->away == 0)
        return;
    real.xTruncate(pages->own, first);
    if (pages->away >= first)
        pages->away = 0;
    if (pages->highest >= first)
        pages->highest = first > 0 ? first - 1 : 0;
}

static void shrink(sqlite3_pcache *cache)
{
    real.xShrink(pages_of(cache)->own);
}

static const sqlite3_pcache_methods2 methods = {
    .iVersion = 1,
    .xInit = start,
    .xShutdown = stop,
    .xCreate = create,
    .xCachesize = limit,
    .xPagecount = count,
    .xFetch = fetch,
    .xUnpin = unpin,
    .xRekey = renumber,
    .xTruncate = truncate_to,
    .xDestroy = destroy,
    .xShrink = shrink,
};

static void install(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &real) == SQLITE_OK && real.iVersion == 1)
        sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}

void sqlite_cache_install(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, install);
}
