"""Front door of rendering: the block model, the two engines, the register of letters."""

from congdoan.support.rendering.enums import Align, Level, Mark, ProfileCode
from congdoan.support.rendering.rules.canonical import canonical_text, text_hash
from congdoan.support.rendering.rules.cards import A_SHEET, CardDesign, CardFace
from congdoan.support.rendering.rules.document import (
    Annex,
    Block,
    Division,
    Inline,
    IssuingBody,
    Listing,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Run,
    SignatureBlock,
    Stamp,
    Table,
    plain,
    runs,
)
from congdoan.support.rendering.rules.letters import Letter, letter, letters, register
from congdoan.support.rendering.rules.profiles import Profile, profile
from congdoan.support.rendering.rules.symbols import PatternUnknown, SymbolIncomplete, symbol
from congdoan.support.rendering.services.cards import to_card_pdf
from congdoan.support.rendering.services.merging import to_merged_pdf
from congdoan.support.rendering.services.payload import qr_svg
from congdoan.support.rendering.services.pdf import (
    SignaturePlace,
    signature_mark,
    to_pdf,
    to_signable_pdf,
)
from congdoan.support.rendering.services.pictures import (
    PictureSheet,
    to_picture_pdf,
    to_picture_png,
)
from congdoan.support.rendering.services.word_file import to_docx

__all__ = [
    "A_SHEET",
    "Align",
    "Annex",
    "Block",
    "CardDesign",
    "CardFace",
    "Division",
    "Inline",
    "IssuingBody",
    "Letter",
    "Level",
    "Listing",
    "Mark",
    "OfficialDocument",
    "PageBreak",
    "Paragraph",
    "PatternUnknown",
    "PictureSheet",
    "Profile",
    "ProfileCode",
    "Run",
    "SignatureBlock",
    "SignaturePlace",
    "Stamp",
    "SymbolIncomplete",
    "Table",
    "canonical_text",
    "letter",
    "letters",
    "plain",
    "profile",
    "qr_svg",
    "register",
    "runs",
    "signature_mark",
    "symbol",
    "text_hash",
    "to_card_pdf",
    "to_docx",
    "to_merged_pdf",
    "to_pdf",
    "to_picture_pdf",
    "to_picture_png",
    "to_signable_pdf",
]
