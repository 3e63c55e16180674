"""How does the office's report say it? Headings, verdicts and sentences in Ukrainian, Vietnamese, English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.report.shapes import Share, Verdict


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences hold ``{places}``; ``decimal`` is the decimal sign."""

    code: str
    decimal: str
    approve: str
    report: str
    carried_out: str
    quarter: str
    year: str
    state_line: str
    closed: str
    running: str
    headings: tuple[str, ...]
    verdicts: Mapping[Verdict, str]
    shares: Mapping[Share, str]
    all_measures: str
    by_verdict: str
    total: str
    total_percent: str
    included_note: str
    late_title: str
    late_counted: str
    before_title: str
    before_sheet: str
    corrective: str
    corrects: str
    corrects_signed: str
    corrective_before: str
    changed_title: str
    changed_sheet: str
    summary_sheet: str
    changed_headings: tuple[str, ...]
    cells: Mapping[str, str]
    total_row: str
    recorded: str
    late_sheet: str
    late_headings: tuple[str, ...]
    late_kinds: Mapping[str, str]
    people_reached: str
    earlier: str
    of_which: str
    rest: str
    unfit: str
    more: str
    evidence: str
    level: str
    no_reason: str
    erased: str
    compiled_by: str
    signed_on: str
    voices: Mapping[str, str]
    act: str
    signed_what: str
    signed_before: str
    date_line: str
    page: str
    fingerprint: str


UK = Words(
    code="uk",
    decimal=",",
    approve="ЗАТВЕРДЖУЮ",
    report="ЗВІТ",
    carried_out="про виконання плану «{title}»",
    quarter="за {quarter} квартал {year} року",
    year="за {year} рік",
    state_line="станом на {day}, {time}; запис № {position}; відбиток {fingerprint}",
    closed="період закрито",
    running="період ще не закрито",
    headings=(
        "№ з/п",
        "Захід (номер і назва за планом)",
        "Відповідальний виконавець",
        "Термін за планом",
        "Найменування показника",
        "Заплановано",
        "Виконано",
        "% виконання",
        "Стан",
        "Інформація про виконання (дата, місце, охоплено осіб, посилання)",
        "Причини невиконання / відхилення",
        "Новий термін",
    ),
    verdicts={
        Verdict.DONE: "виконано",
        Verdict.OVERFULFILLED: "перевиконано",
        Verdict.PARTLY: "виконано частково",
        Verdict.ON_TRACK: "виконується",
        Verdict.NOT_DONE: "не виконано",
        Verdict.OVERDUE: "прострочено",
        Verdict.NOT_STARTED: "не розпочато",
        Verdict.NOT_DUE: "строк не настав",
        Verdict.STANDING: "виконується постійно",
        Verdict.NO_NEED: "потреби не виникало",
        Verdict.NOT_REPORTED: "дані не надано",
        Verdict.UNPLANNED: "поза планом",
        Verdict.NOT_PLANNED: "не заплановано",
        Verdict.NOT_ASSIGNED: "не покладено на установу",
        Verdict.CANCELLED: "скасовано",
        Verdict.CARRIED: "перенесено",
    },
    shares={
        Share.OBLIGATORY: "обов’язкових",
        Share.AS_NEEDED: "за потребою",
        Share.NOT_PLANNED: "не заплановано на цей період",
        Share.NOT_ASSIGNED: "не покладено на установу",
    },
    all_measures="Усього заходів",
    by_verdict="За станом виконання",
    total="Сума кількісних показників (без рядків «у т.ч.» і без показників-рівнів): "
    "заплановано {planned}, виконано {actual}",
    total_percent=" ({percent} %)",
    included_note="Курсивом — рядки «у т.ч.»: показано, але до суми не входять.",
    late_sheet="Після закриття",
    late_counted="Записи, внесені після закриття періоду (враховано в цьому уточненому звіті)",
    before_title="Пізні записи за попередні періоди (у показники цього періоду не входять)",
    before_sheet="За попередні періоди",
    corrective="УТОЧНЕНИЙ ЗВІТ № {number}",
    corrects="Уточнює звіт за цей період із відбитком {fingerprint}; сам звіт не змінено.",
    corrects_signed="Уточнює підписаний звіт за цей період із відбитком {fingerprint}, складений станом на "
    "запис № {position}; сам звіт не змінено.",
    corrective_before="Попередній уточнений звіт № {number} має відбиток {fingerprint}.",
    changed_title="Що змінилося порівняно зі звітом про закриття",
    changed_sheet="Зміни",
    summary_sheet="Підсумок",
    changed_headings=("Захід", "Показник", "Було", "Стало", "Чому"),
    cells={
        "actual": "виконано",
        "percent": "% виконання",
        "state": "стан",
        "total": "сума виконаного",
        "total-percent": "сума, % виконання",
    },
    total_row="Разом",
    recorded="внесено {day}, {person}",
    late_title="Записи, внесені після закриття періоду (на показники звіту не впливають)",
    late_headings=("Захід", "Що внесено", "Дата виконання", "Кількість", "Причина", "Внесено", "Хто вніс"),
    late_kinds={
        "plan.execution-logged": "виконання",
        "plan.execution-corrected": "виправлення",
        "plan.execution-retracted": "відкликання запису",
        "plan.nil-declared": "потреби не виникало",
        "plan.indicator-reported": "рівень показника",
    },
    people_reached="охоплено осіб: {count}",
    earlier="до початку періоду виконано: {count}",
    of_which="з них: {parts}",
    rest="решта",
    unfit="не враховано записів: {count}, бо зміни до плану змінили спосіб, у який лічать захід",
    more="та ще записів: {count}",
    evidence="файли: {names}",
    level="рівень на {day}",
    no_reason="причину не зазначено",
    erased="ім’я вилучено",
    compiled_by="Складено:",
    signed_on="{day}, запис № {position}",
    voices={
        "agree": "Погоджено:",
        "acknowledge": "Ознайомлено:",
        "approve": "Затверджено:",
        "sign": "Підписано:",
    },
    act="Реквізити: {act}.",
    signed_what="Підписано звіт із відбитком {fingerprint}, складений станом на запис № {position}. "
    "Це запис рішення в системі, не кваліфікований електронний підпис.",
    signed_before="Після підписання внесено нові записи: підпис їх не охоплює.",
    date_line="«___» ____________ 20___ р.",
    page="Стор. {page} з {pages}",
    fingerprint="відбиток",
)

