"""Spreadsheets that people bring in: workbooks and separated text become plain tables of cells."""
