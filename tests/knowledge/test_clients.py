"""The committed clients load, and a file that contradicts itself or holds a stray key does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftpsgui.knowledge import KnowledgeError, load
from ftpsgui.knowledge.clients import read_client

KNOWLEDGE = load()
HEAD = 'name = "x"\nkind = "cli"\nconfidence = "hint"\nsource = "y"\n'


@pytest.mark.parametrize("name", list(KNOWLEDGE.clients))
def test_every_client_loads(name: str) -> None:
    client = KNOWLEDGE.clients[name]
    assert client.source
    if client.confidence == "verified" and client.tls.explicit == "yes":
        assert client.tls.explicit_by
    options = [
        client.tls.explicit_by,
        client.tls.implicit_by,
        client.tls.resume_by,
        client.tls.certificate_by,
    ]
    if client.passive:
        options += [client.passive.by, client.passive.peer_by, client.passive.epsv_by]
        assert client.default == "passive" or client.passive.by
    assert all(option == option.strip() for option in options)


def test_titles_are_unique() -> None:
    titles = [client.title for client in KNOWLEDGE.clients.values()]
    assert len(set(titles)) == len(titles) >= 30


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no such mode"),
        ('colour = "red"\n[passive]\norder = ["PASV"]\n', "colour"),
        ("[passive]\norder = []\n", "leave"),
        ('[passive]\norder = ["LPSV"]\n', "LPSV"),
        ('[passive]\norder = ["PASV"]\nforeign = "ignore"\nrepair = ["rfc1918"]\n', "needs no repair"),
        ('[passive]\norder = ["EPSV"]\nepsv_by = "x"\n', "EPSV comes first"),
        ('[passive]\norder = ["PASV"]\nby = "x"\n', "the default"),
        ('default = "active"\n[active]\nby = "x"\n', "the default"),
        ('falls_back = "refusal"\n[passive]\norder = ["PASV"]\n', "does not have"),
        ('[passive]\norder = ["PASV"]\n[tls]\nimplicit = "no"\nimplicit_by = "x"\n', "does not have"),
        ('[passive]\norder = ["PASV"]\n[tls]\nresume = "yes"\nresume_by = "x"\n', "anyway"),
    ],
)
def test_what_cannot_be_is_refused_with_words(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "client.toml"
    file.write_text(HEAD + text)
    with pytest.raises(KnowledgeError, match=words) as caught:
        read_client(file)
    assert "client.toml" in str(caught.value)
