"""N bare objects with the inputs of the schedules in the other program."""

import os

from bare import Bare

n, changed = int(os.environ["BENCH_N"]), int(os.environ["BENCH_CHANGED"])
for i in range(n):
    Bare(
        f"s{i}",
        {
            "scheduleId": f"bench-s{i}",
            "destination": "https://shop.example.com/run",
            "cron": "0 4 * * *" if i < changed else "0 3 * * *",
            "retries": 3,
            "headers": {"X-Shop": "bench"},
            "body": f"run {i}",
        },
    )
