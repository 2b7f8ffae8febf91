#!/usr/bin/env python3
"""Trains small CatBoost, XGBoost and LightGBM models and writes each with rows and the library's own answers.

    make-boosting-fixtures.py DIRECTORY [--rows N]
    make-boosting-fixtures.py --archive FILE.tar.gz [--rows N]

For every model there is NAME.cbm, .json, .ubj or .txt, and NAME.csv: the inputs in0, in1, ..., then the answers under the
names that udfd gives them (docs/models.md). The rows lie at thresholds and next to them, and hold zeros of both signs,
subnormal numbers, missing values and infinities where the library takes them.
"""
import argparse
import csv
import gzip
import json
import os
import sys
import tarfile
import tempfile
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import catboost
import lightgbm
import numpy as np
import xgboost


def data(count=300, seed=7):
    random = np.random.RandomState(seed)
    inputs = random.randn(count, 4) * [1, 10, 0.1, 3] + [0, 5, 0, -1]
    signal = np.sin(inputs[:, 0]) * 3 + inputs[:, 1] * 0.3 - inputs[:, 2] * 8
    number = signal + 0.4 * inputs[:, 3] * inputs[:, 0] + 0.3 * random.randn(count)
    two = (signal > np.median(signal)).astype(int)
    two[random.rand(count) < 0.1] ^= 1
    three = np.digitize(signal, np.quantile(signal, [0.35, 0.7]))
    return inputs, number, two, three


INPUTS, NUMBER, TWO, THREE = data()
HOLED = INPUTS.copy()
HOLED[np.random.RandomState(5).rand(*INPUTS.shape) < 0.08] = np.nan
POSITIVE = np.exp(np.clip(NUMBER / 6, -2, 2))
UNIT = 1 / (1 + np.exp(-NUMBER / 3))
NAMES = np.array(["low", "mid", "high"])
CATEGORIES = INPUTS.copy()
CATEGORIES[:, 3] = np.clip(np.round(np.abs(INPUTS[:, 3]) * 2), 0, 9)
BY_CATEGORY = NUMBER + (CATEGORIES[:, 3] % 3) * 3
ZEROS = INPUTS.copy()
ZEROS[np.random.RandomState(6).rand(*INPUTS.shape) < 0.2] = 0


def rows(count, thresholds, category=None, nan=True, infinite=True, seed=3):
    random = np.random.RandomState(seed)
    table = data(count, seed)[0]
    values = [0.0, -0.0, 1e-36, -1e-36, 5e-324, 1.0000000180025095e-35, -1.0000000180025095e-35]
    values += [np.nan, np.nan] if nan else []
    values += [np.inf, -np.inf, 1e300] if infinite else []
    thresholds = [t for t in thresholds if np.isfinite(t[1]) and abs(t[1]) < 1e30]
    for row in table:
        if thresholds and random.rand() < 0.7:
            feature, value = thresholds[random.randint(len(thresholds))]
            single = np.float32(value)
            row[feature] = [value, np.nextafter(value, np.inf), np.nextafter(value, -np.inf), float(single),
                            float(np.nextafter(single, np.float32(np.inf))),
                            float(np.nextafter(single, np.float32(-np.inf)))][random.randint(6)]
        if random.rand() < 0.5:
            row[random.randint(3 if category is not None else 4)] = values[random.randint(len(values))]
        if category is not None:
            row[category] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2.7, 40, np.nan][random.randint(14)]
    return table


def by_row(call, table):
    return np.array([np.ravel(call(table[index:index + 1])) for index in range(len(table))])


def numbered(name, values, names=None):
    if values.shape[1] == 1 and names is None:
        return {name: values[:, 0]}
    names = range(values.shape[1]) if names is None else names
    return {"%s(%s)" % (name, names[k]): values[:, k] for k in range(values.shape[1])}


