"""What is this file, judged by its content, and who reads it?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from application.imports.grid import Papers, Remark
from application.ports import DocumentRefused
from infrastructure.documents import active, docx, html, odf, ods, odt, pdf, text, xls, xlsx
from infrastructure.documents.limits import Archive, open_archive, refuse_too_big

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    *((mark, "a picture or a scan") for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    (b"{\\rtf", "an RTF document"),
)
_KINDS = {
    docx.MEDIA_TYPE: ("a Word document", {".docx", ".docm"}),
    xlsx.MEDIA_TYPE: ("a workbook", {".xlsx", ".xlsm"}),
    pdf.MEDIA_TYPE: ("a PDF", {".pdf"}),
    ods.MEDIA_TYPE: ("an OpenDocument workbook", {".ods", ".ots"}),
    odt.MEDIA_TYPE: ("an OpenDocument text", {".odt", ".ott"}),
    xls.MEDIA_TYPE: ("an old workbook", {".xls", ".xlt"}),
    html.MEDIA_TYPE: ("a web page (HTML)", {".html", ".htm"}),
    text.MEDIA_TYPE: ("a text", {".txt", ".csv", ".tsv", ".tab", ""}),
    text.SEPARATED: ("a text", {".txt", ".csv", ".tsv", ".tab", ""}),
}


class OfficeReader:
    """Documents, workbooks, PDFs, web pages and texts; everything else is refused by what it is."""

    def read(self, content: bytes, file_name: str) -> Papers:
        refuse_too_big(content)
        papers = _papers(content)
        found, endings = _KINDS[papers.media_type]
        remarks = list(papers.remarks)
        if PurePosixPath(file_name).suffix.lower() not in endings:
            remarks.append(Remark("name-against-content", "file", {"name": file_name, "found": found}))
        return replace(papers, remarks=tuple(remarks))


def _papers(content: bytes) -> Papers:
    if content.startswith(b"PK"):
        return _read(open_archive(content))
    if content.startswith(b"%PDF"):
        return pdf.read_pdf(content)
    if content.startswith(_OLE):
        return _binary(content)
    for mark, found in _OTHERS:
        if content.startswith(mark):
            raise DocumentRefused("type-not-read", found=found)
    return html.read_html(content) if html.is_page(content) else text.read_text(content)


def _read(archive: Archive) -> Papers:
    if docx.PART in archive.names:
        papers = docx.read_docx(archive)
        macros = "word/vbaProject.bin" in archive.names
        own = (Remark("macros-ignored", docx.PART),) if macros else ()
        return replace(papers, remarks=(*papers.remarks, *own, *active.in_archive(archive)))
    if xlsx.PART in archive.names:
        papers = xlsx.read_xlsx(archive)
        return replace(papers, remarks=(*papers.remarks, *active.in_archive(archive)))
    if odf.media_type(archive).startswith(ods.MEDIA_TYPE):
        return ods.read_ods(archive)
    if odf.media_type(archive).startswith(odt.MEDIA_TYPE):
        return odt.read_odt(archive)
    raise DocumentRefused("type-not-read", found="an archive that is neither a document nor a workbook")


def _binary(content: bytes) -> Papers:
    """A compound file: a workbook, or something old or locked that is not read."""
    if _ENCRYPTED in content:
        raise DocumentRefused("file-encrypted")
    if xls.holds_workbook(content):
        return xls.read_xls(content)
    raise DocumentRefused("old-format")
