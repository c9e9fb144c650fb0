"""A contested point from the customer's remark to its end: opened, told, looked into, answered, put right."""
