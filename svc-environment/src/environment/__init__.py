"""Environment: air, water, rain and flood level from stations and sensors."""
