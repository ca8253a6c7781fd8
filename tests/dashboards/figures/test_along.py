from dashboards.figures.experiments.along import Step, along

DOWN, UP = 0.1, 0.2


def test_numbers_stand_in_their_order_and_words_in_that_of_the_designs():
    line = [Step("0.7", 0.4, DOWN, UP), Step("0.66", 0.5)]
    (numbers,) = along([("", line)], "engine.threshold", percent=True).data
    assert [*numbers.x] == [0.66, 0.7]
    assert [*numbers.y] == [50, 40]
    assert [*numbers.error_y.array] == [0, 20]
    words = along([("", [Step("soonest", 1), Step("nearest", 2)])], "officers.dispatch")
    assert [*words.data[0].x] == ["soonest", "nearest"]
    assert words.layout.xaxis.type == "category"


def test_lines_of_another_field_are_told_apart_and_named():
    figure = along([("a = 1", [Step("1", 1)]), ("a = 2", [Step("1", 1)])], "b")
    assert [one.name for one in figure.data] == ["a = 1", "a = 2"]
    assert len({(one.line.color, one.marker.symbol) for one in figure.data}) == 2
    assert figure.layout.showlegend
