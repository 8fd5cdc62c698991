"""A policy pack that holds QStash schedules to the rules of `pulumi-qstash review`.

    pulumi preview --policy-pack examples/policy-pack

Danger is mandatory, warnings and notes are advisory. QSTASH_PLAN names the plan whose limits hold (payg by default).
"""

from __future__ import annotations

import os

from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy, StackValidationPolicy
from qstash_rules import on_all, on_one, rules_on_all, rules_on_one

PLAN = os.environ.get("QSTASH_PLAN", "payg")
LEVELS = {
    "danger": EnforcementLevel.MANDATORY,
    "warning": EnforcementLevel.ADVISORY,
    "note": EnforcementLevel.ADVISORY,
}

PolicyPack(
    name="qstash",
    policies=[
        *(
            ResourceValidationPolicy(
                name=rule.code.lower(),
                description=f"{rule.title}. {rule.reason}",
                enforcement_level=LEVELS[rule.severity],
                validate=on_one(rule, PLAN),
            )
            for rule in rules_on_one()
        ),
        *(
            StackValidationPolicy(
                name=rule.code.lower(),
                description=f"{rule.title}. {rule.reason}",
                enforcement_level=LEVELS[rule.severity],
                validate=on_all(rule, PLAN),
            )
            for rule in rules_on_all()
        ),
    ],
)
