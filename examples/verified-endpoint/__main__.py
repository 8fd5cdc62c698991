"""A schedule, and the keys with which its destination verifies that a delivery comes from QStash.

The outputs are secret. Give them to the application where it runs, for instance:

    export QSTASH_CURRENT_SIGNING_KEY="$(pulumi stack output currentSigningKey --show-secrets)"
    export QSTASH_NEXT_SIGNING_KEY="$(pulumi stack output nextSigningKey --show-secrets)"
    uvicorn app:app
"""

import pulumi
import pulumi_qstash as qstash

config = pulumi.Config()
endpoint = config.get("endpoint") or "https://shop.example.com/run"

keys = qstash.signing_keys()
qstash.Schedule("run", destination=endpoint, cron="*/10 * * * *", body="run")

pulumi.export("endpoint", endpoint)
pulumi.export("currentSigningKey", keys.current)
pulumi.export("nextSigningKey", keys.next)
