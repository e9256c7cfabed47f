"""Administrative procedures: dossiers, their dates, and how agencies keep them."""
