#!/usr/bin/env python3
"""Makes small ONNX models and writes each with rows and ONNX Runtime's answers to them.

    make-onnx-fixtures.py DIRECTORY | --archive FILE.tar.gz

For every model there is NAME.onnx, and NAME.csv: the inputs in0, in1, ..., then the answers out0, out1, ... in the order of the
graph's outputs. Models come from the converters (skl2onnx, CatBoost, onnxmltools) and, operator by operator, by hand. Models that
must be refused have a NAME.csv of one line: refused, and what the error must say.
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
    from sklearn import (cluster, decomposition, ensemble, gaussian_process, linear_model, mixture, multiclass, naive_bayes, neighbors,
                         neural_network, pipeline, preprocessing, svm, tree)
    single = INPUTS.astype(np.float32)

    def sk(name, model, target):
        options = {"zipmap": False} if hasattr(model, "predict_proba") and not isinstance(model, mixture.GaussianMixture) else None
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
    for name, kernel in (("linear", {}), ("poly", dict(degree=2, coef0=1)), ("poly", dict(degree=3)), ("poly", dict(degree=5, coef0=.5)),
                         ("sigmoid", dict(coef0=.1))):
        own = "%s%s" % (name, kernel.get("degree", ""))
        yield sk("one_class_" + own, scaled(svm.OneClassSVM(nu=0.1, kernel=name, **kernel)), None)
        yield sk("regression_svm_" + own, scaled(svm.NuSVR(kernel=name, max_iter=20000, **kernel)), NUMBER)
        yield sk("support_vectors_" + own, scaled(svm.SVC(kernel=name, max_iter=20000, **kernel)), THREE)
    stump = dict(n_estimators=12, **seeded)
    for loss in ("linear", "exponential"):
        yield sk("adaboost_" + loss, ensemble.AdaBoostRegressor(loss=loss, **stump), NUMBER)
    yield sk("adaboost_lines", ensemble.AdaBoostRegressor(linear_model.Ridge(), n_estimators=4, **seeded), NUMBER)
    yield sk("adaboost_two", ensemble.AdaBoostClassifier(**stump), TWO)
    yield sk("adaboost_three", ensemble.AdaBoostClassifier(tree.DecisionTreeClassifier(max_depth=2), **stump), THREE)
    yield sk("neighbors", neighbors.KNeighborsRegressor(4), NUMBER)
    yield sk("neighbors_distance", neighbors.KNeighborsRegressor(4, weights="distance", metric="manhattan"), np.c_[NUMBER, -NUMBER])
    yield sk("neighbors_three", scaled(neighbors.KNeighborsClassifier(4, weights="distance")), THREE)
    yield sk("outlier_factor", scaled(neighbors.LocalOutlierFactor(10, novelty=True)), None)
    yield sk("gaussian_process", gaussian_process.GaussianProcessRegressor(
        gaussian_process.kernels.RBF(2.) + gaussian_process.kernels.WhiteKernel(.1), optimizer=None), NUMBER)
    yield sk("kernel_components", decomposition.KernelPCA(2, kernel="rbf"), None)
    yield sk("components", pipeline.make_pipeline(decomposition.PCA(2, whiten=True), linear_model.Lasso(.01)), NUMBER)
    yield sk("quantiles", preprocessing.QuantileTransformer(n_quantiles=20), None)
    yield sk("powers", preprocessing.PowerTransformer(), None)
    yield sk("mixture", mixture.GaussianMixture(2, **seeded), None)
    yield sk("rest", multiclass.OneVsRestClassifier(linear_model.LogisticRegression()), THREE)
    yield sk("pairs", multiclass.OneVsOneClassifier(linear_model.LogisticRegression()), np.digitize(NUMBER, [-0.7, 0.7]))
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
    for name, attributes in (("TopK", {}), ("TopK_smallest", dict(largest=0)), ("TopK_axis", dict(axis=1, largest=0))):
        # Numbers that are equal: the first ones are taken.
        yield name, graph([node("Floor", ["x"], ["f"]), node("Reshape", ["f", "s"], ["r"]),
                           node("TopK", ["r", "k"], ["y", "i"], **attributes)], [("y", TensorProto.FLOAT), ("i", TensorProto.INT64)],
                          [("k", np.int64([2])), ("s", np.int64([-1, 2, 2]))]), None
    yield "TopK_all", graph([node("Floor", ["x"], ["f"]), node("Concat", ["f", "x", "f"], ["r"], axis=1),
                             node("TopK", ["r", "k"], ["v", "i"])], [("i", TensorProto.INT64)], [("k", np.int64([12]))]), None
    yield "TopK_old", graph([node("TopK", ["x"], ["y", "i"], k=3)], [("y", TensorProto.FLOAT)], opset=9), None
    for name, attributes in (("", {}), ("_exclusive", dict(exclusive=1)), ("_reverse", dict(reverse=1, exclusive=1))):
        yield "CumSum" + name, graph([node("CumSum", ["x", "a"], ["y"], **attributes)], out, [("a", np.int64(1))]), None
    yield "GatherElements", graph([node("TopK", ["x", "k"], ["v", "i"]), node("Neg", ["x"], ["n"]),
                                   node("GatherElements", ["n", "i"], ["y"], axis=-1)], out, [("k", np.int64([3]))]), None
    yield "GatherElements_axis", graph([node("Reshape", ["x", "s"], ["r"]), node("GatherElements", ["r", "i"], ["y"], axis=1)], out,
                                       [("s", np.int64([1, 2, 2])), ("i", np.int64([[[1, 0], [-1, 1], [0, 0]]]))]), None
    for name, start, end, step in (("", 1, 3, 1), ("_ends", -2, 2 ** 62, 1), ("_backwards", -1, -100, -2), ("_none", 3, 1, 1),
                                   ("_long", 0, 4, 2 ** 62), ("_all_backwards", 2 ** 62, -2 ** 63, -1)):
        yield "Slice" + name, graph([node("Slice", ["x", "b", "e", "a", "p"], ["s"]), node("Concat", ["x", "s"], ["y"], axis=1)], out,
                                    [("b", np.int64([start])), ("e", np.int64([end])), ("a", np.int64([-1])),
                                     ("p", np.int64([step]))]), None
    yield "Slice_old", graph([node("Slice", ["x"], ["y"], starts=[0, 1], ends=[1, 3])], out, opset=9), None
    yield "IsNaN", graph([node("IsNaN", ["x"], ["n"]), node("Cast", ["n"], ["y"], to=TensorProto.FLOAT)], out), "nan"
    for p in (1, 2):
        yield "LpNormalization_%d" % p, graph([node("LpNormalization", ["x"], ["y"], axis=1, p=p)], out), None
    yield "ShapeReckoning", graph([node("Shape", ["x"], ["s"]), node("Gather", ["s", "i"], ["n"]), node("Div", ["n", "two"], ["h"]),
                                   node("Concat", ["open", "h", "two"], ["t"], axis=0), node("Reshape", ["x", "t"], ["r"]),
                                   node("Transpose", ["r"], ["y"], perm=[0, 2, 1])], out,
                                  [("i", np.int64([1])), ("two", np.int64([2])), ("open", np.int64([-1]))]), None
    table = np.float32([[1, 2, 3, 4], [0, -1, .5, 2], [3, 3, -2, 1]])
    state = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
    body = lambda nodes, ins, outs: helper.make_graph(nodes, "body", [state(n) for n in ins], [state(n) for n in outs])
    scan = lambda nodes, ins, outs, **more: node("Scan", ["x", "w"], ["last", "y"], num_scan_inputs=1, body=body(nodes, ins, outs), **more)
    both = [("last", TensorProto.FLOAT), ("y", TensorProto.FLOAT)]
    # A state that grows, and a value of the graph outside.
    yield "Scan", graph([node("Neg", ["x"], ["n"]), scan(
        [node("Add", ["a", "b"], ["t"]), node("Mul", ["t", "n"], ["o"]), node("Identity", ["t"], ["c"])], ["a", "b"], ["c", "o"])],
        both, [("w", table)]), None
    # Two states that change places.
    yield "Scan_exchange", graph([node("Neg", ["x"], ["n"]), node(
        "Scan", ["x", "n", "w"], ["p", "q", "y"], num_scan_inputs=1, body=body(
            [node("Identity", ["a"], ["d"]), node("Identity", ["b"], ["c"]), node("Mul", ["a", "s"], ["o"])],
            ["a", "b", "s"], ["c", "d", "o"]))], [("p", TensorProto.FLOAT), ("q", TensorProto.FLOAT), ("y", TensorProto.FLOAT)],
        [("w", table)]), None
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


def support_vectors():
    """Every way in which products are summed: counts of vectors and columns around what registers and panels hold."""
    random = np.random.RandomState(1)
    # Short in a table: in 64ths.
    numbers = lambda columns: (np.round(random.randn(12 if columns < 100 else 4, columns) * 64) / 64).astype(np.float32)
    for columns, vectors in ((3, 7), (9, 5), (13, 18), (40, 4), (300, 2)):
        for kernel, gamma, offset, degree in (("RBF", .3, 0, 0), ("LINEAR", 1, 0, 0), ("POLY", .5, .5, 2), ("POLY", 1, .25, 3),
                                              ("POLY", .25, 1, 4), ("SIGMOID", .5, 0, 0)):
            if kernel != "LINEAR" and gamma != 1:
                gamma = gamma / columns
            table = numbers(columns)
            floats = lambda values: [float(np.float32(value)) for value in np.ravel(values)]
            yield "SVM_%s%d_%d_%d" % (kernel, degree, columns, vectors), graph(
                [helper.make_node("SVMRegressor", ["x"], ["y"], domain="ai.onnx.ml", kernel_type=kernel, n_supports=vectors,
                                  kernel_params=floats([gamma, offset, degree]), coefficients=floats(random.randn(vectors)),
                                  rho=floats([.5]), support_vectors=floats(random.randn(vectors, columns)))],
                [("y", TensorProto.FLOAT)], inputs=(("x", TensorProto.FLOAT, [None, columns]),)), table
    # One product for each output, of a constant and of what is reckoned; more columns than a panel has.
    for columns in (4, 13, 300):
        table = numbers(columns)
        weights = random.randn(columns, 7).astype(np.float32)
        inputs = (("x", TensorProto.FLOAT, [None, columns]),)
        nodes = {"MatMul": [helper.make_node("MatMul", ["x", "w"], ["y"])],
                 "MatMul_list": [helper.make_node("MatMul", ["x", "v"], ["y"])],
                 "Gemm": [helper.make_node("Gemm", ["x", "w", "c"], ["y"], alpha=.3, beta=.7)],
                 "LinearRegressor": [helper.make_node(
                     "LinearRegressor", ["x"], ["y"], domain="ai.onnx.ml", targets=7, intercepts=[.5] * 7,
                     coefficients=[float(value) for value in weights.T.ravel()])],
                 "ReduceSum": [helper.make_node("Neg", ["x"], ["n"]), helper.make_node("ReduceSum", ["n", "a"], ["y"])]}
        for name, own in nodes.items():
            yield "Wide_%s_%d" % (name, columns), graph(
                own, [("y", TensorProto.FLOAT)], [("w", weights), ("v", weights[:, 0]), ("c", weights[0]), ("a", np.int64([1]))],
                inputs=inputs), table


def refused():
    node = helper.make_node
    out = [("y", TensorProto.FLOAT)]
    constants = [("k", np.int64([5])), ("w", np.float32([[1, 2, 3, 4]])), ("zero", np.int64([0])), ("six", np.int64([6])),
                 ("two", np.float32([1, 2])), ("large", np.int64([1 << 15]))]
    value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
    body = lambda nodes: helper.make_graph(nodes, "body", [value("a"), value("b")], [value("c"), value("d")])
    same = [node("Identity", ["a"], ["c"]), node("Identity", ["b"], ["d"])]
    scan = lambda nodes, **more: node("Scan", ["x", "w"], ["l", "y"], name="s", num_scan_inputs=1, body=body(nodes), **more)
    for name, nodes, text in (
            ("TopK_many", [node("TopK", ["x", "k"], ["y", "i"], name="t")], "TopK 't': it asks for 5 of 4 numbers"),
            ("TopK_axis", [node("TopK", ["x", "k"], ["y", "i"], name="t", axis=7)], "TopK 't': axis 7"),
            ("TopK_open", [node("TopK", ["x", "x"], ["y", "i"], name="t")], "TopK 't': its input 1 is not a constant"),
            ("CumSum_axis", [node("CumSum", ["x", "k"], ["y"], name="t")], "CumSum 't': axis 5"),
            ("GatherElements_shapes", [node("GatherElements", ["x", "k"], ["y"], name="t")], "GatherElements 't': shapes"),
            ("Slice_step", [node("Slice", ["x", "zero", "k", "zero", "zero"], ["y"], name="t")], "Slice 't': its starts"),
            ("Slice_axis", [node("Slice", ["x", "zero", "k", "six"], ["y"], name="t")], "Slice 't': axis 6"),
            ("LpNormalization_order", [node("LpNormalization", ["x"], ["y"], name="t", p=3)], "LpNormalization 't': its norm"),
            ("Scan_body", [node("Scan", ["x", "w"], ["l", "y"], name="s", num_scan_inputs=1)], "Scan 's': it has no body"),
            ("Scan_counts", [node("Scan", ["x", "w"], ["l", "y"], name="s", num_scan_inputs=2 ** 40, body=body(same))],
             "Scan 's': its inputs"),
            ("Scan_lengths", [node("Scan", ["x", "w"], ["l", "y"], name="s", num_scan_inputs=2, body=body(same)),
                              node("Scan", ["w", "two"], ["m", "z"], name="t", num_scan_inputs=2, body=body(same))], "Scan 't': what it scans"),
            ("Scan_backwards", [scan(same, scan_input_directions=[1])], "Scan 's': it scans along another axis"),
            ("Scan_grows", [scan([node("Concat", ["a", "a"], ["c"], axis=1), same[1]])], "Scan 's': its state changes its shape"),
            ("Scan_nothing", [scan([same[0]])], "Scan 's': its body does not make its output"),
            ("Scan_within", [scan([same[0], node("Scan", ["a", "w"], ["e", "d"], name="u", num_scan_inputs=1, body=body(same))])],
             "Scan 'u': it is within a Scan"),
            ("Scan_unknown", [scan([same[0], node("LSTM", ["b"], ["d"], name="u")])], "LSTM 'u': the operator 'LSTM' is not served"),
            ("ConstantOfShape_many", [node("ConstantOfShape", ["large"], ["c%d" % index], name="c") for index in range(100)],
             "ConstantOfShape 'c': the graph makes over 4 MB of constants"),
            ("If", [node("If", ["x"], ["y"], name="u", then_branch=body(same), else_branch=body(same))], "If 'u': the operator 'If'"),
            ("SVM_lengths", [node("SVMRegressor", ["x"], ["y"], name="v", domain="ai.onnx.ml", kernel_type="RBF", n_supports=3,
                                  kernel_params=[1., 0., 0.], coefficients=[1., 2.], rho=[0.], support_vectors=[0.] * 8)],
             "SVMRegressor 'v': its lists")):
        yield name, graph(nodes, out, constants), text
    own = graph([node("F", ["x"], ["y"], domain="own")], out)
    own.functions.append(helper.make_function("own", "F", ["a"], ["b"], [node("Neg", ["a"], ["b"])], [helper.make_opsetid("", 17)]))
    yield "Function", own, "ModelProto: it defines functions of its own; have ONNX Runtime evaluate it"


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
    for name, model, text in refused():
        onnx.save(model, os.path.join(directory, "refused_%s.onnx" % name))
        with open(os.path.join(directory, "refused_%s.csv" % name), "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(["refused", text])
        made += 1
    for family in (converted, hand, support_vectors):
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
