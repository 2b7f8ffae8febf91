// toml++ behind a C interface: a document is parsed, then told to a visitor in the order in which it was written.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Where the document goes. Texts are UTF-8, not terminated, and valid during the call only. `key` is NULL for an element of an array.
/// Lines and columns count from 1. Every begin_* is followed by one end.
typedef struct {
  void *context;
  void (*begin_table)(void *context, const char *key, size_t key_bytes, uint32_t line, uint32_t column);
  void (*begin_array)(void *context, const char *key, size_t key_bytes, uint32_t line, uint32_t column);
  void (*end)(void *context);
  void (*string)(void *context, const char *key, size_t key_bytes, uint32_t line, uint32_t column, const char *text, size_t text_bytes);
  void (*integer)(void *context, const char *key, size_t key_bytes, uint32_t line, uint32_t column, int64_t value);
  void (*number)(void *context, const char *key, size_t key_bytes, uint32_t line, uint32_t column, double value);
  void (*boolean)(void *context, const char *key, size_t key_bytes, uint32_t line, uint32_t column, bool value);
  /// Dates and times, as text.
  void (*date_time)(void *context, const char *key, size_t key_bytes, uint32_t line, uint32_t column, const char *text, size_t text_bytes);
} ctoml_visitor;

typedef struct {
  uint32_t line, column;
  char message[512];
} ctoml_error;

/// Parses `text` and tells it to `visitor`, root table first. false: nothing was told, `error` says why and where. Never throws.
bool ctoml_parse(const char *text, size_t bytes, const ctoml_visitor *visitor, ctoml_error *error);

#ifdef __cplusplus
}
#endif
