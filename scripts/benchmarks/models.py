"""Times udfd's kernels and their peers on the same models, rows and machine; prints a table.

Every figure is microseconds per row on one thread: one row in a call, and 64. Peers are called as their users call them,
from Python. Ours and a peer's measurements take turns, and each figure is the smallest of three medians, so that
another's load on the machine falls on all alike.
"""
import argparse, json, os, pickle, subprocess, sys, tempfile, time

import numpy as np


def data(features, rows, seed):
    random = np.random.RandomState(seed)
    scale = np.array([1, 10, .1, 3, 1, 1, 1, 1])[:features]
    x = random.randn(rows, features) * scale
    if features == 1:
        x = random.weibull(2, rows).reshape(-1, 1) * 8
        y = np.clip(((x[:, 0] - 3) / 9) ** 3, 0, 1) * 2000 + random.randn(rows) * 25
        return x, y, None
    z = np.sin(x[:, 0]) * 3 + x[:, 1] * .3 - x[:, 2] * 8 + .4 * x[:, 3] * x[:, 0] + random.randn(rows) * .3
    return x, z, (z > np.median(z)).astype(int)


def median_us(call, rows, seconds):
    """Median over chunks of the time that one call takes, per row."""
    call()
    chunks, end = [], time.perf_counter() + seconds
    start = time.perf_counter()
    call()
    batch = max(1, int(0.01 / max(1e-9, time.perf_counter() - start)))
    while len(chunks) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(batch):
            call()
        chunks.append((time.perf_counter() - start) / batch / rows * 1e6)
    return float(np.median(chunks))


class Case:
    def __init__(self, title, directory):
        self.title, self.directory, self.peers, self.note = title, directory, [], ''
        os.makedirs(directory, exist_ok=True)

    def path(self, name):
        return os.path.join(self.directory, name)

    def make(self, name, write):
        """The file `name`, written by `write(path)` where an earlier run did not leave it."""
        path = self.path(name)
        if not os.path.exists(path):
            print('  (making %s)' % name, file=sys.stderr)
            write(path + '.new')
            os.rename(path + '.new', path)
        return path

    def rows(self, x):
        self.x = np.ascontiguousarray(x)
        np.savetxt(self.path('rows.csv'), self.x, delimiter=',', header=','.join('f%d' % i for i in range(x.shape[1])),
                   comments='', fmt='%.17g')

    def peer(self, name, call, dtype=np.float64):
        """`call` takes rows. Each call gets other rows: the same ones again would find all they need in the cache."""
        def turns(size, count):
            parts = [np.ascontiguousarray(self.x[k * size:(k + 1) * size], dtype) for k in range(count)]
            state = [0]
            def one():
                state[0] = (state[0] + 1) % count
                call(parts[state[0]])
            return one
        self.peers.append((name, turns(1, 1024), turns(64, 16)))

    def onnx(self, name):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(self.path(name), options)
        key = session.get_inputs()[0].name
        self.peer('ONNX Runtime', lambda rows: session.run(None, {key: rows}), np.float32)


def lightgbm(case, arguments):
    import lightgbm as library
    def write(path):
        x, _, y = data(8, 4000, 1)
        library.train(dict(objective='binary', num_leaves=31, num_threads=1, verbose=-1), library.Dataset(x, y),
                      500).save_model(path)
    model = library.Booster(model_file=case.make('model.txt', write))
    case.rows(data(8, 4096, 2)[0])
    case.peer('lightgbm', lambda rows: model.predict(rows, num_threads=1))
    if arguments.lleaves != 'none':
        case.lleaves = [arguments.lleaves, os.path.join(os.path.dirname(__file__), 'lleaves_peer.py')]
    return 'model.txt'


def xgboost(case, arguments):
    import xgboost as library
    def write(path):
        x, _, y = data(8, 4000, 1)
        model = library.train(dict(objective='binary:logistic', max_depth=6, nthread=1), library.DMatrix(x, y), 500)
        with open(path, 'wb') as file:
            file.write(model.save_raw('json'))
    model = library.Booster(model_file=case.make('model.json', write))
    model.set_param('nthread', 1)
    case.rows(data(8, 4096, 2)[0])
    case.peer('xgboost', model.inplace_predict)
    try:
        import tl2cgen, treelite
        def compile(path):
            compiled = treelite.frontend.load_xgboost_model(case.path('model.json'))
            tl2cgen.export_lib(compiled, toolchain='gcc', libpath=case.path('compiling.so'),
                               params=dict(parallel_comp=8))
            os.rename(case.path('compiling.so'), path)
        predictor = tl2cgen.Predictor(case.make('compiled.so', compile), nthread=1)
        case.peer('tl2cgen', lambda rows: predictor.predict(tl2cgen.DMatrix(rows)), np.float32)
    except Exception as error:
        print('  tl2cgen: %s' % str(error).splitlines()[0], file=sys.stderr)
    return 'model.json'


def catboost_peers(case, model):
    case.peer('catboost', lambda rows: model.predict(rows, prediction_type='Probability', thread_count=1))
    case.make('model.onnx', lambda path: model.save_model(path, format='onnx'))
    case.onnx('model.onnx')


