"""The search in a real browser: what it finds, how it is narrowed, and where a result leads."""

import json
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect
from tests.browser.conftest import NewPage
from tests.browser.waiting import attributes, follow, go, ready, text, texts, value_of

from scorepress.site.pagefind import Index, decode, read_content
from scorepress.site.words import asked, key

pytestmark = pytest.mark.browser

SEARCHES = {
    "电子客票": "units/linjiang-jtj/2021/",
    "林长制": "units/mouqu-lyj/2020/",
    "招商引资": "units/mou-xiang/2021-H1/",
    "专项资金": "units/yiyang-gxj/2021/",
    "特种设备": "units/shiqu/2021/",
    "预算执行率": "units/daying-sfj/2023/",
    "公交": "units/linjiang-jtj/2021/",
    "无障碍": "units/menghai/2019/",
    "临政办发〔2021〕9号": "units/linjiang-jtj/2021/",
    "临政办发[2021] 9 号": "units/linjiang-jtj/2021/",
    "临政办发（2021）9号": "units/linjiang-jtj/2021/",
    "【２０２１】９号": "units/linjiang-jtj/2021/",
}


def search(page: Page, words: str = "", **facets: str) -> None:
    """Open the page of a search and wait for its answer."""
    asks = {"q": words, **facets}
    go(page, "search/?" + "&".join(f"{name}={quote(value)}" for name, value in asks.items() if value))
    answered(page)


def answered(page: Page) -> None:
    """Wait until a search is over: its results are there, or what to try instead."""
    ready(page)
    expect(page.locator("#sp-search ol")).to_have_attribute("aria-busy", "false")


def status(page: Page) -> Locator:
    return page.locator("#sp-search [role=status]")


def results(page: Page) -> list[str]:
    return attributes(page.locator("#sp-search li a.sp-result__title"), "href")


@pytest.mark.parametrize("words", SEARCHES)
def test_chinese_search_finds_the_right_report(page: Page, words: str) -> None:
    search(page, words)
    assert any(SEARCHES[words] in hit for hit in results(page)[:3]), results(page)


def test_search_for_unit_self_assessment_from_the_header(page: Page) -> None:
    go(page, "")
    page.locator(".sp-search-form__input").fill("单位自评")
    page.locator(".sp-search-form__input").press("Enter")
    expect(status(page)).to_contain_text("单位自评")
    answered(page)
    first = page.locator("#sp-search ol > li").first
    expect(first.locator("a").first).to_have_attribute("href", re.compile("units/linjiang-jtj/2021/"))
    expect(first.locator("mark").first).to_have_text("单位自评")


@pytest.mark.parametrize("words", ["招商", "障碍", "引资", "村村", "〔2021〕9号", "2351.95"])
def test_search_marks_the_words_as_typed(page: Page, words: str) -> None:
    search(page, words)
    assert {mark.replace(" ", "") for mark in texts(page.locator("#sp-search mark"))} == {words}


@pytest.mark.parametrize("words", ["a.b(c", "[", "((\\", "“", "税"])
def test_any_query_has_an_answer(page: Page, words: str) -> None:
    search(page, words)
    expect(page.locator("#sp-search [role=alert]")).to_be_hidden()


def test_numbers_are_found_whole(page: Page) -> None:
    search(page, "2351.95")
    assert len(results(page)) == 1
    search(page, "2351.9")
    assert results(page) == []


def test_filters_narrow_a_search_and_stand_in_the_address(page: Page) -> None:
    search(page, "安全生产")
    everything = len(results(page))
    assert everything == 10
    page.get_by_label("年度", exact=True).select_option("2024")
    expect(page).to_have_url(re.compile("year=2024"))
    answered(page)
    page.get_by_label("考核类别", exact=True).select_option("工业主导类")
    expect(page).to_have_url(re.compile("class="))
    answered(page)
    asked_for = value_of(page, "Object.fromEntries(new URLSearchParams(location.search))")
    assert asked_for == {"q": "安全生产", "year": "2024", "class": "工业主导类"}
    count = int("".join(char for char in text(status(page)).replace("安全生产", "") if char.isdigit()))
    assert 0 < count <= 12
    assert all("/2024/" in hit for hit in results(page))
    # The number behind a choice is what the choice would leave.
    other = page.get_by_label("考核类别", exact=True).locator("option[value=生态农业类]")
    expect(other).to_contain_text("（")
    expected = text(other).split("（")[1].rstrip("）")
    page.get_by_label("考核类别", exact=True).select_option("生态农业类")
    expect(page).to_have_url(re.compile(quote("生态农业类")))
    expect(status(page)).to_contain_text(f" {expected} ")


