"""Times the packages on the files that our side wrote, and prints the ratios of CPU time.

Each task runs in a process of its own, so that its peak of memory is its own too. All pairs of raters are too many for
scikit-learn: some are timed and the rest reckoned from them, which the table says.
"""

import json
import os
import resource
import subprocess
import sys
import time

PAIRS_TIMED = 400


def alpha(folder):
    import numpy as np
    import pandas as pd
    import krippendorff

    rows = pd.read_csv(f"{folder}/ratings.csv")
    table = rows.pivot(index="rater", columns="item", values="label").to_numpy(dtype=float)
    start = time.process_time()
    krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
    return time.process_time() - start, ""


def dawid_skene_10(folder):
    import pandas as pd
    from crowdkit.aggregation import DawidSkene

    rows = pd.read_csv(f"{folder}/ratings.csv").rename(columns={"item": "task", "rater": "worker"})
    start = time.process_time()
    DawidSkene(n_iter=10, tol=0).fit_predict(rows)
    return time.process_time() - start, ""


def all_pairs_kappa(folder):
    import itertools

    import pandas as pd
    from sklearn.metrics import cohen_kappa_score

    rows = pd.read_csv(f"{folder}/ratings.csv")
    by_rater = {rater: dict(zip(own["item"], own["label"])) for rater, own in rows.groupby("rater")}
    pairs = list(itertools.combinations(sorted(by_rater), 2))
    start = time.process_time()
    for a, b in pairs[:PAIRS_TIMED]:
        common = by_rater[a].keys() & by_rater[b].keys()
        if common:
            cohen_kappa_score([by_rater[a][i] for i in common], [by_rater[b][i] for i in common])
    taken = time.process_time() - start
    return taken * len(pairs) / PAIRS_TIMED, f"reckoned from {PAIRS_TIMED} of {len(pairs)} pairs"


def sliceline(folder):
    import pandas as pd
    from sliceline.slicefinder import Slicefinder

    rows = pd.read_csv(f"{folder}/slices.csv")
    features, errors = rows.drop(columns="error").to_numpy() + 1, rows["error"].to_numpy()
    start = time.process_time()
    Slicefinder(alpha=0.95, k=10, max_l=3, min_sup=100, verbose=False).fit(features, errors)
    return time.process_time() - start, ""


TASKS = {"alpha": alpha, "dawid_skene_10": dawid_skene_10, "all_pairs_kappa": all_pairs_kappa, "sliceline": sliceline}
PACKAGES = {
    "alpha": "krippendorff 0.9.0",
    "dawid_skene_10": "crowd-kit 1.4.2",
    "all_pairs_kappa": "scikit-learn 1.9.1",
    "sliceline": "sliceline 0.3.0",
}


def main():
    folder = sys.argv[1]
    if len(sys.argv) > 2:
        seconds, note = TASKS[sys.argv[2]](folder)
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"seconds": seconds, "note": note, "peak_kb": peak_kb}))
        return
    with open(f"{folder}/ours.json") as file:
        ours = json.load(file)
    skipped = os.environ.get("PEERS_SKIP", "").split(",")
    print(f"{'task':<18}{'package':<22}{'its CPU s':>10}{'ours':>10}{'ratio':>8}{'its MB':>8}")
    for task, package in PACKAGES.items():
        if task in skipped:
            print(f"{task:<18}{package:<22}  left out")
            continue
        ran = subprocess.run([sys.executable, __file__, folder, task], capture_output=True, text=True)
        if ran.returncode != 0:
            why = (ran.stderr.strip().splitlines() or ["it was killed, probably for want of memory"])[-1]
            print(f"{task:<18}{package:<22}  failed: {why}")
            continue
        theirs = json.loads(ran.stdout.splitlines()[-1])
        ratio = theirs["seconds"] / ours[task]
        peak_mb = theirs["peak_kb"] / 1024
        line = f"{task:<18}{package:<22}{theirs['seconds']:>10.2f}{ours[task]:>10.4f}{ratio:>8.0f}{peak_mb:>8.0f}"
        print(f"{line}  {theirs['note']}".rstrip())
    print(f"our process peaked at {ours['peak_kb'] / 1024:.0f} MB; 1,000 resamples of alpha: "
          f"{ours['alpha_1000_resamples']:.3f} s")


main()
