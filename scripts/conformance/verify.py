"""Reads what Swift encoded with Google's protobuf and compares it, fact by fact.

usage: verify.py FILE

FILE holds records of length-prefixed parts: what the record is about; "request" or "response"; the encoded message; the facts that
must be found in it. Exits with 1 and the first differences on standard error if any differ.
"""

import struct
import sys

from google.protobuf.message import DecodeError

import dump
import messages
import reading


def parts(data):
    position = 0
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position)
        yield data[position + 4 : position + 4 + length]
        position += 4 + length


def main():
    with open(sys.argv[1], "rb") as file:
        fields = list(parts(file.read()))
    classes = dict(zip(("request", "response"), messages.load()))
    failures = checked = 0
    for about, kind, data, expected in zip(*[iter(fields)] * 4):
        checked += 1
        try:
            _, found = reading.read(classes[kind.decode()], data)
        except (DecodeError, dump.Refused, reading.SetAside) as error:
            found = f"refused: {error}"
        expected = expected.decode()
        if found != expected:
            failures += 1
            if failures <= 5:
                print(
                    f"{about.decode()}: {data.hex()}\n-- expected\n{expected}\n-- found\n{found}\n",
                    file=sys.stderr,
                )
    if failures or not checked:
        print(f"{failures} of {checked} messages differ", file=sys.stderr)
        sys.exit(1)
    print(f"{checked} messages agree")


if __name__ == "__main__":
    main()
