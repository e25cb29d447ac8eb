"""Follow-up lists that coordinators keep in spreadsheets, brought in as history as it is."""
