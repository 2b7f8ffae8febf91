"""The protocol's messages as Google's protobuf makes them from udf.proto."""

import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROTO = ROOT / "Tests" / "Conformance" / "udf.proto"


def load():
    """Returns (Request, Response): the message classes."""
    with tempfile.TemporaryDirectory() as directory:
        compiled = pathlib.Path(directory) / "udf.descriptors"
        # A descriptor set, not generated Python: that would tie protoc's version to the package's.
        subprocess.run(
            ["protoc", f"--proto_path={PROTO.parent}", f"--descriptor_set_out={compiled}", PROTO.name],
            check=True,
        )
        files = descriptor_pb2.FileDescriptorSet.FromString(compiled.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return tuple(
        message_factory.GetMessageClass(pool.FindMessageTypeByName(name))
        for name in ("udf.Request", "udf.Response")
    )
