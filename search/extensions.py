"""What the search registers where plugins register theirs."""

from cms.extend import exporters
from search.json_export import JsonExporter

exporters.add("json", JsonExporter())
