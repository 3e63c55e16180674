"""What can be wrong with a plan's source, how bad is it, and how is it said?

A finding's code comes from :data:`CODES` and from nowhere else; ``docs/findings.md`` lists them for people.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.plan.document import Finding, Severity

ERROR, WARNING, QUESTION, INFO = Severity.ERROR, Severity.WARNING, Severity.QUESTION, Severity.INFO

CODES: dict[str, tuple[Severity, str]] = {
    # The file as a whole: each of these refuses it.
    "file-too-big": (ERROR, "The file has {size} bytes; at most {limit} are read."),
    "file-damaged": (ERROR, "The file is damaged ({what}); save it again and send it anew."),
    "file-encrypted": (
        ERROR,
        "The file is protected with a password; remove the password and send it again.",
    ),
    "file-empty": (ERROR, "The file is empty."),
    "old-format": (ERROR, "This is an old binary Office file, or a damaged one; save it as .docx or .xlsx."),
    "type-not-read": (
        ERROR,
        "The content is {found}; plans are read from Word, Excel, OpenDocument, PDF, HTML, CSV and text.",
    ),
    "archive-unsafe": (ERROR, "The archive inside the file is unsafe: {what}."),
    "xml-forbidden": (ERROR, "{part} declares a document type or entities; no office program writes that."),
    "table-not-found": (
        ERROR,
        "No table and no list of measures was found. "
        "Check that it is the right file: a plan has a table or a list of measures.",
    ),
    "headings-not-found": (ERROR, "The column headings were not found; name the columns in a heading row."),
    "measure-column-missing": (
        ERROR,
        "No column holds the measures. Headings found: {headings}. Name the column of measures.",
    ),
    "several-tables": (ERROR, "{count} tables look like plans of their own; send one plan at a time."),
    "no-measures": (ERROR, "The table holds no measures. Add at least one."),
    "measures-too-many": (ERROR, "The file holds {count} measures; at most {limit} are read."),
    "rows-too-many": (
        ERROR,
        "The table has {count} rows; at most {limit} are read. Send the plan alone.",
    ),
    "cells-too-many": (ERROR, "The file holds more than {limit} cells; send the plan alone."),
    "text-too-long": (ERROR, "{length} characters stand in one place; at most {limit} are read."),
    "pdf-without-text": (
        ERROR,
        "The PDF holds pictures of pages and no text; send the .docx, or have the scan recognised first.",
    ),
    "columns-unsure": (
        ERROR,
        "The PDF draws no lines between its columns, so where they part is not certain; send the .docx.",
    ),
    "pages-too-many": (ERROR, "The PDF has more than {limit} pages; send the plan alone."),
    "drawing-too-dense": (
        ERROR,
        "A page of the PDF holds a drawing of more than {limit} parts; send the plan alone.",
    ),
    "encoding-unknown": (
        ERROR,
        "The letters of the text are not recognised; save it as UTF-8 and send it again.",
    ),
    "file-too-heavy": (
        ERROR,
        "Reading the file took more than {limit}; send the plan alone, without pictures and other tables.",
    ),
    "reading-broke-off": (
        ERROR,
        "Reading the file broke off ({what}); save it in another format, or tell whoever runs the house.",
    ),
    "period-not-found": (
        ERROR,
        "The title names no quarter and no year; say which period it is (--period 2021Q1 or --period 2021).",
    ),
    # The file, without refusing it.
    "name-against-content": (WARNING, "The file is called {name}, but its content is {found}."),
    "macros-ignored": (WARNING, "The file holds macros; they were not read."),
    "active-content": (
        WARNING,
        "Something here acts by itself where the file is opened (a link to outside, an embedded object, DDE"
        " or a script); it was not read.",
    ),
    "sheet-hidden": (WARNING, "The sheet is hidden and was not read."),
    "numbers-by-word": (
        INFO,
        "{count} numbers are not typed: Word prints them itself, and they were worked out.",
    ),
    "number-not-shown": (
        QUESTION,
        "Word prints {count} numbers in a form that is not known here ({form}); type them instead.",
    ),
    "changes-tracked": (
        WARNING,
        "Word keeps {count} changes as tracked; they were read as accepted: accept or reject them in Word.",
    ),
    "lines-not-kept": (
        INFO,
        "{count} lines around the plan have no place in it and stay in the file alone: {words}.",
    ),
    "comments-not-read": (INFO, "The file holds {count} comments; they were not read."),
    "text-hidden": (WARNING, "Hidden text was left out of the reading: {words}."),
    "text-struck": (QUESTION, "Was it struck out on purpose: {words}? It is left out of the reading."),
    "row-hidden": (WARNING, "The row is hidden in the source; it was read."),
    "period-contradicts": (WARNING, "The title says {title}, the import was asked for {asked}."),
    "title-missing": (
        WARNING,
        "No title of the plan was found; write it above the measures, with the period.",
    ),
    "period-is-last-year": (
        INFO,
        "The title names several years; the last one, {year}, is read as the period.",
    ),
    "dates-contradict": (WARNING, "Act No. {number} carries two dates: {first} and {second}."),
    "approved-after-start": (INFO, "Approved on {day}, after the period began."),
    "sheet-not-read": (INFO, "The sheet holds no plan; it was not read."),
    "sheets-joined": (
        QUESTION,
        "The sheets {first} and {second} are read as one plan: the second repeats nothing of the first.",
    ),
    "sheet-repeats-plan": (
        WARNING,
        "The sheet {second} repeats rows of the sheet {first}, as an old copy does; it was left out.",
    ),
    "table-not-read": (WARNING, "The table beside the plan was not read."),
    "column-as-printed": (INFO, "Nothing is read from the column {heading}; its cells are kept as printed."),
    "column-holds-numbers": (
        WARNING,
        "Nothing is read from the column {heading}, and it holds numbers; are they targets? Then head it so.",
    ),
    "indicator-holds-numbers": (
        QUESTION,
        "The column {heading} is headed as indicators and holds only numbers; they are read as the targets.",
    ),
    "report-columns": (
        WARNING,
        "The table also reports what was done ({headings}); this is kept as printed and becomes no fact.",
    ),
    "measures-named-by": (INFO, "No column is headed as measures; the column {heading} names them."),
    "period-from-deadlines": (
        QUESTION,
        "The title names no period; {year}, the first year of the deadlines, is read.",
    ),
    "page-without-text": (WARNING, "The page holds a picture and no text; what it shows was not read."),
    "letters-unwritten": (
        ERROR,
        "The fonts of the page do not say which letters {count} of its marks are; they show as \ufffd.",
    ),
    "text-recognised": (
        QUESTION,
        "The text lies unseen behind a picture: a machine recognised it, perhaps not rightly.",
    ),
    "slanted-text-ignored": (
        INFO,
        "The page carries slanted words, such as a watermark; they were not read.",
    ),
    "scripts-ignored": (WARNING, "The PDF holds scripts; they were neither run nor read."),
    "attachments-ignored": (WARNING, "Files are attached inside the PDF; they were not opened."),
    "notes-ignored": (WARNING, "Notes or form fields lie over the page; what they say was not read."),
    "text-cut-off": (
        WARNING,
        "Words run over the edge of their cell and are cut off on the page; what does not show was not read.",
    ),
    "words-overlap": (
        QUESTION,
        "Lines of words lie over one another; they may have been told apart wrongly.",
    ),
    "encoding-guessed": (WARNING, "The text names no encoding; its letters were read as {encoding}."),
    "invalid-bytes": (ERROR, "The line holds bytes that are no letters ({count}); they show as \ufffd."),
    "markup-left-out": (
        WARNING,
        "The line holds marks of a web page, such as <p>; they were left out of the reading.",
    ),
    # Rows.
    "row-not-read": (ERROR, "The row has cells but no measure."),
    "number-missing": (WARNING, "The measure has no number."),
    "number-duplicate": (WARNING, "The number {number} stands at an earlier measure too ({first})."),
    "row-duplicate": (WARNING, "The row repeats the one at {first} word for word."),
    "task-against-number": (WARNING, "The number {number} does not belong to the task {task} beside it."),
    "parent-missing": (WARNING, "The row is part of {parent}, and there is no such measure."),
    "parts-circular": (ERROR, "{number} is part of itself, by way of {via}."),
    "part-above-whole": (WARNING, "The part plans {part}, the whole {parent} plans {whole}."),
    "totals-differ": (WARNING, "The totals row says {said}, the plan holds {held}."),
    "row-joined": (
        QUESTION,
        "The row has no number and begins in lower case; it was joined to the row above.",
    ),
    "row-over-pages": (INFO, "The row goes on over the page; its two parts were put together."),
    "row-perhaps-over-pages": (
        QUESTION,
        "The first row of the page seems to go on with the row before it; they were put together.",
    ),
    "cells-unsure": (
        QUESTION,
        "The ruling lines of the table leave cells open; where they end is not certain.",
    ),
    "row-shifted": (
        ERROR,
        "The row has {cells} cells instead of {expected}; which stand under which heading is not certain.",
    ),
    "row-realigned": (
        WARNING,
        "The row has {cells} cells instead of {expected}; what they hold told their columns.",
    ),
    "lines-joined": (QUESTION, "The row was cut over {count} lines; they were put together."),
    "line-among-rows": (
        QUESTION,
        "The line stands between rows of the table; it was read as the title of a group.",
    ),
    "task-joined": (
        QUESTION,
        "The task cell has no number and begins in lower case; it was joined to the task above.",
    ),
    "value-shared": (QUESTION, "One target stands for several measures; it is read for each of them."),
    "measures-in-one-cell": (QUESTION, "One cell holds several measures; they share the cells beside it."),
    "sub-items-against-target": (WARNING, "{items} sub-items stand under a target of {target}."),
    "value-lines-several": (WARNING, "The measure has several value lines; the first one is read."),
    "number-built": (
        INFO,
        "The number {number} is not printed so; it was built from section, group and point.",
    ),
    "section-against-number": (
        WARNING,
        "The number {number} does not belong to the section above it: {section}.",
    ),
    "funding-against-total": (WARNING, "The sources of funding add up to {held}, the total says {said}."),
    # Cells.
    "invisible-characters": (
        WARNING,
        "The cell holds invisible characters; they were left out of the reading.",
    ),
    "mixed-scripts": (INFO, "Letters of two scripts in one word: {words}."),
    "word-at-line-end": (QUESTION, "Is it one word, where the line ends: {parts}? It was read as {read}."),
    "formula-like-text": (WARNING, "The text begins like a formula; it is kept as text and never computed."),
    "cell-error": (ERROR, "The cell shows the error {shown}."),
    "formula-without-value": (ERROR, "The cell holds a formula whose value was never computed."),
    "cell-became-date": (ERROR, "The cell is a date (shown {shown}); was {proposal} meant?"),
    "cell-shifted": (WARNING, "The executor cell holds the words of an indicator: {words}."),
    "executor-not-a-name": (ERROR, "The executor cell holds a date or a number: {words}."),
    "executor-missing": (WARNING, "Somebody owes something here, and no executor is named."),
    "executor-unknown": (WARNING, "Nobody of this name is known: {name}."),
    "deadline-unknown": (QUESTION, "The deadline is not understood: {words}."),
    "date-impossible": (ERROR, "There is no such date: {words}."),
    "weekday-against-date": (WARNING, "The day of the week is not that of the date: {words}."),
    "date-ambiguous": (
        QUESTION,
        "{words} is read day first; month first it would be {proposal}.",
    ),
    "range-reversed": (ERROR, "The end is before the start: {words}."),
    "date-outside-period": (WARNING, "The deadline {words} lies outside the period {period}."),
    "deadlines-differ": (QUESTION, "The executors' deadlines are of different kinds: {words}."),
    "deadline-is-last": (
        INFO,
        "The executors have deadlines of their own ({words}); the measure is due by the last one.",
    ),
    "target-unknown": (QUESTION, "The target is neither a number nor a known phrase: {words}."),
    "target-with-unit": (QUESTION, "{words} is read as the number {value}."),
    "target-is-limit": (
        QUESTION,
        "{words} is a bound not to be passed and no quantity to be reached; it is kept as text.",
    ),
    "number-may-be-thousands": (
        QUESTION,
        "{words} may be {proposal}: the mark may part thousands or decimals; it is kept as text.",
    ),
    "quarters-worded": (INFO, "The quarters name deliverables, not numbers: {words}."),
    "target-not-a-number": (ERROR, "{words} is not a number; letters look like digits."),
    "target-out-of-range": (ERROR, "{words} lies outside the allowed range."),
    "target-without-deadline": (WARNING, "A target of {target} has no deadline."),
    "months-against-target": (WARNING, "The months add up to {months}, the target says {target}."),
    "quarters-against-total": (WARNING, "The quarters add up to {quarters}, the total says {total}."),
    "stock-proposed": (QUESTION, "The target looks like a level since {since}: it is not summed."),
    # A draft copied from the period before.
    "date-not-carried": (
        ERROR,
        "{words} was a term of the period before; when is it in {period}? Until then it stands as printed.",
    ),
    "words-of-old-period": (WARNING, "The words speak of {period}: {words}"),
    "title-not-carried": (WARNING, "The title does not name {period}: {words}"),
    "act-not-carried": (INFO, "The stamp, the act and the signatures of the plan before stay with it."),
    "cancelled-not-copied": (INFO, "Measures that were cancelled are not copied: {count}."),
    "remainder-offered": (
        QUESTION,
        "Carried forward from the period before: {left} of {planned}. Does the new target take it in?",
    ),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding that does not yet know where it stands."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)
    proposal: str | None = None

    def at(self, place: str, measure: str | None = None) -> Finding:
        severity, words = CODES[self.code]
        return Finding(
            code=self.code,
            severity=severity,
            place=place,
            message=words.format(**self.facts, proposal=self.proposal),
            facts={name: str(fact) for name, fact in self.facts.items()},
            proposal=self.proposal,
            measure=measure,
        )


def doubt(code: str, *, proposal: str | None = None, **facts: object) -> Doubt:
    return Doubt(code, facts, proposal)
