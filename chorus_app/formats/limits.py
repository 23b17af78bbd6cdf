"""Sizes and depths that no honest invoice reaches. Above them a file is refused, with a reason."""

MAX_FILE_BYTES = 120_000_000  # one deposit: 120 Mo, as on the portal
MAX_XML_TAGS = 1_000_000  # "<" characters: 29,000 invoice lines; libxml2 takes about 150 bytes of memory for each
MAX_XML_EQUALS = 1_000_000  # "=" characters: one for each attribute
MAX_ELEMENT_ATTRIBUTES = 1_000
MAX_XML_PROLOG = 262_144  # bytes up to the end of the root's start tag; beyond, the scan gets slow
MAX_XML_DEPTH = 256
MAX_XML_ATTRIBUTE = 1_000_000  # characters in one attribute
HUGE_TEXT_FROM = 9_000_000  # libxml2 refuses a longer text node unless told otherwise (a PDF in base64 is one)
MAX_PDF_PAGES = 10_000
MAX_PDF_NODES = 50_000  # nodes of the page tree, of the name tree or of the form's fields
MAX_PDF_DEPTH = 50
MAX_ATTACHMENTS = 500
MAX_DECODED_STREAM = 64_000_000  # bytes of one unpacked PDF stream
MAX_PDF_CONTAINER = 1_000_000  # entries of one PDF array or dictionary
MAX_ARCHIVE_NAMES = 1_000
MAX_MEMBERS_READ = 200  # members of an archive whose kind is looked at
MAX_MEMBER_BYTES = 10_000_000  # unpacked; a bigger one keeps its name only
MAX_UNPACKED_BYTES = 60_000_000  # of one archive, all members together
ARCHIVE_SECONDS = 5.0
MAX_CARRIED_CHARACTERS = 40_000_000  # of a packed document in base64 that is opened to see what is in it
MAX_SIGNED_BYTES = 40_000_000  # a bigger signed PDF is not checked for changes
MAX_SIGNATURES = 20  # those after them are counted as unknown
SIGNATURE_SECONDS = 3.0  # for all signatures of a file together
MAX_RULES_XML_BYTES = 15_000_000  # EN 16931 and BR-FR, without attachments: 12,000 lines in CII, 25,000 in UBL
