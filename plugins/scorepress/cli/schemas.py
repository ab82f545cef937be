"""JSON Schemas of the files that people write, for their editors."""

import json
from collections.abc import Mapping

from pydantic import BaseModel

from scorepress.reports.model import Report
from scorepress.schemes.model import Scheme

SCHEMAS: Mapping[str, type[BaseModel]] = {"scheme": Scheme, "report": Report}
"""What there is a schema for."""
SCHEME_SCHEMA = "scheme.schema.json"
"""Where an edition's first line looks for it, in the folder of the schemes."""


def schema_text(kind: str) -> str:
    """The schema of one of `SCHEMAS` as a file."""
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **SCHEMAS[kind].model_json_schema(by_alias=True),
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
