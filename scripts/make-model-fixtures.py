#!/usr/bin/env python3
"""Fits small scikit-learn models and writes each with rows and the library's own answers to them.

    make-model-fixtures.py DIRECTORY [--only NAME ...] [--rows N]
    make-model-fixtures.py --archive FILE.tar.gz [--rows N]

For every model DIRECTORY (or the archive) gets NAME.pkl or NAME.joblib, and NAME.csv: the inputs in0, in1, ..., then the
answers, under the names that udfd gives them (docs/models.md). Labels are written as they are
printed. Runs with any scikit-learn from 1.0 on; what a version does not have is left out.
"""
import argparse
import csv
import gzip
import os
import pickle
import sys
import tarfile
import tempfile
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import joblib
import numpy as np
import sklearn
from sklearn import (
    calibration, cluster, compose, covariance, decomposition, discriminant_analysis, dummy, ensemble,
    impute, linear_model, model_selection, multioutput, naive_bayes, neural_network, pipeline,
    preprocessing, svm, tree)

VERSION = tuple(int(part) for part in sklearn.__version__.split(".")[:2])


def data(count=240, seed=7):
    """Inputs, a number, two classes, three classes with names."""
    random = np.random.RandomState(seed)
    inputs = random.randn(count, 4) * [1, 10, 0.1, 3] + [0, 5, 0, -1]
    signal = np.sin(inputs[:, 0]) * 3 + inputs[:, 1] * 0.3 - inputs[:, 2] * 8
    number = signal + 0.4 * inputs[:, 3] * inputs[:, 0] + 0.3 * random.randn(count)
    two = (signal > np.median(signal)).astype(int)
    two[random.rand(count) < 0.1] ^= 1
    three = np.array(["low", "mid", "high"])[np.digitize(signal, np.quantile(signal, [0.35, 0.7]))]
    return inputs, number, two, three


def holes(inputs, seed=5, share=0.08):
    holed = inputs.copy()
    holed[np.random.RandomState(seed).rand(*inputs.shape) < share] = np.nan
    return holed


INPUTS, NUMBER, TWO, THREE = data()
LARGE = data(900, seed=8)
HOLED = holes(INPUTS)
POSITIVE = np.exp(np.clip(NUMBER / 6, -2, 2))
COUNTS = np.clip(np.round(np.abs(INPUTS)), 0, 7)
CATEGORIES = INPUTS.copy()
CATEGORIES[:, 3] = np.clip(np.round(np.abs(INPUTS[:, 3]) * 2), 0, 9)
SEED = dict(random_state=0)
NAMES = ["wind", "power", "heat", "swell"]


def loss(new, old, since):
    return new if VERSION >= since else old


