#include "CKernel.h"

kernel_fault kernel_fault_hook = NULL;

uint64_t kernel_thread_mark(void) {
  // The address of a thread-local is a name for the thread that costs no call.
  static _Thread_local char mark;
  return (uint64_t)(uintptr_t)&mark;
}
