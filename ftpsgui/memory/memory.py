"""All that is remembered, behind one object."""

from __future__ import annotations

from ftpsgui.memory.cures import Cures
from ftpsgui.memory.pins import Pins
from ftpsgui.memory.places import Places, system_places
from ftpsgui.memory.profiles import Profiles
from ftpsgui.memory.recent import RecentTargets


class Memory:
    """Opens nothing and makes nothing until it is asked for something."""

    def __init__(self, places: Places | None = None) -> None:
        self.places = places or system_places()
        self.profiles = Profiles(self.places.profiles)
        self.recent = RecentTargets(self.places.recent)
        self.pins = Pins(self.places.pins)
        self.cures = Cures(self.places.cures)
