"""A scorecard in words: the one-line answer, the versions it was judged by, and why a verdict is what it is."""

from __future__ import annotations

from serval.engine.verdicts import Scorecard, Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.words import name_reason


def say_answer(scorecard: Scorecard) -> str:
    """The whole scorecard in one sentence."""
    outcomes = [verdict.outcome for verdict in scorecard.verdicts]
    met, breached, silent = (outcomes.count(name) for name in ("met", "breached", "no_data"))
    if not outcomes:
        return _("No period was judged.")
    text = _("{met} of {all} verdicts met, {breached} breached, {silent} without data.")
    said = text.format(met=met, all=len(outcomes), breached=breached, silent=silent)
    refused = outcomes.count("refused")
    return said + " " + _("{n} could not be judged.").format(n=refused) if refused else said


def list_versions(scorecard: Scorecard) -> list[str]:
    """Labels of the versions by which anything was judged, in their order; of the latest when nothing was."""
    used = {label for verdict in scorecard.verdicts for label, _digest in verdict.versions}
    known = [version.label for version in scorecard.agreement.versions if version.label in used]
    return known or [scorecard.agreement.version]


def select_verdicts(scorecard: Scorecard) -> list[Verdict]:
    """Every verdict, but of a rolling objective only the last one: there is one for each midnight."""
    last = {(verdict.objective.id, verdict.subject): verdict for verdict in scorecard.verdicts if not verdict.binding}
    return [v for v in scorecard.verdicts if v.binding or last[v.objective.id, v.subject] is v]


def name_ground(verdict: Verdict) -> str:
    """What a reader would not guess from target and figure; else nothing."""
    if verdict.outcome == "breached" and verdict.value is None:
        return _("no data was given, which counts as a breach")
    if verdict.reason == "below_minimum" and verdict.objective.kind == "satisfaction":
        return _("fewer answers than the agreed minimum")
    return name_reason(verdict.reason) if verdict.reason in ("tolerated", "below_minimum") else ""


def explain_silence(verdict: Verdict) -> str:
    """Why a verdict has no figure."""
    return name_ground(verdict) or name_reason(verdict.reason)


def has_sides(verdict: Verdict) -> bool:
    """Whether what counts is either kept or missed, one by one."""
    return verdict.objective.kind == "obligation" or verdict.objective.target.within is not None
