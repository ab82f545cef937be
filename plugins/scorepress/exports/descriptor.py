"""The descriptor of the tables: a Frictionless Data Package, made from the same columns as the tables."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scorepress.core.messages import Translate, say
from scorepress.core.numbers import is_number
from scorepress.exports.publication import Publication
from scorepress.exports.tables.table import CSV, DataTable
from scorepress.exports.written import Data

DESCRIPTOR = "datapackage.json"
NOT_IN_NAME = re.compile(r"[^a-z0-9._/-]")
EXACT = r"[+-]?[0-9]+(\.[0-9]+)?(/[1-9][0-9]*)?"
"""A number as exact text: with an end, or as a fraction."""


@dataclass(frozen=True)
class TableFile:
    """A file that a table was written to."""

    table: DataTable[Any]
    path: str
    form: str
    sha256: str
    size: int


def descriptor(files: Iterable[TableFile], publication: Publication, translate: Translate) -> Data:
    """The descriptor of those files that are CSV."""
    described = [file for file in files if file.form == CSV and file.table.described]
    made: Data = {"profile": "tabular-data-package", "name": "scorepress-data", "title": publication.name}
    days = [file.table.dated for file in described if file.table.dated is not None]
    if days:
        made["created"] = f"{max(days)}T00:00:00Z"
    if publication.description:
        made["description"] = publication.description
    if publication.address:
        made["homepage"] = publication.address
    if publication.publisher:
        made["contributors"] = [{"title": publication.publisher, "role": "publisher"}]
    if publication.licence:
        path = {"path": publication.licence_url} if publication.licence_url else {}
        made["licenses"] = [{"name": publication.licence, **path}]
    return {**made, "resources": [_resource(file, translate) for file in described]}


def _resource(file: TableFile, translate: Translate) -> Data:
    return {
        "name": resource_name(file.table.path),
        "profile": "tabular-data-resource",
        "title": say(file.table.title, translate),
        "description": file.table.description(translate),
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(file.table, translate),
    }


def resource_name(path: str) -> str:
    """A name in the letters that a descriptor allows; where some are lost, a part of a digest tells names apart."""
    plain = NOT_IN_NAME.sub("-", path)
    return plain if plain == path else f"{plain}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


def _schema(table: DataTable[Any], translate: Translate) -> Data:
    """The fields by their headings, as a reader of the file finds them, each with the id that it has in JSON."""
    rows = list(table.rows(translate))
    fields = [
        {"name": title, "id": column.id, **_type([row[index] for row in rows], number=column.number)}
        for index, (title, column) in enumerate(zip(table.headings(translate), table.columns, strict=True))
    ]
    return {"fields": fields, "missingValues": [""]}


def _type(cells: list[str | None], *, number: bool) -> Data:
    """Numbers, unless one of them has no end: a fraction is no number to programs that read decimals."""
    if not number:
        return {"type": "string"}
    if all(cell is None or is_number(cell) for cell in cells):
        return {"type": "number"}
    return {"type": "string", "constraints": {"pattern": EXACT}}
