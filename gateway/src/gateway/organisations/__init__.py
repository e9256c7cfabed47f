"""The organisation registry: agencies, units, officers, rosters, substitutes, responsibility for wards."""
