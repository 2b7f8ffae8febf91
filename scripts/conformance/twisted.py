"""Encodes random messages in all the ways that protobuf allows and that its libraries never write."""

import struct

from google.protobuf.descriptor import FieldDescriptor as Field

VARINT, FIXED64, BYTES, START_GROUP, END_GROUP, FIXED32 = range(6)

# Names that fall on every path of the readers: empty, short, 4, 8, 16, 24 and more bytes, alike at both ends, not
# ASCII, the same to the eye composed and decomposed.
NAMES = [
    "", "a", "b", "ab", "abc", "abcd", "abcde", "abcdefg", "abcdefgh", "abcdefghi", "usage_idle", "wind_speed",
    "abcdefghijklmnop", "abcdefghijklmnopq", "grid_active_power", "abcdefghXjklmnopq", "abcdefghijklmnopqrstuvwx",
    "abcdefghijklmnopqrstuvwxy", "abcdefghijklmnopXrstuvwxy", "temperature_sensor_01_average_value",
    "temperature_sensor_02_average_value", "grüße", "温度", "\u00e9", "e\u0301", "🌀", "n" * 110, "n" * 116,
    "n" * 117, "n" * 127, "n" * 128, "n" * 300, "a\0b",
]
TEXTS = ["", "x", "on", "a text", "Ω≈ç√∫", "t" * 100, "t" * 127, "t" * 128, "t" * 1000, "\0", "🌀" * 40]
INTEGERS = [0, 1, -1, 127, 128, 300, -128, 2**31, -(2**31), 2**53, 2**63 - 1, -(2**63), 1_700_000_000_000_000_000]
DOUBLES = [0.0, -0.0, 1.0, -1.5, 1e308, -1e-308, 5e-324, float("inf"), float("-inf"), float("nan"), 3.25, 2.0**60]


