#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "kernel_transfer.h"
#include "kernel_fault.h"
#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

_Static_assert(sizeof(struct mmsghdr) == 64, "the kernel's record is the first 64 bytes of a slot");
_Static_assert(offsetof(struct journal_slot, msg_iov) == offsetof(struct mmsghdr, msg_hdr.msg_iov), "msg_iov");
_Static_assert(offsetof(struct journal_slot, msg_iovlen) == offsetof(struct mmsghdr, msg_hdr.msg_iovlen), "iovlen");
_Static_assert(offsetof(struct journal_slot, msg_control) == offsetof(struct mmsghdr, msg_hdr.msg_control), "control");
_Static_assert(offsetof(struct journal_slot, msg_flags) == offsetof(struct mmsghdr, msg_hdr.msg_flags), "flags");
_Static_assert(offsetof(struct journal_slot, msg_len) == offsetof(struct mmsghdr, msg_len), "msg_len");

// Cuts a prepared slot to `bytes`: what a fault hook's short count means.
static void kernel_shorten(struct journal_slot *slot, int64_t bytes) {
  if ((uint64_t)bytes >= slot->iov_len0 + slot->iov_len1) return;
  slot->msg_iovlen = 1;
  if ((uint64_t)bytes < slot->iov_len0) slot->iov_len0 = (uint64_t)bytes;
}

int64_t kernel_receive(int32_t descriptor, struct journal_slot *slot) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_RECEIVE, descriptor, (int64_t)(slot->iov_len0 + slot->iov_len1));
  if (fault < 0) return fault;
  if (fault > 0) kernel_shorten(slot, fault);
  int count = recvmmsg(descriptor, (struct mmsghdr *)slot, 1, MSG_DONTWAIT, NULL);
  return count < 0 ? -(int64_t)errno : (int64_t)slot->msg_len;
}

int64_t kernel_send(int32_t descriptor, struct journal_slot *slot) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_SEND, descriptor, (int64_t)(slot->iov_len0 + slot->iov_len1));
  if (fault < 0) return fault;
  if (fault > 0) kernel_shorten(slot, fault);
  int count = sendmmsg(descriptor, (struct mmsghdr *)slot, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
  return count < 0 ? -(int64_t)errno : (int64_t)slot->msg_len;
}
