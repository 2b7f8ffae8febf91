// Unix sockets: listening, accepting, peer credentials, descriptors as messages.
#ifndef CKERNEL_SOCKETS_H
#define CKERNEL_SOCKETS_H

#include <stdint.h>

// The longest path a Unix socket can have, without its final zero.
#define KERNEL_SOCKET_PATH_BYTES 107

int32_t kernel_unix_socket(int32_t nonblocking);

int32_t kernel_bind(int32_t descriptor, const char *path);

int32_t kernel_connect(int32_t descriptor, const char *path);

int32_t kernel_listen(int32_t descriptor, int32_t backlog);

int32_t kernel_accept(int32_t listener);

// Ends both directions, also of every duplicate: closing alone does not reach the peer while the fd store holds one.
int32_t kernel_shutdown(int32_t descriptor);

int32_t kernel_set_nonblocking(int32_t descriptor);
int32_t kernel_set_close_on_exec(int32_t descriptor, int32_t on);

// 1: a listening Unix stream socket; 0: something else; -errno.
int32_t kernel_is_unix_listener(int32_t descriptor);

// Who is at the other end: process, user, group.
int32_t kernel_peer(int32_t descriptor, int32_t *process, uint32_t *user, uint32_t *group);

// At most 253 descriptors travel in one message (SCM_MAX_FD).
#define KERNEL_DESCRIPTORS_PER_MESSAGE 253

// Sends bytes with descriptors beside them. Bytes sent or -errno.
int64_t kernel_send_descriptors(int32_t socket, const void *bytes, uint64_t count,
    const int32_t *descriptors, uint32_t descriptor_count);

// Receives bytes, the descriptors beside them (at most 253, close-on-exec) and the sender's credentials where the
// socket asks for them (SO_PASSCRED; else process is 0). A message whose descriptors were cut is -EMSGSIZE, and the
// descriptors that did come are closed: half a message is none.
int64_t kernel_receive_descriptors(int32_t socket, void *bytes, uint64_t capacity, int32_t *descriptors,
    uint32_t *descriptor_count, int32_t *process, uint32_t *user);

// A datagram socket bound to `path` that learns each sender's credentials (a notify socket), or -errno.
int32_t kernel_notify_socket(const char *path);

#endif
