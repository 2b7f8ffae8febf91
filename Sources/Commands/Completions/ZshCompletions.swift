/// Completions for zsh: the file `_udfd` in a directory of `fpath`.
enum ZshCompletions {
  static func script(_ manuals: [CommandManual]) -> String {
    var text = """
      #compdef udfd
      # zsh completions of udfd, written by 'udfd completions zsh'.

      # The UDFs of the configuration that the command line names.
      _udfd_names() {
        local file=/etc/udfd/udfd.toml
        local -a names
        [[ -n ${opt_args[--config]-} ]] && file=${opt_args[--config]}
        [[ -n ${opt_args[-c]-} ]] && file=${opt_args[-c]}
        names=(${(f)"$(sed -n 's/^\\[udf\\.\\([A-Za-z0-9_]*\\)\\].*/\\1/p' ${~file} 2>/dev/null)"})
        _describe -t udfs UDF names
      }

      _udfd() {
        local curcontext=$curcontext state line
        local -a commands
        typeset -A opt_args
        commands=(

      """
    for manual in manuals {
      text += "    \(quoted("\(manual.name):\(manual.summary)"))\n"
    }
    text += """
        )
        if ((CURRENT == 2)); then
          _describe -t commands 'udfd command' commands
          return
        fi
        local command=$words[2]
        shift words
        ((CURRENT--))
        case $command in
          help) _describe -t commands 'udfd command' commands ;;

      """
    for manual in manuals { text += command(manual) }
    text += """
        esac
      }

      _udfd "$@"

      """
    return text
  }

  private static func command(_ manual: CommandManual) -> String {
    var specifications = manual.flags.map(specification)
    specifications.append(quoted("--help[show the flags]"))
    let operands = action(ValueCompletion(operandsOf: manual))
    if !manual.operands.isEmpty {
      specifications.append(quoted("*:\(escaped(manual.operands)):\(operands)"))
    }
    let lines = specifications.joined(separator: " \\\n        ")
    return "    \(manual.name))\n      _arguments -s \\\n        \(lines) ;;\n"
  }

  private static func specification(_ flag: Flag) -> String {
    let value =
      flag.value.map { ":\(escaped($0)):\(action(ValueCompletion(flag: flag)))" } ?? ""
    let text = quoted("[\(bracketed(flag.summary))]\(value)")
    let long = "--\(flag.name)" + (flag.value == nil ? "" : "=")
    guard let short = flag.short else {
      return (flag.repeats ? quoted("*") : "") + long + text
    }
    let both = "{-\(short)\(flag.value == nil ? "" : "+"),\(long)}"
    let exclusive = flag.repeats ? "*" : "(-\(short) --\(flag.name))"
    return quoted(exclusive) + both + text
  }

  private static func action(_ completion: ValueCompletion) -> String {
    switch completion {
    case .files: "_files"
    case .directories: "_files -/"
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .udfNames: "_udfd_names"
    case .nothing: " "
    }
  }

  private static func escaped(_ text: String) -> String { text.replacing(":", with: "\\:") }

  private static func bracketed(_ text: String) -> String {
    text.replacing("[", with: "\\[").replacing("]", with: "\\]")
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
