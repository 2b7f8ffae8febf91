// The journal's header page, byte by byte (docs/journal.md says what each field means and who may write it).
//
// It lies in a memfd that outlives the process, so this layout is a contract with the previous and the next release:
// fields are only ever added in reserved room, and any other change raises JOURNAL_VERSION.
#ifndef CKERNEL_JOURNAL_LAYOUT_H
#define CKERNEL_JOURNAL_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#define JOURNAL_MAGIC 0x4c4e524a44464455ULL /* "UDFDJRNL" */
#define JOURNAL_VERSION 1u
#define JOURNAL_HEADER_BYTES 4096u
#define JOURNAL_NAME_BYTES 255u
#define JOURNAL_SMALL_SESSION_BYTES 1024u

// A region of the memfd.
struct journal_region {
  uint64_t offset;
  uint64_t bytes;
};

// One system call's record. The first 64 bytes are a struct mmsghdr: the kernel itself stores `msg_len` here, within
// the call, so that the total is at every instant `base + msg_len` of the current slot.
struct journal_slot {
  void *msg_name;
  uint32_t msg_namelen;
  uint32_t padding0;
  void *msg_iov;
  uint64_t msg_iovlen;
  void *msg_control;
  uint64_t msg_controllen;
  int32_t msg_flags;
  uint32_t padding1;
  uint32_t msg_len;
  uint32_t padding2;
  // Two pieces, so that a transfer that runs over the ring's end stays within one mapping of it.
  void *iov_base0;
  uint64_t iov_len0;
  void *iov_base1;
  uint64_t iov_len1;
  uint64_t base;
  uint64_t reserved[3];
};

// The state of the connection, published whole by one store of `commit_index`. All positions are totals since the
// connection began.
struct journal_commit {
  uint64_t consumed;              // inbound bytes handled
  uint64_t produced;              // outbound bytes made
  uint64_t inbound_spill_start;   // inbound positions from here ...
  uint64_t inbound_spill_bytes;   // ... for so many bytes lie in the inbound spill
  uint64_t outbound_spill_start;
  uint64_t outbound_spill_bytes;
  uint64_t checkpoint_consumed;   // the handler's state at this inbound position ...
  uint64_t checkpoint_bytes;      // ... is so long
  uint32_t checkpoint_half;       // ... and lies in this half of the checkpoint region
  uint32_t session_half;          // the session's state lies in this half of the session region, or of the header's room
  uint64_t session_bytes;
  uint64_t input_count;           // timer inputs since the checkpoint (entries of the inputs region)
  uint32_t flags;
  uint32_t generation;            // the model generation that the checkpoint belongs to
  uint64_t reserved[4];
};

enum journal_commit_flags {
  JOURNAL_COMMIT_HAS_SESSION = 1,     // session_half and session_bytes say something
  JOURNAL_COMMIT_HAS_CHECKPOINT = 2,  // replay begins at checkpoint_consumed, not at consumed
  JOURNAL_COMMIT_FINISHED = 4,        // nothing more will be produced: flush, then close
  JOURNAL_COMMIT_LOST_STATE = 8,      // the session state did not fit: nobody can go on with this connection
  JOURNAL_COMMIT_SMALL_SESSION = 16,  // the session state lies in the header, not in its region
};

// What was being handled. `start` equal to `end`: nothing was.
struct journal_mark {
  uint64_t start;   // inbound position of the first frame
  uint64_t end;     // and of the end of the last one
  uint32_t deaths;  // how often the process died here
  uint32_t faults;  // ... of which by a fault of its own (a signal), not from outside
  uint64_t since;   // CLOCK_MONOTONIC nanoseconds when handling began
  uint64_t reserved[4];
};

struct journal_header {
  // 0x000 identity
  uint64_t magic;
  uint32_t version;
  uint32_t header_bytes;
  uint64_t connection;  // unique among the connections of all processes that shared the store
  uint64_t created;     // CLOCK_REALTIME nanoseconds
  uint32_t adoptions;   // processes that served this connection after the first
  uint32_t writer;      // process id of the last one
  uint64_t reserved0[3];
  // 0x040 where everything lies
  uint64_t file_bytes;
  struct journal_region inbound;
  struct journal_region outbound;
  struct journal_region inbound_spill;
  struct journal_region outbound_spill;
  struct journal_region session;     // two halves
  struct journal_region checkpoint;  // two halves
  struct journal_region inputs;
  uint64_t reserved1[9];
  // 0x100 switches: each one store
  uint32_t commit_index;
  uint32_t receive_index;
  uint32_t send_index;
  uint32_t keepalive_index;
  uint32_t ended;   // the peer's half-close was read
  uint32_t closed;  // the connection is over: nothing in here is to be adopted
  uint32_t frozen;  // handed over on purpose (a planned restart)
  uint32_t keeps_state;  // its handler has state: frames are kept since the last checkpoint, for replay
  uint32_t reserved2[8];
  // 0x140 what is being handled
  struct journal_mark mark;
  // 0x180 the published state
  struct journal_commit commit[2];
  // 0x280 the kernel's records
  struct journal_slot receive[2];
  struct journal_slot send[2];
  struct journal_slot keepalive[2];
  // 0x580 the keepalive frame that is on its way
  uint64_t keepalive_target;  // total of the keepalive stream when it is out
  uint32_t keepalive_bytes;
  uint8_t keepalive_frame[52];
  // 0x5c0 points handled, for the counters of the process that adopts
  uint64_t counters[8];
  // 0x600 the UDF that serves this connection
  uint32_t name_bytes;
  uint8_t name[JOURNAL_NAME_BYTES + 1];
  uint8_t reserved3[0x800 - 0x600 - 4 - (JOURNAL_NAME_BYTES + 1)];
  // 0x800 a session's state that fits, so that most connections touch no page for it: two halves
  uint8_t small_session[2][JOURNAL_SMALL_SESSION_BYTES];
};