def binary(probability, margin, label, second=np.float64):
    return {"label": label, "probability(0)": second(1) - probability, "probability(1)": probability, "margin": margin}


# XGBoost


def xgboost_thresholds(booster):
    found = []
    for tree in json.loads(bytes(booster.save_raw("json")))["learner"]["gradient_booster"].get("model", {}).get("trees", []):
        for left, feature, value, kind in zip(tree["left_children"], tree["split_indices"], tree["split_conditions"],
                                              tree["split_type"]):
            if left != -1 and kind == 0:
                found.append((feature, float(np.float32(value))))
    return found


def xgboost_models():
    def one(name, target, rounds=8, inputs=HOLED, table=None, form="json", category=False, **parameters):
        options = dict(feature_types=["float"] * 3 + ["c"], enable_categorical=True) if category else {}
        parameters = dict(dict(max_depth=4, nthread=1, seed=0), **parameters)
        matrix = xgboost.DMatrix(inputs, target, **options)
        if parameters["objective"] == "survival:aft":
            matrix.set_float_info("label_lower_bound", target)
            matrix.set_float_info("label_upper_bound", target)
        booster = xgboost.train(parameters, matrix, rounds)
        linear = parameters.get("booster") == "gblinear"

        def predict(margin):
            def call(values):
                if linear or category:
                    return booster.predict(xgboost.DMatrix(values, **options), output_margin=margin)
                return booster.inplace_predict(values, predict_type="margin" if margin else "value", missing=np.nan)
            return call

        def save(path):
            booster.save_model(path + "." + form)

        def answer(count):
            values = rows(count, xgboost_thresholds(booster), category=3 if category else None, nan=not linear,
                          infinite=not (linear or category))
            if linear or category:
                values = np.clip(values, -1e30, 1e30)
            if category:
                values[:, 3] = np.where(values[:, 3] > 9, 9, values[:, 3])
            margin, value = by_row(predict(True), values), by_row(predict(False), values)
            objective = parameters["objective"]
            if objective.startswith("multi:"):
                count = margin.shape[1]
                probability = value if objective == "multi:softprob" else None
                columns = {"label": value.argmax(axis=1) if probability is not None else value[:, 0].astype(int)}
                if probability is not None:
                    columns.update(numbered("probability", probability, range(count)))
                columns.update(numbered("margin", margin, range(count)))
                return values, columns
            if objective == "binary:logistic" and margin.shape[1] == 1:
                return values, binary(value[:, 0].astype(np.float32), margin[:, 0], (value[:, 0] > 0.5).astype(int),
                                      np.float32)
            if objective == "binary:hinge":
                return values, {"label": value[:, 0].astype(int)}
            columns = numbered("prediction", value)
            if objective in ("reg:logistic", "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft"):
                columns.update(numbered("margin", margin))
            return values, columns
        return "xgboost_" + name, save, answer

    yield one("squared", NUMBER, objective="reg:squarederror")
    yield one("squared_ubj", NUMBER, form="ubj", objective="reg:squarederror")
    yield one("absolute", NUMBER, objective="reg:absoluteerror")
    yield one("quantile", NUMBER, objective="reg:quantileerror", quantile_alpha=0.3)
    yield one("huber", NUMBER, objective="reg:pseudohubererror")
    yield one("squared_log", POSITIVE, objective="reg:squaredlogerror")
    yield one("regression_logistic", UNIT, objective="reg:logistic")
    yield one("binary", TWO, objective="binary:logistic")
    yield one("binary_base", TWO, objective="binary:logistic", base_score=0.2)
    yield one("binary_ubj", TWO, form="ubj", objective="binary:logistic")
    yield one("logitraw", TWO, objective="binary:logitraw")
    yield one("hinge", TWO, objective="binary:hinge")
    yield one("poisson", POSITIVE, objective="count:poisson")
    yield one("gamma", POSITIVE, objective="reg:gamma")
    yield one("tweedie", POSITIVE, objective="reg:tweedie", tweedie_variance_power=1.4)
    yield one("cox", POSITIVE, objective="survival:cox")
    yield one("aft", POSITIVE, objective="survival:aft")
    yield one("softprob", THREE, objective="multi:softprob", num_class=3)
    yield one("softmax_ubj", THREE, form="ubj", objective="multi:softmax", num_class=3)
    yield one("large", NUMBER, rounds=4, objective="reg:squarederror", max_depth=9, min_child_weight=0)
    yield one("dart", TWO, objective="binary:logistic", booster="dart", rate_drop=0.3)
    yield one("dart_regression_ubj", NUMBER, form="ubj", objective="reg:squarederror", booster="dart", rate_drop=0.3)
    yield one("forest", NUMBER, rounds=1, objective="reg:squarederror", num_parallel_tree=6, subsample=0.7)
    yield one("linear", TWO, inputs=INPUTS, objective="binary:logistic", booster="gblinear")
    yield one("linear_three", THREE, inputs=INPUTS, objective="multi:softprob", num_class=3, booster="gblinear")
    yield one("category", BY_CATEGORY, inputs=CATEGORIES, category=True, objective="reg:squarederror", max_cat_to_onehot=1)
    yield one("category_one_hot", BY_CATEGORY, inputs=CATEGORIES, category=True, form="ubj",
              objective="reg:squarederror", max_cat_to_onehot=20)
    yield one("targets", np.c_[NUMBER, 2 * NUMBER + 1], objective="reg:squarederror")
    for form in ("json", "ubj"):
        yield one("vector_leaves_" + form, np.c_[NUMBER, 2 * NUMBER + 1, -NUMBER], form=form, objective="reg:squarederror",
                  multi_strategy="multi_output_tree", tree_method="hist")


