/* Call: one request being served. One thread, one arena; it knows who asks, when, in which
   language, and holds the one refusal that is told if it fails. Handlers return a status; the
   dispatcher turns it into the answer. */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include "call/instance.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "http/http.h"
#include "schema/entity.h"
#include "schema/parse.h"

struct call_stream;
struct http_websocket;
struct zone;

enum { LIMIT_CALL_HEADERS = 16, ROUTE_PARAMETERS = 2 };

/* Who may call at all, before any grant is looked at. Zero is nobody: the route cannot run. */
enum who {
    WHO_UNDECLARED,
    WHO_ANYONE,    /* without a session too */
    WHO_SIGNED_IN, /* an account, perhaps without a workspace */
    WHO_MEMBER,    /* of the token's workspace */
    WHO_ADMIN,     /* of the token's workspace */
    WHO_SERVICE,   /* a program of the operator's, with a service key */
    WHO_OPERATOR,  /* an account that answers for the server; of a function, in any workspace */
};

/* A second factor that is wanted before the workspace opens. */
enum factor_missing {
    FACTOR_NOT_MISSING,
    FACTOR_TO_SHOW,   /* the account has one */
    FACTOR_TO_SET_UP, /* the workspace demands one and the account has none */
};

struct caller {
    struct id account_id, session_id; /* zero: anonymous */
    struct id service_key_id;         /* then the caller is a program, and no account */
    enum role role;                   /* in the workspace */
    struct text display_name;
    struct text email;
    int assurance;                      /* 2: a second factor was shown */
    enum factor_missing factor_missing; /* then the caller is in no workspace */
    bool is_operator;                   /* of the server, second factor shown if there is one */
};

/* How a call is answered that is still being written when its handler returns. The
   dispatcher's, as long as the handler runs. */
struct answer_later {
    void (*answer)(struct call *call, enum status status);
    bool is_pending; /* the handler's last write will answer */
};

/* What waits for the commit of the running call_write, see call_after_commit. */
struct after_commit {
    struct after_commit *next;
    void (*run)(const struct instance *instance, void *context);
    void *context;
};

/* What a human is told when a call fails. {field}, {entity}, {limit} and {value} in the sentence
   are filled in. */
struct refusal {
    enum status status;
    const char *code;          /* SQLSTATE, PGRST..., or GoTrue's error code */
    struct label say;          /* the sentence, both languages */
    struct label hint;         /* what to do about it */
    const struct field *field; /* the field it is about: named in `details` */
    const struct entity *entity;
    int64_t limit;
    int64_t row;           /* of a bulk request, from 1; told in the hint */
    struct text details;   /* instead of the name of the field */
    bool details_are_json; /* and written as they are */
    struct text value;     /* shown; never content of other people */
    int http;              /* when the status' own number does not fit */
    int64_t retry_after_s; /* TOO_MANY, UNAVAILABLE */
};

struct call {
    const struct instance *instance;
    struct http_exchange *exchange; /* NULL: not from the network (command line, jobs, tests) */
    const struct route *route;
    struct arena *arena;
    int64_t now_ms;
    enum language language;
    struct caller caller;
    struct identity identity;   /* what the store believes; workspace 0: none */
    const struct zone *zone;    /* of the workspace; UTC without one */
    struct text currency;       /* of the workspace */
    struct text path_parameter; /* what the first {} in the route's path matched, decoded */
    struct text path_parameter_2;

    bool is_refused;
    struct refusal refusal;
    enum store_fault fault; /* BROKEN and STATEMENT are logged once, by the dispatcher */
    struct text fault_message;

    struct after_commit *after_commit; /* newest first */
    struct answer_later *later;        /* NULL: call_write_last waits */
    bool is_claimed;                   /* its Idempotency-Key is: see call/idempotency.h */

    void *intake;               /* of the route's body_intake, from open to run */
    struct call_stream *stream; /* the answer is read while it is sent; then `body` stays empty */

