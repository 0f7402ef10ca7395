"""`pixelgrad data`: list, fetch, verify and find the data of the problem sets."""

import argparse
import sys
from pathlib import Path

from . import catalogue, folder, mirror
from .catalogue import DataError, DataSet

EXAMPLES = """\
examples:
  pixelgrad data list --for image_gradients     what a problem set can use, and whether it is here
  pixelgrad data list mnist                     files, licence and origin of one set
  pixelgrad data fetch mnist squeezenet1_1      download into the data folder; goes on where it stopped
  pixelgrad data fetch --all --mirror DIR       copy what a course's folder holds
  pixelgrad data verify                         compare what is here with the catalogue
  pixelgrad data where mnist                    the place on disk, for scripts
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `data` and its four verbs to a command line."""
    style = argparse.RawDescriptionHelpFormatter
    data = commands.add_parser("data", help="list and fetch data sets", epilog=EXAMPLES, formatter_class=style)
    verbs = data.add_subparsers(metavar="list | fetch | verify | where", required=True)
    for verb, run, about in (
        ("list", show, "what there is, and whether it is here"),
        ("fetch", fetch, "bring sets into the data folder"),
        ("verify", verify, "compare what is here with the catalogue"),
        ("where", where, "print the data folder, or the place of one set"),
    ):
        parser = verbs.add_parser(verb, help=about, description=about, epilog=EXAMPLES, formatter_class=style)
        parser.add_argument("names", nargs="?" if verb == "where" else "*", metavar="NAME", default=None if verb == "where" else [])
        parser.add_argument("--folder", type=Path, metavar="DIR", help="the data folder, in place of PIXELGRAD_DATA")
        if verb != "where":
            parser.add_argument("--for", dest="slug", metavar="SLUG", help="the sets of a problem set, such as image_gradients")
        if verb == "fetch":
            parser.add_argument("--all", action="store_true", help="every set")
            parser.add_argument("--mirror", default="", metavar="DIR", help="a folder (or http address) that holds the files")
            parser.add_argument("--link", action="store_true", help="link to the mirror's files instead of copying them")
        parser.set_defaults(run=run)


def _chosen(options: argparse.Namespace) -> list[DataSet]:
    if options.slug:
        return catalogue.used_by(options.slug)
    return [catalogue.get(name) for name in options.names] or list(catalogue.sets().values())


def show(options: argparse.Namespace) -> int:
    if options.names:
        print("\n\n".join(_details(catalogue.get(name), options.folder) for name in options.names))
        return 0
    for data in _chosen(options):
        size = "" if data.size is None or data.embedded else f"{data.size / 1e6:.1f} MB"
        print(f"{data.name:30}  {folder.state(data, options.folder):9}  {size:>9}  {data.title}")
    return 0


def _details(data: DataSet, place: Path | None) -> str:
    facts = {"state": folder.state(data, place), "place": folder.path(data.name, place), "licence": data.licence}
    facts |= {"cite": data.citation, "home": data.home, "used by": ", ".join(data.slugs), "note": data.note, "by hand": data.manual}
    lines = [f"{data.name}: {data.title}", *(f"  {key:8} {value}" for key, value in facts.items() if value)]
    return "\n".join([*lines, *(f"  file     {file.path}" for file in data.files)])


def fetch(options: argparse.Namespace) -> int:
    from .fetching import fetch as bring

    if not (options.names or options.slug or options.all):
        print("Name the sets to fetch, or --for SLUG, or --all. What there is: pixelgrad data list", file=sys.stderr)
        return 2
    many, left, failed = not options.names, [], 0
    for data in (data for data in _chosen(options) if not (many and data.embedded)):
        if many and (not mirror.holds(data, options.mirror) if options.mirror else data.manual):
            left.append(data.name)
            continue
        try:
            place = bring(data.name, mirror=options.mirror, link=options.link, folder=options.folder)
            print(f"{data.name} is in {place} (licence: {data.licence})")
        except DataError as error:
            failed += 1
            print(f"{error}\n", file=sys.stderr)
    if left:
        print(f"Left out, {'not in the mirror' if options.mirror else 'see pixelgrad data list NAME'}: {', '.join(left)}")
    return 1 if failed else 0


def verify(options: argparse.Namespace) -> int:
    wrong = 0
    for data in _chosen(options):
        if data.embedded or (not options.names and folder.state(data, options.folder) not in ("here", "part")):
            continue
        for file, verdict in folder.verify(data, options.folder).items():
            known = verdict in ("ok", "not verified", "missing")
            wrong += verdict not in ("ok", "not verified")
            print(f"{verdict:12}  {file}" if known else f"damaged       {file}: {verdict}")
    if wrong:
        print("Fetch these sets again; what is whole is left alone.", file=sys.stderr)
    return 1 if wrong else 0


def where(options: argparse.Namespace) -> int:
    if not options.names:
        print(options.folder or folder.data_folder())
        return 0
    place = folder.path(options.names, options.folder)
    print(place or f"{options.names} is not here: pixelgrad data fetch {options.names}", file=sys.stdout if place else sys.stderr)
    return 0 if place else 1