def regressors():
    linear = linear_model
    yield "linear_regression", linear.LinearRegression(), {}
    yield "linear_no_intercept", linear.LinearRegression(fit_intercept=False), {}
    yield "ridge", linear.Ridge(), {}
    yield "ridge_cv", linear.RidgeCV(), {}
    yield "lasso", linear.Lasso(alpha=0.01), {}
    yield "lasso_cv", linear.LassoCV(cv=3), {}
    yield "elastic_net", linear.ElasticNet(alpha=0.01), {}
    yield "elastic_net_cv", linear.ElasticNetCV(cv=3), {}
    yield "bayesian_ridge", linear.BayesianRidge(), {}
    yield "ard", linear.ARDRegression(), {}
    yield "huber", linear.HuberRegressor(max_iter=1000), {}
    yield "lars", linear.Lars(), {}
    yield "lasso_lars", linear.LassoLars(alpha=0.01), {}
    yield "matching_pursuit", linear.OrthogonalMatchingPursuit(), {}
    yield "theil_sen", linear.TheilSenRegressor(max_subpopulation=200, **SEED), {}
    yield "ransac", linear.RANSACRegressor(**SEED), {}
    yield "passive_aggressive", linear.PassiveAggressiveRegressor(**SEED), {}
    for kind in ("huber", "epsilon_insensitive", "squared_epsilon_insensitive"):
        yield "sgd_" + kind, pipeline.make_pipeline(
            preprocessing.StandardScaler(), linear.SGDRegressor(loss=kind, **SEED)), {}
    yield "poisson", linear.PoissonRegressor(), dict(target=POSITIVE)
    yield "gamma", linear.GammaRegressor(), dict(target=POSITIVE)
    yield "tweedie", linear.TweedieRegressor(power=1.5), dict(target=POSITIVE)
    yield "tweedie_normal", linear.TweedieRegressor(power=0), {}
    yield "linear_svr", svm.LinearSVR(max_iter=20000, **SEED), {}
    yield "svr_rbf", pipeline.make_pipeline(preprocessing.StandardScaler(), svm.SVR()), {}
    yield "svr_poly", pipeline.make_pipeline(
        preprocessing.StandardScaler(), svm.SVR(kernel="poly", degree=3, coef0=0.5)), {}
    yield "svr_sigmoid", pipeline.make_pipeline(
        preprocessing.StandardScaler(), svm.SVR(kernel="sigmoid")), {}
    yield "nu_svr", svm.NuSVR(kernel="linear"), {}
    nan = dict(nan=VERSION >= (1, 3))
    yield "tree", tree.DecisionTreeRegressor(max_depth=5, **SEED), nan
    yield "extra_tree", tree.ExtraTreeRegressor(max_depth=5, **SEED), {}
    yield "forest", ensemble.RandomForestRegressor(8, max_depth=4, **SEED), dict(nan=VERSION >= (1, 4))
    # Large enough for two threads to read. Of the newest versions alone: what is kept of older ones is small.
    if VERSION >= (1, 7):
        yield "forest_large", ensemble.RandomForestRegressor(20, **SEED), dict(
            inputs=LARGE[0], target=LARGE[1])
    yield "extra_trees", ensemble.ExtraTreesRegressor(
        6, max_depth=4, **SEED), dict(nan=VERSION >= (1, 6))
    for kind in (loss("squared_error", "ls", (1, 0)), "huber", "quantile"):
        yield "boosting_" + kind, ensemble.GradientBoostingRegressor(
            n_estimators=8, loss=kind, **SEED), {}
    yield "boosting_zero", ensemble.GradientBoostingRegressor(n_estimators=6, init="zero", **SEED), {}
    hist = ensemble.HistGradientBoostingRegressor
    yield "hist", hist(max_iter=6, max_leaf_nodes=8, **SEED), dict(nan=True, infinite=True)
    yield "hist_poisson", hist(max_iter=5, max_leaf_nodes=6, loss="poisson", **SEED), dict(
        nan=True, target=POSITIVE)
    yield "hist_categories", hist(
        max_iter=6, max_leaf_nodes=8, categorical_features=[3], **SEED), dict(
            nan=True, inputs=CATEGORIES, target=NUMBER + (CATEGORIES[:, 3] % 3) * 3)
    yield "bagging", ensemble.BaggingRegressor(
        n_estimators=4, max_features=0.75, bootstrap_features=True, **SEED), {}
    yield "network", pipeline.make_pipeline(preprocessing.StandardScaler(), neural_network.MLPRegressor(
        hidden_layer_sizes=(6, 5), max_iter=60, **SEED)), {}
    yield "network_two", neural_network.MLPRegressor(
        hidden_layer_sizes=(5,), activation="identity", max_iter=40, **SEED), dict(
            target=np.c_[NUMBER, -NUMBER])
    yield "named", linear.Ridge(), dict(names=True)
    yield "named_columns", pipeline.make_pipeline(
        compose.ColumnTransformer(
            [("a", preprocessing.StandardScaler(), ["power", "wind"]),
             ("b", preprocessing.MinMaxScaler(), slice("heat", "swell"))]), linear.Ridge()), dict(names=True)
    yield "two_targets", linear.Ridge(), dict(target=np.c_[NUMBER, 2 * NUMBER + 1])
    yield "tree_two_targets", tree.DecisionTreeRegressor(max_depth=4, **SEED), dict(
        target=np.c_[NUMBER, TWO])
    yield "multi_output", multioutput.MultiOutputRegressor(
        ensemble.GradientBoostingRegressor(n_estimators=3, **SEED)), dict(
            target=np.c_[NUMBER, 2 * NUMBER + 1])
    yield "voting", ensemble.VotingRegressor(
        [("a", linear.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3, **SEED))],
        weights=[2, 1]), {}
    yield "grid_search", model_selection.GridSearchCV(
        pipeline.make_pipeline(preprocessing.StandardScaler(), linear.Ridge()),
        {"ridge__alpha": [0.1, 1]}, cv=2), {}


