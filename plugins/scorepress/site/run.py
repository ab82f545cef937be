"""MkDocs run by `scorepress build` and `scorepress serve`: `python -m scorepress.site.run build|serve …`.

The site is exchanged after MkDocs has ended with 0: a strict build that is aborted keeps the old site.
"""

import os
import sys
from collections.abc import Sequence

import mkdocs.commands.build as building
from mkdocs.__main__ import cli
from mkdocs.config.defaults import MkDocsConfig

from scorepress.core.exits import INTERRUPTED, Exit, fault_text
from scorepress.core.messages import LANGUAGE_VARIABLE, N_, Translate, message, translator
from scorepress.privacy import masked
from scorepress.publishing.faults import NotPublished
from scorepress.publishing.staging import Staging
from scorepress.site.driven import Driver, drive
from scorepress.site.guard import guard_servers

ALLOW = "--allow-withheld"


def main(arguments: Sequence[str]) -> int:
    """The exit code. `--allow-withheld`, if there, stands first; all that follows is for MkDocs."""
    allowed = bool(arguments) and arguments[0] == ALLOW
    rest = arguments[1:] if allowed else arguments
    try:
        if rest[0] == "serve":
            guard_servers()
            return _mkdocs(rest)
        driver = Driver()
        drive(driver)
        _insist_on_plugin(driver)
        return _build(rest, driver, allowed=allowed)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, it is ours
        _tell(fault_text(error, _translate(Driver())))
        return Exit.FAULT


def _insist_on_plugin(driver: Driver) -> None:
    """From now on MkDocs of this process builds nothing without our plugin: it would empty the old site first."""
    build = building.build

    def guarded(config: MkDocsConfig, *, dirty: bool = False) -> None:
        if not driver.begun:
            words = N_("the settings do not switch on the plugin scorepress; nothing was built")
            _tell(_translate(driver)(words))
            raise SystemExit(Exit.MISUSE)
        build(config, dirty=dirty)

    vars(building)["build"] = guarded


def _build(arguments: Sequence[str], driver: Driver, *, allowed: bool) -> int:
    try:
        code = _mkdocs(arguments)
        if code == Exit.FINDINGS and not driver.begun:
            return Exit.MISUSE
        return _finish(driver, code, allowed=allowed)
    finally:
        if driver.staging is not None:
            driver.staging.drop()


def _mkdocs(arguments: Sequence[str]) -> int:
    """What MkDocs ends with."""
    try:
        cli.main(list(arguments), prog_name="mkdocs", standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))


def _finish(driver: Driver, code: int, *, allowed: bool) -> int:
    """Say what was left out, exchange the site where nothing speaks against it; the exit code."""
    translate, outcome = _translate(driver), driver.outcome
    left_out = [*(report.words for report in outcome.withheld), *outcome.beside]
    for line in dict.fromkeys(words.text(translate) for words in left_out):
        _tell(line)
    if code == Exit.CLEAN and driver.staging is not None and not driver.finished:
        _tell(translate(N_("another plugin or hook ended the build before it was complete; the old site stays")))
        return Exit.FINDINGS
    if code == Exit.CLEAN and driver.staging is not None:
        code = _publish(driver, driver.staging, translate, allowed=allowed)
    return Exit.NOT_PUBLIC if outcome.never_public and code in {Exit.CLEAN, Exit.FINDINGS} else code


def _publish(driver: Driver, staging: Staging, translate: Translate, *, allowed: bool) -> int:
    for line in driver.outcome.gone:
        _tell(line.text(translate))
    if driver.outcome.gone and not allowed:
        words = N_(
            "The old site stays: {count} reports that it has would be missing. To publish all the same: {option}"
        )
        _tell(message(words, count=len(driver.outcome.gone), option=ALLOW).text(translate))
        return Exit.FINDINGS
    try:
        staging.publish(driver.expected)
    except NotPublished as refused:
        _tell(refused.text(translate))
        return Exit.FINDINGS
    return Exit.CLEAN


def _translate(driver: Driver) -> Translate:
    """The language that was asked for, or else the site's."""
    return translator(os.environ.get(LANGUAGE_VARIABLE) or driver.language)


def _tell(text: str) -> None:
    sys.stderr.write(f"{masked(text)}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
