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
MAX_LOT_INVOICES = 500  # files of one lot (section 2.3)
MAX_LOT_ENTRIES = 2_000  # of its directory: folders and what an operating system adds are counted too
MAX_LOT_DIRECTORY = 4_000_000  # bytes of a zip's directory
MAX_LOT_UNPACKED = 1_000_000_000  # 1 Go: all files of a lot together, unpacked (section 2.3)
MAX_LOT_MEMBER = 120_000_000  # one file of a lot, unpacked: as much as a deposit of its own may have
MAX_LOT_RATIO = 100  # times its own size that a lot may unpack to; five hundred copies of one form come close to it
LOT_RATIO_FROM = 60_000_000  # bytes; below, the ratio harms nobody
