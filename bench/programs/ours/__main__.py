"""N schedules."""

import os

import pulumi_qstash as qstash

n, changed = int(os.environ["BENCH_N"]), int(os.environ["BENCH_CHANGED"])
for i in range(n):
    qstash.Schedule(
        f"s{i}",
        schedule_id=f"bench-s{i}",
        destination="https://shop.example.com/run",
        cron="0 4 * * *" if i < changed else "0 3 * * *",
        retries=3,
        headers={"X-Shop": "bench"},
        body=f"run {i}",
    )
