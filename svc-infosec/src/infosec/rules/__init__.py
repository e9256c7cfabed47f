"""Pure rules of information safety: log formats, OCSF, Sigma, indicators, watched pages."""
