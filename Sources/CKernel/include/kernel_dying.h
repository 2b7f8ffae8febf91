// What a process does that dies of a fault of its own: it says so in the journal, so that the next one knows which frame
// it died on.
#ifndef CKERNEL_DYING_H
#define CKERNEL_DYING_H

#include "journal_layout.h"
#include <stdint.h>

// Catches SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP and SIGABRT: counts the fault in the mark of the calling thread,
// writes one line to standard error, and dies of the signal as before. Once for each process.
void kernel_mark_faults(void);

// The mark that counts for this thread from now on; null: none.
void kernel_set_thread_mark(struct journal_mark *mark);

// Gives the calling thread a stack for signals, so that even an overflow of its own stack is counted.
void kernel_use_signal_stack(void);

#endif
