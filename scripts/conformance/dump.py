"""A decoded message as text, one fact a line, the same as ConformanceDump.swift writes it."""

import struct


def hexed(data):
    if isinstance(data, str):
        data = data.encode()
    return data.hex() or "-"


def bits(value):
    # All NaNs are one: their payload is of no meaning to anyone.
    return "nan" if value != value else struct.pack(">d", value).hex()


class Refused(Exception):
    """Valid protobuf that the protocol has no meaning for."""


VALUE_TYPES = ["bool", "int", "double", "string", "duration"]


def value_type(number):
    if not 0 <= number < len(VALUE_TYPES):
        raise Refused(f"value type {number}")
    return VALUE_TYPES[number]


def edge(number):
    if number not in (0, 1):
        raise Refused(f"edge type {number}")
    return ["stream", "batch"][number]


def option_value(value):
    expected = value_type(value.type)
    member = value.WhichOneof("value")
    if member is None:
        zero = {"bool": "0", "int": "0", "double": bits(0.0), "string": "-", "duration": "0"}
        return f"{expected} {zero[expected]}"
    if member != expected + "_value":
        raise Refused(f"{member} for {expected}")
    content = getattr(value, member)
    if expected == "bool":
        text = str(int(content))
    elif expected == "double":
        text = bits(content)
    elif expected == "string":
        text = hexed(content)
    else:
        text = str(content)
    return f"{expected} {text}"


def tag_lines(tags):
    return [f"tag {hexed(name)} {hexed(value)}" for name, value in sorted_map(tags)]


def sorted_map(entries):
    return sorted(entries.items(), key=lambda entry: entry[0].encode())


def merged_fields(point):
    """Kapacitor's one map of fields: string, int, double, bool, later ones winning."""
    merged = {}
    for name, value in point.fields_string.items():
        merged[name] = f"string {hexed(value)}"
    for name, value in point.fields_int.items():
        merged[name] = f"int {value}"
    for name, value in point.fields_double.items():
        merged[name] = f"double {bits(value)}"
    for name, value in point.fields_bool.items():
        merged[name] = f"bool {int(value)}"
    return merged


def unknown_bytes(message):
    """The unknown fields as they came."""
    rest = type(message)()
    rest.CopyFrom(message)
    for field in rest.DESCRIPTOR.fields:
        rest.ClearField(field.name)
    return rest.SerializeToString()


def lines(envelope):
    """The facts of a Request or Response."""
    kind = envelope.WhichOneof("message")
    if kind is None:
        raise Refused("no message")
    message = getattr(envelope, kind)
    out = [kind]
    name = message.DESCRIPTOR.name
    if name == "InfoResponse":
        out += [f"wants {edge(message.wants)}", f"provides {edge(message.provides)}"]
        for option, info in sorted_map(message.options):
            out.append(f"option {hexed(option)} " + " ".join(value_type(number) for number in info.value_types))
    elif name == "InitRequest":
        out += [f"task {hexed(message.task_id)}", f"node {hexed(message.node_id)}"]
        for option in message.options:
            out.append(f"option {hexed(option.name)}")
            out += [f"value {option_value(value)}" for value in option.values]
    elif name in ("InitResponse", "RestoreResponse"):
        out += [f"success {int(message.success)}", f"error {hexed(message.error)}"]
    elif name in ("SnapshotResponse", "RestoreRequest"):
        out.append(f"snapshot {hexed(message.snapshot)}")
    elif name in ("KeepaliveRequest", "KeepaliveResponse"):
        out.append(f"time {message.time}")
    elif name == "ErrorResponse":
        out.append(f"error {hexed(message.error)}")
    elif name in ("BeginBatch", "EndBatch"):
        out += [f"name {hexed(message.name)}", f"group {hexed(message.group)}"]
        out.append(f"size {message.size}" if name == "BeginBatch" else f"tmax {message.tmax}")
        out += tag_lines(message.tags) + [f"byName {int(message.by_name)}"]
    elif name == "Point":
        out += point_lines(message)
    return out


def point_lines(point):
    out = [
        f"time {point.time}",
        f"name {hexed(point.name)}",
        f"database {hexed(point.database)}",
        f"retentionPolicy {hexed(point.retention_policy)}",
        f"group {hexed(point.group)}",
    ]
    out += [f"dimension {hexed(dimension)}" for dimension in point.dimensions]
    out += tag_lines(point.tags)
    for name, value in sorted(merged_fields(point).items(), key=lambda entry: entry[0].encode()):
        out.append(f"field {hexed(name)} {value}")
    out.append(f"byName {int(point.by_name)}")
    out.append(f"unknown {hexed(unknown_bytes(point))}")
    return out
