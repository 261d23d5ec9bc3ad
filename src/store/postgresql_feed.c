/* Feed between processes: one connection and one thread that listen and notify. What is to be
   told waits in a queue and goes out after the commit, many changes in one notification: a NOTIFY
   inside the writing transaction would make all commits of the database wait for each other.

   A notification is "<process> <kind>" and, on lines of their own, what it says:
       c  changes:  <op> <entity> <workspace> <id> <owner> <module>
       w  a whole message; or b, p, ..., e: one in pieces
       l  something was not told */
#include "codec/utf8.h"
#include "crypto/random.h"
#include "store/postgresql.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    LIMIT_NOTIFICATION = 7900, /* PostgreSQL takes less than 8000 bytes */
    LIMIT_CHANGE_LINE = 250,
    LIMIT_SENDERS = 64, /* processes whose messages are under way in pieces at one time */
    RECONNECT_MS = 1000,
    KIND_AT = ID_TEXT_SIZE + 1,
    WORDS_AT = ID_TEXT_SIZE + 3,
    UTF8_MOST = 4, /* bytes of one character */
};

#define CHANNEL "steward_feed"

/* A notification that waits; NUL-ended. */
struct notice {
    struct notice *next;
    size_t size;
    char kind;
    char at[LIMIT_NOTIFICATION + 1];
};

/* A message of another process that has not come whole yet. */
struct sender {
    char process[ID_TEXT_SIZE];
    bool is_open; /* its beginning has come */
    struct buffer message;
};

struct postgresql_feed {
    struct store *store;
    const char *url;
    pthread_t thread;
    int wake_fd;
    struct id_text process; /* ours */

    /* The thread's. */
    PGconn *link;
    bool has_listened;
    struct sender senders[LIMIT_SENDERS];
    size_t sender_count;

    pthread_mutex_t lock; /* of what follows */
    struct notice *first, *last;
    size_t waiting_bytes;
    bool is_lossy; /* the queue was full: others are to be told so */
    bool is_stopping;
};

static const char op_letters[] = { [CHANGE_INSERT] = 'i',
                                   [CHANGE_UPDATE] = 'u',
                                   [CHANGE_DELETE] = 'd',
                                   [CHANGE_MERGE] = 'm',
                                   [CHANGE_MANY] = '*' };

/* --- Any thread: into the queue --- */

static void wake(const struct postgresql_feed *feed)
{
    uint64_t one = 1;

    (void)!write(feed->wake_fd, &one, sizeof one);
}

/* `lock` is held. NULL: the queue is full. */
static struct notice *add_notice(struct postgresql_feed *feed, char kind)
{
    struct notice *notice;
    int size;

    if (feed->waiting_bytes + LIMIT_NOTIFICATION > FEED_WAITING) {
        feed->is_lossy = true;
        return NULL;
    }
    notice = memory_alloc(sizeof *notice);
    size = snprintf(notice->at, sizeof notice->at, "%s %c\n", feed->process.at, kind);
    notice->size = (size_t)size;
    notice->kind = kind;
    feed->waiting_bytes += sizeof *notice;
    if (feed->last)
        feed->last->next = notice;
    else
        feed->first = notice;
    feed->last = notice;
    return notice;
}

static void add_change(struct postgresql_feed *feed, const struct change *change)
{
    struct notice *notice = feed->last;
    int size;

    if (!notice || notice->kind != 'c' || notice->size + LIMIT_CHANGE_LINE > LIMIT_NOTIFICATION)
        notice = add_notice(feed, 'c');
    if (!notice)
        return;
    size = snprintf(notice->at + notice->size, LIMIT_CHANGE_LINE, "%c %s %lld %s %s %d\n",
                    op_letters[change->kind], change->entity->name, (long long)change->workspace_id,
                    id_to_text(change->id).at, id_to_text(change->owner).at, (int)change->module);
    notice->size += (size_t)size;
}

