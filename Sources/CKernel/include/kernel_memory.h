// Memory that outlives the process: memfd, seals, mappings.
#ifndef CKERNEL_MEMORY_H
#define CKERNEL_MEMORY_H

#include <stdint.h>

int32_t kernel_memfd(const char *name);

int32_t kernel_set_size(int32_t descriptor, int64_t bytes);

// Bytes of the file or -errno.
int64_t kernel_size(int32_t descriptor);

// Nobody, ourselves included, can cut or grow the file any more: a mapping of it never faults.
int32_t kernel_seal_size(int32_t descriptor);
// 1: sealed as kernel_seal_size does; 0: not; -errno: not a memfd.
int32_t kernel_is_size_sealed(int32_t descriptor);

// Maps a part of the file, shared. Null and *error = errno where that fails. `populated`: its pages are there at once.
void *kernel_map(int32_t descriptor, uint64_t offset, uint64_t bytes, int32_t populated,
    int32_t *error);

// Maps a part of the file twice in a row, so that what runs over its end is contiguous.
void *kernel_map_twice(int32_t descriptor, uint64_t offset, uint64_t bytes, int32_t *error);

void kernel_unmap(void *address, uint64_t bytes);

// Gives the memory of a part of the file back; it reads as zeroes afterwards.
int32_t kernel_punch(int32_t descriptor, uint64_t offset, uint64_t bytes);

// Copies what is not read again soon: it goes past the caches, and does not drive out of them what is in use. Everything is
// visible to other processes before what the caller stores next.
void kernel_copy_past_caches(void *to, const void *from, uint64_t bytes);

// Keeps the pages in memory: the kernel's own stores into them cannot fault.
int32_t kernel_lock(void *address, uint64_t bytes);

// From now on malloc takes allocations of at least so many bytes from the system, and gives them back when they are
// freed. Left alone it keeps ever larger ones for later.
void kernel_map_large_allocations(int32_t bytes);

// Gives what malloc holds free back to the system. Takes milliseconds where much was freed.
void kernel_release_free_memory(void);

#endif
