"""Is a plan in prose read, in three languages, decomposed letters and plain text included?"""

import unicodedata

import pytest

from tests.imports.files import word
from tests.imports.unseen.expecting import Row, read, rows, serious

VIETNAMESE = (
    "ỦY BAN NHÂN DÂN",
    "HUYỆN THANH BÌNH",
    "Số: 15/KH-UBND",
    "Thanh Bình, ngày 20 tháng 01 năm 2022",
    "KẾ HOẠCH",
    "Phổ biến, giáo dục pháp luật năm 2022",
    "Căn cứ Luật Phổ biến, giáo dục pháp luật ngày 20/6/2012;",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "Nâng cao nhận thức pháp luật của người dân.",
    "II. NỘI DUNG",
    "1. Tuyên truyền pháp luật",
    "Hoạt động 1: Tổ chức hội nghị phổ biến luật mới",
    "- Cơ quan chủ trì: Phòng Tư pháp",
    "- Cơ quan phối hợp: Ủy ban nhân dân các xã, thị trấn; Đài Truyền thanh huyện",
    "- Thời gian thực hiện: Quý II năm 2022",
    "Hoạt động 2: In tờ gấp pháp luật",
    "- Đơn vị thực hiện: Phòng Tư pháp",
    "- Thời gian thực hiện: Tháng 3/2022",
    "2. Hòa giải ở cơ sở",
    "Hoạt động 1: Tập huấn hòa giải viên",
    "- Cơ quan chủ trì: Phòng Tư pháp phối hợp với Hội Luật gia huyện",
    "- Thời gian: Thường xuyên",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Tư pháp theo dõi, đôn đốc việc thực hiện.",
)
ENGLISH = (
    "RIVERSIDE COUNCIL",
    "ACTION PLAN",
    "Access to justice 2024",
    "I. PURPOSE",
    "Serve everyone.",
    "II. ACTIVITIES",
    "1. Outreach",
    "Activity 1: Hold open days in villages",
    "- Responsible: Outreach Unit",
    "- Partner: Library Board",
    "- Deadline: by 31 March 2024",
    "Activity 2: Print leaflets",
    "- Responsible: Press Office",
    "- Deadline: Q2 2024",
    "2. Training",
    "Activity 1: Train volunteers",
    "- Responsible: Director",
    "- Deadline: ongoing",
)
UKRAINIAN = (
    "КАЛИНІВСЬКА МІСЬКА РАДА",
    "ПЛАН ЗАХОДІВ",
    "з протидії домашньому насильству на 2023 рік",
    "I. ЗАГАЛЬНА ЧАСТИНА",
    "Безпека родин.",
    "II. ЗАХОДИ",
    "1. Просвіта",
    "Захід 1: Провести лекції у школах",
    "- Відповідальні: Відділ освіти",
    "- Строк: до 01.05.2023",
    "Захід 2: Виготовити пам'ятки",
    "- Виконавець: Відділ преси",
    "- Термін: червень",
)
CONTENTS, ACTIVITIES, MEASURES = "II. NỘI DUNG", "II. ACTIVITIES", "II. ЗАХОДИ"
HELPERS = ("Ủy ban nhân dân các xã, thị trấn", "Đài Truyền thanh huyện")
READ = {
    VIETNAMESE: (
        "vi",
        "2022",
        [
            Row(
                "II.1.1",
                "Tổ chức hội nghị phổ biến luật mới",
                ("Phòng Tư pháp",),
                "quarter_range 2022-06-30",
                task="1",
                section=CONTENTS,
                helpers=HELPERS,
            ),
            Row(
                "II.1.2",
                "In tờ gấp pháp luật",
                ("Phòng Tư pháp",),
                "month 2022-03-31",
                task="1",
                section=CONTENTS,
            ),
            Row(
                "II.2.1",
                "Tập huấn hòa giải viên",
                ("Phòng Tư pháp",),
                "continuous 2022-12-31",
                task="2",
                section=CONTENTS,
                helpers=("Hội Luật gia huyện",),
            ),
        ],
    ),
    ENGLISH: (
        "en",
        "2024",
        [
            Row(
                "II.1.1",
                "Hold open days in villages",
                ("Outreach Unit",),
                "by_date 2024-03-31",
                task="1",
                section=ACTIVITIES,
                helpers=("Library Board",),
            ),
            Row(
                "II.1.2",
                "Print leaflets",
                ("Press Office",),
                "quarter_range 2024-06-30",
                task="1",
                section=ACTIVITIES,
            ),
            Row(
                "II.2.1",
                "Train volunteers",
                ("Director",),
                "continuous 2024-12-31",
                task="2",
                section=ACTIVITIES,
            ),
        ],
    ),
    UKRAINIAN: (
        "uk",
        "2023",
        [
            Row(
                "II.1.1",
                "Провести лекції у школах",
                ("Відділ освіти",),
                "by_date 2023-05-01",
                task="1",
                section=MEASURES,
            ),
            Row(
                "II.1.2",
                "Виготовити пам'ятки",
                ("Відділ преси",),
                "month 2023-06-30",
                task="1",
                section=MEASURES,
            ),
        ],
    ),
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("lines", READ, ids=[language for language, _, _ in READ.values()])
def test_a_plan_in_prose_is_read(lines: tuple[str, ...], form: str) -> None:
    language, period, expected = READ[lines]
    content = word([["Nơi nhận:", "Lưu: VT"]], lines=[unicodedata.normalize(form, line) for line in lines])
    reading = read(content, "plan.docx")
    assert rows(reading) == expected
    assert (reading.document.language, reading.document.period, serious(reading)) == (language, period, [])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("lines", READ, ids=[language for language, _, _ in READ.values()])
def test_the_same_words_in_a_text_file_are_the_same_plan(lines: tuple[str, ...], end: str) -> None:
    reading = read(end.join(lines).encode(), "plan.txt")
    assert rows(reading) == READ[lines][2]
    assert serious(reading) == []
