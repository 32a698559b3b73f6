"""What people type, and what a form says back."""

from datetime import date
from decimal import Decimal
import unicodedata

from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import widgets
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe
from lxml import html
import pytest

from congdoan.foundation import forms
from congdoan.foundation.forms import Choice, pickers
from congdoan.foundation.refusal import ChangedMeanwhile

PDF = b"%PDF-1.7\n..."


class Sample(forms.Form):
    name = forms.TextField(label="Tên", help_text="Như trong quyết định.")
    start = forms.DateField(label="Ngày")
    amount = forms.AmountField(label="Số tiền", required=False)
    sides = django_forms.MultipleChoiceField(
        label="Các bên",
        required=False,
        choices=[("a", "A"), ("b", "B")],
        widget=django_forms.CheckboxSelectMultiple,
    )
    agreed = django_forms.BooleanField(label="Đã kiểm tra", required=False)


def drawn(form):
    return html.fromstring(f"<form>{form}</form>")


@pytest.mark.parametrize(
    "typed", ["09/11/2023", "9.11.2023", "9-11-2023", "09112023", "2023-11-09", " 9 11 2023 "]
)
def test_a_day_is_read_as_people_type_it(typed):
    assert forms.DateField().clean(typed) == date(2023, 11, 9)


@pytest.mark.parametrize("typed", ["31/02/2023", "09/11/0203", "09/11/23", "hôm nay", "1/1/99999"])
def test_a_wrong_day_is_refused_with_an_example(typed):
    with pytest.raises(django_forms.ValidationError, match="09/11/2023"):
        forms.DateField().clean(typed)


def test_a_day_is_shown_as_it_is_read():
    assert 'value="09/11/2023"' in str(Sample(initial={"start": date(2023, 11, 9)})["start"])


def test_text_is_stored_composed_and_tidy():
    typed = unicodedata.normalize("NFD", "  Công   đoàn cơ sở ")
    assert forms.TextField().clean(typed) == "Công đoàn cơ sở"
    assert forms.LongTextField().clean(unicodedata.normalize("NFD", "Điều 1\r\n  Ưu")) == (
        "Điều 1\n  Ưu"
    )


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("7", "7"),
    ],
)
def test_amounts_are_read_as_papers_write_them(typed, amount):
    with translation.override("vi"):
        assert forms.AmountField().clean(typed) == Decimal(amount)


# --- drawing ---------------------------------------------------------------------------------


def test_an_error_stands_beside_its_field_and_in_the_summary():
    page = drawn(Sample({"name": "x", "start": "mai"}))
    box = page.get_element_by_id("id_start")
    assert box.get("aria-invalid") == "true"
    described = box.get("aria-describedby").split()
    assert "id_start_error" in described
    error = page.get_element_by_id("id_start_error").text_content()
    assert "09/11/2023" in error
    summary = page.xpath('//*[@role="alert"]//a')
    assert [link.get("href") for link in summary] == ["#id_start"]


def test_every_described_by_names_something_on_the_page():
    for form in (Sample(), Sample({})):
        page = drawn(form)
        ids = {element.get("id") for element in page.iter() if element.get("id")}
        for element in page.xpath("//*[@aria-describedby]"):
            assert set(element.get("aria-describedby").split()) <= ids


def test_every_box_has_a_label():
    page = drawn(Sample())
    labelled = {label.get("for") for label in page.xpath("//label")}
    boxes = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert {box.get("id") for box in boxes} <= labelled


def test_a_group_of_boxes_is_a_fieldset_with_a_legend():
    page = drawn(Sample())
    assert [legend.text_content().strip() for legend in page.xpath("//fieldset/legend")] == [
        "Các bên"
    ]


def test_what_was_typed_comes_back_escaped():
    page = str(Sample({"name": "<script>alert(1)</script>", "start": ""}))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_refusal_is_shown_where_it_belongs():
    form = Sample({"name": "x", "start": "01/01/2026"})
    assert form.is_valid()
    form.refuse(ChangedMeanwhile(), "start")
    assert ChangedMeanwhile().sentence in str(form["start"].errors)


def test_a_form_without_errors_shows_no_summary():
    assert 'role="alert"' not in str(Sample())


# --- files -----------------------------------------------------------------------------------


def upload(name="quet.pdf", content=PDF, **field):
    return forms.UploadField(**field).clean(SimpleUploadedFile(name, content))