def classifiers():
    linear = linear_model
    scaled = lambda last: pipeline.make_pipeline(preprocessing.StandardScaler(), last)
    for name, target in (("two", TWO), ("three", THREE)):
        logistic = dict(max_iter=2000)
        yield "logistic_" + name, scaled(linear.LogisticRegression(**logistic)), dict(target=target)
        if VERSION < (1, 7):
            yield "logistic_ovr_" + name, scaled(
                linear.LogisticRegression(multi_class="ovr", **logistic)), dict(target=target)
            yield "logistic_multinomial_" + name, scaled(
                linear.LogisticRegression(multi_class="multinomial", **logistic)), dict(target=target)
        if name == "two" or VERSION < (1, 7):
            yield "logistic_liblinear_" + name, scaled(
                linear.LogisticRegression(solver="liblinear")), dict(target=target)
        if VERSION >= (1, 2):
            yield "logistic_newton_cholesky_" + name, scaled(
                linear.LogisticRegression(solver="newton-cholesky")), dict(target=target)
        for kind in ("hinge", loss("log_loss", "log", (1, 1)), "modified_huber", "squared_hinge"):
            yield "sgd_%s_%s" % (kind.replace("log_loss", "log"), name), scaled(
                linear.SGDClassifier(loss=kind, **SEED)), dict(target=target)
        yield "linear_svc_" + name, scaled(svm.LinearSVC(**SEED)), dict(target=target)
        yield "ridge_" + name, linear.RidgeClassifier(), dict(target=target)
        yield "perceptron_" + name, scaled(linear.Perceptron(**SEED)), dict(target=target)
        yield "discriminant_" + name, discriminant_analysis.LinearDiscriminantAnalysis(), dict(
            target=target)
        yield "bayes_" + name, naive_bayes.GaussianNB(), dict(target=target)
        yield "svc_" + name, scaled(svm.SVC()), dict(target=target)
        yield "svc_probability_" + name, scaled(svm.SVC(probability=True, **SEED)), dict(target=target)
        # With nu near the share of wrong labels the margin all but vanishes: coefficients of ten thousands cancel each
        # other, and what is left of a sum is the rounding of whichever BLAS made it.
        yield "nu_svc_" + name, scaled(svm.NuSVC(nu=0.5, kernel="linear")), dict(target=target)
        yield "tree_" + name, tree.DecisionTreeClassifier(
            max_depth=5, class_weight="balanced", **SEED), dict(target=target, nan=VERSION >= (1, 3))
        yield "forest_" + name, ensemble.RandomForestClassifier(7, max_depth=4, **SEED), dict(
            target=target, nan=VERSION >= (1, 4))
        yield "extra_trees_" + name, ensemble.ExtraTreesClassifier(
            5, max_depth=4, **SEED), dict(target=target)
        yield "boosting_" + name, ensemble.GradientBoostingClassifier(n_estimators=5, **SEED), dict(
            target=target)
        yield "boosting_zero_" + name, ensemble.GradientBoostingClassifier(
            n_estimators=4, init="zero", **SEED), dict(target=target)
        yield "hist_" + name, ensemble.HistGradientBoostingClassifier(
            max_iter=5, max_leaf_nodes=6, **SEED), dict(target=target, nan=True, infinite=True)
        yield "network_" + name, scaled(neural_network.MLPClassifier(
            hidden_layer_sizes=(6,), activation="tanh" if name == "two" else "logistic", max_iter=60, **SEED)), dict(
                target=target)
        yield "bagging_" + name, ensemble.BaggingClassifier(n_estimators=4, **SEED), dict(target=target)
        members = [("a", scaled(linear.LogisticRegression(max_iter=500))),
                   ("b", tree.DecisionTreeClassifier(max_depth=3, **SEED)),
                   ("c", naive_bayes.GaussianNB())]
        yield "voting_soft_" + name, ensemble.VotingClassifier(
            members, voting="soft", weights=[1, 2, 1.5]), dict(target=target)
        yield "voting_hard_" + name, ensemble.VotingClassifier(members), dict(target=target)
        for method in ("sigmoid", "isotonic"):
            yield "calibrated_%s_%s" % (method, name), calibration.CalibratedClassifierCV(
                linear.LogisticRegression(max_iter=500) if method == "isotonic" else svm.LinearSVC(**SEED),
                method=method, cv=2), dict(target=target)
        yield "calibrated_forest_" + name, calibration.CalibratedClassifierCV(
            ensemble.RandomForestClassifier(3, max_depth=3, **SEED), cv=2), dict(target=target)
    yield "boosting_exponential", ensemble.GradientBoostingClassifier(
        n_estimators=5, loss="exponential", **SEED), dict(target=TWO)
    if VERSION >= (1, 7):
        yield "forest_deep_three", ensemble.RandomForestClassifier(80, **SEED), dict(
            inputs=LARGE[0], target=LARGE[3])
    yield "boolean_classes", tree.DecisionTreeClassifier(max_depth=3, **SEED), dict(target=TWO == 1)
    yield "number_classes", tree.DecisionTreeClassifier(max_depth=3, **SEED), dict(target=TWO * 2.0)
    yield "svc_ovo", svm.SVC(decision_function_shape="ovo"), dict(target=THREE, margins=False)