# LightGBM


def lightgbm_thresholds(booster):
    found = []

    def walk(node):
        if "split_feature" in node:
            if node["decision_type"] == "<=":
                found.append((node["split_feature"], float(node["threshold"])))
            walk(node["left_child"])
            walk(node["right_child"])
    for tree in booster.dump_model()["tree_info"]:
        walk(tree["tree_structure"])
    return found


def lightgbm_models():
    def one(name, target, rounds=8, inputs=HOLED, category=False, infinite=True, **parameters):
        parameters = dict(dict(num_leaves=12, num_threads=1, verbose=-1, seed=0, deterministic=True), **parameters)
        dataset = lightgbm.Dataset(inputs, target, categorical_feature=[3] if category else "auto")
        booster = lightgbm.train(parameters, dataset, rounds)

        def save(path):
            booster.save_model(path + ".txt")

        def answer(count):
            values = rows(count, lightgbm_thresholds(booster), category=3 if category else None, infinite=infinite)
            raw = by_row(lambda z: booster.predict(z, raw_score=True), values)
            value = by_row(booster.predict, values)
            objective = parameters["objective"]
            if objective == "binary":
                return values, binary(value[:, 0], raw[:, 0], (value[:, 0] > 0.5).astype(int))
            if objective.startswith("multiclass"):
                columns = {"label": value.argmax(axis=1)}
                columns.update(numbered("probability", value, range(3)))
                columns.update(numbered("margin", raw, range(3)))
                return values, columns
            columns = numbered("prediction", value)
            if not (raw == value).all():
                columns.update(numbered("margin", raw))
            return values, columns
        return "lightgbm_" + name, save, answer

    for objective in ("regression", "regression_l1", "huber", "fair", "quantile", "mape"):
        yield one(objective, NUMBER, objective=objective)
    for objective in ("poisson", "gamma", "tweedie"):
        yield one(objective, POSITIVE, objective=objective)
    yield one("sqrt", NUMBER, objective="regression", reg_sqrt=True)
    yield one("binary", TWO, objective="binary")
    yield one("binary_sigmoid", TWO, objective="binary", sigmoid=0.7)
    yield one("cross_entropy", UNIT, objective="cross_entropy")
    yield one("cross_entropy_lambda", UNIT, objective="cross_entropy_lambda")
    yield one("multiclass", THREE, objective="multiclass", num_class=3)
    yield one("one_versus_all", THREE, objective="multiclassova", num_class=3)
    yield one("no_missing", NUMBER, inputs=INPUTS, objective="regression")
    yield one("zero_missing", NUMBER, inputs=ZEROS, objective="regression", zero_as_missing=True)
    yield one("zeros", NUMBER, inputs=ZEROS, objective="regression")
    yield one("use_missing_off", NUMBER, inputs=ZEROS, objective="regression", use_missing=False)
    yield one("forest", TWO, objective="binary", boosting="rf", bagging_freq=1, bagging_fraction=0.7)
    yield one("forest_regression", NUMBER, objective="regression", boosting="rf", bagging_freq=1, bagging_fraction=0.7)
    yield one("dart", NUMBER, objective="regression", boosting="dart")
    yield one("goss", NUMBER, objective="regression", data_sample_strategy="goss")
    yield one("linear", NUMBER, inputs=INPUTS, infinite=False, objective="regression", linear_tree=True)
    yield one("linear_missing", TWO, infinite=False, objective="binary", linear_tree=True)
    yield one("category", BY_CATEGORY, inputs=CATEGORIES, category=True, objective="regression", min_data_per_group=5,
              cat_smooth=1)
    yield one("large", NUMBER, rounds=4, objective="regression", num_leaves=100, min_data_in_leaf=1)
    yield one("large_category", BY_CATEGORY, inputs=CATEGORIES, category=True, objective="regression", num_leaves=90,
              min_data_in_leaf=1, min_data_per_group=2, cat_smooth=1, rounds=3)
    yield one("stump", NUMBER, rounds=3, objective="regression", num_leaves=2)
    yield one("constant", np.full(len(NUMBER), 2.5), rounds=2, objective="regression")


