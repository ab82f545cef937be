"""The tables as datasets for catalogues: DCAT for those of governments, schema.org for search engines.

A dataset has what DCAT-AP makes mandatory (title, description, the address of each file) and what search engines ask
of a Dataset (a description of fifty characters or more).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scorepress.assessment import Assessed
from scorepress.core.messages import Translate, say
from scorepress.exports.descriptor import TableFile
from scorepress.exports.publication import DATA, Publication
from scorepress.exports.tables.table import CSV, JSON, XLSX, DataTable
from scorepress.exports.written import Data
from scorepress.history.facts import Past

CATALOG = "catalog.jsonld"
MEDIA = {
    CSV: "text/csv",
    JSON: "application/json",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Names only: nothing is fetched from these addresses."""


def catalog(files: Sequence[TableFile], publication: Publication, translate: Translate) -> Data:
    """All described tables as a DCAT catalogue."""
    described = [file for file in files if file.table.described]
    tables = {file.table.path: file.table for file in described}
    made: Data = {"@context": CONTEXT, "@type": "dcat:Catalog", "dct:title": publication.name}
    made |= {"dct:description": publication.description or publication.name}
    made |= {"dct:language": publication.language, **_terms(publication)}
    if publication.address:
        made["foaf:homepage"] = {"@id": publication.address}
    made["dcat:dataset"] = [
        {
            "@type": "dcat:Dataset",
            "@id": f"#{path}",
            "dct:title": say(table.title, translate),
            "dct:description": table.description(translate),
            **_modified(table),
            **_terms(publication),
            "dcat:distribution": [_distribution(file, publication) for file in described if file.table is table],
        }
        for path, table in tables.items()
    ]
    return made


def _modified(table: DataTable[Any]) -> Data:
    return {"dct:modified": {"@type": "xsd:date", "@value": table.dated.isoformat()}} if table.dated else {}


def _terms(publication: Publication) -> Data:
    made: Data = {}
    if publication.publisher:
        made["dct:publisher"] = {"@type": "foaf:Agent", "foaf:name": publication.publisher}
    if publication.licence:
        url = publication.licence_url
        made |= {"dct:license": {"@id": url}} if url else {"dct:rights": publication.licence}
    return made


def _distribution(file: TableFile, publication: Publication) -> Data:
    address = publication.url(f"{DATA}/{file.path}") if publication.address else publication.url(file.path)
    checksum = {"spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"}, "spdx:checksumValue": file.sha256}
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": MEDIA[file.form],
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)},
        "spdx:checksum": checksum,
    }


def dataset(table: DataTable[Any], publication: Publication, translate: Translate, base: str) -> Data:
    """A table as a schema.org Dataset for its page; `base` is the way from the page to the root of the site."""
    title = say(table.title, translate)
    made: Data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": table.description(translate),
        "inLanguage": publication.language,
        "isAccessibleForFree": True,
        **({"dateModified": table.dated.isoformat()} if table.dated else {}),
        "variableMeasured": table.headings(translate),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA[form],
                "contentUrl": publication.url(f"{DATA}/{table.path}.{form}", base),
            }
            for form in table.forms
        ],
    }
    if publication.publisher:
        made["publisher"] = {"@type": "Organization", "name": publication.publisher}
    if publication.licence:
        made["license"] = publication.licence_url or publication.licence
    return made


def datasets(tables: Iterable[DataTable[Any]], publication: Publication, translate: Translate, base: str) -> Data:
    """Several tables as a schema.org catalogue, for the home page."""
    listed = [dataset(table, publication, translate, base) for table in tables]
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": publication.name,
        "description": publication.description or publication.name,
        "inLanguage": publication.language,
        "dataset": [{key: value for key, value in each.items() if key != "@context"} for each in listed],
    }


def report_described(
    assessed: Assessed, past: Past, publication: Publication, address: str, files: Mapping[str, str]
) -> Data:
    """A report for search engines, as a schema.org Report; `files` are the media types of its data by their address."""
    report = assessed.report
    if report is None:
        return {}
    unit = assessed.unit.name if assessed.unit else report.unit
    publisher = report.publisher or publication.publisher
    seen = past.published.day if past.published else None
    made: Data = {"@context": "https://schema.org", "@type": "Report", "name": report.title, "url": address}
    known = {
        "description": report.summary,
        "identifier": report.index_number,
        "reportNumber": report.number,
        "temporalCoverage": report.period.text,
        "dateCreated": report.date,
        "datePublished": report.published_on or seen,
        "dateModified": past.changed.day if past.changed else None,
    }
    made |= {key: value for key, value in known.items() if value}
    made |= {"inLanguage": publication.language, "author": {"@type": "Organization", "name": report.issuer or unit}}
    if publisher:
        made["publisher"] = {"@type": "Organization", "name": publisher}
    if publication.licence:
        made["license"] = publication.licence_url or publication.licence
    made["encoding"] = [
        {"@type": "MediaObject", "encodingFormat": media, "contentUrl": where} for where, media in files.items()
    ]
    return made
