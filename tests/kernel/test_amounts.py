"""Amounts in the database: exact to the last of their 19 positions, and ordered as numbers."""

from decimal import Decimal
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, func, select

from chorus_app.kernel.db import Amount, open_engine

AMOUNTS = [Decimal("1234567890123.123456"), Decimal("-0.01"), Decimal("9.5"), Decimal("1000")]


def test_amounts_come_back_exact_and_in_order(tmp_path: Path) -> None:
    table = Table("t", MetaData(), Column("id", Integer, primary_key=True), Column("amount", Amount()))
    engine = open_engine(tmp_path / "amounts.sqlite")
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), [{"amount": amount} for amount in [*AMOUNTS, None]])
        read = connection.scalars(select(table.c.amount).order_by(table.c.amount)).all()
        total = connection.scalar(select(func.sum(table.c.amount)))
        large = connection.scalars(select(table.c.amount).where(table.c.amount > Decimal(10))).all()
    engine.dispose()
    assert (read, total, large) == ([None, *sorted(AMOUNTS)], sum(AMOUNTS), [AMOUNTS[0], AMOUNTS[3]])