_Static_assert(offsetof(struct journal_slot, iov_base0) == 64, "pieces follow the kernel's record");
_Static_assert(sizeof(struct journal_slot) == 128, "slot");
_Static_assert(sizeof(struct journal_commit) == 128, "commit");
_Static_assert(sizeof(struct journal_mark) == 64, "mark");
_Static_assert(offsetof(struct journal_header, file_bytes) == 0x040, "layout");
_Static_assert(offsetof(struct journal_header, commit_index) == 0x100, "switches");
_Static_assert(offsetof(struct journal_header, mark) == 0x140, "mark");
_Static_assert(offsetof(struct journal_header, commit) == 0x180, "commits");
_Static_assert(offsetof(struct journal_header, receive) == 0x280, "receive");
_Static_assert(offsetof(struct journal_header, send) == 0x380, "send");
_Static_assert(offsetof(struct journal_header, keepalive) == 0x480, "keepalive");
_Static_assert(offsetof(struct journal_header, keepalive_target) == 0x580, "keepalive frame");
_Static_assert(offsetof(struct journal_header, counters) == 0x5c0, "counters");
_Static_assert(offsetof(struct journal_header, name_bytes) == 0x600, "name");
_Static_assert(offsetof(struct journal_header, small_session) == 0x800, "small session");
_Static_assert(sizeof(struct journal_header) == JOURNAL_HEADER_BYTES, "one page");

// Swift sees C arrays as tuples: these give the elements.
static inline struct journal_commit *journal_commit_at(struct journal_header *header, uint32_t index) {
  return &header->commit[index & 1];
}
static inline struct journal_slot *journal_receive_slot(struct journal_header *header, uint32_t index) {
  return &header->receive[index & 1];
}
static inline struct journal_slot *journal_send_slot(struct journal_header *header, uint32_t index) {
  return &header->send[index & 1];
}
static inline struct journal_slot *journal_keepalive_slot(struct journal_header *header, uint32_t index) {
  return &header->keepalive[index & 1];
}

static inline struct journal_mark *journal_mark_of(struct journal_header *header) { return &header->mark; }
static inline uint8_t *journal_keepalive_bytes(struct journal_header *header) { return header->keepalive_frame; }
static inline uint8_t *journal_small_session(struct journal_header *header, uint32_t half) {
  return header->small_session[half & 1];
}
static inline const uint8_t *journal_name(const struct journal_header *header) { return header->name; }

// A timer input: the time that a handler was told, and the inbound position before which.
struct journal_input {
  uint64_t consumed;
  int64_t time;
};

// The switch: everything written before is published by this one store, and nothing that is written after moves ahead
// of it (the record that it points away from may be rewritten next).
static inline void journal_publish(uint32_t *word, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELEASE);
  __atomic_thread_fence(__ATOMIC_ACQ_REL);
}

// The total of a direction.
static inline uint64_t journal_slot_total(const struct journal_slot *slot) {
  return slot->base + *(const volatile uint32_t *)&slot->msg_len;
}

// Prepares the idle slot for one call of `first` and then `second` bytes (0: one piece) and switches to it. Returns it.
static inline struct journal_slot *journal_slot_prepare(struct journal_slot *slots, uint32_t *index, void *first,
                                                        uint64_t first_bytes, void *second, uint64_t second_bytes) {
  struct journal_slot *current = &slots[*index & 1];
  uint32_t other = 1 - (*index & 1);
  struct journal_slot *idle = &slots[other];
  idle->msg_name = NULL;
  idle->msg_namelen = 0;
  idle->msg_iov = &idle->iov_base0;
  idle->msg_iovlen = second_bytes ? 2 : 1;
  idle->msg_control = NULL;
  idle->msg_controllen = 0;
  idle->msg_flags = 0;
  idle->msg_len = 0;
  idle->iov_base0 = first;
  idle->iov_len0 = first_bytes;
  idle->iov_base1 = second;
  idle->iov_len1 = second_bytes;
  idle->base = journal_slot_total(current);
  journal_publish(index, other);
  return idle;
}

#endif
