"""Information safety: logs, detections, indicators, watched pages, incidents."""
