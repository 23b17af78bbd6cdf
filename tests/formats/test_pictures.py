"""Pages as pictures: drawn, clipped to a bound, or refused with a reason."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from chorus_app.formats import pictures
from chorus_app.formats.shown import Unshowable
from tests.makers.invoices import main_document, make_facturx, make_pdf, make_ubl
from tests.makers.pdfs import sign

WHITE = (255, 255, 255)


def image(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(out, kind, **more)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, content)
    return out.getvalue()


def drawn(path: bytes, page: int = 1, width: int = 600) -> Image.Image:
    made = Image.open(BytesIO(pictures.draw(path, page, width)))
    assert made.format == "JPEG"
    return made


def tall_pdf() -> bytes:
    """Three pages; the second is as long as a PDF page may be."""
    pdf = pikepdf.new()
    for height in (800, 14_400, 800):
        pdf.add_blank_page(page_size=(200, height))
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_pages_of_a_pdf_are_counted_read_and_drawn() -> None:
    path = make_facturx()
    look = pictures.look(path, 7)
    assert (look.pages, look.page, look.width, look.height) == (1, 1, 595, 842)
    assert "Menuiserie Martin" in look.words
    picture = drawn(path, width=1200)
    assert picture.size == (1200, 1698)
    assert min(picture.convert("L").tobytes()) < 80  # there is ink


def test_page_beyond_the_last_is_none() -> None:
    for content in (make_pdf(), image("PNG")):
        with pytest.raises(Unshowable) as refused:
            pictures.draw(content, 2, 600)
        assert refused.value.name == "no_document"


def test_endless_page_is_drawn_within_the_bound() -> None:
    picture = drawn(tall_pdf(), 2, 2600)
    assert picture.width * picture.height <= pictures.MAX_DRAWN_POINTS + picture.width + picture.height


def test_signed_pdf_is_drawn() -> None:
    assert drawn(sign(make_pdf())).width == 600


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "BMP"])
def test_images_are_drawn_anew_and_never_larger(kind: str) -> None:
    path = image(kind)
    look = pictures.look(path, 1)
    assert (look.pages, look.width, look.height, look.words) == (1, 40, 20, "")
    assert drawn(path).size == (40, 20)
    assert drawn(image(kind, (1200, 600))).size == (600, 300)


def test_what_is_transparent_shows_paper() -> None:
    assert drawn(image("PNG", mode="RGBA")).getpixel((5, 5)) == WHITE


def test_each_page_of_a_scan() -> None:
    out = BytesIO()
    pages = [Image.new("L", (30, 30), shade) for shade in (0, 255)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    path = out.getvalue()
    assert (pictures.look(path, 2).pages, drawn(path, 1).getpixel((5, 5)), drawn(path, 2).getpixel((5, 5))) == (
        2,
        (0, 0, 0),
        WHITE,
    )


def test_pdf_of_a_mixed_flow_is_taken_out_of_its_zip() -> None:
    assert pictures.look(zipped("facture.pdf", make_pdf()), 1).pages == 1


def test_pdf_inside_an_xml_is_found() -> None:
    for zip_it in (False, True):
        content = main_document(zipped("f.pdf", make_pdf()) if zip_it else None, zipped=zip_it)
        path = make_ubl(attachments=(content,))
        assert "Menuiserie Martin" in pictures.look(path, 1).words


def locked() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(make_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 nothing", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "damaged"),
        (b"\xff\xd8\xff" + bytes(300), "damaged"),
        (b"GIF89a" + bytes(4), "damaged"),
        (b"PK\x03\x04 broken", "damaged"),
        (zipped("note.txt", b"x"), "no_document"),
        (zipped("facture.pdf", b"no pdf"), "no_document"),
        (make_ubl(), "no_document"),
        (b"<a>", "no_document"),
        (b"", "no_document"),
        (b"MZ program", "no_document"),
        (locked(), "password"),
    ],
)
def test_what_cannot_be_drawn_says_why(content: bytes, name: str) -> None:
    path = content
    for act in (lambda: pictures.look(path, 1), lambda: pictures.draw(path, 1, 600)):
        with pytest.raises(Unshowable) as refused:
            act()
        assert refused.value.name == name


def test_truncated_image_says_so_when_it_is_drawn() -> None:
    with pytest.raises(Unshowable) as refused:
        pictures.draw(image("PNG", (300, 300))[:-200], 1, 600)
    assert refused.value.name == "damaged"


def test_image_of_too_many_points_is_not_unpacked() -> None:
    with pytest.raises(Unshowable) as refused:
        pictures.look(image("PNG", (8_000, 8_000), "1"), 1)
    assert refused.value.name == "too_large"


def test_page_of_no_size_is_damaged() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 0, 0])
    out = BytesIO()
    pdf.save(out)
    path = out.getvalue()
    look = pictures.look(path, 1)
    assert look.width >= 1
    assert drawn(path).width >= 1
