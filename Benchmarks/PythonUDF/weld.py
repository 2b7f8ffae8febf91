"""usage: weld.py SOCKET MODEL.cbm

The weld rule of config/examples/weld.toml with CatBoost: predict_proba() of one row for each point, inputs by name.
"""
import sys

import agent
from catboost import CatBoostClassifier

MODEL = CatBoostClassifier()
MODEL.load_model(sys.argv[2])
NAMES = MODEL.feature_names_


def number(point, name):
    return point.fields_double[name] if name in point.fields_double else float(point.fields_int[name])


def rule(point):
    if number(point, "Primary Weld Current") <= 50.0:
        return
    good, defective = MODEL.predict_proba([[number(point, name) for name in NAMES]], thread_count=1)[0]
    point.fields_double["Good Weld"] = round(good * 100.0, 2)
    point.fields_double["Defective Weld"] = round(defective * 100.0, 2)
    point.fields_double["anomaly_status"] = 1.0 if defective > 0.5 else 0.0


agent.serve(sys.argv[1], rule)
