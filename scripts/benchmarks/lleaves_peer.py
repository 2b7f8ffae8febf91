"""Times lleaves (LLVM) on a LightGBM model, ours in turns: lleaves_peer.py MODEL ROWS SECONDS TOOL. Prints JSON."""
import json, subprocess, sys, time

import lleaves
import numpy as np


def median_us(call, rows, seconds):
    call()
    chunks, end = [], time.perf_counter() + seconds
    while len(chunks) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(100):
            call()
        chunks.append((time.perf_counter() - start) / 100 / rows * 1e6)
    return float(np.median(chunks))


path, rows, seconds, tool = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
x = np.loadtxt(rows, delimiter=',', skiprows=1)
model = lleaves.Model(model_file=path)
model.compile()


def turns(size, count):
    parts, state = [np.ascontiguousarray(x[k * size:(k + 1) * size]) for k in range(count)], [0]

    def call():
        state[0] = (state[0] + 1) % count
        model.predict(parts[state[0]], n_jobs=1)
    return call


one, burst = turns(1, 1024), turns(64, 16)
best = {'udfd': (1e9, 1e9), 'lleaves': (1e9, 1e9)}
for _ in range(3):
    measured = {'lleaves': (median_us(one, 1, seconds / 2),
                            median_us(burst, 64, seconds / 2))}
    ours = json.loads(subprocess.run([tool, path, rows, str(seconds)], check=True, capture_output=True, text=True).stdout)
    measured['udfd'] = (ours['one'], ours['burst'])
    for name, (a, b) in measured.items():
        best[name] = (min(best[name][0], a), min(best[name][1], b))
print(json.dumps(best))