def detectors():
    yield "isolation_forest", ensemble.IsolationForest(n_estimators=6, max_samples=32, **SEED), dict(
        nan=VERSION >= (1, 6))
    yield "isolation_forest_half", ensemble.IsolationForest(
        n_estimators=6, max_samples=32, max_features=0.5, contamination=0.1, **SEED), {}
    yield "one_class_svm", pipeline.make_pipeline(
        preprocessing.StandardScaler(), svm.OneClassSVM(nu=0.1)), {}
    yield "elliptic_envelope", covariance.EllipticEnvelope(contamination=0.05, **SEED), {}
    if hasattr(linear_model, "SGDOneClassSVM"):
        yield "sgd_one_class", pipeline.make_pipeline(
            preprocessing.StandardScaler(), linear_model.SGDOneClassSVM(**SEED)), {}


def clusterers():
    yield "kmeans", cluster.KMeans(4, n_init=2, **SEED), {}
    yield "mini_batch_kmeans", cluster.MiniBatchKMeans(3, n_init=2, **SEED), {}


def transformers():
    nan = dict(nan=True)
    yield "standard", preprocessing.StandardScaler(), nan
    yield "standard_no_mean", preprocessing.StandardScaler(with_mean=False), nan
    yield "standard_no_std", preprocessing.StandardScaler(with_std=False), nan
    yield "min_max", preprocessing.MinMaxScaler(), nan
    yield "min_max_clip", preprocessing.MinMaxScaler((-1, 2), clip=True), nan
    yield "robust", preprocessing.RobustScaler(), nan
    yield "robust_no_centering", preprocessing.RobustScaler(with_centering=False), nan
    yield "max_abs", preprocessing.MaxAbsScaler(), nan
    for norm in ("l1", "l2", "max"):
        yield "normalizer_" + norm, preprocessing.Normalizer(norm), {}
    yield "polynomial", preprocessing.PolynomialFeatures(3), {}
    yield "polynomial_interactions", preprocessing.PolynomialFeatures(
        3, interaction_only=True, include_bias=False), {}
    yield "pca", decomposition.PCA(2), {}
    yield "pca_whiten", decomposition.PCA(3, whiten=True), {}
    yield "incremental_pca", decomposition.IncrementalPCA(2), {}
    yield "svd", decomposition.TruncatedSVD(2, **SEED), {}
    yield "binarizer", preprocessing.Binarizer(threshold=0.5), {}
    for strategy in ("mean", "median", "most_frequent", "constant"):
        yield "imputer_" + strategy, impute.SimpleImputer(strategy=strategy), dict(
            nan=True, inputs=HOLED)
    yield "imputer_indicator", impute.SimpleImputer(add_indicator=True), dict(nan=True, inputs=HOLED)
    empty = HOLED.copy()
    empty[:, 1] = np.nan
    yield "imputer_empty_column", impute.SimpleImputer(), dict(nan=True, inputs=empty)
    yield "imputer_marker", impute.SimpleImputer(missing_values=0, strategy="mean"), dict(inputs=COUNTS)
    yield "columns", compose.ColumnTransformer(
        [("a", preprocessing.StandardScaler(), [2, 0]), ("b", preprocessing.MinMaxScaler(), [1])],
        remainder="passthrough"), {}
    yield "columns_slice", compose.ColumnTransformer(
        [("a", preprocessing.StandardScaler(), slice(0, 2)), ("b", "passthrough", [-1]),
         ("c", "drop", [2])]), {}
    yield "columns_mask", compose.ColumnTransformer(
        [("a", preprocessing.StandardScaler(), [True, False, False, True])],
        remainder=preprocessing.MinMaxScaler(), transformer_weights={"a": 2.5}), {}
    yield "union", pipeline.FeatureUnion(
        [("a", preprocessing.StandardScaler()), ("b", decomposition.PCA(1))]), {}
    yield "log1p", pipeline.make_pipeline(
        preprocessing.MinMaxScaler(), preprocessing.FunctionTransformer(np.log1p)), dict(inputs=COUNTS)
    yield "identity", pipeline.make_pipeline(
        preprocessing.StandardScaler(), preprocessing.FunctionTransformer()), {}


