"""The question about a certificate that does not verify. Nothing secret has been sent when it is asked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_trust import TrustView
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.section import Section
from ftpsgui.ui.words import tr


class TrustSheet(QDialog):
    """Window-modal; to be shown by ``open()``. Accepted: trusted, for good when ``lasting``. Refusing is the default."""

    def __init__(self, view: TrustView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lasting = False
        self.setWindowTitle(view.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        badge = Badge(38)
        badge.show_role(view.role, view.glyph)
        headline = Label(view.headline, kind="headline", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(headline)
        words.addWidget(Label(view.subline, tone="muted", wrap=True))
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        inner = self._facts = QWidget()
        inner.setProperty("kind", "plain")
        facts = QVBoxLayout(inner)
        facts.setContentsMargins(54, 0, 6, 0)
        facts.setSpacing(14)
        facts.addWidget(self._reasons(view))
        for section in view.sections:
            facts.addWidget(Section(section))
        facts.addStretch(1)
        scroll = QScrollArea()
        scroll.setProperty("kind", "plain")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(tr(msg("The certificates that the server showed")))
        self.always = Button("secondary", clicked=self._accept_for_good)
        self.always.say(view.always, hint=view.always_hint)
        self.always.setVisible(bool(view.always))
        self.trust = Button("secondary", clicked=self.accept)
        self.trust.say(view.once, hint=view.once_hint)
        self.cancel = Button("primary", clicked=self.reject)
        self.cancel.say(tr(msg("Cancel")), hint=tr(msg("End the test here")))
        self.cancel.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.always)
        foot.addWidget(self.trust)
        foot.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetDefaultConstraint)
        layout.addLayout(top)
        layout.addWidget(scroll, 1)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        self.cancel.setFocus()
        self.setAccessibleName(headline.text())
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for what the server showed, but never more than the window behind."""
        chrome = 190
        wanted = QSize(720, min(640, self._facts.sizeHint().height() + chrome))
        parent = self.parentWidget()
        return wanted.boundedTo(parent.window().size() - QSize(40, 40)) if parent is not None else wanted

    def _accept_for_good(self) -> None:
        self.lasting = True
        self.accept()

    def _reasons(self, view: TrustView) -> QWidget:
        box = QWidget()
        box.setProperty("kind", "plain")
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(5)
        for text in view.reasons:
            line = QHBoxLayout()
            line.setSpacing(8)
            glyph = Badge(12, circle=False)
            glyph.show_role("warning", "bang")
            words = Label(text, wrap=True)
            glyph.setFixedHeight(words.fontMetrics().height())
            line.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
            rows.addLayout(line)
        if view.store:
            rows.addWidget(Label(view.store, kind="caption", tone="muted", wrap=True))
        return box
