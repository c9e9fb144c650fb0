"""A company that lets unfavourable profiles lapse sooner is followed by its night."""

from datetime import date, time
from decimal import Decimal

import pytest

from encours.books.creditor import actions as creditor_actions
from encours.flows.night.run import run
from encours.ground.kernel.clock import FixedClock, at
from encours.method.insight import actions as insight_actions
from encours.method.insight.actions import NewOpinion
from encours.method.insight.models import DebtorOpinion
from encours.method.insight.rules.debtor_type import classify
from encours.method.insight.rules.declared_payer import PAYER
from encours.method.insight.rules.payer import DebtorType, PayerFeatures
from tests.factories import a_customer, an_act, an_entity

KEY = "payer.label_months"


@pytest.mark.django_db
@pytest.mark.parametrize(("months", "lapses"), [(12, False), (6, True)])
def test_the_night_lets_a_label_go_after_the_company_s_own_months(months: int, lapses: bool) -> None:
    entity = an_entity()
    customer = a_customer(entity)
    uneven = classify(
        PayerFeatures(
            n=12, otr=Decimal("0.42"), sd=Decimal(19), bulk=Decimal("0.5"), rem=Decimal("0.67"), all_paid=True
        )
    )
    learnt = NewOpinion(customer.pk, uneven, date(2026, 3, 1))
    insight_actions.store_opinions(an_act(entity, today=date(2026, 3, 1)), opinions=[learnt])
    creditor_actions.change_threshold(an_act(entity), family=PAYER, key=KEY, value=months)
    run(entity.pk, FixedClock(at(date(2026, 12, 1), time(2, 30), entity.time_zone)))
    expected = DebtorType.UNKNOWN if lapses else uneven.type
    assert DebtorOpinion.objects.get(customer=customer).debtor_type == expected
