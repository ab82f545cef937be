"""The scoring methods: every module of this package adds the indicator classes that it defines.

To add a method, add a module with a class derived from `Indicator` whose `method` is `Literal["its_name"]`.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Union, get_args

from pydantic import Field

from scorepress.schemes.indicator import Indicator


def _found() -> dict[str, type[Indicator]]:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {
        name: cls
        for cls in _below(Indicator)  # type: ignore[type-abstract] # only its subclasses are used
        for name in get_args(cls.model_fields["method"].annotation)
        if isinstance(name, str)
    }


def _below(cls: type[Indicator]) -> Iterator[type[Indicator]]:
    for sub in cls.__subclasses__():
        yield sub
        yield from _below(sub)


METHODS: dict[str, type[Indicator]] = _found()
"""Every method by the name that schemes use."""

if TYPE_CHECKING:
    AnyIndicator = Indicator
else:
    AnyIndicator = Annotated[Union[tuple(METHODS.values())], Field(discriminator="method")]  # noqa: UP007 - built at run time
