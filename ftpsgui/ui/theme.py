"""Colours and type of the window: our own Fusion palettes, light and dark, and one type scale."""

from __future__ import annotations

import sys
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ftpsgui.presentation.palette import DARK, LIGHT, Palette, Role
from ftpsgui.presentation.view_state import Glyph
from ftpsgui.presentation.view_state import Role as RoleName
from ftpsgui.ui.stylesheet import stylesheet

Appearance = Literal["system", "light", "dark"]
FontKind = Literal["caption", "body", "strong", "title", "headline", "mono", "code"]

_IPA = ("IPAexGothic", "IPAexゴシック", "IPAPGothic", "IPA Pゴシック", "IPAGothic", "IPAゴシック")
"""With the names that fontconfig gives them where the language is Japanese."""
_JAPANESE = {
    "darwin": ["Hiragino Sans"],
    "win32": ["Yu Gothic UI", "Meiryo UI", "Meiryo"],
}.get(sys.platform, ["Noto Sans CJK JP", "Noto Sans JP", *_IPA])
_MONO = {
    "darwin": ["Menlo", "Hiragino Sans"],
    "win32": ["Cascadia Mono", "Consolas", "MS Gothic"],
}.get(
    sys.platform,
    ["DejaVu Sans Mono", "Noto Sans Mono", "Liberation Mono", "Noto Sans Mono CJK JP", "IPAGothic"],
)

_STEPS: dict[FontKind, tuple[int, QFont.Weight]] = {
    "caption": (-1, QFont.Weight.Normal),
    "body": (0, QFont.Weight.Normal),
    "strong": (0, QFont.Weight.DemiBold),
    "title": (1, QFont.Weight.DemiBold),
    "headline": (7, QFont.Weight.DemiBold),
    "mono": (0, QFont.Weight.Normal),
    "code": (-1, QFont.Weight.Normal),
}
"""The type scale: pixels more than the base size, and the weight."""

_DEFAULT_PIXELS, _LARGEST_PIXELS = 13, 17
_LAST_RESORTS = ("DejaVu Sans", "Bitstream Vera Sans", *_IPA)
"""What fontconfig answers where no desktop has chosen a font, by the language: then a nicer installed one is taken."""
_NICER = ("Inter", "Noto Sans", "Open Sans", "Cantarell", "Ubuntu", "Noto Sans CJK JP", *_LAST_RESORTS)
"""The first that is installed; Latin letters look the same in every language then, and Japanese ones fall back."""


