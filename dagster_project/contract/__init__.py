"""What the parts hand to one another: raw columns, amounts, one vocabulary of words."""
