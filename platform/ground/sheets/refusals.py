"""The sentences with which a file is turned away: what it is, and what to do instead."""

from ground.kernel.errors import RuleBroken
from ground.sheets.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS

_SENTENCES = {
    "sheet_empty": "文件是空的，没有任何内容。请核对是否选错了文件",
    "sheet_too_large": f"文件超过{MOST_BYTES >> 20}MB。请删去图片和不需要的工作表，或分成几个文件导入",
    "sheet_bomb": "文件解压后异常庞大，可能已损坏或不安全，不能导入。请在 Excel 中打开，"
    "把需要的内容复制到新工作簿后再导入",
    "sheet_far_cells": f"表格范围过大：有内容的单元格超出了第{MOST_ROWS:,}行或第{MOST_COLUMNS}列。"
    "请删去远处的零星内容（按 Ctrl+End 可找到），或复制有用部分到新工作簿",
    "sheet_too_many_sheets": f"工作簿中的工作表超过{MOST_SHEETS}个。请只保留要导入的工作表",
    "sheet_too_many_rows": f"表格超过{MOST_ROWS:,}行。请分成几个文件导入",
    "sheet_too_many_columns": f"表格超过{MOST_COLUMNS}列。请删去不需要的列",
    "sheet_too_many_cells": "表格的行数和列数过多。请删去不需要的列，或分成几个文件导入",
    "sheet_encrypted": "文件设有打开密码，系统无法读取。请在 Excel 中取消密码（文件→信息→保护工作簿），"
    "保存后再导入",
    "sheet_macros": "文件带有宏（.xlsm），为安全起见不能导入。请另存为“Excel 工作簿（*.xlsx）”后再导入",
    "sheet_word": "这是 Word 文档，不是表格。请把其中的表格复制到 Excel，保存为 .xlsx 后再导入",
    "sheet_powerpoint": "这是演示文稿，不是表格。请选择 Excel 文件（.xlsx）",
    "sheet_binary_workbook": "这是 Excel 二进制工作簿（.xlsb）。请另存为“Excel 工作簿（*.xlsx）”后再导入",
    "sheet_open_document": "这是 ODF 表格（.ods）。请另存为“Excel 工作簿（*.xlsx）”后再导入",
    "sheet_web_page": "这是网页格式的表格，只是扩展名为 .xls。请用 Excel 打开后另存为“Excel 工作簿（*.xlsx）”再导入",
    "sheet_xml": "这是 XML 格式的表格。请用 Excel 打开后另存为“Excel 工作簿（*.xlsx）”再导入",
    "sheet_pdf": "这是 PDF 文件，不是表格。请选择 Excel 文件（.xlsx）",
    "sheet_picture": "这是图片，不是表格。请选择 Excel 文件（.xlsx）",
    "sheet_not_workbook": "这不是 Excel 文件。请选择 .xlsx、.xls 或 .csv 文件",
    "sheet_damaged": "文件已损坏，打不开。请用 Excel 打开并另存一份后再导入",
    "sheet_encoding": "csv 文件的文字编码无法识别。请在 Excel 中另存为“CSV UTF-8”或 .xlsx 后再导入",
    "sheet_no_rows": "工作表里没有内容。请核对是否选错了文件，或内容是否在隐藏的工作表里",
    "sheet_unknown": "工作簿里没有这个工作表",
    "sheet_too_heavy": "文件内容异常，读取时超出了系统限制。请在 Excel 中打开，把需要的内容复制到新工作簿后再导入",
}


def refusal(code: str) -> RuleBroken:
    message = _SENTENCES[code]
    return RuleBroken(code, message, fields={"file": message})