VI = Words(
    code="vi",
    decimal=",",
    approve="PHÊ DUYỆT",
    report="BÁO CÁO",
    carried_out="kết quả thực hiện kế hoạch “{title}”",
    quarter="quý {quarter} năm {year}",
    year="năm {year}",
    state_line="tính đến {time} ngày {day}; bản ghi số {position}; dấu vân {fingerprint}",
    closed="đã chốt số liệu",
    running="chưa chốt số liệu",
    headings=(
        "STT",
        "Hoạt động (số và tên theo kế hoạch)",
        "Đơn vị thực hiện",
        "Thời hạn theo kế hoạch",
        "Chỉ tiêu",
        "Kế hoạch",
        "Thực hiện",
        "Tỷ lệ %",
        "Tình trạng",
        "Kết quả thực hiện (ngày, nơi, số người, minh chứng)",
        "Lý do chưa hoàn thành / chênh lệch",
        "Thời hạn mới",
    ),
    verdicts={
        Verdict.DONE: "hoàn thành",
        Verdict.OVERFULFILLED: "vượt kế hoạch",
        Verdict.PARTLY: "hoàn thành một phần",
        Verdict.ON_TRACK: "đang thực hiện",
        Verdict.NOT_DONE: "chưa hoàn thành",
        Verdict.OVERDUE: "quá hạn",
        Verdict.NOT_STARTED: "chưa bắt đầu",
        Verdict.NOT_DUE: "chưa đến hạn",
        Verdict.STANDING: "thực hiện thường xuyên",
        Verdict.NO_NEED: "không phát sinh",
        Verdict.NOT_REPORTED: "chưa có số liệu",
        Verdict.UNPLANNED: "ngoài kế hoạch",
        Verdict.NOT_PLANNED: "không có trong kỳ",
        Verdict.NOT_ASSIGNED: "không giao cho đơn vị",
        Verdict.CANCELLED: "đã hủy",
        Verdict.CARRIED: "chuyển kỳ sau",
    },
    shares={
        Share.OBLIGATORY: "bắt buộc",
        Share.AS_NEEDED: "khi có nhu cầu",
        Share.NOT_PLANNED: "không có trong kỳ",
        Share.NOT_ASSIGNED: "không giao cho đơn vị",
    },
    all_measures="Tổng số hoạt động",
    by_verdict="Theo tình trạng thực hiện",
    total="Cộng các chỉ tiêu số lượng (không tính dòng “trong đó” và chỉ tiêu mức): "
    "kế hoạch {planned}, thực hiện {actual}",
    total_percent=" ({percent}%)",
    included_note="Chữ nghiêng: dòng “trong đó”, có nêu nhưng không cộng vào tổng.",
    late_sheet="Sau khi chốt",
    late_counted="Bản ghi sau khi chốt kỳ (đã tính trong báo cáo điều chỉnh này)",
    before_title="Bản ghi muộn của các kỳ trước (không tính vào số liệu kỳ này)",
    before_sheet="Các kỳ trước",
    corrective="BÁO CÁO ĐIỀU CHỈNH SỐ {number}",  # vi?
    corrects="Điều chỉnh báo cáo kỳ này có dấu vân {fingerprint}; báo cáo đó giữ nguyên.",  # vi?
    corrects_signed="Điều chỉnh báo cáo kỳ này đã ký, có dấu vân {fingerprint}, lập đến bản ghi số "
    "{position}; báo cáo đó giữ nguyên.",  # vi?
    corrective_before="Báo cáo điều chỉnh trước, số {number}, có dấu vân {fingerprint}.",  # vi?
    changed_title="Thay đổi so với báo cáo khi chốt kỳ",
    changed_sheet="Thay đổi",
    summary_sheet="Tóm tắt",  # vi?
    changed_headings=("Hoạt động", "Chỉ tiêu", "Trước", "Sau", "Vì sao"),
    cells={
        "actual": "thực hiện",
        "percent": "tỷ lệ %",
        "state": "trạng thái",
        "total": "tổng thực hiện",
        "total-percent": "tổng, tỷ lệ %",
    },
    total_row="Tổng cộng",
    recorded="ghi ngày {day}, {person}",
    late_title="Dữ liệu ghi sau khi chốt kỳ (không làm thay đổi số liệu của báo cáo)",
    late_headings=("Hoạt động", "Nội dung", "Ngày thực hiện", "Số lượng", "Lý do", "Ngày ghi", "Người ghi"),
    late_kinds={
        "plan.execution-logged": "kết quả",
        "plan.execution-corrected": "đính chính",
        "plan.execution-retracted": "thu hồi",
        "plan.nil-declared": "không phát sinh",
        "plan.indicator-reported": "mức chỉ tiêu",
    },
    people_reached="số người: {count}",
    earlier="đã thực hiện trước kỳ: {count}",
    of_which="trong đó: {parts}",
    rest="còn lại",
    unfit="không tính {count} bản ghi, vì điều chỉnh kế hoạch đã đổi cách tính hoạt động",  # vi?
    more="và {count} bản ghi khác",
    evidence="tệp: {names}",
    level="mức tại ngày {day}",
    no_reason="chưa nêu lý do",
    erased="tên đã xóa",
    compiled_by="Người lập:",
    signed_on="Ngày {day}, bản ghi số {position}",
    voices={
        "agree": "Thẩm định:",
        "acknowledge": "Đã đọc:",
        "approve": "Phê duyệt:",
        "sign": "Đã ký:",
    },
    act="Số hiệu: {act}.",  # vi?
    signed_what="Đã ký báo cáo có dấu vân {fingerprint}, lập đến bản ghi số {position}. "
    "Đây là bản ghi quyết định trong hệ thống, không phải chữ ký số.",  # vi?
    signed_before="Sau khi ký có bản ghi mới: chữ ký không bao gồm các bản ghi đó.",  # vi?
    date_line="Ngày ___ tháng ___ năm 20___",
    page="Trang {page}/{pages}",
    fingerprint="dấu vân",
)

