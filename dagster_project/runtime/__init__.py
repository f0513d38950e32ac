"""Settings, lock, interrupts, problems, the warehouse file: what every entry point stands on."""
