"""Random calls by several clients, compared with a small model of QStash that shares no code with the server."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pulumi_qstash.devserver import DevServer

from .conftest import Ask, Reply, asker

TOKENS = ("eyJVc2VySUQiOiJvbmUiLCJQYXNzd29yZCI6ImEifQ==", "eyJVc2VySUQiOiJ0d28iLCJQYXNzd29yZCI6ImEifQ==")
clients = st.sampled_from(TOKENS)
names = st.sampled_from(["B", "-a_.1"])
urls = st.sampled_from(["https://one.com", "https://two.com/", "http://three.com/x?y=%2F"])
bodies = st.sampled_from([b"", b"text", "ü".encode(), b"\xff\xfe"])
FLOWS = [
    None,
    ("rate=2", {"rate": 2, "period": 1}),
    ("parallelism=3, period=1m", {"parallelism": 3, "period": 60}),
]
maybe = st.sampled_from([None, "x y"])
REMOVED = [{"url": "https://one.com"}, {"name": "second"}, {"url": "https://one.com", "name": "first one"}]
LABELS = st.sampled_from([None, "first one", "second"])
B64 = {b"\xff\xfe": "//4="}


class Account:
    """What an account holds, in the order of its making."""

    def __init__(self) -> None:
        self.schedules: dict[str, dict[str, Any]] = {}
        self.queues: dict[str, dict[str, Any]] = {}
        self.groups: dict[str, list[dict[str, str]]] = {}


def without(listed: list[dict[str, str]], **wanted: str) -> list[dict[str, str]]:
    return [e for e in listed if any(e.get(k) != v for k, v in wanted.items())]


def with_endpoint(listed: list[dict[str, str]], new: dict[str, str]) -> list[dict[str, str]]:
    """The first endpoint with the same URL or name gives its place to the new one; no URL is there twice."""
    first = next(
        (e for e in listed if e["url"] == new["url"] or ("name" in new and e.get("name") == new["name"])), None
    )
    if first is None:
        return [*listed, new]
    if first["url"] == new["url"] and "name" not in new:
        return listed
    return [new if e is first else e for e in listed if e is first or e["url"] != new["url"]]


class Machine(RuleBasedStateMachine):
    server: DevServer

    @initialize()
    def empty(self) -> None:
        self.plain: Ask = asker(self.server)
        self.plain("DELETE", "/_dev/account")
        self.model = {token: Account() for token in TOKENS}
        self.touched = ""
        for token in TOKENS:  # something to pause, to change and to remove from the first step on
            self.write_schedule(
                token, "B", "https://one.com", b"text", "* * * * *",
                header=None, label=None, queue=None, retries=None, delay=None, method=None, flow=None,
            )  # fmt: skip
            self.write_queue(token, "B", 1, None)
            self.add_endpoints(token, "B", [("https://one.com", "second")])

    def ask(self, *call: Any, token: str, **headers: str) -> Reply:
        """A call by a client, whose account is looked at after the step."""
        self.touched = token
        return self.plain(*call, token=token, **headers)

    @rule(
        client=clients, name=names, url=urls, body=bodies, header=maybe, label=maybe, queue=st.none() | names,
        retries=st.none() | st.integers(0, 5), delay=st.sampled_from([None, ("90s", 90), ("1d1h", 90_000)]),
        method=st.sampled_from([None, "GET", "PUT"]), cron=st.sampled_from(["* * * * *", "TZ=UTC 0 0 1 1 *"]),
        flow=st.sampled_from(FLOWS),
    )  # fmt: skip
    def write_schedule(self, client: str, name: str, url: str, body: bytes, cron: str, **more: Any) -> None:
        sent = {"Upstash_Cron": cron, "Upstash_Schedule_Id": name}
        held: dict[str, Any] = {"destination": url, "cron": cron, "isPaused": False, "method": "POST", "retries": 3}
        if body:
            held |= {"bodyBase64": B64[body]} if body in B64 else {"body": body.decode()}
        for key, header in (("method", "Method"), ("retries", "Retries"), ("queue", "Queue_Name")):
            if more[key] is not None:
                sent[f"Upstash_{header}"] = str(more[key])
                held["queueName" if key == "queue" else key] = more[key]
        if more["header"]:
            sent["Upstash_Forward_x_ONE"] = more["header"]
            held["header"] = {"X-One": [more["header"]]}
        if more["label"]:
            sent["Upstash_Label"] = more["label"]
            held |= {"label": more["label"], "labels": [more["label"]]}
        if more["delay"]:
            sent["Upstash_Delay"], held["delay"] = more["delay"]
        if more["flow"]:
            sent |= {"Upstash_Flow_Control_Key": "k", "Upstash_Flow_Control_Value": more["flow"][0]}
            held |= {"flowControlKey": "k", **more["flow"][1]}
        reply = self.ask("POST", f"/v2/schedules/{url}", body, token=client, **sent)
        assert (reply.status, reply.json) == (200, {"scheduleId": name})
        self.model[client].schedules[name] = held

    @rule(client=clients, name=names, paused=st.booleans(), verb=st.sampled_from(["POST", "PATCH"]))
    def pause_schedule(self, client: str, name: str, paused: bool, verb: str) -> None:
        reply = self.ask(verb, f"/v2/schedules/{name}/{'pause' if paused else 'resume'}", token=client)
        held = self.model[client].schedules.get(name)
        assert reply.status == (200 if held else 404)
        if held:
            held["isPaused"] = paused

    @rule(client=clients, name=names)
    def delete_schedule(self, client: str, name: str) -> None:
        there = self.model[client].schedules.pop(name, None) is not None
        assert self.ask("DELETE", f"/v2/schedules/{name}", token=client).status == (200 if there else 404)

    @rule(client=clients, name=names, parallelism=st.integers(-1, 12), paused=st.sampled_from([None, True, False]))
    def write_queue(self, client: str, name: str, parallelism: int, paused: bool | None) -> None:
        sent = {"queueName": name, "parallelism": parallelism} | ({} if paused is None else {"paused": paused})
        status = 400 if parallelism < 1 else 412 if parallelism > 10 else 200
        assert self.ask("POST", "/v2/queues", sent, token=client).status == status
        if status == 200:
            self.model[client].queues[name] = {"parallelism": parallelism, "paused": bool(paused)}

    @rule(client=clients, name=names, paused=st.booleans())
    def pause_queue(self, client: str, name: str, paused: bool) -> None:
        reply = self.ask("POST", f"/v2/queues/{name}/{'pause' if paused else 'resume'}", token=client)
        held = self.model[client].queues.get(name)
        assert reply.status == (200 if held else 404)
        if held:
            held["paused"] = paused

    @rule(client=clients, name=names)
    def delete_queue(self, client: str, name: str) -> None:
        self.model[client].queues.pop(name, None)
        assert self.ask("DELETE", f"/v2/queues/{name}", token=client).status == 200

    @rule(client=clients, name=names, added=st.lists(st.tuples(urls, LABELS), min_size=1, max_size=4))
    def add_endpoints(self, client: str, name: str, added: list[tuple[str, str | None]]) -> None:
        endpoints = [{"url": url} | ({"name": label} if label else {}) for url, label in added]
        reply = self.ask("POST", f"/v2/topics/{name}/endpoints", {"endpoints": endpoints}, token=client)
        assert reply.status == 200
        groups = self.model[client].groups
        for endpoint in endpoints:
            groups[name] = with_endpoint(groups.get(name, []), endpoint)

    @rule(client=clients, name=names, by=st.sampled_from(REMOVED))
    def remove_endpoint(self, client: str, name: str, by: dict[str, str]) -> None:
        reply = self.ask("DELETE", f"/v2/topics/{name}/endpoints", {"endpoints": [by]}, token=client)
        groups = self.model[client].groups
        assert reply.status == (200 if name in groups else 404)
        if name in groups:
            groups[name] = without(groups[name], **by)
            if not groups[name]:
                del groups[name]

    @rule(client=clients, name=names)
    def delete_group(self, client: str, name: str) -> None:
        self.model[client].groups.pop(name, None)
        assert self.ask("DELETE", f"/v2/topics/{name}", token=client).status == 200

    @invariant()
    def the_account_is_as_the_model(self) -> None:
        self.compare([self.touched] if getattr(self, "touched", "") else [])

    def teardown(self) -> None:
        self.compare(list(getattr(self, "model", {})))

    def compare(self, tokens: list[str]) -> None:
        for token in tokens:
            account = self.model[token]
            schedules = self.ask("GET", "/v2/schedules", token=token).json
            hidden = ("scheduleId", "createdAt", "callerIP", "nextScheduleTime", "lastScheduleTime")
            seen = {s["scheduleId"]: {k: v for k, v in s.items() if k not in hidden} for s in schedules}
            assert seen == account.schedules
            assert [s["scheduleId"] for s in schedules] == list(account.schedules)
            queues = self.ask("GET", "/v2/queues", token=token).json
            assert {q["name"]: {k: q[k] for k in ("parallelism", "paused")} for q in queues} == account.queues
            groups = self.ask("GET", "/v2/topics", token=token).json
            assert {g["name"]: g["endpoints"] for g in groups} == account.groups
            assert [g["name"] for g in groups] == list(account.groups)


def test_the_server_does_what_a_small_model_does() -> None:
    """After any sequence of calls both accounts hold what the model says, in the same order."""
    with DevServer() as server:
        asker(server)("PUT", "/_dev/accounts", [{"token": token} for token in TOKENS])
        Machine.server = server
        machine = settings(
            max_examples=60, stateful_step_count=25, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        case = Machine.TestCase
        case.settings = machine
        case("runTest").runTest()


def test_endpoints_stand_where_the_model_has_them() -> None:
    """Whatever is added in whatever order, a group's endpoints and their order are the model's."""
    with DevServer() as server:
        ask = asker(server)

        @settings(max_examples=80, deadline=None, derandomize=True, database=None)
        @given(calls=st.lists(st.lists(st.tuples(urls, LABELS), min_size=1, max_size=4), min_size=1, max_size=3))
        def add(calls: list[list[tuple[str, str | None]]]) -> None:
            ask("DELETE", "/v2/topics/g")
            model: list[dict[str, str]] = []
            for added in calls:
                endpoints = [{"url": url} | ({"name": label} if label else {}) for url, label in added]
                ask("POST", "/v2/topics/g/endpoints", {"endpoints": endpoints})
                for endpoint in endpoints:
                    model = with_endpoint(model, endpoint)
            assert ask("GET", "/v2/topics/g").json["endpoints"] == model

        add()