def rows(model, count, nan=False, infinite=False, inputs=INPUTS):
    """Typical rows, then the thresholds of trees and what is next to them, zeros, and what is missing."""
    random = np.random.RandomState(9)
    picked = inputs[random.permutation(len(inputs))[:count]]
    result = [row.copy() for row in (picked if nan else np.nan_to_num(picked))]

    def put(column, value):
        row = np.nan_to_num(inputs[random.randint(len(inputs))])
        row[column] = value
        result.append(row)

    splits = thresholds(model)
    for index in random.permutation(len(splits))[:4]:
        column, value = splits[index]
        near = np.float32(value)
        for place in (value, np.nextafter(value, np.inf), np.nextafter(value, -np.inf), float(near),
                      float(np.nextafter(near, np.float32(np.inf)))):
            put(column, place)
    for column in range(2):
        for value in (0.0, -0.0, 1e-40, 1e6):
            put(column, value)
    if nan:
        for column in range(inputs.shape[1]):
            put(column, np.nan)
        result.append(np.full(inputs.shape[1], np.nan))
    if infinite:
        for value in (np.inf, -np.inf, 1e300):
            put(0, value)
    return np.array(result)


def thresholds(model):
    found = []
    parts = getattr(model, "estimators_", [model])
    for part in parts.ravel() if isinstance(parts, np.ndarray) else parts:
        if hasattr(part, "tree_"):
            inner = part.tree_.children_left >= 0
            found += zip(part.tree_.feature[inner].tolist(), part.tree_.threshold[inner].tolist())
    for iteration in getattr(model, "_predictors", []):
        for part in iteration:
            found += [(int(node["feature_idx"]), float(node["num_threshold"]))
                      for node in part.nodes if not node["is_leaf"] and not node["is_categorical"]]
    return [(c, v) for c, v in found if np.isfinite(v) and c < 4]