def test_the_back_button_goes_to_the_search_before(page: Page) -> None:
    search(page, "安全生产", year="2024")
    before = text(status(page))
    page.get_by_label("年度", exact=True).select_option("2022")
    expect(page).to_have_url(re.compile("year=2022"))
    page.get_by_role("button", name="取消“年度：2022”").click()
    expect(page).not_to_have_url(re.compile("year"))
    page.go_back()
    expect(page).to_have_url(re.compile("year=2022"))
    page.go_back()
    expect(page).to_have_url(re.compile("year=2024"))
    expect(status(page)).to_have_text(before)
    expect(page.get_by_label("年度", exact=True)).to_have_value("2024")
    page.reload()
    answered(page)
    expect(status(page)).to_have_text(before)


def test_a_unit_is_picked_by_a_part_of_its_name(page: Page) -> None:
    go(page, "search/")
    field = page.get_by_label("单位", exact=True)
    assert "甲山县（虚构）" in attributes(page.locator("#sp-units option"), "value")
    field.fill("甲山")
    field.press("Enter")
    expect(page).to_have_url(re.compile("unit="))
    answered(page)
    assert {hit.split("/units/")[1].split("/")[0] for hit in results(page)} == {"jiashan"}
    assert len(results(page)) == 4  # its own page and three reports
    search(page, unit="没有这个单位")
    assert results(page) == []


def test_filters_work_without_words(page: Page) -> None:
    search(page, kind="report", year="2024", stage="verified")
    hits = results(page)
    assert hits
    assert all("/2024/" in hit for hit in hits)
    assert "mark=" not in "".join(hits)


def test_by_filters_alone_the_newest_year_comes_first(page: Page) -> None:
    search(page, scheme="shili-gzl", kind="report")
    found = int("".join(filter(str.isdigit, text(status(page)))))
    for there in range(10, found, 10):
        page.get_by_role("button", name="更多结果").click()
        expect(page.locator("#sp-search ol > li")).to_have_count(min(there + 10, found))
    expect(page.get_by_role("button", name="更多结果")).to_be_hidden()
    years = [re.findall(r"/(\d{4})/", hit)[0] for hit in results(page)]
    assert set(years) == {"2022", "2023", "2024"}
    assert years == sorted(years, reverse=True)


def test_more_results_follow_and_take_the_focus(page: Page) -> None:
    search(page, "自评")
    page.get_by_role("button", name="更多结果").press("Enter")
    expect(page.locator("#sp-search ol > li")).to_have_count(20)
    expect(page.locator("#sp-search ol > li").nth(10).locator(":focus")).to_have_count(1)


def test_an_empty_result_says_what_to_try(page: Page) -> None:
    search(page, "电子客票", year="2024")
    assert results(page) == []
    page.get_by_role("button", name="取消“年度：2024”：").click()
    answered(page)
    assert any("units/linjiang-jtj/2021/" in hit for hit in results(page))
    search(page, "电子客票楼")
    page.get_by_role("button", name="改搜“电子客票”").click()
    answered(page)
    assert results(page)
    search(page, "电子客票楼", year="2024")  # neither without the year nor with a shorter word alone
    page.get_by_role("button", name="不加条件改搜“电子客票”").click()
    answered(page)
    assert results(page)
    search(page, "xyzzy 电子客票")
    expect(page.locator("[data-help] li")).to_have_count(1)
    search(page, "xyzzy")
    expect(status(page)).to_contain_text("xyzzy")
    expect(page.locator("[data-help]")).to_contain_text("更短的词")


