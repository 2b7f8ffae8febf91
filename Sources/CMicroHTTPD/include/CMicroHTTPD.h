// libmicrohttpd for Swift, which cannot call C's variadic functions: a server that answers GET and HEAD from one
// callback. Everything else is refused before the callback.
#pragma once
#include <stddef.h>

struct http_server;

struct http_request {
  const char *path;    // without the query; never NULL
  const char *host;    // the Host header; NULL: none
  const char *accept;  // the Accept header; NULL: none
};

struct http_answer {
  unsigned int status;
  const char *content_type;             // a constant
  char content_security_policy[256];    // empty: "default-src 'none'"
  char *body;                           // from malloc; freed by the server
  size_t body_bytes;
};

// Called on the server's own thread.
typedef void (*http_answerer)(void *context, const struct http_request *request, struct http_answer *answer);

// Serves the listening socket, which belongs to the server from then on, with one thread. NULL: it could not.
struct http_server *http_start(int listening, unsigned int connections, http_answerer answerer, void *context);

// Returns when the thread has ended.
void http_stop(struct http_server *server);
