"""A backup is whole or refused; what it replaces is never lost."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
import tarfile
from pathlib import Path

import pytest

from dagster_project.operation import restore as restoring
from dagster_project.operation.backup import MANIFEST, read_backup, write_backup
from dagster_project.operation.places import Place
from dagster_project.operation.restore import restore
from dagster_project.release.folders import current_release
from dagster_project.runtime.problems import JuesuanError


class Office:
    """A small installation: raw/, two releases that share a page, marks and one seed."""

    def __init__(self, root: Path) -> None:
        """Know where everything lies."""
        self.root = root
        self.published = root / "published"
        self.places = [
            Place("raw", root / "raw", "提取结果"),
            Place("releases", self.published / "releases", "已发布的版本"),
            Place("marks/finding_waivers.csv", root / ".serve" / "finding_waivers.csv", "标记"),
            Place("seeds/policy/list.csv", root / "seeds" / "list.csv", "设置"),
        ]

    def fill(self) -> None:
        """Make it."""
        self.write("raw/2023/a-2023/document.json", "{}")
        self.write("raw/2023/a-2023/gk01.csv", "row_no\n1\n")
        for release in ("r1", "r2"):
            self.write(f"published/releases/{release}/datapackage.json", '{"content_sha256": "x"}')
        self.write("published/releases/r1/page.html", "决算" * 1000)
        (self.published / "releases/r2/page.html").hardlink_to(
            self.published / "releases/r1/page.html"
        )
        (self.published / "current").symlink_to("releases/r2", target_is_directory=True)
        self.write(".serve/finding_waivers.csv", "finding\n1\n")
        self.write("seeds/list.csv", "region\n1\n")

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def files(self) -> dict[str, str]:
        """Return every file with its text."""
        return {
            path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def back_up(self, path: Path) -> Path:
        """Write a backup and return it."""
        write_backup(path, self.places, current_release(self.published))
        return path


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path / "office")
    made.fill()
    return made


def test_an_empty_machine_gets_everything_back(office, tmp_path):
    backup = office.back_up(tmp_path / "b.tar.gz")
    other = Office(tmp_path / "new machine")
    outcome = restore(backup, other.places, other.published)
    assert other.files() == office.files()
    assert outcome.put_aside == ()
    assert current_release(other.published).name == "r2"
    # What shared its bytes shares them still.
    assert (other.published / "releases/r1/page.html").stat().st_nlink == 2


def test_what_is_replaced_lies_beside_it(office, tmp_path):
    backup = office.back_up(tmp_path / "b.tar.gz")
    before = office.files()
    office.write("raw/2023/a-2023/gk01.csv", "damaged")
    office.write("raw/2024/b-2024/document.json", "{}")
    (office.root / "seeds/list.csv").unlink()
    outcome = restore(backup, office.places, office.published)
    [aside] = [path for path in outcome.put_aside if path.name.startswith("raw")]
    assert (aside / "2023/a-2023/gk01.csv").read_text() == "damaged"
    assert (aside / "2024/b-2024/document.json").is_file()
    kept = {name: text for name, text in office.files().items() if ".before-" not in name}
    assert kept == before
    # Marks were what the backup holds: nothing to move.
    assert [path.name for path in (office.root / ".serve").iterdir()] == ["finding_waivers.csv"]


def test_every_damaged_byte_is_found_and_nothing_changed(office, tmp_path):
    backup = office.back_up(tmp_path / "b.tar.gz")
    content, before = backup.read_bytes(), office.files()
    broken = tmp_path / "broken.tar.gz"
    cut = [content[: len(content) * tenth // 10] for tenth in range(10)]
    changed = [
        content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
        for place in range(20, len(content) - 8, max(1, len(content) // 40))
    ]
    sound = read_backup(backup)
    for damaged in (*cut, *changed):
        broken.write_bytes(damaged)
        # The name in the head of the archive may change: what counts is what it holds.
        with contextlib.suppress(JuesuanError):
            assert read_backup(broken) == sound
    broken.write_bytes(cut[-1])
    with pytest.raises(JuesuanError, match="nothing was changed"):
        restore(broken, office.places, office.published)
    assert office.files() == before


def test_a_damaged_manifest_is_found(office, tmp_path):
    # As a damaged byte leaves it: other words, and the checksum of what was written at the end.
    backup, broken = office.back_up(tmp_path / "b.tar.gz"), tmp_path / "broken.tar.gz"
    plain = gzip.decompress(backup.read_bytes())
    changed = re.sub(rb'("created_at": "20)\d\d', rb"\g<1>99", plain)
    assert changed != plain
    broken.write_bytes(gzip.compress(changed)[:-8] + backup.read_bytes()[-8:])
    with pytest.raises(JuesuanError, match="nothing was changed"):
        read_backup(broken)


def test_a_file_changed_inside_is_named(office, tmp_path):
    backup, forged = office.back_up(tmp_path / "b.tar.gz"), tmp_path / "forged.tar.gz"
    with tarfile.open(backup) as old, tarfile.open(forged, "w:gz") as new:
        for member in old:
            stream = old.extractfile(member) if member.isreg() else None
            if member.name.endswith("gk01.csv"):
                path = tmp_path / "other"
                path.write_text("row_no\n2\n")
                member, stream = new.gettarinfo(path, member.name), path.open("rb")
            new.addfile(member, stream)
    with pytest.raises(JuesuanError, match=r"raw/2023/a-2023/gk01\.csv"):
        read_backup(forged)


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", "other/file"])
def test_nothing_is_written_elsewhere(name, office, tmp_path):
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(name))
    with pytest.raises(JuesuanError, match="no backup of juesuan"):
        restore(evil, office.places, office.published)


def test_a_link_is_no_member(office, tmp_path):
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as archive:
        member = tarfile.TarInfo("raw/2023")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(member)
    with pytest.raises(JuesuanError, match="is no file"):
        read_backup(evil)


def test_another_archive_is_no_backup(office, tmp_path):
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz"):
        pass
    with pytest.raises(JuesuanError, match=MANIFEST):
        read_backup(other)


def test_a_backup_replaces_no_other(office, tmp_path):
    backup = office.back_up(tmp_path / "b.tar.gz")
    with pytest.raises(JuesuanError, match="there already"):
        office.back_up(backup)


def test_what_fails_while_writing_leaves_nothing(office, tmp_path, monkeypatch):
    monkeypatch.setattr(tarfile.TarFile, "addfile", lambda *_: (_ for _ in ()).throw(OSError(28)))
    with pytest.raises(OSError, match="28"):
        office.back_up(tmp_path / "out" / "b.tar.gz")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_restore_that_fails_half_way_leaves_each_place_whole(office, tmp_path, monkeypatch):
    backup = office.back_up(tmp_path / "b.tar.gz")
    office.write("raw/2023/a-2023/gk01.csv", "newer")
    office.write("seeds/list.csv", "newer")
    replace, calls = restoring._replace, []

    def fail_at_second(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return replace(*arguments)

    monkeypatch.setattr(restoring, "_replace", fail_at_second)
    with pytest.raises(OSError, match="No space"):
        restore(backup, office.places, office.published)
    assert (office.root / "raw/2023/a-2023/gk01.csv").read_text() == "row_no\n1\n"
    assert (office.root / "seeds/list.csv").read_text() == "newer"
    assert not list(office.root.rglob(".restoring-*"))


def test_leftovers_of_a_killed_extraction_are_not_kept(office, tmp_path):
    office.write("raw/2023/.tmp-a-2023-1-x/gk01.csv", "half")
    contents = read_backup(office.back_up(tmp_path / "b.tar.gz"))
    assert not [name for name in contents.files if ".tmp-" in name]
    expected = hashlib.sha256(b"row_no\n1\n").hexdigest()
    assert contents.files["raw/2023/a-2023/gk01.csv"] == expected
