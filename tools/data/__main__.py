"""Rebuild what is stale of the shipped data, in order.

    python -m tools.data                 # make what is stale
    python -m tools.data --list          # only say what is fresh, stale or lacks inputs
    python -m tools.data --force NAME    # make this although it is fresh: its command has changed
    python -m tools.data --record [NAME] # note that the files are made of the inputs as they are
    python -m tools.data --page          # write docs/data.md

An artefact is fresh if its inputs and its files have the digests that `artefacts.lock.json` notes.
Where optional inputs (PROOFER_SHARED) are missing, its files stay as they are. What changes in a
command does not make its files stale: force it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from tools.data.chain import Chain, Lock, State, run_command
from tools.data.digests import Files
from tools.data.page import page
from tools.data.table import load
from tools.paths import ROOT, SHARED

LOCK = Path(__file__).with_name("artefacts.lock.json")
LOCAL_LOCK = ROOT / "build" / "data" / "lock.json"
PAGE = ROOT / "docs" / "data.md"


def main() -> int:
    """Do what the options say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--force", nargs="+", metavar="NAME", default=[])
    parser.add_argument("--record", nargs="*", metavar="NAME")
    parser.add_argument("--page", action="store_true")
    options = parser.parse_args()
    table = load()
    chain = Chain(table, Files(ROOT, SHARED), Lock(LOCK), Lock(LOCAL_LOCK))
    shipped = [artefact for artefact in table.artefacts if not artefact.intermediate]
    unknown = {*options.force, *(options.record or ())} - {each.name for each in shipped}
    if unknown:
        parser.error(f"no such artefact: {', '.join(sorted(unknown))}")
    if options.page:
        PAGE.write_text(page(table), encoding="utf-8")
    elif options.list:
        for artefact in shipped:
            print(f"{chain.state(artefact).value:15} {artefact.name}")
    elif options.record is not None:
        for artefact in shipped:
            if artefact.name in (options.record or [each.name for each in shipped]):
                chain.record(artefact)
    else:
        return _rebuild(chain, options.force)
    return 0


def _rebuild(chain: Chain, forced: list[str]) -> int:
    try:
        for artefact, state in chain.rebuild(run_command, forced):
            told = "made" if state is State.STALE else state.value
            missing = f": {', '.join(chain.missing(artefact))}" if state is State.MISSING else ""
            print(f"{told:15} {artefact.name}{missing}", flush=True)
    except subprocess.CalledProcessError as error:
        print(f"failed with exit code {error.returncode}; stopped", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
