"""The shared spreadsheet: tabs and columns, reading, and two providers behind one small interface."""
