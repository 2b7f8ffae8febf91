/// Names on a command line, separated by commas: `label,probability(a, b)` are two.
enum NameList {
  static func split(_ text: String) -> [String] {
    var names: [String] = []
    var name = ""
    var depth = 0
    for character in text {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth <= 0:
        names.append(name)
        name = ""
        continue
      default: break
      }
      name.append(character)
    }
    names.append(name)
    return names
  }
}