def catboost(case, arguments):
    import catboost as library
    model = library.CatBoostClassifier()
    if arguments.catboost:
        import csv
        path, rows = arguments.catboost
        model.load_model(path)
        # The columns by the model's own names where the file has them.
        table = list(csv.reader(open(rows)))
        names = model.feature_names_
        columns = [table[0].index(n) for n in names] if all(n in table[0] for n in names) else range(len(names))
        x = np.array([[float(row[c] or 'nan') for c in columns] for row in table[1:]])
        case.rows(np.random.RandomState(1).permutation(x)[:4096])
        catboost_peers(case, model)
        return os.path.abspath(path)
    def write(path):
        x, _, y = data(6, 4000, 1)
        library.CatBoostClassifier(iterations=2000, depth=6, verbose=0, thread_count=1, random_seed=0,
                                   allow_writing_files=False).fit(x, y).save_model(path)
    model.load_model(case.make('model.cbm', write))
    case.rows(data(6, 4096, 2)[0])
    catboost_peers(case, model)
    return 'model.cbm'


LOAD = """
import pickle, sys, time
import sklearn.ensemble, sklearn.tree
start = time.perf_counter()
with open(sys.argv[1], 'rb') as file:
    pickle.load(file)
print((time.perf_counter() - start) * 1e3)
"""


def load_times(path, tool):
    """Median milliseconds that the first load of a fresh process takes, udfd's and pickle.load's in turns."""
    def first(command):
        return float(subprocess.run(command + [path], check=True, capture_output=True, text=True).stdout)
    times = [(first([tool, '--load']), first([sys.executable, '-c', LOAD]))
             for _ in range(9 if os.path.getsize(path) < 1e8 else 1)]
    return tuple(float(np.median(column)) for column in zip(*times))


def forest(features, samples):
    def make(case, arguments):
        from sklearn.ensemble import RandomForestRegressor
        def write(path):
            x, y, _ = data(features, samples, 1)
            model = RandomForestRegressor(350, max_depth=25, random_state=0, n_jobs=1).fit(x, y)
            with open(path, 'wb') as file:
                pickle.dump(model, file)
        path = case.make('model.pkl', write)
        with open(path, 'rb') as file:
            model = pickle.load(file)
        case.rows(data(features, 4096, 2)[0])
        case.peer('scikit-learn', model.predict)
        case.note = 'loading %.0f MB: udfd %.0f ms, pickle.load %.0f ms' % (
            (os.path.getsize(path) / 1e6,) + load_times(path, arguments.tool))
        try:
            from skl2onnx import to_onnx
            def convert(path):
                with open(path, 'wb') as file:
                    file.write(to_onnx(model, case.x[:1].astype(np.float32)).SerializeToString())
            case.make('model.onnx', convert)
            case.onnx('model.onnx')
        except Exception as error:
            print('  ONNX: %s' % str(error).splitlines()[0], file=sys.stderr)
        return 'model.pkl'
    return make


CASES = {
    'lightgbm': ('LightGBM 500 trees x 31 leaves', lightgbm),
    'xgboost': ('XGBoost 500 x depth 6', xgboost),
    'catboost': ('CatBoost 2,000 x depth 6', catboost),
    'forest1': ('forest of 1 feature, 350 x depth 25', forest(1, 1200)),
    'forest8': ('forest of 8 features, 350 x depth 25', forest(8, 15000)),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tool', required=True)
    parser.add_argument('--lleaves', default='none')
    parser.add_argument('--quick', action='store_true', help='a fifth of the time')
    parser.add_argument('--catboost', nargs=2, metavar=('MODEL', 'ROWS'))
    parser.add_argument('--models', metavar='DIRECTORY', help='keeps the models, and times those made before')
    parser.add_argument('--make', action='store_true', help='only makes the models')
    parser.add_argument('names', nargs='*')
    arguments = parser.parse_args()
    names = arguments.names or (['catboost'] if arguments.catboost else list(CASES))
    seconds = 0.2 if arguments.quick else 1.0
    with tempfile.TemporaryDirectory() as directory:
        for name in names:
            title, make = CASES[name]
            print('== %s' % title, file=sys.stderr)
            case = Case(title, os.path.join(arguments.models or directory,
                                            name + ('-given' if arguments.catboost else '')))
            model = case.path(make(case, arguments))
            if not arguments.make:
                report(case, model, arguments, seconds)


def report(case, model, arguments, seconds):
    best = {}
    def note(name, one, burst):
        old = best.get(name, (float('inf'), float('inf')))
        best[name] = (min(old[0], one), min(old[1], burst))
    for _ in range(3):
        ours = json.loads(subprocess.run([arguments.tool, model, case.path('rows.csv'), str(seconds)], check=True,
                                         capture_output=True, text=True).stdout)
        note('udfd', ours['one'], ours['burst'])
        for name, one, burst in case.peers:
            note(name, median_us(one, 1, seconds / 2), median_us(burst, 64, seconds / 2))
    if hasattr(case, 'lleaves'):
        # Compiling takes half a minute: once, then three measurements with ours between them.
        command = case.lleaves + [model, case.path('rows.csv'), str(seconds), arguments.tool]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for name, (one, burst) in result.items():
            note(name, one, burst)
    one, burst = best['udfd']
    print('\n%s' % case.title)
    print('  %s; %.1f MB%s' % (ours['kernel'], ours['memory'] / 1e6, '; ' + case.note if case.note else ''))
    print('  %-14s %10s %16s   udfd is faster by' % ('us per row', 'one row', 'of 64'))
    for name, (a, b) in best.items():
        factors = '' if name == 'udfd' else '   %.0fx, %.1fx' % (a / one, b / burst)
        print('  %-14s %10.3f %16.3f%s' % (name, a, b, factors))
    sys.stdout.flush()


if __name__ == '__main__':
    main()