void postgresql_feed_changes(struct store *store, const struct change *changes, size_t count)
{
    struct postgresql_feed *feed = ((struct postgresql *)store->state)->feed;

    pthread_mutex_lock(&feed->lock);
    for (size_t i = 0; i < count; i++)
        add_change(feed, &changes[i]);
    pthread_mutex_unlock(&feed->lock);
    wake(feed);
}

/* All of its pieces, or none. */
static void add_message(struct postgresql_feed *feed, struct text message)
{
    size_t pieces = message.size / (LIMIT_NOTIFICATION - WORDS_AT - UTF8_MOST) + 1;
    bool is_first = true;

    if (feed->waiting_bytes + pieces * sizeof(struct notice) > FEED_WAITING) {
        feed->is_lossy = true;
        return;
    }
    while (message.size > 0) {
        struct text piece = utf8_first_bytes(message, LIMIT_NOTIFICATION - WORDS_AT);
        bool is_last = piece.size == message.size;
        struct notice *notice =
            add_notice(feed, is_first ? (is_last ? 'w' : 'b') : (is_last ? 'e' : 'p'));

        if (!notice || piece.size == 0)
            return;
        memcpy(notice->at + notice->size, piece.at, piece.size);
        notice->size += piece.size;
        message = text_from_offset(message, piece.size);
        is_first = false;
    }
}

void postgresql_feed_message(struct store *store, struct text message)
{
    struct postgresql_feed *feed = ((struct postgresql *)store->state)->feed;

    if (message.size > FEED_MESSAGE)
        return;
    pthread_mutex_lock(&feed->lock);
    add_message(feed, message);
    pthread_mutex_unlock(&feed->lock);
    wake(feed);
}

/* --- The thread: what others said --- */

static enum change_kind kind_of(char letter)
{
    enum change_kind kind = CHANGE_INSERT;

    while (kind < CHANGE_MANY && op_letters[kind] != letter)
        kind++;
    if (op_letters[CHANGE_MERGE] == letter)
        kind = CHANGE_MERGE;
    return kind;
}

/* False when a newer or older process says what this one does not know. */
static bool read_change(const struct store *store, struct text line, struct change *ret_change)
{
    struct text op = text_cut(&line, ' '), entity = text_cut(&line, ' ');
    struct text workspace = text_cut(&line, ' '), id = text_cut(&line, ' ');
    struct text owner = text_cut(&line, ' ');
    int64_t module;

    if (op.size != 1)
        return false;
    *ret_change =
        (struct change){ .entity = schema_find(store->schema, entity), .kind = kind_of(op.at[0]) };
    if (!ret_change->entity || !text_to_int64(workspace, &ret_change->workspace_id) ||
        !id_from_text(id, &ret_change->id) || !id_from_text(owner, &ret_change->owner) ||
        !text_to_int64(line, &module) || module < 0 || module >= MODULE_COUNT)
        return false;
    ret_change->module = (enum module)module;
    return true;
}

static void hear_changes(struct postgresql_feed *feed, struct text words)
{
    struct change changes[LIMIT_NOTIFICATION / 80];
    size_t count = 0;

    while (words.size > 0 && count < sizeof changes / sizeof *changes)
        count += read_change(feed->store, text_cut(&words, '\n'), &changes[count]) ? 1 : 0;
    feed_tell_changes(feed->store, changes, count);
}

/* Some of them are long gone; what the others were about to say is lost. */
static void forget_senders(struct postgresql_feed *feed)
{
    for (size_t i = 0; i < feed->sender_count; i++)
        buffer_release(&feed->senders[i].message);
    feed->sender_count = 0;
    feed_tell_lost(feed->store);
}

/* One whose message has come whole makes room for another. */
static struct sender *sender_of(struct postgresql_feed *feed, struct text process)
{
    struct sender *sender = NULL;

