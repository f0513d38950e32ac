"""What the project is built of: locked packages, their licences, what is known against them."""
