"""The exporter that nbconvert knows as `pixelgrad-pdf`."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Unicode, default

from .. import manifest
from . import pages
from .content import content


class PixelgradPDF(Exporter):
    """A notebook as PDF, through pandoc and Typst.

    Beside a handin.json that names the notebook, every question stands on the pages it has in a hand-in. Tags: `pdf-ignore`
    leaves a cell out, `pdf-ignore-input` its source. nbconvert's own options (TagRemovePreprocessor and so on) work too.
    """

    export_from_notebook = "PDF (Pixelgrad)"
    author = Unicode("", help="The name in the footer of every page.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @property
    def output_mimetype(self) -> str:
        return "application/pdf"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources.get("metadata", {})
        folder, name = Path(about.get("path") or "."), about.get("name") or "Notebook"
        part = fixed(nb, folder, name) or flowing(nb, folder, name)
        pdf = pages.compose([part], self.author, part.title)
        for section in part.sections:
            for note in section.content.notes:
                self.log.warning("%s: %s", name, note)
        resources["output_extension"] = ".pdf"
        return pdf, resources


def fixed(nb: NotebookNode, folder: Path, name: str) -> pages.Part | None:
    """The notebook with the pages of its hand-in; None where no handin.json names it."""
    try:
        known = {notebook.name: notebook for notebook in manifest.read(folder).notebooks}
    except manifest.ManifestError:
        return None
    return of_hand_in(nb, folder, known[name]) if name in known else None


def of_hand_in(nb: NotebookNode, folder: Path, notebook: manifest.Notebook) -> pages.Part:
    sections = [
        pages.Section(question.id, question.label, question.pages, content(cells, folder)) for question, cells in notebook.split(nb.cells)
    ]
    return pages.Part(notebook.title, sections, name=notebook.name)


def flowing(nb: NotebookNode, folder: Path, name: str) -> pages.Part:
    """The notebook from top to bottom, without pages of its own for anything."""
    return pages.Part(name, [pages.Section("whole", name, 0, content(nb.cells, folder))])
