"""A use of a UDF over its socket, frame by frame, for scripts that look at the daemon's memory meanwhile: for anything else
there is `udfd bench`."""

import socket
import struct
import sys
import threading


def varint(value):
    encoded = b""
    while value > 127:
        encoded += bytes([value & 127 | 128])
        value >>= 7
    return encoded + bytes([value])


def field(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def double(name, value):
    return field(8, field(1, name) + b"\x11" + struct.pack("<d", value))


def point(index):
    """A Request with a turbine's reading, as Kapacitor sends it."""
    speed = 5 + index % 90 / 10
    body = b"\x08" + varint(1_700_000_000_000_000_000 + index) + field(2, b"turbine") + field(3, b"tdb")
    body += field(4, b"autogen") + field(5, b"source=T01") + field(6, b"source")
    body += field(7, field(1, b"source") + field(2, b"T01"))
    body += double(b"wind_speed", speed) + double(b"grid_active_power", 180 * speed - 400)
    message = field(17, body)
    return varint(len(message)) + message


class Connection:
    """One use of a UDF in a task: Init is done."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect(str(path))
        message = field(2, field(2, b"task") + field(3, b"node2"))
        self.socket.sendall(varint(len(message)) + message)
        if self.socket.recv(64) != b"\x04\x12\x02\x08\x01":
            sys.exit("udf_connection: Init was refused")

    def exchange(self, frames, count):
        """Sends frames of points and reads until so many points came back."""
        sender = threading.Thread(target=self.socket.sendall, args=(frames,))
        sender.start()
        self.receive(count)
        sender.join()

    def receive(self, count):
        rest = b""
        while count > 0:
            more = self.socket.recv(1 << 20)
            if not more:
                sys.exit("udf_connection: the daemon closed the connection")
            rest += more
            end = frame_end(rest, 0)
            position = 0
            while end is not None:
                position = end
                count -= 1
                end = frame_end(rest, position)
            rest = rest[position:]


def frame_end(held, position):
    """Where the frame at a position ends; None while it is not complete."""
    length, shift = 0, 0
    while position < len(held):
        byte = held[position]
        length |= (byte & 127) << shift
        shift += 7
        position += 1
        if byte < 128:
            return position + length if position + length <= len(held) else None
    return None
