"""The feeds of a desk, with a server that says what a test wants: what stands on which tile."""

import pytest

from dashboards.app.train.component import _asset

pytestmark = pytest.mark.browser
SCRIPTS = "\n".join(_asset(name) for name in ("pieces.js", "wire.js", "pictures.js", "feeds.js"))
BEGIN = """
const told = [], held = new Set(), [make_url, revoke] = [URL.createObjectURL, URL.revokeObjectURL];
URL.createObjectURL = (blob) => { const url = make_url(blob); held.add(url); return url; };
URL.revokeObjectURL = (url) => { held.delete(url); revoke(url); };
const wire = { feed: async (camera, number) => {
  told.push(`${camera} ${number}`);
  return URL.createObjectURL(new Blob([camera]));
} };
wire.picture = async (of) => URL.createObjectURL(new Blob([of]));
const feeds = new Feeds(wire, true), pictures = new Pictures(wire);
document.body.append(feeds.root);
const one = (camera, number, taken_s, dark = false) =>
  ({ camera, number, dark, taken_s, taken: taken_s === null ? null : "12:00:00" });
const show = async (...shown) => {
  feeds.show({ feeds: shown, queue: [] });
  feeds.tick(60);
  await new Promise((done) => { setTimeout(done, 0); });
};
Object.assign(window, { feeds, pictures, wire, told, held, one, show });
"""


@pytest.fixture
def page(browser):
    """A page with the feeds of a desk, and no more."""
    page = browser.new_page()
    page.add_script_tag(content=f"{{{SCRIPTS}\n{BEGIN}}}")
    yield page
    page.close()


def test_pictures_of_a_server_that_was_started_anew_are_fetched_though_numbered_alike(page):
    page.evaluate("() => show(one('west', 0, 30))")
    page.evaluate("() => show(one('west', 0, 30))")
    assert page.evaluate("told") == ["west 0"]
    page.evaluate("() => show(one('west', 0, 45))")
    assert page.evaluate("told") == ["west 0", "west 0"]


def test_a_tile_whose_picture_is_being_made_shows_none_of_before(page):
    page.evaluate("() => show(one('west', 0, 30))")
    page.evaluate("() => show(one('west', null, null))")
    assert page.locator(".tile img").evaluate("(one) => one.hidden")
    assert page.locator(".tile .age").inner_text() == "being made"
    page.evaluate("() => show(one('west', 1, 50))")
    assert not page.locator(".tile img").evaluate("(one) => one.hidden")


def test_a_desk_that_is_left_holds_no_pictures(page):
    page.evaluate("() => show(one('west', 0, 30), one('east', 1, 30))")
    page.evaluate("() => show(one('west', 2, 40), one('east', 1, 30))")
    assert page.evaluate("held.size") == 2
    page.evaluate(
        "() => { pictures.small('a', 'probe', ''); return pictures.address('b', 'film'); }"
    )
    assert page.evaluate("held.size") == 4
    page.evaluate("() => { feeds.stop(); pictures.stop(); }")
    page.wait_for_function("held.size === 0")


def test_a_camera_s_name_is_words_whatever_is_in_it(page):
    odd = "<img src=x onerror='window.bad=1'>\"&#"
    page.evaluate("(odd) => show(one(odd, 0, 30))", odd)
    assert page.locator(".tile b").inner_text() == odd
    page.locator(".tile").click()
    assert page.locator(".large figcaption").count() == 1
    assert page.evaluate("window.bad") is None
