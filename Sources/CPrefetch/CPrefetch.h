#pragma once

// Asks the processor to bring the cache line at an address near. A hint: any address is allowed.
// Swift has no builtin for it; the function is inlined into its callers.
static inline __attribute__((always_inline)) void prefetch_line(const void *address) {
  __builtin_prefetch(address, 0, 3);
}
