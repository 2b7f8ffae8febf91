#include "CAllocationCounter.h"

#include <stdatomic.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define SANITIZER_OWNS_MALLOC 1
#endif
#endif

static _Thread_local uint64_t thread_allocations;
static atomic_uint_fast64_t all_allocations;

uint64_t allocations_on_this_thread(void) { return thread_allocations; }
uint64_t allocations_on_all_threads(void) {
  return atomic_load_explicit(&all_allocations, memory_order_relaxed);
}

#ifdef SANITIZER_OWNS_MALLOC

bool allocations_are_counted(void) { return false; }

#else

bool allocations_are_counted(void) { return true; }

static void count_allocation(void) {
  thread_allocations += 1;
  atomic_fetch_add_explicit(&all_allocations, 1, memory_order_relaxed);
}

#include "counted_malloc.h"

#endif
