import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.facts import Observation, ProbeStarted, Reply, RunEnded, StrayBytes
from ftpsgui.model.plan import Endpoint, Plan
from ftpsgui.session.codec import SessionError, decode, encode
from ftpsgui.session.session import Session

PLAN = Plan(input="ftp.example.com", endpoint=Endpoint(host="ftp.example.com"))


def session(*facts):
    return Session(
        tool_version="0.1.0",
        started="2026-11-23T12:00:00Z",
        plan=PLAN,
        observations=tuple(
            Observation(
                id=f"o{number}", sequence=number, time=0.5, probe="greeting", connection="c1", fact=fact
            )
            for number, fact in enumerate(facts, start=1)
        ),
    )


WHOLE = session(
    ProbeStarted(), StrayBytes(where="on-data", raw="x"), RunEnded(reason="finished", seconds=1.5)
)


def test_there_and_back():
    assert decode(encode(WHOLE)) == WHOLE


def test_it_is_readable_json():
    document = json.loads(encode(WHOLE))
    assert document["format"] == "ftpsgui-session"
    assert document["format_version"] == 1
    assert document["observations"][1]["fact"] == {"type": "stray-bytes", "where": "on-data", "raw": "x"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text):
    one = session(StrayBytes(where="on-data", raw=text))
    assert decode(encode(one)) == one


def test_a_byte_order_mark_is_forgiven():
    assert decode(b"\xef\xbb\xbf" + encode(WHOLE)) == WHOLE


def words(data):
    with pytest.raises(SessionError) as caught:
        decode(data)
    assert str(caught.value) == caught.value.message.id.format_map(caught.value.message.params)
    return caught.value.message.id


def changed(**fields):
    return json.dumps({**json.loads(encode(WHOLE)), **fields}).encode()


def test_words_for_every_way_to_be_wrong():
    assert "empty" in words(b" \n")
    assert "not JSON" in words(b"220 ProFTPD ready\r\n")
    assert "not JSON" in words(b"\xff\xfe\x00")
    assert "not a session of this program" in words(b"[1, 2]")
    assert "not a session of this program" in words(b'{"format": "har"}')
    assert "report, not a session" in words(b'{"format": "ftpsgui-report"}')
    assert "newer version" in words(changed(format_version=2))
    assert "which version" in words(changed(format_version="1"))
    assert "which version" in words(changed(format_version=True))
    silent = json.loads(encode(WHOLE))
    del silent["format_version"]
    assert "which version" in words(json.dumps(silent).encode())
    assert "does not understand" in words(changed(colour="red"))
    assert "does not understand" in words(changed(started=None))
    assert "does not understand" in words(changed(started="yesterday"))


def test_an_unknown_field_deep_inside_is_named():
    document = json.loads(encode(WHOLE))
    document["observations"][1]["fact"]["smell"] = 1
    with pytest.raises(SessionError) as caught:
        decode(json.dumps(document).encode())
    assert "smell" in str(caught.value)


def test_a_fact_of_an_unknown_kind():
    document = json.loads(encode(WHOLE))
    document["observations"][1]["fact"]["type"] = "telepathy"
    assert "does not understand" in words(json.dumps(document).encode())


def test_a_missing_observation():
    document = json.loads(encode(WHOLE))
    del document["observations"][1]
    assert "is missing" in words(json.dumps(document).encode())


@given(st.integers(min_value=2, max_value=len(encode(WHOLE)) - 3))
def test_cut_off_anywhere(length):
    assert "too early" in words(encode(WHOLE)[:length])


@given(st.binary(max_size=60))
def test_any_bytes_end_in_words(data):
    with pytest.raises(SessionError):
        decode(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_any_json_for_observations_ends_in_words_or_in_a_session(value):
    try:
        decode(changed(observations=value))
    except SessionError:
        return
    assert value == []


def test_deeply_nested_json_ends_in_words():
    words(b'{"format": ' + b"[" * 100_000)


def test_a_reply_is_part_of_no_union():
    with pytest.raises(SessionError):
        decode(encode(session(Reply(code=220, lines=(), raw=""))))


_AT_ONCE = """
import sys, threading
from ftpsgui.session.codec import decode
data = open(sys.argv[1], "rb").read()
ready = threading.Barrier(4)
threads = [threading.Thread(target=lambda: (ready.wait(), decode(data))) for _ in range(4)]
sys.setswitchinterval(1e-6)
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_threads_may_read_their_first_sessions_at_once():
    """In a process of its own: without care it ends by SIGSEGV."""
    saved = Path(__file__).parents[1] / "sessions" / "demo-passive-filtered.json"
    assert subprocess.run([sys.executable, "-c", _AT_ONCE, saved], check=False, timeout=60).returncode == 0
