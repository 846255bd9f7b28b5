"""What is pasted into the text of an article: from Word, WPS and the web, and as plain text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[2] / "platform/ground/briefs/static/briefs/pasting.js"
PASTE = """([html, text]) => {
  const area = document.querySelector("textarea"), data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return area.dispatchEvent(event);  // true: left to the browser
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style></head><body>
<!--StartFragment--><p class=MsoNormal align=center><b>机关干部<o:p></o:p></b></p>
<h1>加强领导</h1>
<p class=MsoListParagraph><![if !supportLists]>
<span style='mso-list:Ignore'>一、<span>&nbsp;&nbsp; </span></span><![endif]>走访
企业</p>
<p>　　去了<del>删去的</del><ins>三</ins>家<span style='mso-hide:all'>藏着</span>企业。
<a href="#_ftn1">[1]</a><a href="#_msocom_1">[A1]</a></p>
<p><v:shape><v:textbox>框里</v:textbox></v:shape><img src="x.png" onerror="window.bad=1">正文<br>下一行</p>
<table><tr><td rowspan=2>县</td><td colspan=2>两列</td></tr><tr><td>1</td><td>a|b</td></tr></table>
<script>window.bad = 1</script><!--EndFragment--></body></html>"""
WEB = """<div><h2>一、通知</h2><ul><li>甲<li><p>乙</p></ul><ol start=3><li>丙<li>二、自带号</ol>
<div style="display:none">看不见</div>
<p>| 竖线</p><p># 井号</p><table><tr><td>一格<p>两段</p></td></tr></table></div>"""


@pytest.fixture
def desk(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_content(
        '<textarea class="brief-text" rows="20"></textarea><textarea id="other"></textarea>'
    )
    page.add_script_tag(path=str(SCRIPT))
    yield page
    page.close()


@pytest.fixture
def paste(desk: Page) -> Callable[..., str]:
    def put(html: str, text: str = "原样") -> str:
        assert desk.evaluate(PASTE, [html, text]) is False
        return desk.input_value(".brief-text")

    return put


def test_word_becomes_the_plain_text_of_the_editor(desk, paste):
    assert paste(WORD).split("\n") == [
        "机关干部", "# 加强领导", "一、走访企业", "去了三家企业。", "正文", "下一行",
        "| 县 | 两列 |  |", "|  | 1 | a｜b |",
    ]  # fmt: skip
    assert desk.evaluate("window.bad") is None


def test_a_page_of_the_web_becomes_lines(paste):
    assert paste(WEB).split("\n") == [
        "一、通知", "·甲", "·乙", "3.丙", "二、自带号", "\\| 竖线", "\\# 井号", "一格", "两段",
    ]  # fmt: skip


def test_it_goes_in_where_the_caret_is_and_can_be_undone(desk, paste):
    desk.click(".brief-text")
    desk.keyboard.type("先写的。")
    heard = "window.heard = 0; document.addEventListener('input', () => { window.heard += 1 })"
    desk.evaluate(heard)
    assert paste("<b>贴的</b>") == "先写的。贴的"
    assert desk.evaluate("window.heard") == 1
    desk.keyboard.press("Control+z")
    assert desk.input_value(".brief-text") == "先写的。"


def test_a_ready_paragraph_goes_on_a_line_of_its_own(desk):
    form = '<form><textarea class="brief-text"></textarea><button data-offer="走访一次。">放入</button></form>'
    desk.evaluate("form => { document.body.innerHTML = form }", form)
    desk.fill(".brief-text", "开头。结尾。")
    desk.evaluate("document.querySelector('textarea').setSelectionRange(3, 3)")
    desk.click("button")
    assert desk.input_value(".brief-text") == "开头。\n走访一次。\n结尾。"
    desk.keyboard.press("Control+z")
    assert desk.input_value(".brief-text") == "开头。结尾。"


def test_plain_text_and_other_fields_are_left_to_the_browser(desk):
    assert desk.evaluate(PASTE, ["", "一、原样"]) is True
    assert desk.evaluate(PASTE, ["<img src=x>", "图"]) is True
    other = PASTE.replace('querySelector("textarea")', 'querySelector("#other")')
    assert desk.evaluate(other, ["<p>甲</p>", "甲"]) is True


def test_the_form_has_it(signed_in):
    page = signed_in("liaison")
    page.goto("/briefs/contributions/new/")
    assert (
        page.evaluate(
            PASTE.replace('textarea"', 'textarea.brief-text"'), ["<h2>走访</h2><p>正文。</p>", "x"]
        )
        is False
    )
    assert page.input_value(".brief-text") == "## 走访\n正文。"
    page.wait_for_selector("#preview h4:has-text('走访')")
