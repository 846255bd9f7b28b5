"""How large a workbook may be that somebody sends in, and what a child may use to open it."""

MOST_BYTES = 30 << 20
MOST_UNPACKED = 600 << 20  # a hundred thousand rows of twenty columns unpack to some 100 MB
MOST_RATIO = 250  # Excel's own files shrink ten- to thirtyfold; a bomb a thousandfold
RATIO_COUNTS_FROM = 20 << 20
MOST_PARTS = 2_000
MOST_SHEETS = 60
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 6_000_000
ROWS_OF_HEADING = 40  # so far down the headings may stand
CHUNK = 5_000

CHILD_MEMORY = 1_400 << 20
CHILD_CPU_SECONDS = 60
CHILD_WALL_SECONDS = 90
MARKABLE_BYTES = 4 << 20  # beyond it the user's own formatting is not kept: openpyxl is slow
MARKABLE_ROWS = 20_000
