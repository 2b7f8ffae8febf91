// epoll, eventfd, signals.
#ifndef CKERNEL_POLLING_H
#define CKERNEL_POLLING_H

#include <stdint.h>

// struct epoll_event with its data as a plain number.
struct kernel_event {
  uint32_t events;
  uint64_t data;
} __attribute__((packed));

// The values of EPOLLIN and so on (polling.c holds them against the system's).
enum kernel_readiness {
  KERNEL_READABLE = 0x001,
  KERNEL_WRITABLE = 0x004,
  KERNEL_ERROR = 0x008,
  KERNEL_HUNG_UP = 0x010,
  KERNEL_PEER_ENDED = 0x2000,
};
static const uint32_t KERNEL_EDGE_TRIGGERED = 1u << 31;

int32_t kernel_epoll_create(void);

int32_t kernel_epoll_control(int32_t epoll, int32_t operation, int32_t descriptor, uint32_t events,
    uint64_t data);
int32_t kernel_epoll_add(int32_t epoll, int32_t descriptor, uint32_t events, uint64_t data);
int32_t kernel_epoll_change(int32_t epoll, int32_t descriptor, uint32_t events, uint64_t data);
int32_t kernel_epoll_remove(int32_t epoll, int32_t descriptor);

// Waits at most `nanoseconds` (negative: for ever). Count of events or -errno.
int32_t kernel_epoll_wait(int32_t epoll, struct kernel_event *events, int32_t capacity,
    int64_t nanoseconds);

int32_t kernel_eventfd(void);
void kernel_eventfd_raise(int32_t descriptor);
void kernel_eventfd_clear(int32_t descriptor);

// Blocks the signals of `mask` (bit n - 1: signal n) in the calling thread and all that it will start.
int32_t kernel_block_signals(uint64_t mask);
// Waits for one of the signals, which must be blocked. Its number or -errno.
int32_t kernel_wait_for_signal(uint64_t mask);
void kernel_ignore_broken_pipes(void);

#endif
