// Counts heap allocations, so that tests can prove that a path allocates nothing.
//
// Linking this target replaces malloc and its relatives by ones that count and then call glibc's own.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// How often memory was allocated, or a block enlarged, on the calling thread since it started.
uint64_t allocations_on_this_thread(void);

// The same over all threads.
uint64_t allocations_on_all_threads(void);

// False where a sanitizer owns malloc, and nothing is counted: skip the test.
bool allocations_are_counted(void);
