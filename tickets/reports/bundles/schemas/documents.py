"""The schema of each document of a bundle, by the name of its kind."""

import json

from tickets.reports.bundles.schemas.client import CLIENT_SCHEMA
from tickets.reports.bundles.schemas.linked import CHAIN_SCHEMA, MONTH_SCHEMA, PROOF_SCHEMA
from tickets.reports.bundles.schemas.shared import SHARED_SCHEMA
from tickets.reports.schema_parts import Schema
from tickets.sla.bundle.documents import CHAIN, CLIENT_PART, MONTH, PROOF, SHARED

SCHEMAS: dict[str, Schema] = {
    MONTH: MONTH_SCHEMA,
    CHAIN: CHAIN_SCHEMA,
    SHARED: SHARED_SCHEMA,
    CLIENT_PART: CLIENT_SCHEMA,
    PROOF: PROOF_SCHEMA,
}


def schema_files() -> dict[str, bytes]:
    """By their names in the bundle."""
    return {
        f"schemas/{kind}.schema.json": f"{json.dumps(schema, indent=1)}\n".encode()
        for kind, schema in SCHEMAS.items()
    }
