"""A second implementation of the scores: it computes every published number again from the published data alone.

It is kept apart on purpose. It imports nothing of scorepress and nothing that does not come with Python; it was written
from the definitions in docs/data-format.md and the guide, not from the engine. Where the two disagree, one is wrong.
"""

from scorepress.verify.folder import verify
from scorepress.verify.words import Fault, Verdict

__all__ = ["Fault", "Verdict", "verify"]
