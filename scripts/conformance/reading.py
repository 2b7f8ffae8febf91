"""What Google's protobuf reads in an encoded Request or Response."""

import dump
import twisted


class SetAside(Exception):
    """Google's implementations disagree about the message."""


def read(message_class, data):
    """Returns the message and its facts as text.

    Raises DecodeError, dump.Refused or SetAside.
    """
    message = message_class.FromString(data)
    if has_set_aside(message):
        raise SetAside()
    return message, "\n".join(dump.lines(message))


def has_set_aside(message):
    """Whether a map's entry was set aside because there is an unknown field inside of it.

    Python's implementation (upb) counts the whole entry as an unknown field of the message then; C++ and Go skip the
    field and keep the entry. Kapacitor is Go, so udfd does as Go does, which UnusualEntryTests show.
    """
    kind = message.WhichOneof("message")
    if kind is None:
        return False
    inner = getattr(message, kind)
    maps = {
        field.number
        for field in inner.DESCRIPTOR.fields
        if field.message_type is not None and field.message_type.GetOptions().map_entry
    }
    return any(number in maps and kind == twisted.BYTES for number, kind in top_level(dump.unknown_bytes(inner)))


def top_level(data):
    """The (number, wire type) of each field of a valid message."""
    position = 0
    depth = 0
    while position < len(data):
        tag, position = read_varint(data, position)
        kind = tag & 7
        if depth == 0:
            yield tag >> 3, kind
        if kind == twisted.VARINT:
            _, position = read_varint(data, position)
        elif kind == twisted.FIXED64:
            position += 8
        elif kind == twisted.FIXED32:
            position += 4
        elif kind == twisted.BYTES:
            length, position = read_varint(data, position)
            position += length
        elif kind == twisted.START_GROUP:
            depth += 1
        elif kind == twisted.END_GROUP:
            depth -= 1
        else:
            return


def read_varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, position
