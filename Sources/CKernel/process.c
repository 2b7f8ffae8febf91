#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "kernel_process.h"
#include "kernel_fault.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

void kernel_set_timer_slack(uint64_t nanoseconds) { prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0); }

void kernel_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int64_t kernel_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t kernel_realtime_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t kernel_process_cpu_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int32_t kernel_open(const char *path, int32_t flags, uint32_t mode) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_OPEN, -1, 0);
  if (fault < 0) return (int32_t)fault;
  int descriptor = open(path, flags | O_CLOEXEC, (mode_t)mode);
  return descriptor < 0 ? -errno : descriptor;
}

int64_t kernel_write(int32_t descriptor, const void *bytes, uint64_t count) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_WRITE, descriptor, (int64_t)count);
  if (fault < 0) return fault;
  if (fault > 0 && (uint64_t)fault < count) count = (uint64_t)fault;
  ssize_t written = write(descriptor, bytes, count);
  return written < 0 ? -(int64_t)errno : written;
}

void kernel_close(int32_t descriptor) { close(descriptor); }

int32_t kernel_lock_file(int32_t descriptor) {
  return flock(descriptor, LOCK_EX | LOCK_NB) < 0 ? -errno : 0;
}

int32_t kernel_usable_cpus(void) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) < 0) return 1;
  int count = CPU_COUNT(&set);
  return count > 0 ? count : 1;
}
