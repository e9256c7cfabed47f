"""SensorThings API 1.1 (OGC 18-088), read only: Things, Locations, Datastreams, Sensors, properties, Observations."""
