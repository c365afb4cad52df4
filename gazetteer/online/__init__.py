"""Places from geocoders on the network, asked one name at a time and only when a person says so.

Nothing that reads or checks a report imports this package; a test proves it.
"""
