// The process and its threads.
#ifndef CKERNEL_PROCESS_H
#define CKERNEL_PROCESS_H

#include <stdint.h>

// Wakes this thread as near to its deadline as the hardware can: the default slack adds 50 microseconds to every pause.
void kernel_set_timer_slack(uint64_t nanoseconds);
// The name that ps and perf show (at most 15 bytes).
void kernel_name_thread(const char *name);
// A number that no other living thread has, without a system call.
uint64_t kernel_thread_mark(void);

int64_t kernel_monotonic_nanoseconds(void);
int64_t kernel_realtime_nanoseconds(void);
// CPU time of the whole process.
int64_t kernel_process_cpu_nanoseconds(void);

int32_t kernel_open(const char *path, int32_t flags, uint32_t mode);
int64_t kernel_write(int32_t descriptor, const void *bytes, uint64_t count);
// Never retried: on Linux the descriptor is gone whatever close answers.
void kernel_close(int32_t descriptor);

// CPUs this process may run on.
int32_t kernel_usable_cpus(void);
// Locks a file for this process without waiting. 0, or -EWOULDBLOCK where another holds it, or -errno.
int32_t kernel_lock_file(int32_t descriptor);

#endif