@pytest.mark.parametrize("part", ["pagefind.js", "pf_index", "pf_meta", "wasm", "pf_fragment", "pagefind-entry.json"])
def test_an_index_that_cannot_be_loaded_is_no_empty_result(new_page: NewPage, part: str) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=404, body="not found")

    opened = new_page()
    opened.route(lambda address: "/pagefind/" in address and part in address, refuse)
    search(opened, "电子客票")
    expect(opened.locator("#sp-search [role=alert]")).to_be_visible()
    expect(status(opened)).to_have_text("")


def test_without_script_the_page_says_where_to_look(new_page: NewPage) -> None:
    opened = new_page(java_script_enabled=False)
    go(opened, "search/?q=" + quote("电子客票"))
    follow(opened.get_by_role("link", name="全部报告"))
    expect(opened).to_have_url(re.compile("/reports/$"))


def test_a_result_leads_to_the_paragraph(page: Page) -> None:
    search(page, "电子发票")
    place = page.locator(".sp-result__place a").first
    (target, *_) = attributes(place, "href")
    follow(place)
    hit = page.locator("mark.sp-hit").first
    expect(hit).to_be_visible()
    assert value_of(page, "decodeURIComponent(location.hash.slice(1))") == unquote(urlsplit(target).fragment) != ""
    expect(page.locator("mark.sp-hit:focus")).to_have_text("电子发票")
    expect(page.locator("mark.sp-hit:focus")).to_be_in_viewport()
    follows = """(hit, id) => Boolean(
        document.getElementById(id).compareDocumentPosition(hit) & Node.DOCUMENT_POSITION_FOLLOWING)"""
    assert value_of(page.locator("mark.sp-hit:focus"), follows, unquote(urlsplit(target).fragment))
    page.get_by_role("button", name="下一处").click()
    expect(page.locator(".sp-arrived [role=status]")).to_contain_text("第 2 处")
    page.get_by_role("button", name="清除标记").click()
    expect(page.locator("mark")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("mark="))


def test_words_across_elements_and_in_closed_details_are_marked(page: Page) -> None:
    go(page, "units/linjiang-jtj/2021/?mark=" + quote("扣完为止"))
    expect(page.locator("mark.sp-hit:focus")).to_have_text("扣完为止")
    expect(page.locator("details[open] mark.sp-hit").first).to_be_visible()
    expect(page.locator("mark.sp-hit:focus")).to_be_in_viewport()
    go(page, "units/linjiang-jtj/2021/")
    value_of(page, "document.querySelector('.sp-prose p').innerHTML = '绩<b>效</b>自<i>评</i>的结果'")
    value_of(page, "history.replaceState(null, '', '?mark=' + encodeURIComponent('绩效自评'))")
    value_of(page, "import(document.querySelector('[data-sp-arrive]').src + '?again')")
    expect(page.locator(".sp-prose p mark.sp-hit")).to_have_count(4)


