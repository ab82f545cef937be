"""Personal numbers to plant and numbers that only look like them, made from a seed, and places to put them."""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scorepress.privacy import Kind

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
REGIONS = ("110101", "130102", "210203", "320501", "420922", "440305", "510107", "533102", "610113", "650102", "810000")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SURNAMES = "赵钱孙李周吴郑王冯陈"


class Planted(NamedTuple):
    """A text and what must be found in it; `kind` is None where nothing may be."""

    kind: Kind | None
    number: str
    """As written in the text."""
    text: str


def digits(source: random.Random, count: int) -> str:
    return "".join(source.choice("0123456789") for _ in range(count))


def day(source: random.Random, years: tuple[int, int] = (1935, 2019)) -> str:
    return f"{source.randint(*years)}{source.randint(1, 12):02}{source.randint(1, 28):02}"


def resident_id(source: random.Random) -> str:
    body = source.choice(REGIONS) + day(source) + digits(source, 3)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def old_id(source: random.Random) -> str:
    return source.choice(REGIONS[:-1]) + day(source)[2:] + digits(source, 3)


def mobile(source: random.Random) -> str:
    return "1" + source.choice("3456789") + digits(source, 9)


def card(source: random.Random) -> str:
    body = source.choice(["62284", "62220", "62170", "62230"]) + digits(source, source.choice([10, 13]))
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(body))]
    return body + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def split(number: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(number[start : start + size])
        start += size
    return gap.join(part for part in [*parts, number[start:]] if part)


GAPS = (" ", "-", "  ", "\u3000", "·", "－", "—", "\u200d", "\u00a0", " - ")
PLACES = (
    "{}",
    "联系人王某某，{}。",
    "经办人{}已签收",
    "（{}）",
    "“{}”",
    "| 张某 | {} | 已发放 |",
    "张某,{},800\n李某,0,900",
    "- 负责人：{}",
    "1. {}",
    "note: 由张某（{}）领取",
    "    phone: {}",
    "# 待核 {}",
    "<!-- {} -->",
    "[名单](evidence/{}.pdf)",
    "![照片](img/张某_{}_正面.jpg)",
    "https://example.gov.cn/q?id={}&x=1",
    "`{}`",
    "**{}**",
    "A1: {{self: 30, note: {}}}",
    "2025年3月1日，{}",
    "合计 1,234.50 元 {}",
    "a{}b",
    "张某{}李某{}",
    "12.\t{}\n",
    "{}/{}",
    "姓名张某,证件{};备注",
    "x_{}_y",
    "“证件号码”\t{}\t2025",
    "自评 98.5 分、{}、第 3 名",
)
PHONE_PLACES = (
    "+86{}",
    "+86 {}",
    "0086{}",
    "86-{}",
    "(+86){}",
    "（86）{}",
    "tel{}",
    "手机：{}",
    "电话{}转张某",
    "微信同号{}",
)
ID_PLACES = ("身份证{}", "身份证号码：{}", "ID:{}", "公民身份号码 {}")
CARD_PLACES = ("卡号：{}", "开户行及账号 工商银行 {}", "账号,{}", "| 姓名 | 银行卡号 |\n| --- | --- |\n| 张某 | {} |")


def written(source: random.Random, number: str, splits: tuple[tuple[int, ...], ...]) -> str:
    shape = source.randrange(5)
    if shape == 0:
        return number.translate(WIDE)
    if shape in {1, 2}:
        return split(number, source.choice(splits), source.choice(GAPS))
    return number.lower() if shape == 3 else number


def planted(seed: int, count: int) -> Iterator[Planted]:
    """`count` texts, each with a personal number in a place of its own."""
    source = random.Random(seed)  # noqa: S311 - a test wants the same numbers each time
    makers: tuple[tuple[Kind, Callable[[random.Random], str], tuple[tuple[int, ...], ...], tuple[str, ...]], ...] = (
        (Kind.RESIDENT_ID, resident_id, ((6, 8), (6, 4, 4), (3, 3, 4, 4), (4, 4, 4, 4), (1,) * 17), PLACES + ID_PLACES),
        (Kind.MOBILE, mobile, ((3, 4), (3,), (7,)), PLACES + PHONE_PLACES),
        (Kind.RESIDENT_ID, old_id, ((6, 6),), PLACES + ID_PLACES),
        (Kind.BANK_CARD, card, ((4, 4, 4, 4),), CARD_PLACES),
    )
    for index in range(count):
        kind, make, splits, places = makers[source.choices(range(4), (4, 4, 1, 1))[0]]
        number = written(source, make(source), splits)
        yield Planted(
            kind, number, places[index % len(places)].replace("{}", number).replace("{{", "{").replace("}}", "}")
        )


def number_like(source: random.Random) -> Iterator[str]:
    """One of each kind of number that only looks like a personal one."""
    year, four, seven = source.randint(1990, 2026), digits(source, 4), digits(source, 7)
    hexadecimal = "".join(source.choice("0123456789abcdef") for _ in range(64))
    yield f"鄂政办发〔{year}〕{source.randint(1, 200)}号"
    yield f"{source.randint(1, 999)},{digits(source, 3)},{digits(source, 3)},{digits(source, 3)}.{digits(source, 2)}"
    yield f"{source.randint(1, 999)}{''.join(f',{digits(source, 3)}' for _ in range(5))}元"
    yield f"{source.randint(13, 19)}{digits(source, 9)}.{digits(source, 2)} 元"
    yield f"￥{source.randint(13, 19)}{digits(source, 9)}"
    yield (
        "91" + "".join(source.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(15)) + source.choice("ABCDEFGH")
    )
    yield f"12{digits(source, 6)}MB{digits(source, 7)}Y"
    yield f"07{source.randint(10, 99)}-{seven}"
    yield f"010-8{seven}"
    yield f"(0715){seven}转{source.randint(1, 99)}"
    yield f"+86 27 8{digits(source, 3)} {four}"
    yield f"400-{digits(source, 3)}-{four}"
    yield f"400{seven}"
    yield "12345"
    yield f"{year}-{source.randint(10, 12)}-{source.randint(10, 28)} {source.randint(10, 23)}:{source.randint(10, 59)}"
    yield f"{day(source, (1995, 2026))}{source.randint(0, 23):02}{digits(source, 4)}"
    yield f"{year}年1—{source.randint(2, 12)}月 {year - 1}年"
    yield f"1{source.randint(10, 19)}.{digits(source, 7)},{source.randint(20, 40)}.{digits(source, 7)}"
    yield f"1{source.randint(10, 19)}.{digits(source, 13)} {source.randint(20, 40)}.{digits(source, 14)}"
    yield f"ISBN 978-7-{digits(source, 3)}-{digits(source, 5)}-{digits(source, 1)}"
    yield f"978{digits(source, 10)}"
    yield f"69{digits(source, 11)}"
    yield f"{source.randint(4000, 5999)}-{year}-{digits(source, 3)}"
    yield f"ZB-{year}-{four}-{digits(source, 2)}"
    yield f"420922{year}{digits(source, 5)}"
    yield f"Y{year}{digits(source, 8)}"
    yield hexadecimal
    yield f"sha256:{hexadecimal}"
    yield hexadecimal[:40]
    yield f"{hexadecimal[:8]}-{hexadecimal[8:12]}-4{hexadecimal[12:15]}-a{hexadecimal[15:18]}-{hexadecimal[18:30]}"
    yield f"0.{digits(source, source.choice([11, 15, 18, 20]))}"
    yield f"{source.randint(1, 99)}.{digits(source, 11)}"
    yield "、".join(str(source.randint(1, 2026)) for _ in range(9))
    yield " ".join(str(source.randint(1, 300)) for _ in range(9))
    yield " ".join(f"{source.randint(1, 999)}.{digits(source, 2)}" for _ in range(6))
    yield f"{source.randint(1, 9)}{digits(source, 18)}"
    yield f"20{digits(source, 14)}"
    yield f"1000{digits(source, 6)}{source.randint(10, 99)}"
    yield f"{source.randint(1, 9)}{digits(source, 9)}"
    yield f"17{digits(source, 11)}"
    yield f"{source.randint(2000, 2026)}{digits(source, 16)}"
    yield f"v{source.randint(1, 19)}.{digits(source, 2)}.{year}.{digits(source, 3)}"
    yield f"10.{digits(source, 3)}.{digits(source, 2)}.{digits(source, 3)}:8080"
    yield f"1{digits(source, 4)} {digits(source, 4)}"
    yield f"{year}{year + 1}{digits(source, 2)}"


LIKE_PLACES = tuple(place for place in PLACES if place not in {"a{}b", "1. {}", "x_{}_y"})


def look_alikes(seed: int, count: int) -> Iterator[Planted]:
    """`count` texts without a personal number, however much one looks like it."""
    source = random.Random(seed)  # noqa: S311 - a test wants the same numbers each time
    made: list[str] = []
    while len(made) < count:
        made += number_like(source)
    for number in made[:count]:
        place = source.choice(LIKE_PLACES)
        yield Planted(None, number, place.replace("{}", number).replace("{{", "{").replace("}}", "}"))
