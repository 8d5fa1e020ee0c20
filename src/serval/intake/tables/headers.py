"""Where the header is, what its names are, and the rows below it in batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from serval.intake.errors import refusal
from serval.intake.tables.frames import NumberedCells
from serval.intake.tables.limits import Limits
from serval.intake.tables.rows import Cell

SAMPLE_ROWS = 100
_INVISIBLE = "\ufeff\u200b"

Cells = list[Cell]


class HeadedRows:
    """Rows of a text or sheet, parted into header and body.

    fixed_width  True for sheets, which store no blank cells at the end of a row: short rows are filled up
    block_end    last row of the merged cells that begin in a row; a header may span several rows
    """

    def __init__(
        self,
        rows: Iterator[tuple[int, Cells]],
        limits: Limits,
        *,
        header_row: int | None,
        fixed_width: bool = False,
        block_end: Callable[[int], int] = lambda row: row,
    ) -> None:
        self._limits = limits
        self._fixed_width = fixed_width
        self.repeated_headers = 0
        sample, self._rest = _take_sample(rows, header_row)
        at = _find_header(sample, header_row)
        last = block_end(sample[at][0])
        below = next((i for i in range(at + 1, len(sample)) if sample[i][0] > last), len(sample))
        self._raw = [cells for _, cells in sample[at:below]]
        self._body = sample[below:]
        self.header, self.repeated = unique_names(_joined_names(self._raw))

    def batches(self) -> Iterator[list[NumberedCells]]:
        """The rows below the header, without blank ones and repeated headers."""
        batch: list[NumberedCells] = []
        chars, limits = 0, self._limits
        width, known = len(self.header), self._known_headers()
        for number, cells in chain(self._body, self._rest):
            if (len(cells) != width or not any(cells)) and _is_blank(cells):
                continue
            if cells in known:
                self.repeated_headers += 1
                continue
            if len(cells) != width:
                cells = self._fit(cells, width)
            size = self._count_chars(cells)
            if size > limits.max_row_chars:
                raise refusal("file.row_too_long", row=number, limit=limits.max_row_chars)
            batch.append((number, cells))
            chars += size
            if len(batch) >= limits.batch_rows or chars >= limits.batch_chars:
                yield batch
                batch, chars = [], 0
        if batch:
            yield batch

    def _known_headers(self) -> list[Cells]:
        known = list(self._raw)
        for cells in self._raw:
            if cells and isinstance(cells[0], str):
                bare = cells[0].lstrip(_INVISIBLE)
                known += [[bare, *cells[1:]], ["\ufeff" + bare, *cells[1:]]]
        return known

    def _count_chars(self, cells: Cells) -> int:
        if not self._fixed_width:
            return sum(map(len, cells))  # type: ignore[arg-type]
        return sum([len(cell) for cell in cells if isinstance(cell, str)])

    def _fit(self, cells: Cells, width: int) -> Cells:
        while len(cells) > width and cells[-1] in (None, ""):
            cells.pop()
        if self._fixed_width and len(cells) < width:
            return cells + [None] * (width - len(cells))
        return cells


def unique_names(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names in which a repeated one is `name#2` and an empty one its position `#3`; and those that were repeated."""
    counts = Counter(name for name in names if name)
    seen: Counter[str] = Counter()
    taken = set(counts)
    unique: list[str] = []
    for position, name in enumerate(names, 1):
        seen[name] += 1
        wanted = name
        if not name:
            wanted = f"#{position}"
        elif seen[name] > 1:
            wanted = f"{name}#{seen[name]}"
        while wanted != name and wanted in taken:
            wanted += "'"
        taken.add(wanted)
        unique.append(wanted)
    return tuple(unique), tuple(name for name, count in counts.items() if count > 1)


def clean_name(cell: Cell) -> str:
    """A header cell as a name: no byte order mark, no blanks around it, line breaks as one space."""
    if cell is None:
        return ""
    text = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    lines = text.strip().strip(_INVISIBLE).replace("\r", "\n").split("\n")
    return " ".join(filter(None, map(str.strip, lines)))


def _take_sample(
    rows: Iterator[tuple[int, Cells]], header_row: int | None
) -> tuple[list[tuple[int, Cells]], Iterator[tuple[int, Cells]]]:
    sample: list[tuple[int, Cells]] = []
    for number, cells in rows:
        if _is_blank(cells) or (header_row is not None and number < header_row):
            continue
        sample.append((number, cells))
        if len(sample) == SAMPLE_ROWS:
            break
    return sample, rows


def _find_header(sample: list[tuple[int, Cells]], header_row: int | None) -> int:
    """The first row that names as many columns as rows usually fill.

    A row above it that could be the header as well (because the rows below are broken, or a title is as wide) is not
    skipped in silence: the wrong choice would drop rows or turn one into names.
    """
    if header_row is not None:
        if not sample or sample[0][0] != header_row:
            raise refusal("file.header_missing", row=header_row)
        return 0
    if not sample:
        raise refusal("file.empty")
    widths = sorted(_filled(cells) for _, cells in sample)
    usual = widths[3 * (len(widths) - 1) // 4]  # titles are narrower, and some broken row may be wider
    naming = [at for at, (_, cells) in enumerate(sample) if _has_names(cells)]
    header = next((at for at in naming if _named_columns(sample[at][1]) >= usual), None)
    if header is None:
        raise refusal("file.empty" if len(sample) == 1 else "file.header_missing", row=sample[0][0])
    width = _filled(sample[header][1])
    doubtful = [at for at in naming if at <= header and 2 * _filled(sample[at][1]) > width]
    if len(doubtful) > 1:
        raise refusal("file.header_unsure", row=sample[header][0], rows=[sample[at][0] for at in doubtful])
    return header


def _has_names(cells: Cells) -> bool:
    texts = {cell for cell in cells if isinstance(cell, str) and any(map(str.isalpha, cell))}
    return len(texts) > 1


def _named_columns(cells: Cells) -> int:
    """Cells with a name; the first column may be an index without one."""
    return _filled(cells) + (cells[0] in (None, ""))


def _joined_names(raw: Sequence[Cells]) -> list[str]:
    """One name per column; over several rows the different names from top to bottom, joined by a space."""
    width = max(map(_trimmed, raw))
    columns = [[clean_name(cells[i]) for cells in raw if i < len(cells)] for i in range(width)]
    return [" ".join(dict.fromkeys(filter(None, column))) for column in columns]


def _filled(cells: Cells) -> int:
    return sum(not _is_void(cell) for cell in cells)


def _trimmed(cells: Cells) -> int:
    return max((i for i, cell in enumerate(cells, 1) if not _is_void(cell)), default=0)


def _is_blank(cells: Cells) -> bool:
    return all(map(_is_void, cells))


def _is_void(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip().strip(_INVISIBLE).strip())
