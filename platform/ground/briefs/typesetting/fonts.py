"""How the font directory is filled.

    python -m ground.briefs.typesetting.fonts --to var/fonts

No font is kept in the repository. The command finds the open faces in the folders given, among the
fonts of the system, or in Debian's packages (downloaded as a plain user, nothing is installed), and
builds one small file a face. It is quick, and says nothing, when there is nothing to do.

An office that owns the official faces puts them into the directory and runs the command again;
these file names are recognised:

    仿宋      仿宋_GB2312.ttf  simfang_gb2312.ttf  方正仿宋_GBK.ttf  朱雀仿宋.ttf
    楷体      楷体_GB2312.ttf  simkai_gb2312.ttf  方正楷体_GBK.ttf
    小标宋    方正小标宋简体.ttf  方正小标宋_GBK.ttf  FZXBSJW.TTF  FZXBSK.TTF
    黑体      黑体.ttf  simhei.ttf  方正黑体_GBK.ttf
"""

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ground.briefs.typesetting.faces import FACES, Face, build
from ground.briefs.typesetting.fontset import ENVIRONMENT, FontsUnavailable, font_directory

PACKAGES = {
    "Fandol": "texlive-lang-chinese",
    "Noto": "fonts-noto-cjk",
    "Liberation": "fonts-liberation",
}
SYSTEM = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
)
# Raised whenever `faces` would build something else from the same sources.
RECIPE = 3
MANIFEST = "fonts.json"


def prepare(directory: Path, *, debs: Path | None = None, files: Path | None = None) -> list[str]:
    """Build what is missing or out of date in `directory`; the names of the files that were built.

    `debs` is a folder of Debian packages already downloaded, `files` one with the font files.
    """
    directory.mkdir(parents=True, exist_ok=True)
    manifest = directory / MANIFEST
    known = json.loads(manifest.read_text()) if manifest.exists() else {}
    wanted = {face.file: _origin(face, directory) for face in FACES}
    stale = [
        face
        for face in FACES
        if known.get(face.file) != wanted[face.file] or not (directory / face.file).is_file()
    ]
    if not stale:
        return []
    with tempfile.TemporaryDirectory(prefix="fonts-") as scratch:
        sources = {face.file: own for face in stale if (own := _own(face, directory))}
        foreign = {face.source for face in stale if face.file not in sources}
        found = _find(foreign, files=files, debs=debs, scratch=Path(scratch))
        for face in stale:
            own = sources.get(face.file)
            index = 0 if own else face.index
            build(face, own or found[face.source], directory / face.file, index=index)
    manifest.write_text(json.dumps(wanted, ensure_ascii=False, indent=1))
    return [face.file for face in stale]


def _own(face: Face, directory: Path) -> Path | None:
    candidates = (directory / name for name in face.office)
    return next((path for path in candidates if path.is_file()), None)


def _origin(face: Face, directory: Path) -> str:
    own = _own(face, directory)
    if own is None:
        return f"{RECIPE} {face.source}"
    return f"{RECIPE} {own.name} {own.stat().st_size} {own.stat().st_mtime_ns}"


def _find(
    names: set[str], *, files: Path | None, debs: Path | None, scratch: Path
) -> dict[str, Path]:
    found = dict(_among(names, [files] if files else []))
    if debs:
        found |= _unpacked(names - found.keys(), debs, scratch)
    found |= dict(_among(names - found.keys(), SYSTEM))
    if missing := names - found.keys():
        packages = sorted({PACKAGES[_family(name)] for name in missing})
        _download(packages, scratch)
        found |= _unpacked(missing, scratch, scratch)
    if missing := names - found.keys():
        raise FontsUnavailable(_advice(missing, "The packages do not hold them."))
    return found


def _family(source: str) -> str:
    return next(family for family in PACKAGES if source.startswith(family))


def _among(names: set[str], folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")) if names and folder.is_dir() else ():
            if path.name in names:
                yield path.name, path


def _download(packages: list[str], scratch: Path) -> None:
    apt = shutil.which("apt-get")
    if not apt or not shutil.which("dpkg-deb"):
        sources = {face.source for face in FACES if PACKAGES[_family(face.source)] in packages}
        raise FontsUnavailable(
            _advice(sources, "This system has no apt-get to download them with.")
        )
    try:
        subprocess.run(  # noqa: S603 (a fixed command, package names of our own)
            [apt, "download", *packages], cwd=scratch, check=True, capture_output=True, text=True
        )
    except subprocess.CalledProcessError as failure:
        reason = failure.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise FontsUnavailable(
            f"apt-get download {' '.join(packages)} failed ({reason[0].removeprefix('E: ')}). "
            "Run `apt-get update` as root and try again, or download them elsewhere and name their "
            "folder with --debs."
        ) from failure


def _unpacked(names: set[str], folder: Path, scratch: Path) -> dict[str, Path]:
    """The font files called `names` out of the packages in `folder`, and nothing else."""
    found: dict[str, Path] = {}
    tool = shutil.which("dpkg-deb")
    if names and tool is None:
        raise FontsUnavailable(_advice(names, "Reading Debian packages needs dpkg-deb."))
    for package in sorted(folder.glob("*.deb")):
        if tool is None or not any(package.name.startswith(name) for name in PACKAGES.values()):
            continue
        command = [tool, "--fsys-tarfile", str(package)]
        with (
            subprocess.Popen(command, stdout=subprocess.PIPE) as unpacking,  # noqa: S603
            tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive,
        ):
            for member in archive:
                name = Path(member.name).name
                content = archive.extractfile(member) if name in names and member.isfile() else None
                if content is not None:
                    found[name] = scratch / name
                    found[name].write_bytes(content.read())
    return found


def _advice(names: Iterable[str], why: str) -> str:
    packages = sorted({PACKAGES[_family(name)] for name in names})
    return (
        f"Font files not found: {', '.join(sorted(names))}. {why} They are in Debian's packages "
        f"{', '.join(packages)} (https://packages.debian.org): put the .deb files into a folder "
        "and name it with --debs, or put the font files into a folder and name that with --files."
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m ground.briefs.typesetting.fonts",
        description="Build the faces that briefs are set in.",
    )
    parser.add_argument("--to", type=Path, help=f"directory (default: {ENVIRONMENT} or var/fonts)")
    parser.add_argument("--debs", type=Path, help="folder with the Debian packages, if downloaded")
    parser.add_argument("--files", type=Path, help="folder with the font files, if unpacked")
    chosen = parser.parse_args(arguments)
    directory = font_directory(chosen.to)
    try:
        built = prepare(directory, debs=chosen.debs, files=chosen.files)
    except FontsUnavailable as reason:
        print(reason, file=sys.stderr)  # noqa: T201 (a command's answer)
        return 1
    if built:
        print(f"{directory}: {', '.join(built)}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