def test_a_file_of_the_right_kind_is_taken_and_can_still_be_read():
    assert upload().read() == PDF


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("quet.exe", b"MZ", "không thuộc loại nhận được"),
        ("quet", PDF, "không thuộc loại nhận được"),
        ("quet.pdf", b"<html>", "không phải là PDF"),
        ("quet.png", PDF, "không phải là PNG"),
        ("quet.pdf", b"", "rỗng"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(name, content, said):
    with translation.override("vi"), pytest.raises(django_forms.ValidationError, match=said):
        upload(name, content)


def test_a_file_of_forty_megabytes_is_refused_with_a_way_out():
    big = SimpleUploadedFile("quet.pdf", PDF)
    big.size = 40 * 1024 * 1024
    with pytest.raises(django_forms.ValidationError) as refused:
        forms.UploadField().clean(big)
    [sentence] = refused.value.messages
    assert "quet.pdf nặng 40 MB, vượt giới hạn 25 MB" in sentence
    assert "nén" in sentence


def test_the_limit_stands_under_the_box():
    class Upload(forms.Form):
        scan = forms.UploadField(label="Bản quét", kinds=("pdf",))

    assert "Loại tệp: PDF; tối đa 25 MB." in str(Upload())


# --- picking ---------------------------------------------------------------------------------


class Flowers:
    """A source of three things."""

    known = (
        Choice(1, "SEN", "Trường Hoa Sen", "phường Đông"),
        Choice(2, "HONG", "Trường Hoa Hồng"),
        Choice(3, "MAI", "Trường Ban Mai"),
    )

    def search(self, actor, text, limit):
        return [c for c in self.known if text.lower() in c.label.lower()][:limit]

    def by_code(self, actor, code):
        return next((c for c in self.known if c.code == code), None)

    def by_pk(self, actor, pk):
        return next((c for c in self.known if c.pk == pk), None)


@pytest.fixture
def pick_form(monkeypatch):
    monkeypatch.setitem(pickers._register, "flowers", Flowers())

    class Pick(forms.Form):
        school = forms.PickField("flowers", label="Trường")

    def make(*args, **kwargs):
        return Pick(*args, actor=object(), **kwargs)

    return make


@pytest.mark.parametrize(
    "typed", ["Trường Hoa Sen [SEN]", "SEN", "hoa sen", "gõ sai tên nhưng đúng mã [SEN]"]
)
def test_a_name_or_a_code_picks(pick_form, typed):
    form = pick_form({"school": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] == 1


def test_several_matches_are_offered_to_choose_from(pick_form):
    form = pick_form({"school": "hoa"})
    assert not form.is_valid()
    offers = drawn(form).xpath("//input[@type='radio']")
    assert [offer.get("value") for offer in offers] == [
        "Trường Hoa Sen [SEN]",
        "Trường Hoa Hồng [HONG]",
    ]
    chosen = pick_form({"school": "hoa", "school_offer": offers[1].get("value")})
    assert chosen.is_valid()
    assert chosen.cleaned_data["school"] == 2


def test_no_match_is_said(pick_form):
    form = pick_form({"school": "xyz"})
    assert not form.is_valid()
    assert "Không tìm thấy “xyz”" in form.errors["school"][0]


def test_a_key_is_shown_by_name(pick_form):
    assert 'value="Trường Ban Mai [MAI]"' in str(pick_form(initial={"school": 3})["school"])


def test_offers_of_one_request_are_not_seen_by_the_next(pick_form):
    pick_form({"school": "hoa"}).is_valid()
    assert "radio" not in str(pick_form())


# --- summary tag -----------------------------------------------------------------------------


def test_a_hand_laid_form_can_draw_its_summary():
    request = RequestFactory().get("/")
    text = Template("{% form_errors form %}").render(
        Context({"request": request, "form": Sample({"name": "", "start": "01/01/2026"})})
    )
    assert "#id_name" in text


class Choices(forms.Form):
    level = django_forms.ChoiceField(
        choices=[("", "Tất cả"), ("a", "A & B"), ("Nhóm", [("1", "Một"), ("2", "Hai")])],
        widget=django_forms.Select(attrs={"class": "form-select", "disabled": True}),
    )


@pytest.mark.parametrize("chosen", ["", "a", "2", "unknown"])
def test_a_choice_is_drawn_as_django_draws_it(chosen):
    draw = Choices()["level"].field.widget.render
    ours, djangos = (
        html.fragment_fromstring(draw("level", chosen, {"id": "x"}, renderer=renderer))
        for renderer in (forms.Renderer(), DjangoTemplates())
    )
    assert _pieces(ours) == _pieces(djangos)


def _pieces(element):
    return [(one.tag, dict(one.attrib), (one.text or "").strip()) for one in element.iter()]


@pytest.mark.parametrize(
    "widget",
    [
        widgets.TextInput(attrs={"data-x": '"><b>', "readonly": True, "hidden": False}),
        widgets.NumberInput(),
        widgets.HiddenInput(),
        widgets.Select(
            choices=[
                ("", "<Tất cả>"),
                ("a&b", mark_safe("<i>A</i>")),
                ("Nhóm >", [("1", "Một"), ("2", "Hai")]),
            ]
        ),
        widgets.SelectMultiple(choices=[("1", "Một"), ("2", "Hai")]),
    ],
)
@pytest.mark.parametrize("value", [None, "", "2", '<script>"&'])
def test_boxes_are_drawn_as_django_draws_them(widget, value):
    value = [value] if isinstance(widget, widgets.SelectMultiple) else value
    ours, theirs = (
        widget.render("tên<", value, {"id": "x"}, renderer=renderer)
        for renderer in (forms.Renderer(), DjangoTemplates())
    )
    as_read = [
        html.tostring(html.fromstring(text)).replace(b"\n", b" ").split() for text in (ours, theirs)
    ]
    assert as_read[0] == as_read[1]


def test_a_form_that_offers_other_choices_changes_no_other_form():
    class Coloured(forms.Form):
        colour = django_forms.ChoiceField(choices=[("r", "Đỏ"), ("b", "Xanh")])

    narrowed, other = Coloured(), Coloured()
    narrowed.fields["colour"].choices = [("r", "Đỏ")]
    narrowed.fields["colour"].widget.attrs["class"] = "narrow"
    assert [value for value, _label in other.fields["colour"].choices] == ["r", "b"]
    assert other.fields["colour"].widget.attrs == {}
    assert [value for value, _label in Coloured().fields["colour"].choices] == ["r", "b"]
    assert len(Coloured.base_fields["colour"].choices) == 2
