"""The pages of companies: what a graph knows of them all, and a page for each."""

from triplewire.draw.company.known import Companies, silent_companies
from triplewire.draw.company.page import companies_page, company_page

__all__ = ["Companies", "companies_page", "company_page", "silent_companies"]