EN = Words(
    code="en",
    decimal=".",
    approve="APPROVED",
    report="REPORT",
    carried_out="on carrying out the plan “{title}”",
    quarter="quarter {quarter} of {year}",
    year="year {year}",
    state_line="as of {day}, {time}; record no. {position}; fingerprint {fingerprint}",
    closed="period closed",
    running="period not closed yet",
    headings=(
        "No.",
        "Measure (number and title in the plan)",
        "Lead executor",
        "Deadline in the plan",
        "Indicator",
        "Target",
        "Actual",
        "% done",
        "State",
        "What was done (day, place, people reached, evidence)",
        "Reasons for shortfall / deviation",
        "New term",
    ),
    verdicts={
        Verdict.DONE: "done",
        Verdict.OVERFULFILLED: "over-fulfilled",
        Verdict.PARTLY: "partly done",
        Verdict.ON_TRACK: "on track",
        Verdict.NOT_DONE: "not done",
        Verdict.OVERDUE: "overdue",
        Verdict.NOT_STARTED: "not started",
        Verdict.NOT_DUE: "not due yet",
        Verdict.STANDING: "standing, carried out",
        Verdict.NO_NEED: "no need arose",
        Verdict.NOT_REPORTED: "not reported",
        Verdict.UNPLANNED: "unplanned",
        Verdict.NOT_PLANNED: "not planned",
        Verdict.NOT_ASSIGNED: "not assigned here",
        Verdict.CANCELLED: "cancelled",
        Verdict.CARRIED: "carried forward",
    },
    shares={
        Share.OBLIGATORY: "obligatory",
        Share.AS_NEEDED: "as needed",
        Share.NOT_PLANNED: "not planned this period",
        Share.NOT_ASSIGNED: "not assigned here",
    },
    all_measures="Measures in all",
    by_verdict="By state",
    total="Sum of counted indicators (without “of which” rows and levels): planned {planned}, done {actual}",
    total_percent=" ({percent}%)",
    included_note="Italics: “of which” rows, shown and left out of the sum.",
    late_sheet="After closing",
    late_counted="Recorded after the period was closed (counted in this corrective report)",
    before_title="Late entries about earlier periods (not counted in the figures of this one)",
    before_sheet="Earlier periods",
    corrective="CORRECTIVE REPORT No. {number}",
    corrects="It corrects the report of this period with the fingerprint {fingerprint}, which stays as it "
    "is.",
    corrects_signed="It corrects the signed report of this period with the fingerprint {fingerprint}, "
    "compiled as of entry no. {position}, which stays as it is.",
    corrective_before="The corrective report before it, No. {number}, has the fingerprint {fingerprint}.",
    changed_title="What changed against the report of the closing",
    changed_sheet="Changes",
    summary_sheet="Summary",
    changed_headings=("Measure", "Figure", "Was", "Is", "Why"),
    cells={
        "actual": "done",
        "percent": "% done",
        "state": "state",
        "total": "total done",
        "total-percent": "total, % done",
    },
    total_row="Total",
    recorded="recorded {day}, {person}",
    late_title="Put on record after the period was closed (no figure of this report changes)",
    late_headings=("Measure", "What", "Done on", "Quantity", "Reason", "Recorded", "By"),
    late_kinds={
        "plan.execution-logged": "execution",
        "plan.execution-corrected": "correction",
        "plan.execution-retracted": "retraction",
        "plan.nil-declared": "no need arose",
        "plan.indicator-reported": "level",
    },
    people_reached="people reached: {count}",
    earlier="done before this period: {count}",
    of_which="of which: {parts}",
    rest="the rest",
    unfit="records not counted: {count}, for an amendment changed how the measure is counted",
    more="and {count} more records",
    evidence="files: {names}",
    level="level on {day}",
    no_reason="no reason given",
    erased="name erased",
    compiled_by="Compiled by:",
    signed_on="{day}, entry no. {position}",
    voices={
        "agree": "Agreed by:",
        "acknowledge": "Read by:",
        "approve": "Approved by:",
        "sign": "Signed by:",
    },
    act="Reference: {act}.",
    signed_what="What was signed is the report with the fingerprint {fingerprint}, compiled as of entry "
    "no. {position}. This is the record of a decision in the system, not a qualified electronic signature.",
    signed_before="New entries were recorded after it was signed: the signature does not cover them.",
    date_line="Date: ____________ 20___",
    page="Page {page} of {pages}",
    fingerprint="fingerprint",
)

WORDS: Mapping[str, Words] = {"uk": UK, "vi": VI, "en": EN}
