"""A file of template mappings: a YAML list of ``{kind, by, template_id, params: {ours: theirs}}``."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from foundation.errors import FieldError, InvalidInput


def read_templates(path: Path) -> list[dict[str, Any]]:
    """The rows as keyword arguments of ``map_template``; InvalidInput with one error per faulty row."""
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInput.on("templates", "unreadable", _("Không đọc được tệp: %s") % error) from error
    if not isinstance(rows, list):
        raise InvalidInput.on("templates", "invalid", _("Tệp phải là một danh sách."))
    faults, read = [], []
    for number, row in enumerate(rows, start=1):
        params = row.get("params") or {} if isinstance(row, dict) else None
        if not isinstance(params, dict) or not all(row.get(k) for k in ("kind", "by", "template_id")):
            faults.append(FieldError(f"templates[{number}]", "invalid", _("Cần kind, by và template_id.")))
            continue
        read.append(
            {
                "kind": str(row["kind"]),
                "by": str(row["by"]),
                "template_id": str(row["template_id"]),
                "params": {str(ours): str(theirs) for ours, theirs in params.items()},
            }
        )
    if faults:
        raise InvalidInput("invalid", _("Tệp mẫu tin có dòng sai."), errors=faults)
    return read
