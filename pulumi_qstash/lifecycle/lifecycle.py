"""The life of an object: checked, compared, created, read, updated, deleted. Free of Pulumi."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ..api import Client, NotConfigured, NotFound, Wait
from ..model import (
    FLOW_CONTROL,
    QUEUE,
    SCHEDULE,
    Checked,
    Context,
    Inputs,
    Kind,
    Problem,
)
from ..model.answers import top_level
from .account import account_of, require_same
from .check_live import LiveCheck
from .declarations import Declarations
from .errors import NoSuchObject
from .objects import FlowControls, Objects, Queues, Schedules
from .ownership import differences, foreign, has_unreadable
from .run_ledger import RunLedger
from .settings import Settings
from .url_groups import UrlGroups

LOGICAL_NAME = "__logicalName"
_OBJECTS: tuple[type[Objects], ...] = (Schedules, Queues, UrlGroups, FlowControls)


@dataclass(frozen=True)
class Difference:
    """What an update would change.

    Attributes:
        changed: whether there is anything to do.
        in_inputs: whether the inputs show it; otherwise only the live object does.
        replaces: the top-level properties that force a replacement.
        paths: the paths that differ.
    """

    changed: bool
    in_inputs: bool = True
    replaces: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


class Lifecycle:
    """All that happens to the objects of one account in one run; safe to share between threads.

    It calls the API only where an operation needs it: a check or a comparison needs neither token nor server.

    Args:
        settings: the account and the choices of the stack.
        note: told what is good for a person to know.
        on_wait: told before each wait between tries.
        ledger: shares what is declared with other processes of the run.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        note: Callable[[str], None] = lambda _: None,
        on_wait: Callable[[Wait], None] | None = None,
        ledger: RunLedger | None = None,
    ) -> None:
        self.settings = settings
        self._on_wait = on_wait
        self._lock = threading.RLock()
        self._client: Client | None = None
        self._objects: dict[str, Objects] = {}
        self._told_problems = False
        self._live_check = LiveCheck(self.objects, settings.plan, note)
        self.declarations = Declarations(account_of(settings) or settings.url, ledger or RunLedger(None))

    @property
    def client(self) -> Client:
        """The client, made when first needed.

        Raises:
            NotConfigured: the configuration lacks a token or is wrong.
        """
        with self._lock:
            if self._client is None:
                if self.settings.problems:
                    raise NotConfigured(" ".join(self.settings.problems))
                self._client = Client(
                    self.settings.url,
                    self.settings.token or "",
                    timeout=self.settings.timeout,
                    budget=self.settings.budget,
                    on_wait=self._on_wait,
                )
            return self._client

    def objects(self, kind: Kind) -> Objects:
        """The calls for the objects of `kind`."""
        with self._lock:
            if kind.name not in self._objects:
                made = next(o for o in _OBJECTS if o.kind is kind)
                self._objects[kind.name] = made(self.client)
            return self._objects[kind.name]

    def check(self, kind: Kind, olds: Inputs, news: Inputs) -> Checked:
        """Normalise a declaration and find all that is wrong with it.

        Args:
            kind: the kind of the resource.
            olds: the inputs in the state, `{}` for a new resource.
            news: what the program declares, with `__logicalName`.
        """
        context = Context(self.settings.loopback, self.settings.plan, self.settings.pause_all)
        checked = kind.check(news, olds, context)
        problems = [*self._configuration(), *checked.problems]
        name, before = checked.inputs.get(kind.id_property), olds.get(kind.id_property)
        if isinstance(before, str):
            self.declarations.own(kind.name, before)
        if isinstance(name, str):
            problems += self._declare(kind, str(news.get(LOGICAL_NAME) or name), name)
            if self._asks_live(kind, name, problems):
                problems += self._live_check.problems(kind, checked.inputs)
        return Checked(checked.inputs, tuple(problems))

    def diff(self, kind: Kind, name: str, olds: Inputs, news: Inputs) -> Difference:
        """Compare a state with a checked declaration.

        Raises:
            OtherAccount: the object was made in another account or region.
        """
        require_same(self.settings, olds, _what(kind, name))
        found = kind.compare(olds, news)
        if found.changed or found.only_in_outputs:
            return Difference(True, True, found.replaces, found.changed)
        # A deletion that an earlier run left behind is carried out before the program declares the object anew.
        lost = self.declarations.deleted(kind.name, name)
        return Difference(lost, in_inputs=False)

    def create(self, kind: Kind, inputs: Inputs) -> tuple[str, Inputs]:
        """Make an object, or take over one that is already as declared.

        Returns:
            Its id, and its state.

        Raises:
            ForeignObject: another object has the id and differs.
            QStashError: QStash did not do it.
        """
        name = inputs[kind.id_property]
        objects = self.objects(kind)
        live = objects.live(name)
        ours = bool(inputs.get("adopt")) or self.declarations.owns(kind.name, name)
        if live is None or ours or _is_free(kind, live):
            objects.write(inputs, live)
        else:
            self._take_over(objects, live, inputs)
        return name, self._wrote(objects, name, inputs)

    def read(self, kind: Kind, name: str, props: Inputs, *, required: bool = False) -> tuple[Inputs, Inputs] | None:
        """Read an object.

        Args:
            kind: its kind.
            name: its id.
            props: its state; what it says and QStash does not give back is kept.
            required: whether the program asks for the object by its id, with no state.

        Returns:
            Its inputs and its state, or None where it is gone.

        Raises:
            NoSuchObject: it is required and does not exist.
        """
        what = _what(kind, name)
        require_same(self.settings, props, what)
        live = self.objects(kind).live(name)
        if live is None and required:
            raise NoSuchObject(f"There is no {what} in the account {account_of(self.settings)}.")
        if live is None:
            return None
        inputs = kind.recall(live, live if required else props)
        return inputs, self._state(inputs)

    def update(self, kind: Kind, name: str, olds: Inputs, news: Inputs) -> Inputs:
        """Make the live object what the declaration now says.

        Returns:
            Its state.
        """
        require_same(self.settings, olds, _what(kind, name))
        objects = self.objects(kind)
        changed = {top_level(path) for path in kind.compare(olds, news).changed}
        lost = self.declarations.deleted(kind.name, name)
        if lost or changed - {"paused"} or (changed and not self._set_pause(objects, name, news)):
            objects.write(news, None if lost else self._before_write(objects, news))
        return self._wrote(objects, name, news)

    def delete(self, kind: Kind, name: str, props: Inputs) -> None:
        """Delete an object, unless the running program declares it; one that is gone is deleted."""
        require_same(self.settings, props, _what(kind, name))
        if self.declarations.declares(kind.name, name):
            self.declarations.own(kind.name, name)
            return
        objects = self.objects(kind)
        objects.delete(name, props)
        objects.snapshot.written(name)
        self.declarations.delete(kind.name, name)

    def signing_keys(self) -> dict[str, str]:
        """The account's signing keys, `current` and `next`."""
        keys = self.client.keys.get()
        return {"current": keys["current"], "next": keys["next"]}

    def _configuration(self) -> list[Problem]:
        """What is wrong with the configuration, said once a run."""
        with self._lock:
            told, self._told_problems = self._told_problems, True
        return [] if told else [Problem("", problem, sensitive=True) for problem in self.settings.problems]

    def _declare(self, kind: Kind, logical_name: str, name: str) -> list[Problem]:
        other = self.declarations.declare(kind.name, logical_name, name)
        if other is None:
            return []
        reason = f"{name!r} is declared twice in this program: give each {kind.noun} an id of its own"
        return [Problem(kind.id_property, reason)]

    def _asks_live(self, kind: Kind, name: str, problems: list[Problem]) -> bool:
        asks = self.settings.check_live and not problems and not self.declarations.owns(kind.name, name)
        return asks and not self.declarations.deleted(kind.name, name)

    def _take_over(self, objects: Objects, live: Inputs, inputs: Inputs) -> None:
        if paths := differences(objects.kind, live, inputs):
            raise foreign(objects.kind, live, inputs, paths)
        if has_unreadable(objects.kind, live, inputs):
            objects.write(inputs, live)
            return
        paused = inputs.get("paused")
        if paused is not None and paused != bool(live.get("paused")):
            objects.set_pause(inputs[objects.kind.id_property], paused)

    def _set_pause(self, objects: Objects, name: str, news: Inputs) -> bool:
        """Change the pause alone; False where the object is gone and has to be written."""
        try:
            objects.set_pause(name, bool(news["paused"]))
        except NotFound:
            return False
        return True

    def _before_write(self, objects: Objects, news: Inputs) -> Inputs | None:
        """What is live, where writing depends on it."""
        managed = news.get("paused")
        if (objects.kind is SCHEDULE and managed is True) or (objects.kind is QUEUE and managed is not None):
            return {"paused": managed}
        return objects.live(news[objects.kind.id_property])

    def _wrote(self, objects: Objects, name: str, inputs: Inputs) -> Inputs:
        objects.snapshot.written(name)
        self.declarations.write(objects.kind.name, name)
        return self._state(inputs)

    def _state(self, inputs: Inputs) -> Inputs:
        account = account_of(self.settings)
        return inputs | ({"account": account} if account else {})


def _what(kind: Kind, name: str) -> str:
    return f"{kind.noun} {name!r}"


def _is_free(kind: Kind, live: Inputs) -> bool:
    """A flow-control key that nobody has pinned or paused is nobody's."""
    return kind is FLOW_CONTROL and not live.get("paused") and not set(live) & {"parallelism", "rate"}