    for (size_t i = 0; i < feed->sender_count; i++) {
        if (memcmp(feed->senders[i].process, process.at, ID_TEXT_SIZE) == 0)
            return &feed->senders[i];
        if (!feed->senders[i].is_open)
            sender = &feed->senders[i];
    }
    if (!sender && feed->sender_count == LIMIT_SENDERS)
        forget_senders(feed);
    if (!sender)
        sender = &feed->senders[feed->sender_count++];
    *sender = (struct sender){ .message = buffer_on_heap(FEED_MESSAGE) };
    memcpy(sender->process, process.at, ID_TEXT_SIZE);
    return sender;
}

static void hear_piece(struct postgresql_feed *feed, struct text process, struct text piece,
                       char kind)
{
    struct sender *sender = sender_of(feed, process);

    if (kind == 'w' || kind == 'b') {
        buffer_clear(&sender->message);
        sender->is_open = true;
    }
    if (!sender->is_open)
        return;
    buffer_append(&sender->message, piece);
    if (kind == 'b' || kind == 'p')
        return;
    if (buffer_status(&sender->message) == OK)
        feed_tell_message(feed->store, buffer_text(&sender->message));
    buffer_release(&sender->message);
    sender->is_open = false;
}

static void hear(struct postgresql_feed *feed, struct text notification)
{
    struct text process = text_slice(notification, 0, ID_TEXT_SIZE);
    struct text words = text_from_offset(notification, WORDS_AT);

    if (notification.size < WORDS_AT || text_equal(process, text_from(feed->process.at)))
        return;
    switch (notification.at[KIND_AT]) {
    case 'c':
        hear_changes(feed, words);
        break;
    case 'w':
    case 'b':
    case 'p':
    case 'e':
        hear_piece(feed, process, words, notification.at[KIND_AT]);
        break;
    case 'l':
        feed_tell_lost(feed->store);
        break;
    default:
        break;
    }
}

static void hear_all(struct postgresql_feed *feed)
{
    PGnotify *notify;

    while ((notify = PQnotifies(feed->link))) {
        hear(feed, text_from(notify->extra));
        PQfreemem(notify);
    }
}

/* --- The thread: connecting, sending --- */

static bool run(struct postgresql_feed *feed, const char *sql)
{
    PGresult *result = PQexec(feed->link, sql);
    bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return is_done;
}

static void disconnect(struct postgresql_feed *feed)
{
    PQfinish(feed->link);
    feed->link = NULL;
}

/* What others said meanwhile was not heard. */
static bool connect_again(struct postgresql_feed *feed)
{
    if (feed->link)
        return true;
    feed->link = postgresql_connect(feed->url);
    if (!feed->link || PQstatus(feed->link) != CONNECTION_OK || !run(feed, "LISTEN " CHANNEL)) {
        disconnect(feed);
        return false;
    }
    if (feed->has_listened)
        feed_tell_lost(feed->store);
    feed->has_listened = true;
    return true;
}

static bool notify(struct postgresql_feed *feed, const char *words)
{
    const char *const values[] = { words };
    PGresult *result = PQexecParams(feed->link, "SELECT pg_notify('" CHANNEL "', $1)", 1, NULL,
                                    values, NULL, NULL, 0);
    bool is_done = PQresultStatus(result) == PGRES_TUPLES_OK;

    PQclear(result);
    hear_all(feed);
    return is_done;
}

static bool notify_lost(struct postgresql_feed *feed)
{
    char words[WORDS_AT + 1];
    bool is_due;

    pthread_mutex_lock(&feed->lock);
    is_due = feed->is_lossy;
    feed->is_lossy = false;
    pthread_mutex_unlock(&feed->lock);
    if (!is_due)
        return true;
    snprintf(words, sizeof words, "%s l\n", feed->process.at);
    return notify(feed, words);
}

static struct notice *take_notice(struct postgresql_feed *feed)
{
    struct notice *notice;

    pthread_mutex_lock(&feed->lock);
    notice = feed->first;
    if (notice) {
        feed->first = notice->next;
        if (!feed->first)
            feed->last = NULL;
        feed->waiting_bytes -= sizeof *notice;
    }
    pthread_mutex_unlock(&feed->lock);
    return notice;
}

