"""What the law says, by country and date: facts as files with a source, and pure functions over them."""
