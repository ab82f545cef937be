"""Personal numbers in text: found by pattern, check digit and context, and masked. It knows nothing of reports.

The lowest layer, so that whatever shows text can mask it. Only numbers are looked for: resident IDs, mobile telephones
and bank cards. Names and addresses are left to people.
"""

from scorepress.privacy.detection import personal_numbers
from scorepress.privacy.kinds import Kind, PersonalNumber
from scorepress.privacy.masking import hidden, masked

__all__ = ["Kind", "PersonalNumber", "hidden", "masked", "personal_numbers"]
