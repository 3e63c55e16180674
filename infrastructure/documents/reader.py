"""What is this file, judged by its content, and who reads it?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from application.imports.grid import Papers, Remark
from application.ports import DocumentRefused
from infrastructure.documents import docx, pdf, text, xlsx
from infrastructure.documents.limits import Archive, open_archive, refuse_too_big

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_KINDS = {
    docx.MEDIA_TYPE: ("a Word document", {".docx", ".docm"}),
    xlsx.MEDIA_TYPE: ("a workbook", {".xlsx", ".xlsm"}),
    pdf.MEDIA_TYPE: ("a PDF", {".pdf"}),
    text.MEDIA_TYPE: ("a text", {".txt", ".csv", ".tsv", ".tab", ""}),
    text.SEPARATED: ("a text", {".txt", ".csv", ".tsv", ".tab", ""}),
}


class OfficeReader:
    """Word documents, workbooks, PDFs and texts; everything else is refused by what it is."""

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
    _refuse_others(content)
    return text.read_text(content)


def _read(archive: Archive) -> Papers:
    if docx.PART in archive.names:
        papers = docx.read_docx(archive)
        macros = "word/vbaProject.bin" in archive.names
        return replace(papers, remarks=(Remark("macros-ignored", docx.PART),)) if macros else papers
    if xlsx.PART in archive.names:
        return xlsx.read_xlsx(archive)
    raise DocumentRefused("type-not-read", found="an archive that is neither a document nor a workbook")


def _refuse_others(content: bytes) -> None:
    if content.startswith(_OLE):
        raise DocumentRefused("file-encrypted" if _ENCRYPTED in content else "old-format")
    head = content[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<table" in head:
        raise DocumentRefused("type-not-read", found="a web page (HTML)")
