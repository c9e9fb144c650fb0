"""Views of the desk: authorise, read a form, ask or tell one room or flow, show."""
