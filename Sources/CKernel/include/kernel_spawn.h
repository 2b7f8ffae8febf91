// Starting a child that is handed descriptors, as systemd does for its services.
#ifndef CKERNEL_SPAWN_H
#define CKERNEL_SPAWN_H

#include <stdint.h>

// Runs `path` with the descriptors as 3, 4, ... and no signal blocked. `listen_pid` points at 10 characters of one of the
// strings of `environment`, which the child overwrites with its own process id. The process id or -errno; that the
// program cannot be run shows as exit status 127.
int32_t kernel_spawn(const char *path, char *const *arguments, char *const *environment, char *listen_pid,
                     const int32_t *descriptors, uint32_t descriptor_count);

// A descriptor that reads the signals of `mask` (bit n - 1: signal n), which must be blocked, or -errno.
int32_t kernel_signal_descriptor(uint64_t mask);
// The next signal that came, 0 when none did, or -errno.
int32_t kernel_next_signal(int32_t descriptor);

// The next child that has ended, its exit status or 128 + signal in *status; 0: none; -errno.
int32_t kernel_reap(int32_t *status);

#endif
