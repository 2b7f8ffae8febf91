"""The blocks of a Markdown document that can be run, and what is shown below commands (scripts/test-documents)."""

import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIRECTIVE = re.compile(
    r"^<!-- (figures vary|fails|not run|in a system|in|prepare|reader|system|save|typechecked)(?:: *| +)?(.*?)(?: *-->)?$", re.S)
FIGURE = r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?(?: ?(?:ns|us|ms|s|m|bytes|kB|MB|KiB|MiB|GiB)\b)?"


class Block:
    def __init__(self, document, line, language, lines, directives):
        self.document, self.line, self.language = document, line, language
        self.lines, self.directives = lines, directives

    @property
    def place(self):
        return f"{self.document}:{self.line}"

    def says(self, name):
        return name in self.directives


def blocks_of(document, heading=None):
    """The fenced blocks and the preparations of a document or of one section, in order."""
    with open(os.path.join(ROOT, document), encoding="utf-8") as file:
        lines = file.read().split("\n")
    directives, found, index, end = {}, [], 0, len(lines)
    if heading:
        index = lines.index(f"## {heading}") + 1
        end = next(i for i in range(index, len(lines)) if lines[i].startswith("## "))
    while index < end:
        line = lines[index]
        if line.startswith("<!--"):
            start = index
            while not lines[index].endswith("-->"):
                index += 1
            text = "\n".join(lines[start : index + 1])
            match = DIRECTIVE.match(text)
            if match and match.group(1) in ("prepare", "reader", "system"):
                found.append(Block(document, start + 1, match.group(1), match.group(2).split("\n"), {}))
            elif match:
                directives[match.group(1)] = match.group(2).strip(" '")
        elif line.startswith("```"):
            start, language = index, line[3:].strip()
            index += 1
            while not lines[index].startswith("```"):
                index += 1
            found.append(Block(document, start + 1, language, lines[start + 1 : index], directives))
            directives = {}
        elif line.strip():
            directives = {}
        index += 1
    return found


def commands_of(block):
    """Pairs of a command and the lines that are shown below it."""
    if block.language in ("sh", "prepare", "reader", "system"):
        return [("\n".join(block.lines), None)]
    commands, index = [], 0
    while index < len(block.lines):
        line = block.lines[index]
        if not line.startswith(("$ ", "# ")):
            raise SystemExit(f"test-documents: {block.place}: a console block begins with '$ '")
        command = line[2:]
        while command.endswith("\\"):
            index += 1
            command = command[:-1] + block.lines[index].strip()
        index += 1
        shown = []
        while index < len(block.lines) and not block.lines[index].startswith(("$ ", "# ")):
            shown.append(block.lines[index])
            index += 1
        commands.append((command, shown))
    return commands


def pattern_of(line, figures_vary):
    pieces = []
    for text in line.split("..."):
        if figures_vary:
            spaced = [re.escape(part) for part in re.split(FIGURE, text)]
            text = FIGURE.join(spaced)
            # Columns move with the figures in them.
            text = re.sub(r"(?:\\ )+", r" +", text)
        else:
            text = re.escape(text)
        pieces.append(text)
    return re.compile(".*".join(pieces) + r"\s*")


def agrees(shown, printed, figures_vary):
    """Whether what was printed is what is shown; '...' alone on a line stands for any lines."""
    if not shown:
        return True
    if shown[0].strip() == "...":
        return any(agrees(shown[1:], printed[skip:], figures_vary) for skip in range(len(printed) + 1)) or len(shown) == 1
    if not printed:
        return False
    return bool(pattern_of(shown[0], figures_vary).fullmatch(printed[0])) and (
        agrees(shown[1:], printed[1:], figures_vary) if len(shown) > 1 else len(printed) == 1
    )
