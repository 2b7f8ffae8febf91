// Counts the heap allocations of a daemon's loop threads: preloaded into it, so that the very binary that is released can
// be held to "none per point and none per readiness" (scripts/test-allocations). Threads that look after the process now
// and then may allocate.
//
// The count lies in the file that ALLOCATIONS names, where whoever measures reads it while the daemon runs.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

// Until the file is mapped, that is, before main, nobody asks.
static atomic_uint_fast64_t before_main;
static atomic_uint_fast64_t *allocations = &before_main;

__attribute__((constructor)) static void map_count(void) {
  const char *path = getenv("ALLOCATIONS");
  int descriptor = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (descriptor < 0) return;
  void *page = mmap(NULL, sizeof *allocations, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (page != MAP_FAILED) allocations = page;
  close(descriptor);
}

static void count_allocation(void) {
  // The names that ps shows: "udfd loop 0". Asked each time, since a thread may allocate before it has its name.
  char name[16] = "";
  if (prctl(PR_GET_NAME, name) || strncmp(name, "udfd loop", 9)) return;
  atomic_fetch_add_explicit(allocations, 1, memory_order_relaxed);
}

#include "../CAllocationCounter/counted_malloc.h"
