"""How does the report speak of months, quarters, forecasts, terms and plots? In three languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseWords:
    """Sentences hold ``{places}``. ``months`` are twelve, ``quarter`` is the heading of one of four."""

    months: tuple[str, ...]
    quarter: str
    planned: str
    done: str
    both: str
    percent: str
    together: str
    cumulative: Mapping[int, str]
    number: str
    measure: str
    indicator: str
    months_title: str
    months_sheet: str
    quarters_title: str
    quarters_sheet: str
    all_flows: str
    expected: str
    rule: str
    late_counted: str
    plan_forecast: str
    forecast_of: str
    by_day: str
    terms: str
    postponed: str
    plots_sheet: str
    plot_of: str
    by_task: str
    by_section: str
    by_month: str
    by_quarter: str
    task: str
    section: str
    month: str
    in_quarter: str
    others: str


UK = CourseWords(
    months=(
        "січень",
        "лютий",
        "березень",
        "квітень",
        "травень",
        "червень",
        "липень",
        "серпень",
        "вересень",
        "жовтень",
        "листопад",
        "грудень",
    ),
    quarter="{quarter} кв.",
    planned="план",
    done="факт",
    both="{of}: план / факт",
    percent="%",
    together="разом",
    cumulative={1: "від початку року", 2: "I півріччя", 3: "9 місяців", 4: "рік"},
    number="№ з/п",
    measure="Захід",
    indicator="Показник",
    months_title="Показники за місяцями",
    months_sheet="За місяцями",
    quarters_title="Показники за кварталами та наростаючим підсумком від початку року",
    quarters_sheet="За кварталами",
    all_flows="Сума кількісних показників (без рядків «у т.ч.» і без показників-рівнів)",
    expected="прогноз на кінець строку",
    rule="Прогноз — не факт: виконане ділимо на частку робочих днів строку, що минули; показник-рівень "
    "лишається таким, яким його повідомлено востаннє. Не прогнозуємо захід за потребою, постійний, без "
    "записів, і доки не минула десята частина строку. Рівні між кварталами не додаються.",
    late_counted="Враховано й записи, внесені після закриття попередніх кварталів, тому стовпець кварталу "
    "може відрізнятися від його закритого звіту.",
    plan_forecast="Темп плану: минуло {days} із {of} робочих днів; за цим темпом до {day} очікуємо "
    "{expected} із {planned} ({percent} %). Це прогноз: план × виконане ÷ (план × частка робочих "
    "днів строку кожного заходу, що минули).",
    forecast_of="{expected} із {planned} ({percent} %)",
    by_day="до {day}",
    terms="За строком: обов’язкових заходів зі строком у періоді — {all}; виконано в строк — {on_time}; "
    "виконано із запізненням — {late}; строк не минув — {open}; строк минув, не виконано — {overdue}.",
    postponed="строк перенесено: {old} → {new}",
    plots_sheet="Графіки",
    plot_of="Кількісні показники без рядків «у т.ч.» і без показників-рівнів",
    by_task="Заплановано і виконано за завданнями",
    by_section="Заплановано і виконано за розділами",
    by_month="Заплановано і виконано за місяцями",
    by_quarter="Заплановано і виконано за кварталами",
    task="Завдання",
    section="Розділ",
    month="Місяць",
    in_quarter="Квартал",
    others="інші ({count})",
)

VI = CourseWords(
    months=tuple(f"tháng {n}" for n in range(1, 13)),
    quarter="quý {quarter}",
    planned="kế hoạch",
    done="thực hiện",
    both="{of}: kế hoạch / thực hiện",
    percent="%",
    together="cộng",
    cumulative={1: "từ đầu năm", 2: "6 tháng đầu năm", 3: "9 tháng", 4: "cả năm"},
    number="STT",
    measure="Hoạt động",
    indicator="Chỉ tiêu",
    months_title="Chỉ tiêu theo tháng",
    months_sheet="Theo tháng",
    quarters_title="Chỉ tiêu theo quý và lũy kế từ đầu năm",
    quarters_sheet="Theo quý",
    all_flows="Cộng các chỉ tiêu số lượng (không tính dòng “trong đó” và chỉ tiêu mức)",
    expected="dự báo đến hết thời hạn",
    # vi?
    rule="Dự báo không phải là số thực hiện: kết quả đã đạt chia cho tỷ lệ ngày làm việc đã qua "
    "của thời hạn; chỉ tiêu mức giữ nguyên mức báo cáo gần nhất. Không dự báo hoạt động khi có nhu "
    "cầu, thường xuyên, chưa có số liệu, và khi chưa qua một phần mười thời hạn. Chỉ tiêu mức không "
    "cộng giữa các quý.",
    late_counted="Có tính cả dữ liệu ghi sau khi chốt các quý trước, nên cột của một quý có thể khác báo "
    "cáo đã chốt của quý đó.",
    plan_forecast="Tiến độ kế hoạch: đã qua {days}/{of} ngày làm việc; với tiến độ này, đến ngày {day} dự "
    "kiến đạt {expected} trên {planned} ({percent}%). Đây là dự báo: kế hoạch × thực hiện ÷ (kế "
    "hoạch × tỷ lệ ngày làm việc đã qua của từng hoạt động).",
    forecast_of="{expected} trên {planned} ({percent}%)",
    by_day="đến {day}",
    terms="Theo thời hạn: hoạt động bắt buộc có thời hạn trong kỳ — {all}; xong đúng hạn — "
    "{on_time}; xong chậm — {late}; chưa đến hạn — {open}; đã quá hạn, chưa xong — {overdue}.",
    postponed="gia hạn: {old} → {new}",
    plots_sheet="Biểu đồ",
    plot_of="Các chỉ tiêu số lượng, không tính dòng “trong đó” và chỉ tiêu mức",
    by_task="Kế hoạch và thực hiện theo nhiệm vụ",
    by_section="Kế hoạch và thực hiện theo mục",
    by_month="Kế hoạch và thực hiện theo tháng",
    by_quarter="Kế hoạch và thực hiện theo quý",
    task="Nhiệm vụ",
    section="Mục",
    month="Tháng",
    in_quarter="Quý",
    others="khác ({count})",
)

EN = CourseWords(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    quarter="Q{quarter}",
    planned="plan",
    done="actual",
    both="{of}: plan / actual",
    percent="%",
    together="together",
    cumulative={1: "since the year began", 2: "first half", 3: "nine months", 4: "year"},
    number="No.",
    measure="Measure",
    indicator="Indicator",
    months_title="Indicators by month",
    months_sheet="By month",
    quarters_title="Indicators by quarter and cumulative since the year began",
    quarters_sheet="By quarter",
    all_flows="Sum of counted indicators (without “of which” rows and levels)",
    expected="forecast for the end of the term",
    rule="A forecast is no actual figure: what was done, divided by the share of the term’s "
    "working days that are gone; a level stays as it was reported last. None is made of as-needed, "
    "standing and silent measures, or before a tenth of the term is gone. Levels are never added "
    "from quarter to quarter.",
    late_counted="Records made after earlier quarters were closed are counted too, so a quarter’s column "
    "may differ from its closed report.",
    plan_forecast="Pace of the plan: {days} of {of} working days are gone; at this pace {expected} of "
    "{planned} ({percent}%) are expected by {day}. This is a forecast: target × done ÷ (target × the "
    "share of each measure’s working days that are gone).",
    forecast_of="{expected} of {planned} ({percent}%)",
    by_day="by {day}",
    terms="By term: obligatory measures with a term in the period — {all}; done in time — "
    "{on_time}; done late — {late}; term still open — {open}; term gone, not done — {overdue}.",
    postponed="put off: {old} → {new}",
    plots_sheet="Plots",
    plot_of="Counted indicators, without “of which” rows and levels",
    by_task="Plan and actual by task",
    by_section="Plan and actual by section",
    by_month="Plan and actual by month",
    by_quarter="Plan and actual by quarter",
    task="Task",
    section="Section",
    month="Month",
    in_quarter="Quarter",
    others="others ({count})",
)

COURSE_WORDS: Mapping[str, CourseWords] = {"uk": UK, "vi": VI, "en": EN}
