"""Parquet files: they come back; what is faulty is refused."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from sim.network.files import load
from tests.network.edges import directed, expect_fault, expect_fault_of, expected_rows
from tests.network.laid import same


def write_parquet(path, ends, names=("target", "weight", "source")):
    columns = {"source": ends[:, 0], "target": ends[:, 1], "weight": np.ones(len(ends))}
    arrays = [pa.array(columns[name]) for name in names]
    parquet.write_table(pa.table(arrays, names=names), path, row_group_size=7)


@pytest.mark.kernel
@pytest.mark.parametrize("kind", ["int8", "int32", "int64", "uint16", "uint64"])
def test_parquet_comes_back(tmp_path, kind):
    path = tmp_path / "crowd.parquet"
    write_parquet(path, np.array(directed().edges(), dtype=kind))
    assert same(load(path, 40), expected_rows(directed().edges(), 40))


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.parquet", "", ["the file is empty"]),
        ("a.parquet", "0 1\n", ["not a readable Parquet file", "source and target"]),
    ],
)
def test_a_faulty_parquet_file_is_one_clear_line(tmp_path, name, content, told):
    expect_fault_of(tmp_path / name, content, told)


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ([0, -1], [1, 2], ["column 'source', row 2", "negative id '-1'", "from 0 to 9"]),
        ([0, 1], [1, 10], ["column 'target', row 2", "id '10' is too large"]),
        (np.array([0, 2**64 - 1], np.uint64), [1, 2], ["column 'source', row 2", "too large"]),
        ([0, None], [1, 2], ["column 'source', row 2", "an id is missing"]),
        ([0.0, 1.5], [1, 2], ["column 'source'", "type double", "integers"]),
        (["0", "1"], [1, 2], ["column 'source'", "type string"]),
        ([True, False], [1, 2], ["column 'source'", "type bool"]),
    ],
)
def test_a_faulty_parquet_column(tmp_path, source, target, told):
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"source": pa.array(source), "target": target}), path)
    expect_fault(path, told)


@pytest.mark.kernel
def test_parquet_columns_are_needed(tmp_path):
    path = tmp_path / "a.parquet"
    ends = np.array([[0, 1]])
    write_parquet(path, ends, names=("source", "weight"))
    expect_fault(path, ["column 'target' is missing", "source, weight"])
    write_parquet(path, ends, names=("source", "target", "source"))
    expect_fault(path, ["column 'source' appears twice"])
    write_parquet(path, ends[:0])
    expect_fault(path, ["contains no ties"])
