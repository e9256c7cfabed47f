"""Tables that people bring: CSV and XLSX, read within limits, checked row by row; a bad row stops no other."""