# CatBoost


def catboost_models():
    def one(name, target, kind, inputs=HOLED, form="cbm", nan=True, adjust=None, **parameters):
        parameters = dict(dict(iterations=8, depth=4, verbose=0, thread_count=1, random_seed=0, allow_writing_files=False),
                          **parameters)
        maker = catboost.CatBoostRegressor if kind == "regression" else catboost.CatBoostClassifier
        model = maker(**parameters).fit(inputs, target)
        if adjust:
            adjust(model)

        def save(path):
            model.save_model(path + "." + form, format="json" if form == "json" else "cbm")

        def answer(count):
            thresholds = [(feature, border) for feature, borders in model.get_borders().items() for border in borders]
            values = rows(count, thresholds, nan=nan)
            raw = by_row(lambda z: model.predict(z, prediction_type="RawFormulaVal"), values)
            if kind == "regression":
                value = by_row(model.predict, values)
                if parameters.get("loss_function") == "RMSEWithUncertainty":
                    return values, {"prediction": value[:, 0], "variance": value[:, 1]}
                columns = numbered("prediction", value)
                if not (raw == value).all():
                    columns.update(numbered("margin", raw))
                return values, columns
            names = [str(c).lower() if isinstance(c, (bool, np.bool_)) or str(c) in ("True", "False") else str(c)
                     for c in model.classes_]
            probability = by_row(model.predict_proba, values)
            if kind == "labels":
                columns = numbered("probability", probability[:, -raw.shape[1]:], range(raw.shape[1]))
                columns.update(numbered("margin", raw, range(raw.shape[1])))
                return values, columns
            columns = {"label": np.array([str(np.ravel(model.predict(values[i:i + 1]))[0]) for i in range(count)])}
            columns.update(numbered("probability", probability, names))
            columns.update({"margin": raw[:, 0]} if raw.shape[1] == 1 else numbered("margin", raw, names))
            return values, columns
        return "catboost_" + name, save, answer

    for form in ("cbm", "json"):
        yield one("rmse_" + form, NUMBER, "regression", form=form)
        yield one("binary_" + form, TWO, "classes", form=form)
        yield one("multiclass_" + form, NAMES[THREE], "classes", form=form, loss_function="MultiClass")
        yield one("depthwise_" + form, NUMBER, "regression", form=form, grow_policy="Depthwise")
        yield one("lossguide_" + form, TWO, "classes", form=form, grow_policy="Lossguide", max_leaves=12)
        yield one("lossguide_multiclass_" + form, THREE, "classes", form=form, grow_policy="Lossguide", max_leaves=9,
                  loss_function="MultiClass")
        yield one("scaled_" + form, NUMBER, "regression", form=form, adjust=lambda m: m.set_scale_and_bias(0.3, 1.7))
        yield one("missing_last_" + form, np.where(TWO, "yes", "no"), "classes", form=form, nan_mode="Max")
    yield one("poisson", POSITIVE, "regression", loss_function="Poisson")
    yield one("tweedie", POSITIVE, "regression", loss_function="Tweedie:variance_power=1.5")
    for loss in ("MAE", "Quantile:alpha=0.3", "Huber:delta=1", "LogLinQuantile", "MAPE", "Expectile:alpha=0.3",
                 "RMSEWithUncertainty"):
        yield one(loss.split(":")[0].lower(), POSITIVE, "regression", loss_function=loss)
    yield one("multirmse", np.c_[NUMBER, 2 * NUMBER + 1], "regression", loss_function="MultiRMSE")
    yield one("one_versus_all", NAMES[THREE], "classes", loss_function="MultiClassOneVsAll")
    yield one("multilogloss", np.c_[TWO, THREE == 1].astype(int), "labels", loss_function="MultiLogloss")
    yield one("no_missing", TWO, "classes", inputs=INPUTS, nan=False)
    yield one("deep", NUMBER, "regression", depth=10, iterations=3)
    yield one("boolean", TWO.astype(bool), "classes")


