// Must stand before toml++.
#pragma once
#include <stdexcept>
#include <string>

// toml++ 3.3 has assertions that a malformed document can fail. In a debug build they abort the process, in a
// release build they are assumptions, that is undefined behaviour. Here they are errors like any other.
#undef NDEBUG
#define TOML_ASSERT(expr) ((expr) ? (void)0 : udfd::parser_assertion_failed(#expr))

namespace udfd {

inline void parser_assertion_failed(const char *expression) {
  const std::string text = expression;
  // The parser goes on to report these itself, with the place.
  if (text.rfind("is_bare_key_character(*cp)", 0) == 0 || text == "!is_value_terminator(*cp)") return;
  throw std::runtime_error("toml++ gave up: " + text);
}

}  // namespace udfd
