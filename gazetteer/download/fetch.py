"""Fetch one file whole: gone on with where it broke off, checked, and renamed only then."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial as bound
from itertools import chain
from pathlib import Path
from typing import Final, NoReturn

from gazetteer.download.answers import (
    Broken,
    Stale,
    followed,
    refuse_wrong_start,
    refuse_wrong_status,
)
from gazetteer.download.digests import wrong_digest
from gazetteer.download.manifest import Manifest, http_time, read_manifest, verify, write_manifest
from gazetteer.download.partial import Partial, Version
from gazetteer.download.patience import Clock, Pace, Patience, Progress, Quiet
from gazetteer.download.transport import Reply, Transport
from gazetteer.errors import DownloadFailed, SourceUnreadable

_BLOCK_BYTES: Final = 1 << 16
_GAIN_BYTES: Final = 1 << 20
_SPARE_BYTES: Final = 1 << 24
_MOST_STALE: Final = 2
_RANGE: Final = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
Check = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is there, whole and checked."""

    path: Path
    """Where it is."""
    manifest: Manifest
    """What is known of it; also in the file beside it."""
    unchanged: bool = False
    """Whether it was there already, and the server has no other."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms, and from whom, a file comes; kept in its manifest."""

    licence: str | None = None
    """SPDX expression."""
    credit: str | None = None
    """Whom to name."""


