"""Does the log of a bug say where it stands, and nothing of what was in hand?"""

from collections.abc import Iterator

import pytest
import structlog

from interfaces.cli.session import keep_the_log_off_stdout


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_traceback_tells_places_and_no_words_about_people(capsys: pytest.CaptureFixture[str]):
    keep_the_log_off_stdout()
    note = "Одарка хворіє"
    try:
        raise ValueError(len(note))
    except ValueError:
        structlog.get_logger().exception("follower.stumbled")
    told = capsys.readouterr()
    assert told.out == ""
    assert "follower.stumbled" in told.err
    assert "ValueError: 13" in told.err
    assert note not in told.err
