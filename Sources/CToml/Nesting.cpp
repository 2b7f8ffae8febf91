#include "Nesting.hpp"

#include <string_view>

namespace udfd {
namespace {

// Nobody's configuration nests deeper than about six; both limits together keep every recursion over the
// document below 33 * 33 levels.
constexpr int max_brackets = 32;
constexpr int max_dots_in_a_key = 32;

/// Walks over TOML's tokens just closely enough to tell strings and comments from the rest. Where the text is
/// not TOML it may lose its way, but then the parser stops at that place or before it.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  TooDeep scan() {
    int brackets = 0, dots = 0;
    while (at_ < text_.size()) {
      switch (text_[at_]) {
        case '#': skip_comment(); continue;
        case '"': case '\'': skip_string(text_[at_]); continue;
        case '[': case '{': ++brackets; dots = 0; break;
        case ']': case '}': if (brackets > 0) --brackets; dots = 0; break;
        // A header or key ends with its line; a stray bracket in it does not count for the next.
        case '\n': dots = 0; ++line_; line_start_ = at_ + 1; break;
        case '=': case ',': dots = 0; break;
        case '.': ++dots; break;
        default: break;
      }
      if (brackets > max_brackets || dots > max_dots_in_a_key) {
        return {line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)};
      }
      ++at_;
    }
    return {};
  }

 private:
  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  void skip_string(char quote) {
    const char triple[] = {quote, quote, quote};
    const bool is_multiline = text_.substr(at_, 3) == std::string_view(triple, 3);
    at_ += is_multiline ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') { at_ += 2; continue; }
      if (c == '\n') {
        if (!is_multiline) return;
        ++line_;
        line_start_ = at_ + 1;
      }
      if (!is_multiline && c == quote) { ++at_; return; }
      if (is_multiline && text_.substr(at_, 3) == std::string_view(triple, 3)) {
        at_ += 3;
        // Up to two more quotes may belong to the string: """a""""" ends with two of its own.
        for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
        return;
      }
      ++at_;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

TooDeep find_excessive_nesting(const char *text, std::size_t bytes) {
  return Scanner({text, bytes}).scan();
}

}  // namespace udfd
