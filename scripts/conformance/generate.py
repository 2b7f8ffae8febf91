"""Writes random encoded messages, and what Google's protobuf reads in them, for ConformanceTests.

usage: generate.py FILE COUNT SEED

FILE holds records of length-prefixed parts: "request" or "response"; the encoded message; the facts (dump.py), or
"refused" and why; the edits to make when it is a point; the point's facts after them.
"""

import random
import struct
import sys

from google.protobuf.message import DecodeError

import dump
import edits
import messages
import reading
import twisted


def part(data):
    if isinstance(data, str):
        data = data.encode()
    return struct.pack("<I", len(data)) + data


def mutated(random, data):
    """A few bytes changed, cut off or put in."""
    data = bytearray(data)
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(data) + 1)
        action = random.randrange(3)
        if action == 0 and at < len(data):
            data[at] = random.randrange(256)
        elif action == 1:
            del data[at:]
        else:
            data.insert(at, random.randrange(256))
    return bytes(data)


def overridden(message_class, data):
    """Whether the oneof has a member that does not count: Google checks what is inside of it all the same."""
    known = message_class.DESCRIPTOR.fields_by_number
    try:
        return len({number for number, kind in reading.top_level(data) if number in known}) > 1
    except IndexError:
        return False


def facts(message_class, data):
    """The parsed message (None where refused) and its facts as text."""
    try:
        return reading.read(message_class, data)
    except reading.SetAside:
        return None, "any"
    except DecodeError:
        return None, "any" if overridden(message_class, data) else "refused: not protobuf"
    except dump.Refused as why:
        return None, f"refused: {why}"


def main():
    path, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    source = random.Random(seed)
    classes = dict(zip(("request", "response"), messages.load()))
    with open(path, "wb") as file:
        for index in range(count):
            kind = ("request", "response")[index % 2]
            message_class = classes[kind]
            members = message_class.DESCRIPTOR.fields
            point = message_class.DESCRIPTOR.fields_by_name["point"]
            encoder = twisted.Encoder(source, source.choice([0, 0, 0.02, 0.1, 0.3]))
            # Points are what matters most, and what has most paths.
            field = point if source.random() < 0.5 else source.choice(members)
            data = encoder.envelope(message_class.DESCRIPTOR, field)
            if source.random() < 0.2:
                data = mutated(source, data)
            message, text = facts(message_class, data)
            changes, changed = [], ""
            if message is not None and message.WhichOneof("message") == "point":
                changes = edits.random_edits(encoder, message.point)
                edits.apply(changes, message.point)
                changed = "\n".join(dump.point_lines(message.point))
            for data in (kind, data, text, "\n".join(changes), changed):
                file.write(part(data))


if __name__ == "__main__":
    main()
