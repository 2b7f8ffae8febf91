#!/usr/bin/env python3
"""Trains small CatBoost models on categories that are text, and writes each with rows and CatBoost's own answers.

    make-category-fixtures.py FILE.tar.gz

For every model there is NAME.cbm or NAME.json, and NAME.csv: the inputs in0, in1, ... (text where a category is wanted), then the
answers under the names that udfd gives them. Categories are of every length that the hash treats in a way of its own.
"""
import csv
import gzip
import os
import sys
import tarfile
import tempfile

import catboost
import numpy as np

TEXTS = ["", "a", "ab", "abc", "abcd", "west", "north-8.", "nine bytes", "sixteen bytes ok", "seventeen bytes !", "x" * 32,
         "thirty-three bytes are a step on!", "Grüße aus Übersee", "y" * 64, "z" * 65,
         "a category of a length that nobody would choose for a tag, but that the hash has a loop for: over 128 bytes in all, "
         "so that it turns twice"]
INTEGERS = [0, 1, 7, 12, -3, 1234567890123]


def data(count, seed, unknown=False):
    random = np.random.RandomState(seed)
    texts = TEXTS + ["unknown", "WEST"] if unknown else TEXTS
    integers = INTEGERS + [99] if unknown else INTEGERS
    table = [[float(random.randn()), texts[random.randint(len(texts))], integers[random.randint(len(integers))],
              float(random.randn() * 3)] for _ in range(count)]
    signal = np.array([(len(row[1]) % 5) + (row[2] % 3) * 2 + row[0] for row in table])
    return table, signal


def write(directory, name, model, form, answers):
    model.save_model(os.path.join(directory, "%s.%s" % (name, form)), format=form if form == "json" else "cbm")
    table, _ = data(60, 3, unknown=True)
    columns = answers(model, table)
    with open(os.path.join(directory, name + ".csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["in%d" % k for k in range(4)] + list(columns))
        for index, row in enumerate(table):
            writer.writerow([repr(v) if isinstance(v, float) else str(v) for v in row]
                            + [repr(float(column[index])) for column in columns.values()])


def main():
    options = dict(iterations=30, depth=4, verbose=0, thread_count=1, random_seed=0, allow_writing_files=False,
                   cat_features=[1, 2], one_hot_max_size=255)
    table, signal = data(600, 7)
    number = lambda model, rows: {"prediction": model.predict(rows)}

    def two(model, rows):
        shares = model.predict_proba(rows)
        return {"probability(0)": shares[:, 0], "probability(1)": shares[:, 1],
                "margin": model.predict(rows, prediction_type="RawFormulaVal")}
    with tempfile.TemporaryDirectory() as directory:
        for policy in ("SymmetricTree", "Depthwise", "Lossguide"):
            model = catboost.CatBoostRegressor(grow_policy=policy, **options).fit(table, signal)
            for form in ("cbm", "json"):
                write(directory, "%s_%s" % (policy.lower(), form), model, form, number)
        write(directory, "two", catboost.CatBoostClassifier(**options).fit(table, (signal > np.median(signal)).astype(int)), "cbm",
              two)
        with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as packed:
            with tarfile.open(fileobj=packed, mode="w") as archive:
                for name in sorted(os.listdir(directory)):
                    entry = tarfile.TarInfo(name)
                    entry.size = os.path.getsize(os.path.join(directory, name))
                    with open(os.path.join(directory, name), "rb") as file:
                        archive.addfile(entry, file)
    print("catboost %s" % catboost.__version__)


if __name__ == "__main__":
    main()
