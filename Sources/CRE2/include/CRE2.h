#pragma once
// RE2, regular expressions matched in time linear in the text, behind a C interface.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

// Compiles a pattern of Perl syntax over UTF-8. On failure returns NULL and leaves a terminated
// message in `error`. `memory_bytes` bounds the automaton.
cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t memory_bytes,
                           char *error, size_t error_capacity);
void cre2_free(cre2_pattern *pattern);

// Groups in parentheses, the whole match not counted.
int cre2_group_count(const cre2_pattern *pattern);

// The number of the group with this name, or -1.
int cre2_group_number(const cre2_pattern *pattern, const char *name, size_t length);

// Finds the first match at or after `start`. Fills `bounds` with begin and end of the match and of
// the groups, as offsets into text, -1 for a group that took no part; `groups` pairs at most, the
// match included. Returns 1 where there is a match.
int cre2_find(const cre2_pattern *pattern, const char *text, size_t length, size_t start,
              int64_t *bounds, int groups);

// The offset of the first `part` in `text`, or -1, in linear time: memmem(3), which Swift's Glibc
// module does not show.
int64_t cre2_index(const void *text, size_t length, const void *part, size_t part_length);

#ifdef __cplusplus
}
#endif
