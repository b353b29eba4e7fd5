"""The report as a workbook whose figures can be traced.

A KPI's sheet adds up the rows of data sheets with the same sums the engine made, as formulas; the dashboard points at
those cells. Every formula is written with its result, for viewers that do not recalculate. A KPI whose formulas would
not give its published number in every period is written as values, with the reason: a workbook never shows two truths.
"""
