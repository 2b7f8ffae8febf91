#!/usr/bin/env python3
"""Makes small ONNX graphs that udfd leaves to ONNX Runtime, each with rows and ONNX Runtime's own answers.

    make-onnxruntime-fixtures.py DIRECTORY

For every graph there is NAME.onnx, and NAME.csv: the inputs in0, in1, ..., then the answers out0, out1, ... in the order of the
graph's outputs. The path of the shared library that the Python package carries is the last line printed.
"""
import argparse
import csv
import glob
import os

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

FLOAT, DOUBLE, INT64 = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.INT64
NUMPY = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64}
RANDOM = np.random.RandomState(5)


def weights(*shape, kind=np.float32):
    return (RANDOM.randn(*shape) * 0.5).astype(kind)


def graph(nodes, inputs, outputs, constants=(), opset=17):
    port = lambda p: helper.make_tensor_value_info(*p)
    made = helper.make_graph(nodes, "fixture", [port(p) for p in inputs], [port(p) for p in outputs],
                             [numpy_helper.from_array(value, name) for name, value in constants])
    model = helper.make_model(made, producer_name="udfd fixtures", producer_version="1",
                              opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def graphs():
    node = helper.make_node
    # Batch first, as Keras writes it: a window of 8 readings of 2 sensors.
    yield "lstm", graph(
        [node("Transpose", ["x"], ["t"], perm=[1, 0, 2]),
         node("LSTM", ["t", "w", "r", "b"], ["", "h"], hidden_size=5),
         node("Squeeze", ["h", "zero"], ["s"]), node("MatMul", ["s", "d"], ["y"])],
        [("x", FLOAT, ["batch", 8, 2])], [("y", FLOAT, ["batch", 1])],
        [("w", weights(1, 20, 2)), ("r", weights(1, 20, 5)), ("b", weights(1, 40)), ("zero", np.int64([0])), ("d", weights(5, 1))])
    yield "gru_fixed", graph(
        [node("GRU", ["x", "w", "r", "b"], ["", "h"], hidden_size=3), node("Reshape", ["h", "s"], ["y"])],
        [("x", FLOAT, [6, 1, 1])], [("y", FLOAT, [1, 3])],
        [("w", weights(1, 9, 1)), ("r", weights(1, 9, 3)), ("b", weights(1, 18)), ("s", np.int64([1, 3]))])
    yield "convolution", graph(
        [node("Conv", ["x", "w", "b"], ["c"], kernel_shape=[3], pads=[1, 1]), node("Relu", ["c"], ["r"]),
         node("GlobalAveragePool", ["r"], ["p"]), node("Flatten", ["p"], ["f"]), node("Gemm", ["f", "d", "e"], ["g"]),
         node("Softmax", ["g"], ["probabilities"], axis=1), node("ArgMax", ["g"], ["label"], axis=1, keepdims=0)],
        [("x", FLOAT, ["N", 1, 12])], [("label", INT64, ["N"]), ("probabilities", FLOAT, ["N", 3])],
        [("w", weights(4, 1, 3)), ("b", weights(4)), ("d", weights(4, 3)), ("e", weights(3))])
    yield "autoencoder", graph(
        [node("Gemm", ["x", "a", "b"], ["h"]), node("Selu", ["h"], ["s"]), node("Gemm", ["s", "c", "d"], ["reconstruction"]),
         node("Sub", ["reconstruction", "x"], ["e"]), node("Mul", ["e", "e"], ["q"]),
         node("ReduceMean", ["q"], ["score"], axes=[1], keepdims=0)],
        [("x", FLOAT, [None, 6])], [("reconstruction", FLOAT, [None, 6]), ("score", FLOAT, [None])],
        [("a", weights(6, 3)), ("b", weights(3)), ("c", weights(3, 6)), ("d", weights(6))])
    yield "double_named", graph(
        [node("Mish", ["speed"], ["m"]), node("Cast", ["count"], ["c"], to=DOUBLE), node("Mul", ["m", "c"], ["p"]),
         node("Add", ["p", "load"], ["power"])],
        [("speed", DOUBLE, [None, 1]), ("load", DOUBLE, [None, 1]), ("count", INT64, [None, 1])],
        [("power", DOUBLE, [None, 1])], opset=18)
    # The first dimension is open and is time: rows of a burst must not become steps of one series.
    yield "running_sum", graph(
        [node("CumSum", ["x", "zero"], ["y"])], [("x", FLOAT, ["time", 2])], [("y", FLOAT, ["time", 2])], [("zero", np.int64(0))])
    # Fails for some rows, by an index that is not there.
    yield "lookup", graph(
        [node("Gather", ["table", "i"], ["g"], axis=0), node("HardSwish", ["g"], ["y"])],
        [("i", INT64, [None, 1])], [("y", FLOAT, [None, 1])], [("table", np.float32([.5, 1.5, -2.5, 4, 5, 6]))])


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(path, options)


def rows(name, ports):
    random = np.random.RandomState(11)
    columns = []
    for port in ports:
        width = int(np.prod([d for d in port.shape if isinstance(d, int)]))
        kind = NUMPY[port.type]
        columns.append(random.randint(0, 6, (40, width)).astype(float) if kind == np.int64
                       else (random.randn(40, width) * 2).astype(kind).astype(float))
    return np.hstack(columns)


def write(directory, name, model):
    path = os.path.join(directory, name)
    onnx.save(model, path + ".onnx")
    run = session(path + ".onnx")
    table = rows(name, run.get_inputs())
    answers = []
    for row in table:
        feed, start = {}, 0
        for port in run.get_inputs():
            shape = [d if isinstance(d, int) else 1 for d in port.shape]
            width = int(np.prod(shape))
            feed[port.name] = row[start:start + width].reshape(shape).astype(NUMPY[port.type])
            start += width
        answers.append([v for value in run.run(None, feed) for v in np.ravel(value)])
    with open(path + ".csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["in%d" % k for k in range(table.shape[1])] + ["out%d" % k for k in range(len(answers[0]))])
        for row, cells in zip(table, answers):
            writer.writerow([repr(float(v)) for v in row] + [repr(float(v)) for v in cells])


def make(directory):
    os.makedirs(directory, exist_ok=True)
    for name, model in graphs():
        write(directory, name, model)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory")
    make(parser.parse_args().directory)
    print(glob.glob(os.path.join(os.path.dirname(onnxruntime.__file__), "capi", "libonnxruntime.so*"))[0])


if __name__ == "__main__":
    main()
