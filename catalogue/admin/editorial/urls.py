from catalogue.admin.editorial.imports import import_urls
from catalogue.admin.editorial.people import people_urls
from catalogue.admin.editorial.replacing import replace_urls
from catalogue.admin.editorial.terms import batch_urls

editorial_urls = [*people_urls, *import_urls, *batch_urls, *replace_urls]
