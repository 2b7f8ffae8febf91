#include "CRE2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>
#include <vector>

struct cre2_pattern {
  re2::RE2 expression;
  cre2_pattern(const re2::StringPiece &pattern, const re2::RE2::Options &options)
      : expression(pattern, options) {}
};

cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t memory_bytes, char *error,
                           size_t error_capacity) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_bytes);
  auto *compiled = new (std::nothrow) cre2_pattern(re2::StringPiece(pattern, length), options);
  if (compiled != nullptr && compiled->expression.ok()) return compiled;
  if (error_capacity > 0) {
    const char *message = compiled ? compiled->expression.error().c_str() : "out of memory";
    std::strncpy(error, message, error_capacity - 1);
    error[error_capacity - 1] = 0;
  }
  delete compiled;
  return nullptr;
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }

int cre2_group_count(const cre2_pattern *pattern) {
  return pattern->expression.NumberOfCapturingGroups();
}

int cre2_group_number(const cre2_pattern *pattern, const char *name, size_t length) {
  const auto &groups = pattern->expression.NamedCapturingGroups();
  const auto found = groups.find(std::string(name, length));
  return found == groups.end() ? -1 : found->second;
}

int cre2_find(const cre2_pattern *pattern, const char *text, size_t length, size_t start,
              int64_t *bounds, int groups) {
  // Most patterns have few groups; the others pay for an allocation.
  re2::StringPiece few[16];
  std::vector<re2::StringPiece> many;
  re2::StringPiece *pieces = few;
  if (groups > 16) {
    many.resize(groups);
    pieces = many.data();
  }
  const re2::StringPiece whole(text, length);
  if (!pattern->expression.Match(whole, start, length, re2::RE2::UNANCHORED, pieces, groups)) {
    return 0;
  }
  for (int i = 0; i < groups; i++) {
    const bool took_part = pieces[i].data() != nullptr;
    bounds[2 * i] = took_part ? pieces[i].data() - text : -1;
    bounds[2 * i + 1] = took_part ? pieces[i].data() - text + (int64_t)pieces[i].size() : -1;
  }
  return 1;
}

int64_t cre2_index(const void *text, size_t length, const void *part, size_t part_length) {
  const void *found = memmem(text, length, part, part_length);
  return found ? static_cast<const char *>(found) - static_cast<const char *>(text) : -1;
}
