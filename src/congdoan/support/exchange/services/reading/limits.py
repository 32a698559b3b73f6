"""What is still a list, and what is an accident or an attack."""

#: Unpacked size at which a workbook is taken for a bomb (1,000,000 rows of 14 columns: 780 MB).
LARGEST_UNPACKED = 1_600 * 1024 * 1024
#: Texts are held in memory by the reader.
LARGEST_TEXTS = 300 * 1024 * 1024
#: A part that unpacks to more than this many times its size, once it is larger than a few pages.
HIGHEST_RATIO, RATIO_FROM = 150, 20 * 1024 * 1024
MOST_ROWS = 1_048_576
MOST_SHEETS = 40
MOST_COLUMNS = 300
#: Cells of a sheet read at once (the reader takes 64 bytes for each); larger sheets go in slices.
MOST_CELLS_AT_ONCE = 3_000_000
ROWS_OF_A_SLICE = 10_000