def fetch(
    url: str,
    target: Path,
    *,
    transport: Transport,
    check: Check | None = None,
    magic: bytes = b"",
    terms: Terms | None = None,
    most_bytes: int = 4 << 30,
    patience: Patience | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Fetched:
    """Fetch a file, unless it is there already and the server has no other.

    What comes is written beside the target; the target appears, or is replaced, in one step when
    everything is there and in order. After any failure, and after a stop from the keyboard, the
    same call goes on where it ended.

    Parameters
    ----------
    url
        Where the file is.
    target
        Where it goes; the folder is made.
    transport
        What asks the server.
    check
        Raises `SourceUnreadable` where a whole file is not sound.
    magic
        Bytes with which the file starts; other files are refused at once.
    terms
        Licence and credit, for the manifest.
    most_bytes
        Size above which a file is refused, bytes.
    patience
        How often to try and how long to wait.
    progress
        Is told how far the download is.
    clock
        Time and sleep.

    Returns
    -------
    Fetched
        The file and what is known of it.

    Raises
    ------
    DownloadFailed
        If the file cannot be had.
    """
    job = _Job(
        url, target, transport, check, magic, terms or Terms(), most_bytes,
        patience or Patience(), progress or Quiet(), clock or Clock(), _kept(target, url),
    )  # fmt: skip
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        with Partial.opened(target, url) as partial:
            return job.run(partial)
    except OSError as error:
        if isinstance(error, DownloadFailed):
            raise
        reason = f"{str(target)!r} cannot be written ({error.strerror or error})"
        raise DownloadFailed(url, f"{reason}; make room, or name another folder") from error


def _kept(target: Path, url: str) -> Manifest | None:
    """Read what is known of a copy from the same place, if there is one and it is in order."""
    known = read_manifest(target)
    if known is None or known.url != url:
        return None
    try:
        return verify(target)
    except SourceUnreadable:
        return None


@dataclass(slots=True)
class _Job:
    """One call of `fetch`."""

    url: str
    target: Path
    transport: Transport
    check: Check | None
    magic: bytes
    terms: Terms
    most_bytes: int
    patience: Patience
    progress: Progress
    clock: Clock
    kept: Manifest | None
    faults: int = 0
    stale: int = 0
    farthest: int = 0

    def run(self, partial: Partial) -> Fetched:
        """Try until the file is there or trying again makes no sense."""
        self.farthest = partial.size
        while True:
            try:
                return self._once(partial)
            except (ConnectionError, TimeoutError) as error:
                self._wait(Broken(str(error)), partial)
            except Broken as error:
                self._wait(error, partial)
            except Stale as error:
                partial.drop()
                self.stale += 1
                if self.stale > _MOST_STALE:
                    raise DownloadFailed(self.url, f"{error}; try again later") from error

    def _once(self, partial: Partial) -> Fetched:
        start = b""
        with self._answer(partial) as reply:
            if reply.status == 304 and self.kept is not None and partial.version is None:
                return Fetched(self.target, self.kept, unchanged=True)
            if reply.status == 206 and partial.version is not None:
                partial.version = _gone_on(reply, partial.version, partial.size)
            else:
                refuse_wrong_status(self.url, reply, self.clock)
                version = Version.of(self.url, reply.headers)
                if self.kept is not None and _same(version, self.kept):
                    return Fetched(self.target, self.kept, unchanged=True)
                # What came earlier must outlive the log-in page of a network.
                start = self._start(reply)
                partial.begin(version)
            self._make_sure_of_room(partial)
            self._receive(chain([start], iter(bound(reply.read, _BLOCK_BYTES), b"")), partial)
        return self._finished(partial)

    @contextmanager
    def _answer(self, partial: Partial) -> Iterator[Reply]:
        """Ask for the rest of what came, else for the file if it is another than ours."""
        headers = {}
        version = partial.version
        if version is not None and version.validator is not None and partial.size:
            # Of a whole file the last byte is asked for again: the answer to "nothing" is an error.
            whole = version.size is not None and partial.size >= version.size
            partial.cut_to((version.size or 1) - 1 if whole else partial.size)
        if version is not None and version.validator is not None and partial.size:
            headers = {"Range": f"bytes={partial.size}-", "If-Range": version.validator}
        else:
            partial.drop()
            if self.kept is not None and self.kept.etag:
                headers["If-None-Match"] = self.kept.etag
            if self.kept is not None and self.kept.last_modified:
                headers["If-Modified-Since"] = self.kept.last_modified
        with ExitStack() as stack:
            yield followed(self.transport, self.url, headers, stack)

    def _make_sure_of_room(self, partial: Partial) -> None:
        size = partial.version.size if partial.version else None
        if size is None:
            return
        if size > self.most_bytes:
            partial.drop()
            self._refuse(f"it has {_megabytes(size)}, more than a file of this kind may have")
        needed = size - partial.size + min(size, _SPARE_BYTES)
        free = shutil.disk_usage(partial.path.parent).free
        if needed > free:
            self._refuse(
                f"it has {_megabytes(size)} and {str(self.target.parent)!r} has room for "
                f"{_megabytes(free)}; make room, or name another folder"
            )

    def _receive(self, blocks: Iterable[bytes], partial: Partial) -> None:
        """Take the body in; a connection that ends early is known by the size alone."""
        size = partial.version.size if partial.version else None
        pace = Pace(self.clock, self.patience)
        for block in blocks:
            partial.append(block)
            if partial.size > self.most_bytes:
                partial.drop()
                self._refuse(f"more than {_megabytes(self.most_bytes)} came, which is no such file")
            if size is not None and partial.size > size:
                raise Stale("more came than the server had promised")
            self.progress.moved(partial.size, size)
            slow = pace.too_slow(len(block))
            if slow is not None:
                self._refuse(f"the server sends only {slow}; {_advice(partial)}")
        if size is not None and partial.size < size:
            raise Broken("the connection was cut")

    def _start(self, reply: Reply) -> bytes:
        """Read the first bytes, which tell whether this is such a file at all."""
        start = b""
        while len(start) < len(self.magic) and (block := reply.read(_BLOCK_BYTES)):
            start += block
        if start and start[: len(self.magic)] != self.magic[: len(start)]:
            refuse_wrong_start(self.url, start, reply)
        return start

    def _finished(self, partial: Partial) -> Fetched:
        """Check the whole file, give it its name, and write down what it is."""
        sha256 = partial.finish()
        self.progress.checks()
        fault = self._fault(partial)
        if fault is not None:
            pieced, size = partial.pieced, partial.size
            partial.drop()
            if pieced:
                raise Stale(f"what came in pieces does not fit together: {fault}")
            self._refuse(f"{_megabytes(size)} came, but {fault}; nothing of it is kept")
        version = partial.version or Version(self.url)
        modified = http_time(version.last_modified)
        manifest = Manifest(
            self.url, partial.size, sha256, version.etag, version.last_modified,
            modified.date().isoformat() if modified else None,
            self.clock.utc().isoformat(timespec="seconds"), self.terms.licence, self.terms.credit,
        )  # fmt: skip
        partial.move_to(self.target, modified_s=modified.timestamp() if modified else None)
        write_manifest(self.target, manifest)
        return Fetched(self.target, manifest)

    def _fault(self, partial: Partial) -> str | None:
        wrong = wrong_digest(partial.path, partial.version.digests if partial.version else {})
        if wrong is not None:
            return f"its {wrong} is not the one that the server states"
        try:
            if self.check is not None:
                self.check(partial.path)
        except SourceUnreadable as error:
            return error.reason
        return None

    def _wait(self, error: Broken, partial: Partial) -> None:
        """Wait before the next try, unless there were enough; more bytes than ever buy new ones."""
        if partial.size >= self.farthest + _GAIN_BYTES:
            self.faults = 0
        self.farthest = max(self.farthest, partial.size)
        self.faults += 1
        asked_s = error.wait_s or 0
        if asked_s > self.patience.longest_wait_s:
            self._refuse(f"{error} and asks to wait {asked_s:.0f} seconds; {_advice(partial)}")
        if self.faults >= self.patience.tries:
            tries = "one try" if self.faults == 1 else f"{self.faults} tries"
            self._refuse(f"{error}, and {tries} did not help; {_advice(partial)}")
        seconds = max(asked_s, self.patience.wait_s(self.faults))
        self.progress.waits(str(error), seconds)
        self.clock.sleep(seconds)

    def _refuse(self, reason: str) -> NoReturn:
        raise DownloadFailed(self.url, reason)


def _gone_on(reply: Reply, version: Version, size: int) -> Version:
    """Make sure that an answer goes on exactly where the file ends, and with the same version."""
    found = _RANGE.fullmatch(reply.headers.get("content-range", "").strip())
    if found is None or int(found[1]) != size or int(found[2]) < size:
        raise Stale("the server sends another part than was asked for")
    total = None if found[3] == "*" else int(found[3])
    other_size = None not in (total, version.size) and total != version.size
    if other_size or version.differs(reply.headers):
        raise Stale("the file on the server changed while it came")
    known = version.size if version.size is not None else total
    return Version(version.url, known, version.etag, version.last_modified, version.digests)


def _same(version: Version, kept: Manifest) -> bool:
    """Tell whether a server that was not asked to compare has nothing but what we have."""
    if version.size not in (None, kept.size):
        return False
    if version.etag or kept.etag:
        return version.etag == kept.etag
    return version.last_modified is not None and version.last_modified == kept.last_modified


def _advice(partial: Partial) -> str:
    """Say what becomes of what came."""
    version = partial.version
    if not partial.size or version is None or version.validator is None:
        return "try again later"
    whole = f" of {_megabytes(version.size)}" if version.size else ""
    return (
        f"the {_megabytes(partial.size)}{whole} that came are kept, and the same command goes on "
        "from there"
    )


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count:,} bytes"
