/* Banned: functions of the C library that nobody here calls. The Makefile includes this file
   before every other one, so a call does not compile and says what to use instead; it declares
   what the system's headers declare, no more, and includes none of them. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#define BANNED(instead) __attribute__((unavailable(instead)))

struct tm;

/* No bounds, or bounds that are easily wrong. */
char *strcpy(char *, const char *) BANNED("build with struct buffer, or memcpy a known size");
char *strncpy(char *, const char *, __SIZE_TYPE__) BANNED("it may leave out the NUL: memcpy");
char *strcat(char *, const char *) BANNED("build with struct buffer");
char *strncat(char *, const char *, __SIZE_TYPE__) BANNED("build with struct buffer");
char *stpcpy(char *, const char *) BANNED("build with struct buffer");
int sprintf(char *, const char *, ...) BANNED("use buffer_print, arena_print or snprintf");
int vsprintf(char *, const char *, __builtin_va_list) BANNED("use arena_print_list");
char *tmpnam(char *) BANNED("use mkstemp");
char *mktemp(char *) BANNED("use mkstemp");

/* Errors that cannot be told from values. */
int atoi(const char *) BANNED("use text_to_int64");
long atol(const char *) BANNED("use text_to_int64");
long long atoll(const char *) BANNED("use text_to_int64");
double atof(const char *) BANNED("use decimal_from_text, or strtod with its end");

/* State that threads share, and places that the process is in. */
char *strtok(char *, const char *) BANNED("use text_cut");
struct tm *localtime(const long *) BANNED("use base/zone.h");
struct tm *gmtime(const long *) BANNED("use base/time.h");
char *ctime(const long *) BANNED("use instant_to_text");
char *asctime(const struct tm *) BANNED("use instant_to_text");

/* Chance that can be guessed. */
int rand(void) BANNED("use random_fill, or the chance that the caller passes in");
void srand(unsigned int) BANNED("use random_fill, or the chance that the caller passes in");
long random(void) BANNED("use random_fill, or the chance that the caller passes in");
double drand48(void) BANNED("use random_fill, or the chance that the caller passes in");

/* A shell between us and a program. */
int system(const char *) BANNED("use posix_spawn with an argument list");

#undef BANNED

#endif
