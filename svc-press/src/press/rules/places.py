"""What makes a text one about Hue, and which words only look like it (domain reference C2)."""

from collections.abc import Iterable

from hueioc.areas.units import former_units, wards
from press.rules.dictionary import Dictionary, Term
from press.rules.words import toned, words_of

NAMES = ("Huế", "Thừa Thiên", "Thừa Thiên Huế")
NO_PLACE = (
    *("áo dài Huế", "bún bò Huế", "mè xửng Huế", "nón lá Huế", "nón bài thơ Huế", "ca Huế", "cơm hến Huế"),
    *("bánh Huế", "món Huế", "ẩm thực Huế", "giọng Huế", "Nguyễn Huế", "hoa huế"),
)
"""A dish, a dress, a song or a person: the word stands in them and no place is meant."""
RIVALS = ("Cần Thơ", "Vĩnh Long", "Sóc Trăng", "Quảng Trị", "Đà Nẵng", "Nghệ An", "Bình Dương", "Hà Nội")
"""Other provinces with wards of the same names: a text that names one of them and not Hue tags no ward."""
PREFIXES = ("phường", "xã", "thị trấn", "huyện", "thị xã", "quận")
_HUE = Dictionary([Term(phrase, "hue", is_name=True) for phrase in NAMES] + [Term(each, "") for each in NO_PLACE])
_RIVALS = Dictionary([Term(phrase, phrase, is_name=True) for phrase in RIVALS])


def ward_terms() -> Iterable[Term[str]]:
    """Today's wards and what they were made of. An old name that a ward of today bears means that ward."""
    today: set[str] = set()
    for code, ward in wards().items():
        kind, _, name = ward.name_vi.partition(" ")
        today.add(toned(name))
        yield Term(name, code, is_name=True)
        yield Term(f"{kind} {name}", code)
    for unit in former_units():
        if toned(unit.name) not in today and not unit.name.isdigit():
            yield Term(unit.name, unit.ward_code, is_name=True)
            yield Term(f"{unit.kind} {unit.name}", unit.ward_code)


def names_hue(text: str) -> bool:
    return any("hue" in hit.meanings for hit in _HUE.find(words_of(text)))


def names_rival(text: str) -> bool:
    return bool(_RIVALS.find(words_of(text)))


def wards_in(text: str, dictionary: Dictionary[str], *, is_local: bool) -> list[str]:
    """Codes of the wards that `text` names; `is_local`: it comes from a newspaper of Hue."""
    is_here = names_hue(text)
    if not is_here and (not is_local or names_rival(text)):
        return []
    return list(dict.fromkeys(code for hit in dictionary.find(words_of(text)) for code in hit.meanings))
