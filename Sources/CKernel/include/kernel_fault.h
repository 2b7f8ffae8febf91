// The seam at the system call: a test installs a hook and decides how each call ends.
//
// In production the hook is null: its cost is one load and one predicted branch beside a system call of some hundred
// nanoseconds, which could not be measured.
#ifndef CKERNEL_FAULT_H
#define CKERNEL_FAULT_H

#include <stddef.h>
#include <stdint.h>

// Names the call that is about to be made. Numbers are only ever compared within one process.
enum kernel_call {
  KERNEL_CALL_RECEIVE = 1,
  KERNEL_CALL_SEND,
  KERNEL_CALL_ACCEPT,
  KERNEL_CALL_SOCKET,
  KERNEL_CALL_BIND,
  KERNEL_CALL_LISTEN,
  KERNEL_CALL_CONNECT,
  KERNEL_CALL_SHUTDOWN,
  KERNEL_CALL_EPOLL_CREATE,
  KERNEL_CALL_EPOLL_CONTROL,
  KERNEL_CALL_EPOLL_WAIT,
  KERNEL_CALL_EVENTFD,
  KERNEL_CALL_MEMFD,
  KERNEL_CALL_TRUNCATE,
  KERNEL_CALL_SEAL,
  KERNEL_CALL_MAP,
  KERNEL_CALL_LOCK,
  KERNEL_CALL_PUNCH,
  KERNEL_CALL_STAT,
  KERNEL_CALL_SEND_DESCRIPTORS,
  KERNEL_CALL_RECEIVE_DESCRIPTORS,
  KERNEL_CALL_OPEN,
  KERNEL_CALL_WRITE,
  KERNEL_CALL_LAST = KERNEL_CALL_WRITE
};

// Answers 0: make the call; negative: do not make it, it ended with -errno; positive: make it for at most so many bytes.
typedef int64_t (*kernel_fault)(int32_t call, int32_t descriptor, int64_t bytes);

extern kernel_fault kernel_fault_hook;

static inline void kernel_set_fault_hook(kernel_fault hook) {
  __atomic_store_n(&kernel_fault_hook, hook, __ATOMIC_RELEASE);
}

static inline int64_t kernel_fault_for(int32_t call, int32_t descriptor, int64_t bytes) {
  kernel_fault hook = __atomic_load_n(&kernel_fault_hook, __ATOMIC_RELAXED);
  return __builtin_expect(hook != NULL, 0) ? hook(call, descriptor, bytes) : 0;
}

#endif
