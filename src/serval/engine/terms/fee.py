"""The shape of a fee: what is paid, how often, and for which parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.money import count_decimals, format_amount, get_minor_digits
from serval.engine.terms.names import Label, Switch
from serval.engine.terms.rates import AmountField, CurrencyField

SettlementKind = Literal["month", "quarter", "year", "contract-year"]


class Fee(DocumentModel):
    """What is paid for one whole `per`, and how it divides into named parts (an unnamed rest may remain)."""

    amount: AmountField
    currency: CurrencyField
    per: SettlementKind
    tax_included: Switch | None = None
    parts: dict[Label, AmountField] = {}

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        digits = get_minor_digits(self.currency)
        for amount in (self.amount, *self.parts.values()):
            if count_decimals(amount) > digits:
                data = {"value": format_amount(amount), "currency": self.currency, "decimals": digits}
                raise PydanticCustomError("terms.amount_decimals", "fee", data)
        total = sum(self.parts.values(), Decimal(0))
        if total > self.amount:
            data = {"total": format_amount(total), "amount": format_amount(self.amount)}
            raise PydanticCustomError("terms.fee_parts", "fee", data)
        return self
