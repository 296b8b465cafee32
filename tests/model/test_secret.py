"""A secret cannot be saved or printed by accident."""

import copy
import json
import pickle

import msgspec
import pytest

from ftpsgui.model.secret import Credentials, Secret


def test_no_encoder_takes_it() -> None:
    secret = Secret("hunter2")
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        msgspec.json.encode(secret)
    with pytest.raises(TypeError):
        msgspec.to_builtins(secret)
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.deepcopy(secret)


def test_no_text_shows_it() -> None:
    credentials = Credentials("upload", Secret("hunter2"))
    for text in (str(credentials), repr(credentials), f"{credentials.password}", f"{credentials.password!r}"):
        assert "hunter2" not in text
    assert credentials.password.reveal() == "hunter2"
    assert Secret("a") == Secret("a") != Secret("b")
    assert not Secret("")
