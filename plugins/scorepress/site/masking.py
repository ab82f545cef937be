"""Personal numbers masked on the way out: in the pages of a preview, and in whatever is logged during a build."""

import logging
from collections.abc import Iterator

from scorepress.privacy import PersonalNumber, masked
from scorepress.project import Project

HOST = "mkdocs"
"""The logger above all those of MkDocs and its plugins."""


class MaskingFilter(logging.Filter):
    """Masks the personal numbers of every message, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, masked."""
        text = record.getMessage()
        safe = masked(text)
        if safe != text:
            record.msg, record.args = safe, ()
        return True


def mask_logs() -> None:
    """From now on MkDocs' log is masked."""
    for handler in logging.getLogger(HOST).handlers:
        if not any(isinstance(known, MaskingFilter) for known in handler.filters):
            handler.addFilter(MaskingFilter())


def personal_in(project: Project) -> tuple[PersonalNumber, ...]:
    """The personal numbers in the reports, units and schemes of a project, which a preview shows in spite of them."""
    return tuple(dict.fromkeys(_personal_in(project)))


def _personal_in(project: Project) -> Iterator[PersonalNumber]:
    for assessed in project.reports:
        yield from assessed.file.page.source.known
        for finding in assessed.findings:
            if finding.rule.never_public:
                yield from finding.span.source.known
    for unit in project.units.values():
        yield from unit.page.source.known
    for scheme in project.schemes.files.values():
        yield from scheme.source.known
