from ftpsgui.model.facts import Exchange, Reply, RunEnded
from ftpsgui.model.plan import Endpoint, Plan
from ftpsgui.model.secret import Secret
from ftpsgui.session.codec import encode
from ftpsgui.session.journal import Journal


class StoppedClock:
    def __init__(self):
        self.seconds = 0.0

    def now(self):
        return self.seconds

    def wall(self):
        return "2026-11-23T12:00:00Z"


def journal(*secrets):
    return Journal(
        Plan(input="ftp.example.com", endpoint=Endpoint(host="ftp.example.com")),
        StoppedClock(),
        map(Secret, secrets),
    )


def echo(text):
    return Exchange(
        command=f"PASS {text}",
        reply=Reply(
            code=500, lines=(f"PASS {text}: not understood",), raw=f"500 PASS {text}: not understood"
        ),
        sent=0.1,
        replied=0.2,
        ending="replied",
        protected=True,
    )


def test_numbers_and_stamps():
    book = journal()
    book._clock.seconds = 1.23456789
    first = book.record(RunEnded(reason="finished", seconds=1.0), probe="run")
    second = book.record(
        RunEnded(reason="finished", seconds=1.0), probe="run", connection="c1", caused_by=first.id
    )
    assert (first.id, first.sequence, first.time) == ("o1", 1, 1.234568)
    assert (second.id, second.connection, second.caused_by) == ("o2", "c1", "o1")
    assert book.observations == [first, second]


def test_a_secret_is_gone_before_anybody_hears_of_it():
    book = journal("hunter2")
    heard = []
    book.subscribe(heard.append)
    returned = book.record(echo("hunter2"), probe="login", connection="c1")
    assert heard == [returned] == book.observations
    assert b"hunter2" not in encode(book.session())
    assert "hunter2" not in repr(book.observations)


def test_unsubscribe_twice():
    book = journal()
    heard = []
    stop = book.subscribe(heard.append)
    stop()
    stop()
    book.record(RunEnded(reason="finished", seconds=1.0), probe="run")
    assert heard == []


def test_a_session_is_valid_at_any_moment():
    book = journal()
    assert book.session().observations == ()
    assert book.session().started == "2026-11-23T12:00:00Z"