class Theme(QObject):
    """The look in force. One for the application; custom-painted widgets read it whenever they paint."""

    def __init__(self) -> None:
        super().__init__()
        self.appearance: Appearance = "system"
        self.palette: Palette = LIGHT
        self._dressed = False
        self._base = _DEFAULT_PIXELS
        self._families: list[str] = []
        self._heavy = QFont.Weight.DemiBold
        self._fonts: dict[FontKind, QFont] = {}

    @property
    def dark(self) -> bool:
        """Whether the dark palette is in force."""
        return self.palette is DARK

    def install(
        self, application: QApplication, appearance: Appearance = "system", *, styled: bool = False
    ) -> None:
        """Set style, fonts and colours of the whole application. ``styled``: it was made with the style Fusion."""
        if not styled:
            application.setStyle("Fusion")
        system = application.font()
        info = QFontInfo(system)
        self._base = min(max(info.pixelSize(), _DEFAULT_PIXELS), _LARGEST_PIXELS)
        self._families = [_family(info.family()), *_JAPANESE]
        self._heavy = _heavy(self._families)
        # An SVG names one family; by this its Japanese letters are of the same font as those of the window.
        QFont.insertSubstitutions(self._families[0], self._families[1:])
        self._fonts.clear()
        application.setFont(self.font("body"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.choose(appearance)

    def choose(self, appearance: Appearance) -> None:
        """Follow the system, or stay light or dark."""
        self.appearance = appearance
        dark = appearance == "dark" or (
            appearance == "system" and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        palette = DARK if dark else LIGHT
        application = QApplication.instance()
        # A new style sheet lets Qt look at every widget again: not when nothing changes.
        if isinstance(application, QApplication) and (palette is not self.palette or not self._dressed):
            self._dressed = True
            self.palette = palette
            # Without the old sheet first: to put one in place of another takes Qt twice as long as both steps.
            application.setStyleSheet("")
            application.setPalette(_qt_palette(self.palette))
            application.setStyleSheet(stylesheet(self.palette, self._base + _STEPS["caption"][0]))

    def font(self, kind: FontKind) -> QFont:
        """Return the font of a step of the type scale."""
        found = self._fonts.get(kind)
        if found is None:
            step, weight = _STEPS[kind]
            found = QFont()
            if kind in ("mono", "code"):
                found.setFamilies(_MONO)
                found.setStyleHint(QFont.StyleHint.Monospace)
                found.setFixedPitch(True)
            elif self._families:
                found.setFamilies(self._families)
            found.setPixelSize(self._base + step)
            if kind in ("mono", "code"):
                found.setPixelSize(self._beside_words(found))
            found.setWeight(self._heavy if weight > QFont.Weight.Normal else weight)
            self._fonts[kind] = found
        return found

    @property
    def scale(self) -> float:
        """How much larger the system's letters are than those that the pictures are drawn with."""
        return self._base / _DEFAULT_PIXELS

    def _beside_words(self, code: QFont) -> int:
        """Return the size in which the small letters of ``code`` are as high as those of the words beside them."""
        size = code.pixelSize()
        words, signs = QFont(self.font("body")), QFont(code)
        for font in (words, signs):
            font.setPixelSize(100)  # at small sizes heights are rounded
        height, wanted = QFontMetricsF(signs).xHeight(), QFontMetricsF(words).xHeight()
        return max(size - 2, min(size, round(size * wanted / height))) if wanted > 0 and height > 0 else size

    def role(self, role: RoleName, glyph: Glyph | None = None) -> Role:
        """Return the colours of a role; a note (glyph ``info``) is drawn in the accent."""
        if glyph == "info":
            return self.palette.accent
        return self.palette.role(role)

    def _system_changed(self) -> None:
        if self.appearance == "system":
            self.choose("system")


theme = Theme()
"""The application's theme."""


def _family(system: str) -> str:
    # The resolved name, never an alias like "Sans Serif": Qt skips aliases when it looks for the next family.
    if system not in _LAST_RESORTS:
        return system
    installed = set(QFontDatabase.families())
    return next((name for name in _NICER if name in installed), system)


def _heavy(families: list[str]) -> QFont.Weight:
    """Return the weight that stands out: where a family has no heavy cut, Qt draws one, but only from bold on."""
    known = (family for family in families if QFontDatabase.hasFamily(family))
    light = any(
        all(
            QFontDatabase.weight(family, style) < QFont.Weight.DemiBold
            for style in QFontDatabase.styles(family)
        )
        for family in known
    )
    return QFont.Weight.Bold if light else QFont.Weight.DemiBold


def _qt_palette(colours: Palette) -> QPalette:
    palette = QPalette()
    text, muted = QColor(colours.text), QColor(colours.muted)
    for role, colour in (
        (QPalette.ColorRole.Window, colours.window),
        (QPalette.ColorRole.Base, colours.surface),
        (QPalette.ColorRole.AlternateBase, colours.sunken),
        (QPalette.ColorRole.Button, colours.surface),
        (QPalette.ColorRole.ToolTipBase, colours.surface),
        (QPalette.ColorRole.Highlight, colours.accent.ink),
        (QPalette.ColorRole.Accent, colours.accent.ink),
        (QPalette.ColorRole.HighlightedText, colours.on_accent),
        (QPalette.ColorRole.Link, colours.accent.ink),
        (QPalette.ColorRole.LinkVisited, colours.accent.ink),
        (QPalette.ColorRole.Light, colours.surface),
        (QPalette.ColorRole.Midlight, colours.line),
        (QPalette.ColorRole.Mid, colours.line),
        (QPalette.ColorRole.Dark, colours.muted),
        (QPalette.ColorRole.Shadow, colours.line),
    ):
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.ToolTipText,
    ):
        palette.setColor(role, text)
        palette.setColor(QPalette.ColorGroup.Disabled, role, muted)
    palette.setColor(QPalette.ColorRole.PlaceholderText, muted)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(colours.line))
    return palette
