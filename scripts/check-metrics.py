#!/usr/bin/env python3
"""Reads metrics from standard input with Prometheus's own parsers, which are strict, and prints how many samples there
are: check-metrics.py prometheus|openmetrics. Needs scripts/requirements/prometheus.txt."""

import sys

from prometheus_client import parser
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics

PARSERS = {"prometheus": parser.text_string_to_metric_families, "openmetrics": open_metrics}

text = sys.stdin.read()
names, samples = set(), 0
for family in PARSERS[sys.argv[1]](text):
    if family.name in names:
        sys.exit(f"check-metrics: {family.name} comes twice")
    if not family.documentation or family.type == "unknown":
        sys.exit(f"check-metrics: {family.name} has no help or no type")
    names.add(family.name)
    seen = set()
    for sample in family.samples:
        key = (sample.name, tuple(sorted(sample.labels.items())))
        if key in seen:
            sys.exit(f"check-metrics: {key} comes twice")
        seen.add(key)
        samples += 1
print(f"{len(names)} metrics, {samples} samples")
