"""The message log of FileZilla (client): copied from its window, or its log file.

    Status:	Connecting to 203.0.113.1:21...
    Command:	PASV
    Response:	227 Entering Passive Mode (10,20,30,2,195,80)

The labels are translated in FileZilla; commands, replies, addresses and symbolic errors are not. FluentFTP uses the same
labels. In its usual setting FileZilla shows commands only around an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ftpsgui.transcripts.attempt import Habit
from ftpsgui.transcripts.events import (
    NOTHING,
    AddressReplaced,
    ClientName,
    Connected,
    ConnectFailed,
    DataFailed,
    Dial,
    Dropped,
    Event,
    Heard,
    LoggedIn,
    Said,
    Silence,
    TlsEstablished,
    TlsFailed,
    Verified,
)
from ftpsgui.transcripts.lines import error_in, is_command

NAME = "FileZilla"
HABIT: Habit = "repairs"

_STATUS = "Status|Statut|Stato|Estado|Stan|Stav|Állapot|Статус|Состояние|状态|狀態|状態|상태|Tila|Durum"
_COMMAND = "Command|Befehl|Commande|Comando|Polecenie|Příkaz|Parancs|Команда|Opdracht|Kommando|Komut|命令|指令|コマンド|명령|명령어"
_RESPONSE = (
    "Response|Antwort|Réponse|Respuesta|Resposta|Risposta|Odpowiedź|Odpověď|Válasz|Ответ|Antwoord|Svar|Yanıt|响应|回應"
    "|回应|レスポンス|応答|응답"
)
_ERROR = "Error|Fehler|Erreur|Errore|Erro|Błąd|Chyba|Hiba|Ошибка|Fout|Fel|Fejl|Hata|错误|錯誤|エラー|오류"
_TRACE = "Trace|Listing"
_LINE = re.compile(
    r"^(?:\d+ +\d+ +)?(?:\((?:sync|async)\)\s*)?"
    rf"(?:(?P<status>{_STATUS})|(?P<command>{_COMMAND})|(?P<response>{_RESPONSE})|(?P<error>{_ERROR})|(?P<trace>{_TRACE}))"
    r"\s?:(?P<gap>\s*)(?P<text>.*)$"
)
_ENDPOINT = re.compile(
    r"(?<![\w.])(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<four>\d{1,3}(?:\.\d{1,3}){3})):(?P<port>\d{1,5})(?!\d)"
)
_NAMED = re.compile(
    r"^(?:Resolving address of|Connecting to) (?P<host>[A-Za-z0-9][\w.-]*[A-Za-z0-9])(?::(?P<port>\d{1,5}))?(?:\.\.\.)?$"
)
_VERSION = re.compile(r"^(?P<name>(?:FileZilla|FluentFTP) [\d.]+)")


def confidence(lines: Sequence[str]) -> float:
    """Return how surely these lines (without their time stamps) are such a log, 0 to 1."""
    return sum(_LINE.match(line) is not None for line in lines) / max(1, len(lines))


class Reader:
    """Reads line by line; every line has its label."""

    def read(self, line: str) -> Sequence[Event] | None:
        """Return what a line says; None when it was not understood."""
        match = _LINE.match(line)
        if match is None:
            return None
        text = match["text"].strip()
        if match["command"]:
            return (Said(text),) if text else NOTHING
        if match["response"]:
            # The gap is a tab, or spaces of a paste; what is indented beyond that is the server's.
            return (Heard(match["text"].rstrip()),) if text else NOTHING
        if match["error"]:
            return self._error(text)
        return self._status(text) if match["status"] else NOTHING

    def _status(self, text: str) -> Sequence[Event]:
        if version := _VERSION.match(text):
            return (ClientName(version["name"]),)
        if endpoint := _ENDPOINT.search(text):
            address = endpoint["six"] or endpoint["four"]
            return (Dial(address=address, port=int(endpoint["port"])),)
        if named := _NAMED.match(text):
            if text.startswith("Resolving"):
                return (Dial(host=named["host"]),)
            port = int(named["port"]) if named["port"] else None
            return (Dial(host=named["host"], port=port),)
        lower = text.lower()
        if "connection established" in lower and "tls" not in lower.split("connection established")[0]:
            return (Connected(),)
        if "tls connection established" in lower or "authentication successful" in lower:
            return (TlsEstablished(),)
        if "unroutable address" in lower:
            return (AddressReplaced(),) if "instead" in lower or "using server" in lower else NOTHING
        if lower.startswith("logged in"):
            return (LoggedIn(),)
        if lower.startswith(("disconnected from server", "connection closed by server")):
            return (Dropped("closed-by-peer" if "closed by" in lower else "quit"),)
        if lower.startswith("connection attempt failed"):
            return self._error(text)
        return NOTHING

    def _error(self, text: str) -> Sequence[Event]:
        lower = text.lower()
        found = error_in(text)
        if "data connection could not be established" in lower or "transfer connection" in lower:
            return (DataFailed(*(found or ("error", None))),)
        if "inactivity" in lower or lower == "connection timed out":
            return (Silence(),)
        if (
            "gnutls error" in lower
            or "tls alert" in lower
            or "tls handshake" in lower
            or "ssl error" in lower
        ):
            return (TlsFailed(_tls_error(lower)),)
        if "certificate" in lower:
            return (Verified(ok=False, text=text[:200], fatal=True),)
        if "connection attempt failed" in lower or lower.startswith(
            ("could not connect", "critical error: could not connect")
        ):
            return (ConnectFailed(*found),) if found else NOTHING
        if "disconnected from server" in lower or "connection closed by server" in lower:
            return (Dropped("reset" if found and found[0] == "reset" else "closed-by-peer"),)
        if found and not is_command(text):
            return (DataFailed(*found),)
        return NOTHING


def _tls_error(lower: str) -> str:
    if "-15" in lower or "unexpected tls packet" in lower or "wrong version" in lower:
        return "WRONG_VERSION_NUMBER"
    if "-110" in lower or "non-properly terminated" in lower or "non properly terminated" in lower:
        return "UNEXPECTED_EOF"
    return "TLS_ERROR"
