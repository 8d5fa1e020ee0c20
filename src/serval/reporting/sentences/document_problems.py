"""Sentences for what can be wrong with documents: terms, calendars, mappings, and with questions about them."""

from __future__ import annotations

from serval.reporting.catalogue import mark

DOCUMENT_PROBLEMS = {
    "document.syntax": mark("This is not valid YAML or JSON: {detail}. Mend the document at this place."),
    "document.duplicate_key": mark("“{detail}” stands here twice, first in line {first_line}. Keep one of the two."),
    "document.too_large": mark("The document is too large or nested too deep (limit {limit}). Split it."),
    "document.empty": mark("The document is empty. Write it, or name another file."),
    "terms.missing": mark("“{key}” is missing. Add it."),
    "terms.unknown_key": mark("“{key}” is not a key of serval/v1 here. Remove or correct it."),
    "terms.wrong_value": mark("{where}: “{value}” does not fit; expected {expected}."),
    "terms.duration": mark("“{value}” is not a length of time. Write 15m, 1h30m, 5wd or 60d, greater than zero."),
    "terms.percent": mark("“{value}” is not a percentage from 0% to 100%. Write it with its sign, such as 99.9%."),
    "terms.period": mark(
        "“{value}” is not a period. Write month, quarter, year, contract-year or a rolling one such as rolling 30d."
    ),
    "terms.date": mark("“{value}” is not a date. Write it as 2026-05-04."),
    "terms.condition": mark("A condition needs one value or a list of values, not “{value}”."),
    "terms.target_kinds": mark(
        "A target makes exactly one promise: within, mean, median, pNN (such as p90), atMost or atLeast."
    ),
    "terms.target_share": mark(
        "“within” needs either share (such as 95%) or all: true, and only “within” may have them."
    ),
    "terms.effective_backwards": mark("The end ({last}) lies before the beginning ({first}). Exchange the dates."),
    "terms.effective_too_long": mark("The terms run for more than {years} years. Correct the dates."),
    "terms.id_twice": mark("Two objectives are called “{id}”. Give each its own id."),
    "terms.reopen_missing": mark(
        "Clock {clock} stops at “{stop}”, so it must say what a reopening does: reopen: resume, restart or ignore."
    ),
    "terms.reopen_pointless": mark(
        "Clock {clock} stops at “{stop}”, which no reopening can reach. Remove reopen and settle."
    ),
    "terms.clock_never_runs": mark("Clock {clock} starts and stops at “{stop}”, so it never runs."),
    "terms.repeat_pointless": mark("Clock {clock} stops at “{stop}”; use reopen instead of repeat."),
    "terms.pointless": mark("“{key}” has no effect here. Remove it."),
    "terms.text_empty": mark("The text is empty. Write it in Chinese (zh), in English (en) or in both."),
    "terms.unknown_metric": mark(
        "“{metric}” is not a metric of these terms. Write availability, downtime, outages, mtbf, mttr, mttd, "
        "satisfaction, clock.NAME, count.EVENT, rate.EVENT, measure.NAME or obligation.NAME."
    ),
    "terms.unknown_calendar": mark("There is no calendar “{calendar}” in these terms."),
    "terms.target_fits_not": mark(
        "Metric {metric} and its target do not fit. Clocks take within, mean, median or pNN; all other metrics take "
        "atLeast or atMost, with a value of their kind: 99.9%, 3 or 4h."
    ),
    "terms.days_only_within": mark("“{value}” counts days; means, medians and percentiles need hours or minutes."),
    "calendar.missing": mark("“{key}” is missing in the calendar. Add it."),
    "calendar.unknown_key": mark("“{key}” is not a key of a calendar. Remove or correct it."),
    "calendar.wrong_value": mark("{where}: “{value}” does not fit; expected {expected}."),
    "calendar.unknown_zone": mark("There is no time zone “{zone}”. Write an IANA name such as Asia/Shanghai."),
    "calendar.shift": mark("“{value}” are no hours. Write them as 09:00-12:00; the day ends at 24:00."),
    "calendar.shift_empty": mark("The shift “{value}” is empty. For a whole day write 00:00-24:00."),
    "calendar.shift_backwards": mark(
        "The shift “{value}” ends before it starts; past midnight it would last {hours} hours. "
        "Exchange the times, or split a longer night shift at 24:00."
    ),
    "calendar.bad_shift": mark(
        "A shift of calendar {calendar} does not lie within its day and the next. Write it as 09:00-12:00."
    ),
    "calendar.hours": mark("Hours are a list such as [09:00-12:00, 13:00-18:00], not “{value}”."),
    "calendar.weekday": mark("“{value}” names no weekday. Write mon, tue, wed, thu, fri, sat, sun or mon-fri."),
    "calendar.weekday_twice": mark("“{value}” gives hours to a weekday that already has some. List them together."),
    "calendar.always_and_more": mark("A calendar that is always open has no week, holidays, closings or openings."),
    "calendar.no_hours": mark("The calendar never opens. Give it weekly hours, openings or always: true."),
    "calendar.closed_and_open": mark("{value} is both closed and open. Keep one of the two."),
    "calendar.date_twice": mark("{value} is listed twice. Keep one entry and write all its hours there."),
    "calendar.holiday_and_makeup": mark("{value} is both a day off and a make-up workday. Keep one of the two."),
    "calendar.holiday_years": mark(
        "{value} does not fit the years of these holidays. "
        "Write years as [2025, 2026], the earlier year first, and only dates within them."
    ),
    "calendar.holidays_unresolved": mark(
        "The holidays of region {region} (calendar {calendar}) are not at hand. "
        "Give them with --holidays or write the dates in the terms."
    ),
    "calendar.horizon": mark(
        "This reaches beyond the years for which calendar {calendar} can be compiled ({first_year} to {last_year})."
    ),
    "calendar.never_opens": mark(
        "Calendar {calendar} has no opening {direction} that, so there is no such instant. Check its hours."
    ),
    "clock.stop_before_start": mark("The stop ({stop}) lies before the start ({start}). Correct one of the two."),
    "item.no_facts": mark("Nothing had happened by then. Choose a later instant."),
    "instant.naive": mark("“{value}” has no offset. Write it with one, such as 2026-05-04T09:00:00+08:00."),
    "instant.unreadable": mark("“{value}” is not an instant. Write it as 2026-05-04T09:00:00+08:00."),
    "verdict.scorecard_unreadable": mark(
        "This is no saved scorecard, or a part of it is missing or unreadable ({detail}). Save it again with --json."
    ),
    "verdict.scorecard_altered": mark(
        "The saved scorecard was changed after it was written: “{where}” does not fit its digest. Take the original."
    ),
    "verdict.scorecards_differ": mark(
        "The two scorecards belong to two agreements, “{one}” and “{other}”. Compare two of one agreement."
    ),
    "verdict.years_unpublished": mark(
        "{objective}, {period}: the public holidays of {region} are published for {first_year} to {last_year} only, "
        "so a verdict would be a guess. Judge an earlier period, or give the dates with --holidays or in the terms."
    ),
    "holidays.not_published": mark(
        "The holidays of {region} are not published for these years. "
        "Give the dates with --holidays or write them in the terms."
    ),
    "holidays.unknown_region": mark("There are no holidays for region “{region}”. Use a code such as CN, DE or US-NY."),
    "holidays.empty": mark("The calendar file holds no all-day event. Export it again with its holidays."),
    "holidays.contradiction": mark("{value} is both a holiday and a make-up workday. Correct the calendar file."),
    "holidays.event_too_long": mark(
        "The event that begins on {value} lasts more than {limit} days. Correct the calendar file."
    ),
    "holidays.recurring": mark("“{value}” is a repeating event. Write its days out as dates."),
    "terms.label": mark("“{value}” begins or ends with a blank, or holds what cannot be printed. Correct it."),
    "cli.exists": mark("The file is there already. Name another one or remove it."),
    "cli.is_input": mark("This file is read by the same command and would be lost. Write to another one."),
    "cli.mapping_unknown": mark("“{value}” is neither a file nor a preset. Correct the name."),
    "cli.holidays": mark("“{value}” should be REGION=FILE.ics, such as CN=holidays.ics."),
    "cli.period": mark("“{value}” is not a period. Write 2026-05, 2026-Q2 or 2026."),
    "cli.month": mark("“{value}” is not a month. Write 2026-05."),
    "cli.date": mark("“{value}” is not a date. Write 2026-05-04."),
    "cli.period_or_days": mark("Give either --period or --from and --to."),
    "cli.days_backwards": mark("No day up to {last} is left to judge. Choose an earlier --from or a later --to."),
    "cli.no_evidence": mark("There is no evidence to judge: the file holds no item. Export it again with its rows."),
    "cli.no_sources": mark(
        "No evidence was named. Name files with --tickets, --samples, --outages or the option of their kind."
    ),
    "cli.mapping_needed": mark("Tickets need a mapping. Name one, or a preset, with --mapping."),
    "cli.mapping_unused": mark(
        "No file was given for mapping “{value}” ({layout}). Give the file too, or leave the mapping out."
    ),
    "cli.mapping_of_records": mark(
        "Mapping “{value}” reads no tickets but {layout}. Name its file with {option} instead of --tickets."
    ),
    "cli.mapping_of_sealed": mark("The evidence is sealed and needs no mapping. Leave --mapping {value} out."),
    "cli.seal_layout": mark(
        "Mapping “{value}” reads {layout}; tickets and samples can be sealed. Read other files as they are."
    ),
    "cli.zone_settled": mark(
        "The mapping names the zone {zone}, not {value}. Leave --zone out or correct the mapping."
    ),
    "cli.not_sealed": mark(
        "Figures are taken of sealed samples, and this file is not sealed. Seal it first: "
        "serval intake seal FILE --mapping MAP --out SEALED.parquet."
    ),
    "cli.figures_by": mark("“{value}” is no part of a service. Write service, instance or site."),
    "cli.figures_period": mark("“{value}” is no period of figures. Write day, month, quarter or year."),
    "cli.figures_measure": mark(
        "Evidence for one measure holds one figure. Give --measure NAME, --out OUT.csv and one --value together."
    ),
    "cli.sealed_and_not": mark(
        "Tickets are sealed in {other} but not here. Seal these as well, together with what the other was made of."
    ),
    "cli.as_of": mark(
        "“{value}” is no time that {zone} had once. Write a date, 2026-06-30 17:00, or 2026-06-30T17:00:00+08:00."
    ),
    "cli.granted": mark(
        "“{value}” should be PERIOD=AMOUNT, such as 2026-05=1200.00, and the terms must name a fee. Correct it."
    ),
    "cli.item_or_service": mark("Give either --item or --service."),
    "cli.service_unknown": mark("No promise and no evidence of availability speaks of “{value}”. Check the name."),
    "cli.item_unknown": mark("There is no item “{value}” in the evidence. Check the number."),
    "cli.calendar_missing": mark("Name a calendar with --calendar FILE."),
    "cli.instant_missing": mark("An instant is missing. Write it with its offset, such as 2026-05-04T09:00:00+08:00."),
    "cli.work_missing": mark("A length of working time is missing, such as 8h, 5wd or 28800."),
    "cli.batch_and_words": mark("Give either instants or --batch with a file of them, not both."),
    "batch.not_an_object": mark("Each line must be a JSON object with start and work_seconds, or with start and end."),
    "batch.work_seconds": mark("“work_seconds” must be a whole number, not “{value}”."),
    "batch.instant": mark("“{key}” must be an instant such as 2026-05-04T09:00:00+08:00, not “{value}”."),
    "batch.no_calendar": mark("The line has no calendar. Write one in it, or name one for all lines with --calendar."),
    "ledger.ending": mark("A ledger is written to a file that ends in .csv or .parquet. Name such a file."),
    "ledger.unwritable": mark("The ledger cannot be written ({reason}). Choose another folder, or make room."),
    "report.ending": mark("A report is written to a file that ends in .pdf, .xlsx or .json. Name such a file."),
    "report.unwritable": mark("The report cannot be written ({reason}). Choose another folder, or make room."),
}
