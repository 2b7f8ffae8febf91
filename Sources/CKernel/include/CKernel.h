// What a bare Glibc import does not show Swift (it needs _GNU_SOURCE): one small C function for each system call. The
// headers name no type of the system's: with _GNU_SOURCE some differ from those that the Glibc module shows.
// Nor has one the name of a system header: a Glibc module that is built where our headers are searched would take it for
// the system's, or not, depending on which file the compiler comes to first. `make lint` looks.
//
// Every function returns a result that is 0 or more, or -errno: Swift never reads errno across a call of its own.
// Every call asks the fault hook first (kernel_fault.h), so that a test can play the kernel.
#ifndef CKERNEL_H
#define CKERNEL_H

#include "kernel_fault.h"
#include "journal_layout.h"
#include "kernel_transfer.h"
#include "kernel_polling.h"
#include "kernel_memory.h"
#include "kernel_sockets.h"
#include "kernel_process.h"
#include "kernel_spawn.h"
#include "kernel_dying.h"

#endif
