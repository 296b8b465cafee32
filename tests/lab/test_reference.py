"""How lftp's transcripts are read: a fallback never counts."""

from __future__ import annotations

import pytest

from tests.lab.reference import read

GOOD = """\
---> PASV
<--- 227 Entering Passive Mode (203,0,113,1,195,176).
---- Connecting data socket to (203.0.113.1) port 50096
---> LIST
<--- 150 Here comes the directory listing.
<--- 226 Directory send OK.
---> QUIT
"""
PRIVATE = GOOD.replace("203,0,113,1", "10,20,30,2")


def result(transcript: str, row: str, verb: str = "PASV", status: int = 0) -> str:
    return read(transcript, status, row=row, verb=verb, target="203.0.113.1").result


def test_a_listing_with_its_final_reply_works() -> None:
    assert result(GOOD, "pasv/advertised") == result(GOOD, "pasv/peer") == "works"


@pytest.mark.parametrize("cut", ["<--- 226", "---> LIST"])
def test_without_its_final_reply_it_fails(cut: str) -> None:
    assert result(GOOD[: GOOD.index(cut)], "pasv/advertised") == "fails"


def test_an_exit_status_outweighs_the_transcript() -> None:
    assert result(GOOD, "pasv/advertised", status=1) == "fails"


def test_another_command_than_the_row_names_does_not_count() -> None:
    assert result(GOOD, "epsv/peer", "EPSV") == "untested"
    assert result("---> EPSV\n<--- 500 What?\n" + GOOD, "epsv/peer", "EPSV") == "untested"


def test_an_address_that_lftp_corrected_was_not_dialled() -> None:
    fixed = PRIVATE.replace(
        "---- Connecting",
        "---- Address returned by PASV seemed to be incorrect and has been fixed\n---- Connecting",
    )
    assert result(fixed, "pasv/advertised") == "fails"
    assert result(fixed, "pasv/peer") == "works"


def test_the_peer_row_needs_a_dial_to_the_peer() -> None:
    foreign = GOOD.replace("(203.0.113.1)", "(100.20.30.40)")
    assert result(foreign, "pasv/peer") == "untested"


def test_a_transcript_without_any_mode_is_an_error_of_the_lab() -> None:
    with pytest.raises(AssertionError, match="never sent PASV"):
        result("---- Connecting to 203.0.113.1 port 21\n", "pasv/peer")
