"""Reads a page of metrics with the parser of Prometheus' own Python client; fails when that does not accept it."""
import sys

from prometheus_client.parser import text_fd_to_metric_families

with open(sys.argv[1], encoding="utf-8") as page:
    families = list(text_fd_to_metric_families(page))

names = [family.name for family in families]
assert len(names) > 150, names
assert all(family.type != "unknown" for family in families), families
print("OK")
