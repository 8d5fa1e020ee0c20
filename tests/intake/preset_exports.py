"""All exports the sniffer and the presets are measured on."""

from __future__ import annotations

from tests.intake.chinese_exports import CHINESE, CHINESE_LOG
from tests.intake.commercial_exports import JIRA, SERVICENOW_CSV, SERVICENOW_HISTORY, SERVICENOW_WORKBOOK
from tests.intake.open_source_exports import GLPI_ENGLISH, GLPI_FRENCH, ZAMMAD

EXPORTS = (
    JIRA,
    SERVICENOW_WORKBOOK,
    SERVICENOW_CSV,
    SERVICENOW_HISTORY,
    GLPI_ENGLISH,
    GLPI_FRENCH,
    ZAMMAD,
    CHINESE,
    CHINESE_LOG,
)