class Encoder:
    def __init__(self, random, oddness):
        self.random = random
        # How likely every single oddity is: 0 encodes as libraries do.
        self.oddness = oddness

    def odd(self, factor=1.0):
        return self.random.random() < self.oddness * factor

    def varint(self, value):
        value &= 2**64 - 1
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
        if self.odd(0.3) and len(out) < 9:
            # Not the shortest form, which is as valid.
            out[-1] |= 128
            out += b"\x80" * self.random.randrange(0, 10 - len(out)) + b"\0"
        return bytes(out)

    def tag(self, number, wire_type):
        tag = number << 3 | wire_type
        # A tag has 32 bits: five bytes.
        encoded = self.varint(tag)
        return encoded if len(encoded) <= 5 else plain_varint(tag)

    def length_delimited(self, number, payload):
        return self.tag(number, BYTES) + self.varint(len(payload)) + payload

    def integer(self):
        if self.random.random() < 0.5:
            return self.random.choice(INTEGERS)
        return self.random.randrange(-(2**63), 2**63) >> self.random.randrange(64)

    def double(self):
        if self.random.random() < 0.5:
            return self.random.choice(DOUBLES)
        return self.random.uniform(-1e6, 1e6)

    def name(self):
        return self.random.choice(NAMES)

    def text(self):
        return self.random.choice(TEXTS)

    def unknown(self, taken, depth=0):
        """A field that the message does not have."""
        number = self.random.choice([13, 15, 19, 20, 100, 1000, 19000, 2**29 - 1])
        if number in taken:
            number = 1001
        kind = self.random.choice([VARINT, FIXED64, BYTES, FIXED32, START_GROUP])
        return self.raw_field(number, kind, depth)

    def raw_field(self, number, kind, depth=0):
        if kind == START_GROUP:
            inside = b""
            if depth < 3:
                inside = b"".join(self.unknown((), depth + 1) for _ in range(self.random.randrange(3)))
            return self.tag(number, START_GROUP) + inside + self.tag(number, END_GROUP)
        payload = {
            VARINT: lambda: self.varint(self.integer()),
            FIXED64: lambda: self.random.randbytes(8),
            FIXED32: lambda: self.random.randbytes(4),
            BYTES: lambda: self.varint(5) + self.random.randbytes(5),
        }[kind]()
        return self.tag(number, kind) + payload

    def scalar(self, field):
        """One occurrence of a field that is not a message."""
        number = field.number
        if field.type == Field.TYPE_DOUBLE:
            return self.tag(number, FIXED64) + struct.pack("<d", self.double())
        if field.type == Field.TYPE_INT64:
            return self.tag(number, VARINT) + self.varint(self.integer())
        if field.type == Field.TYPE_BOOL:
            return self.tag(number, VARINT) + self.varint(self.random.choice([0, 1, 1, 2, 2**40, -1]))
        if field.type == Field.TYPE_ENUM:
            return self.tag(number, VARINT) + self.varint(self.enumeration(field))
        if field.type == Field.TYPE_STRING:
            is_name = field.name in ("key", "name") or self.random.random() < 0.3
            return self.length_delimited(number, (self.name() if is_name else self.text()).encode())
        if field.type == Field.TYPE_BYTES:
            return self.length_delimited(number, self.random.randbytes(self.random.choice([0, 1, 10, 200, 5000])))
        raise NotImplementedError(field.type)

    def enumeration(self, field):
        if self.odd(0.02):
            return 99
        return self.random.choice(field.enum_type.values).number

    def field(self, field):
        """All occurrences of a field, as a list of encoded fields."""
        repeated = field.label == Field.LABEL_REPEATED
        if repeated:
            count = self.random.choice([0, 0, 1, 2, 3, 5])
        else:
            count = 1 if self.random.random() < 0.7 else 0
            while count and self.odd(0.5):
                count += 1
        if repeated and field.type == Field.TYPE_ENUM:
            return self.enumerations(field, count)
        if field.type != Field.TYPE_MESSAGE:
            return [self.scalar(field) for _ in range(count)]
        return [self.length_delimited(field.number, self.message(field.message_type)) for _ in range(count)]

    def enumerations(self, field, count):
        """Packed, one by one, or both."""
        numbers = [self.enumeration(field) for _ in range(count)]
        if not numbers:
            return []
        if not self.odd():
            return [self.length_delimited(field.number, b"".join(map(self.varint, numbers)))]
        parts = []
        for number in numbers:
            if self.random.random() < 0.5:
                parts.append(self.tag(field.number, VARINT) + self.varint(number))
            else:
                parts.append(self.length_delimited(field.number, self.varint(number)))
        return parts

    def option_value(self, descriptor):
        """Type and value fit each other nearly always: else it is to be refused."""
        type_field = descriptor.fields_by_name["type"]
        if self.odd(0.05):
            return None
        member = self.random.choice(descriptor.oneofs_by_name["value"].fields)
        number = ["bool_value", "int_value", "double_value", "string_value", "duration_value"].index(member.name)
        parts = [self.tag(type_field.number, VARINT) + self.varint(number), self.scalar(member)]
        if self.odd():
            # The last member of a oneof is the one that counts.
            parts.insert(1, self.scalar(self.random.choice(descriptor.oneofs_by_name["value"].fields)))
        if self.odd(0.3):
            # No value at all means the type's zero.
            parts = parts[:1]
        return b"".join(parts)

    def message(self, descriptor):
        if descriptor.name == "OptionValue":
            encoded = self.option_value(descriptor)
            if encoded is not None:
                return encoded
        parts = []
        for field in descriptor.fields:
            parts += self.field(field)
        if descriptor.GetOptions().map_entry and not self.odd():
            # Key and value, once each, in this order: the usual entry.
            parts = [
                self.length_delimited(1, self.name().encode()),
                self.length_delimited(2, self.message(descriptor.fields_by_number[2].message_type))
                if descriptor.fields_by_number[2].type == Field.TYPE_MESSAGE
                else self.scalar(descriptor.fields_by_number[2]),
            ]
            return b"".join(parts)
        if descriptor.GetOptions().map_entry:
            # Unknown fields inside of an entry are another matter: reading.has_set_aside.
            self.random.shuffle(parts)
            return b"".join(parts)
        taken = [field.number for field in descriptor.fields]
        while self.odd(0.5):
            parts.append(self.unknown(taken))
        if taken and self.odd(0.3):
            # A known number with another wire type counts as unknown.
            field = self.random.choice(descriptor.fields)
            usual = {Field.TYPE_DOUBLE: (FIXED64,), Field.TYPE_ENUM: (VARINT, BYTES)}.get(
                field.type,
                (BYTES,) if field.type in (Field.TYPE_STRING, Field.TYPE_BYTES, Field.TYPE_MESSAGE) else (VARINT,),
            )
            kinds = [kind for kind in (VARINT, FIXED64, BYTES, FIXED32) if kind not in usual]
            parts.append(self.raw_field(field.number, self.random.choice(kinds)))
        if self.odd(2):
            self.random.shuffle(parts)
        return b"".join(parts)

    def envelope(self, descriptor, field):
        """A Request or Response with `field` as its message."""
        parts = [self.length_delimited(field.number, self.message(field.message_type))]
        while self.odd(0.5):
            other = self.random.choice([field, self.random.choice(descriptor.fields)])
            parts.append(self.length_delimited(other.number, self.message(other.message_type)))
        taken = [known.number for known in descriptor.fields]
        while self.odd(0.5):
            parts.append(self.unknown(taken))
        if self.odd(2):
            self.random.shuffle(parts)
        return b"".join(parts)


def plain_varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
