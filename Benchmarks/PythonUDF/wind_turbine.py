"""usage: wind_turbine.py SOCKET MODEL.pkl

The wind turbine rule of config/examples/wind_turbine.toml with scikit-learn: predict() of one row for each point.
"""
import pickle
import sys
import warnings

import agent

# The example's model was fitted with a name for its column, and complains of every row that has none.
warnings.filterwarnings("ignore", message="X does not have valid feature names")

with open(sys.argv[2], "rb") as file:
    MODEL = pickle.load(file)


def rule(point):
    speed, power = point.fields_double["wind_speed"], point.fields_double["grid_active_power"]
    status = 0.0
    if 3.0 < speed <= 14.0 and power > 0.0:
        error = abs(float(MODEL.predict([[speed]])[0]) - power) / power
        status = 0.0 if error <= 0.15 else 0.3 if error < 0.3 else 0.6 if error < 0.6 else 1.0
    point.fields_double["anomaly_status"] = status


agent.serve(sys.argv[1], rule)
