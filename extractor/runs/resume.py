"""What a run has to read: the inputs that the store does not hold already as they are.

An input is unchanged if its content, its title, date and language from elsewhere, and the extraction are those with
which it was read. The content of a file is compared by hash, unless size and times prove it untouched; a table that is
untouched since all its records were read is passed over as a whole. Failures that the document itself has not caused
(a process that died, a file that could not be opened) are tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import extractor
from extractor.dataset.fingerprint import extraction_fingerprint
from extractor.dataset.store import DocumentRow, KnownDocument
from extractor.dataset.writer import StoreWriter
from extractor.documents import Source, TableColumns
from extractor.documents.filestate import file_state, hash_file
from extractor.runs.worker import Reading
from extractor.schema import Document, Status


class IdFilter:
    """Ids, of which a few too many seem to be contained: to ask the store takes ten times as long. Two megabytes.

    It is a Bloom filter with one hash: one id in two hundred is a false alarm with 100,000 ids in it.
    """

    _BITS = 1 << 24

    def __init__(self, ids: Iterable[str]) -> None:
        self._bits = bytearray(self._BITS // 8)
        for one in ids:
            self.add(one)

    def add(self, document_id: str) -> None:
        place = hash(document_id) % self._BITS
        self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, document_id: str) -> bool:
        place = hash(document_id) % self._BITS
        return bool(self._bits[place >> 3] & 1 << (place & 7))


@dataclass(slots=True)
class _Table:
    """A table that is being read: what must be known to pass it over next time."""

    number: int
    path: Path
    state: str
    records: int = 0
    under_way: int = 0
    walked: bool = False
    again: bool = False  # whether it must be read record by record next time


@dataclass(frozen=True, slots=True)
class _Input:
    """A source that is being read: what must be known to see next time that it is unchanged."""

    key: str
    state: str
    table: _Table | None
    is_new: bool  # the store has nothing under its id


class Resume:
    """Compares the inputs of a run with its store, and writes to the store what was read.

    has_text: does the dataset hold the text of the document with this id? None if texts are not kept.
    """

    def __init__(
        self,
        store: StoreWriter,
        columns: TableColumns,
        *,
        shard: str = "",
        has_text: Callable[[str], bool] | None = None,
        advance: Callable[[int, int], None] = lambda events, documents: None,
    ) -> None:
        self.unchanged = self.read = 0  # documents of this run
        self._store = store
        self._fingerprint = extraction_fingerprint()
        self._columns = columns
        self._shard = shard
        self._has_text = has_text
        self._advance = advance
        self._met = bytearray()  # a bit for each number of a document: it is an input of this run, unchanged
        self._found: tuple[str, KnownDocument | None] | None = None  # the last that was looked up
        self._ids: IdFilter | None = None
        self._under_way: dict[str, _Input] = {}
        self._table: _Table | None = None
        self._skipped: set[int] = set()  # numbers of tables, as all the following
        self._started: set[int] = set()
        self._forgotten: set[int] = set()

    # Asked while inputs are walked

    def skip_table(self, path: Path, table_id: str) -> bool:
        """Is the table the same as when all its records were read? Then they are unchanged."""
        self._leave_table()
        name = json.dumps([str(path.resolve()), table_id, *astuple(self._columns), self._shard])
        state = file_state(path)
        found = self._store.find_input(name)
        if found is not None and self._has_text is None:
            number, known_state, fingerprint, documents = found
            if (known_state, fingerprint) == (state, self._fingerprint) and number not in self._forgotten:
                self._skipped.add(number)
                self._pass(documents)
                return True
        self._table = _Table(self._store.start_input(name), path, state)
        self._started.add(self._table.number)
        return False

    def is_taken(self, document_id: str) -> bool:
        """Has a document of this run the id? A record that must give way to another input's has its table read again
        every time, since its id depends on that input.
        """
        if document_id in self._under_way:
            table = self._under_way[document_id].table
            taker = table.number if table else None
        elif (waiting := self._store.find_waiting(document_id)) is not None:
            taker = waiting.input
        else:
            known = self._find(document_id)
            if known is None or not self._is_of_this_run(known):
                return False
            taker = known.input
        if self._table is not None and taker != self._table.number:
            self._table.again = True
        return True

    def select(self, sources: Iterator[Source]) -> Iterator[Source]:
        """The sources that must be read. Each has to be given to `record` when it has been."""
        for source in sources:
            if self._table is not None and source.path is not self._table.path and source.path != self._table.path:
                self._leave_table()
            table = self._table
            is_file = source.record is None and not source.problem
            known = self._find(source.id)
            self._found = None
            new = _Input(self._key(source), file_state(source.path) if is_file else "", table, known is None)
            if table is not None:
                table.records += 1
            if known is not None:
                if known.input is not None and (table is None or known.input != table.number):
                    self._forgotten.add(known.input)  # another input takes the place of one of its records
                    self._store.forget_input(known.input)
                if self._is_unchanged(source, known, new):
                    self._meet(known, new)
                    continue
            if table is not None:
                table.under_way += 1
            self._under_way[source.id] = new
            yield source
        self._leave_table()

    # Told when documents have been read

    def record(self, reading: Reading, *, text_kept: bool = False) -> None:
        """Write to the store what became of a source."""
        document = reading.document
        new = self._under_way.pop(document.id)
        self._store.add(self._row(reading, new, text_kept), reading.events, is_new=new.is_new)
        if self._ids is not None:
            self._ids.add(document.id)
        self.read += 1
        if new.table is not None:
            new.table.under_way -= 1
            new.table.again |= _is_to_be_tried_again(document.status, document.sha256)
            self._finish_table(new.table)
        self._advance(len(reading.events), 1)

    def finish(self) -> list[str]:
        """Mark what is no input any more. Returns the ids of documents that a run has dropped that started over."""
        self._leave_table()
        self._store.flush()
        dropped = self._store.drop_outdated()
        self._store.flush()
        self._store.mark_removed(self._store.unmet(self._is_met, self._skipped))
        self._store.forget_inputs_except(self._skipped | self._started)
        self._store.flush()
        self._store.note_complete(self._shard)
        return dropped

    def _row(self, reading: Reading, new: _Input, text_kept: bool) -> DocumentRow:
        document: Document = reading.document
        return DocumentRow(
            document_id=document.id,
            sha256=document.sha256,
            title=document.title,
            published=str(document.published or ""),
            source=document.source,
            characters=reading.characters,
            status=document.status,
            error=document.error,
            events=len(reading.events),
            extractor_version=extractor.__version__,
            seconds=reading.seconds,
            fingerprint=self._fingerprint,
            input_key=new.key,
            file_state=new.state,
            input=new.table.number if new.table else None,
            run=self._store.run,
            text_kept=int(text_kept),
        )

    def _find(self, document_id: str) -> KnownDocument | None:
        if self._ids is None:
            self._ids = IdFilter(self._store.document_ids())
        if document_id not in self._ids:
            return None
        if self._found is None or self._found[0] != document_id:
            self._found = document_id, self._store.find(document_id)
        return self._found[1]

    def _is_of_this_run(self, known: KnownDocument) -> bool:
        return known.run == self._store.run or self._is_met(known.number) or known.input in self._skipped

    def _key(self, source: Source) -> str:
        """What the outcome depends on beside content and extraction."""
        column = self._columns.text if source.record is not None else ""
        parts = column, source.problem, source.failed, sorted(source.overrides.items())
        return hashlib.sha256(repr(parts).encode(errors="backslashreplace")).hexdigest()[:16]

    def _is_unchanged(self, source: Source, known: KnownDocument, new: _Input) -> bool:
        if (known.fingerprint, known.input_key) != (self._fingerprint, new.key):
            return False
        if _is_to_be_tried_again(known.status, known.sha256):
            return False
        if (
            self._has_text is not None
            and known.status == Status.OK
            and not (known.text_kept and self._has_text(source.id))
        ):
            return False
        if source.problem:
            return True
        if source.record is not None:
            return (known.sha256 or "") == source.record.sha256
        if new.state and new.state == known.file_state:
            return True
        return known.sha256 is not None and known.sha256 == hash_file(source.path)

    def _lacks_text(self, known: KnownDocument, document_id: str) -> bool:
        if self._has_text is None or known.status != Status.OK:
            return False
        return not known.text_kept or not self._has_text(document_id)

    def _meet(self, known: KnownDocument, new: _Input) -> None:
        """Note that a document is unchanged, and where it was found."""
        byte, bit = divmod(known.number, 8)
        if byte >= len(self._met):
            self._met.extend(bytes(byte + 1024 - len(self._met)))
        self._met[byte] |= 1 << bit
        number = new.table.number if new.table else None
        if known.removed:
            self._store.unmark_removed(known.number)
        if known.input != number or new.state != (known.file_state or ""):
            self._store.touch(known.number, file_state=new.state, input=number)
        self._pass(1)

    def _is_met(self, number: int) -> bool:
        byte, bit = divmod(number, 8)
        return byte < len(self._met) and bool(self._met[byte] & 1 << bit)

    def _pass(self, documents: int) -> None:
        self.unchanged += documents
        self._advance(0, documents)

    def _leave_table(self) -> None:
        if self._table is not None:
            self._table.walked = True
            self._finish_table(self._table)
            self._table = None

    def _finish_table(self, table: _Table) -> None:
        if table.walked and not table.under_way and not table.again and table.state:
            self._store.finish_input(
                table.number, file_state=table.state, fingerprint=self._fingerprint, documents=table.records
            )


def _is_to_be_tried_again(status: str, sha256: str | None) -> bool:
    """A failure of which not even the content is known came from outside: it may be gone by now."""
    return status == Status.FAILED and not sha256
