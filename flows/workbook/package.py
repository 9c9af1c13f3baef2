"""An .xlsx file as what it is: a zip of parts. Parts are replaced one by one; all others stay byte for byte.

openpyxl's load and save would drop charts, pictures and pivot tables, so nothing is loaded that is not changed.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes of all parts, unpacked: ten times a workbook of 100,000 alumni. More is a zip bomb."""

_TYPES = "[Content_Types].xml"


class Damaged(Exception):
    """The file is not a whole workbook: half-written, damaged, or hostile."""


class Package:
    """The parts of one workbook, read from ``file``; changes are kept in memory until `save`."""

    def __init__(self, file: IO[bytes]) -> None:
        with damage():
            self._zip = ZipFile(file)
        if sum(info.file_size for info in self._zip.infolist()) > MAX_UNPACKED:
            raise Damaged("the parts are too big to be a workbook of ours")
        self._changed: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self.workbook = next((target for _, kind, target in self.relations("") if kind == "officeDocument"), "")
        if not self.workbook:
            raise Damaged("there is no workbook in the file")
        self.sheets = dict(self._sheets())
        """Tab's title → its part, in the workbook's order."""

    def read(self, part: str) -> bytes:
        """The part's bytes as they were saved, or as they were changed. Raises `Damaged`."""
        if part in self._changed:
            return self._changed[part]
        with damage():
            return self._zip.read(part)

    def xml(self, part: str) -> _ElementTree:
        """The part, parsed without entities, network or huge nodes. Raises `Damaged`."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            tree = etree.ElementTree(etree.fromstring(self.read(part), parser))
        except etree.XMLSyntaxError as error:
            raise Damaged(f"{part} is not XML") from error
        if tree.docinfo.doctype:
            raise Damaged(f"{part} declares a document type, which no spreadsheet program writes")
        return tree

    def put(self, part: str, tree: _ElementTree) -> None:
        """Replace a part, in its old place."""
        from lxml import etree

        self._changed[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """(ID, kind such as ``worksheet``, target part) of all that a part points at inside the package."""
        rels = _rels_of(part)
        if rels not in self._zip.NameToInfo:
            return
        for relation in self.xml(rels).getroot():
            if relation.get("TargetMode") != "External":
                target = posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))
                kind = relation.get("Type", "").rpartition("/")[2]
                yield relation.get("Id", ""), kind, posixpath.normpath(target).lstrip("/")

    def reveal(self, title: str) -> None:
        """Show a tab that is hidden: the one attribute that is changed in the workbook's own part."""
        tree = self.xml(self.workbook)
        for sheet in tree.iterfind(".//{*}sheets/{*}sheet[@state='hidden']"):
            if sheet.get("name") == title:
                del sheet.attrib["state"]
                self.put(self.workbook, tree)

    def drop_calculation_chain(self) -> None:
        """Leave out the order of calculation, a cache that Excel rebuilds, but which must not name a cell without
        a formula: Excel would call the file damaged."""
        for key, kind, part in list(self.relations(self.workbook)):
            if kind == "calcChain":
                self._dropped.add(part)
                self._remove(_rels_of(self.workbook), "Id", key)
                self._remove(_TYPES, "PartName", f"/{part}")

    def save(self, file: IO[bytes]) -> None:
        """Write all parts in their old order; those that were not changed keep their bytes. Raises `Damaged`."""
        with damage(), ZipFile(file, "w") as target:
            target.comment = self._zip.comment
            for info in self._zip.infolist():
                if info.filename not in self._dropped:
                    target.writestr(_copy(info), self.read(info.filename))

    def _sheets(self) -> Iterator[tuple[str, str]]:
        parts = {key: part for key, kind, part in self.relations(self.workbook) if kind == "worksheet"}
        for sheet in self.xml(self.workbook).iterfind("./{*}sheets/{*}sheet"):
            part = parts.get(_relation_id(sheet), "")
            if part:
                yield sheet.get("name", ""), part

    def _remove(self, part: str, attribute: str, value: str) -> None:
        tree = self.xml(part)
        for element in list(tree.getroot()):
            if element.get(attribute) == value:
                tree.getroot().remove(element)
        self.put(part, tree)


@contextmanager
def damage() -> Iterator[None]:
    """Everything that a torn zip or a part with impossible numbers raises, as `Damaged`."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, LookupError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Damaged(str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The package at ``path``. Raises `Damaged` and `OSError`."""
    with path.open("rb") as file:
        yield Package(file)


def _relation_id(element: _Element) -> str:
    """The ``r:id`` of an element, in the transitional or the strict namespace."""
    return next((value for name, value in element.attrib.items() if name.endswith("/relationships}id")), "")


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _copy(info: ZipInfo) -> ZipInfo:
    """What the part's entry said of it, without sizes and flags, which are written anew."""
    copy = ZipInfo(info.filename, info.date_time)
    copy.compress_type = info.compress_type
    copy.create_system, copy.external_attr, copy.comment = info.create_system, info.external_attr, info.comment
    return copy