    struct http_websocket *upgrade; /* OK is answered by becoming this */
    int http_status;                /* of the answer; 200 unless set */
    struct text content_type;
    struct buffer body;
    struct http_header headers[LIMIT_CALL_HEADERS];
    size_t header_count;
};

/* Keeps the refusal and returns its status: `return REFUSE(call, INVALID, .say = L(...));` */
enum status MUST_CHECK call_refuse(struct call *call, struct refusal refusal);
#define REFUSE(call, ...) call_refuse((call), (struct refusal){ __VA_ARGS__ })
enum status MUST_CHECK call_refuse_field(struct call *call, const struct entity *entity,
                                         const struct field *field, enum parse_fault fault,
                                         struct text value);
/* Turns what the database said into a refusal; used by call_read and call_write. */
enum status MUST_CHECK call_refuse_store(struct call *call, enum status status,
                                         const struct store_error *error);
/* The refusal as a sentence in the caller's language, placeholders filled. */
struct text call_refusal_sentence(const struct call *call);
struct text call_fill(const struct call *call, struct label sentence);

/* Work in one transaction as the caller, or as the server's own code. A refusal of the store
   becomes the call's refusal. Nothing is committed unless work returns OK. */
enum status MUST_CHECK call_read(struct call *call, store_work work, void *context);
enum status MUST_CHECK call_write(struct call *call, store_work work, void *context);
enum status MUST_CHECK call_read_as_system(struct call *call, store_work work, void *context);
enum status MUST_CHECK call_write_as_system(struct call *call, store_work work, void *context);

/* The handler's last step: no thread waits for the disk, and the call is answered when the
   transaction is on it. Work leaves the whole answer in the call; `settle` (may be NULL) turns the
   transaction's status into that of the call. To be returned at once: the call may be gone
   already. What work and settle use lives in the call's arena. */
enum status MUST_CHECK call_write_last(struct call *call, store_work work, void *context,
                                       enum status (*settle)(void *context, enum status status));

/* Runs `run` once the transaction of the call that is being written is committed, and not at all
   when it is rolled back: for what is kept in memory beside the store. Work that is run again
   asks again; so `run` may run twice. */
void call_after_commit(struct call *call,
                       void (*run)(const struct instance *instance, void *context), void *context);

/* A fresh id for a row of this call. */
struct id call_new_id(const struct call *call);
/* struct row of a new row: id, workspace, times, author, version 1. */
struct row call_new_row(const struct call *call);

/* Level of the caller in a module; LEVEL_NONE without a workspace. */
enum level call_level(const struct call *call, enum module module);
/* OK, or 403 with 42501 that names the module; 401 when nobody is signed in. */
enum status MUST_CHECK call_require(struct call *call, enum module module, enum level level);

/* The caller may look into the module of the kind of record (an entity by its name) that something
   is about; what is no kind of a module that is granted is about nothing in particular. */
bool call_sees_kind(const struct call *call, struct text entity);
/* OK, or 403 with 42501 that names the module. */
enum status MUST_CHECK call_require_kind(struct call *call, struct text entity);

/* Does the column exist for the caller. */
bool call_sees(const struct call *call, const struct field *field);
/* May the caller set it, in rows they may change. */
bool call_sets(const struct call *call, const struct field *field);
/* OK, or 403 with 42501 that names the field and the module it needs. VIEW to read it, to filter
   or to order by it; EDIT_OWN to set it. */
enum status MUST_CHECK call_require_field(struct call *call, const struct entity *entity,
                                          const struct field *field, enum level level);

/* The caller is in no workspace: says why, because no second factor was shown (insufficient_aal)
   or because there is none (42501). */
enum status MUST_CHECK call_refuse_outside(struct call *call);

struct text call_header(const struct call *call, struct text name);
/* The body as JSON; refuses with PGRST102 when it is not. */
enum status MUST_CHECK call_json(struct call *call, const struct json **ret_json);
void call_add_header(struct call *call, struct text name, struct text value);
/* A writer into the answer, which becomes JSON. */
struct json_writer call_answer_json(struct call *call);

#endif
