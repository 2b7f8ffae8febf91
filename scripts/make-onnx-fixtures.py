#!/usr/bin/env python3
"""Makes small ONNX models and writes each with rows and ONNX Runtime's answers to them.

    make-onnx-fixtures.py DIRECTORY | --archive FILE.tar.gz

For every model there is NAME.onnx, and NAME.csv: the inputs in0, in1, ..., then the answers out0, out1, ... in the order of the
graph's outputs. Models come from the converters (skl2onnx, CatBoost, onnxmltools) and, operator by operator, by hand.
"""
import argparse
import csv
import gzip
import os
import sys
import tarfile
import tempfile
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


def data(count=200, seed=7):
    random = np.random.RandomState(seed)
    inputs = random.randn(count, 4) * [1, 3, 0.5, 2]
    number = np.sin(inputs[:, 0]) * 3 + inputs[:, 1] * 0.3 - inputs[:, 2] + 0.1 * random.randn(count)
    return inputs, number, (number > 0).astype(int), np.array(["low", "mid", "high"])[np.digitize(number, [-0.7, 0.7])]


INPUTS, NUMBER, TWO, THREE = data()


def rows(count=24, thresholds=(), nan=False, seed=3):
    random = np.random.RandomState(seed)
    table = data(count, seed)[0].astype(np.float32)
    for row in table:
        if len(thresholds) and random.rand() < 0.7:
            feature, value = thresholds[random.randint(len(thresholds))]
            single = np.float32(value)
            row[feature] = [single, np.nextafter(single, np.float32(np.inf)),
                            np.nextafter(single, np.float32(-np.inf))][random.randint(3)]
        if nan and random.rand() < 0.3:
            row[random.randint(4)] = [np.nan, np.inf, -np.inf][random.randint(3)]
        if random.rand() < 0.2:
            row[random.randint(4)] = [0.0, -0.0][random.randint(2)]
    return table


