"""The search in a real browser: what it finds, how it is narrowed, and where a result leads."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

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
    page.goto("search/?" + "&".join(f"{name}={quote(value)}" for name, value in asks.items() if value))
    answered(page)


def answered(page: Page) -> None:
    """Wait until a search is over: its results are there, or what to try instead."""
    page.wait_for_function(
        """() => document.querySelector("#sp-search ol > li") || !document.querySelector("[data-help]").hidden
            || !document.querySelector("#sp-search [role=alert]").hidden"""
    )


def said(page: Page) -> str:
    return page.locator("#sp-search [role=status]").inner_text()


def results(page: Page) -> list[str]:
    return [str(link.get_attribute("href")) for link in page.locator("#sp-search li a.sp-result__title").all()]


@pytest.mark.parametrize("words", SEARCHES)
def test_chinese_search_finds_the_right_report(page: Page, words: str) -> None:
    search(page, words)
    assert any(SEARCHES[words] in hit for hit in results(page)[:3]), results(page)


def test_search_for_unit_self_assessment_from_the_header(page: Page) -> None:
    page.goto("")
    page.locator(".sp-search-form__input").fill("单位自评")
    page.locator(".sp-search-form__input").press("Enter")
    page.wait_for_selector("#sp-search li a")
    assert "单位自评" in said(page)
    first = page.locator("#sp-search ol > li").first
    assert "units/linjiang-jtj/2021/" in str(first.locator("a").first.get_attribute("href"))
    assert first.locator("mark").first.inner_text() == "单位自评"


@pytest.mark.parametrize("words", ["招商", "障碍", "引资", "村村", "〔2021〕9号", "2351.95"])
def test_search_marks_the_words_as_typed(page: Page, words: str) -> None:
    search(page, words)
    marked = {mark.inner_text().replace(" ", "") for mark in page.locator("#sp-search mark").all()}
    assert marked == {words}


@pytest.mark.parametrize("words", ["a.b(c", "[", "((\\", "“", "税"])
def test_any_query_has_an_answer(page: Page, words: str) -> None:
    search(page, words)
    assert page.locator("#sp-search [role=alert]").is_hidden()


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
    page.wait_for_url("**year=2024**")
    answered(page)
    page.get_by_label("考核类别", exact=True).select_option("工业主导类")
    page.wait_for_url("**class=**")
    answered(page)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["安全生产"], "year": ["2024"], "class": ["工业主导类"]}
    count = int("".join(char for char in said(page).replace("安全生产", "") if char.isdigit()))
    assert 0 < count <= 12
    assert all("/2024/" in hit for hit in results(page))
    # The number behind a choice is what the choice would leave.
    other = page.get_by_label("考核类别", exact=True).locator("option[value=生态农业类]")
    expect(other).to_contain_text("（")
    expected = other.inner_text().split("（")[1].rstrip("）")
    page.get_by_label("考核类别", exact=True).select_option("生态农业类")
    page.wait_for_url("**" + quote("生态农业类") + "**")
    expect(page.locator("#sp-search [role=status]")).to_contain_text(f" {expected} ")


def test_the_back_button_goes_to_the_search_before(page: Page) -> None:
    search(page, "安全生产", year="2024")
    before = said(page)
    page.get_by_label("年度", exact=True).select_option("2022")
    page.wait_for_url("**year=2022**")
    page.get_by_role("button", name="取消“年度：2022”").click()
    page.wait_for_function("!location.search.includes('year')")
    page.go_back()
    page.wait_for_url("**year=2022**")
    page.go_back()
    page.wait_for_url("**year=2024**")
    expect(page.locator("#sp-search [role=status]")).to_have_text(before)
    assert page.get_by_label("年度", exact=True).input_value() == "2024"
    page.reload()
    answered(page)
    assert said(page) == before


def test_a_unit_is_picked_by_a_part_of_its_name(page: Page) -> None:
    page.goto("search/")
    field = page.get_by_label("单位", exact=True)
    assert "甲山县（虚构）" in [str(each.get_attribute("value")) for each in page.locator("#sp-units option").all()]
    field.fill("甲山")
    field.press("Enter")
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
    while page.get_by_role("button", name="更多结果").is_visible():
        before = len(results(page))
        page.get_by_role("button", name="更多结果").click()
        page.wait_for_function("before => document.querySelectorAll('#sp-search ol > li').length > before", arg=before)
    years = [re.findall(r"/(\d{4})/", hit)[0] for hit in results(page)]
    assert set(years) == {"2022", "2023", "2024"}
    assert years == sorted(years, reverse=True)


def test_more_results_follow_and_take_the_focus(page: Page) -> None:
    search(page, "自评")
    page.get_by_role("button", name="更多结果").press("Enter")
    expect(page.locator("#sp-search ol > li")).to_have_count(20)
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('#sp-search ol > li')[10]")


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
    assert page.locator("[data-help] li").count() == 1
    search(page, "xyzzy")
    assert "xyzzy" in said(page)
    assert "更短的词" in page.locator("[data-help]").inner_text()


@pytest.mark.parametrize("part", ["pagefind.js", "pf_index", "pf_meta", "wasm", "pf_fragment", "pagefind-entry.json"])
def test_an_index_that_cannot_be_loaded_is_no_empty_result(browser: Browser, site_url: str, part: str) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=404, body="not found")

    context = browser.new_context(base_url=site_url)
    opened = context.new_page()
    opened.route(lambda address: "/pagefind/" in address and part in address, refuse)
    search(opened, "电子客票")
    assert opened.locator("#sp-search [role=alert]").is_visible()
    assert said(opened) == ""
    context.close()


def test_without_script_the_page_says_where_to_look(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("search/?q=" + quote("电子客票"))
    opened.get_by_role("link", name="全部报告").click()
    assert opened.url.endswith("/reports/")
    context.close()


def test_a_result_leads_to_the_paragraph(page: Page) -> None:
    search(page, "电子发票")
    place = page.locator(".sp-result__place a").first
    target = str(place.get_attribute("href"))
    place.click()
    hit = page.locator("mark.sp-hit").first
    expect(hit).to_be_visible()
    assert unquote(urlsplit(page.url).fragment) == unquote(urlsplit(target).fragment) != ""
    expect(page.locator("mark.sp-hit:focus")).to_have_text("电子发票")
    expect(page.locator("mark.sp-hit:focus")).to_be_in_viewport()
    heading = page.locator(f"[id='{unquote(urlsplit(target).fragment)}']")
    follows = "(hit, head) => Boolean(head.compareDocumentPosition(hit) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert page.locator("mark.sp-hit:focus").evaluate(follows, heading.element_handle())
    page.get_by_role("button", name="下一处").click()
    assert "第 2 处" in page.locator(".sp-arrived [role=status]").inner_text()
    page.get_by_role("button", name="清除标记").click()
    assert page.locator("mark").count() == 0
    assert "mark=" not in page.url


def test_words_across_elements_and_in_closed_details_are_marked(page: Page) -> None:
    page.goto("units/linjiang-jtj/2021/?mark=" + quote("扣完为止"))
    expect(page.locator("mark.sp-hit:focus")).to_have_text("扣完为止")
    assert page.locator("details[open] mark.sp-hit").count() >= 1
    expect(page.locator("mark.sp-hit:focus")).to_be_in_viewport()
    page.goto("units/linjiang-jtj/2021/")
    page.evaluate("document.querySelector('.sp-prose p').innerHTML = '绩<b>效</b>自<i>评</i>的结果'")
    page.evaluate("history.replaceState(null, '', '?mark=' + encodeURIComponent('绩效自评'))")
    page.evaluate("import(document.querySelector('[data-sp-arrive]').src + '?again')")
    expect(page.locator(".sp-prose p mark.sp-hit")).to_have_count(4)


def test_everything_works_by_keyboard(page: Page) -> None:
    page.goto("search/")
    expect(page.locator("#sp-q")).to_be_focused()
    page.keyboard.type("安全生产")
    page.keyboard.press("Enter")
    answered(page)
    seen: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.name || document.activeElement.classList[0]"))
        if seen[-1] == "year":
            page.keyboard.press("ArrowDown")
            page.wait_for_url("**year=2024**")
            answered(page)
        if seen[-1] == "sp-result__title":
            break
    assert seen[-1] == "sp-result__title", seen
    assert [name for name in seen if name in {"kind", "year", "scheme", "class", "region", "grade", "stage", "unit"}]
    assert "sp-pick" in seen  # the filter in force can be taken away
    page.keyboard.press("Enter")
    page.wait_for_selector("article.sp-report")
    expect(page.locator("mark.sp-hit:focus")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("asks", ["q=电子客票", "q=电子客票&year=2024&class=工业主导类", "year=2024"])
def test_axe_finds_nothing_in_an_answer(browser: Browser, site_url: str, asks: str, scheme: str) -> None:
    context = browser.new_context(base_url=site_url, color_scheme="dark" if scheme == "dark" else "light")
    opened = context.new_page()
    opened.goto("search/?" + quote(asks, safe="=&"))
    answered(opened)
    found = [(each["id"], each["impact"]) for each in Axe().run(opened).response["violations"]]
    opened.goto("units/linjiang-jtj/2021/?mark=" + quote("电子客票"))
    opened.wait_for_selector(".sp-arrived")
    found += [(each["id"], each["impact"]) for each in Axe().run(opened).response["violations"]]
    context.close()
    assert [each for each in found if each[1] in {"serious", "critical"}] == []


def test_a_phone_shows_an_answer_without_sideways_scrolling(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, viewport={"width": 360, "height": 740})
    opened = context.new_page()
    for asks in ("q=安全生产&year=2024", "q=电子客票&year=2024&class=工业主导类"):
        opened.goto("search/?" + quote(asks, safe="=&"))
        answered(opened)
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    opened.goto("units/linjiang-jtj/2021/?mark=" + quote("电子客票"))
    opened.wait_for_selector(".sp-arrived")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


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
    page.goto("search/")
    made = page.evaluate(
        """async (texts) => {
            const words = await import(new URL("../assets/scorepress/words.js", location.href));
            return texts.map((text) => words.asked(text).map((word) => [word, words.key(word)]));
        }""",
        CUT,
    )
    for text, found in zip(CUT, made, strict=True):
        assert [word for word, _ in found] == asked(text)
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
    page.goto("search/")
    answers = page.evaluate(
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
    page.wait_for_load_state("networkidle")
    of_search = {
        url: size for url, size in sizes.items() if "/pagefind/" in url or url.endswith(("search.js", "words.js"))
    }
    assert sum(of_search.values()) < 300_000, json.dumps(of_search, indent=1)
    chunks = [url for url in of_search if url.endswith(".pf_index")]
    assert len(chunks) < len(list(built_site.glob("pagefind/index/*.pf_index")))
