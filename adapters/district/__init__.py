"""Reads one deployment's folder into a `District`, and says in one sentence what is wrong and on which line.

A folder holds units.csv, groups.csv, departments.yml, services.yml, district.yml and, if the district answers questions
by itself, answers.yml; docs/district.md describes them.
Nothing is guessed: an unknown key, a missing translation or a service that no unit can do is refused, because a typing
mistake that loads would send residents' cases to nobody.
"""

from adapters.district.folder import load_district
from adapters.district.text import DistrictError

__all__ = ["DistrictError", "load_district"]