/* What belongs to a message whose other pieces are lost goes with them. */
static void drop_rest_of_message(struct postgresql_feed *feed)
{
    pthread_mutex_lock(&feed->lock);
    feed->is_lossy = true;
    while (feed->first && (feed->first->kind == 'p' || feed->first->kind == 'e')) {
        struct notice *notice = feed->first;

        feed->first = notice->next;
        feed->waiting_bytes -= sizeof *notice;
        free(notice);
    }
    if (!feed->first)
        feed->last = NULL;
    pthread_mutex_unlock(&feed->lock);
}

/* False: the connection is lost, and what was under way with it. */
static bool send_all(struct postgresql_feed *feed)
{
    struct notice *notice;
    bool is_sent = true;

    while (is_sent && (notice = take_notice(feed))) {
        is_sent = notify(feed, notice->at);
        free(notice);
    }
    if (is_sent)
        return notify_lost(feed);
    drop_rest_of_message(feed);
    return false;
}

static bool is_stopping(struct postgresql_feed *feed)
{
    bool is_stopping;

    pthread_mutex_lock(&feed->lock);
    is_stopping = feed->is_stopping;
    pthread_mutex_unlock(&feed->lock);
    return is_stopping;
}

/* Until somebody wants something told, somebody else said something, or it is time to try to
   connect again. */
static void wait_for_news(const struct postgresql_feed *feed)
{
    struct pollfd fds[2] = { { .fd = feed->wake_fd, .events = POLLIN },
                             { .fd = feed->link ? PQsocket(feed->link) : -1, .events = POLLIN } };
    uint64_t count;

    if (poll(fds, 2, feed->link ? -1 : RECONNECT_MS) > 0 && fds[0].revents)
        (void)!read(feed->wake_fd, &count, sizeof count);
}

static void *feed_main(void *context)
{
    struct postgresql_feed *feed = context;

    while (!is_stopping(feed)) {
        bool is_well = connect_again(feed) && send_all(feed) && PQconsumeInput(feed->link) == 1;

        if (is_well)
            hear_all(feed);
        else
            disconnect(feed);
        wait_for_news(feed);
    }
    if (feed->link)
        (void)send_all(feed);
    disconnect(feed);
    return NULL;
}

/* --- Starting and stopping --- */

static void discard(struct postgresql_feed *feed)
{
    struct notice *notice;

    while ((notice = take_notice(feed)))
        free(notice);
    for (size_t i = 0; i < feed->sender_count; i++)
        buffer_release(&feed->senders[i].message);
    if (feed->wake_fd >= 0)
        close(feed->wake_fd);
    pthread_mutex_destroy(&feed->lock);
    free(feed);
}

enum status postgresql_feed_start(struct store *store)
{
    struct postgresql *pool = store->state;
    struct postgresql_feed *feed = memory_alloc(sizeof *feed);
    unsigned char random[10];

    random_fill(random, sizeof random);
    feed->store = store;
    feed->url = pool->url;
    feed->process = id_to_text(id_make(clock_now_ms(), random));
    feed->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    pthread_mutex_init(&feed->lock, NULL);
    /* From here on it listens: what is committed later by another process is heard. */
    (void)connect_again(feed);
    feed->has_listened = true;
    if (feed->wake_fd < 0 || pthread_create(&feed->thread, NULL, feed_main, feed) != 0) {
        disconnect(feed);
        discard(feed);
        return FAILED;
    }
    pool->feed = feed;
    return OK;
}

void postgresql_feed_stop(struct store *store)
{
    struct postgresql *pool = store->state;
    struct postgresql_feed *feed = pool->feed;

    pthread_mutex_lock(&feed->lock);
    feed->is_stopping = true;
    pthread_mutex_unlock(&feed->lock);
    wake(feed);
    pthread_join(feed->thread, NULL);
    pool->feed = NULL;
    discard(feed);
}
