#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "kernel_memory.h"
#include "kernel_fault.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

int32_t kernel_memfd(const char *name) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_MEMFD, -1, 0);
  if (fault < 0) return (int32_t)fault;
  int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t kernel_set_size(int32_t descriptor, int64_t bytes) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_TRUNCATE, descriptor, bytes);
  if (fault < 0) return (int32_t)fault;
  return ftruncate(descriptor, bytes) < 0 ? -errno : 0;
}

int64_t kernel_size(int32_t descriptor) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_STAT, descriptor, 0);
  if (fault < 0) return fault;
  struct stat status;
  return fstat(descriptor, &status) < 0 ? -(int64_t)errno : (int64_t)status.st_size;
}

int32_t kernel_seal_size(int32_t descriptor) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_SEAL, descriptor, 0);
  if (fault < 0) return (int32_t)fault;
  return fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0 ? -errno : 0;
}

int32_t kernel_is_size_sealed(int32_t descriptor) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_SEAL, descriptor, 0);
  if (fault < 0) return (int32_t)fault;
  int seals = fcntl(descriptor, F_GET_SEALS);
  if (seals < 0) return -errno;
  return (seals & (F_SEAL_SHRINK | F_SEAL_GROW)) == (F_SEAL_SHRINK | F_SEAL_GROW);
}

void *kernel_map(int32_t descriptor, uint64_t offset, uint64_t bytes, int32_t populated,
    int32_t *error) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_MAP, descriptor, (int64_t)bytes);
  if (fault < 0) {
    *error = (int32_t)-fault;
    return NULL;
  }
  void *address = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | (populated ? MAP_POPULATE : 0), descriptor,
                       (off_t)offset);
  if (address != MAP_FAILED) return address;
  *error = errno;
  return NULL;
}

void *kernel_map_twice(int32_t descriptor, uint64_t offset, uint64_t bytes, int32_t *error) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_MAP, descriptor, (int64_t)bytes);
  if (fault < 0) {
    *error = (int32_t)-fault;
    return NULL;
  }
  uint8_t *room = (uint8_t *)mmap(NULL, 2 * bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == (uint8_t *)MAP_FAILED) {
    *error = errno;
    return NULL;
  }
  for (int half = 0; half < 2; half++) {
    void *place = room + (uint64_t)half * bytes;
    if (mmap(place, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, descriptor, (off_t)offset) == MAP_FAILED) {
      *error = errno;
      munmap(room, 2 * bytes);
      return NULL;
    }
  }
  return room;
}

void kernel_unmap(void *address, uint64_t bytes) { munmap(address, bytes); }

int32_t kernel_lock(void *address, uint64_t bytes) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_LOCK, -1, (int64_t)bytes);
  if (fault < 0) return (int32_t)fault;
  return mlock(address, bytes) < 0 ? -errno : 0;
}

void kernel_map_large_allocations(int32_t bytes) { mallopt(M_MMAP_THRESHOLD, bytes); }

void kernel_release_free_memory(void) { malloc_trim(0); }

int32_t kernel_punch(int32_t descriptor, uint64_t offset, uint64_t bytes) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_PUNCH, descriptor, (int64_t)bytes);
  if (fault < 0) return (int32_t)fault;
  return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)offset, (off_t)bytes) < 0 ? -errno
                                                                                                            : 0;
}

#if defined(__SSE2__)
void kernel_copy_past_caches(void *to, const void *from, uint64_t bytes) {
  uint8_t *target = (uint8_t *)to;
  const uint8_t *source = (const uint8_t *)from;
  uint64_t line = 64;
  uint64_t head = (line - (uintptr_t)target % line) % line;
  if (head > bytes) head = bytes;
  memcpy(target, source, head);
  uint64_t at = head;
  for (; at + line <= bytes; at += line) {
    const __m128i *read = (const __m128i *)(source + at);
    __m128i *write = (__m128i *)(target + at);
    __m128i first = _mm_loadu_si128(read), second = _mm_loadu_si128(read + 1);
    __m128i third = _mm_loadu_si128(read + 2), fourth = _mm_loadu_si128(read + 3);
    _mm_stream_si128(write, first);
    _mm_stream_si128(write + 1, second);
    _mm_stream_si128(write + 2, third);
    _mm_stream_si128(write + 3, fourth);
  }
  memcpy(target + at, source + at, bytes - at);
  // Such stores are in no order with others without it.
  _mm_sfence();
}
#else
void kernel_copy_past_caches(void *to, const void *from, uint64_t bytes) { memcpy(to, from, bytes); }
#endif
