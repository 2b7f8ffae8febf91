#pragma once

// What a processor does in one instruction and Swift has no word for. Inlined into the callers.

#include <stdint.h>

// Asks for the cache line at an address to be brought near. A hint: any address is allowed.
static inline __attribute__((always_inline)) void prefetch_line(const void *address) {
  __builtin_prefetch(address, 0, 3);
}

// The number of the lowest bit that is set; of no meaning for 0. Swift's trailingZeroBitCount
// answers for 0 too, for which x86-64 without BMI needs several instructions more.
static inline __attribute__((always_inline)) int lowest_bit_32(uint32_t bits) {
  return __builtin_ctz(bits);
}

static inline __attribute__((always_inline)) int lowest_bit_64(uint64_t bits) {
  return __builtin_ctzll(bits);
}

// How many of `count` ascending values are below `value`. The comparisons are as good as random, so
// that they must not become branches; __builtin_unpredictable says so, and Swift has no such word.
#define COUNT_BELOW(name, type)                                                           \
  static inline __attribute__((always_inline)) long name(const type *values, long count, \
                                                         type value) {                    \
    long base = 0;                                                                        \
    while (count > 1) {                                                                   \
      long half = count >> 1;                                                             \
      base = __builtin_unpredictable(values[base + half - 1] < value) ? base + half : base; \
      count -= half;                                                                      \
    }                                                                                     \
    return base + (count == 1 && values[base] < value);                                   \
  }
COUNT_BELOW(count_below_float, float)
COUNT_BELOW(count_below_double, double)
COUNT_BELOW(count_below_integer, uint32_t)
#undef COUNT_BELOW
