#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "kernel_polling.h"
#include "kernel_fault.h"
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(struct kernel_event) == sizeof(struct epoll_event), "epoll_event");
_Static_assert((int)KERNEL_READABLE == (int)EPOLLIN && (int)KERNEL_WRITABLE == (int)EPOLLOUT, "epoll");
_Static_assert((int)KERNEL_ERROR == (int)EPOLLERR && (int)KERNEL_HUNG_UP == (int)EPOLLHUP, "epoll");
_Static_assert((int)KERNEL_PEER_ENDED == (int)EPOLLRDHUP && (1u << 31) == (unsigned)EPOLLET, "epoll");

int32_t kernel_epoll_create(void) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_EPOLL_CREATE, -1, 0);
  if (fault < 0) return (int32_t)fault;
  int descriptor = epoll_create1(EPOLL_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t kernel_epoll_control(int32_t epoll, int32_t operation, int32_t descriptor, uint32_t events,
    uint64_t data) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_EPOLL_CONTROL, descriptor, 0);
  if (fault < 0) return (int32_t)fault;
  struct epoll_event event = {.events = events, .data.u64 = data};
  return epoll_ctl(epoll, operation, descriptor, &event) < 0 ? -errno : 0;
}

int32_t kernel_epoll_add(int32_t epoll, int32_t descriptor, uint32_t events, uint64_t data) {
  return kernel_epoll_control(epoll, EPOLL_CTL_ADD, descriptor, events, data);
}

int32_t kernel_epoll_change(int32_t epoll, int32_t descriptor, uint32_t events, uint64_t data) {
  return kernel_epoll_control(epoll, EPOLL_CTL_MOD, descriptor, events, data);
}

int32_t kernel_epoll_remove(int32_t epoll, int32_t descriptor) {
  return kernel_epoll_control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int32_t kernel_epoll_wait(int32_t epoll, struct kernel_event *events, int32_t capacity,
    int64_t nanoseconds) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_EPOLL_WAIT, epoll, capacity);
  if (fault < 0) return (int32_t)fault;
  struct timespec timeout = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  int count = epoll_pwait2(epoll, (struct epoll_event *)events, capacity, nanoseconds < 0 ? NULL : &timeout, NULL);
  return count < 0 ? -errno : count;
}

int32_t kernel_eventfd(void) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_EVENTFD, -1, 0);
  if (fault < 0) return (int32_t)fault;
  int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

void kernel_eventfd_raise(int32_t descriptor) {
  uint64_t one = 1;
  while (write(descriptor, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void kernel_eventfd_clear(int32_t descriptor) {
  uint64_t count;
  while (read(descriptor, &count, sizeof count) < 0 && errno == EINTR) {
  }
}

static void kernel_fill_signals(sigset_t *set, uint64_t mask) {
  sigemptyset(set);
  for (int number = 1; number <= 64; number++)
    if (mask >> (number - 1) & 1) sigaddset(set, number);
}

int32_t kernel_block_signals(uint64_t mask) {
  sigset_t set;
  kernel_fill_signals(&set, mask);
  return -pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int32_t kernel_wait_for_signal(uint64_t mask) {
  sigset_t set;
  kernel_fill_signals(&set, mask);
  int number = sigwaitinfo(&set, NULL);
  return number < 0 ? -errno : number;
}

void kernel_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }
