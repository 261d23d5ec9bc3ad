/* Device: the little that is kept of a client (N-020): family of the app and of the operating
   system, never the whole user agent. */
#ifndef CALL_DEVICE_H
#define CALL_DEVICE_H

#include "call/call.h"

struct device {
    struct text app;    /* "Chrome 131", "Safari 18", "steward-js", "other" */
    struct text os;     /* "iOS 18", "Android 15", "Windows", "macOS", "Linux", "other" */
    struct text region; /* country code from a trusted proxy, "local", or "unknown" */
};

/* Texts live in the exchange's arena or are literals. Also before a call exists. */
struct device device_of(struct http_exchange *exchange, const struct settings *settings);

#endif
