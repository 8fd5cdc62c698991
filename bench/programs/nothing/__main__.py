"""N objects of a provider that does nothing: what the engine and Pulumi's SDK cost by themselves."""

import os

from nothing import Nothing

for i in range(int(os.environ["BENCH_N"])):
    Nothing(f"s{i}", {"number": i, "text": f"run {i}"})
