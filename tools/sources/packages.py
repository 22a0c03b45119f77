"""Fetch a package's archive from PyPI and read files inside it, without installing anything."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tools.paths import ROOT

CACHE = ROOT / "build" / "packages"
"""Where archives are kept that were downloaded once; ignored by git."""
JIEBA, JIONLP = "jieba==0.42.1", "jionlp==1.5.31"
OPENCC = "opencc-python-reimplemented==0.1.7"
RECOGNISER = "rapidocr-onnxruntime==1.4.4"
FONTS = "pylopdf-fonts-zh-cn==0.1.1"
PYPINYIN = "pypinyin==0.55.0"
"""Packages whose data is read."""


def download(requirement: str, folder: Path = CACHE) -> Path:
    """Download the wheel, or the source archive, of `requirement` (`name==version`) into `folder`.

    An archive of that name which is already there is taken as it is, so a folder can serve as a
    cache.

    Raises:
        subprocess.CalledProcessError: pip failed; its message is on stderr.
        FileNotFoundError: pip left no archive behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = requirement.replace("==", "-")
    stems = (stem, stem.replace("-", "_", stem.count("-") - 1))
    for attempt in range(2):
        found = sorted(path for path in folder.glob("*") if path.name.startswith(stems))
        if found:
            return found[0]
        if not attempt:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", requirement]
            subprocess.run(command, check=True, cwd=folder)
    msg = f"pip downloaded nothing for {requirement}"
    raise FileNotFoundError(msg)


def read_member(archive: Path, ending: str) -> bytes:
    """Bytes of the first file inside `archive` (wheel or .tar.gz) whose name ends in `ending`.

    Raises:
        FileNotFoundError: no such file inside.
    """
    if archive.name.endswith(".whl"):
        with zipfile.ZipFile(archive) as bundle:
            for name in sorted(bundle.namelist()):
                if name.endswith(ending):
                    return bundle.read(name)
    else:
        with tarfile.open(archive) as bundle:
            for member in sorted(bundle.getmembers(), key=lambda member: member.name):
                handle = bundle.extractfile(member) if member.name.endswith(ending) else None
                if handle is not None:
                    return handle.read()
    msg = f"{archive.name} has no file ending in {ending}"
    raise FileNotFoundError(msg)


def read_nested(archive: Path, ending: str) -> str:
    """Text of the only file inside the zip file that `read_member` finds."""
    with zipfile.ZipFile(io.BytesIO(read_member(archive, ending))) as bundle:
        return bundle.read(bundle.namelist()[0]).decode("utf-8")
