// What a bare Glibc import does not show Swift (it needs _GNU_SOURCE): one small C function for each system call. The
// headers name no type of the system's: with _GNU_SOURCE some differ from those that the Glibc module shows.
//
// Every function returns a result that is 0 or more, or -errno: Swift never reads errno across a call of its own.
// Every call asks the fault hook first (fault.h), so that a test can play the kernel.
#ifndef CKERNEL_H
#define CKERNEL_H

#include "fault.h"
#include "journal_layout.h"
#include "transfer.h"
#include "polling.h"
#include "memory.h"
#include "sockets.h"
#include "process.h"
#include "spawn.h"
#include "dying.h"

#endif
