#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "kernel_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST_DESCRIPTOR 3

// Between fork and exec only what POSIX allows in a signal handler.
static void become(const char *path, char *const *arguments, char *const *environment, char *listen_pid,
                   const int32_t *descriptors, uint32_t count, int *moved) {
  // Out of the way first, so that no descriptor is overwritten before it has been moved.
  for (uint32_t i = 0; i < count; i++) {
    moved[i] = fcntl(descriptors[i], F_DUPFD, FIRST_DESCRIPTOR + (int)count);
    if (moved[i] < 0) _exit(127);
  }
  for (uint32_t i = 0; i < count; i++) {
    if (dup2(moved[i], FIRST_DESCRIPTOR + (int)i) < 0) _exit(127);
    close(moved[i]);
  }
  // No zeros in front: libsystemd would take the number for an octal one.
  char digits[10];
  int count_of_digits = 0;
  for (uint32_t process = (uint32_t)getpid(); process > 0; process /= 10)
    digits[count_of_digits++] = (char)('0' + process % 10);
  for (int i = 0; i < count_of_digits; i++) listen_pid[i] = digits[count_of_digits - 1 - i];
  listen_pid[count_of_digits] = '\0';
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(path, arguments, environment);
  _exit(127);
}

int32_t kernel_spawn(const char *path, char *const *arguments, char *const *environment, char *listen_pid,
                     const int32_t *descriptors, uint32_t descriptor_count) {
  int *moved = calloc(descriptor_count + 1, sizeof *moved);
  if (moved == NULL) return -ENOMEM;
  pid_t child = fork();
  if (child == 0) become(path, arguments, environment, listen_pid, descriptors, descriptor_count, moved);
  int error = errno;
  free(moved);
  return child < 0 ? -error : child;
}

int32_t kernel_signal_descriptor(uint64_t mask) {
  sigset_t set;
  sigemptyset(&set);
  for (int number = 1; number <= 64; number++)
    if (mask >> (number - 1) & 1) sigaddset(&set, number);
  int descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t kernel_next_signal(int32_t descriptor) {
  struct signalfd_siginfo info;
  ssize_t count = read(descriptor, &info, sizeof info);
  if (count == (ssize_t)sizeof info) return (int32_t)info.ssi_signo;
  return count < 0 && errno != EAGAIN && errno != EINTR ? -errno : 0;
}

int32_t kernel_reap(int32_t *status) {
  int raw = 0;
  pid_t child = waitpid(-1, &raw, WNOHANG);
  if (child < 0) return errno == ECHILD ? 0 : -errno;
  *status = WIFEXITED(raw) ? WEXITSTATUS(raw) : WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : 0;
  return child;
}
