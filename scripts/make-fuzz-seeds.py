#!/usr/bin/env python3
"""Trains tiny models of every format for the fuzzers to start from: make-fuzz-seeds.py Fuzz/Corpus

Each corpus is named after a case of FuzzTarget. Files that are there already stay.
"""
import hashlib
import json
import os
import sys
import tempfile

os.environ.setdefault("OMP_NUM_THREADS", "1")

import catboost
import lightgbm
import numpy as np
import xgboost
from onnx import TensorProto, helper

RANDOM = np.random.RandomState(1)
INPUTS = RANDOM.randn(60, 2)
NUMBER = INPUTS[:, 0] - INPUTS[:, 1] ** 2
TWO = (NUMBER > -0.5).astype(int)
THREE = np.digitize(NUMBER, [-1, 0])
HOLED = np.where(RANDOM.rand(60, 2) < 0.1, np.nan, INPUTS)


def catboost_seeds(form):
    options = dict(iterations=2, depth=2, verbose=0, thread_count=1, random_seed=0, border_count=4, allow_writing_files=False)
    for model, target in ((catboost.CatBoostRegressor(**options), NUMBER), (catboost.CatBoostClassifier(**options), THREE),
                          (catboost.CatBoostClassifier(grow_policy="Lossguide", max_leaves=3, **options), TWO),
                          (catboost.CatBoostRegressor(grow_policy="Depthwise", loss_function="Poisson", **options), TWO)):
        seed = saved(lambda path: model.fit(HOLED, target).save_model(path, format=form), form)
        if form == "json":
            # Most of the file is training parameters that nobody reads.
            document = json.loads(seed)
            info = document["model_info"]
            document["model_info"] = {"params": {"loss_function": info["params"]["loss_function"]},
                                      **{k: info[k] for k in ("class_params",) if k in info}}
            seed = json.dumps(document, separators=(",", ":")).encode()
        yield seed


def xgboost_seeds(form):
    for objective, target, more in (("reg:squarederror", NUMBER, {}), ("binary:logistic", TWO, dict(booster="dart")),
                                    ("multi:softprob", THREE, dict(num_class=3)),
                                    ("binary:logistic", TWO, dict(booster="gblinear"))):
        inputs = INPUTS if more.get("booster") == "gblinear" else HOLED
        model = xgboost.train(dict(objective=objective, max_depth=2, nthread=1, **more), xgboost.DMatrix(inputs, target), 2)
        yield saved(model.save_model, form)


def lightgbm_seeds():
    for objective, target, more in (("regression", NUMBER, {}), ("binary", TWO, dict(linear_tree=True)),
                                    ("multiclass", THREE, dict(num_class=3)),
                                    ("regression", NUMBER, dict(categorical_feature=[1], min_data_per_group=2, cat_smooth=1))):
        inputs = np.c_[INPUTS[:, 0], np.abs(np.round(INPUTS[:, 1] * 3))] if "categorical_feature" in more else HOLED
        data = lightgbm.Dataset(inputs, target, categorical_feature=more.pop("categorical_feature", "auto"))
        model = lightgbm.train(dict(objective=objective, num_leaves=4, verbose=-1, num_threads=1, **more), data, 2)
        # Parameters are for people, and long.
        text = model.model_to_string().split("\nparameters:")[0]
        yield text.encode()


def onnx_seeds():
    def graph(*nodes):
        return helper.make_model(helper.make_graph(
            list(nodes), "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 2])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
            [helper.make_tensor("w", TensorProto.FLOAT, [2, 2], [1, 2, 3, 4]), helper.make_tensor("s", TensorProto.INT64, [2], [-1, 2])]),
            opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)], ir_version=8).SerializeToString()
    node = helper.make_node
    ml = lambda *a, **k: helper.make_node(*a, domain="ai.onnx.ml", **k)
    yield graph(node("MatMul", ["x", "w"], ["a"]), node("Relu", ["a"], ["b"]), node("Softmax", ["b"], ["y"], axis=1))
    yield graph(node("Reshape", ["x", "s"], ["r"]), node("Transpose", ["r"], ["t"]), node("Concat", ["t", "t"], ["y"], axis=0))
    yield graph(ml("Scaler", ["x"], ["a"], offset=[1., 2.], scale=[3., 4.]),
                ml("LinearRegressor", ["a"], ["y"], coefficients=[1., 2.], intercepts=[3.]))
    yield graph(node("ArgMax", ["x"], ["a"], axis=1), ml("LabelEncoder", ["a"], ["y"], keys_int64s=[0, 1], values_floats=[1., 2.]))
    yield graph(ml("TreeEnsembleRegressor", ["x"], ["y"], n_targets=1, nodes_treeids=[0, 0, 0], nodes_nodeids=[0, 1, 2],
                   nodes_featureids=[1, 0, 0], nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF"], nodes_values=[.5, 0., 0.],
                   nodes_truenodeids=[1, 0, 0], nodes_falsenodeids=[2, 0, 0], target_treeids=[0, 0], target_nodeids=[1, 2],
                   target_ids=[0, 0], target_weights=[1., 2.]))
    value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
    body = helper.make_graph([node("Add", ["a", "b"], ["c"]), node("Sub", ["a", "b"], ["d"])], "b", [value("a"), value("b")],
                             [value("c"), value("d")])
    yield graph(node("Scan", ["x", "w"], ["l", "y"], num_scan_inputs=1, body=body))
    # Reckoned with before it was looked at, once.
    yield graph(node("Scan", ["x", "w"], ["l", "y"], num_scan_inputs=-2 ** 63, body=body))
    one = lambda name, number: node("Constant", [], [name], value=helper.make_tensor("v", TensorProto.INT64, [1], [number]))
    yield graph(one("k", 1), node("TopK", ["x", "k"], ["v", "i"]), node("GatherElements", ["x", "i"], ["g"], axis=1),
                node("CumSum", ["g", "k"], ["y"]))
    yield graph(node("Shape", ["x"], ["h"]), one("b", 1), one("e", 2), node("Slice", ["h", "b", "e"], ["t"]),
                node("Slice", ["x", "b", "t", "b"], ["y"]))
    yield graph(ml("SVMRegressor", ["x"], ["y"], kernel_type="POLY", kernel_params=[.5, 1., 4.], n_supports=2, coefficients=[1., -1.],
                   rho=[.5], support_vectors=[1., 2., 3., 4.]))


def saved(save, form):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "model." + form)
        save(path)
        with open(path, "rb") as file:
            return file.read()


def main():
    for target, seeds in (("catboost_binary", catboost_seeds("cbm")), ("catboost_json", catboost_seeds("json")),
                          ("xgboost_json", xgboost_seeds("json")), ("xgboost_ubjson", xgboost_seeds("ubj")),
                          ("lightgbm", lightgbm_seeds()), ("onnx", onnx_seeds())):
        directory = os.path.join(sys.argv[1], target)
        os.makedirs(directory, exist_ok=True)
        for seed in seeds:
            with open(os.path.join(directory, hashlib.sha1(seed).hexdigest()), "wb") as file:
                file.write(seed)


if __name__ == "__main__":
    main()
