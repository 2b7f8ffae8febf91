// Receiving and sending over a journal's slot: the kernel writes the count of bytes into the slot within the call.
#ifndef CKERNEL_TRANSFER_H
#define CKERNEL_TRANSFER_H

#include <stdint.h>
#include "journal_layout.h"

// Bytes received, 0 at the end of the stream, or -errno.
int64_t kernel_receive(int32_t descriptor, struct journal_slot *slot);

// Bytes sent, or -errno. Never raises SIGPIPE.
int64_t kernel_send(int32_t descriptor, struct journal_slot *slot);

#endif
