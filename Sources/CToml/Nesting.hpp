#pragma once
#include <cstddef>
#include <cstdint>

namespace udfd {

/// A place in a document where it nests deeper than is allowed; line 0: nowhere.
struct TooDeep {
  std::uint32_t line = 0, column = 0;
};

/// toml++ 3.3 bounds the nesting of brackets but not that of dotted keys (`a.a.a.a...`), and destroys its
/// tables recursively: a key of 100,000 dots would overflow the stack. So nesting is measured before parsing.
TooDeep find_excessive_nesting(const char *text, std::size_t bytes);

}  // namespace udfd
