#include "CMicroHTTPD.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

struct http_server {
  struct MHD_Daemon *daemon;
  http_answerer answerer;
  void *context;
};

// A request of a page or a scraper is some hundred bytes; what needs more is not one.
enum { request_memory_bytes = 16 << 10, idle_seconds = 10 };

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned int status, const char *allow) {
  struct MHD_Response *response = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
  if (!response) return MHD_NO;
  if (allow) MHD_add_response_header(response, "Allow", allow);
  enum MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

static enum MHD_Result handle(
    void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
    const char *upload, size_t *upload_bytes, void **state) {
  (void)version, (void)upload, (void)upload_bytes;
  static int seen;
  if (!*state) {  // the headers alone: libmicrohttpd calls again when the request is complete
    *state = &seen;
    return MHD_YES;
  }
  if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
    return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "GET, HEAD");
  struct http_server *server = context;
  struct http_request request = {
      .path = path,
      .host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host"),
      .accept = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept"),
  };
  struct http_answer answer = {0};
  server->answerer(server->context, &request, &answer);
  struct MHD_Response *response =
      MHD_create_response_from_buffer(answer.body_bytes, answer.body, MHD_RESPMEM_MUST_FREE);
  if (!response) {
    free(answer.body);
    return MHD_NO;
  }
  MHD_add_response_header(response, "Content-Type", answer.content_type);
  MHD_add_response_header(response, "Cache-Control", "no-store");
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
  MHD_add_response_header(
      response, "Content-Security-Policy",
      answer.content_security_policy[0] ? answer.content_security_policy : "default-src 'none'");
  enum MHD_Result queued = MHD_queue_response(connection, answer.status, response);
  MHD_destroy_response(response);
  return queued;
}

struct http_server *http_start(
    int listening, unsigned int connections, http_answerer answerer, void *context) {
  struct http_server *server = malloc(sizeof *server);
  if (!server) return NULL;
  server->answerer = answerer;
  server->context = context;
  server->daemon = MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, NULL, NULL, handle, server,
      MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_CONNECTION_LIMIT, connections,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t)request_memory_bytes, MHD_OPTION_END);
  if (server->daemon) return server;
  free(server);
  return NULL;
}

void http_stop(struct http_server *server) {
  MHD_stop_daemon(server->daemon);
  free(server);
}
