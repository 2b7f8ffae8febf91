"""The loop of a Kapacitor UDF in Python, as small as the protocol allows: what `make bench` measures udfd against.

Kapacitor's own Python agent is not on PyPI. This one does per point what that one does (a message is parsed, the handler
sets fields of a copy of the point, the answer is written and flushed) and nothing beyond, so that it is not slower for
what is only udfd's comparison. udf_pb2 is what protoc makes of Tests/Conformance/udf.proto; protobuf's C implementation
(upb) parses and writes the messages.

    agent.serve(path, handler)    # handler(fields): dict-like maps of the point's doubles -> sets fields in place
"""
import os
import socket
import threading

import udf_pb2


def varint(stream):
    """The length in front of a message; None at the end of the stream."""
    value = shift = 0
    while True:
        byte = stream.read(1)
        if not byte:
            return None
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
        shift += 7


def write(stream, response):
    body = response.SerializeToString()
    length, head = len(body), bytearray()
    while length >= 0x80:
        head.append(length & 0x7F | 0x80)
        length >>= 7
    head.append(length)
    stream.write(bytes(head) + body)
    stream.flush()


def answer(request, handler, response):
    """Fills in the response to a request; False where there is none."""
    response.Clear()
    kind = request.WhichOneof("message")
    if kind == "point":
        response.point.CopyFrom(request.point)
        handler(response.point)
    elif kind == "info":
        response.info.wants = response.info.provides = udf_pb2.STREAM
    elif kind == "init":
        response.init.success = True
    elif kind == "keepalive":
        response.keepalive.time = request.keepalive.time
    elif kind == "snapshot":
        response.snapshot.snapshot = b""
    elif kind == "restore":
        response.restore.success = True
    else:
        return False
    return True


def converse(connection, handler):
    """One connection, which is one use of the UDF in a task."""
    reader, writer = connection.makefile("rb", 1 << 16), connection.makefile("wb", 1 << 13)
    request, response = udf_pb2.Request(), udf_pb2.Response()
    try:
        while (length := varint(reader)) is not None:
            body = reader.read(length)
            if len(body) < length:
                break
            request.ParseFromString(body)
            if answer(request, handler, response):
                write(writer, response)
    except OSError:
        pass  # the other side has gone
    finally:
        connection.close()


def serve(path, handler):
    if os.path.exists(path):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(16)
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=converse, args=(connection, handler), daemon=True).start()
