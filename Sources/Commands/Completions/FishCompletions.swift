/// Completions for fish.
enum FishCompletions {
  static func script(_ manuals: [CommandManual]) -> String {
    var text = """
      # fish completions of udfd, written by 'udfd completions fish'.

      # The UDFs of the configuration that the command line names.
      function __udfd_names
          set -l file /etc/udfd/udfd.toml
          set -l words (commandline -opc)
          for i in (seq (count $words))
              if contains -- $words[$i] -c --config; and test $i -lt (count $words)
                  set file $words[(math $i + 1)]
              end
          end
          sed -n 's/^\\[udf\\.\\([A-Za-z0-9_]*\\)\\].*/\\1/p' $file 2>/dev/null
      end

      complete -c udfd -f

      """
    let names = manuals.map(\.name).joined(separator: " ")
    text += "complete -c udfd -n '__fish_seen_subcommand_from help' -a '\(names)'\n"
    for manual in manuals {
      text +=
        "complete -c udfd -n __fish_use_subcommand -a \(manual.name) -d \(quoted(manual.summary))\n"
      let condition = "complete -c udfd -n '__fish_seen_subcommand_from \(manual.name)'"
      for flag in manual.flags {
        text += condition + (flag.short.map { " -s \($0)" } ?? "") + " -l \(flag.name)"
        if flag.value != nil { text += value(ValueCompletion(flag: flag)) }
        text += " -d \(quoted(flag.summary))\n"
      }
      switch ValueCompletion(operandsOf: manual) {
      case .files: text += condition + " -F\n"
      case .udfNames: text += condition + " -a '(__udfd_names)'\n"
      case .words(let words): text += condition + " -a \(quoted(words.joined(separator: " ")))\n"
      default: break
      }
    }
    return text
  }

  private static func value(_ completion: ValueCompletion) -> String {
    switch completion {
    case .files: " -r -F"
    case .directories: " -x -a '(__fish_complete_directories)'"
    case .words(let words): " -x -a \(quoted(words.joined(separator: " ")))"
    case .udfNames: " -x -a '(__udfd_names)'"
    case .nothing: " -x"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
