"""Random edits of a point, as text for the Swift side and as applied to Google's message."""

import struct

from dump import bits, hexed, merged_fields
from twisted import NAMES


def random_edits(encoder, point):
    """Lines like "set NAME int -5", "remove NAME", "setTag NAME TEXT", "time 5", "name TEXT"."""
    random = encoder.random
    present = sorted(merged_fields(point))
    names = set(random.sample(NAMES, 3))
    names.update(random.sample(present, min(len(present), random.randrange(4))))
    out = []
    for name in sorted(names):
        operation = random.choice(["double", "int", "string", "bool", "remove", "none"])
        if operation == "remove":
            out.append(f"remove {hexed(name)}")
        elif operation == "double":
            out.append(f"set {hexed(name)} double {bits(encoder.double())}")
        elif operation == "int":
            out.append(f"set {hexed(name)} int {encoder.integer()}")
        elif operation == "bool":
            out.append(f"set {hexed(name)} bool {random.randrange(2)}")
        elif operation == "string":
            out.append(f"set {hexed(name)} string {hexed(encoder.text())}")
    tags = sorted(set(random.sample(sorted(point.tags), min(len(point.tags), 2)) + random.sample(NAMES, 1)))
    for name in tags:
        if random.random() < 0.4:
            out.append(f"setTag {hexed(name)} {hexed(encoder.text())}")
        elif random.random() < 0.4:
            out.append(f"removeTag {hexed(name)}")
    if random.random() < 0.3:
        out.append(f"time {encoder.integer()}")
    if random.random() < 0.3:
        out.append(f"name {hexed(encoder.text())}")
    return out


def unhexed(text):
    return b"" if text == "-" else bytes.fromhex(text)


def apply(edits, point):
    maps = {
        "double": point.fields_double,
        "int": point.fields_int,
        "string": point.fields_string,
        "bool": point.fields_bool,
    }
    for line in edits:
        word, *rest = line.split(" ")
        if word in ("set", "remove"):
            name = unhexed(rest[0]).decode()
            for entries in maps.values():
                entries.pop(name, None)
            if word == "set":
                kind, text = rest[1:]
                maps[kind][name] = {
                    "double": lambda: float("nan") if text == "nan" else struct.unpack(">d", bytes.fromhex(text))[0],
                    "int": lambda: int(text),
                    "bool": lambda: text == "1",
                    "string": lambda: unhexed(text).decode(),
                }[kind]()
        elif word == "setTag":
            point.tags[unhexed(rest[0]).decode()] = unhexed(rest[1]).decode()
        elif word == "removeTag":
            point.tags.pop(unhexed(rest[0]).decode(), None)
        elif word == "time":
            point.time = int(rest[0])
        elif word == "name":
            point.name = unhexed(rest[0]).decode()
