"""What a reader needs once, made before the workers fork: each child finds it and makes nothing.

Seeds, patterns and words of the form are cached when they are first used. In a child that reads one
document and ends they would be made for that document alone, which was a third of its cost.
"""

from __future__ import annotations

from dagster_project.reading.decoders.pdf.drawn_digits import known_apart
from dagster_project.reading.model.source import SourceFile
from dagster_project.reading.narrative.claims.document import read_claim_rows
from dagster_project.reading.narrative.paragraphs import read_narrative
from dagster_project.reading.reader import decode_file, read_decoded

# Nobody's disclosure: it has a table of each kind of head, and a sentence.
_INVENTED = """<html><body><h1>甲县林业局2023年度部门决算</h1>
<h2>收入支出决算总表</h2><p>部门：甲县林业局 单位：万元</p><table>
<tr><td colspan="2">收入</td><td colspan="2">支出</td></tr>
<tr><td>项目</td><td>决算数</td><td>项目</td><td>决算数</td></tr>
<tr><td>一、一般公共预算财政拨款收入</td><td>2.00</td><td>一、一般公共服务支出</td><td>2.00</td></tr>
<tr><td>本年收入合计</td><td>2.00</td><td>本年支出合计</td><td>2.00</td></tr>
<tr><td>总计</td><td>2.00</td><td>总计</td><td>2.00</td></tr></table>
<h2>支出决算表</h2><p>部门：甲县林业局 单位：万元</p><table>
<tr><td colspan="2">项目</td><td>本年支出合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td>功能分类科目编码</td><td>科目名称</td><td></td><td></td><td></td></tr>
<tr><td colspan="2">合计</td><td>2.00</td><td>1.00</td><td>1.00</td></tr>
<tr><td>201</td><td>一般公共服务支出</td><td>2.00</td><td>1.00</td><td>1.00</td></tr></table>
<h2>甲县林业局2023年度部门决算情况说明</h2>
<p>一、收入支出决算总体情况说明</p>
<p>2023年度收入总计2.00万元，支出总计2.00万元。与2022年度相比，收、支总计各增加1.00万元，增长1.00%。</p>
<p>二、一般公共预算财政拨款基本支出决算情况说明</p>
<p>基本支出1.00万元，其中：办公费1.00万元。住房保障支出（类）。年初预算2.00万元，支出决算2.00万元。</p>
</body></html>"""


def warm_up() -> None:
    """Read an invented document and drop it."""
    file = SourceFile("invented.html", _INVENTED.encode(), sha256="", media_type="text/html")
    for document in read_decoded([decode_file(file)]):
        read_claim_rows(document.tables, read_narrative(document, [file]))
    known_apart()
