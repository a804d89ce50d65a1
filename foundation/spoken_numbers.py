"""Amounts in Vietnamese words, as receipts write them. Pure."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_GREATEST = 10**18


def in_words(number: int) -> str:
    """``1.005.021`` is «một triệu không trăm linh năm nghìn không trăm hai mươi mốt». ValueError below 0 and from 10¹⁸ on."""
    if not 0 <= number < _GREATEST:
        raise ValueError(number)
    return " ".join(_billions(number)) or _DIGITS[0]


def dong_in_words(amount: int) -> str:
    """``Một trăm năm mươi nghìn đồng``."""
    words = f"{in_words(amount)} đồng"
    return words[0].upper() + words[1:]


def _billions(number: int, *, inside: bool = False) -> list[str]:
    """``inside``: something greater was said before, so that empty hundreds are said too."""
    above, rest = divmod(number, _BILLION)
    if not above:
        return _below_a_billion(rest, inside=inside)
    return [*_billions(above, inside=inside), "tỷ", *_below_a_billion(rest, inside=True)]


def _below_a_billion(number: int, *, inside: bool) -> list[str]:
    words: list[str] = []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = number // size % 1000
        if group:
            words += [*_hundreds(group, inside=inside), *([name] if name else [])]
            inside = True
        inside = inside or bool(words)
    return words


def _hundreds(group: int, *, inside: bool) -> list[str]:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if tens == 0:
        return words + (["linh"] if words and ones else []) + ([_DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        return [*words, "mốt"]
    if ones == 5:
        return [*words, "lăm"]
    return [*words, _DIGITS[ones]] if ones else words