def converted():
    from skl2onnx import to_onnx
    from sklearn import cluster, ensemble, linear_model, naive_bayes, neural_network, pipeline, preprocessing, svm, tree
    single = INPUTS.astype(np.float32)

    def sk(name, model, target):
        options = {"zipmap": False} if hasattr(model, "predict_proba") else None
        return name, to_onnx(model.fit(single, target), single[:1], options=options,
                             target_opset={"": 17, "ai.onnx.ml": 3}), rows()
    seeded = dict(random_state=0)
    scaled = lambda model: pipeline.make_pipeline(preprocessing.StandardScaler(), model)
    yield sk("linear", linear_model.LinearRegression(), NUMBER)
    yield sk("linear_two", linear_model.LinearRegression(), np.c_[NUMBER, -NUMBER])
    yield sk("logistic", linear_model.LogisticRegression(), TWO)
    yield sk("logistic_three", scaled(linear_model.LogisticRegression()), THREE)
    yield sk("tree", tree.DecisionTreeRegressor(max_depth=5, **seeded), NUMBER)
    yield sk("forest", ensemble.RandomForestRegressor(9, max_depth=5, **seeded), NUMBER)
    yield sk("forest_three", ensemble.RandomForestClassifier(9, max_depth=5, **seeded), THREE)
    yield sk("boosting", ensemble.GradientBoostingRegressor(n_estimators=9, **seeded), NUMBER)
    yield sk("boosting_two", ensemble.GradientBoostingClassifier(n_estimators=9, **seeded), TWO)
    yield sk("isolation", ensemble.IsolationForest(n_estimators=5, max_samples=32, **seeded), None)
    yield sk("means", cluster.KMeans(3, n_init=2, **seeded), None)
    yield sk("network", scaled(neural_network.MLPRegressor(hidden_layer_sizes=(6, 5), max_iter=50, **seeded)), NUMBER)
    yield sk("network_two", scaled(neural_network.MLPClassifier(hidden_layer_sizes=(6,), activation="tanh", max_iter=50, **seeded)), TWO)
    yield sk("network_three", scaled(neural_network.MLPClassifier(hidden_layer_sizes=(6,), activation="logistic", max_iter=50, **seeded)), THREE)
    yield sk("one_class", scaled(svm.OneClassSVM(nu=0.1)), None)
    yield sk("regression_svm", svm.SVR(), NUMBER)
    yield sk("support_vectors", svm.SVC(), TWO)
    yield sk("support_vectors_three", scaled(svm.SVC()), THREE)
    yield sk("support_vectors_share", svm.SVC(probability=True, **seeded), TWO)
    yield sk("support_vectors_shares", svm.SVC(kernel="poly", degree=2, probability=True, **seeded), THREE)
    yield sk("nu", svm.NuSVC(kernel="sigmoid", nu=0.2), THREE)
    yield sk("polynomials", pipeline.make_pipeline(preprocessing.PolynomialFeatures(2), linear_model.Ridge()), NUMBER)
    yield sk("naive_bayes", naive_bayes.GaussianNB(), THREE)
    yield sk("minmax", pipeline.make_pipeline(preprocessing.MinMaxScaler(clip=True), linear_model.Ridge()), NUMBER)
    import catboost
    options = dict(iterations=6, depth=3, verbose=0, thread_count=1, random_seed=0, allow_writing_files=False)
    with tempfile.TemporaryDirectory() as directory:
        for name, model, target in (("catboost", catboost.CatBoostRegressor(**options), NUMBER),
                                    ("catboost_two", catboost.CatBoostClassifier(**options), TWO),
                                    ("catboost_three", catboost.CatBoostClassifier(**options), THREE)):
            path = os.path.join(directory, name)
            model.fit(INPUTS, target).save_model(path, format="onnx")
            borders = [(f, b) for f, list_ in model.get_borders().items() for b in list_]
            yield name, onnx.load(path), rows(thresholds=borders)
    try:
        import lightgbm
        import xgboost
        from onnxmltools import convert_lightgbm, convert_xgboost
        from onnxmltools.convert.common.data_types import FloatTensorType
        types = [("input", FloatTensorType([None, 4]))]
        yield "lightgbm_two", convert_lightgbm(
            lightgbm.LGBMClassifier(n_estimators=5, num_leaves=6, verbose=-1).fit(INPUTS, TWO), initial_types=types,
            zipmap=False), rows()
        yield "lightgbm", convert_lightgbm(
            lightgbm.LGBMRegressor(n_estimators=5, num_leaves=6, verbose=-1).fit(INPUTS, NUMBER), initial_types=types), rows()
        yield "xgboost", convert_xgboost(xgboost.XGBRegressor(n_estimators=5, max_depth=3).fit(INPUTS, NUMBER),
                                         initial_types=types), rows()
    except Exception as error:
        print("left out the converters of LightGBM and XGBoost: %s" % str(error)[:120], file=sys.stderr)


