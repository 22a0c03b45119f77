"""Which artefacts are stale, and their rebuilding in order."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tools.data.digests import Files, joined
from tools.data.table import SHARED_PREFIX, Artefact, Table

Digests = dict[str, dict[str, str]]
"""Of inputs and of outputs, by pattern."""
Run = Callable[[Sequence[str]], None]


class State(Enum):
    """What is to be done about an artefact."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "inputs missing"


@dataclass(frozen=True, slots=True)
class Lock:
    """Digests of what artefacts were made of and of what they are, in a file."""

    path: Path

    def read(self) -> dict[str, Digests]:
        """Return the digests by the artefact's name; none if there is no file."""
        if not self.path.is_file():
            return {}
        held: dict[str, Digests] = json.loads(self.path.read_text(encoding="utf-8"))
        return held

    def note(self, name: str, digests: Digests) -> None:
        """Write the digests of an artefact."""
        text = json.dumps(self.read() | {name: digests}, indent=1, sort_keys=True)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text + "\n", encoding="utf-8")


class Chain:
    """The artefacts of a table with the files that are there."""

    def __init__(self, table: Table, files: Files, lock: Lock, local: Lock) -> None:
        """Take the `lock` of what is shipped, and the `local` one of intermediate files."""
        self.table, self.files = table, files
        self._locks = {False: lock, True: local}

    def missing(self, artefact: Artefact) -> list[str]:
        """Return the inputs that are not there; of intermediate ones, what these are made of."""
        found: list[str] = []
        for pattern in artefact.inputs:
            makers = self._intermediate(pattern)
            if makers:
                found += [each for maker in makers for each in self.missing(maker)]
            elif not self.files.digest(pattern):
                found.append(pattern)
        return [*dict.fromkeys(found)]

    def state(self, artefact: Artefact) -> State:
        """Return whether an artefact is to be made."""
        if self.missing(artefact):
            return State.MISSING
        known = self._locks[artefact.intermediate].read().get(artefact.name)
        return State.FRESH if known == self._digests(artefact) else State.STALE

    def record(self, artefact: Artefact) -> None:
        """Note that the files of an artefact are made of its inputs as they are."""
        self._locks[artefact.intermediate].note(artefact.name, self._digests(artefact))

    def rebuild(self, run: Run, forced: Sequence[str] = ()) -> Iterator[tuple[Artefact, State]]:
        """Make what is stale or `forced`, in order; yield each shipped artefact with what it was.

        Raises:
            subprocess.CalledProcessError: a command failed; what was made before stays noted.
        """
        for artefact in self.table.artefacts:
            if artefact.intermediate:
                continue
            state = self.state(artefact)
            if state is not State.MISSING and artefact.name in forced:
                state = State.STALE
            if state is State.STALE:
                self._make(artefact, run)
            yield artefact, state

    def _make(self, artefact: Artefact, run: Run) -> None:
        for pattern in artefact.inputs:
            for maker in self._intermediate(pattern):
                if self.state(maker) is State.STALE:
                    self._make(maker, run)
        run(self.command(artefact))
        self.record(artefact)

    def command(self, artefact: Artefact) -> list[str]:
        """Return the command with the patterns of optional data replaced by their files."""
        parts = [sys.executable, "-m"]
        for part in artefact.command.split():
            is_shared = part.startswith(SHARED_PREFIX)
            parts += map(str, self.files.of(part)) if is_shared else [part]
        return parts

    def _digests(self, artefact: Artefact) -> Digests:
        return {
            "inputs": {pattern: self._input(pattern) for pattern in artefact.inputs},
            "outputs": {pattern: self.files.digest(pattern) for pattern in artefact.outputs},
        }

    def _input(self, pattern: str) -> str:
        """Return the digest of an input; of an intermediate one, of what it is made of, and how."""
        makers = self._intermediate(pattern)
        if not makers:
            return self.files.digest(pattern)
        parts = [maker.command for maker in makers]
        return joined(parts + [self._input(each) for maker in makers for each in maker.inputs])

    def _intermediate(self, pattern: str) -> list[Artefact]:
        return [maker for maker in self.table.makers(pattern) if maker.intermediate]


_SHOWN = 10
"""Words of a command that are printed: some name a hundred files."""


def run_command(command: Sequence[str]) -> None:
    """Run a command in the repository and show what it prints.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    more = len(command) - _SHOWN
    print("$ python", *command[1:_SHOWN], *([f"… ({more} more)"] if more > 0 else []), flush=True)
    subprocess.run(command, check=True)
