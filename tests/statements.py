"""A balance sheet of an invented company, for the tests of tables and of sums; its head has blank lines, as many do."""

BALANCE = """CONDENSED CONSOLIDATED BALANCE SHEETS
(in thousands)

June 30, December 31,

2025 2024
ASSETS
Cash, cash equivalents and marketable securities $ 84,942 $100,298
Other assets 36,000 37,000
Total assets $ 120,942 $137,298
LIABILITIES AND SHAREHOLDERS' EQUITY
Current liabilities $ 9,700 $13,800
Long-term liabilities 20,538 21,360
Shareholders' equity 90,704 102,138
Total liabilities and shareholders' equity $ 120,942 $137,298
"""
