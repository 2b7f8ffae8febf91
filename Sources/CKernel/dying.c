#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "kernel_dying.h"
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Read in a signal handler: initial-exec, so that it is never allocated there.
static _Thread_local struct journal_mark *thread_mark __attribute__((tls_model("initial-exec")));

void kernel_set_thread_mark(struct journal_mark *mark) { thread_mark = mark; }

static void say(const char *text) {
  ssize_t written = write(STDERR_FILENO, text, strlen(text));
  (void)written;
}

// Async-signal-safe throughout: stores, write, sigaction, raise.
static void on_fault(int number, siginfo_t *info, void *context) {
  (void)context;
  struct journal_mark *mark = thread_mark;
  thread_mark = NULL;
  if (mark && mark->end > mark->start) {
    mark->faults++;
    say("udfd: a handler died of a fault: its frame is named in the journal\n");
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(number, &action, NULL);
  // A fault repeats itself when the handler returns; an abort, and a signal that somebody sent, do not.
  if (number == SIGABRT || info->si_code <= 0) raise(number);
}

void kernel_mark_faults(void) {
  static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}

void kernel_use_signal_stack(void) {
  const size_t bytes = 64 << 10;
  void *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return;
  stack_t stack = {.ss_sp = room, .ss_size = bytes};
  sigaltstack(&stack, NULL);
}