def test_everything_works_by_keyboard(page: Page) -> None:
    go(page, "search/")
    expect(page.locator("#sp-q")).to_be_focused()
    page.keyboard.type("安全生产")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("安全生产")
    answered(page)
    seen: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(value_of(page, "document.activeElement.name || document.activeElement.classList[0]"))
        if seen[-1] == "year":
            page.keyboard.press("ArrowDown")
            expect(page).to_have_url(re.compile("year=2024"))
            answered(page)
        if seen[-1] == "sp-result__title":
            break
    assert seen[-1] == "sp-result__title", seen
    assert [name for name in seen if name in {"kind", "year", "scheme", "class", "region", "grade", "stage", "unit"}]
    assert "sp-pick" in seen  # the filter in force can be taken away
    page.keyboard.press("Enter")
    expect(page.locator("article.sp-report")).to_be_visible()
    expect(page.locator("mark.sp-hit:focus")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("asks", ["q=电子客票", "q=电子客票&year=2024&class=工业主导类", "year=2024"])
def test_axe_finds_nothing_in_an_answer(new_page: NewPage, asks: str, scheme: str) -> None:
    opened = new_page(color_scheme=scheme, reduced_motion="reduce")
    go(opened, "search/?" + quote(asks, safe="=&"))
    answered(opened)
    found = [(each["id"], each["impact"]) for each in Axe().run(opened).response["violations"]]
    go(opened, "units/linjiang-jtj/2021/?mark=" + quote("电子客票"))
    expect(opened.locator(".sp-arrived")).to_be_visible()
    found += [(each["id"], each["impact"]) for each in Axe().run(opened).response["violations"]]
    assert [each for each in found if each[1] in {"serious", "critical"}] == []


def test_a_phone_shows_an_answer_without_sideways_scrolling(new_page: NewPage) -> None:
    opened = new_page(viewport={"width": 360, "height": 740})
    for asks in ("q=安全生产&year=2024", "q=电子客票&year=2024&class=工业主导类"):
        go(opened, "search/?" + quote(asks, safe="=&"))
        answered(opened)
        assert value_of(opened, "document.documentElement.scrollWidth") <= 360
    go(opened, "units/linjiang-jtj/2021/?mark=" + quote("电子客票"))
    expect(opened.locator(".sp-arrived")).to_be_visible()
    assert value_of(opened, "document.documentElement.scrollWidth") <= 360


CUT = [
    "单位自评",
    "预算执行率 2024 年",
    "临政办发﹝2021﹞ 9 号、2351.95万元",
    "吉林省道路客运行业高质量发展绩效考核标准（2021 年）",
    "税",
    "年 月",
    "招商\n  引资",
    "ＧＤＰ growth Ünïcode ǅ ﬁ",
    "二〇二一年𠀀𠀁𠀂",
    "a_b-c.d 1,234.5 %",
    "「」、。　",
    "",
]


def test_the_browser_cuts_words_as_the_build_does(page: Page) -> None:
    go(page, "search/")
    made = value_of(
        page,
        """async (texts) => {
            const words = await import(new URL("../assets/scorepress/words.js", location.href));
            return texts.map((text) => words.asked(text).map((word) => [word, words.key(word)]));
        }""",
        CUT,
    )
    for query, found in zip(CUT, made, strict=True):
        assert [word for word, _ in found] == asked(query)
        assert all(letters == key(word) or len(word) == 1 for word, letters in found)


def test_the_engine_answers_as_the_proof_reads_the_index(page: Page, built_site: Path) -> None:
    """Words at the edges of every chunk, each asked of an engine that has loaded nothing yet, alone and in pairs."""
    index = Index(built_site / "pagefind")
    edges: list[str] = []
    for _, _, name in index.chunks:
        (words,) = decode(read_content(built_site / "pagefind" / "index" / f"{name}.pf_index"))
        edges += [words[0][0], words[-1][0]]
    pages = dict(index.pages_of(edges))
    queries = {word: pages[word] for word in edges}
    queries |= {f"{one} {other}": pages[one] & pages[other] for one, other in zip(edges, edges[3:], strict=False)}
    go(page, "search/")
    answers = value_of(
        page,
        """async (queries) => {
            const pagefind = await import(new URL("../pagefind/pagefind.js", location.href));
            const counts = [];
            for (const query of queries) {
                const fresh = pagefind.createInstance({ noWorker: true });
                await fresh.init();
                counts.push((await fresh.search(query)).results.length);
            }
            return counts;
        }""",
        list(queries),
    )
    assert len(edges) >= 10
    assert dict(zip(queries, answers, strict=True)) == {query: len(found) for query, found in queries.items()}


ASKS = [
    {"words": "单位自评"},
    {"words": "临江市交通运输局"},
    {"words": "安全生产", "year": "2024", "class": "工业主导类", "unit": "甲山"},
    {"year": "2024", "grade": "优秀"},
    {"words": "xyzzy", "year": "2024"},
]


@pytest.mark.parametrize("asks", ASKS)
def test_a_query_is_light(page: Page, built_site: Path, asks: dict[str, str]) -> None:
    """Not all words are loaded, whatever is asked: neither for filters alone nor to say what to try."""
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    search(page, **asks)
    of_search = {
        url: size for url, size in sizes.items() if "/pagefind/" in url or url.endswith(("search.js", "words.js"))
    }
    assert sum(of_search.values()) < 300_000, json.dumps(of_search, indent=1)
    chunks = [url for url in of_search if url.endswith(".pf_index")]
    assert len(chunks) < len(list(built_site.glob("pagefind/index/*.pf_index")))