def graph(nodes, outputs, constants=(), inputs=((("x", TensorProto.FLOAT, [None, 4]),)), opset=17, ml=3):
    return helper.make_model(
        helper.make_graph(
            nodes, "graph", [helper.make_tensor_value_info(*value) for value in inputs],
            [helper.make_tensor_value_info(name, kind, None) for name, kind in outputs],
            [numpy_helper.from_array(np.asarray(value), name) for name, value in constants]),
        opset_imports=[helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", ml)], ir_version=8)


def by_hand():
    node, ml = helper.make_node, lambda *a, **k: helper.make_node(*a, domain="ai.onnx.ml", **k)
    out = [("y", TensorProto.FLOAT)]
    for name in ("Abs", "Neg", "Exp", "Sqrt", "Relu", "Tanh", "Sigmoid", "Sign", "Floor", "Ceil", "Reciprocal", "Erf", "Log"):
        yield name, graph([node("Abs", ["x"], ["a"]), node(name, ["a" if name in ("Sqrt", "Log") else "x"], ["y"])], out), None
    w = np.float32([[1, 2, -1], [0.5, 0, 3], [2, 2, 2], [-1, 1, 0]])
    row, column = np.float32([1, -2, 3, 0.5]), np.float32([[2.5]])
    for name in ("Add", "Sub", "Mul", "Div", "Max", "Min"):
        yield name, graph([node(name, ["x", "w"], ["y"])], out, [("w", row)]), None
        yield name + "_spread", graph([node(name, ["w", "x"], ["y"])], out, [("w", column)]), None
    yield "Pow", graph([node("Pow", ["x", "w"], ["y"])], out, [("w", np.float32(2))]), None
    yield "Sum", graph([node("Sum", ["x", "w", "x"], ["y"])], out, [("w", row)]), None
    for name in ("Greater", "Less", "Equal", "GreaterOrEqual", "LessOrEqual"):
        yield name, graph([node(name, ["x", "w"], ["b"]), node("Cast", ["b"], ["y"], to=TensorProto.FLOAT)], out, [("w", row)]), None
    yield "Where", graph([node("Greater", ["x", "w"], ["b"]), node("Not", ["b"], ["n"]), node("Where", ["n", "x", "w"], ["y"])],
                         out, [("w", row)]), None
    yield "And", graph([node("Greater", ["x", "w"], ["a"]), node("Less", ["x", "v"], ["b"]), node("And", ["a", "b"], ["c"]),
                        node("Or", ["c", "a"], ["d"]), node("Cast", ["d"], ["y"], to=TensorProto.FLOAT)], out,
                       [("w", np.float32(-1)), ("v", np.float32(1))]), None
    yield "MatMul", graph([node("MatMul", ["x", "w"], ["y"])], out, [("w", w)]), None
    yield "Gemm", graph([node("Gemm", ["x", "w", "c"], ["y"], alpha=0.5, beta=2.0, transB=1)], out,
                        [("w", w.T.copy()), ("c", np.float32([1, 2, 3]))]), None
    yield "Clip", graph([node("Clip", ["x", "low", "high"], ["y"])], out, [("low", np.float32(-1)), ("high", np.float32(0.7))]), None
    yield "Clip_old", graph([node("Clip", ["x"], ["y"], min=-0.5, max=0.5)], out, opset=10), None
    yield "Softmax", graph([node("Softmax", ["x"], ["y"], axis=1)], out), None
    yield "Softmax_old", graph([node("Softmax", ["x"], ["y"])], out, opset=11), None
    yield "LogSoftmax", graph([node("LogSoftmax", ["x"], ["y"], axis=-1)], out), None
    for name in ("ArgMax", "ArgMin"):
        yield name, graph([node(name, ["x"], ["y"], axis=1)], [("y", TensorProto.INT64)]), None
    for name in ("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceSumSquare", "ReduceL1", "ReduceL2"):
        if name == "ReduceSum":
            yield name, graph([node(name, ["x", "axes"], ["y"], keepdims=0)], out, [("axes", np.int64([1]))]), None
        else:
            yield name, graph([node(name, ["x"], ["y"], axes=[1], keepdims=1)], out), None
    yield "Reshape", graph([node("Reshape", ["x", "s"], ["r"]), node("Transpose", ["r"], ["t"], perm=[0, 2, 1]),
                            node("Flatten", ["t"], ["y"])], out, [("s", np.int64([-1, 2, 2]))]), None
    yield "Squeeze", graph([node("Unsqueeze", ["x", "a"], ["u"]), node("Squeeze", ["u", "a"], ["y"])], out, [("a", np.int64([1]))]), None
    yield "Concat", graph([node("Concat", ["x", "x"], ["y"], axis=1)], out), None
    yield "Gather", graph([node("Gather", ["x", "i"], ["y"], axis=1)], out, [("i", np.int64([3, 0, -1]))]), None
    yield "Constant", graph([node("Constant", [], ["c"], value=numpy_helper.from_array(row)), node("Add", ["x", "c"], ["y"])], out), None
    yield "Double", graph([node("Cast", ["x"], ["d"], to=TensorProto.DOUBLE), node("Div", ["d", "w"], ["y"])],
                          [("y", TensorProto.DOUBLE)], [("w", np.float64(3))]), None
    yield "Columns", graph([node("Concat", ["a", "b"], ["c"], axis=1), node("Mul", ["c", "c"], ["y"])], out,
                           inputs=(("a", TensorProto.FLOAT, [None, 1]), ("b", TensorProto.FLOAT, [None, 1]))), None
    yield "Scaler", graph([ml("Scaler", ["x"], ["y"], offset=[1., 2., 3., 4.], scale=[.5, 2., 3., .1])], out), None
    yield "Imputer", graph([ml("Imputer", ["x"], ["y"], imputed_value_floats=[1., 2., 3., 4.],
                               replaced_value_float=float("nan"))], out), "nan"
    for norm in ("MAX", "L1", "L2"):
        yield "Normalizer_" + norm, graph([ml("Normalizer", ["x"], ["y"], norm=norm)], out), None
    yield "Binarizer", graph([ml("Binarizer", ["x"], ["y"], threshold=0.3)], out), None
    yield "ArrayFeatureExtractor", graph([ml("ArrayFeatureExtractor", ["x", "i"], ["y"])], out, [("i", np.int64([2, 0]))]), None
    yield "LabelEncoder", graph([node("ArgMax", ["x"], ["a"], axis=1, keepdims=0),
                                 ml("LabelEncoder", ["a"], ["y"], keys_int64s=[0, 1, 3], values_floats=[.5, 7., -1.],
                                    default_float=9.)], out), None
    yield "OneHotEncoder", graph([node("Cast", ["x"], ["i"], to=TensorProto.INT64),
                                  ml("OneHotEncoder", ["i"], ["h"], cats_int64s=[-1, 0, 2, 1], zeros=1),
                                  node("Flatten", ["h"], ["y"])], out), None
    yield "ReduceProd", graph([node("ReduceProd", ["x"], ["y"], axes=[1], keepdims=1)], out), None
    yield "ReduceLogSumExp", graph([node("ReduceLogSumExp", ["x"], ["y"], axes=[1], keepdims=0)], out), None
    yield "ConstantOfShape", graph([node("Shape", ["x"], ["s"]),
                                    node("ConstantOfShape", ["s"], ["c"], value=helper.make_tensor("v", TensorProto.FLOAT, [1], [2.])),
                                    node("Mul", ["c", "x"], ["y"])], out), None
    for transform in ("NONE", "LOGISTIC", "SOFTMAX"):
        yield "LinearClassifier_" + transform, graph(
            [ml("LinearClassifier", ["x"], ["label", "y"], coefficients=list(map(float, w.T.ravel())), intercepts=[.1, .2, .3],
                classlabels_ints=[4, 5, 6], post_transform=transform)], [("label", TensorProto.INT64)] + out), None
    modes = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"]
    for missing in (0, 1):
        nodes = dict(nodes_treeids=[], nodes_nodeids=[], nodes_featureids=[], nodes_modes=[], nodes_values=[],
                     nodes_truenodeids=[], nodes_falsenodeids=[], nodes_missing_value_tracks_true=[], target_treeids=[],
                     target_nodeids=[], target_ids=[], target_weights=[])
        for t, mode in enumerate(modes):
            value = 1.0 if "EQ" in mode[-3:] and mode not in ("BRANCH_LEQ", "BRANCH_GTE") else 0.25
            for n in range(3):
                leaf = n > 0
                for key, item in (("treeids", t), ("nodeids", n), ("featureids", 0 if leaf else t % 4),
                                  ("modes", "LEAF" if leaf else mode), ("values", 0.0 if leaf else value),
                                  ("truenodeids", 0 if leaf else 1), ("falsenodeids", 0 if leaf else 2),
                                  ("missing_value_tracks_true", missing)):
                    nodes["nodes_" + key].append(item)
                if leaf:
                    for key, item in (("treeids", t), ("nodeids", n), ("ids", t % 2), ("weights", float(1 << t) * (n - 1.5))):
                        nodes["target_" + key].append(item)
        yield "TreeModes_%d" % missing, graph(
            [ml("TreeEnsembleRegressor", ["x"], ["y"], n_targets=2, base_values=[.5, -.25], **nodes)], out), "border"
        yield "TreeAverage_%d" % missing, graph(
            [ml("TreeEnsembleRegressor", ["x"], ["y"], n_targets=2, aggregate_function="AVERAGE", **nodes)], out), "border"
    five = lambda value, kind: helper.make_tensor("t", kind, [len(value)], value)
    for transform in (0, 2):
        yield "TreeEnsemble5_%d" % transform, graph(
            [ml("TreeEnsemble", ["x"], ["y"], n_targets=2, aggregate_function=1, post_transform=transform,
                nodes_featureids=[0, 1, 2], nodes_modes=five([0, 1, 3], TensorProto.UINT8),
                nodes_splits=five([.25, .25, .25], TensorProto.FLOAT), nodes_truenodeids=[1, 0, 3],
                nodes_trueleafs=[0, 1, 1], nodes_falsenodeids=[2, 1, 2], nodes_falseleafs=[1, 1, 1], tree_roots=[0, 2],
                leaf_targetids=[0, 0, 0, 1], leaf_weights=five([1.5, -2., 3., .5], TensorProto.FLOAT))], out, opset=21,
            ml=5), "border"


def write(directory, name, model, table):
    path = os.path.join(directory, name)
    onnx.save(model, path + ".onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(path + ".onnx", options)
    answers = []
    for row in table:
        feed, start = {}, 0
        for port in session.get_inputs():
            width = port.shape[1]
            feed[port.name] = row[start:start + width].reshape(1, width).astype(np.float32)
            start += width
        cells = []
        for value in session.run(None, feed):
            if isinstance(value, list):
                value = [value[0][key] for key in value[0]]
            cells += list(np.ravel(value))
        answers.append(cells)
    text = lambda v: v if isinstance(v, str) else str(int(v)) if isinstance(v, (int, np.integer, np.bool_)) else repr(float(v))
    with open(path + ".csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["in%d" % k for k in range(start)] + ["out%d" % k for k in range(len(answers[0]))])
        for row, cells in zip(table, answers):
            writer.writerow([text(v) for v in row[:start]] + [text(v) for v in cells])


def make(directory):
    os.makedirs(directory, exist_ok=True)
    made = 0
    def hand():
        for name, model, kind in by_hand():
            borders = [(f, v) for f in range(4) for v in (.25, 1.)]
            yield name, model, rows(thresholds=borders if kind == "border" else (), nan=kind is not None)
    for family in (converted, hand):
        for name, model, table in family():
            try:
                write(directory, name, model, table)
                made += 1
            except Exception as error:
                for end in (".onnx", ".csv"):
                    if os.path.exists(os.path.join(directory, name + end)):
                        os.remove(os.path.join(directory, name + end))
                print("left out %s: %s" % (name, " ".join(str(error).split())[:160]), file=sys.stderr)
    print("onnx %s, onnxruntime %s: %d models" % (onnx.__version__, onnxruntime.__version__, made))


def pack(directory, path):
    """The same files make the same archive: no times, no owners."""
    with gzip.GzipFile(path, "wb", mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name in sorted(os.listdir(directory)):
                entry = tarfile.TarInfo(name)
                entry.size = os.path.getsize(os.path.join(directory, name))
                with open(os.path.join(directory, name), "rb") as file:
                    archive.addfile(entry, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", nargs="?")
    parser.add_argument("--archive")
    arguments = parser.parse_args()
    if arguments.archive:
        with tempfile.TemporaryDirectory() as directory:
            make(directory)
            pack(directory, arguments.archive)
    elif arguments.directory:
        make(arguments.directory)
    else:
        parser.error("name a directory or an archive")


if __name__ == "__main__":
    main()
