#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "kernel_sockets.h"
#include "kernel_fault.h"
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int32_t kernel_unix_socket(int32_t nonblocking) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_SOCKET, -1, 0);
  if (fault < 0) return (int32_t)fault;
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (nonblocking ? SOCK_NONBLOCK : 0), 0);
  return descriptor < 0 ? -errno : descriptor;
}

static int32_t kernel_fill_address(struct sockaddr_un *address, const char *path) {
  size_t bytes = strlen(path);
  if (bytes == 0 || bytes > KERNEL_SOCKET_PATH_BYTES) return -ENAMETOOLONG;
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  memcpy(address->sun_path, path, bytes);
  return 0;
}

int32_t kernel_bind(int32_t descriptor, const char *path) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_BIND, descriptor, 0);
  if (fault < 0) return (int32_t)fault;
  struct sockaddr_un address;
  int32_t filled = kernel_fill_address(&address, path);
  if (filled < 0) return filled;
  return bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
}

int32_t kernel_connect(int32_t descriptor, const char *path) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_CONNECT, descriptor, 0);
  if (fault < 0) return (int32_t)fault;
  struct sockaddr_un address;
  int32_t filled = kernel_fill_address(&address, path);
  if (filled < 0) return filled;
  return connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
}

int32_t kernel_listen(int32_t descriptor, int32_t backlog) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_LISTEN, descriptor, 0);
  if (fault < 0) return (int32_t)fault;
  return listen(descriptor, backlog) < 0 ? -errno : 0;
}

int32_t kernel_accept(int32_t listener) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_ACCEPT, listener, 0);
  if (fault < 0) return (int32_t)fault;
  int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t kernel_shutdown(int32_t descriptor) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_SHUTDOWN, descriptor, 0);
  if (fault < 0) return (int32_t)fault;
  return shutdown(descriptor, SHUT_RDWR) < 0 ? -errno : 0;
}

int32_t kernel_set_nonblocking(int32_t descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) return -errno;
  return 0;
}

int32_t kernel_set_close_on_exec(int32_t descriptor, int32_t on) {
  return fcntl(descriptor, F_SETFD, on ? FD_CLOEXEC : 0) < 0 ? -errno : 0;
}

int32_t kernel_is_unix_listener(int32_t descriptor) {
  int domain = 0, type = 0, listening = 0;
  socklen_t bytes = sizeof domain;
  if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &bytes) < 0) return -errno;
  bytes = sizeof type;
  if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &bytes) < 0) return -errno;
  bytes = sizeof listening;
  if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &bytes) < 0) return -errno;
  return domain == AF_UNIX && type == SOCK_STREAM && listening;
}

int32_t kernel_peer(int32_t descriptor, int32_t *process, uint32_t *user, uint32_t *group) {
  struct ucred credentials;
  socklen_t bytes = sizeof credentials;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &bytes) < 0) return -errno;
  *process = credentials.pid;
  *user = credentials.uid;
  *group = credentials.gid;
  return 0;
}

int64_t kernel_send_descriptors(int32_t socket, const void *bytes, uint64_t count,
    const int32_t *descriptors, uint32_t descriptor_count) {
  int64_t fault = kernel_fault_for(KERNEL_CALL_SEND_DESCRIPTORS, socket, (int64_t)count);
  if (fault < 0) return fault;
  if (descriptor_count > KERNEL_DESCRIPTORS_PER_MESSAGE) return -EINVAL;
  union {
    struct cmsghdr align;
    char room[CMSG_SPACE(KERNEL_DESCRIPTORS_PER_MESSAGE * sizeof(int))];
  } control;
  struct iovec piece = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = count};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
  if (descriptor_count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.room;
    message.msg_controllen = CMSG_SPACE(descriptor_count * sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptor_count * sizeof(int));
    memcpy(CMSG_DATA(header), descriptors, descriptor_count * sizeof(int));
  }
  ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  return sent < 0 ? -(int64_t)errno : sent;
}

int64_t kernel_receive_descriptors(int32_t socket, void *bytes, uint64_t capacity, int32_t *descriptors,
    uint32_t *descriptor_count, int32_t *process, uint32_t *user) {
  *descriptor_count = 0;
  *process = 0;
  *user = 0;
  int64_t fault = kernel_fault_for(KERNEL_CALL_RECEIVE_DESCRIPTORS, socket, (int64_t)capacity);
  if (fault < 0) return fault;
  union {
    struct cmsghdr align;
    char room[CMSG_SPACE(KERNEL_DESCRIPTORS_PER_MESSAGE * sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
  } control;
  struct iovec piece = {.iov_base = bytes, .iov_len = capacity};
  struct msghdr message = {
      .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
  ssize_t received = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (received < 0) return -(int64_t)errno;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET) continue;
    if (header->cmsg_type == SCM_RIGHTS) {
      uint32_t count = (uint32_t)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
      if (count > KERNEL_DESCRIPTORS_PER_MESSAGE) count = KERNEL_DESCRIPTORS_PER_MESSAGE;
      memcpy(descriptors, CMSG_DATA(header), count * sizeof(int));
      *descriptor_count = count;
    } else if (header->cmsg_type == SCM_CREDENTIALS) {
      struct ucred credentials;
      memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
      *process = credentials.pid;
      *user = credentials.uid;
    }
  }
  if (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC)) {
    for (uint32_t i = 0; i < *descriptor_count; i++) close(descriptors[i]);
    *descriptor_count = 0;
    return -EMSGSIZE;
  }
  return received;
}

int32_t kernel_notify_socket(const char *path) {
  struct sockaddr_un address;
  int32_t filled = kernel_fill_address(&address, path);
  if (filled < 0) return filled;
  int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return -errno;
  int on = 1;
  if (setsockopt(descriptor, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) < 0 ||
      bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) {
    int error = errno;
    close(descriptor);
    return -error;
  }
  return descriptor;
}
