"""A process as a drawing: everything is there, in order, and nothing lies on anything else."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from procedures.diagram import BOX_HEIGHT, BOX_WIDTH, StepSketch, draw

FOUR = [
    StepSketch("tiep_nhan", "Tiếp nhận hồ sơ", "Nơi tiếp nhận", [("tham_dinh", "")]),
    StepSketch("tham_dinh", "Thẩm định hồ sơ, kiểm tra thực tế và lập báo cáo trình lãnh đạo", "Chuyên viên",
               [("ky", "Đủ điều kiện"), ("tiep_nhan", "Trả lại")]),
    StepSketch("lay_y_kien", "Lấy ý kiến", "Cơ quan phối hợp", [], beside="tham_dinh"),
    StepSketch("ky", "Ký", "Người ký", []),
]  # fmt: skip


def test_the_way_goes_to_the_right_and_what_is_sent_back_is_told_apart():
    drawing = draw(FOUR)
    place = {box.step.code: box for box in drawing.boxes}
    assert [lane.lines for lane in drawing.lanes] == [
        ("Nơi tiếp nhận",),
        ("Chuyên viên",),
        ("Cơ quan phối hợp",),
        ("Người ký",),
    ]
    assert place["tiep_nhan"].x < place["tham_dinh"].x < place["ky"].x
    assert place["lay_y_kien"].x == place["tham_dinh"].x
    assert [(a.kind, a.label) for a in drawing.arrows] == [
        ("on", ""), ("on", "Đủ điều kiện"), ("back", "Trả lại"), ("beside", ""),
    ]  # fmt: skip


def test_a_long_name_is_cut_to_what_the_box_holds():
    [_first, long, *_rest] = draw(FOUR).boxes
    assert len(long.lines) == 3 and long.lines[-1].endswith("…")


def test_no_steps_no_drawing():
    assert draw([]).boxes == ()


@st.composite
def processes(draw_):
    count = draw_(st.integers(1, 9))
    codes = [f"b{n}" for n in range(count)]
    steps = []
    for code in codes:
        ways = draw_(st.lists(st.sampled_from([*codes, "mat"]), max_size=3, unique=True))
        beside = draw_(st.sampled_from(["", "", "", *codes]))
        steps.append(
            StepSketch(
                code, "Bước", draw_(st.sampled_from("xyz")), [(w, "") for w in ways], "" if beside == code else beside
            )
        )
    return steps


@given(processes())
def test_nothing_overlaps_and_all_of_it_is_on_the_sheet(steps):
    drawing = draw(steps)
    assert {box.step.code for box in drawing.boxes} == {step.code for step in steps}
    for box in drawing.boxes:
        assert box.x >= 0 and box.x + BOX_WIDTH <= drawing.width and box.y >= 0 and box.y + BOX_HEIGHT <= drawing.height
        [lane] = [la for la in drawing.lanes if la.y <= box.y and box.y + BOX_HEIGHT <= la.y + la.height]
        assert lane.lines == (box.step.lane,)
    by_place = sorted(drawing.boxes, key=lambda b: (b.x, b.y))
    assert all(a.x != b.x or a.y + BOX_HEIGHT <= b.y for a, b in pairwise(by_place))
