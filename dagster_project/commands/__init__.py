"""What each subcommand of ``juesuan`` does; imported only when that subcommand runs."""
