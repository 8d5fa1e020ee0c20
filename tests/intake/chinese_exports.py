"""Lists and histories as Chinese service desks keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.intake.export_files import TICKETS, Export, at, names, pick


def chinese_time(moment: datetime) -> str:
    """As a Chinese list writes times: 2026年5月4日 下午 3:07."""
    half = "下午" if moment.hour >= 12 else "上午"
    return f"{moment.year}年{moment.month}月{moment.day}日 {half} {moment.hour % 12 or 12}:{moment:%M}"


def _chinese(number: int) -> Sequence[Any]:
    state = pick(number, "待受理", "处理中", "待用户反馈", "挂起", "已解决", "已关闭", "已取消")
    resolved = chinese_time(at(number, 9)) if state in ("已解决", "已关闭") else "-"
    return (
        f"SR202605{number:04d}",
        f"邮箱无法登录 {number}",
        pick(number, "故障", "服务请求", "咨询"),
        pick(number, "紧急", "高", "中", "低"),
        pick(number, "邮件系统", "门户"),
        f"张{number}",
        pick(number, "信息中心", "财务部"),
        chinese_time(at(number, 0)),
        chinese_time(at(number, 1)) if state != "待受理" else "-",
        resolved,
        chinese_time(at(number, 60)) if state == "已关闭" else "-",
        state,
        pick(number, "电话", "门户"),
        "12分钟",
    )


CHINESE = Export(
    name="工单台账",
    layout="snapshot",
    header=names(
        "工单编号|标题|工单类型|优先级|服务名称|申请人|处理组|创建时间|首次响应时间|解决时间|关闭时间|状态|来源|处理时长"
    ),
    row=_chinese,
    expected={
        "工单编号": "item",
        "工单类型": "fields.type",
        "优先级": "fields.priority",
        "服务名称": "fields.service",
        "处理组": "fields.group",
        "创建时间": "opened",
        "首次响应时间": "events.first_response",
        "解决时间": "resolved",
        "关闭时间": "closed",
        "状态": "state",
        "来源": "fields.channel",
    },
    states={
        "待受理": "open",
        "处理中": "open",
        "待用户反馈": "waiting_client",
        "挂起": "waiting_hold",
        "已解决": "resolved",
        "已关闭": "closed",
        "已取消": "cancelled",
    },
    encoding="gb18030",
)


def _chinese_log(row: int) -> Sequence[Any]:
    number, step = divmod(row, 4)
    return (
        f"SR202605{number:04d}",
        f"{at(number, (0, 1, 9, 60)[step]):%Y/%m/%d %H:%M:%S}",
        pick(step, "", "待受理", "处理中", "已解决"),
        pick(step, "待受理", "处理中", "已解决", "已关闭"),
        f"李{step}",
        pick(number, "紧急", "中"),
    )


CHINESE_LOG = Export(
    name="流转记录",
    layout="events",
    header=names("工单编号|操作时间|变更前状态|变更后状态|操作人|优先级"),
    row=_chinese_log,
    rows=TICKETS * 4,
    expected={"工单编号": "item", "操作时间": "at", "变更后状态": "state", "优先级": "fields.priority"},
    states={"待受理": "open", "处理中": "open", "已解决": "resolved", "已关闭": "closed"},
)