def answers(model, inputs, margins=True):
    """Columns by udfd's names. One row at a time, as udfd's users would call the library."""
    columns = {}

    def each(function):
        return [np.ravel(function(named(inputs[index:index + 1]))) for index in range(len(inputs))]

    def named(row):
        if not hasattr(model, "feature_names_in_"):
            return row
        import pandas
        return pandas.DataFrame(row, columns=model.feature_names_in_)

    def add(name, values):
        columns[name] = values

    def last(step):
        while True:
            if hasattr(step, "steps"):
                step = step.steps[-1][1]
            elif hasattr(step, "best_estimator_"):
                step = step.best_estimator_
            else:
                return step

    final = last(model)
    if isinstance(final, (cluster.KMeans, cluster.MiniBatchKMeans)):
        add("label", [value[0] for value in each(model.predict)])
        for index, values in enumerate(zip(*each(model.transform))):
            add("distance(%d)" % index, values)
    elif hasattr(final, "score_samples") and hasattr(final, "decision_function"):
        add("score", [value[0] for value in each(model.score_samples)])
        add("decision", [value[0] for value in each(model.decision_function)])
        add("anomaly", [1 if value[0] == -1 else 0 for value in each(model.predict)])
    elif hasattr(model, "classes_"):
        names = [label(name) for name in model.classes_]
        add("label", [label(value[0]) for value in each(model.predict)])
        if hasattr(model, "predict_proba"):
            for name, values in zip(names, zip(*each(model.predict_proba))):
                add("probability(%s)" % name, values)
        if hasattr(model, "decision_function") and margins:
            values = list(zip(*each(model.decision_function)))
            for index, column in enumerate(values):
                add("margin" if len(values) == 1 else "margin(%s)" % names[index], column)
    elif hasattr(model, "predict"):
        values = list(zip(*each(model.predict)))
        for index, column in enumerate(values):
            add("prediction" if len(values) == 1 else "prediction(%d)" % index, column)
    else:
        for index, column in enumerate(zip(*each(model.transform))):
            add("transform(%d)" % index, column)
    return columns


def label(value):
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    return str(value)


def text(value):
    if isinstance(value, str):
        return value
    return repr(float(value))


def write(directory, name, model, options, count):
    options = dict(options)
    target = options.pop("target", None)
    inputs = options.pop("inputs", INPUTS)
    nan = options.pop("nan", False)
    if options.pop("names", False):
        import pandas  # A version without it has no names.
        model.fit(pandas.DataFrame(inputs, columns=NAMES), target)
    else:
        model.fit(holes(inputs) if nan and inputs is INPUTS else inputs, target)
    # Every way of saving is met by some model: which one follows from the name alone.
    way = sum(name.encode()) % 9
    path = os.path.join(directory, name)
    if way < 4:
        with open(path + ".pkl", "wb") as file:
            pickle.dump(model, file, protocol=(2, 3, 4, 5)[way])
    else:
        joblib.dump(model, path + ".joblib", compress=(0, ("zlib", 3), ("gzip", 3), ("xz", 3), ("lzma", 3))[way - 4])
    table = rows(model, count, nan=nan, infinite=options.pop("infinite", False), inputs=inputs)
    columns = answers(model, table, **options)
    with open(path + ".csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["in%d" % index for index in range(table.shape[1])] + list(columns))
        for index, row in enumerate(table):
            writer.writerow([text(v) for v in row] + [text(values[index]) for values in columns.values()])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", nargs="?")
    parser.add_argument("--archive")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--rows", type=int, default=24)
    arguments = parser.parse_args()
    if arguments.archive:
        with tempfile.TemporaryDirectory() as directory:
            arguments.directory = directory
            make(arguments)
            pack(directory, arguments.archive)
    elif arguments.directory:
        make(arguments)
    else:
        parser.error("name a directory or an archive")


def pack(directory, path):
    """The same files make the same archive: no times, no owners."""
    with gzip.GzipFile(path, "wb", mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name in sorted(os.listdir(directory)):
                entry = tarfile.TarInfo(name)
                entry.size = os.path.getsize(os.path.join(directory, name))
                with open(os.path.join(directory, name), "rb") as file:
                    archive.addfile(entry, file)


def make(arguments):
    os.makedirs(arguments.directory, exist_ok=True)
    made = 0
    for family, target in ((regressors, NUMBER), (classifiers, None), (detectors, None),
                           (clusterers, None), (transformers, None)):
        prefix = family.__name__[:-1] + "_"
        for name, model, options in family():
            if arguments.only and prefix + name not in arguments.only:
                continue
            options.setdefault("target", target)
            try:
                write(arguments.directory, prefix + name, model, options, arguments.rows)
                made += 1
            except Exception as error:  # What a version cannot do is no fixture of it.
                print("left out %s%s: %s" % (prefix, name, " ".join(str(error).split())[:120]),
                      file=sys.stderr)
    print("scikit-learn %s: %d models" % (sklearn.__version__, made))


if __name__ == "__main__":
    main()
