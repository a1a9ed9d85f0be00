"""Import in a real browser: drop a file, look, say yes, watch, undo."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_no_sideways_scroll, shoot

DATA = Path(__file__).parent.parent / "data" / "exchange"

# What a person does who drags a file from a folder onto the field.
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/csv" }));
  const field = document.querySelector(".drop");
  for (const kind of ["dragenter", "dragover", "drop"])
    field.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def undo(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Undo this import")).click()
    expect(page.get_by_text(re.compile("^Undone"))).to_be_visible(timeout=60_000)


def test_a_dropped_file_is_checked_imported_and_undone(page: Page) -> None:
    page.goto("/import")
    page.evaluate(DROP, ["homebox export.csv", (DATA / "homebox.csv").read_text()])
    expect(page.get_by_text("homebox export.csv, 2 KiB")).to_be_visible()
    shoot(page, "import")
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_url(re.compile(r"/import/\d+"))
    expect(page.get_by_text("commas between columns")).to_be_visible()
    assert_no_sideways_scroll(page)
    shoot(page, "import-dry-run")
    page.get_by_role("button", name="Import 4 items").click()
    expect(page.get_by_text("4 new").or_(page.get_by_text("4 taken back"))).to_be_visible()
    page.goto("/items")
    expect(page.get_by_text("Cordless drill").first).to_be_visible()
    page.goto("/import")
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="homebox export.csv").first.click()
    undo(page)
    page.goto("/items")
    expect(page.get_by_text("Cordless drill")).to_have_count(0)


def test_a_big_file_shows_progress_that_survives_a_reload(page: Page, tmp_path: Path) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    path = tmp_path / f"big-{width}.csv"
    path.write_text(
        "ref,name,location\n" + "".join(f"{width}-{i},Part {i},Hall / Rack {i % 50}\n" for i in range(25_000))
    )
    page.goto("/import")
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import 25,000 items").click(timeout=60_000)
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    page.reload()
    expect(bar).to_be_visible()
    expect(page.get_by_text(re.compile(r"Importing: [\d,]+ of 25,001|Importing: [\d,]+ of 25,002"))).to_be_visible()
    assert_no_sideways_scroll(page)
    # the page itself notices the end
    expect(page.get_by_text("25,000 new")).to_be_visible(timeout=90_000)
    undo(page)


def test_a_file_over_the_limit_is_not_sent(page: Page) -> None:
    page.goto("/import")
    page.evaluate("document.querySelector('form.upload').dataset.maxBytes = '10'")
    page.get_by_label("The file").set_input_files(DATA / "own.csv")
    expect(page.get_by_text("over the limit")).to_be_visible()
    page.get_by_role("button", name="Check the file").click()
    assert page.url.endswith("/import")
