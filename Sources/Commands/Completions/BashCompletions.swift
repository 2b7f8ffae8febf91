/// Completions for bash. They need no help from the package bash-completion.
enum BashCompletions {
  static func script(_ manuals: [CommandManual]) -> String {
    let names = manuals.map(\.name).joined(separator: " ")
    var text = """
      # bash completions of udfd, written by 'udfd completions bash'.

      _udfd_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
      _udfd_files() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      }
      _udfd_directories() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
      }
      # The UDFs of the configuration that the command line names.
      _udfd_names() {
        local file=/etc/udfd/udfd.toml i
        for ((i = 2; i < COMP_CWORD; i++)); do
          case ${COMP_WORDS[i]} in -c | --config) file=${COMP_WORDS[i + 1]} ;; esac
        done
        _udfd_words "$(sed -n 's/^\\[udf\\.\\([A-Za-z0-9_]*\\)\\].*/\\1/p' "${file/#\\~/$HOME}" 2>/dev/null)"
      }

      _udfd() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
        COMPREPLY=()
        # bash takes --flag=value for three words.
        if [[ $current == = ]]; then
          current=
        elif [[ $previous == = ]]; then
          previous=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        if ((COMP_CWORD == 1)); then
          _udfd_words "\(names) help --help --version"
          return
        fi
        case ${COMP_WORDS[1]} in
          help) _udfd_words "\(names)" ;;

      """
    for manual in manuals { text += command(manual) }
    text += """
        esac
      }
      complete -F _udfd udfd

      """
    return text
  }

  private static func command(_ manual: CommandManual) -> String {
    let flags = manual.flags.map { "--\($0.name)" } + ["--help"]
    var text = "    \(manual.name))\n"
    let valued = manual.flags.filter { $0.value != nil }
    if !valued.isEmpty {
      text += "      case $previous in\n"
      for flag in valued {
        let patterns = (flag.short.map { "-\($0) | " } ?? "") + "--\(flag.name)"
        text += "        \(patterns)) \(action(ValueCompletion(flag: flag)))return ;;\n"
      }
      text += "      esac\n"
    }
    let operands = ValueCompletion(operandsOf: manual)
    let words = "_udfd_words \"\(flags.joined(separator: " "))\""
    if operands == .nothing {
      text += "      \(words)\n"
    } else {
      text += "      if [[ $current == -* ]]; then\n        \(words)\n      else\n"
      text += "        \(action(operands, isLast: true))\n      fi\n"
    }
    return text + "      ;;\n"
  }

  private static func action(_ completion: ValueCompletion, isLast: Bool = false) -> String {
    let action =
      switch completion {
      case .files: "_udfd_files"
      case .directories: "_udfd_directories"
      case .words(let words): "_udfd_words \"\(words.joined(separator: " "))\""
      case .udfNames: "_udfd_names"
      case .nothing: ""
      }
    return isLast || action.isEmpty ? action : action + "; "
  }
}
