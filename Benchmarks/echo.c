// echo SOCKET: the least that a UDF can do, as fast as a plain C program does it.
//
// The mark that udfd is measured against. One thread, epoll, a buffer for each connection; points, batches and
// keepalives go back as the bytes they came as (they have the same field numbers in a Request and a Response), Info,
// Init, Snapshot and Restore are answered with "a stream", success and nothing. It reads whenever it can, writes all
// that it read in one go, and stops reading a connection while its answers do not fit into the socket.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BUFFER_BYTES = 256 << 10 };

struct connection {
  int descriptor;
  int input_ended;
  uint32_t watched;  // what epoll was told to wait for
  size_t held;       // bytes of `input` that are not answered yet
  size_t sent, owed; // of `output`: what has left, and what there is
  uint8_t input[BUFFER_BYTES];
  uint8_t output[BUFFER_BYTES + 64];
};

static int poller;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(struct connection *connection, int operation, uint32_t events) {
  if (connection->watched == events) return;
  connection->watched = events;
  struct epoll_event event = {.events = events, .data.ptr = connection};
  if (epoll_ctl(poller, operation, connection->descriptor, &event)) fail("epoll_ctl");
}

static void put(struct connection *connection, const void *bytes, size_t count) {
  memcpy(connection->output + connection->owed, bytes, count);
  connection->owed += count;
}

// Answers one frame: `message` of `length` bytes, `frame` with its length prefix in front.
static void answer(struct connection *connection, const uint8_t *frame, const uint8_t *message, size_t length) {
  static const uint8_t info[] = {2, 0x0a, 0};              // InfoResponse: a stream in, a stream out, no options
  static const uint8_t initialised[] = {4, 0x12, 2, 8, 1}; // InitResponse: success
  static const uint8_t snapshot[] = {2, 0x22, 0};          // SnapshotResponse: nothing
  static const uint8_t restored[] = {4, 0x2a, 2, 8, 1};    // RestoreResponse: success
  switch (length ? message[0] : 0) {
  case 0x0a: put(connection, info, sizeof info); break;
  case 0x12: put(connection, initialised, sizeof initialised); break;
  case 0x22: put(connection, snapshot, sizeof snapshot); break;
  case 0x2a: put(connection, restored, sizeof restored); break;
  default: put(connection, frame, (size_t)(message - frame) + length);
  }
}

static void answer_all(struct connection *connection) {
  size_t start = 0;
  while (start < connection->held) {
    size_t at = start, length = 0;
    int shift = 0, complete = 0;
    while (at < connection->held && shift < 35) {
      uint8_t byte = connection->input[at++];
      length |= (size_t)(byte & 127) << shift;
      shift += 7;
      if (byte < 128) {
        complete = 1;
        break;
      }
    }
    if (!complete || connection->held - at < length) break;
    answer(connection, connection->input + start, connection->input + at, length);
    start = at + length;
  }
  memmove(connection->input, connection->input + start, connection->held - start);
  connection->held -= start;
}

// False when the connection is over.
static int serve(struct connection *connection) {
  int is_drained = 0; // a read that came back short: the next one would only say EAGAIN
  for (;;) {
    while (connection->sent < connection->owed) {
      ssize_t count = send(connection->descriptor, connection->output + connection->sent,
                           connection->owed - connection->sent, MSG_NOSIGNAL);
      if (count < 0 && errno == EAGAIN) {
        watch(connection, EPOLL_CTL_MOD, EPOLLOUT);
        return 1;
      }
      if (count < 0) return 0;
      connection->sent += (size_t)count;
    }
    connection->sent = connection->owed = 0;
    if (connection->input_ended || connection->held == BUFFER_BYTES) return 0;
    if (is_drained) {
      watch(connection, EPOLL_CTL_MOD, EPOLLIN);
      return 1;
    }
    size_t room = BUFFER_BYTES - connection->held;
    ssize_t count = recv(connection->descriptor, connection->input + connection->held, room, 0);
    if (count < 0 && errno == EAGAIN) {
      watch(connection, EPOLL_CTL_MOD, EPOLLIN);
      return 1;
    }
    if (count < 0) return 0;
    if (count == 0) connection->input_ended = 1;
    connection->held += (size_t)count;
    answer_all(connection);
    is_drained = (size_t)count < room && count > 0;
  }
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: echo SOCKET\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(arguments[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "echo: the path is too long\n");
    return 2;
  }
  strcpy(address.sun_path, arguments[1]);
  unlink(arguments[1]);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 128))
    fail(arguments[1]);
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  if (poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event)) fail("epoll");
  for (;;) {
    struct epoll_event events[64];
    int ready = epoll_wait(poller, events, 64, -1);
    if (ready < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < ready; i++) {
      struct connection *connection = events[i].data.ptr;
      if (!connection) {
        int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) continue;
        connection = calloc(1, sizeof *connection);
        if (!connection) fail("calloc");
        connection->descriptor = descriptor;
        watch(connection, EPOLL_CTL_ADD, EPOLLIN);
      } else if (!serve(connection)) {
        close(connection->descriptor);
        free(connection);
      }
    }
  }
}
