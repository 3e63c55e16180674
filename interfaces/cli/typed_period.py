"""Which period did a person type on the command line?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interfaces.cli.called import shown_text

if TYPE_CHECKING:
    from interfaces.cli.session import Session

_YEAR_OR_QUARTER = re.compile(r"(19|20)[0-9]{2}(Q[1-4])?")


def typed_period(session: Session, given: str) -> str:
    """``2021`` or ``2021Q1``, the letter in either case. All else is wrong usage, quoted as it was typed."""
    from interfaces.cli.session import WrongUsage

    period = given.upper()
    if _YEAR_OR_QUARTER.fullmatch(period):
        return period
    typed = shown_text(given)
    raise WrongUsage("unknown-period", session.say("usage.not-a-period", given=typed), given=typed)
