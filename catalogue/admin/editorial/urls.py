from catalogue.admin.editorial.calendar import calendar_urls
from catalogue.admin.editorial.gaps import gap_urls
from catalogue.admin.editorial.imports import import_urls
from catalogue.admin.editorial.overview import overview_urls
from catalogue.admin.editorial.people import people_urls
from catalogue.admin.editorial.replacing import replace_urls
from catalogue.admin.editorial.terms import batch_urls

editorial_urls = [
    *overview_urls,
    *calendar_urls,
    *gap_urls,
    *batch_urls,
    *people_urls,
    *import_urls,
    *replace_urls,
]