def text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, (int, np.integer, np.bool_)):
        return str(int(value))
    return repr(float(value))


def write(directory, name, save, answer, count):
    path = os.path.join(directory, name)
    save(path)
    table, columns = answer(count)
    with open(path + ".csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["in%d" % index for index in range(table.shape[1])] + list(columns))
        for index, row in enumerate(table):
            writer.writerow([text(v) for v in row] + [text(values[index]) for values in columns.values()])


def pack(directory, path):
    """The same files make the same archive: no times, no owners."""
    with gzip.GzipFile(path, "wb", mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name in sorted(os.listdir(directory)):
                entry = tarfile.TarInfo(name)
                entry.size = os.path.getsize(os.path.join(directory, name))
                with open(os.path.join(directory, name), "rb") as file:
                    archive.addfile(entry, file)


def make(directory, count):
    os.makedirs(directory, exist_ok=True)
    made = 0
    for family in (xgboost_models, lightgbm_models, catboost_models):
        for name, save, answer in family():
            try:
                write(directory, name, save, answer, count)
                made += 1
            except Exception as error:
                print("left out %s: %s" % (name, " ".join(str(error).split())[:160]), file=sys.stderr)
    print("catboost %s, xgboost %s, lightgbm %s: %d models" % (
        catboost.__version__, xgboost.__version__, lightgbm.__version__, made))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", nargs="?")
    parser.add_argument("--archive")
    parser.add_argument("--rows", type=int, default=40)
    arguments = parser.parse_args()
    if arguments.archive:
        with tempfile.TemporaryDirectory() as directory:
            make(directory, arguments.rows)
            pack(directory, arguments.archive)
    elif arguments.directory:
        make(arguments.directory, arguments.rows)
    else:
        parser.error("name a directory or an archive")


if __name__ == "__main__":
    main()
