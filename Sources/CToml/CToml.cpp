#include "CToml.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <sstream>
#include <string>
#include <vector>

#include "ParserAssertion.hpp"
#include "ParserUnicode.hpp"

#include <toml++/toml.h>

#include "Nesting.hpp"

namespace {

struct Key {
  const char *text = nullptr;
  std::size_t bytes = 0;
  toml::source_position place{};
};

class Teller {
 public:
  explicit Teller(const ctoml_visitor &visitor) : visitor_(visitor) {}

  void tell(const Key &key, const toml::node &node) const {
    const auto line = key.place.line, column = key.place.column;
    if (auto table = node.as_table()) {
      visitor_.begin_table(visitor_.context, key.text, key.bytes, line, column);
      tell_entries(*table);
      visitor_.end(visitor_.context);
    } else if (auto array = node.as_array()) {
      visitor_.begin_array(visitor_.context, key.text, key.bytes, line, column);
      for (const auto &element : *array) tell(Key{nullptr, 0, element.source().begin}, element);
      visitor_.end(visitor_.context);
    } else if (auto text = node.as_string()) {
      visitor_.string(visitor_.context, key.text, key.bytes, line, column, text->get().data(), text->get().size());
    } else if (auto integer = node.as_integer()) {
      visitor_.integer(visitor_.context, key.text, key.bytes, line, column, integer->get());
    } else if (auto number = node.as_floating_point()) {
      visitor_.number(visitor_.context, key.text, key.bytes, line, column, number->get());
    } else if (auto boolean = node.as_boolean()) {
      visitor_.boolean(visitor_.context, key.text, key.bytes, line, column, boolean->get());
    } else {
      std::ostringstream text;
      if (auto date = node.as_date()) text << date->get();
      if (auto time = node.as_time()) text << time->get();
      if (auto both = node.as_date_time()) text << both->get();
      const std::string written = text.str();
      visitor_.date_time(visitor_.context, key.text, key.bytes, line, column, written.data(), written.size());
    }
  }

 private:
  /// toml++ keeps a table sorted by key; where each key was written tells the order that the user gave.
  void tell_entries(const toml::table &table) const {
    std::vector<std::pair<const toml::key *, const toml::node *>> entries;
    for (auto &&[key, node] : table) entries.emplace_back(&key, &node);
    std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
      return a.first->source().begin < b.first->source().begin;
    });
    for (const auto &[key, node] : entries) {
      tell(Key{key->data(), key->length(), key->source().begin}, *node);
    }
  }

  const ctoml_visitor &visitor_;
};

bool fail(ctoml_error *error, std::uint32_t line, std::uint32_t column, const char *message) {
  error->line = line;
  error->column = column;
  std::snprintf(error->message, sizeof error->message, "%s", message);
  return false;
}

}  // namespace

bool ctoml_parse(const char *text, size_t bytes, const ctoml_visitor *visitor, ctoml_error *error) {
  try {
    if (auto place = udfd::find_excessive_nesting(text, bytes); place.line != 0) {
      return fail(error, place.line, place.column, "nested more than 32 deep");
    }
    const toml::table root = toml::parse(std::string_view(text, bytes));
    Teller(*visitor).tell(Key{nullptr, 0, {1, 1}}, root);
    return true;
  } catch (const toml::parse_error &e) {
    const auto place = e.source().begin;
    return fail(error, place.line, place.column, std::string(e.description()).c_str());
  } catch (const std::exception &e) {
    return fail(error, 0, 0, e.what());
  }
}
