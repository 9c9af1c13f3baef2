"""What machines read is read back by parsers that nobody here wrote, and says exactly what was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import feedparser
import icalendar
import vobject
from lxml import etree
from usp.tree import sitemap_from_str

from flows.procedure.events import Occasion
from flows.site.pages import pages
from tests.site.made_up import AT, HOSTILE, URL, ZONE, content, entry, event, posting, text, varied


class TestAtom:
    def test_it_says_what_is_open_newest_first(self) -> None:
        made = content([posting(1), posting(2, updated=AT + timedelta(days=2)), posting(3, closed=date(2026, 11, 1))])
        feed = feedparser.parse(text(pages(made), "feed.xml"))
        assert (feed.bozo, feed.version) == (False, "atom10")
        assert feed.feed.title == "Lowongan kerja: UPT-PKPK Politeknik Negeri Batam"
        assert feed.feed.id == f"{URL}/feed.xml"
        assert [entry.id for entry in feed.entries] == [f"{URL}/lowongan/L26-0002/", f"{URL}/lowongan/L26-0001/"]
        newest = feed.entries[0]
        assert newest.title == "Teknisi Perawatan 2 · PT Contoh 2"
        assert newest.link == f"{URL}/lowongan/L26-0002/"
        assert newest.summary == "Penuh waktu · Tanjung Uncang, Batam · batas lamaran Jumat, 4 Desember 2026"
        assert newest.published == "2026-11-20T00:02:05Z"
        assert newest.updated == feed.feed.updated == "2026-11-22T00:00:05Z"
        assert [tag.term for tag in newest.tags] == ["Penuh waktu"]

    def test_it_is_in_english_too(self) -> None:
        feed = feedparser.parse(text(pages(content([posting()])), "en/feed.xml"))
        assert feed.entries[0].link == f"{URL}/en/lowongan/L26-0001/"
        assert feed.entries[0].summary == "Full time · Tanjung Uncang, Batam · deadline Friday, 4 December 2026"

    def test_it_is_sound_with_nothing_in_it(self) -> None:
        feed = feedparser.parse(text(pages(content()), "feed.xml"))
        assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "2026-11-23T17:00:00Z")

    def test_whatever_is_typed_stays_text(self) -> None:
        made = content([posting(position=HOSTILE, company=HOSTILE, kind=HOSTILE, location=HOSTILE)])
        source = text(pages(made), "feed.xml")
        etree.fromstring(source.encode())
        feed = feedparser.parse(source)
        assert not feed.bozo
        assert "<script>alert(1)</script>" in feed.entries[0].title_detail.value.replace("&lt;", "<").replace(
            "&gt;", ">"
        )


class TestCalendar:
    def test_deadlines_are_whole_days_and_events_have_their_hours(self) -> None:
        made = content([posting(1), posting(2, deadline=None)], [event(1), event(2, ends=None, title="Seminar")])
        [calendar] = vobject.readComponents(text(pages(made), "kalender.ics"))
        entries = {entry.uid.value: entry for entry in calendar.vevent_list}
        first, second = made.entries["K26-0001"].uid, made.entries["K26-0002"].uid
        assert set(entries) == {"lowongan-L26-0001@karir.example.ac.id", first, second}
        deadline = entries["lowongan-L26-0001@karir.example.ac.id"]
        assert deadline.summary.value == "Batas lamaran: Teknisi Perawatan 1 · PT Contoh 1"
        assert (deadline.dtstart.value, deadline.dtend.value) == (date(2026, 12, 4), date(2026, 12, 5))
        assert deadline.url.value == f"{URL}/lowongan/L26-0001/"
        assert deadline.dtstamp.value == datetime(2026, 11, 20, 0, 1, 5, tzinfo=UTC)
        assert deadline.transp.value == "TRANSPARENT"
        fair = entries[first]
        assert (fair.summary.value, fair.location.value) == ("Walk-in interview", "Auditorium")
        assert fair.dtstart.value == datetime(2026, 12, 1, 9, tzinfo=ZONE)
        assert fair.dtend.value == datetime(2026, 12, 1, 12, tzinfo=ZONE)
        assert not hasattr(entries[second], "dtend")

    def test_an_event_is_the_one_of_the_invitation(self) -> None:
        """By UID and SEQUENCE: a calendar that has both shows one, as those invited were told of it last."""
        fair, new, off = event(1), event(2), event(3)
        at = datetime(2026, 11, 23, 1, tzinfo=UTC)
        moved = Occasion(fair.starts + timedelta(hours=2), None, "Aula")
        entries = {
            fair.id: entry(fair, sequence=2, occasion=moved, at=at),
            off.id: entry(off, sequence=1, cancelled=True),
        }
        made = content((), [fair, new, off], entries=entries)
        [found] = icalendar.Calendar.from_ical(text(pages(made), "kalender.ics")).walk("VEVENT")
        assert (found["uid"], found["sequence"]) == (entries[fair.id].uid, 2)
        assert (found.decoded("dtstart"), found["location"], found.decoded("dtstamp")) == (moved.starts, "Aula", at)

    def test_it_is_the_same_whenever_it_is_asked(self) -> None:
        assert text(pages(varied()), "kalender.ics") == text(pages(varied()), "kalender.ics")

    def test_it_keeps_to_the_standard_whatever_is_typed(self) -> None:
        made = content([posting(position=HOSTILE, company="A;B,C\\n", apply=f"{HOSTILE}\nBEGIN:VALARM\nEND:VEVENT")])
        source = text(pages(made), "kalender.ics")
        [entry] = icalendar.Calendar.from_ical(source).walk("VEVENT")
        assert entry.errors == []
        assert "BEGIN:VALARM" in entry["description"]
        assert [one.name for one in entry.walk()] == ["VEVENT"]
        assert entry["summary"].endswith("A;B,C\\n")
        assert all(len(line) <= 75 for line in source.encode().split(b"\r\n"))


class TestSitemap:
    def test_it_lists_what_is_to_be_found_in_both_languages(self) -> None:
        made = content([posting(1), posting(2, closed=date(2026, 11, 1))])
        source = text(pages(made), "sitemap.xml")
        found = {page.url: page for page in sitemap_from_str(source).all_pages()}
        names = {
            "", "kegiatan/", "prosedur/", "angka/", "prosedur/pendaftaran-alumni/", "prosedur/rekrutmen-kerja/",
            "prosedur/pelacakan-alumni/", "prosedur/kesempatan-kerja/", "lowongan/prodi/if/",
            "lowongan/jenis/penuh-waktu/", "lowongan/tempat/batam/", "lowongan/tempat/tanjung-uncang/",
            "lowongan/L26-0001/", "panduan/", "panduan/staf/", "panduan/administrator/", "panduan/mitra/",
            "panduan/alumni/",
        }  # fmt: skip
        assert set(found) == {f"{URL}/{tongue}{name}" for name in names for tongue in ("", "en/")}
        assert found[f"{URL}/lowongan/L26-0001/"].last_modified == datetime(2026, 11, 20, 0, 1, 5, tzinfo=UTC)
        assert found[f"{URL}/"].last_modified is None

    def test_each_address_tells_its_twin(self) -> None:
        tree = etree.fromstring(text(pages(content([posting()])), "sitemap.xml").encode())
        spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
        for url in tree.iterfind("s:url", spaces):
            twins = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", spaces)}
            assert twins["en"] == twins["id"].replace(f"{URL}/", f"{URL}/en/", 1)
            assert url.findtext("s:loc", namespaces=spaces) in twins.values()

    def test_every_address_in_it_is_a_page(self) -> None:
        made = pages(varied())
        for page in sitemap_from_str(text(made, "sitemap.xml")).all_pages():
            assert page.url.removeprefix(f"{URL}/") + "index.html" in made.files

    def test_robots_are_told_where_it_is(self) -> None:
        assert f"Sitemap: {URL}/sitemap.xml" in text(pages(content()), "robots.txt")
